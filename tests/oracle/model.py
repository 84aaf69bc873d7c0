"""OracleRegion: the model of ODD.md as a Mesa model, one agent a state."""

from __future__ import annotations

import os
from functools import partial
from operator import mul
from pathlib import Path
from typing import NamedTuple

import mesa

from detente.scenario import Scenario, read_scenario
from oracle.arithmetic import clip, exp, forgotten
from oracle.assumptions import Assumptions, pace_of
from oracle.draws import Draws, KeyedDraws
from oracle.indicators import INDICATORS, indicators
from oracle.levers import OracleLever
from oracle.shocks import OracleShock
from oracle.state import OracleState


class Rates(NamedTuple):
    """Rates of a pair a year, held for a step (ODD 7.9), with the mean misperception of world t."""

    onset: float
    escalation: float
    resolution: float
    misperception: float


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
        self.weigh_power()
        for state in states:
            state.start_threat()
        self.compare_pairs()
        for state in states:
            state.start_rest()
        self.average = self._average_pair()
        for state in states:
            state.weigh_acts()
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

    def _average_pair(self) -> dict[str, float]:
        """ODD 7.7: what reasons of refusal are measured against."""
        states = list(self.states.values())
        dyads = [(state, other) for state in states for other in state.others]
        count = max(len(dyads), 1)
        return {
            "trust": sum(state.trust[other] for state, other in dyads) / count,
            "active": sum(state.active0[other] for state, other in dyads) / count,
            "nationalism": sum(state.nationalism for state in states) / len(states),
            "distance": sum(state.priority_distance[other] for state, other in dyads) / count,
            "threat": sum(min(state.common_threat[other], 1.0) for state, other in dyads) / count,
        }

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
            state.weigh_acts()
            state.choose()
        self.compare_pairs()
        self.use_levers()
        self.weigh_power()
        self.set_crisis_rates()
        self.run_crises()
        for state in states:
            state.move()
        self.move_pairs()
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

    # Stage 4 ------------------------------------------------------------------------------------------------------

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

    def weigh_power(self) -> None:
        """ODD 7.8: power of each over each."""
        for state in self.states.values():
            state.weigh_capability()
        for state in self.states.values():
            state.weigh_power()

    def total_of(self, capability: dict[str, float]) -> float:
        """ODD 7.8: total of the five domains, weighted."""
        p, c = self.parameters, capability
        return (
            p.weight_conventional * c["conventional"]
            + p.weight_maritime * c["maritime"]
            + p.weight_missile_defence * c["missile_defence"]
            + p.weight_cyber * c["cyber"]
            + p.weight_space * c["space"]
        )

    # Stage 5: crises (ODD 7.9) ------------------------------------------------------------------------------------

    def set_crisis_rates(self) -> None:
        """Rates of onset, escalation and resolution of every pair."""
        p = self.parameters
        self.rates: dict[tuple[str, str], Rates] = {}
        for i, j in self.pairs:
            one, two = i.key, j.key
            claim = i.claim[two]
            misperception = (i.misperception[two] + j.misperception[one]) / 2.0
            onset = p.crisis_onset_base * exp(
                p.crisis_onset_threat * (i.threat[two] + j.threat[one]) / 2.0
                + p.crisis_onset_claim * claim
                + p.crisis_onset_grievance * claim * (i.active[two] + j.active[one]) / 2.0
                + p.crisis_onset_pressure * (i.bad[two] + j.bad[one]) / 2.0
                + i.received["crisis_onset"][two]
            )
            escalation = p.crisis_escalation_base * exp(
                p.crisis_escalation_nationalism * (i.nationalism + j.nationalism) / 2.0
                + p.crisis_escalation_misperception * misperception
                + i.received["crisis_escalation"][two]
            )
            resolution = p.crisis_resolution_base * (1.0 + p.crisis_resolution_contact * i.channel[two])
            resolution *= 1.0 + max(i.received["crisis_duration"][two], 0.0)
            self.rates[one, two] = Rates(onset, escalation, resolution, misperception)

    def run_crises(self) -> None:
        """One tick a month; the stage of a pair moves by at most one."""
        four, t, run = self.draws.four, self.time_step, self.run
        for state in self.states.values():
            state.upcoming["stage"] = {}
        for i, j in self.pairs:
            rates, stage = self.rates[i.key, j.key], i.stage[j.key]
            usual = forgotten(rates.onset / 12.0)
            extra = i.impulse["crisis"][j.key]
            both = rates.escalation + rates.resolution
            leave = forgotten(both / 12.0)
            up = leave * rates.escalation / both
            begin = usual + extra * (1.0 - usual)
            low, high = (i.hash, j.hash) if i.hash < j.hash else (j.hash, i.hash)
            for month in range(self.months):
                if month % 4 == 0:
                    words = four("crisis", low, high, 4 * t + month // 4, run)
                u = words[month % 4]
                if stage == 0:
                    if u < begin:
                        stage = 1
                        self.onsets += 1
                elif u < up:
                    stage = min(stage + 1, 4)
                elif u < leave:
                    stage -= 1
                    self.ends += stage == 0
                begin = usual
            i.upcoming["stage"][j.key] = j.upcoming["stage"][i.key] = stage

    # Stage 6: pairs -----------------------------------------------------------------------------------------------

    def move_pairs(self) -> None:
        """Alignment, contact, practice and claim are equal in both orders: each pair moves them once."""
        for state in self.states.values():
            state.upcoming.update(alignment={}, channel={}, interoperability={}, claim={})
        for i, j in self.pairs:
            one, two = i.key, j.key
            for name, value in (
                ("alignment", self.alignment_of(i, j)),
                ("channel", self.channel_of(i, j)),
                ("interoperability", self.interoperability_of(i, j)),
                ("claim", self.claim_of(i, j)),
            ):
                i.upcoming[name][two] = j.upcoming[name][one] = value

    def alignment_of(self, i: OracleState, j: OracleState) -> float:
        """ODD 7.14: alignment of a pair in world t+1."""
        p, one, two = self.parameters, i.key, j.key
        alignment = i.alignment[two]
        acts = (i.good[two] - i.bad[two]) - (i.good0[two] - i.bad0[two])
        acts += (j.good[one] - j.bad[one]) - (j.good0[one] - j.bad0[one])
        pull = (
            i.alignment0[two]
            - alignment
            + 2.0 * p.alignment_priorities * (i.priority_distance0[two] - i.priority_distance[two])
            + p.alignment_threat * (i.common_threat[two] - i.common_threat0[two])
            + p.alignment_acts * acts / 2.0
            + i.received["alignment"][two]
        )
        friends = p.balance * self.dt / max(len(self.states) - 2, 1) * (i.balance[two] - i.balance0[two])
        return clip(alignment + self.pace.alignment * pull + friends + i.impulse["alignment"][two], -1.0, 1.0)

    def channel_of(self, i: OracleState, j: OracleState) -> float:
        """ODD 7.13: working contact of a pair in world t+1."""
        two, channel, usual = j.key, i.channel[j.key], i.channel0[j.key]
        closed = usual * self.parameters.contact_closure * (i.stage[two] / 4.0 - i.tension0[two])
        moved = channel + self.pace.contact * ((usual - channel) - closed + i.received["contact"][two])
        moved -= channel * i.impulse["contact_loss"][two]
        return clip(max(moved, i.received["contact_floor"][two]), 0.0, 1.0)

    def interoperability_of(self, i: OracleState, j: OracleState) -> float:
        """ODD 7.13: practice of a pair in world t+1."""
        two, practice = j.key, i.interoperability[j.key]
        moved = practice + (i.interoperability0[two] - practice) * self.pace.practice
        moved += (1.0 - practice) * i.received["interoperability"][two] * self.pace.practice_years
        return clip(moved, 0.0, 1.0)

    def claim_of(self, i: OracleState, j: OracleState) -> float:
        """ODD 7.13: claim of a pair in world t+1."""
        two, claim = j.key, i.claim[j.key]
        eased = i.received["claim_easing"][two] * self.dt
        moved = claim + (i.claim0[two] - claim) * self.pace.claim - claim * eased / (1.0 + eased)
        moved += (1.0 - claim) * i.impulse["claim"][two]
        return clip(moved, 0.0, 1.0)


def _indicator(model: OracleRegion, name: str) -> float:
    return model.indicators[name]


def _delivered(model: OracleRegion) -> dict[str, float]:
    return {lever.key: lever.level for lever in model.levers}


def _consent(model: OracleRegion) -> dict[str, int]:
    return {lever.key: lever.outcome for lever in model.levers}
