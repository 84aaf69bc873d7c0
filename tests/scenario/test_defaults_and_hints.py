"""What a file may leave out, whose a card is, and what stays unsaid beside a fault that says it all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator

from detente.errors import ScenarioError
from detente.scenario import Scenario
from detente.scenario.json_values import DATE
from detente.scenario.reach import own_cards

Read = Callable[[str], Scenario]


def test_a_lever_without_a_level_is_at_its_full_one(read: Read) -> None:
    found = read("levers: {fresh: {lever: summits, among: [ARN, BEL]}}\n").levers["fresh"]
    assert (found.level.value, found.level.fixed) == (1.0, True)


@pytest.mark.parametrize(("value", "fits"), [(9999, True), (10000, False), (1, True), (0, False), ("2027-13", False)])
def test_years_of_the_schema_end_where_dates_end(value: object, fits: bool) -> None:
    assert Draft202012Validator(DATE).is_valid(value) is fits


def test_a_shipped_card_that_a_file_changes_is_called_so(read: Read) -> None:
    text = "cards: {levers: {summits: {note: Ours}}}\nlevers: {fresh: {lever: summits, among: [ARN, BEL]}}\n"
    assert own_cards(read(text))["levers"]["summits"] == "shipped, changed here"


def test_pairs_behind_a_broken_row_are_not_called_missing(read: Read) -> None:
    with pytest.raises(ScenarioError) as caught:
        read("ties: {trust: {ARN: 3}}\n")
    assert len(caught.value.faults) == 1
    assert "missing" not in str(caught.value)


def test_an_unknown_key_of_a_passport_names_the_nearest(read: Read) -> None:
    with pytest.raises(ScenarioError, match="unknown key 'valeu'; did you mean 'value'"):
        read("parameters: {negativity: {valeu: 2}}\n")


def test_two_faults_in_one_mapping_are_both_told(read: Read) -> None:
    with pytest.raises(ScenarioError) as caught:
        read("states: {ARN: {patience: high, kind: duchy}}\n")
    assert {fault.path for fault in caught.value.faults} == {"states.ARN.patience", "states.ARN.kind"}
