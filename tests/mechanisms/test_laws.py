"""Laws of every pass for any input in range: bounds, diagonal, symmetry, relabelling, bookings, steps, compilation."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from passes import PAD, Array, Inputs, W, parameters, square, zeros

from detente.compiled import process_key
from detente.mechanisms import (
    alignment,
    capability,
    choice,
    constructivist,
    credibility,
    crisis,
    grievance,
    liberal,
    nationalism,
    perception,
    posture,
    realist,
    threat,
    ties,
    trust,
)  # fmt: skip
from detente.mechanisms.theories import CONSTRUCTIVIST, LIBERAL, MIXED, REALIST
from detente.world.matrices import product, row_sums, transpose

INFINITE = math.inf


class Out(NamedTuple):
    """What a pass wrote: arrays by name; for booked ones also the array before and the rows."""

    arrays: dict[str, Array]
    before: Array | None = None
    book: Array | None = None


Call = Callable[[Any], Any]


def _plain(function: Any, *args: Any) -> None:
    function(*args)


def _uncompiled(function: Any, *args: Any) -> None:
    plain = [np.array([a]).view(np.recarray)[0] if isinstance(a, np.void) else a for a in args]  # read by attribute
    with np.errstate(all="ignore"):
        function.py_func(*plain)


class Passes:
    """Calls every pass on the same random inputs; `rows` books into so many rows, or None."""

    def __init__(
        self, x: Inputs, *, booked: bool = True, call: Callable[..., None] = _plain, dt: float | None = None
    ) -> None:
        self.x, self.booked, self.call = x, booked, call
        self.dt = x.dt if dt is None else dt

    def _book(self, causes: tuple[str, ...]) -> Array | None:
        return np.full((len(causes) + 2, W * W), np.nan) if self.booked else None

    def _done(self, name: str, out: Array, before: Array, book: Array | None) -> Out:
        """Return the result; the rows next to the booked ones must be as they were."""
        if book is None:
            return Out({name: out}, before)
        assert np.isnan(book[0]).all()
        assert np.isnan(book[-1]).all()
        return Out({name: out}, before, book[1:-1])

    def _weights(self) -> Array:
        """Return posture weights of trust, fear, domestic cost and stake."""
        return np.array([self.x.dyad(f"w{k}", 0, 2) for k in range(4)])

    def misperception(self) -> Out:
        x, out = self.x, zeros()
        self.call(perception.misperception, x.dyad("channel", pair=True), x.dyad("practice", pair=True),
                  x.dyad("lever", -3, 3), x.mask, x.p, out)  # fmt: skip
        return Out({"misperception": out})

    def perceive(self) -> Out:
        x, out = self.x, [zeros() for _ in range(3)]
        self.call(perception.perceive, x.choice("act", (-1, 0, 1)), x.dyad("misperception", 0, 0.5), x.dyad("u"), x.mask,
                  x.p, *out)  # fmt: skip
        return Out(dict(zip(("perceived", "good", "bad"), out, strict=True)))

    def expected_news(self) -> Out:
        x, good, bad = self.x, zeros(), zeros()
        c = x.dyad("cooperate")
        self.call(perception.expected_news, c, (1 - c) * x.dyad("press") * x.mask, x.dyad("misperception", 0, 0.5), x.mask,
                  x.p, good, bad)  # fmt: skip
        return Out({"good": good, "bad": bad})

    def propensities(self) -> Out:
        x, c, p = self.x, zeros(), zeros()
        self.call(choice.propensities, x.dyad("trust"), x.dyad("alignment", -1, 1, pair=True), x.dyad("f", pair=True),
                  x.dyad("e"), x.dyad("active"), x.dyad("threat"), x.dyad("claim", pair=True),
                  x.choice("stage", (0, 1, 2, 3, 4), pair=True), x.dyad("n"), x.dyad("m"), self._weights(), x.mask, x.p, c,
                  p)  # fmt: skip
        return Out({"good": c, "bad": p})

    def realist(self) -> Out:
        x, c, p = self.x, zeros(), zeros()
        self.call(realist.propensities, x.dyad("common", 0, 3, pair=True), x.dyad("alignment", -1, 1, pair=True),
                  x.dyad("f", pair=True), x.dyad("threat"), x.dyad("claim", pair=True), x.dyad("power"),
                  x.choice("stage", (0, 1, 2, 3, 4), pair=True), self._weights(), x.mask, x.p, c, p)  # fmt: skip
        return Out({"good": c, "bad": p})

    def liberal(self) -> Out:
        x, c, p = self.x, zeros(), zeros()
        self.call(liberal.propensities, x.dyad("e"), x.dyad("f", pair=True), x.choice("seen", (-1, 0, 1)),
                  x.dyad("v", pair=True), x.choice("stage", (0, 1, 2, 3, 4), pair=True), self._weights(), x.mask, x.p,
                  c, p)  # fmt: skip
        return Out({"good": c, "bad": p})

    def constructivist(self) -> Out:
        x, c, p = self.x, zeros(), zeros()
        self.call(constructivist.propensities, x.dyad("trust"), x.dyad("intent"), x.dyad("active"),
                  x.dyad("claim", pair=True), x.dyad("n"), x.dyad("m"), self._weights(), x.mask, x.p, c, p)  # fmt: skip
        return Out({"good": c, "bad": p})

    def conduct(self) -> Out:
        x, out = self.x, zeros()
        c = x.dyad("cooperate")
        self.call(choice.conduct, x.choice("act", (-1, 0, 1)), c, (1 - c) * x.dyad("press") * x.mask, x.dyad("r"),
                  x.dyad("u"), x.mask, x.p, self.dt, out)  # fmt: skip
        return Out({"act": out})

    def mood(self) -> Out:
        x, out, book = self.x, zeros(), self._book(trust.CAUSES)
        u = x.dyad("u", -12, 12)
        self.call(trust.mood, u, x.dyad("v", -12, 12), x.dyad("ge"), x.choice("g", (0, 1)), x.dyad("g0"), x.dyad("be"),
                  x.choice("b", (0, 1)), x.dyad("b0"), x.dyad("a"), x.dyad("a0"),
                  x.choice("s", (0, 1, 2, 3, 4), pair=True), x.dyad("s0", 0, 0.25, pair=True), x.dyad("lever", -5, 5),
                  x.dyad("talk", -1, 1), x.dyad("news", -5, 5), x.dyad("noise"), x.mask, x.p, self.dt, out, book, 1)  # fmt: skip
        return self._done("mood", out, u, book)

    def anchor(self) -> Out:
        x, out = self.x, zeros()
        self.call(trust.anchor, x.dyad("v", -12, 12), x.dyad("u", -12, 12), x.dyad("norm", -12, 12), x.mask, x.p, self.dt,
                  out)  # fmt: skip
        return Out({"mood": out})

    def expectation(self) -> Out:
        x, out = self.x, zeros()
        self.call(trust.expectation, x.dyad("e"), x.choice("g", (0, 1)), x.p, self.dt, out)
        return Out({"share": out})

    def level(self) -> Out:
        x, out = self.x, zeros()
        self.call(trust.level, x.dyad("u", -12, 12), x.dyad("g"), x.mask, x.p, out)
        return Out({"trust": out})

    def stock(self) -> Out:
        x, out, book = self.x, zeros(), self._book(grievance.CAUSES)
        g = x.dyad("g")
        self.call(grievance.stock, g, x.dyad("repair", 0, 2), x.choice("b", (0, 1)), x.dyad("b0"),
                  x.choice("s", (0, 1, 2, 3, 4), pair=True), x.dyad("s0", 0, 0.25, pair=True), x.mask, x.p, self.dt, out,
                  book, 1)  # fmt: skip
        return self._done("grievance", out, g, book)

    def trigger(self) -> Out:
        x, out, book = self.x, zeros(), self._book(grievance.TRIGGER_CAUSES)
        a = x.dyad("a")
        self.call(grievance.trigger, a, x.dyad("a0"), x.dyad("wake", -1, 1), x.mask, x.p, self.dt, out, book, 1)
        return self._done("trigger", out, a, book)

    def _intent(self, theory: int) -> Out:
        x, out, book = self.x, zeros(), self._book(threat.INTENT_CAUSES)
        i = x.dyad("i")
        self.call(threat.intent, i, x.dyad("logit0", -5, 5), x.choice("g", (0, 1)), x.dyad("g0"), x.choice("b", (0, 1)),
                  x.dyad("b0"), x.dyad("al", -1, 1, pair=True), x.dyad("al0", -1, 1, pair=True),
                  x.choice("s", (0, 1, 2, 3, 4), pair=True), x.dyad("s0", 0, 0.25, pair=True), x.dyad("out", -1, 1),
                  x.dyad("image", -2, 2), x.dyad("power"), x.dyad("power0"), x.dyad("active"), x.dyad("active0"),
                  x.dyad("shock"), theory, x.mask, x.p, self.dt, out, book, 1)  # fmt: skip
        return self._done("intent", out, i, book)

    def intent(self) -> Out:
        return self._intent(MIXED)

    def intent_of_realists(self) -> Out:
        return self._intent(REALIST)

    def intent_of_liberals(self) -> Out:
        return self._intent(LIBERAL)

    def intent_of_constructivists(self) -> Out:
        return self._intent(CONSTRUCTIVIST)

    def threat(self) -> Out:
        x, out, book = self.x, zeros(), self._book(threat.CAUSES)
        h = x.dyad("h")
        self.call(threat.threat, h, x.dyad("power"), x.dyad("i"), x.p, self.dt, out, book, 1)
        return self._done("threat", out, h, book)

    def memory(self) -> Out:
        x, out, book = self.x, [zeros() for _ in range(3)], self._book(credibility.CAUSES)
        a, b = (x.dyad(name, 1e-6, 30) + 1e-6 for name in ("kept", "broken"))
        self.call(credibility.memory, a, b, x.dyad("kept0", 1e-6, 16) + 1e-6, x.dyad("broken0", 1e-6, 16) + 1e-6,
                  x.dyad("ge"), x.choice("g", (0, 1)), x.dyad("be"), x.choice("b", (0, 1)), x.dyad("lever", 0, 10),
                  x.dyad("failed", 0, 20), x.mask, x.p, self.dt, *out, book, 1)  # fmt: skip
        return self._done("credibility", out[2], a / (a + b) * x.mask, book)

    def interdependence(self) -> Out:
        x, out, book = self.x, zeros(), self._book(ties.CAUSES)
        e = x.dyad("e")
        self.call(ties.interdependence, e, x.dyad("e0"), x.dyad("lever", -1, 1), x.choice("b", (0, 1)), x.dyad("b0"),
                  x.dyad("loss"), x.mask, x.p, self.dt, out, book, 1)  # fmt: skip
        return self._done("interdependence", out, e, book)

    def channel(self) -> Out:
        x, out, book = self.x, zeros(), self._book(ties.CHANNEL_CAUSES)
        v = x.dyad("v", pair=True)
        self.call(ties.channel, v, x.dyad("v0", pair=True), x.choice("s", (0, 1, 2, 3, 4), pair=True),
                  x.dyad("s0", 0, 0.25, pair=True), x.dyad("lever", -1, 1, pair=True), x.dyad("floor", 0, 1, pair=True),
                  x.dyad("loss", pair=True), x.mask, x.p, self.dt, out, book, 1)  # fmt: skip
        return self._done("channel", out, v, book)

    def practice(self) -> Out:
        x, out, book = self.x, zeros(), self._book(ties.PRACTICE_CAUSES)
        o = x.dyad("o", pair=True)
        self.call(ties.practice, o, x.dyad("o0", pair=True), x.dyad("lever", -1, 2, pair=True),
                  x.p["practice_half_life"], x.mask, self.dt, out, book, 1)  # fmt: skip
        return self._done("interoperability", out, o, book)

    def claim(self) -> Out:
        x, out, book = self.x, zeros(), self._book(ties.CLAIM_CAUSES)
        q = x.dyad("q", pair=True)
        self.call(
            ties.claim,
            q,
            x.dyad("q0", pair=True),
            x.dyad("easing", 0, 2, pair=True),
            x.dyad("rise", pair=True),
            x.mask,
            x.p,
            self.dt,
            out,
            book,
            1,
        )
        return self._done("claim", out, q, book)

    def alignment(self) -> Out:
        x, out, book = self.x, zeros(), self._book(alignment.CAUSES)
        a = x.dyad("al", -1, 1, pair=True)
        pairs = [x.dyad(name, low, 1, pair=True) for name, low in (
            ("al0", -1), ("d", 0), ("d0", 0), ("c", 0), ("c0", 0), ("news", -1), ("lever", -1), ("x", -1), ("x0", -1),
            ("shock", -1))]  # fmt: skip
        self.call(alignment.alignment, a, *pairs, x.mask, x.p, self.dt, x.n, out, book, 1)
        return self._done("alignment", out, a, book)

    def priority_distance(self) -> Out:
        x, out = self.x, zeros()
        self.call(alignment.priority_distance, x.block("z", -1, 1), 5, x.n, W, x.mask, out)
        return Out({"channel": out})

    def influence_weights(self) -> Out:
        x, out = self.x, zeros()
        self.call(
            alignment.influence_weights,
            x.dyad("al", -1, 1, pair=True),
            x.dyad("v", pair=True),
            x.mask,
            x.n,
            W,
            zeros(W),
            out,
        )
        return Out({"share": out})

    def stances(self) -> Out:
        x, out, mean = self.x, zeros(5 * W), zeros(6 * W)
        weights, z = self.influence_weights().arrays["share"], x.block("z", -1, 1)
        self.call(alignment.heard, z, weights, x.n, W, mean)
        leaning = x.block("leaning", -1, 1)
        self.call(alignment.stances, z, x.block("innate", -1, 1), leaning, mean, x.p, self.dt, x.n, W, out)
        return Out({"priorities": out})

    def power(self) -> Out:
        x, strength, near, ours, theirs, out = self.x, zeros(W), zeros(), zeros(), zeros(), zeros()
        self.call(threat.strengths, x.block("c", 0, 2), x.state("nuclear"), x.p, W, strength)
        self.call(threat.reach_of, x.dyad("distance", 0, 20100, pair=True), x.mask, x.p, near)
        column, row = np.tile(strength, W), np.repeat(strength, W)
        self.call(threat.pledged, x.dyad("f", pair=True), x.dyad("k"), near, column, x.mask, ours)
        self.call(threat.opposed, x.dyad("al", -1, 1, pair=True), x.mask, theirs)
        self.call(threat.getting_through, strength, x.state("denial"), x.n, W, theirs)
        self.call(threat.power, near, column, row, x.dyad("allied", 0, 3), x.mask, x.p, out)
        return Out({"strength": strength, "reach": near, "pledged": ours, "against": theirs, "share": out})

    def build(self) -> Out:
        x, out, plan = self.x, zeros(5 * W), zeros(5 * W)
        totals, drive, growing = zeros(W), zeros(W), zeros(W)
        c = x.block("c", 0, 2)
        self.call(capability.total_of, c, x.p, W, totals)
        self.call(capability.pressure, x.dyad("h"), totals, x.n, W, drive)
        self.call(capability.grown, x.state("growth", -0.2, 0.2), self.dt, growing)
        lever = np.array([x.state(f"lever{k}", -1, 1) for k in range(5)])
        self.call(capability.build, c, x.block("plan", 0, 2), drive, x.state("drive0", 0, 2), growing, lever,
                  x.state("surge", -2, 2), x.p, self.dt, W, out, plan, None, 0)  # fmt: skip
        return Out({"capability": out, "planned": plan, "total": totals, "drive": drive})

    def nationalism(self) -> Out:
        x, out = self.x, zeros(W)
        self.call(nationalism.nationalism, x.state("n"), x.state("n0"), x.state("b", -1, 1), x.state("s", -0.25, 1),
                  x.state("lever", -1, 1), x.state("shock", -1, 1), x.p, self.dt, out, None, 0)  # fmt: skip
        return Out({"nationalism": out})

    def doubt(self) -> Out:
        x, out, usual = self.x, zeros(W), zeros(W)
        allies, belief = x.choice("f", (0, 0, 1), pair=True) * x.dyad("k", pair=True), x.dyad("belief")
        self.call(nationalism.doubt, x.state("d"), allies, belief, x.p, self.dt, x.n, W, out)
        self.call(nationalism.usual_doubt, allies, belief, x.n, W, usual)
        return Out({"doubt": out, "usual": usual})

    def burden(self) -> Out:
        x, total, out = self.x, zeros(W), zeros(W)
        self.call(capability.total_of, x.block("c", 0, 2), x.p, W, total)
        self.call(nationalism.burden, x.choice("f", (0, 0, 1), pair=True) * x.dyad("k", pair=True), total, x.n, W, out)
        return Out({"burden": out})

    def review(self) -> Out:
        x, greatest, believed, out = self.x, zeros(W), zeros(W), zeros(W)
        pledge, held = x.choice("f", (0, 0, 1), pair=True) * x.dyad("k", pair=True), x.dyad("belief")
        self.call(posture.at_rest, x.dyad("h0"), pledge, x.dyad("belief0"), x.n, W, greatest, believed)
        hashes = zeros(W).astype(np.uint64)
        hashes[: x.n] = x.order
        now = np.floor(np.minimum(x.state("posture", 0, 5), 4.0))
        felt = x.choice("h", np.linspace(0.0, 1.0, 10**6))  # of two equally great threats the first by name would count
        self.call(posture.review, 3, np.uint64(5), now, x.dyad("e"), x.dyad("e0"), felt, pledge, held, greatest,
                  believed, hashes, process_key(7, "posture"), x.p, self.dt, x.n, W, out)  # fmt: skip
        weights = np.zeros((4, W * W))
        self.call(posture.posture_weights, out, x.n, W, x.p, weights)
        assert not np.any(weights.reshape(4, W, W)[:, x.n :]), "no weights beyond the last state"
        return Out({"posture": out, "greatest": greatest, "share of belief": believed,
                    **{f"weight {k}": weights[k] * x.mask for k in range(4)}})  # fmt: skip

    def rates(self) -> Out:
        x, half, turned, out = self.x, [zeros(), zeros()], [zeros(), zeros()], [zeros() for _ in range(3)]
        claim = x.dyad("claim", pair=True)
        self.call(crisis.half_log_rates, x.dyad("h"), x.dyad("active"), x.choice("b", (0, 1)), claim,
                  x.dyad("m", 0, 0.5), x.dyad("n"), x.p, *half)  # fmt: skip
        for one, other in zip(half, turned, strict=True):
            transpose(one, other, x.n, W)
        levers = [
            x.dyad(name, low, high, pair=True) for name, low, high in (("l0", -3, 3), ("l1", -3, 3), ("l2", 0, 10))
        ]
        self.call(crisis.rates, half[0], turned[0], half[1], turned[1], claim, x.dyad("v", pair=True), *levers, x.mask, x.p,
                  *out)  # fmt: skip
        tension = zeros()
        self.call(crisis.usual_tension, out[0], out[2], x.mask, tension)
        return Out({"onset": out[0], "escalation": out[1], "resolution": out[2], "tension": tension})

    def crises(self) -> Out:
        x, parts = self.x, [zeros() for _ in range(4)]
        rates = self.rates().arrays
        self.call(crisis.chances, rates["onset"], rates["escalation"], rates["resolution"], x.dyad("hazard", pair=True),
                  1 / 12, *parts)  # fmt: skip
        stage = x.choice("s", (0, 1, 2, 3, 4), pair=True)
        before = stage.copy()
        self.call(crisis.month, parts[1], parts[2], parts[3], x.dyad("u", pair=True), x.mask, stage)
        assert np.abs(stage - before).max() <= 1.0
        return Out({"stage": stage, **{f"chance{k}": part for k, part in enumerate(parts)}})


ALL = sorted(name for name in vars(Passes) if not name.startswith("_"))
BOOKED = (
    "alignment",
    "channel",
    "claim",
    "interdependence",
    "intent",
    "intent_of_constructivists",
    "intent_of_liberals",
    "intent_of_realists",
    "memory",
    "mood",
    "practice",
    "stock",
    "threat",
    "trigger",
)
SYMMETRIC = {"alignment", "channel", "claim", "practice", "priority_distance", "rates", "crises"}
SUMS = {"build", "burden", "doubt", "review", "influence_weights", "stances", "priority_distance"}
BOUNDS = {
    "misperception": (0, 0.5), "perceived": (-1, 1), "good": (0, 1), "bad": (0, 1), "act": (-1, 1), "mood": (-12, 12),
    "share": (0, 1), "against": (0, 1), "trust": (0, 1), "grievance": (0, 1), "trigger": (0, 1), "intent": (0, 1), "threat": (0, 1),
    "credibility": (0, 1), "interdependence": (0, 1), "channel": (0, 1), "interoperability": (0, 1), "alignment": (-1, 1),
    "claim": (0, 1), "burden": (0, 1), "posture": (0, 4), "greatest": (0, 1), "share of belief": (0, 1),
    "priorities": (-1, 1), "nationalism": (0, 1), "doubt": (0, 1), "usual": (0, 1), "stage": (0, 4), "tension": (0, 0.25),
}  # fmt: skip

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(2, W)


def test_every_pass_is_called() -> None:
    modules = (
        alignment, capability, choice, constructivist, credibility, crisis, grievance, liberal, nationalism, perception,
        posture, realist, threat, ties, trust,
    )  # fmt: skip
    passes = {
        name for m in modules for name, f in vars(m).items() if hasattr(f, "py_func") and f.__module__ == m.__name__
    }
    own = {name for name in passes if not name.startswith("_")}
    once = {"threshold", "innate_stances"}  # run at the start only; docked, or tested with the engine
    helpers = {"total_of", "pressure", "grown", "strengths", "reach_of", "opposed", "pledged", "usual_doubt", "half_log_rates",
               "chances", "month", "usual_tension", "attend", "hold", "heard", "getting_through", "at_rest",
               "posture_weights", "most_threatening", "belief", "preferred"}  # fmt: skip
    assert own - once - helpers - {"memory"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=25)
@given(seed=seeds, n=sizes)
def test_bounds_diagonal_and_padding(name: str, seed: int, n: int) -> None:
    """Any input in range stays in range; the diagonal and the padding stay zero."""
    x = Inputs(seed, n)
    for key, array in getattr(Passes(x), name)().arrays.items():
        low, high = BOUNDS.get(key, (0.0, INFINITE))
        assert np.isfinite(array).all(), key
        assert low - 1e-15 <= array.min() and array.max() <= high + 1e-15, key
        if array.size == W * W:
            assert not array[x.mask == 0.0].any(), f"{key}: diagonal and padding stay zero"
        elif key != "usual":
            assert not array.reshape(-1, W)[:, n:].any(), f"{key}: padding stays zero"


@pytest.mark.parametrize("name", sorted(SYMMETRIC))
@settings(max_examples=20)
@given(seed=seeds, n=sizes)
def test_pairs_stay_symmetric(name: str, seed: int, n: int) -> None:
    """What belongs to a pair stays symmetric to the last bit, whatever its two sides think."""
    for key, array in getattr(Passes(Inputs(seed, n)), name)().arrays.items():
        assert np.array_equal(square(array, n), square(array, n).T), key


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=15)
@given(seed=seeds, n=sizes, data=st.data())
def test_relabelling_states_relabels_results(name: str, seed: int, n: int, data: st.DataObject) -> None:
    """No state is special: to the last bit where a pass works dyad by dyad, to 1e-13 where it sums over states."""
    order = data.draw(st.permutations(range(n)))
    plain = getattr(Passes(Inputs(seed, n), booked=False), name)().arrays
    moved = getattr(Passes(Inputs(seed, n, tuple(order)), booked=False), name)().arrays
    for key, array in plain.items():
        if array.size == W * W:
            one, other = square(array, n)[np.ix_(order, order)], square(moved[key], n)
        else:
            one, other = array.reshape(-1, W)[:, order], moved[key].reshape(-1, W)[:, :n]
        if name in SUMS:
            assert other == pytest.approx(one, rel=1e-12, abs=1e-13), key
        else:
            assert np.array_equal(one, other), key


@pytest.mark.parametrize("name", BOOKED)
@settings(max_examples=40)
@given(seed=seeds, n=sizes)
def test_bookings_add_up_to_the_change(name: str, seed: int, n: int) -> None:
    """The rows of a variable add up to its change, within 8 units in the last place of the largest part; none stays unwritten."""
    x = Inputs(seed, n)
    found = getattr(Passes(x), name)()
    (after,) = found.arrays.values()
    assert found.book is not None
    assert np.isfinite(found.book).all()
    change = after - found.before
    largest = np.maximum(np.abs(found.book).max(0), np.maximum(np.abs(after), np.abs(found.before)))
    gap = np.array([math.fsum(column) for column in found.book.T]) - change
    assert np.all(np.abs(gap) <= 8 * np.spacing(largest))
    assert not found.book[:, x.mask == 0.0].any(), "nothing is booked where nothing happens"


@pytest.mark.parametrize("name", BOOKED)
@settings(max_examples=10)
@given(seed=seeds, n=sizes)
def test_booking_changes_no_bit(name: str, seed: int, n: int) -> None:
    x = Inputs(seed, n)
    with_book, without = (getattr(Passes(x, booked=b), name)().arrays for b in (True, False))
    assert all(np.array_equal(with_book[key], without[key]) for key in without)


@pytest.mark.parametrize("name", ALL)
def test_compiled_and_uncompiled_agree_to_the_last_bit(name: str) -> None:
    x = Inputs(11, 5)
    fast, slow = (getattr(Passes(x, call=call), name)() for call in (_plain, _uncompiled))
    for key, array in fast.arrays.items():
        assert np.array_equal(array, slow.arrays[key]), key
    if fast.book is not None:
        assert np.array_equal(fast.book, slow.book)


def test_matrix_products_and_sums() -> None:
    """The fixed-order products and sums are products and sums, also with padding."""
    x = Inputs(3, 13)
    a, b, out, sums = x.dyad("a", -1, 1), x.dyad("b", -1, 1), zeros(), zeros(W)
    product(a, b, out, 13, PAD)
    assert out.reshape(W, W) == pytest.approx(a.reshape(W, W) @ b.reshape(W, W), abs=1e-14)
    row_sums(a, sums, 13, W)
    assert sums == pytest.approx(a.reshape(W, W).sum(1), abs=1e-14)
    product(a, a, out, 13, PAD)
    symmetric = x.dyad("s", -1, 1, pair=True)
    product(symmetric, symmetric, out, 13, PAD)
    assert np.array_equal(square(out, 13), square(out, 13).T)


# --- step refinement ------------------------------------------------------------------------------------------------


def course(name: str, steps: int, fixed: dict[str, float], over: dict[str, float]) -> float:
    """Return the first dyad's value after a year in so many steps under constant inputs; `over` sets inputs, else zero."""
    p, dt, one = parameters(**fixed), 1.0 / steps, np.ones(8)

    def given_as(key: str, default: float = 0.0) -> Array:
        return np.full(8, over.get(key, default))

    x = given_as("x", 0.3)
    for _ in range(steps):
        out = zeros(8)
        if name == "mood":
            z = zeros(8)
            trust.mood(x, given_as("anchor"), given_as("ge"), given_as("g"), z, given_as("be"), given_as("b"), z,
                       given_as("a"), z, given_as("s"), z, given_as("lever"), given_as("talk"), z, np.full(8, 0.5), one, p, dt, out,
                       None, 0)  # fmt: skip
        elif name == "stock":
            grievance.stock(
                x, given_as("repair"), given_as("b"), zeros(8), given_as("s"), zeros(8), one, p, dt, out, None, 0
            )
        elif name == "practice":
            ties.practice(x, given_as("rest"), given_as("lever"), p["practice_half_life"], one, dt, out, None, 0)
        elif name == "trade":
            ties.interdependence(x, given_as("rest"), given_as("lever"), given_as("b"), zeros(8), zeros(8), one, p, dt,
                                 out, None, 0)  # fmt: skip
        elif name == "channel":
            ties.channel(x, given_as("rest"), given_as("s"), zeros(8), given_as("lever"), zeros(8), zeros(8), one, p, dt,
                         out, None, 0)  # fmt: skip
        elif name == "alignment":
            alignment.alignment(x, given_as("rest"), given_as("d"), zeros(8), given_as("c"), zeros(8), given_as("news"),
                                given_as("lever"), given_as("product"), zeros(8), zeros(8), one, p, dt, 4, out,
                                None, 0)  # fmt: skip
        elif name == "nationalism":
            nationalism.nationalism(
                x, given_as("rest"), given_as("b"), given_as("s"), given_as("lever"), zeros(8), p, dt, out,
                None, 0,
            )  # fmt: skip
        else:
            raise KeyError(name)
        x = out
    return float(x[0])


@pytest.mark.parametrize(
    ("name", "over"),
    [
        (
            "mood",
            {"x": 0.8, "anchor": -0.4, "g": 1.0, "ge": 0.6, "b": 0.3, "be": 0.2, "a": 0.3, "s": 2.0, "lever": 0.4},
        ),
        ("stock", {"x": 0.4}),
        ("practice", {"x": 0.7, "rest": 0.2}),
        ("trade", {"x": 0.7, "rest": 0.2}),
        ("channel", {"x": 0.7, "rest": 0.5, "s": 2.0, "lever": 0.2}),
        ("alignment", {"x": 0.1, "rest": 0.3, "d": 0.2, "c": 0.3, "news": 0.5, "lever": 0.1, "product": 0.4}),
        ("nationalism", {"x": 0.3, "rest": 0.2, "lever": 0.1}),
    ],
)
def test_exact_integration_knows_no_step(name: str, over: dict[str, float]) -> None:
    """One year, four quarters and twelve months give the same number under constant inputs (1e-13)."""
    fixed = {"balance": 0.0} if name == "alignment" else {}
    year, *finer = (course(name, steps, fixed, over) for steps in (1, 4, 12))
    assert finer == pytest.approx([year] * 2, rel=1e-13, abs=1e-13)


@pytest.mark.parametrize(
    ("name", "over"),
    [
        ("stock", {"x": 0.4, "repair": 0.3}),
        ("stock", {"x": 0.2, "b": 1.0, "s": 3.0}),
        ("practice", {"x": 0.1, "lever": 0.8}),
        ("trade", {"x": 0.3, "rest": 0.2, "lever": 0.5, "b": 1.0}),
        ("nationalism", {"x": 0.3, "rest": 0.2, "b": 0.7, "s": 0.5}),
    ],
)
def test_steps_refine_at_first_order(name: str, over: dict[str, float]) -> None:
    """What saturates is first order in the step: each halving halves the error (ratio 1.8 to 2.2)."""
    fixed = {"grievance_harm": 0.2, "grievance_harm_crisis": 0.4, "coercion": 0.3}
    found = [course(name, 8 * 2**k, fixed, over) for k in range(4)]
    gaps = np.abs(np.diff(found))
    assert gaps[0] > 1e-6
    assert all(1.8 < a / b < 2.2 for a, b in pairwise(gaps))


# --- every term alone -----------------------------------------------------------------------------------------------

TERMS = [
    ("mood", {"x": 0.0, "g": 1.0}, 0.5),
    ("mood", {"x": 0.0, "g": 1.0, "ge": 0.5}, 0.5 * (1 - 0.6 * 0.5)),
    ("mood", {"x": 0.0, "b": 1.0}, -0.5 * 1.8),
    ("mood", {"x": 0.0, "b": 1.0, "be": 1.0}, -0.5 * 1.8 * 0.4),
    ("mood", {"x": 0.0, "a": 0.5}, -0.4 * 0.5),
    ("mood", {"x": 0.0, "s": 2.0}, -1.0 * 0.5),
    ("mood", {"x": 0.0, "lever": 0.3}, 0.3),
    ("mood", {"x": 0.0, "talk": 0.3}, 0.3),
    ("stock", {"x": 0.4, "repair": 1.0}, -0.4 / 2),
    ("stock", {"x": 0.4, "b": 1.0}, 0.6 * 0.01),
    ("stock", {"x": 0.4, "s": 4.0}, 0.6 * 0.03),
    ("trade", {"x": 0.4, "rest": 0.4, "b": 1.0}, -0.4 * 0.05),
    ("trade", {"x": 0.4, "rest": 0.4, "lever": 0.2}, 0.6 * 0.2),
    ("practice", {"x": 0.4, "rest": 0.4, "lever": 0.2}, 0.6 * 0.2),
    ("channel", {"x": 0.6, "rest": 0.6, "s": 2.0}, -0.6 * 0.5 * 0.5 * 0.5),
    ("channel", {"x": 0.6, "rest": 0.6, "lever": 0.2}, 0.2 * 0.5),
    ("alignment", {"x": 0.1, "rest": 0.1, "d": 0.2}, -2 * 0.5 * 0.2 * 0.5),
    ("alignment", {"x": 0.1, "rest": 0.1, "c": 0.3}, 0.6 * 0.3 * 0.5),
    ("alignment", {"x": 0.1, "rest": 0.1, "news": 0.5}, 0.15 * 0.5 * 0.5),
    ("alignment", {"x": 0.1, "rest": 0.1, "lever": 0.1}, 0.1 * 0.5),
    ("alignment", {"x": 0.1, "rest": 0.1, "product": 0.4}, 0.02 * 0.4 / 2),
    ("nationalism", {"x": 0.3, "rest": 0.3, "b": 1.0}, 0.7 * 0.3),
    ("nationalism", {"x": 0.3, "rest": 0.3, "s": 0.5}, 0.7 * 0.8 * 0.5),
    ("nationalism", {"x": 0.3, "rest": 0.3, "lever": 0.1}, 0.1),
]
CENTRAL = {
    "trust_half_life": 1e12, "trust_good_news": 0.5, "habituation": 0.6, "negativity": 1.8, "grievance_friction": 0.4,
    "crisis_friction": 1.0, "grievance_half_life": 1e12, "grievance_harm": 0.01, "grievance_harm_crisis": 0.03,
    "interdependence_half_life": 1000.0, "coercion": 0.05, "practice_half_life": 1000.0, "contact_half_life": 1.0,
    "contact_closure": 0.5, "alignment_lag": 1 / math.log(2), "alignment_priorities": 0.5, "alignment_threat": 0.6,
    "alignment_acts": 0.15, "balance": 0.02, "nationalism_half_life": 1000.0, "nationalism_pressure": 0.3,
    "nationalism_crisis": 0.8,
}  # fmt: skip


@pytest.mark.parametrize(("name", "over", "change"), TERMS)
def test_every_term_alone_has_its_sign_and_size(name: str, over: dict[str, float], change: float) -> None:
    """One year under one cause, nothing else moving: the number that the docstring's formula gives by hand (0.1 %)."""
    assert course(name, 1, CENTRAL, over) - over["x"] == pytest.approx(change, rel=1e-3)


UTILITIES = [
    ({"trust": 0.8}, 1.5 * 5.0 * 0.3, 0.0),
    ({"alignment": -0.5}, -0.5 * 1.2, 0.0),
    ({"commitment": 0.6}, 0.6, -0.6 * 2.0),
    ({"interdependence": 0.5}, 2.0 * 0.5 * 0.8, -2.0 * 0.5 * 1.0),
    ({"active": 0.5}, -0.7 * 0.5 * 1.2, 0.7 * 0.5 * 0.6),
    ({"threat": 0.5}, -1.4 * 0.5 * 1.0, 1.4 * 0.5 * 2.0),
    ({"nationalism": 0.5}, -0.7 * 0.5 * 0.8, 0.0),
    ({"nationalism": 0.5, "claim": 0.4}, -0.7 * 0.5 * 0.8, 0.7 * 0.5 * 0.4 * 2.5),
    ({"stage": 2.0}, 0.0, 0.5 * 1.0),
]


@pytest.mark.parametrize(("over", "kinder", "harder"), UTILITIES)
def test_every_term_of_choice_alone(over: dict[str, float], kinder: float, harder: float) -> None:
    """Log odds against holding move by the term alone, weighed by the posture (trust 1.5, fear 1.4, home 0.7, stake 2)."""
    fixed = {
        "choice_sharpness": 5.0, "cooperate_base": 0.2, "press_base": -2.0, "cooperate_alignment": 1.2,
        "cooperate_commitment": 1.0, "press_commitment": 2.0, "cooperate_stake": 0.8, "press_stake": 1.0,
        "cooperate_grievance": 1.2, "press_grievance": 0.6, "cooperate_fear": 1.0, "press_threat": 2.0,
        "cooperate_nationalism": 0.8, "press_claim": 2.5, "press_crisis": 1.0,
    }  # fmt: skip
    names = ("trust", "alignment", "commitment", "interdependence", "active", "threat", "claim", "stage", "nationalism")
    inputs = [np.full(8, over.get(name, 0.5 if name == "trust" else 0.0)) for name in names]
    posture = np.outer([1.5, 1.4, 0.7, 2.0], np.ones(8))
    cooperate, press = zeros(8), zeros(8)
    choice.propensities(*inputs, np.full(8, 0.5), posture, np.ones(8), parameters(**fixed), cooperate, press)
    hold = 1.0 - cooperate - press
    assert np.log(cooperate / hold) == pytest.approx(0.2 + kinder, abs=1e-12)
    assert np.log(press / hold) == pytest.approx(-2.0 + harder, abs=1e-12)
