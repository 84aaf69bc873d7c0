"""Measures of runs agree with what the recorded runs hold, worked out apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr
from toys import SCENARIOS

import detente
from detente.claims.expressions import parse
from detente.claims.measures import complaints, recording_for, unit_of
from detente.claims.measuring import measured
from detente.claims.views import View, window_of
from detente.scenario import Scenario, read_scenario

RUNS = 6
SET = ("levers.line={lever: crisis_hotline, among: [ARN, COR], from: 2026, level: 0.5}",
       "shocks.flare={shock: history_flare, by: ARN, on: [BEL], at: [2027-03, 2029-03], size: 1}")  # fmt: skip


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(SCENARIOS / "three.yaml", None, list(SET))


@pytest.fixture(scope="module")
def ensemble(scenario: Scenario) -> Any:
    return detente.run(scenario, RUNS, 5, replicates=2, record="all")


def of(text: str, ensemble: Any, over: tuple[int, int] | None = None) -> Any:
    window = window_of(ensemble.scenario, ensemble.program.plan.years, over)
    return measured(parse(text), View(ensemble.program, ensemble.recording, ensemble.record, window))


def test_variables_are_means_over_the_ends_of_steps(ensemble: Any) -> None:
    data = ensemble.data
    trust = data["trust"].isel(time=slice(1, None))
    expected = trust.sel(observer="BEL", target="ARN").mean("time")
    assert of("trust(BEL, ARN)", ensemble) == pytest.approx(expected.to_numpy(), rel=1e-5)
    others = trust.sel(target="ARN").mean(["time", "observer"])
    assert of("trust(*, ARN)", ensemble) == pytest.approx(others.to_numpy(), rel=1e-5)
    bloc = 0.5 * (trust.sel(observer="ARN", target="BEL") + trust.sel(observer="BEL", target="ARN")).mean("time")
    assert of("trust(bloc, bloc)", ensemble) == pytest.approx(bloc.to_numpy(), rel=1e-5)
    nationalism = data["nationalism"].isel(time=slice(1, None)).mean(["time", "state"])
    assert of("nationalism(*)", ensemble) == pytest.approx(nationalism.to_numpy(), rel=1e-5)
    capability = sum(data[f"capability.{d}"].sel(state="COR").isel(time=slice(1, None)).mean("time")
                     for d in ("conventional", "maritime", "missile_defence", "cyber", "space"))  # fmt: skip
    assert of("capability(COR)", ensemble) == pytest.approx(np.asarray(capability), rel=1e-5)


def test_indicators_over_the_whole_horizon_are_those_of_the_summary(ensemble: Any) -> None:
    table = ensemble.indicators().pivot(index="run", columns="indicator", values="value")
    for name in ("cohesion", "crisis_onset", "predictability", "backlash"):
        assert of(name, ensemble) == pytest.approx(table[name].to_numpy(), rel=1e-12)


def test_windows_take_whole_years(ensemble: Any) -> None:
    series = ensemble.data["indicator_series"].sel(indicator="cohesion", period=slice("2027-01-01", "2028-12-31"))
    assert series.sizes["period"] == 8
    assert of("cohesion", ensemble, (2027, 2028)) == pytest.approx(series.mean("period").to_numpy(), rel=1e-6)


def test_levers_shocks_and_crises(ensemble: Any) -> None:
    data = ensemble.data
    delivered = data["delivered"].sel(lever="line").mean("period")
    assert of("delivered(line)", ensemble) == pytest.approx(delivered.to_numpy(), rel=1e-6)
    assert of("delivered(absent)", ensemble) == pytest.approx(0.0)
    assert of("events(flare)", ensemble) == pytest.approx(0.2)
    asked = data["consent"].sel(lever="line")
    share = (asked == 1).sum("period") / ((asked >= 1) & (asked <= 7)).sum("period")
    assert of("consent(line)", ensemble) == pytest.approx(share.to_numpy())
    tension = data["tension"].to_numpy()
    begun = sum((tension[:, 1:, i, j] > 0) & (tension[:, :-1, i, j] == 0) for i, j in ((0, 1), (0, 2), (1, 2)))
    assert of("crises(begun)", ensemble) == pytest.approx(np.asarray(begun).sum(axis=1) / 10.0)
    pair = (tension[:, 1:, 0, 2] > 0) & (tension[:, :-1, 0, 2] == 0)
    assert of("crises(begun, ARN, COR)", ensemble) == pytest.approx(pair.sum(axis=1) / 10.0)
    assert of("crises(begun)", ensemble).sum() > 0


def test_functions_of_variables(ensemble: Any) -> None:
    data = ensemble.data
    threat = data["threat"].isel(time=slice(1, None)).sel(target="COR", observer=["ARN", "BEL"])
    assert of("spread(threat(*, COR))", ensemble) == pytest.approx(
        threat.std("observer").mean("time").to_numpy(), rel=1e-4
    )
    one, other = (data[name].isel(time=slice(1, None)).mean("time").sel(target="ARN", observer=["BEL", "COR"])
                  for name in ("grievance", "trust"))  # fmt: skip
    expected = [spearmanr(a, b).statistic for a, b in zip(one.to_numpy(), other.to_numpy(), strict=True)]
    assert of("rank_correlation(grievance(*, ARN), trust(*, ARN))", ensemble) == pytest.approx(expected)
    channel = data["channel"].sel(observer="ARN", target="COR").isel(time=slice(1, None)).to_numpy()
    limit = float(np.median(channel))
    first = [2025 + 0.25 * k.argmax() if k.any() else 2035.0 for k in channel > limit]
    assert of(f"year_when(channel(ARN, COR) > {limit})", ensemble) == pytest.approx(first)
    trust = data["trust"].isel(time=slice(1, None)).mean("time")
    pair = [trust.sel(observer=a, target=b).to_numpy() for a, b in (("ARN", "BEL"), ("BEL", "ARN"))]
    assert of("min(trust(ARN, BEL), trust(BEL, ARN))", ensemble) == pytest.approx(np.minimum(*pair), rel=1e-5)
    assert of("abs(0 - trust(ARN, BEL))", ensemble) == pytest.approx(pair[0], rel=1e-5)
    assert of("trust(ARN, BEL) > 0.5", ensemble) == pytest.approx((pair[0] > 0.5).astype(float))
    depend = data["interdependence"].isel(time=slice(1, None)) * (1 - data["tension"].isel(time=slice(1, None)))
    expected = depend.sel(observer="ARN").mean(["time", "target"]).to_numpy()
    assert of("prosperity(ARN)", ensemble) == pytest.approx(expected, rel=1e-5)
    hedging = (data["posture"].isel(time=slice(1, None)) == 2).mean(["time", "state"]).to_numpy()
    assert of("share_of_posture(hedge)", ensemble) == pytest.approx(hedging, rel=1e-6)


def test_only_what_is_measured_is_recorded(scenario: Scenario) -> None:
    found = recording_for(
        [parse("trust(*, ARN) + crises(begun)"), parse("capability.cyber(COR)"), parse("cohesion")], scenario
    )
    assert set(found.dyads) == {"trust", "tension"}
    assert found.states == ("capability.cyber",)


@pytest.mark.parametrize(
    ("text", "words"),
    [("trst(ARN, BEL)", "did you mean 'trust'"), ("trust(ARN, BEK)", "did you mean 'BEL'"), ("trust(ARN)", "takes two states"),
     ("nationalism(ARN, BEL)", "takes one state"), ("trust(ARN, ARN)", "no tie with itself"),
     ("consent(lin)", "did you mean 'line'"),
     ("crises(ended)", "crises(begun)"), ("share_of_posture(hedg)", "did you mean 'hedge'"), ("cohesin", "did you mean 'cohesion'"),
     ("rank_correlation(cohesion)", "takes 2 arguments"), ("trust(1, 2)", "takes names"), ("min(cohesion)", "takes 2 arguments")],
)  # fmt: skip
def test_what_cannot_be_measured_is_said(scenario: Scenario, text: str, words: str) -> None:
    assert words in str(complaints(parse(text), scenario)[0])


@pytest.mark.parametrize(
    ("text", "unit"),
    [("trust(ARN, BEL)", "share"), ("cohesion", "1"), ("spread(threat(*, COR))", "1"), ("year_when(cohesion > 1)", "year"),
     ("cohesion - 1", ""), ("crises(begun)", "1/year"), ("capability.cyber(ARN)", "share")],
)  # fmt: skip
def test_units(text: str, unit: str) -> None:
    assert unit_of(parse(text)) == unit
