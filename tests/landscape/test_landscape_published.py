"""The published cases: firms and standards in 1988, the great powers, 17 nations, and the fixture of 1936."""

from __future__ import annotations

import numpy as np
import pytest

from detente.docking.expected import CASES, expected
from detente.docking.sides import nations, null, standards
from detente.landscapes import landscape
from detente.landscapes.outcomes import chance_of

FIRMS = CASES / "unix_alliances_1988.csv"


def value(name: str) -> float:
    return expected()[name].numbers[0]


def test_firms_of_1988_exactly() -> None:
    """V-UX-01 to 05: two stable configurations, of equal energy and basins; given AT&T with Sun only IBM is wrong."""
    found = standards("Sun", "ATT")
    assert found.configurations == value("V-UX-01")
    assert len(found.minima) == found.strict == value("V-UX-02")
    for minimum in found.minima:
        assert minimum.energy == pytest.approx(value("V-UX-03"), abs=1e-6)
        assert minimum.basin == value("V-UX-04")
    assert found.verdict is not None
    hit, ruled_out = found.verdict.hits
    assert ruled_out is None
    assert hit is not None
    assert hit.wrong == ("IBM",)
    assert hit.share_of_size == pytest.approx(value("V-UX-05"), abs=0.001)
    assert hit.chance == 1 / 16
    assert set(found.minima[0].side_a) == {"Sun", "Prime", "ATT", "IBM"}


def test_firms_without_the_condition_make_two_predictions() -> None:
    found = landscape(FIRMS)
    assert found.verdict is not None
    assert found.verdict.predictions == 2
    assert found.verdict.best is not None
    assert found.verdict.best.chance == 2 * (1 + 9) / 256


def test_great_powers_under_the_realist_null() -> None:
    """V-AB-08, V-GP-01: four stable configurations at the energies computed from the printed sizes."""
    found = null(True)
    assert len(found.minima) == value("V-AB-08")
    assert [m.energy for m in found.minima] == pytest.approx(expected()["V-GP-01"].numbers, abs=1e-4)


def test_seventeen_nations_under_the_realist_null() -> None:
    """V-AB-07: 195 stable strictly and 226 counting ties; the published 209 lies between."""
    found = null(False)
    assert (found.strict, len(found.minima)) == (195, 226)
    assert found.strict <= value("V-AB-07") <= len(found.minima)
    assert sum(m.basin for m in found.minima) == 65_536


def test_europe_1936_as_a_regression_fixture() -> None:
    """The reconstruction was coded so that the published outcome comes out: this holds the code still, and shows no skill."""
    found = nations()
    assert found.configurations == value("V-AB-01")
    assert [m.basin for m in found.minima] == [48_082, 17_454]
    first, second = found.minima
    assert set(first.side_a) == {
        "Britain",
        "France",
        "Czechoslovakia",
        "Denmark",
        "SovietUnion",
        "Yugoslavia",
        "Greece",
    }
    assert set(second.side_b) == {"SovietUnion", "Yugoslavia", "Greece"}
    assert found.verdict is not None
    assert found.verdict.sides == ("Allied", "Axis")
    best = found.verdict.best
    assert best is not None
    assert best.wrong == ("Poland", "Portugal")
    assert best.share_of_size == pytest.approx(0.9575, abs=5e-5)
    assert best.chance == 2 * 154 / 65_536
    assert found.null is not None
    assert (found.null.stable, found.null.strict) == (226, 195)


def test_chance_as_published() -> None:
    assert chance_of(17, 2, predictions=2) == pytest.approx(value("V-AB-06"), abs=5e-5)
    assert chance_of(17, 1) == 18 / 65_536
    assert chance_of(17, 17) == 1.0


def test_case_files_carry_their_sources() -> None:
    for path in CASES.glob("*.csv"):
        assert path.read_text(encoding="utf-8").startswith("#"), f"{path.name} says where it is from"


def test_the_reconstruction_says_what_it_is() -> None:
    text = (CASES / "axelrod_bennett_1936_propensity_reconstruction_matrix.csv").read_text(encoding="utf-8")
    assert "Not the authors' matrix" in text
    assert np.array_equal(nations().problem.propensities, nations().problem.propensities.T)
