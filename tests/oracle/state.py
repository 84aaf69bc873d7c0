"""OracleState: a state as an agent.  Everything it holds about another stands in its own dicts, by the other's key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from detente.scenario.scenario import State
from oracle.arithmetic import clip, exp, log, logistic, logit
from oracle.assumptions import Assumptions
from oracle.draws import Four, name_hash
from oracle.movement import Movement
from oracle.postures import POSTURES, greatest_threat, reviewed, weights_of

if TYPE_CHECKING:
    from oracle.model import OracleRegion

DOMAINS = ("conventional", "maritime", "missile_defence", "cyber", "space")
DYAD_CHANNELS = (
    "goodwill",
    "misperception",
    "grievance_repair",
    "interdependence",
    "credibility",
    "alignment",
    "contact",
    "contact_floor",
    "interoperability",
    "claim_easing",
    "learning",
    "crisis_onset",
    "crisis_escalation",
    "crisis_duration",
    "restraint",
    "image",
    "threat_to_outsiders",
)
HOME_CHANNELS = ("nationalism", "latitude", *(f"capability.{domain}" for domain in DOMAINS))
DYAD_IMPULSES = (
    "news",
    "trigger",
    "intent",
    "credibility_failure",
    "interdependence_loss",
    "alignment",
    "contact_loss",
    "crisis",
    "claim",
)
HOME_IMPULSES = ("nationalism", "access_denial", "capability")


class OracleState(Movement):
    """One state of the region: how it starts, perceives and chooses; how it moves is in `Movement`."""

    model: OracleRegion

    def __init__(self, model: OracleRegion, spec: State, others: list[str], drawn: Assumptions) -> None:
        super().__init__(model)
        self.key, self.posture, self.others = spec.key, POSTURES.index(spec.posture), others
        self.hash = name_hash(spec.key)
        self.peers: dict[str, OracleState] = {}  # the other states by key, set by the region
        self.upcoming: dict[str, Any] = {}
        home, p = drawn.homes[spec.key], model.parameters

        def given(variable: str) -> dict[str, float]:
            table = drawn.ties[variable]
            return {other: table[spec.key, other] for other in others}

        self.budget, self.patience, self.zero_sum = home["budget"], home["patience"], home["zero_sum"]
        self.latitude0, self.growth, self.nuclear = home["latitude"], home["growth"], home["nuclear"]
        self.distance = given("distance")
        self.commitment = {other: drawn.commitment.get((spec.key, other), 0.0) for other in others}
        self.pledge = {other: drawn.pledge.get((spec.key, other), 0.0) for other in others}
        partners = {other: p.partner_support * drawn.partners.get((spec.key, other), 0.0) for other in others}
        self.support = {other: max(pledge, partners[other]) for other, pledge in self.pledge.items()}
        self.access_denial = home["access_denial"]
        self.nationalism = self.nationalism0 = home["nationalism"]
        self.capability = {domain: home[f"capability.{domain}"] for domain in DOMAINS}
        self.planned = dict(self.capability)
        self.priorities = {issue: home[f"priorities.{issue}"] for issue in model.spec.issues}
        self.leaning = dict.fromkeys(model.spec.issues, 0.0)
        self.interdependence = self.interdependence0 = given("interdependence")
        self.alignment = self.alignment0 = given("alignment")
        self.channel = self.channel0 = given("channel")
        self.interoperability = self.interoperability0 = given("interoperability")
        self.claim = self.claim0 = given("claim")
        self.know_how = self.know_how0 = given("know_how")
        self.stage = dict.fromkeys(others, 0)
        self._start_beliefs(given)
        self.threshold = self._trust_threshold()
        self.clear_channels()
        self.clear_impulses()
        self.misperception = self._misperception()
        self.reach = {other: exp(-p.distance_decay * log(max(self.distance[other], 50.0) / 1000.0)) for other in others}

    # Start (ODD 5) ------------------------------------------------------------------------------------------------

    def _start_beliefs(self, given: Callable[[str], dict[str, float]]) -> None:
        """World 0 of what is believed and felt, and the rest levels to which it returns."""
        p, others = self.model.parameters, self.others
        trust, credibility = given("trust"), given("credibility")
        self.grievance = {other: min(value * p.grievance_scale, 1.0) for other, value in given("grievance").items()}
        self.mood: dict[str, float] = {}
        self.trust: dict[str, float] = {}
        for other in others:
            ceiling = 1.0 - p.grievance_ceiling * self.grievance[other]
            share = logistic(logit(trust[other]) + p.trust_shift) / ceiling
            self.mood[other] = clip(logit(min(share, 0.999)), -12.0, 12.0)
            self.trust[other] = ceiling * logistic(self.mood[other])
        self.anchor = self.norm0 = self.mood
        self.trigger = self.trigger0 = given("trigger")
        self.active = self.active0 = {other: self.grievance[other] * self.trigger[other] for other in others}
        self.intent = {other: logistic(logit(value) + p.intent_shift) for other, value in given("intent").items()}
        self.intent_logit0 = {other: logit(self.intent[other]) for other in others}
        weight = p.credibility_weight
        self.kept = self.kept0 = {other: max(credibility[other], 1e-6) * weight for other in others}
        self.broken = self.broken0 = {other: max(1.0 - credibility[other], 1e-6) * weight for other in others}
        self.credibility = {other: self.kept[other] / (self.kept[other] + self.broken[other]) for other in others}
        self.doubt = self._doubt_goal()

    def _trust_threshold(self) -> float:
        """ODD 7.5: Kydd's minimum trust."""
        p = self.model.parameters
        risk = p.payoff_punishment - p.payoff_sucker
        gain = p.payoff_reward - p.payoff_temptation
        future = p.payoff_reward - p.payoff_punishment
        return risk / max(risk + (gain + self.patience * future) * (1.0 - self.zero_sum), 1e-9)

    def start_threat(self) -> None:
        """ODD 5: threat begins where power times intent stands; nothing has been seen yet (ODD 7.21)."""
        self.power0, self.burden = self.power, self._burden()
        self.reading = dict.fromkeys(self.others, 0.0)
        self.threat = {other: self.power[other] * self.intent[other] for other in self.others}

    def start_rest(self) -> None:
        """ODD 5: rest levels of the products, pressure and stances."""
        self.common_threat0, self.balance0 = self.common_threat, self.balance
        self.priority_distance0 = self.priority_distance
        self.pressure0 = self._pressure()
        self.greatest0, self.belief0 = greatest_threat(self)[0], self.belief()
        p, weights = self.model.parameters, self._influence()
        held = p.susceptibility * sum(weights.values())
        self.innate = {}
        for issue in self.priorities:
            heard = sum(weight * self.peers[other].priorities[issue] for other, weight in weights.items())
            self.innate[issue] = (self.priorities[issue] - p.susceptibility * heard) / max(1.0 - held, 1e-6)

    def start_news(self) -> None:
        """ODD 7.4: the news that is usual; it is what has been seen until something has (ODD 7.21)."""
        p = self.model.parameters
        b, opposite = p.hostile_bias, 1.0 if p.misreading_step > 1.5 else 0.0
        self.good0, self.bad0 = {}, {}
        for other, peer in self.peers.items():
            m, c, q = self.misperception[other], peer.cooperate[self.key], peer.press[self.key]
            hold = 1.0 - c - q
            self.good0[other] = c * (1 - 2 * b * m) + hold * m * (1 - b) + opposite * q * 2 * (1 - b) * m
            self.bad0[other] = q * (1 - 2 * (1 - b) * m) + hold * m * b + opposite * c * 2 * b * m
        self.reading = {other: self.good0[other] - self.bad0[other] for other in self.others}

    def start_conduct(self) -> None:
        """ODD 5: first acts drawn from the propensities; the usual news is expected."""
        model = self.model
        self.drawn: dict[str, Four] = {}
        self.act = {}
        for other, peer in self.peers.items():
            words = self.drawn[other] = model.draws.four("start", self.hash, peer.hash, 0, model.run)
            u = words[0]
            self.act[other] = -1 if u < self.press[other] else 1 if u >= 1.0 - self.cooperate[other] else 0
        self.good_expected, self.bad_expected = self.good0, self.bad0

    def start_readings(self) -> None:
        """ODD 5: each first act has been read before the first step."""
        self.read_of = {other: peer.act[self.key] for other, peer in self.peers.items()}
        self.reading = {other: self._seen(other, act, self.drawn[other][1]) for other, act in self.read_of.items()}

    # Impulses and channels ----------------------------------------------------------------------------------------

    def clear_impulses(self) -> None:
        """Forget the shocks and the talk of the step before (ODD 7.6 and 7.7)."""
        self.impulse = {name: dict.fromkeys(self.others, 0.0) for name in DYAD_IMPULSES}
        self.home_impulse = dict.fromkeys(HOME_IMPULSES, 0.0)
        self.talk = dict.fromkeys(self.others, 0.0)
        self.new_leaders: dict[str, float] | None = None  # where they want to go by issue, if there are any

    def clear_channels(self) -> None:
        """Forget what levers delivered in the step before (ODD 7.7)."""
        self.received = {name: dict.fromkeys(self.others, 0.0) for name in DYAD_CHANNELS}
        self.at_home = dict.fromkeys(HOME_CHANNELS, 0.0)

    # Stages 2 and 3 -----------------------------------------------------------------------------------------------

    def perceive(self) -> None:
        """ODD 7.4: hold on to readings of the others' acts; read anew what changed, and at times what did not."""
        model, key = self.model, self.key
        four, t, run, chance = model.draws.four, model.time_step, model.run, model.pace.reconsider
        self.good, self.bad = {}, {}
        perceived = self.upcoming["reading"] = {}
        self.surprise = 0.0  # summed over the others, for the indicator of predictability
        for other, peer in self.peers.items():
            words = self.drawn[other] = four("conduct", self.hash, peer.hash, t, run)
            act, w, seen = peer.act[key], words[0], self.reading[other]
            if act != self.read_of[other]:
                seen = self._seen(other, act, w)
                self.read_of[other] = act
            elif w < chance:
                seen = self._seen(other, act, w / chance)
            perceived[other] = seen
            self.good[other] = 1.0 if seen > 0.5 else 0.0
            self.bad[other] = 1.0 if seen < -0.5 else 0.0
            self.surprise += abs(seen - (self.good_expected[other] - self.bad_expected[other]))

    def _seen(self, other: str, act: int, u: float) -> float:
        """ODD 7.4: an act as it looks at first sight, with misreadings that lean to the hostile side."""
        p, m = self.model.parameters, self.misperception[other]
        b, s = p.hostile_bias, p.misreading_step
        if act == 1:
            return 1.0 - s if u < 2 * b * m else 1.0
        if act == -1:
            return s - 1.0 if u < 2 * (1 - b) * m else -1.0
        return -1.0 if u < b * m else 1.0 if u < m else 0.0

    def review_posture(self) -> None:
        """ODD 7.20: the posture of world t+1; this step still weighs by that of world t."""
        self.upcoming["posture"] = reviewed(self)

    def weigh_acts(self) -> None:
        """ODD 7.5 and 7.21: propensities to cooperate and to press."""
        self.weights = weights_of(self.posture, self.model.parameters)
        self.active = {other: self.grievance[other] * self.trigger[other] for other in self.others}
        self.cooperate, self.press = {}, {}
        for other, utility, pressing in self.model.theory.utilities(self):
            to_cooperate, to_press = exp(utility), exp(pressing)
            total = 1.0 + to_cooperate + to_press
            self.cooperate[other] = to_cooperate / total
            self.press[other] = to_press / total

    def choose(self) -> None:
        """ODD 7.5: who reconsiders draws a new act, other acts persist."""
        reconsider = self.model.pace.reconsider
        acts = self.upcoming["act"] = {}
        for other in self.others:
            _, again, u, _ = self.drawn[other]
            if again >= reconsider:
                acts[other] = self.act[other]
            else:
                acts[other] = -1 if u < self.press[other] else 1 if u >= 1.0 - self.cooperate[other] else 0
