"""Sampling of assumptions (ODD 5 and 7.3): every number of the scenario, drawn for one assumption set."""

from __future__ import annotations

import math
from types import SimpleNamespace

from detente.scenario import Scenario
from detente.scenario.quantities import Quantity
from oracle.arithmetic import decay, forgotten, reach
from oracle.draws import Draws, name_hash

DIRECTED = ("trust", "grievance", "trigger", "intent", "credibility", "interdependence")
SYMMETRIC = ("alignment", "channel", "interoperability", "claim", "distance", "know_how")


class Assumptions:
    """The drawn numbers of one set: `parameters`, `ties[variable][i, j]`, `homes[state][variable]` and more."""

    def __init__(self, spec: Scenario, draws: Draws, number: int, sampled: bool) -> None:
        self._draws, self._set, self._sampled = draws, number, sampled
        self.parameters = SimpleNamespace(
            **{name: self.draw(f"parameter.{name}", quantity) for name, quantity in spec.parameters.items()}
        )
        hashes = {key: name_hash(key) for key in spec.states}
        self.homes = {
            key: {
                name: self.draw(f"given.{name}", quantity, hashes[key]) for name, quantity in state.quantities.items()
            }
            for key, state in spec.states.items()
        }
        self.ties: dict[str, dict[tuple[str, str], float]] = {}
        for variable in DIRECTED:
            self.ties[variable] = {
                (i, j): self.draw(f"given.{variable}", quantity, hashes[i], hashes[j])
                for (i, j), quantity in spec.ties[variable].items()
            }
        for variable in SYMMETRIC:
            table = self.ties[variable] = {}
            for (i, j), quantity in spec.ties[variable].items():
                if i < j:
                    low, high = sorted((hashes[i], hashes[j]))
                    table[i, j] = table[j, i] = self.draw(f"given.{variable}", quantity, low, high)
        self.commitment = self._commitments(spec, ("alliance", "partnership", "dialogue", "forum"))
        self.pledge = self._commitments(spec, ("alliance",))
        self.partners = self._commitments(spec, ("partnership",))

    def draw(self, process: str, quantity: Quantity, c0: int = 0, c1: int = 0) -> float:
        """ODD 7.3: a value from the range, by the inverse of its distribution."""
        low, value, high = quantity.low, quantity.value, quantity.high
        if low == high or not self._sampled:
            return value
        u = self._draws.four(process, c0, c1, 0, self._set)[0]
        if quantity.distribution == "uniform":
            return low + u * (high - low)
        if u * (high - low) < value - low:
            return low + math.sqrt(u * (high - low) * (value - low))
        return high - math.sqrt((1.0 - u) * (high - low) * (high - value))

    def _commitments(self, spec: Scenario, kinds: tuple[str, ...]) -> dict[tuple[str, str], float]:
        """ODD 5: the largest commitment of the frameworks of these kinds of which both are members."""
        found: dict[tuple[str, str], float] = {}
        for key, framework in spec.frameworks.items():
            if framework.kind not in kinds:
                continue
            commitment = self.draw(f"commitment.{key}", framework.commitment)
            for i in framework.members:
                for j in framework.members:
                    if i != j:
                        found[i, j] = max(found.get((i, j), 0.0), commitment)
        return found


def pace_of(p: SimpleNamespace, dt: float) -> SimpleNamespace:
    """Shares and effective years of one step, from half-lives, lags and rates (ODD 7.1)."""
    return SimpleNamespace(
        mood=decay(dt, p.trust_half_life),
        mood_years=reach(dt, p.trust_half_life),
        noise=p.mood_noise * math.sqrt(12.0 * reach(dt, p.trust_half_life / 2.0)),
        anchor=decay(dt, p.anchor_half_life),
        habituation=decay(dt, p.habituation_memory),
        grievance=decay(dt, p.grievance_half_life),
        trigger=decay(dt, p.trigger_half_life),
        intent=decay(dt, p.intent_memory),
        threat=forgotten(dt / p.threat_lag),
        credibility=decay(dt, p.credibility_memory),
        credibility_years=reach(dt, p.credibility_memory),
        trade=decay(dt, p.interdependence_half_life),
        trade_years=reach(dt, p.interdependence_half_life),
        contact=decay(dt, p.contact_half_life),
        practice=decay(dt, p.practice_half_life),
        practice_years=reach(dt, p.practice_half_life),
        know_how=decay(dt, p.know_how_half_life),
        know_how_years=reach(dt, p.know_how_half_life),
        claim=decay(dt, p.claim_half_life),
        alignment=forgotten(dt / p.alignment_lag),
        influence=forgotten(p.influence_rate * dt),
        fatigue=forgotten(p.arms_fatigue * dt),
        nationalism=decay(dt, p.nationalism_half_life),
        nationalism_years=reach(dt, p.nationalism_half_life),
        doubt=decay(dt, p.doubt_half_life),
        reconsider=forgotten(p.reconsideration * dt),
        review=forgotten(p.consent_review * dt),
        posture=forgotten(p.posture_review * dt),
    )
