"""Levers (ODD 7.7): condition, budget, consent and delivery of instruments in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.scenario.scenario import Lever
from oracle.arithmetic import clip, decay, logistic
from oracle.assumptions import Assumptions
from oracle.state import HOME_CHANNELS, OracleState

if TYPE_CHECKING:
    from oracle.model import OracleRegion

NOT_ASKED, GRANTED, LAST_REASON, BUDGET, CONDITION = 0, 1, 7, 8, 9
MUTUAL = ("alignment", "contact", "contact_floor", "interoperability", "claim_easing")
CRISIS = ("crisis_onset", "crisis_escalation", "crisis_duration")


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
        self.level, self.outcome = 0.0, NOT_ASKED
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
        for observer, target in self._dyads(channel):
            self.at_dyads.append((observer, target.key, channel, coefficient))

    def _dyads(self, channel: str) -> list[tuple[OracleState, OracleState]]:
        everybody, members = list(self.region.states.values()), self.members
        if channel == "threat_to_outsiders":
            return [(outsider, member) for outsider in everybody if outsider not in members for member in members]
        if self.spec.form == "pact":
            return [(i, j) for i in members for j in members if i is not j]
        giver = members[0]
        receivers = self._receivers()
        towards = [(receiver, giver) for receiver in receivers]
        if channel in MUTUAL or channel in CRISIS:
            return towards + [(giver, receiver) for receiver in receivers]
        return towards

    def _receivers(self) -> list[OracleState]:
        everybody = self.region.states.values()
        return self.members[1:] or [state for state in everybody if state is not self.members[0]]

    # One step -----------------------------------------------------------------------------------------------------

    def step(self, spending: dict[str, float]) -> None:
        """Decide on the lever and move its delivered level towards what was decided."""
        goal = self._multiplier() * self.full_level
        self.outcome = self._decide(goal, spending)
        if self.outcome == GRANTED:
            for state in self.payers:
                spending[state.key] += self.cost * goal
        else:
            goal = 0.0
        self.level += (goal - self.level) * (self.rise if goal > self.level else self.fall)

    def deliver(self) -> None:
        """Write the influence of the delivered level to the states."""
        level = self.level
        for state, channel, coefficient in self.at_home:
            state.at_home[channel] += level * coefficient
        for observer, target, channel, coefficient in self.at_dyads:
            received = observer.received[channel]
            if channel == "contact_floor":
                received[target] = max(received[target], level * coefficient)
            else:
                received[target] += level * coefficient

    def _multiplier(self) -> float:
        spec, t = self.spec, self.region.time_step
        if not spec.first_step <= t < spec.last_step:
            return 0.0
        begun = [multiplier for first, multiplier in spec.stages if first <= t]
        return begun[-1] if begun else 0.0

    def _decide(self, goal: float, spending: dict[str, float]) -> int:
        if goal <= 0.0:
            return NOT_ASKED
        if self.spec.when is not None and not self._condition():
            return CONDITION
        if any(spending[state.key] + self.cost * goal > state.budget for state in self.payers):
            return BUDGET
        region = self.region
        _, common, chance, _ = region.draws.four(self.process, 0, 0, region.time_step, region.run)
        if GRANTED <= self.outcome <= LAST_REASON and chance >= region.pace.review:
            return self.outcome
        return self._review(common)

    # Consent ------------------------------------------------------------------------------------------------------

    def _review(self, common: float) -> int:
        """Ask every member that must consent; return 1, or the reason of the first that refuses."""
        region, p, found = self.region, self.region.parameters, GRANTED
        for member in self.asked:
            own, shares, _, _ = region.draws.four(self.process, member.hash, 0, region.time_step, region.run)
            u = common if shares < p.consent_common else own
            others = [state.key for state in self.members if state is not member]
            count = max(len(others), 1)
            trust = sum(member.trust[other] for other in others) / count
            threat = sum(min(member.common_threat[other], 1.0) for other in others) / count
            active = sum(member.active[other] for other in others) / count
            distance = sum(member.priority_distance[other] for other in others) / count
            contact = sum(member.channel[other] - member.channel0[other] for other in others) / count
            v = (
                p.consent_base
                + p.consent_trust * trust
                + p.consent_threat * threat
                + p.consent_latitude * clip(member.latitude0 + member.latitude_lifted, 0.0, 1.0)
                - p.consent_grievance * active
                - p.consent_nationalism * member.nationalism
                - p.consent_priorities * distance
                + p.consent_contact * contact
            )
            if u < logistic(v):
                continue
            if found == GRANTED:
                found = self._reason(trust, active, member.nationalism, distance, threat, contact)
            if self.outcome == GRANTED and self.breaks_credibility:
                for other in self.members:
                    if other is not member:
                        other.impulse["credibility_failure"][member.key] += p.credibility_broken
        return found

    def _reason(
        self, trust: float, active: float, nationalism: float, distance: float, threat: float, contact: float
    ) -> int:
        """The term that falls furthest short of an average pair at the start."""
        p, average = self.region.parameters, self.region.average
        shortfalls = [
            p.consent_trust * (average["trust"] - trust),
            p.consent_grievance * (active - average["active"]),
            p.consent_nationalism * (nationalism - average["nationalism"]),
            p.consent_priorities * (distance - average["distance"]),
            p.consent_threat * (average["threat"] - threat),
            -p.consent_contact * contact,
        ]
        return 2 + shortfalls.index(max(shortfalls))

    # Conditions ---------------------------------------------------------------------------------------------------

    def _condition(self) -> bool:
        """Whether the postfix program of `when` holds in world t."""
        stack: list[float] = []
        for token in self.spec.when or ():
            word = token[0]
            if word == "number":
                stack.append(token[1])
            elif word == "year":
                stack.append(self.region.year)
            elif word == "variable":
                stack.append(self._value(token[1], token[2]))
            elif word == "not":
                stack.append(float(stack.pop() == 0.0))
            elif word == "negate":
                stack.append(-stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(_combined(word, left, right))
        return stack[-1] != 0.0

    def _value(self, variable: str, keys: tuple[str, ...]) -> float:
        state = self.region.states[keys[0]]
        if len(keys) == 2:
            if variable == "tension":
                return state.stage[keys[1]] / 4.0
            return float(getattr(state, variable)[keys[1]])
        if variable == "capability":
            return sum(state.capability.values())
        name, _, part = variable.partition(".")
        found = getattr(state, name)
        return float(found[part] if part else found)


def _combined(word: str, left: float, right: float) -> float:
    """Apply an operator of two operands; truth is 1 or 0."""
    match word:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right != 0.0 else 0.0
        case "<":
            return float(left < right)
        case "<=":
            return float(left <= right)
        case ">":
            return float(left > right)
        case ">=":
            return float(left >= right)
        case "and":
            return float(left != 0.0 and right != 0.0)
        case "or":
            return float(left != 0.0 or right != 0.0)
    raise ValueError(f"no operator {word!r}")
