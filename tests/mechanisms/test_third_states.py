"""Balance is a mean over third states, and leaders who trade much with one partner can afford less of a break."""

from __future__ import annotations

import numpy as np
import pytest
from passes import W, flat, parameters, zeros

from detente.mechanisms.alignment import alignment
from detente.mechanisms.leadership import affordable, leaning


@pytest.mark.parametrize(("states", "third"), [(2, 1), (3, 1), (4, 2), (9, 7)])
def test_balance_is_a_mean_over_third_states(states: int, third: int) -> None:
    """Friends of friends push by balance x (their sum) / (number of third states); two states count as if there were one."""
    p, none, one, out = parameters(balance=0.02, alignment_lag=1.0), zeros(8), np.ones(8), zeros(8)
    push = np.full(8, 0.6)
    alignment(none, none, none, none, none, none, none, none, push, none, none, one, p, 0.5, states, out, None, 0)
    assert out == pytest.approx(0.02 * 0.5 * 0.6 / third, rel=1e-12)


def test_trade_with_the_largest_partner_ties_hands() -> None:
    """The largest of a row counts, not the sum; another's row does not."""
    p = parameters(orientation_dependence=0.8)
    trade = flat([[0.0, 0.2, 0.5], [0.9, 0.0, 0.3], [0.0, 0.0, 0.0]])
    found = [affordable(trade, i, 3, W, p) for i in range(3)]
    assert found == pytest.approx([1 - 0.8 * 0.5, 1 - 0.8 * 0.9, 1.0], rel=1e-12)


def test_a_break_saturates_and_has_a_direction() -> None:
    assert leaning(np.log(2.0), 1.0, 1.0) == pytest.approx(0.5, rel=1e-12)
    assert leaning(np.log(4.0), -0.5, 0.6) == pytest.approx(-0.75 * 0.3, rel=1e-12)
    assert leaning(0.0, 1.0, 1.0) == 0.0
