"""What a notebook shows of an ensemble: each indicator with its uncertainties, and how far consent carried the levers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import detente
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

FIVE = Path(__file__).parents[1] / "data" / "five_states.yaml"


def test_it_shows_means_errors_and_ranges() -> None:
    ensemble = detente.run(detente.read_scenario(FIVE), 8, 3, replicates=2)
    html = ensemble._repr_html_()
    values = ensemble.summary[:, 0]
    error = values.reshape(4, 2).mean(axis=1).std(ddof=1) / np.sqrt(4)
    assert f"{values.mean():.4g}" in html
    assert f"{error:.2g}" in html
    assert html.count("<tr>") > len(INDICATORS) + len(ensemble.scenario.levers)
    assert "8 runs: 4 sets of assumptions × 2; seed 3" in html
    assert "recorded: " in html
    assert DISCLAIMER in html
    assert "nobody is asked" in html


def test_one_run_has_no_error_and_names_are_escaped() -> None:
    scenario = replace(detente.read_scenario(FIVE), title="<img src=x>")
    html = detente.run(scenario, 1, 3, record="indicators")._repr_html_()
    assert "not known from one run" in html
    assert "indicators only" in html
    assert "<img" not in html


def test_progress_is_shown_when_asked_and_else_told_to_the_function(capsys: pytest.CaptureFixture[str]) -> None:
    scenario, told = detente.read_scenario(FIVE), list[int]()
    detente.run(scenario, 4, 3, replicates=2, record="indicators", progress=told.append)
    detente.run(scenario, 4, 3, replicates=2, record="indicators")
    assert sum(told) == 4
    assert capsys.readouterr().err == ""
