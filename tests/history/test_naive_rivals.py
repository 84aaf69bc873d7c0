"""The naive rivals: closed forms on series whose answer is known, spreads, and that nothing later is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from polls import survey_text, walks, written

from detente.history.event_regression import EventRegression, fit_events, groups, stocks
from detente.history.event_table import DatedEvent
from detente.history.observations import asking
from detente.history.rivals import (
    Method,
    Request,
    ar1,
    climatology,
    fit_rivals,
    known,
    persistence,
    shrunken,
    trend,
    trials,
)
from detente.history.series import Key, Series, signed_series
from detente.history.spreads import FLOOR, Errors, spread_of
from detente.history.surveys import read_surveys

LINE = Series(
    Key("A", "B", "pew"), np.arange(2000, 2005), np.arange(2000, 2005) + 0.5, np.array([10.0, 14, 18, 22, 26]), 0.0, 0.5
)


def test_each_says_what_its_name_says() -> None:
    def told(method: Method, time: float, parameter: float = 1.0, past: Series = LINE) -> float:
        return float(method(known([(past, time)]), parameter)[0])

    assert told(persistence, 2008.5) == 26
    assert told(climatology, 2008.5) == 18
    assert told(shrunken, 2008.5, 0.25) == 18 + 0.25 * 8
    assert told(ar1, 2007.5, 0.5) == 18 + 0.5**3 * 8
    assert told(trend, 2008.5) == pytest.approx(42)
    assert told(trend, 2100.5) == 100, "a share ends at 100"
    assert told(trend, 2008.5, past=LINE.until(2)) == 14, "two values make no trend"


def world(values: dict[Key, np.ndarray]) -> dict[Key, Series]:
    return {
        key: Series(key, 2000 + np.arange(len(v)), 2000.5 + np.arange(len(v)), v, 0.0, 0.5) for key, v in values.items()
    }


def test_ar1_finds_the_coefficient_that_made_the_series() -> None:
    rng = np.random.default_rng(3)
    made = {}
    for k in range(40):
        path = [50.0]
        for _ in range(24):
            path.append(50.0 + 0.6 * (path[-1] - 50.0) + rng.normal(0, 4))
        made[Key("A", f"B{k}", "pew")] = np.array(path)
    by_name = {rival.name: rival for rival in fit_rivals(world(made))}
    assert by_name["AR(1)"].parameter == pytest.approx(0.6, abs=0.08)
    assert by_name["shrunken persistence"].parameter < 0.2, "most trials are years ahead, where little is left"


def test_spreads_cover_what_they_promise() -> None:
    rng = np.random.default_rng(5)
    made = {Key("A", f"B{k}", "pew"): 50.0 + np.cumsum(rng.normal(0, 2.0, 12)) for k in range(200)}
    series = world(made)
    rival = fit_rivals(world({key: values[:9] for key, values in made.items()}))[0]
    past = {key: one.until(9) for key, one in series.items()}
    found = rival.forecast(past, [Request(key, 2011.5) for key in past])
    y = np.array([values[11] for values in made.values()])
    inside = [(y >= found.quantiles[:, a]) & (y <= found.quantiles[:, b]) for a, b in ((1, 3), (0, 4))]
    assert inside[0].mean() == pytest.approx(0.5, abs=0.08)
    assert inside[1].mean() == pytest.approx(0.9, abs=0.05)
    assert rival.spread.growth == pytest.approx(4.0, rel=0.25), (
        "the variance of a random walk grows by 2 squared a year"
    )


def test_without_past_errors_a_spread_is_wide_and_never_below_the_floor() -> None:
    none = np.zeros(0)
    assert spread_of(Errors(none, none, none)).deviation(np.array([1.0]))[0] > 10
    exact = spread_of(Errors(np.zeros(50), np.ones(50), np.ones(50)))
    assert exact.deviation(np.array([0.0, 9.0])).tolist() == [FLOOR, FLOOR]


def test_every_dyad_weighs_the_same_in_the_past() -> None:
    long, short = Key("A", "B", "pew"), Key("B", "A", "pew")
    past = trials(world({long: np.arange(20.0), short: np.arange(5.0)}))
    weight = {key: sum(t.weight for t in past if t.past.key == key) for key in (long, short)}
    assert weight[long] == pytest.approx(1.0) and weight[short] == pytest.approx(1.0)
    assert all(t.time > t.past.times[-1] for t in past)


def test_a_stock_of_events_fades_by_half_in_a_half_life() -> None:
    event = DatedEvent(2010.0, "missile_test", ("A", "B"), 4)
    plain = DatedEvent(2010.0, "leadership_change", ("A", "B"), 4)
    assert stocks([event, plain], 2012.0, 2.0).sum() == pytest.approx(-2.0)
    assert stocks([event], 2009.9, 2.0).sum() == 0


def struck(effect: float, seed: int = 7) -> tuple[dict[Key, Series], list[DatedEvent]]:
    """Return forty series that fall by `effect` per unit of a shock's stock (half-life a year) and stay put otherwise."""
    rng = np.random.default_rng(seed)
    events, made = [], {}
    for k in range(40):
        own = [DatedEvent(2000.0 + rng.integers(1, 12), "territorial_incident", ("A", f"B{k:02}"), 3) for _ in range(2)]
        events += own
        level = np.array([stocks(own, 2000.5 + t, 1.0).sum() for t in range(12)])
        made[Key("A", f"B{k:02}", "pew")] = 60.0 + effect * level + rng.normal(0, 0.5, 12)
    return world(made), events


def fitted(effect: float) -> EventRegression:
    series, events = struck(effect)
    return fit_events(series, events, 1.0)


def test_the_event_regression_finds_a_planted_effect() -> None:
    found = fitted(5.0)
    assert found.half_life == 1.0
    assert dict(zip(groups(), found.coefficients[1:], strict=True))["shocks"] == pytest.approx(5.0, rel=0.1)


def test_without_any_effect_it_is_held_to_persistence() -> None:
    assert np.abs(fitted(0.0).coefficients[1:]).max() < 0.3


def test_it_knows_events_to_the_date_of_its_forecast_and_no_later() -> None:
    rival = fitted(5.0)
    series, _ = struck(5.0)
    key = Key("A", "B00", "pew")
    before = rival.forecast(series, [Request(key, 2015.5)]).mean[0]
    more = {
        **rival.events,
        ("A", "B00"): [*rival.events["A", "B00"], DatedEvent(2015.4, "military_clash", ("A", "B00"), 5)],
    }
    later = {
        **rival.events,
        ("A", "B00"): [*rival.events["A", "B00"], DatedEvent(2015.6, "military_clash", ("A", "B00"), 5)],
    }
    assert rival._replace(events=more).forecast(series, [Request(key, 2015.5)]).mean[0] < before - 10
    assert rival._replace(events=later).forecast(series, [Request(key, 2015.5)]).mean[0] == before


def test_two_wordings_are_one_series_and_third_answers_an_offset(tmp_path: Path) -> None:
    rows = [("ASH", "ELM", year, "", "genron_favourable", f) for year, f in ((2010, 20.0), (2011, 30.0))]
    rows += [("ASH", "ELM", year, "", "genron_unfavourable", u) for year, u in ((2010, 55.0), (2012, 40.0))]
    place = written(tmp_path, s=survey_text(rows))["s"]
    (series,) = signed_series(read_surveys(place)).values()
    assert series.third == 25.0
    assert series.years.tolist() == [2010, 2011, 2012]
    assert series.values.tolist() == [20.0, 30.0, 35.0]


def test_third_answers_of_one_public_are_not_those_of_another(tmp_path: Path) -> None:
    rows = [("IND", "CHN", 2016, "", "pew_favourable", 31.0), ("IND", "CHN", 2016, "", "pew_unfavourable", 36.0)]
    rows += [("IND", "JPN", 2016, "", "pew_unfavourable", 22.0), ("JPN", "CHN", 2006, "", "pew_unfavourable", 71.0)]
    table = read_surveys(written(tmp_path, s=survey_text(rows))["s"])
    found = {key[:2]: (one.third, one.values.tolist()) for key, one in signed_series(table).items()}
    assert found["IND", "JPN"] == (33.0, [45.0]), "the same public tells of itself"
    assert found["JPN", "CHN"] == (9.0, [20.0]), "a third of Indians do not answer; in Japan 27.9 were favourable"
    how = asking(table)
    assert how.third(Key("JPN", "USA", "pew"), "pew_unfavourable") == 9.0
    assert how.third(Key("IND", "USA", "pew"), "pew_unfavourable") == 33.0
    assert how.third(Key("JPN", "USA", "cabinet"), "cabinet_no_affinity") == 3.0


def test_the_same_rival_comes_out_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rows = walks()
    places = written(tmp_path, one=survey_text(rows), two=survey_text(reversed(rows)))
    one, two = (fit_rivals(signed_series(read_surveys(place))) for place in places.values())
    assert [r[2:] for r in one] == [r[2:] for r in two]
