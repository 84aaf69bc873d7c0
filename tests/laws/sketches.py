"""A sketch of a world: the few words that Hypothesis varies, shrinks and prints; and the dice that fill in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from detente.scenario import Quantity
from detente.world.variables import THEORIES

Thing = TypeVar("Thing")
NAMES = ("ARN", "BEL", "COR", "DAL", "ERS", "FAR")
ISSUES = ("borders", "rivers", "trade")
FORMS = ("pact", "offer", "unilateral")


@dataclass(frozen=True)
class Sketch:
    """A world in a few words.  `wild`: parameters up to their hard bounds, not only in the ranges of the catalogue."""

    seed: int
    states: int = 3
    step: str = "quarter"
    steps: int = 8
    wild: bool = False
    levers: tuple[str, ...] = ()
    shocks: tuple[str, ...] = ()
    theory: str = THEORIES[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the keys of the states."""
        return NAMES[: self.states]

    def dice(self, *about: str) -> Dice:
        """Return dice for what these words name."""
        return Dice(f"{self.seed}/{'/'.join(about)}")


@st.composite
def sketches(
    draw: st.DrawFn,
    *,
    states: tuple[int, int] = (2, 6),
    steps: tuple[int, int] = (1, 12),
    levers: tuple[int, int] = (0, 3),
    shocks: tuple[int, int] = (0, 3),
    wild: bool | None = None,
    forms: Sequence[str] = FORMS,
    theories: Sequence[str] = THEORIES,
) -> Sketch:
    """Return sketches of worlds with so many states, steps, levers and shocks (least, most)."""
    some = st.lists(st.sampled_from(list(forms)), min_size=levers[0], max_size=levers[1])
    events = st.lists(st.sampled_from(["random", "dated"]), min_size=shocks[0], max_size=shocks[1])
    return Sketch(
        draw(st.integers(0, 2**32 - 1)), draw(st.integers(*states)), draw(st.sampled_from(["quarter", "month", "year"])),
        draw(st.integers(*steps)), draw(st.booleans()) if wild is None else wild, tuple(draw(some)), tuple(draw(events)),
        draw(st.sampled_from(list(theories))),
    )  # fmt: skip


class Dice(Random):
    """Dice keyed by a text, so that a world with one lever more is otherwise the same world."""

    def within(self, low: float, high: float) -> float:
        """Return a number from low to high; every third stands at an end."""
        return float(self.choice([low, high]) if self.random() < 1 / 3 else self.uniform(low, high))

    def quantity(self, low: float, high: float, unit: str) -> Quantity:
        """Return a number with a range inside low to high, or without one, of either distribution."""
        if self.random() < 0.3:
            return Quantity.point(self.within(low, high), unit, "invented")
        a, b, c = sorted(self.within(low, high) for _ in range(3))
        return Quantity(b, a, c, unit, reason="invented", distribution=self.choice(["triangular", "uniform"]))

    def some(self, things: Sequence[Thing], least: int = 0) -> tuple[Thing, ...]:
        """Return some of the things, at least so many, in their order."""
        chosen = set(self.sample(range(len(things)), self.randint(least, len(things))))
        return tuple(thing for k, thing in enumerate(things) if k in chosen)
