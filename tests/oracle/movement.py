"""Movement: how a state moves its own variables once a step (ODD stage 6, 7.10 to 7.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from oracle.arithmetic import clip, exp, forgotten, logistic

if TYPE_CHECKING:
    from oracle.model import OracleRegion
    from oracle.state import OracleState


class Movement(mesa.Agent):
    """The moving part of a state.  `upcoming` collects world t+1 while world t is still read by everybody."""

    model: OracleRegion
    peers: dict[str, OracleState]
    upcoming: dict[str, Any]

    def move(self) -> None:
        """Compute world t+1 of all that this state alone decides on; pairs are the region's."""
        self.move_mood()
        self.move_grievance()
        self.move_trust()
        self.move_intent()
        self.move_threat()
        self.move_credibility()
        self.move_interdependence()
        self.upcoming["misperception"] = self._misperception()
        self.move_priorities()
        self.move_capability()
        self.move_nationalism()

    def advance(self) -> None:
        """World t+1 becomes world t."""
        for name, value in self.upcoming.items():
            setattr(self, name, value)
        self.upcoming = {}

    def move_mood(self) -> None:
        """ODD 7.10: mood, its anchor and the expected news."""
        p, pace = self.model.parameters, self.model.pace
        years, habituation = pace.mood_years, p.habituation
        good_weight = p.trust_good_news * years
        bad_weight = good_weight * p.negativity
        goodwill, news = self.received["goodwill"], self.impulse["news"]
        moods, anchors, goods, bads = {}, {}, {}, {}
        for other in self.others:
            mood, anchor = self.mood[other], self.anchor[other]
            good, good0, good_expected = self.good[other], self.good0[other], self.good_expected[other]
            bad, bad0, bad_expected = self.bad[other], self.bad0[other], self.bad_expected[other]
            norm = self.norm0[other]
            moved = (
                mood
                + (anchor - mood) * pace.mood
                + good_weight * (good - good0 - habituation * (good_expected - good0))
                - bad_weight * (bad - bad0 - habituation * (bad_expected - bad0))
                - p.grievance_friction * years * (self.active[other] - self.active0[other])
                - p.crisis_friction * years * (self.stage[other] / 4.0 - self.tension0[other])
                + goodwill[other] * years
                + self.talk[other]
                + news[other]
                + (self.drawn[other][3] - 0.5) * pace.noise
            )
            moods[other] = clip(moved, -12.0, 12.0)
            anchors[other] = anchor + (norm + p.anchor_follow * (mood - norm) - anchor) * pace.anchor
            goods[other] = good_expected + (good - good_expected) * pace.habituation
            bads[other] = bad_expected + (bad - bad_expected) * pace.habituation
        self.upcoming.update(mood=moods, anchor=anchors, good_expected=goods, bad_expected=bads)

    def move_grievance(self) -> None:
        """ODD 7.11: the stock of grievance and its trigger."""
        p, pace, dt = self.model.parameters, self.model.pace, self.model.dt
        repairs, woken = self.received["grievance_repair"], self.impulse["trigger"]
        grievances, triggers = {}, {}
        for other in self.others:
            grievance, trigger = self.grievance[other], self.trigger[other]
            repair = repairs[other] * dt
            harm = p.grievance_harm * (self.bad[other] - self.bad0[other])
            harm += p.grievance_harm_crisis * (self.stage[other] / 4.0 - self.tension0[other])
            moved = grievance - grievance * pace.grievance - grievance * repair / (1.0 + repair)
            grievances[other] = clip(moved + (1.0 - grievance) * harm * dt, 0.0, 1.0)
            settled = trigger + (self.trigger0[other] - trigger) * pace.trigger
            triggers[other] = clip(settled + (1.0 - trigger) * woken[other], 0.0, 1.0)
        self.upcoming.update(grievance=grievances, trigger=triggers)

    def move_trust(self) -> None:
        """ODD 7.10: trust is a readout of the mood and grievance of world t+1."""
        ceiling, mood = self.model.parameters.grievance_ceiling, self.upcoming["mood"]
        grievance = self.upcoming["grievance"]
        self.upcoming["trust"] = {
            other: (1.0 - ceiling * grievance[other]) * logistic(mood[other]) for other in self.others
        }

    def move_intent(self) -> None:
        """ODD 7.12 and 7.21: the hostile intent seen in others."""
        share, pull = self.model.pace.intent, self.model.theory.pull
        image, shocks = self.received["image"], self.impulse["intent"]
        intents = self.upcoming["intent"] = {}
        for other, intent in self.intent.items():
            goal = logistic(self.intent_logit0[other] + pull(self, other) - image[other])
            intents[other] = clip(intent + (goal - intent) * share + (1.0 - intent) * shocks[other], 0.0, 1.0)

    def move_threat(self) -> None:
        """ODD 7.12: threat follows power times intent with a lag."""
        follow = self.model.pace.threat
        self.upcoming["threat"] = {
            other: threat + (self.power[other] * self.intent[other] - threat) * follow
            for other, threat in self.threat.items()
        }

    def move_credibility(self) -> None:
        """ODD 7.13: counts of deliveries and failures, with forgetting."""
        p, pace = self.model.parameters, self.model.pace
        years = pace.credibility_years
        acts, negativity = p.credibility_acts * years, p.negativity
        levers, failures = self.received["credibility"], self.impulse["credibility_failure"]
        kepts, brokens, credibilities = {}, {}, {}
        for other in self.others:
            kept, broken = self.kept[other], self.broken[other]
            failed = negativity * failures[other]
            kept += (
                (self.kept0[other] - kept) * pace.credibility
                + acts * (self.good[other] - self.good_expected[other])
                + levers[other] * years
            )
            broken += (
                (self.broken0[other] - broken) * pace.credibility
                + negativity * acts * (self.bad[other] - self.bad_expected[other])
                + (failed if failed >= 0.0 else -broken * forgotten(-failed / broken))
            )
            kept, broken = max(kept, 1e-9), max(broken, 1e-9)
            kepts[other], brokens[other], credibilities[other] = kept, broken, kept / (kept + broken)
        self.upcoming.update(kept=kepts, broken=brokens, credibility=credibilities)

    def move_interdependence(self) -> None:
        """ODD 7.13: trade returns to its baseline."""
        pace, coercion = self.model.pace, self.model.parameters.coercion * self.model.dt
        levers, losses = self.received["interdependence"], self.impulse["interdependence_loss"]
        moved = self.upcoming["interdependence"] = {}
        for other in self.others:
            x = self.interdependence[other]
            back = x + (self.interdependence0[other] - x) * pace.trade
            built = (1.0 - x) * levers[other] * pace.trade_years
            lost = x * coercion * (self.bad[other] - self.bad0[other]) + x * losses[other]
            moved[other] = clip(back + built - lost, 0.0, 1.0)

    def _misperception(self) -> dict[str, float]:
        """ODD 7.4: contact and practice of world t and the levers of this step keep misreading low."""
        p, levers = self.model.parameters, self.received["misperception"]
        base, contact, practice = p.misperception_base, p.misperception_contact, p.misperception_practice
        return {
            other: min(
                base * exp(levers[other] - contact * self.channel[other] - practice * self.interoperability[other]),
                0.5,
            )
            for other in self.others
        }

    def _influence(self) -> dict[str, float]:
        """ODD 7.14: weights of partners, adding up to 1, or none without partners."""
        raw = {other: max(self.alignment[other], 0.0) * self.channel[other] for other in self.others}
        total = sum(raw.values())
        return {other: weight / max(total, 0.001) for other, weight in raw.items() if weight > 0.0}

    def move_priorities(self) -> None:
        """ODD 7.14: stances move between partners' and one's own, as the leaders of world t+1 lean."""
        leaning = self.upcoming["leaning"] = self._led()
        weights, peers = self._influence(), self.peers
        susceptibility, rate = self.model.parameters.susceptibility, self.model.pace.influence
        kept = 1.0 - susceptibility * sum(weights.values())
        moved = self.upcoming["priorities"] = {}
        for issue, stance in self.priorities.items():
            heard = sum(weight * peers[other].priorities[issue] for other, weight in weights.items())
            goal = susceptibility * heard + kept * (self.innate[issue] + leaning[issue])
            moved[issue] = clip(stance + (goal - stance) * rate, -1.0, 1.0)

    def _led(self) -> dict[str, float]:
        """ODD 7.6: where new leaders lean, as far as trade dependence leaves them free; without any, as before."""
        if self.new_leaders is None:
            return self.leaning
        free = 1.0 - self.model.parameters.orientation_dependence * max(self.interdependence.values())
        return {issue: lean * free for issue, lean in self.new_leaders.items()}

    def _pressure(self) -> float:
        return sum(threat * self.peers[other].total for other, threat in self.threat.items())

    def move_capability(self) -> None:
        """ODD 7.15: arms follow the pressure of others around a planned path."""
        p, pace, dt = self.model.parameters, self.model.pace, self.model.dt
        more = 0.0
        if self.total > 0.0:
            more = p.arms_reaction * dt * (self._pressure() - self.pressure0) / self.total
        grown, surge = exp(self.growth * dt) - 1.0, exp(self.home_impulse["capability"]) - 1.0
        capabilities, plans = {}, {}
        for domain, capability in self.capability.items():
            planned = self.planned[domain]
            rise = planned * (grown + (1.0 + grown) * surge)
            moved = capability + capability * more + (planned - capability) * pace.fatigue + rise
            capabilities[domain] = max(moved + self.at_home[f"capability.{domain}"] * dt, 0.0)
            plans[domain] = planned + rise
        denied = self.access_denial + (1.0 - self.access_denial) * self.home_impulse["access_denial"]
        self.upcoming.update(capability=capabilities, planned=plans, access_denial=min(denied, 1.0))

    def belief(self) -> float:
        """ODD 7.20: how far allies are believed; 0 without alliances."""
        pledges = sum(self.pledge.values())
        if pledges <= 0.0:
            return 0.0
        return sum(c * self.credibility[other] for other, c in self.pledge.items()) / pledges

    def _doubt_goal(self) -> float:
        return 1.0 - self.belief() if sum(self.pledge.values()) > 0.0 else 0.0

    def _burden(self) -> float:
        """ODD 7.16: own capability over that of itself and its allies."""
        total = self.total + sum(self.peers[other].total for other, c in self.pledge.items() if c > 0.0)
        return self.total / total if total > 0.0 else 1.0

    def move_nationalism(self) -> None:
        """ODD 7.16: domestic backlash, doubt that allies deliver, and the burden borne."""
        p, pace, nationalism = self.model.parameters, self.model.pace, self.nationalism
        count = max(len(self.others), 1)
        pressed = sum(self.bad[other] - self.bad0[other] for other in self.others) / count
        crises = sum(self.stage[other] / 4.0 - self.tension0[other] for other in self.others) / count
        moved = (
            nationalism
            + (self.nationalism0 - nationalism) * pace.nationalism
            + (1.0 - nationalism)
            * pace.nationalism_years
            * (p.nationalism_pressure * pressed + p.nationalism_crisis * crises)
            + self.at_home["nationalism"] * pace.nationalism_years
            + (1.0 - nationalism) * self.home_impulse["nationalism"]
        )
        self.upcoming["nationalism"] = clip(moved, 0.0, 1.0)
        self.upcoming["doubt"] = self.doubt + (self._doubt_goal() - self.doubt) * pace.doubt
        self.upcoming["burden"] = self._burden()
