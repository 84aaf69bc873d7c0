"""What the charts of a region are sent: few instants, few fans where there are many states, numbers and no holes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from detente.analysis.clear import clear_marks
from detente.report.region_data import FANS, INSTANTS, fanned, instants, paired_error, rounded


def dates(start: str, months: int, count: int) -> np.ndarray:
    first = np.datetime64(start, "M") + (months * np.arange(count)).astype("timedelta64[M]")
    return first.astype("datetime64[D]").astype("datetime64[ns]")


@pytest.mark.parametrize(
    ("times", "count", "gap"),
    [
        (dates("2025-01", 3, 81), 21, 12),  # twenty years by quarter: the turns of years
        (dates("2025-04", 1, 121), 11, 12),  # ten years by month from April: every April
        (dates("2025-01", 3, 13), 13, 3),  # three years by quarter: all
        (dates("1900-01", 12, 121), 41, 36),  # many years: every third
        (dates("2025-01", 1, 2), 2, 1),
    ],
)  # fmt: skip
def test_instants_are_few_and_evenly_spaced(times: np.ndarray, count: int, gap: int) -> None:
    kept = times[instants(times)].astype("datetime64[M]").astype(int)
    assert len(kept) == count <= INSTANTS
    assert set(np.diff(kept)) == {gap}
    assert kept[0] == times.astype("datetime64[M]").astype(int)[0]


def test_a_large_region_keeps_the_ties_of_its_focus_and_those_that_moved() -> None:
    names = [f"S{k:02d}" for k in range(60)]
    gap = np.zeros((3, 60, 60))
    gap[2, 40, 50] = 0.3
    material: Any = SimpleNamespace(scenario=SimpleNamespace(focus="S07"))
    found = fanned(material, names, {"scenario": gap, "reference": np.zeros_like(gap)})
    assert len(found) == FANS
    assert {(7, k) for k in range(60) if k != 7} | {(k, 7) for k in range(60) if k != 7} <= set(found)
    assert (40, 50) in found
    assert len(fanned(material, names[:10], {"scenario": gap[:, :10, :10]})) == 90


def test_the_error_is_that_of_sets() -> None:
    differences = np.array([1.0, 3.0, 2.0, 2.0, 6.0, 4.0])[:, None]
    assert paired_error(differences, 2) == pytest.approx(np.std([2.0, 2.0, 5.0], ddof=1) / np.sqrt(3))
    assert np.isnan(paired_error(differences[:1], 1)).all()


def test_a_small_change_is_judged_before_it_is_rounded() -> None:
    """0.0004 with an error of 0.0003 is within chance though 0.4726 and 0.4730 round apart; 0.0003 with 0.0001 is beyond."""
    change, error = np.array([[[0.0, 0.0004], [-0.0003, np.nan]]]), np.array([[[0.0, 0.0003], [0.0001, np.nan]]])
    assert clear_marks(change, error) == ["0010"]


def test_numbers_are_short_and_holes_are_null() -> None:
    assert rounded(np.array([[0.123456, np.nan], [-0.0, 1.0]])) == [[0.123, None], [0.0, 1.0]]
