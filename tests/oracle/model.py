"""OracleRegion: the model of ODD.md as a Mesa model, one agent a state."""

from __future__ import annotations

import os
from functools import partial
from operator import mul
from pathlib import Path

import mesa

from detente.scenario import Scenario, read_scenario
from oracle.assumptions import Assumptions, pace_of
from oracle.consent import average_pair
from oracle.crises import rates_of, run_crises
from oracle.draws import Draws, KeyedDraws
from oracle.indicators import INDICATORS, indicators
from oracle.levers import OracleLever
from oracle.pairs import move_pairs
from oracle.power import weigh_power
from oracle.shocks import OracleShock
from oracle.state import OracleState
from oracle.theories import THEORIES


class OracleRegion(mesa.Model):
    """A region of states.  `step()` is one step of the scenario; `running` ends with its horizon.

    `draws` is the class of the source of uniforms, `KeyedDraws` (the default) or `FastDraws`.  `rng` is the seed under
    Mesa's name for it, used where no `seed` is given; without either the scenario's seed counts.
    """

    def __init__(
        self,
        spec: Scenario | str | os.PathLike[str],
        seed: int | None = None,
        run: int = 0,
        replicates: int = 10,
        sampled: bool = True,
        draws: type[Draws] | None = None,
        *,
        rng: int | None = None,
    ) -> None:
        if not isinstance(spec, Scenario):
            spec = read_scenario(Path(spec))
        chosen = seed if seed is not None else rng if rng is not None else spec.seed
        super().__init__(rng=chosen)
        self.spec, self.run, self.dt, self.time_step = spec, run, spec.dt, 0
        self.theory = THEORIES[spec.theory]
        self.months = max(1, round(12 * spec.dt))
        self.draws = (draws or KeyedDraws)(chosen, run)
        drawn = Assumptions(spec, self.draws, run // replicates, sampled)
        self.parameters = drawn.parameters
        self.pace = pace_of(self.parameters, self.dt)
        keys = sorted(spec.states)
        self.states = {
            key: OracleState(self, spec.states[key], [other for other in keys if other != key], drawn) for key in keys
        }
        for state in self.states.values():
            state.peers = {other: self.states[other] for other in state.others}
        self.pairs = [(self.states[i], self.states[j]) for i in keys for j in keys if i < j]
        self._start()
        self.shocks = [OracleShock(self, spec.shocks[key], drawn) for key in sorted(spec.shocks)]
        self.levers = [OracleLever(self, spec.levers[key], drawn) for key in sorted(spec.levers)]
        self.onsets = self.ends = 0  # of crises, at every monthly tick
        self.indicators: dict[str, float] = {}
        reporters = {name: partial(_indicator, name=name) for name in INDICATORS}
        self.datacollector = mesa.DataCollector({**reporters, "delivered": _delivered, "consent": _consent})

    def _start(self) -> None:
        """ODD 5: the baseline, each line from those before."""
        states = list(self.states.values())
        weigh_power(self)
        for state in states:
            state.start_threat()
        self.compare_pairs()
        for state in states:
            state.start_rest()
        self.average = average_pair(self)
        for _ in range(self.theory.rounds):
            for state in states:
                state.weigh_acts()
            for state in states:
                state.start_news()
        for state in states:
            state.start_conduct()
        for state in states:
            state.start_readings()
            state.active, state.bad, state.tension0 = state.active0, state.bad0, {}
        self.set_crisis_rates()
        for i, j in self.pairs:
            rates = self.rates[i.key, j.key]
            both = rates.onset + rates.resolution
            i.tension0[j.key] = j.tension0[i.key] = 0.25 * rates.onset / both if both > 0.0 else 0.0

    # Schedule (ODD 3) ---------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Everyone decides on the same past; then the world moves once."""
        states = list(self.states.values())
        for state in states:
            state.clear_impulses()
        for shock in self.shocks:
            shock.step()
        for state in states:
            state.perceive()
        weigh_power(self)
        self.compare_pairs()
        for state in states:
            state.review_posture()
            state.weigh_acts()
            state.choose()
        self.use_levers()
        self.set_crisis_rates()
        run_crises(self)
        for state in states:
            state.move()
        move_pairs(self)
        for state in states:
            state.advance()
        self.indicators = indicators(self)
        self.datacollector.collect(self)
        self.time_step += 1
        self.running = self.time_step < self.spec.steps

    @property
    def year(self) -> float:
        """Calendar year of the step, as conditions read it (ODD 7.7)."""
        start = self.spec.start
        return start.year + (start.month - 1) / 12 + self.dt * self.time_step

    # Stages 3 to 5 ------------------------------------------------------------------------------------------------------

    def compare_pairs(self) -> None:
        """ODD 7.8: common threat, balance product and distance of priorities."""
        keys = list(self.states)
        threats = {i.key: [i.threat.get(key, 0.0) for key in keys] for i in self.states.values()}
        sides = {i.key: [i.alignment.get(key, 0.0) for key in keys] for i in self.states.values()}
        stances = {i.key: list(i.priorities.values()) for i in self.states.values()}
        for state in self.states.values():
            state.common_threat, state.balance, state.priority_distance = {}, {}, {}
        for i, j in self.pairs:
            one, two = i.key, j.key
            i.common_threat[two] = j.common_threat[one] = sum(map(mul, threats[one], threats[two]))
            i.balance[two] = j.balance[one] = sum(map(mul, sides[one], sides[two]))
            apart = sum(abs(a - b) for a, b in zip(stances[one], stances[two], strict=True))
            i.priority_distance[two] = j.priority_distance[one] = 0.5 * apart / len(self.spec.issues)

    def use_levers(self) -> None:
        """ODD 7.7: levers in order of key share the budgets; then all channels are written anew."""
        spending = dict.fromkeys(self.states, 0.0)
        for state in self.states.values():
            state.latitude_lifted = state.at_home["latitude"]
        for lever in self.levers:
            lever.step(spending)
        for state in self.states.values():
            state.clear_channels()
        for lever in self.levers:
            lever.deliver()

    def set_crisis_rates(self) -> None:
        """ODD 7.9: rates of onset, escalation and resolution of every pair."""
        self.rates = {(i.key, j.key): rates_of(self, i, j) for i, j in self.pairs}


def _indicator(model: OracleRegion, name: str) -> float:
    return model.indicators[name]


def _delivered(model: OracleRegion) -> dict[str, float]:
    return {lever.key: lever.level for lever in model.levers}


def _consent(model: OracleRegion) -> dict[str, int]:
    return {lever.key: lever.outcome for lever in model.levers}
