"""Arms: what is changed of the events after a fit date, and what stays."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cli.history_options import arm_of
from detente.errors import Fault
from detente.history.arms import ARMS, OF_REGION, arm_named, dyad_of, permuted, swapped, unknown
from detente.history.events import Event, Events, renewals

STATES = ("ASH", "ELM", "OAK", "YEW", "FIR", "BOX")
FIT = date(2012, 12, 31)


@st.composite
def happenings(draw: st.DrawFn) -> Events:
    """Draw up to forty events of six states over sixteen years."""

    def one(_: int) -> Event:
        parties = draw(st.permutations(STATES))
        many = draw(st.integers(1, 5))
        day = date(2005, 1, 1) + timedelta(days=draw(st.integers(0, 5800)))
        kind = draw(st.sampled_from(["summit", "territorial_incident", "leadership_change", "missile_test"]))
        return Event(day, kind, parties[0], tuple(parties[1 : 1 + many]), draw(st.integers(1, 5)))

    return Events(tuple(sorted(one(k) for k in range(draw(st.integers(0, 40))))), 3)


def before(events: Events) -> list[Event]:
    return [event for event in events.listed if event.day <= FIT]


def content(event: Event) -> tuple[object, ...]:
    return event.kind, event.initiator, event.targets, event.intensity, event.title


@given(happenings(), st.sampled_from([name for name in ARMS if name != "permuted_throughout"]), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_nothing_up_to_the_fit_date_is_changed_and_all_stay_in_order(events: Events, name: str, seed: int) -> None:
    found = arm_named(name, seed)(events, FIT)
    assert before(found) == before(events)
    assert list(found.listed) == sorted(found.listed)
    assert found.left_out == events.left_out


@given(happenings(), st.integers(0, 5), st.sampled_from([FIT, date.min]))
@settings(max_examples=60, deadline=None)
def test_permuting_keeps_what_happened_and_the_dates_of_every_dyad(events: Events, seed: int, day: date) -> None:
    found = permuted(events, day, seed)
    assert Counter(map(content, found.listed)) == Counter(map(content, events.listed))
    dates = [Counter((dyad_of(event), event.day) for event in one.listed) for one in (found, events)]
    assert dates[0] == dates[1]


@given(happenings(), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_swapping_keeps_dates_kinds_and_intensities_and_leaves_no_dyad_its_own(events: Events, seed: int) -> None:
    found = swapped(events, FIT, seed)
    kept = [Counter((e.day, e.kind, e.intensity, e.title) for e in one.listed) for one in (found, events)]
    assert kept[0] == kept[1]
    own, given_ = ([e for e in one.listed if e.day > FIT] for one in (events, found))
    dyads = {dyad_of(e) for e in own if dyad_of(e) is not None}
    assert all(
        event.initiator not in event.targets and len(set(event.targets)) == len(event.targets) for event in given_
    )
    if len(dyads) > 1:  # as many events as before, by whole dyads
        sizes = [sorted(Counter(dyad_of(e) for e in one if dyad_of(e)).values()) for one in (own, given_)]
        assert sizes[0] == sizes[1]
        of_region = [e for e in own if dyad_of(e) is None]
        assert [e for e in given_ if len(e.targets) > OF_REGION] == of_region


def test_a_dyad_gets_another_ones_history() -> None:
    one = Event(date(2014, 1, 1), "summit", "OAK", ("ASH", "YEW"), 3)
    two = Event(date(2015, 1, 1), "territorial_incident", "ELM", ("FIR",), 4)
    found = swapped(Events(tuple(sorted((one, two)))), FIT, 1).listed
    assert found[0] == one._replace(initiator="FIR", targets=("ELM", "YEW"))  # who began it: the later name of the pair
    assert found[1] == two._replace(initiator="ASH", targets=("OAK",))


def test_permuting_moves_events_and_depends_on_the_seed_alone() -> None:
    days = [date(2013, 1, 1) + timedelta(days=100 * k) for k in range(12)]
    events = Events(tuple(Event(day, "summit", "ASH", ("OAK",), 1 + k % 5, str(k)) for k, day in enumerate(days)))
    found = [permuted(events, FIT, seed) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]
    assert found[0] != events


def test_who_knows_no_events_knows_no_new_leaders_either() -> None:
    change = Event(date(2014, 1, 1), "leadership_change", "ASH", ("OAK",), 4)
    assert renewals(unknown(Events((change,)), FIT)) == ()
    assert renewals(arm_named("known")(Events((change,)), FIT)) == ((change.day, "ASH", 4),)


def test_every_arm_has_a_name_and_no_other_is_known() -> None:
    assert [arm_named(name)(Events(()), FIT) for name in ARMS] == [Events(())] * len(ARMS)
    with pytest.raises(KeyError):
        arm_named("turned")


def test_the_command_line_finds_arms_by_name_and_names_the_nearest() -> None:
    faults: list[Fault] = []
    events = Events((Event(date(2014, 1, 1), "summit", "ASH", ("OAK",), 3),))
    arm = arm_of("unknown", faults)
    assert arm is not None
    assert arm(events, FIT).listed == ()
    assert not faults
    assert arm_of("permutted", faults) is None
    assert [fault.where for fault in faults] == ["--arm"]
    assert "did you mean 'permuted'" in faults[0].message
