"""The JSON Schema for editors: it lets pass whatever the program accepts, and refuses what is wrong in form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import detente
from detente.scenario import read_scenario
from detente.scenario.faults import Faults
from detente.scenario.json_schema import FORMS, json_schema
from detente.scenario.loading import load_file
from detente.scenario.positioned import Layer, plain
from detente.world.variables import CHANNELS
from shipped import FILES, REGIONS

ROOT = Path(__file__).resolve().parents[2]
MUSEUM = ROOT / "tests" / "museum"
CATALOGUE = Path(detente.__file__).parent / "catalogue"
SCENARIOS = [*FILES, *REGIONS, MUSEUM / "base.yaml"]
CARDS = sorted(
    [*CATALOGUE.glob("levers/*.yaml"), *CATALOGUE.glob("shocks/*.yaml"), *(MUSEUM / "cards" / "sound").glob("*/*.yaml")]
)
SHAPELESS = [
    "level_above_one",
    "level_below_zero",
    "no_such_month",
    "norway",
    "number_as_title",
    "out_of_bounds",
    "range_of_three",
    "sexagesimal",
    "text_as_number",
    "tie_not_given",
    "trust_above_one",
    "truth_as_number",
    "underscores",
    "unknown_channel",
    "unknown_key_in_lever",
    "unknown_key_in_passport",
    "unknown_parameter",
    "unknown_posture",
    "unknown_top_key",
    "wrong_unit",
    "folder_as_number",
    "access_denial_above_one",
    "announced_above_one",
    "burden_given",
    "follows_as_number",
    "trend_out_of_bounds",
    "trend_wrong_unit",
    "unknown_theory",
]
SHAPELESS_CARDS = [
    "unknown_channel",
    "missing_parts",
    "missing_reason",
    "missing_source",
    "wrong_unit",
    "out_of_bounds",
    "wrong_form",
    "unknown_key",
    "unknown_place",
    "unknown_impulse",
    "unknown_hazard",
]


def data(path: Path) -> Any:
    """Return a file as plain data, as the program reads it."""
    tree = load_file(path, Layer(str(path), "file"), Faults())
    assert tree is not None
    return plain(tree)


def complaints(of: str, found: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema(of)).iter_errors(found)]


@pytest.mark.parametrize("of", FORMS)
def test_it_is_a_schema(of: str) -> None:
    Draft202012Validator.check_schema(json_schema(of))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenarios_pass(path: Path) -> None:
    assert complaints("scenario", data(path)) == []


@pytest.mark.parametrize("variant", [None, "all_off"])
def test_resolved_scenarios_pass(variant: str | None) -> None:
    assert complaints("scenario", read_scenario(MUSEUM / "base.yaml", variant).resolved()) == []


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_cards_pass_and_are_no_others(path: Path) -> None:
    of = path.parent.name[:-1]
    assert complaints(of, data(path)) == []
    assert complaints({"lever": "shock", "shock": "lever"}[of], data(path))


def test_bibliographies_pass() -> None:
    assert complaints("sources", data(CATALOGUE / "sources.yaml")) == []
    assert complaints("sources", {"Key": {"quotation": "x"}})


@pytest.mark.parametrize("name", SHAPELESS)
def test_exhibits_wrong_in_form_fail(name: str) -> None:
    assert complaints("scenario", data(MUSEUM / f"{name}.yaml"))


@pytest.mark.parametrize("name", SHAPELESS_CARDS)
def test_cards_wrong_in_form_fail(name: str) -> None:
    path = next((MUSEUM / "cards" / name).glob("*/*.yaml"))
    assert complaints(path.parent.name[:-1], data(path))


def test_who_extends_nothing_brings_everything() -> None:
    assert complaints("scenario", {"extends": "base.yaml"}) == []
    assert any("'states' is a required property" in words for words in complaints("scenario", {"title": "x"}))


def test_an_editor_finds_names_units_and_meanings() -> None:
    schema = json_schema()
    uses = schema["$defs"]["LeverUse"]["properties"]
    assert set(uses["lever"]["anyOf"][0]["enum"]) == {path.stem for path in (CATALOGUE / "levers").glob("*.yaml")}
    assert set(uses["influences"]["anyOf"][0]["properties"]) == set(CHANNELS)
    assert "logit/year" in uses["influences"]["anyOf"][0]["properties"]["goodwill"]["description"]
    assert "of bad news" in schema["properties"]["parameters"]["properties"]["negativity"]["description"]
    described = [row for name in ("LeverUse", "ShockUse", "LeverCard", "ShockCard", "State", "Passport")
                 for row in schema["$defs"][name]["properties"].values()]  # fmt: skip
    assert all("description" in row for row in [*described, *schema["properties"].values()])
