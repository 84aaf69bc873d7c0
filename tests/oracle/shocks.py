"""Shocks (ODD 7.6): events on the states of the region, dated or random."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from detente.scenario.scenario import Shock
from oracle.arithmetic import exp, forgotten, log
from oracle.assumptions import Assumptions
from oracle.draws import name_hash
from oracle.state import HOME_IMPULSES, OracleState

if TYPE_CHECKING:
    from oracle.model import OracleRegion

SUMS = ("news", "credibility_failure", "alignment", "capability")
EVENTS = ("crisis", "orientation", "access_denial")
OF_PAIRS = ("alignment", "contact_loss", "crisis", "claim")


class OracleShock:
    """One shock of the scenario with its drawn numbers and the rate that all have learnt to expect."""

    def __init__(self, region: OracleRegion, spec: Shock, drawn: Assumptions) -> None:
        self.region, self.key, self.steps = region, spec.key, spec.steps
        self.by = region.states[spec.by] if spec.by else None
        self.on = [region.states[key] for key in spec.on]
        card = f"shock.{spec.card}"
        self.base_rate = drawn.draw(f"{card}.rate", spec.rate) if spec.rate else 0.0
        self.hazard = {name: drawn.draw(f"{card}.hazard.{name}", quantity) for name, quantity in spec.hazard.items()}
        self.trend = drawn.draw(f"trend.{spec.key}", spec.trend) if spec.trend is not None else 0.0
        size = drawn.draw(f"size.{spec.key}", spec.size)
        self.magnitude = exp(region.parameters.size_exponent * log(size)) if size > 0.0 else 0.0
        self.effects = [
            (name, where, drawn.draw(f"{card}.{name}", quantity))
            for name, (where, quantity) in sorted(spec.influences.items())
        ]
        self.towards = {
            issue: drawn.draw(f"towards.{spec.key}.{issue}", quantity) for issue, quantity in spec.towards.items()
        }
        self.usual = self.expected = 12.0 * forgotten(self.rate() / 12.0)
        self.events = 0

    def rate(self) -> float:
        """Rate a year of a random shock in world t; 0 of a dated one."""
        if self.base_rate == 0.0:
            return 0.0
        by, hazard, share = self.by, self.hazard, 1.0 / max(len(self.on), 1)
        power = self.trend * self.region.dt * self.region.time_step
        power += sum(hazard.get("doubt", 0.0) * state.doubt * share for state in self.on)
        if by is not None:
            power += hazard.get("nationalism", 0.0) * by.nationalism
            restraint = by.received["restraint"]  # of the step before: levers come later in a step
            for state in self.on:
                power += hazard.get("claim", 0.0) * state.claim[by.key] * share
                power += hazard.get("threat", 0.0) * by.threat[state.key] * share
                power += hazard.get("tension", 0.0) * by.stage[state.key] / 4.0 * share
                power += hazard.get("restraint", 0.0) * restraint[state.key] * share
        return self.base_rate * exp(power)

    def step(self) -> None:
        """Count the events of this step, strike, and learn what to expect."""
        region = self.region
        self.events = self.steps.count(region.time_step) + self._random_events()
        surplus = self.events - self.usual * region.dt
        habit = region.parameters.habituation * (self.expected - self.usual) * region.dt
        for name, where, effect in self.effects:
            beyond = surplus
            if name == "news":
                beyond = surplus - habit
                effect = effect * region.parameters.negativity if effect < 0.0 else effect
            elif name in EVENTS:
                beyond = self.events
            self._strike(name, where, beyond * self.magnitude * effect)
        self.expected += (self.events / region.dt - self.expected) * region.pace.habituation

    def _random_events(self) -> int:
        rate = self.rate()
        if rate <= 0.0:
            return 0
        region, chance, found = self.region, forgotten(rate / 12.0), 0
        for month in range(region.months):
            words = region.draws.four(f"shock.{self.key}", 0, 0, 4 * region.time_step + month // 4, region.run)
            found += words[month % 4] < chance
        return found

    def _strike(self, name: str, where: str, amount: float) -> None:
        """Compose the amount into the impulse at every target."""
        if name == "orientation":
            self._bring_leaders(where, amount)
            return
        part = amount if name in SUMS else forgotten(amount) if amount > 0.0 else max(amount, -1.0)
        if name in HOME_IMPULSES:
            for state in self._struck_states(where):
                home = state.home_impulse
                home[name] += part if name in SUMS else part * (1.0 - home[name])
            return
        for observer, target in self._struck_dyads(name, where):
            impulse = observer.impulse[name]
            impulse[target] += part if name in SUMS else part * (1.0 - impulse[target])

    def _bring_leaders(self, where: str, amount: float) -> None:
        """Give every struck state new leaders, in place of those that an earlier shock of this step gave it."""
        if amount <= 0.0:
            return
        for state in self._struck_states(where):
            state.new_leaders = {
                issue: forgotten(amount) * self._direction(state, issue) for issue in self.region.spec.issues
            }

    def _direction(self, state: OracleState, issue: str) -> float:
        """Where new leaders want to go: as the scenario says, or drawn where it says nothing at all."""
        if self.towards:
            return self.towards.get(issue, 0.0)
        region = self.region
        words = region.draws.four(f"shock.{self.key}", state.hash, name_hash(issue), region.time_step, region.run)
        return 2.0 * words[0] - 1.0

    def _struck_states(self, where: str) -> Iterable[OracleState]:
        by = [self.by] if self.by else []
        if where in ("on->by", "among_on", "on"):
            return self.on
        if where in ("by->on", "by"):
            return by
        return dict.fromkeys([*by, *self.on])

    def _struck_dyads(self, name: str, where: str) -> Iterable[tuple[OracleState, str]]:
        if self.by is None or where == "among_on":
            return [(i, j.key) for i in self.on for j in self.on if i is not j]
        by = self.by
        towards = [(state, by.key) for state in self.on]
        outwards = [(by, state.key) for state in self.on]
        if name in OF_PAIRS:  # a pair has one value, so its impulses strike both orders alike (ODD 2)
            return towards + outwards
        return {"on->by": towards, "by->on": outwards}.get(where, towards + outwards)
