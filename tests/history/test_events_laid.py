"""Events laid over a scenario: which cards they use, of whom, how strongly and how long; who is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from driven import EVENTS, files

from detente.errors import ScenarioError
from detente.history.driving import MIRROR, mirrored, read_driven
from detente.history.events import Events, read_events, renewals
from detente.history.known import require_known
from detente.history.unknowns import followers, unknowns
from detente.scenario import Scenario
from detente.scenario.event_kinds import read_event_kinds

STATES = ("ARN", "BEL", "COR")
KINDS = read_event_kinds()


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Events, Scenario]:
    scenario, _, _, _, happened = files(tmp_path_factory.mktemp("laid"))
    events = read_events(Path(happened), STATES)
    return events, read_driven(Path(scenario), events)


def test_events_are_read_in_order_of_time_without_states_of_elsewhere(laid: tuple[Events, Scenario]) -> None:
    events, _ = laid
    assert [event.day for event in events.listed] == sorted(event.day for event in events.listed)
    assert len(events.listed) == EVENTS.count("\n") - 1 and events.left_out == 1
    war = next(event for event in events.listed if event.kind == "distant_war")
    assert war.targets == ("BEL",)
    treaty, meeting = events.listed[5], events.listed[1]
    assert (treaty.day, treaty.last) == (date(2011, 9, 10), date(2011, 9, 10))
    assert (meeting.day, meeting.last) == (date(2007, 1, 1), date(2007, 12, 31)), "a year names all of its days"
    assert (
        len(events.until(date(2009, 6, 1)).listed) == 4
        and len(events.within(date(2009, 6, 1), date(2010, 2, 1)).listed) == 2
    )
    assert renewals(events) == ((date(2009, 6, 1), "COR", 4),)


def test_shocks_have_the_size_of_their_intensity_and_their_dates(laid: tuple[Events, Scenario]) -> None:
    _, scenario = laid
    flare = scenario.shocks["history_controversy_BEL_ARN_3"]
    assert (flare.card, flare.by, flare.on, flare.size.value) == ("history_flare", "BEL", ("ARN",), 3.0)
    incident = scenario.shocks["territorial_incident_COR_ARN_BEL_4"]
    assert incident.on == ("ARN", "BEL") and incident.size.value == 4.0
    assert set(scenario.shocks) >= {"missile_test_COR_ARN_5", "trade_coercion_COR_BEL_3"}


def test_the_public_of_the_side_that_began_sours_too_where_the_kind_says_so(laid: tuple[Events, Scenario]) -> None:
    _, scenario = laid
    share = float(str(KINDS.returned["value"]))
    back = {key: shock for key, shock in scenario.shocks.items() if key.endswith(f"_{MIRROR}")}
    assert set(back) == {"history_controversy_ARN_BEL_3_back", "territorial_incident_ARN_COR_4_back",
                         "territorial_incident_BEL_COR_4_back", "trade_coercion_BEL_COR_3_back"}  # fmt: skip
    for key, shock in back.items():
        assert shock.size.value == pytest.approx(share * int(key.split("_")[-2]))
    assert {size: len(keys) for size, keys in mirrored(scenario).items()} == {3: 2, 4: 2}


def test_bystanders_feel_by_their_alignment(laid: tuple[Events, Scenario]) -> None:
    _, scenario = laid
    felt = scenario.shocks["distant_war_COR_BEL_4"]
    assert felt.size.value == pytest.approx(4.0 * (1.0 - scenario.ties["alignment"]["BEL", "COR"].value))


def test_levers_are_pulses_of_a_year_at_a_level_by_intensity(laid: tuple[Events, Scenario]) -> None:
    _, scenario = laid
    found = {lever.card: lever for lever in scenario.levers.values()}
    assert set(found) == {"summits", "economic_partnership", "back_channel"}
    assert found["summits"].level.value == pytest.approx(2 * KINDS.level_of_one)
    ends = [(lever.first_step, lever.last_step) for lever in (found["summits"], found["economic_partnership"])]
    assert [last - first for first, last in ends] == [4, 4], "four quarters"
    assert ends[1][0] == 4 * 6 + 2, "September 2011 lies in the third quarter of the seventh year"


def test_a_later_pulse_of_the_same_parties_ends_the_one_before(tmp_path: Path) -> None:
    scenario, _, _, _, happened = files(tmp_path)
    Path(happened).write_text(
        "date,kind,initiator,targets,intensity\n2007-01-01,summit,ARN,BEL,2\n2007-07-01,summit,BEL,ARN,5\n2007-08-01,summit,ARN,BEL,1\n"
    )
    laid = read_driven(Path(scenario), read_events(Path(happened), STATES))
    pulses = sorted((lever.first_step, lever.last_step, lever.level.value) for lever in laid.levers.values())
    assert [(first, last) for first, last, _ in pulses] == [(8, 10), (10, 14)]
    assert [level for *_, level in pulses] == pytest.approx([2 * KINDS.level_of_one, 1.0]), (
        "of two in a quarter the stronger"
    )


def test_every_unknown_is_followed_by_something_that_is_in_use(laid: tuple[Events, Scenario]) -> None:
    _, scenario = laid
    found = {one.name: followers(one) for one in unknowns(scenario)}
    assert found["history_news"] == ["history_flare news"] and found["trust_half_life"] == ["trust_half_life"]
    assert found["meeting_goodwill"] == ["summits goodwill"], "nothing is learned of a card that gives no goodwill"
    assert found["dyad_sd"] == [] and "pandemic" not in str(found)


def test_what_was_known_too_late_is_refused_before_any_fit(tmp_path: Path) -> None:
    scenario, _, _, _, happened = files(tmp_path)
    base = tmp_path / "region_2005.yaml"
    base.write_text(base.read_text().replace("known_by: 2004", "known_by: 2015", 1))
    laid = read_driven(Path(scenario), read_events(Path(happened), STATES))
    require_known(laid, "2015-12")
    with pytest.raises(ScenarioError, match=r"was known by 2015; the fit ends on 2012-12-31"):
        require_known(laid, "2012-12")
