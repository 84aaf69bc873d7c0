"""Levers (ODD 7.7): condition, budget, consent, delivery and promises of instruments in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.scenario.scenario import Lever
from oracle.arithmetic import clip, decay
from oracle.assumptions import Assumptions
from oracle.conditions import value_of
from oracle.consent import GRANTED, agrees, reason, view_of
from oracle.state import HOME_CHANNELS, OracleState

if TYPE_CHECKING:
    from oracle.model import OracleRegion

NOT_ASKED, LAST_REASON, BUDGET, CONDITION = 0, 7, 8, 9
EXCUSED = (*range(GRANTED + 1, LAST_REASON + 1), CONDITION)  # outcomes that break no promise
MUTUAL = ("alignment", "contact", "contact_floor", "interoperability", "claim_easing", "learning", "restraint")
CRISIS = ("crisis_onset", "crisis_escalation", "crisis_duration")
UNLEARNT = ("threat_to_outsiders", "contact_floor")  # dyad channels that work no better for know-how


class OracleLever:
    """One lever in use, with its drawn numbers, delivered level and the outcome of consent."""

    def __init__(self, region: OracleRegion, spec: Lever, drawn: Assumptions) -> None:
        self.region, self.spec, self.key = region, spec, spec.key
        self.members = [region.states[key] for key in spec.members]
        self.payers = self.members if spec.form == "pact" else self.members[:1]
        self.asked = {"pact": self.members, "offer": self.members[1:], "unilateral": []}[spec.form]
        card, dt = f"lever.{spec.card}", region.dt
        self.rise = decay(dt, drawn.draw(f"{card}.lag", spec.lag))
        self.fall = decay(dt, drawn.draw(f"{card}.fade", spec.fade))
        self.cost = drawn.draw(f"{card}.cost", spec.cost)
        self.full_level = drawn.draw(f"level.{spec.key}", spec.level)
        self.announced = drawn.draw(f"announced.{spec.key}", spec.announced) if spec.announced is not None else None
        self.level, self.outcome, self.begun = 0.0, NOT_ASKED, False
        self.process = f"consent.{spec.key}"
        self.breaks_credibility = "credibility" in spec.influences
        self.at_home: list[tuple[OracleState, str, float]] = []
        self.at_dyads: list[tuple[OracleState, str, str, float]] = []
        for kind, quantities in (("influence", spec.influences), ("side", spec.side_effects)):
            for channel, quantity in quantities.items():
                self._land(kind, channel, drawn.draw(f"{card}.{kind}.{channel}", quantity))

    def _land(self, kind: str, channel: str, coefficient: float) -> None:
        """Note where a coefficient lands; an offer helps its receivers and costs its giver at home."""
        if channel in HOME_CHANNELS:
            helped = self.spec.form == "offer" and kind == "influence"
            self.at_home += [(state, channel, coefficient) for state in (self._receivers() if helped else self.payers)]
            return
        if channel == "crisis_duration":
            coefficient *= self.region.parameters.pick_up
        for observer, target in self._outside() if (kind, channel) == ("side", "restraint") else self._dyads(channel):
            self.at_dyads.append((observer, target.key, channel, coefficient))

    def _dyads(self, channel: str) -> list[tuple[OracleState, OracleState]]:
        members = self.members
        if channel == "threat_to_outsiders":
            return [(observer, member) for observer, member in self._outside() if member in members]
        if self.spec.form == "pact":
            return [(i, j) for i in members for j in members if i is not j]
        giver = members[0]
        receivers = self._receivers()
        towards = [(receiver, giver) for receiver in receivers]
        if channel in MUTUAL or channel in CRISIS:
            return towards + [(giver, receiver) for receiver in receivers]
        return towards

    def _outside(self) -> list[tuple[OracleState, OracleState]]:
        """Every outsider and member, in both orders."""
        outsiders = [state for state in self.region.states.values() if state not in self.members]
        towards = [(outsider, member) for outsider in outsiders for member in self.members]
        return towards + [(member, outsider) for outsider, member in towards]

    def _receivers(self) -> list[OracleState]:
        everybody = self.region.states.values()
        return self.members[1:] or [state for state in everybody if state is not self.members[0]]

    # One step -----------------------------------------------------------------------------------------------------

    def step(self, spending: dict[str, float]) -> None:
        """Decide on the lever and move its delivered level towards what was decided."""
        multiplier = self._multiplier()
        goal = multiplier * self.full_level
        if self.spec.rule is not None:
            goal *= clip(value_of(self.spec.rule, self.region), 0.0, 1.0)
        self.outcome = self._decide(goal, spending)
        self._promise(multiplier, goal)
        if self.outcome == GRANTED:
            for state in self.payers:
                spending[state.key] += self.cost * goal
        else:
            goal = 0.0
        self.level += (goal - self.level) * (self.rise if goal > self.level else self.fall)

    def deliver(self) -> None:
        """Write the influence of the delivered level to the states."""
        level, gain = self.level, self.region.parameters.learning_gain
        for state, channel, coefficient in self.at_home:
            state.at_home[channel] += level * coefficient
        for observer, target, channel, coefficient in self.at_dyads:
            received = observer.received[channel]
            if channel == "contact_floor":
                received[target] = max(received[target], level * coefficient)
            elif channel in UNLEARNT:
                received[target] += level * coefficient
            else:
                received[target] += level * coefficient * (1.0 + gain * observer.know_how[target])

    def _multiplier(self) -> float:
        spec, t = self.spec, self.region.time_step
        if not spec.first_step <= t < spec.last_step:
            return 0.0
        begun = [multiplier for first, multiplier in spec.stages if first <= t]
        return begun[-1] if begun else 0.0

    def _decide(self, goal: float, spending: dict[str, float]) -> int:
        if goal <= 0.0:
            return NOT_ASKED
        if self.spec.when is not None and not value_of(self.spec.when, self.region):
            return CONDITION
        if any(spending[state.key] + self.cost * goal > state.budget for state in self.payers):
            return BUDGET
        region = self.region
        _, common, chance, _ = region.draws.four(self.process, 0, 0, region.time_step, region.run)
        if GRANTED <= self.outcome <= LAST_REASON and chance >= region.pace.review:
            return self.outcome
        return self._review(common)

    def _review(self, common: float) -> int:
        """Ask every member that must consent; return 1, or the reason of the first that refuses."""
        region, p, found = self.region, self.region.parameters, GRANTED
        for member in self.asked:
            own, shares, _, _ = region.draws.four(self.process, member.hash, 0, region.time_step, region.run)
            view = view_of(member, [state.key for state in self.members if state is not member])
            if agrees(region, view, common if shares < p.consent_common else own):
                continue
            if found == GRANTED:
                found = reason(region, view)
            if self.outcome == GRANTED and self.breaks_credibility:
                for other in self.members:
                    if other is not member:
                        other.impulse["credibility_failure"][member.key] += p.credibility_broken
        return found

    # Promises -----------------------------------------------------------------------------------------------------

    def _promise(self, multiplier: float, goal: float) -> None:
        """Announce the lever when it begins; who offers less than was announced disappoints."""
        if self.announced is None:
            return
        region, p = self.region, self.region.parameters
        promised = multiplier * self.announced
        begins = multiplier > 0.0 and not self.begun
        self.begun = self.begun or begins
        given = goal if self.outcome == GRANTED else promised if self.outcome in EXCUSED else 0.0
        shortfall = max(promised - given, 0.0)
        for hearer, speaker in self._dyads("goodwill"):
            hearer.talk[speaker.key] += p.announcement * promised * begins
            hearer.talk[speaker.key] -= p.talk_disappointment * p.negativity * shortfall * region.pace.mood_years
            hearer.impulse["credibility_failure"][speaker.key] += p.talk_failures * shortfall * region.dt
