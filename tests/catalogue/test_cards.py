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
BY_DEFINITION = {("back_channel", "contact_floor"), ("formal_deadlock", "contact_loss"), ("pandemic", "contact_loss")}


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
    """Without evidence the range of every effect includes zero, but for what holds by definition."""
    card = CARDS[kind, name]
    beyond = {(name, key) for key, number in effects(card).items() if not number["range"][0] <= 0 <= number["range"][1]}
    if card["evidence"] == "none":
        assert beyond == {pair for pair in BY_DEFINITION if pair[0] == name}


@pytest.mark.parametrize("name", LEVERS)
def test_an_open_sign_is_in_the_range(name: str) -> None:
    """A reason that calls the sign open goes with a range on both sides of zero."""
    for key, number in effects(CARDS["levers", name]).items():
        if "sign open" in number.get("reason", ""):
            assert number["range"][0] < 0 < number["range"][1], key


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
