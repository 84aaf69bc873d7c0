"""A reading lasts until the act changes or the observer looks again: noise does not depend on the length of a step."""

from __future__ import annotations

import numpy as np
from passes import parameters

from detente.mechanisms.perception import attend, hold

N = 256


def test_a_changed_act_is_read_anew_and_an_unchanged_one_at_the_rate_of_reconsideration() -> None:
    p = parameters(reconsideration=2.0)
    act, held, draw = np.zeros(N), np.zeros(N), (np.arange(N) + 0.5) / N
    held[::2] = 1.0  # the held reading is of another act
    fresh, again = np.zeros(N), np.zeros(N)
    attend(act, held, draw, p, 0.25, fresh, again)
    chance = 1.0 - np.exp(-0.5)
    assert (fresh[::2] == 1.0).all()
    assert np.array_equal(fresh[1::2] == 1.0, draw[1::2] < chance)
    assert np.array_equal(again[::2], draw[::2])
    looked = (fresh == 1.0) & (held == act)
    assert np.allclose(again[looked], draw[looked] / chance, rtol=1e-12)
    assert ((again[fresh == 1.0] > 0) & (again[fresh == 1.0] < 1)).all()


def test_who_does_not_look_keeps_the_reading() -> None:
    fresh = np.array([0.0, 1.0, 0.0, 1.0])
    perceived, good, bad = np.array([1.0, 1.0, -1.0, -1.0]), np.zeros(4), np.zeros(4)
    hold(np.array([-1.0, -1.0, 1.0, 0.0]), fresh, np.array([1.0, 1.0, 0.0, 1.0]), perceived, good, bad)
    assert perceived.tolist() == [-1.0, 1.0, 0.0, -1.0]
    assert good.tolist() == [0.0, 1.0, 0.0, 0.0]
    assert bad.tolist() == [1.0, 0.0, 0.0, 1.0]
