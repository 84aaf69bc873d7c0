"""Estimates and their tests agree with textbook procedures, and claim nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kurtosis, skew, ttest_1samp

from detente.claims.estimating import adjusted, bimodality, of_means, of_spread, per_set
from detente.claims.expressions import parse

DRAW = np.random.default_rng(7)


def test_means_are_over_sets_and_not_over_runs() -> None:
    on, off = DRAW.normal(1.0, 1.0, (30, 4)), DRAW.normal(0.0, 1.0, (30, 4))
    values = per_set({"on": on, "off": off}, parse("on - off"))
    assert values == pytest.approx(on.mean(axis=1) - off.mean(axis=1))
    found = of_means(values, "more", 0.2, 0.95)
    expected = ttest_1samp(values, 0.2, alternative="greater")
    assert found.p == pytest.approx(expected.pvalue)
    interval = ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    assert found.share == (values > 0).mean()
    assert found.against == pytest.approx(ttest_1samp(values, -0.2, alternative="less").pvalue)


def test_directions_mirror_one_another() -> None:
    values = DRAW.normal(0.3, 1.0, 40)
    more, less = of_means(values, "more", 0.1, 0.95), of_means(-values, "less", 0.1, 0.95)
    assert (more.p, more.against, more.share) == pytest.approx((less.p, less.against, less.share))
    assert of_means(values, "less", 0.1, 0.95).p == pytest.approx(more.against)


def test_an_equivalence_is_two_one_sided_tests() -> None:
    values = DRAW.normal(0.02, 0.1, 50)
    found = of_means(values, "none", 0.1, 0.95)
    sides = [
        ttest_1samp(values, -0.1, alternative="greater").pvalue,
        ttest_1samp(values, 0.1, alternative="less").pvalue,
    ]
    assert found.p == pytest.approx(max(sides))
    assert found.share == (np.abs(values) < 0.1).mean()
    far = of_means(values + 1.0, "none", 0.1, 0.95)
    assert far.p > 0.99
    assert far.against < 0.001


def test_runs_without_a_value_are_left_out_and_counted() -> None:
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [2.0, 4.0]])
    by_set = per_set({"a": values}, parse("a"))
    assert by_set[[0, 2]] == pytest.approx([1.0, 3.0])
    assert of_means(by_set, "more", 0.0, 0.95).sets == 2
    assert of_means(np.full(5, np.nan), "more", 0.0, 0.95).p == 1.0


@pytest.mark.parametrize(
    ("value", "margin", "p"), [(0.0, 0.0, 1.0), (0.3, 0.1, 0.0), (0.1, 0.1, 1.0), (-0.3, 0.1, 1.0)]
)
def test_without_any_spread_only_what_is_beyond_the_margin_counts(value: float, margin: float, p: float) -> None:
    assert of_means(np.full(10, value), "more", margin, 0.95).p == p


def test_false_discoveries_are_controlled_under_any_dependence() -> None:
    ps = np.array([0.001, 0.2, 0.01, 0.04])
    harmonic = 1 + 1 / 2 + 1 / 3 + 1 / 4
    expected = np.minimum(1, np.array([0.001 * 4, 0.2, 0.01 * 2, 0.04 * 4 / 3]) * harmonic)
    assert adjusted(ps) == pytest.approx(expected)
    assert adjusted(np.zeros(0)).size == 0


def test_chance_alone_is_seldom_called_a_direction() -> None:
    draw = np.random.default_rng(11)
    ps = [of_means(draw.normal(0.0, 1.0, 30), "more", 0.0, 0.95).p for _ in range(600)]
    assert np.mean(np.array(ps) < 0.05) == pytest.approx(0.05, abs=0.03)


def test_two_heaps_are_told_from_one() -> None:
    draw = np.random.default_rng(3)
    one = draw.normal(0.0, 1.0, (60, 2))
    two = np.where(draw.random((60, 2)) < 0.5, -3.0, 3.0) + draw.normal(0.0, 0.5, (60, 2))
    flat = one.reshape(1, -1)
    n = flat.size
    expected = (skew(flat[0], bias=False) ** 2 + 1) / (
        kurtosis(flat[0], bias=False) + 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))
    )
    assert bimodality(flat)[0] == pytest.approx(expected)
    assert bimodality(flat)[0] < 5 / 9 < bimodality(two.reshape(1, -1))[0]
    heap, heaps = (of_spread({"a": x}, parse("a"), "bimodality", "more", 0.0, 0.95, 1) for x in (one, two))
    assert heaps.p < 0.01 < 0.5 < heap.p
    assert np.isnan(bimodality(np.ones((1, 10)))[0])
    assert of_spread({"a": np.full((9, 2), np.nan)}, parse("a"), "bimodality", "more", 0.0, 0.95, 1).sets == 0


def test_a_larger_variance_is_seen() -> None:
    draw = np.random.default_rng(4)
    cells = {"calm": draw.normal(0, 1, (80, 2)), "wild": draw.normal(0, 2, (80, 2))}
    found = of_spread(cells, parse("wild - calm"), "variance", "more", 0.0, 0.95, 1)
    assert found.p < 0.01
    assert found.low > 0
    assert found.mean == pytest.approx(np.var(cells["wild"]) - np.var(cells["calm"]))
