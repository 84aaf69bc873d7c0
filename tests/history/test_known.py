"""By when a number was known, and what a hindcast refuses: all of it at once, each with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.errors import ScenarioError
from detente.history.known import check_known, known_by, require_known
from detente.scenario import Quantity, Scenario, Source, read_scenario
from detente.scenario.positioned import Layer, Mapping, made
from detente.scenario.reading import Reading
from detente.scenario.writing import to_yaml

TOP = Path(__file__).parents[2] / "scenarios" / "hindcast" / "east_asia_2005.yaml"
BOOK, POLL, DIARY = (
    Source("Book", "A book", "", "1985"),
    Source("Poll", "A poll", "", "2014-05"),
    Source("Diary", "A diary"),
)
SOURCES = {source.key: source for source in (BOOK, POLL, DIARY)}


def number(*source: str, known: str = "", reason: str = "because") -> Quantity:
    return Quantity(0.5, 0.4, 0.6, "1", "derived" if source else "assumed", source, reason, known_by=known)


@pytest.mark.parametrize(
    ("quantity", "day"),
    [
        (number("Book"), date(1985, 12, 31)),
        (number("Book", "Poll"), date(2014, 5, 31)),
        (number("Poll", known="2004"), date(2004, 12, 31)),
        (number("Book", known="2012-02-03"), date(2012, 2, 3)),
        (number(known="2004"), date(2004, 12, 31)),
        (number("Book", "Diary"), None),
        (number(), None),
    ],
)
def test_known_by_what_it_states_or_else_by_its_latest_source(quantity: Quantity, day: date | None) -> None:
    """A year and a month count to their last day; one silent source makes all of it unknown, as does none at all."""
    assert known_by(quantity, SOURCES) == day


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(TOP)


def planted(folder: Path, text: str) -> Scenario:
    """Return the scenario of hindcasts with something written over it in a file of its own, three files up."""
    for path in TOP.parent.glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file = folder / "planted.yaml"
    file.write_text(f"title: Planted\nextends: {TOP.name}\n{text}", encoding="utf-8")
    return read_scenario(file)


def test_a_later_source_is_refused_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    found = planted(
        tmp_path,
        "parameters:\n"
        "  trust_half_life: {value: 1.3, range: [0.6, 2.8], standing: derived, source: [PewAid]}\n"
        "ties:\n"
        "  trust:\n"
        "    CHN:\n"
        '      JPN: {value: 0.1, range: [0.05, 0.2], standing: assumed, source: [], reason: "as it was after 2012"}\n',
    )
    faults = check_known(found, "2010")
    assert [fault.path for fault in faults] == ["ties.trust.CHN.JPN", "parameters.trust_half_life"]
    tie, half_life = faults
    assert tie.where == f"{tmp_path / 'planted.yaml'}:8:20"
    assert "is assumed and nothing tells by when it was known" in tie.message
    assert half_life.where == f"{tmp_path / 'planted.yaml'}:4:28"
    assert "leans on PewAid (known by 2013); the fit ends on 2010-12-31" in half_life.message
    assert "give a value that leans on earlier evidence alone, with known_by and a reason" in half_life.message
    assert [fault.path for fault in check_known(found, "2014")] == ["ties.trust.CHN.JPN"]


def test_a_new_value_does_not_inherit_by_when_the_old_one_was_known(scenario: Scenario) -> None:
    """Otherwise a number tuned on later outcomes would pass under the date of the prior it replaces."""
    bare = read_scenario(TOP, None, ["parameters.negativity=2.7"])
    passport = read_scenario(TOP, None, ["parameters.negativity={value: 2.7, range: [2, 3], reason: tuned}"])
    narrower = read_scenario(TOP, None, ["parameters.negativity={range: [1.5, 2.5]}"])
    assert scenario.parameters["negativity"].known_by == "1993"
    assert bare.parameters["negativity"].known_by == passport.parameters["negativity"].known_by == ""
    assert narrower.parameters["negativity"].known_by == "1993"
    assert [fault.path for fault in check_known(bare, "2012")] == ["parameters.negativity"]


def test_an_early_date_beside_a_later_source_needs_a_reason(tmp_path: Path) -> None:
    given = "parameters: {trust_half_life: {value: 1, range: [0.5, 2], standing: derived, source: [PewAid], known_by: 2005%s}}"
    assert check_known(planted(tmp_path, given % ', reason: "Indonesia 2002-05 alone"'), "2012") == []
    (fault,) = check_known(planted(tmp_path, given % ', reason: ""'), "2012")
    assert "says known_by 2005 though it leans on PewAid (known by 2013), and gives no reason" in fault.message


def test_what_happened_is_given(scenario: Scenario) -> None:
    """Events bring sizes and levels that no fit can know; their cards' numbers are asked all the same."""
    islets = {"shock": "territorial_incident", "by": "CHN", "on": ["JPN"], "at": "2012-09", "size": 4.0}
    events = made({"shocks": {"islets": islets}}, Mapping(Layer("events", "events", 90), 0, 0))
    assert isinstance(events, Mapping)
    driven = Reading(TOP, overlays=[events]).scenario(None, [events])
    assert driven.shocks.keys() == {"islets"}
    assert check_known(driven, "2006") == []
    assert [fault.path for fault in check_known(driven, "2006", given=("default",))] == ["shocks.islets.size"]
    shipped = read_scenario(
        TOP, None, ["shocks.islets={shock: territorial_incident, by: CHN, on: [JPN], at: 2012-09, size: 4}"]
    )
    assert {fault.path for fault in check_known(shipped, "2006")} == {"shocks.islets.size"}


def test_the_present_day_scenarios_are_refused_at_once_and_counted() -> None:
    """Nobody may hindcast from the region of 2025: its surveys are later, its judgements say nothing."""
    today = read_scenario(TOP.parents[1] / "status_quo.yaml")
    with pytest.raises(ScenarioError) as caught:
        require_known(today, "2018")
    assert len(caught.value.faults) == 21
    assert "further numbers known too late" in str(caught.value)
    paths = {fault.path for fault in check_known(today, "2018")}
    assert {"ties.trust.AUS.JPN", "parameters.crisis_friction", "parameters.trust_good_news"} <= paths


def test_nothing_is_refused_of_a_scenario_that_tells_everything(scenario: Scenario) -> None:
    require_known(scenario, date(2006, 12, 31))
    require_known(scenario, "2012-06")
    assert check_known(scenario, date(2006, 12, 30))


def test_stored_and_read_again_it_tells_the_same(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "stored.yaml"
    path.write_text(to_yaml(scenario), encoding="utf-8")
    again = read_scenario(path)
    assert again == scenario
    assert check_known(again, "2006") == []
    assert {fault.path for fault in check_known(again, "2005")} == {
        fault.path for fault in check_known(scenario, "2005")
    }


def test_dates_move_no_number_and_no_digest(scenario: Scenario) -> None:
    dated = read_scenario(TOP, None, ["parameters.negativity={known_by: 2003}"])
    assert dated.parameters["negativity"].known_by == "2003"
    assert dated.digest() == scenario.digest()
