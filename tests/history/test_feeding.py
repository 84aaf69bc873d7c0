"""A scenario draws on a fit: what surveys informed is set, what they did not is left alone."""

from __future__ import annotations

import runpy
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import detente
from detente.history.driving import read_driven
from detente.history.events import Event, Events
from detente.history.feeding import drawn, layer, sources_of
from detente.history.fit_dates import Fit
from detente.history.posterior import Posterior
from detente.history.unknowns import Unknown, quantile, unknowns
from detente.scenario.catalogue_files import FOLDER
from detente.scenario.scenario import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BASE = SCENARIOS / "region" / "east_asia_2025.yaml"
KNOWN = ("trust_half_life", "dispute_news")


@pytest.fixture(scope="module")
def driven() -> Scenario:
    events = (
        Event(date(2006, 5, 1), "territorial_incident", "CHN", ("JPN",), 3),
        Event(date(2007, 5, 1), "trade_coercion", "CHN", ("JPN",), 2),
        Event(date(2007, 6, 1), "summit", "JPN", ("CHN",), 3),
    )
    return read_driven(SCENARIOS / "hindcast" / "east_asia_2005.yaml", Events(events))


def sample(found: tuple[Unknown, ...]) -> Posterior:
    """Return a sample that knows two unknowns well and nothing of the others."""
    rng = np.random.default_rng(1)
    u = np.column_stack(
        [0.6 + 0.02 * rng.random(200) if one.name in KNOWN else (np.arange(200) + 0.5) / 200 for one in found]
    )
    manifest = {"fit_until": str(Fit((2018, 12))), "surveys": {"values": 99}, "events": {"used": 3}}
    return Posterior(u, tuple(one.name for one in found), np.zeros(200), manifest)


def test_only_what_was_informed_is_drawn(driven: Scenario) -> None:
    found = drawn(driven, unknowns(driven), sample(unknowns(driven)))
    assert {one.unknown for one in found} == set(KNOWN)
    assert ("parameters", "trust_half_life") in {one.path for one in found}
    cards = {one.path[2] for one in found if one.path[0] == "cards"}
    assert cards == {"territorial_incident", "ally_tariff"}
    assert all(one.low <= one.value <= one.high for one in found)
    assert {one.alone for one in found if one.unknown == "dispute_news"} == {False}


def test_the_median_is_the_posteriors(driven: Scenario) -> None:
    every = unknowns(driven)
    place = [one.name for one in every].index("trust_half_life")
    posterior = sample(every)
    half_life = next(one for one in drawn(driven, every, posterior) if one.unknown == "trust_half_life")
    expected = np.median(quantile(every[place].parts[0].prior, posterior.u[:, place]))
    assert half_life.value == pytest.approx(expected, rel=1e-3)


def test_a_layer_loads_over_the_region_and_touches_nothing_else(driven: Scenario, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    shutil.copy(BASE, folder)
    found = drawn(driven, unknowns(driven), sample(unknowns(driven)))
    text = layer(found, sample(unknowns(driven)), {"Pew": "", "Own": "A house of its own"}, "Drawn", BASE.name)
    (folder / "drawn.yaml").write_text(text, encoding="utf-8")
    before, after = detente.read_scenario(BASE), detente.read_scenario(folder / "drawn.yaml")
    changed = {name for name in before.parameters if before.parameters[name] != after.parameters[name]}
    assert changed == {"trust_half_life"}
    set_to = after.parameters["trust_half_life"]
    assert (set_to.standing, set(set_to.source), set_to.known_by) == ("measured", {"Pew", "Own"}, "2018")
    assert "99 survey values" in set_to.reason


def test_a_size_of_one_use_is_no_number_of_another_scenario(driven: Scenario) -> None:
    every = unknowns(driven)
    returned = [one.name for one in every].index("returned")
    posterior = sample(every)
    posterior.u[:, returned] = 0.5
    assert "returned" not in {one.unknown for one in drawn(driven, every, posterior)}


def test_every_house_is_in_the_bibliography_or_cited() -> None:
    houses = [
        line.split(",")[0] for line in (FOLDER / "surveys" / "houses.csv").read_text().splitlines() if line[:1] != "#"
    ][1:]
    bibliography = (FOLDER / "sources.yaml").read_text()
    for key, citation in sources_of(houses).items():
        assert citation or f"\n{key}: " in bibliography, key
    assert set(sources_of(["pulse_trust", "pew_favourable", "nobody_knows"])) == {"PhilippinePolls", "Pew"}


def test_the_layer_is_what_the_kept_sample_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = SCENARIOS / "hindcast" / "derive_posterior.py"
    monkeypatch.setattr("sys.argv", [str(script), "--out", str(tmp_path / "layer.yaml")])
    runpy.run_path(str(script), run_name="__main__")
    assert (tmp_path / "layer.yaml").read_bytes() == (script.parent / "calibrated_2018.yaml").read_bytes()


def test_the_calibrated_status_quo_differs_from_the_status_quo_in_what_was_fitted_alone() -> None:
    plain, fitted = (
        detente.read_scenario(SCENARIOS / f"{name}.yaml") for name in ("status_quo", "calibrated_status_quo")
    )
    before, after = ({key: (one.value, one.low, one.high) for key, one, _ in s.passports()} for s in (plain, fitted))
    assert before.keys() == after.keys()
    changed = {key for key in before if before[key] != after[key]}
    assert changed
    assert all(key.startswith("parameters.") or key.endswith(".influences.news") for key in changed)
    for key, one, _ in fitted.passports():
        if key in changed:
            assert one.standing in ("measured", "derived"), key
            assert one.known_by == "2018", key
    means = [detente.run(one, runs=4, seed=1).summary.mean(axis=0) for one in (plain, fitted)]
    assert np.isfinite(means).all()
    assert not np.array_equal(*means)
