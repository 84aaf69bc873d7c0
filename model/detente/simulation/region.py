"""`Region`: one run of a scenario as a Mesa model, number for number the run that an ensemble would make.

For Mesa 3.3 to 4.0.  `mesa.batch_run` (gone in 4) stops by itself at the end of the horizon; before 3.5 it leaves out
the last step of every run, and from 3.4 it takes seeds as its own `rng=[1, 2, 3]`, not among the parameters.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias

import mesa
import numpy as np

from detente.assembly import assemble
from detente.errors import UsageError
from detente.scenario import Scenario, read_scenario
from detente.scenario.dates import date_of
from detente.scenario.faults import shown
from detente.simulation.readings import unknown
from detente.simulation.run import Run
from detente.simulation.states import StateAgent, chooses_itself, chosen
from detente.world.outcomes import INDICATORS

Rng: TypeAlias = int | np.integer[Any] | np.random.Generator | np.random.BitGenerator | np.random.SeedSequence | None
Classes: TypeAlias = type[StateAgent] | Mapping[str, type[StateAgent]]


class Region(mesa.Model):  # type: ignore[misc]
    """A region of states that decide on the same past and then move once, a step at a time.

    `spec` is a Scenario or the path of a scenario file (then also `variant`).  `rng`: an integer is the seed, so
    that `Region(spec, rng=seed, run=r)` is run r of the ensemble of that seed, bit for bit (with the same
    `replicates`, by default the scenario's, and `sampled`); a Generator supplies a seed; None takes a fresh one.
    `agents` is a subclass of StateAgent for all states, or a mapping from names to subclasses for some.

    Mesa's own `rng` and `random` are seeded too, for subclasses to use; the kernel takes nothing from them.
    `datacollector` collects at the start and after each step; None switches it off.
    """

    def __init__(
        self,
        spec: Scenario | str | os.PathLike[str],
        rng: Rng = None,
        *,
        run: int = 0,
        variant: str | None = None,
        sampled: bool = True,
        replicates: int | None = None,
        agents: Classes = StateAgent,
    ) -> None:
        seed = _seed(rng)
        super().__init__(rng=int(np.random.SeedSequence((seed, _whole("run", run, 0))).generate_state(1)[0]))
        self._mesa_step, self.step = self.step, self._next  # type: ignore[method-assign]
        self._whole = True
        self.spec = _scenario(spec, variant)
        self.seed, self.run_id = seed, int(run)
        self.replicates = _whole("replicates", self.spec.replicates if replicates is None else replicates, 1)
        self.sampled = bool(sampled)
        self.program = assemble(self.spec, seed)
        self.course = Run(self.program, self.run_id, self.replicates, self.sampled)
        self._states = {name: found(self, name) for name, found in _classes(agents, self.program.layout.names).items()}
        self.datacollector: Any = self._collector()
        self.datacollector.collect(self)

    def step(self) -> None:
        """Let every state choose, then the world move once.

        Raises `UsageError` once the horizon has passed, and after a step that failed half-way.
        """
        self._check()
        self._whole = False
        acts = self.course.decide()
        choices = {
            agent.places[other]: chosen(agent, other)
            for agent in self.agents
            if chooses_itself(agent)
            for other in agent.places
        }
        for place, act in choices.items():  # only now: nobody sees what others are about to do
            acts[place] = act
        self.course.move()
        self.running = not self.course.ended
        if self.datacollector is not None:
            self.datacollector.collect(self)
        self._whole = True

    def _next(self) -> None:
        """Step as Mesa does, unless that would do nothing: from 3.5 Mesa drops its schedule when a step raises."""
        self._check()
        self._mesa_step()

    def _check(self) -> None:
        if not self._whole:
            raise UsageError("an earlier step failed half-way; make a new Region")
        if self.course.ended:
            raise UsageError(
                f"the horizon of {self.spec.steps} steps has passed ({self.spec.start} to {self.spec.end}); "
                "give the scenario a later end"
            )

    @property
    def elapsed(self) -> int:
        """Return how many steps have been taken."""
        return self.course.elapsed

    @property
    def date(self) -> date:
        """Return the day the region has reached: the start, and after each step the first day of the next."""
        return date_of(self.course.elapsed, self.spec.start, self.spec.step)

    @property
    def indicators(self) -> dict[str, float]:
        """Return the indicators of the latest step by name; NaN before the first step."""
        return self.course.indicators()

    def state(self, name: str) -> StateAgent:
        """Return a state by its name; raise `UnknownName` with the nearest one."""
        if name not in self._states:
            raise unknown("state", name, self._states)
        return self._states[name]

    def __getitem__(self, name: str) -> StateAgent:
        """Return a state by its name."""
        return self.state(name)

    def __repr__(self) -> str:
        """Return title, seed, run and date."""
        return f"Region({self.spec.title!r}, rng={self.seed}, run={self.run_id}, date={self.date})"

    def _collector(self) -> Any:
        """Return the default collector; its reporters pickle, and every row can be reproduced from `seed`."""
        return mesa.DataCollector(
            model_reporters={
                "date": [self._label, []],
                "seed": "seed",
                **{name: [self._indicator, [name]] for name in INDICATORS},
            },
            agent_reporters={name: attrgetter(name) for name in ("name", "nationalism", "trusting", "trusted")},
        )

    def _label(self) -> str:
        return self.date.isoformat()

    def _indicator(self, name: str) -> float:
        return self.course.indicators()[name]


def _seed(rng: Any) -> int:
    """Return the seed that `rng` stands for; below 2^53, so that tables keep it exactly."""
    if rng is None:
        return secrets.randbits(53)
    if isinstance(rng, int | np.integer):
        return _whole("rng", rng, 0)
    try:
        return int(np.random.default_rng(rng).integers(2**53))
    except (TypeError, ValueError):
        raise UsageError(
            f"rng: found {shown(rng)}; a whole number from 0, a numpy Generator or None is needed"
        ) from None


def _whole(name: str, value: Any, least: int) -> int:
    """Return a whole number from `least`; runs count up to 2^32, seeds as far as one likes."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least or (name != "rng" and value >= 2**32):
        raise UsageError(f"{name}: found {shown(value)}; a whole number from {least} is needed")
    return int(value)


def _scenario(spec: Any, variant: str | None) -> Scenario:
    """Return the scenario that `spec` is or names."""
    if not isinstance(spec, Scenario):
        return read_scenario(spec, variant)
    if variant is not None and variant != spec.variant:
        raise UsageError(f"variant: {variant!r} can be chosen only with the path of a file, not with a Scenario")
    return spec


def _classes(agents: Any, names: tuple[str, ...]) -> dict[str, type[StateAgent]]:
    """Return the class of each state, in order; raise `UsageError` for an unknown name or another class."""
    given = dict(agents) if isinstance(agents, Mapping) else dict.fromkeys(names, agents)
    for name, found in given.items():
        if name not in names:
            raise unknown("state", name, names)
        if not (isinstance(found, type) and issubclass(found, StateAgent)):
            raise UsageError(f"agents: found {shown(found)} for {name}; a subclass of StateAgent is needed")
    return {name: given.get(name, StateAgent) for name in names}
