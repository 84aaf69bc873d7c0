"""One body for every card of the catalogue: what it says of itself, and that unknown effects may be none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.scenario import read_scenario
from detente.scenario.catalogue_files import FOLDER, KINDS, card_names

ROOT = Path(__file__).parents[2]
CARDS: dict[tuple[str, str], dict[str, Any]] = {
    (kind, name): yaml.safe_load((FOLDER / kind / f"{name}.yaml").read_text())
    for kind in KINDS
    for name in card_names(kind)
}
LEVERS = [name for kind, name in CARDS if kind == "levers"]
BODY = pytest.mark.parametrize(("kind", "name"), list(CARDS), ids=[f"{kind}-{name}" for kind, name in CARDS])
CODES: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "codes.yaml").read_text())
SOURCES = set(yaml.safe_load((FOLDER / "sources.yaml").read_text()))

# What a card does by being what it is: no research is needed to say that it is more than nothing.
BY_DEFINITION = {
    ("back_channel", "contact_floor"),
    ("formal_deadlock", "contact_loss"),
    ("history_flare", "trigger"),
    ("joint_exercises", "interoperability"),
    ("pandemic", "contact_loss"),
    ("trilateral_cooperation", "contact"),
}
# What surveys or dated events show to be more than nothing.
MEASURED = {("ally_tariff", "news"), ("ally_tariff", "credibility_failure"), ("territorial_incident", "news")}


def effects(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a card moves (influences and side effects)."""
    return {**card["influences"], **card.get("side_effects", {})}


def numbers(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return every number of a card by name."""
    return {
        **effects(card),
        **card.get("hazard", {}),
        **{key: card[key] for key in ("lag", "fade", "cost", "rate") if key in card},
    }


@BODY
def test_a_card_says_what_it_answers_and_how_well_it_is_known(kind: str, name: str) -> None:
    card = CARDS[kind, name]
    words = ["title", "evidence"]
    if kind == "levers":
        words += ["challenge", "response", "expected", "form", "authority", "reversibility"]
    assert not [word for word in words if not card.get(word)]
    assert card["claims"]
    assert all(re.fullmatch(r"S[12]-\d\d", claim) for claim in card["claims"])


@BODY
def test_every_number_has_a_passport(kind: str, name: str) -> None:
    for key, number in numbers(CARDS[kind, name]).items():
        low, high = number["range"]
        assert low <= number["value"] <= high, key
        assert number["unit"], key
        assert number["standing"] in ("measured", "derived", "assumed"), key
        assert number.get("source") or number.get("reason"), key
        assert set(number.get("source", ())) <= SOURCES, key
        assert number["standing"] == "assumed" or number.get("source"), f"{key}: derived from nothing"


@BODY
def test_what_nobody_measured_may_be_nothing(kind: str, name: str) -> None:
    """The range of every effect includes zero, but for what was measured or holds by definition, and says so."""
    card = CARDS[kind, name]
    beyond = {(name, key) for key, number in effects(card).items() if not number["range"][0] <= 0 <= number["range"][1]}
    assert beyond == {pair for pair in BY_DEFINITION | MEASURED if pair[0] == name}
    for _, key in beyond & BY_DEFINITION:
        assert "by definition" in effects(card)[key]["reason"], key
    for _, key in beyond & MEASURED:
        assert effects(card)[key]["source"], key
        assert card["evidence"] != "none"


@BODY
def test_no_mode_stands_at_an_end_of_its_range(kind: str, name: str) -> None:
    """Such a number has a mean beyond what the card calls its value."""
    for key, number in numbers(CARDS[kind, name]).items():
        low, high = number["range"]
        assert low == high or low < number["value"] < high, key


@pytest.mark.parametrize("name", LEVERS)
def test_an_open_sign_is_in_the_range(name: str) -> None:
    """A reason that calls the sign open goes with a range on both sides of zero."""
    for key, number in effects(CARDS["levers", name]).items():
        if "sign open" in number.get("reason", ""):
            assert number["range"][0] < 0 < number["range"][1], key


def use(kind: str, name: str) -> str:
    """Return the lines that put a card to use among the invented states of the museum."""
    card = CARDS[kind, name]
    if kind == "levers":
        sides = {"pact": "among: [ARN, BEL]", "offer": "by: ARN, to: BEL", "unilateral": "by: ARN"}[card["form"]]
        return f"{{lever: {name}, {sides}, from: 2026}}"
    places = {number["where"] for number in card["influences"].values()}
    by = "by: ARN, " if places - {"on", "among_on"} else ""
    on = "on: [BEL, COR], " if places - {"by"} else ""
    return f"{{shock: {name}, {by}{on}rate: {{}}, size: 1}}"


@BODY
def test_every_card_can_be_used_and_keeps_to_its_bounds(kind: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes((ROOT / "tests" / "museum" / "base.yaml").read_bytes())
    path = tmp_path / "case.yaml"
    path.write_text(f"extends: base.yaml\n{kind}: {{tried: {use(kind, name)}}}\n", encoding="utf-8")
    found = getattr(read_scenario(path), kind)["tried"]
    card = CARDS[kind, name]
    assert set(found.influences) == set(card["influences"])
    assert set(getattr(found, "side_effects", {})) == set(card.get("side_effects", {}))
    assert set(getattr(found, "hazard", {})) == set(card.get("hazard", {}))


def restrainers() -> set[str]:
    """Return the levers that hold shocks back, or provoke them."""
    return {name for name in LEVERS if "restraint" in effects(CARDS["levers", name])}


def test_restraint_has_something_to_restrain() -> None:
    """A lever's restraint acts on the shocks whose card lets it, at one for one: the lever holds the size."""
    open_to_it = {name: card["hazard"]["restraint"] for (kind, name), card in CARDS.items()
                  if kind == "shocks" and "restraint" in card.get("hazard", {})}  # fmt: skip
    assert set(open_to_it) == {"cyber_incident", "missile_test", "space_incident"}
    assert all((number["value"], number["range"]) == (1.0, [1.0, 1.0]) for number in open_to_it.values())
    assert restrainers() == {"cyber_norms", "joint_exercises", "missile_defence", "space_norms"}


def test_restraint_may_be_none_or_provocation() -> None:
    """No study parts what norms, shields and exercises do to the rate of incidents from what would have been."""
    for name in restrainers():
        low, high = effects(CARDS["levers", name])["restraint"]["range"]
        assert low < 0 < high, name


def test_every_card_is_used_in_a_shipped_scenario() -> None:
    """Cards are read with the scenarios that use them, so a card nobody uses would never be checked."""
    used = set()
    for path in (ROOT / "scenarios").glob("*.yaml"):
        scenario = read_scenario(path)
        used |= {("levers", lever.card) for lever in scenario.levers.values()}
        used |= {("shocks", shock.card) for shock in scenario.shocks.values()}
    assert set(CARDS) <= used


@pytest.mark.parametrize("code", list(CODES))
def test_every_code_of_the_claims_has_a_card_or_a_reason(code: str) -> None:
    kind = {"L": "levers", "K": "shocks"}[code[0]]
    entry = CODES[code]
    assert set(entry) <= {"cards", "reason"}
    assert entry["cards"] or entry.get("reason")
    assert not [name for name in entry["cards"] if (kind, name) not in CARDS]


def test_every_card_serves_a_code_of_the_claims() -> None:
    """The catalogue holds what the claims speak of and nothing beside: 28 levers and 13 shocks are named there."""
    named = {
        ({"L": "levers", "K": "shocks"}[code[0]], name) for code, entry in CODES.items() for name in entry["cards"]
    }
    assert named == set(CARDS)
    assert [sum(code.startswith(letter) for code in CODES) for letter in "LK"] == [28, 13]
