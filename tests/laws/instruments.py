"""Random levers and shocks of every form, with the cards that a file would give them."""

from __future__ import annotations

from typing import Any

from detente.scenario import Quantity
from detente.scenario.conditions import parse_condition, parse_rule
from detente.scenario.scenario import Lever, Shock
from detente.world.variables import CHANNELS, HAZARDS, IMPULSES, WHERE
from laws.sketches import ISSUES, Dice, Sketch

CONDITIONS = (
    "", "", "",
    "trust({0}, {1}) < 0.6 or tension({0}, {1}) > 0",
    "not (nationalism({0}) > 0.4) and year >= 2025.5",
    "capability.cyber({1}) * 2 >= capability({0}) / 3 - -0.1",
    "alignment({1}, {0}) + 0.2 > grievance({0}, {1}) * trigger({0}, {1})",
)  # fmt: skip
RULES = (
    "", "",
    "doubt({0})",
    "0.2 + 3 * threat({0}, {1}) * burden({1})",
    "posture({0}) / 4 - access_denial({1}) / 2",
    "trust({0}, {1}) > 0.5 or know_how({0}, {1}) < 0.3",
    "1 - 2 * (year - 2025) / (nationalism({0}) + 1)",
)  # fmt: skip
STAGES = {"first": 0.25, "second": 0.5, "third": 1.0}
PAIRED = ("alignment", "contact_loss", "crisis")


def _channels(dice: Dice) -> dict[str, Quantity]:
    """Return quantities for some channels, in half their bounds so that several do not always end at a bound."""
    return {
        name: dice.quantity(low / 2, high / 2, unit)
        for name, (_, unit, low, high) in sorted(CHANNELS.items())
        if dice.random() < 0.3
    }


def _members(form: str, names: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
    if form == "pact":
        return dice.some(names, 2)
    giver = dice.choice(names)
    others = tuple(name for name in names if name != giver)
    return (giver, *dice.some(others, 1 if form == "offer" else 0))


def _window(dice: Dice, steps: int) -> tuple[int, int, tuple[tuple[int, float], ...]]:
    """Return first step, last step and stages of a lever."""
    first = dice.randrange(steps)
    last = dice.choice([steps, dice.randint(first + 1, steps)])
    begins = sorted(dice.sample(range(first, last), min(last - first, 3)))
    stages = zip((first, *begins[1:]), STAGES.values(), strict=False)
    return first, last, tuple(stages)


def _said(sketch: Sketch, key: str, members: tuple[str, ...]) -> dict[str, Any]:
    """Return the rule that a lever follows and what is announced of it, if anything and if there is anybody to hear it."""
    dice, names = sketch.dice("said", key), sketch.names
    rule = dice.choice(RULES).format(*dice.sample(names, 2))
    announced = dice.quantity(0.0, 1.0, "1") if len(members) > 1 and dice.random() < 0.5 else None
    return {"rule": parse_rule(rule, names) if rule else None, "follows": rule, "announced": announced}


def lever(sketch: Sketch, key: str, form: str) -> Lever:
    """Return a lever of a form: some members, channels, window, stages, condition, rule, promise and price."""
    dice, names = sketch.dice("lever", key), sketch.names
    first, last, stages = _window(dice, sketch.steps)
    if dice.random() < 0.5:
        stages = ((first, 1.0),)
    condition = dice.choice(CONDITIONS).format(*dice.sample(names, 2))
    members = _members(form, names, dice)
    return Lever(
        key, f"Lever {key}", f"card_of_{key}", form, members, _channels(dice), _channels(dice),
        dice.quantity(0.0, 2.0, "year"), dice.quantity(0.0, 4.0, "year"), dice.quantity(0.0, 2.0, "cost/year"),
        dice.quantity(0.0, 1.0, "1"), stages, first, last,
        parse_condition(condition, names) if condition else None, condition, "none", (),
        **_said(sketch, key, members),
    )  # fmt: skip


def _impulses(dice: Dice, where: tuple[str, ...]) -> dict[str, tuple[str, Quantity]]:
    return {
        name: (dice.choice([place for place in where if name not in PAIRED or place != "on->by"]),
               dice.quantity(low / 4, high / 4, unit))
        for name, (_, unit, low, high) in sorted(IMPULSES.items())
        if dice.random() < 0.5
    }  # fmt: skip


def shock(sketch: Sketch, key: str, kind: str) -> Shock:
    """Return a random or a dated shock: some sides, impulses, hazards and leanings; one in four has nobody behind it."""
    dice, names = sketch.dice("shock", key), sketch.names
    by = None if dice.random() < 0.25 else dice.choice(names)
    others = tuple(name for name in names if name != by)
    random = kind == "random"
    on, impulses = dice.some(others, 1), _impulses(dice, WHERE if by else ("among_on", "on"))
    lean = "orientation" in impulses  # only new leaders lean
    return Shock(
        key, f"Shock {key}", f"card_of_{key}", by, on, impulses,
        {name: dice.quantity(-2.0, 2.0, "log rate") for name in HAZARDS if dice.random() < 0.5},
        dice.quantity(0.0, 6.0, "1/year") if random else None,
        () if random else tuple(sorted(dice.choices(range(sketch.steps), k=dice.randint(1, 3)))),
        dice.quantity(0.0, 5.0, "1"), "none", (),
        {issue: dice.quantity(-1.0, 1.0, "1") for issue in dice.some(ISSUES)} if lean and dice.random() < 0.5 else {},
        dice.quantity(-1.0, 1.0, "log rate/year") if random and dice.random() < 0.5 else None,
    )  # fmt: skip


def cards_of(levers: dict[str, Lever], shocks: dict[str, Shock]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the cards of levers and shocks as a file writes them."""
    return {
        "levers": {x.card: _lever_card(x) for x in levers.values()},
        "shocks": {x.card: _shock_card(x) for x in shocks.values()},
    }


def _lever_card(use: Lever) -> dict[str, Any]:
    card: dict[str, Any] = {"title": use.title, "form": use.form, "evidence": use.evidence}
    if use.stages != ((use.first_step, 1.0),):
        card["stages"] = dict(STAGES)
    card |= {name: getattr(use, name).plain() for name in ("cost", "fade", "lag")}
    card["influences"] = {name: quantity.plain() for name, quantity in use.influences.items()}
    if use.side_effects:
        card["side_effects"] = {name: quantity.plain() for name, quantity in use.side_effects.items()}
    return card


def _shock_card(use: Shock) -> dict[str, Any]:
    card: dict[str, Any] = {"title": use.title, "evidence": use.evidence}
    card["rate"] = (use.rate or Quantity.point(0.0, "1/year", "never by chance")).plain()
    card["influences"] = {name: {"where": where, **size.plain()} for name, (where, size) in use.influences.items()}
    if use.hazard:
        card["hazard"] = {name: quantity.plain() for name, quantity in use.hazard.items()}
    return card
