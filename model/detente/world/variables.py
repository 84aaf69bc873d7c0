"""What the World holds: every variable with its unit, bounds, symmetry and meaning.  Light: imports nothing."""

from __future__ import annotations

from typing import NamedTuple


class Variable(NamedTuple):
    """One variable of a region.

    `of` is `dyad` (row observes column), `pair` (symmetric) or `state`; `low, high` are hard bounds;
    `default` fills what a scenario file leaves out (None: the file must give every value).
    """

    name: str
    of: str
    unit: str
    low: float
    high: float
    default: float | None
    given: bool
    meaning: str


INFINITY = float("inf")


def _dyad(name: str, unit: str, low: float, high: float, default: float | None, given: bool, meaning: str) -> Variable:
    return Variable(name, "dyad", unit, low, high, default, given, meaning)


def _pair(name: str, unit: str, low: float, high: float, default: float | None, given: bool, meaning: str) -> Variable:
    return Variable(name, "pair", unit, low, high, default, given, meaning)


def _state(name: str, unit: str, low: float, high: float, default: float | None, given: bool, meaning: str) -> Variable:
    return Variable(name, "state", unit, low, high, default, given, meaning)


DOMAINS = ("conventional", "maritime", "missile_defence", "cyber", "space")
MOST_ISSUES = 5
"""A scenario names its own issues, at most so many: what matters differs from region to region."""
POSTURES = ("plain", "balance", "hedge", "bandwagon", "third_way")
"""By the number that the variable `posture` holds."""
THEORIES = ("mixed", "realist", "liberal", "constructivist")
"""Which mechanisms drive choice, intent and consent; `mixed` is all of them."""
ACTS = {"press": -1, "hold": 0, "cooperate": 1}

# `given` says whether a scenario file states the initial value; the others follow from the model.
VARIABLES: dict[str, Variable] = {
    v.name: v
    for v in (
        _dyad("trust", "share", 0, 1, None, True, "share of the observer's public that trusts the target (mood)"),
        _dyad("grievance", "1", 0, 1, 0.0, True, "slow stock of historical grievance the observer holds"),
        _dyad("trigger", "1", 0, 1, 0.0, True, "how far grievance is awake; active grievance = grievance x trigger"),
        _dyad("intent", "1", 0, 1, None, True, "hostile intent the observer sees in the target"),
        _dyad(
            "threat",
            "1",
            0,
            1,
            None,
            False,
            "power of the target that can reach the observer, times its intent, lagged",
        ),
        _dyad("credibility", "1", 0, 1, None, True, "the observer's belief that the target delivers what it promises"),
        _dyad("interdependence", "1", 0, 1, None, True, "trade dependence of the observer on the target"),
        _dyad(
            "misperception",
            "probability",
            0,
            0.5,
            None,
            False,
            "chance that the observer misreads an act of the target",
        ),
        _dyad("act", "1", -1, 1, None, False, "conduct of the row towards the column: -1 press, 0 hold, 1 cooperate"),
        _pair("alignment", "1", -1, 1, None, True, "which side the two are on: -1 opposed, 1 aligned"),
        _pair("channel", "1", 0, 1, None, True, "working contact between the governments"),
        _pair("interoperability", "1", 0, 1, 0.0, True, "practice of acting together"),
        _pair("claim", "1", 0, 1, 0.0, True, "salience of a territorial or maritime dispute"),
        _pair(
            "know_how",
            "1",
            0,
            1,
            0.0,
            True,
            "what research and practice together have taught the two to make of levers",
        ),
        _pair("distance", "km", 0, 20100, None, True, "distance between the nearest relevant points"),
        _pair("tension", "1", 0, 1, 0.0, False, "crisis stage divided by four"),
        _state("nationalism", "1", 0, 1, None, True, "domestic backlash against cooperation"),
        _state("doubt", "1", 0, 1, None, False, "demand for autonomy: lagged doubt that allies deliver"),
        _state(
            "posture",
            "index",
            0,
            4,
            None,
            False,
            "rule by which the state chooses: 0 plain, 1 balance, 2 hedge, 3 bandwagon, 4 third way",
        ),
        _state("burden", "share", 0, 1, None, False, "own capability as a share of that of the state and its allies"),
        *(
            _state(f"capability.{d}", "share", 0, INFINITY, None, True, f"capability, {d.replace('_', ' ')} domain")
            for d in DOMAINS
        ),
        _state(
            "access_denial",
            "1",
            0,
            1,
            0.0,
            True,
            "how far the state can keep the forces of others out of its surroundings",
        ),
        _state("budget", "cost/year", 0, INFINITY, None, True, "what the state can spend on levers each year"),
        _state("patience", "1", 0, 1, None, True, "weight of the future in the state's choices"),
        _state("zero_sum", "1", 0, 1, None, True, "how far the state sees gains of others as its own loss"),
        _state("latitude", "1", 0, 1, None, True, "legal and political room to act with others"),
        _state("growth", "1/year", -0.2, 0.2, 0.0, True, "growth of capability that no threat drives"),
        _state("nuclear", "1", 0, 1, 0.0, True, "nuclear forces: 1 has them, 0 has none"),
    )
}

# Channels of influence: what a lever in force may move, per unit of delivered level.  (scope, unit, low, high)
CHANNELS: dict[str, tuple[str, str, float, float]] = {
    "goodwill": ("dyad", "logit/year", -5, 5),
    "misperception": ("dyad", "log factor", -3, 3),
    "grievance_repair": ("dyad", "1/year", 0, 2),
    "interdependence": ("dyad", "1/year", -1, 1),
    "credibility": ("dyad", "deliveries/year", 0, 10),
    "threat_to_outsiders": ("outsiders", "logit", -1, 1),
    "alignment": ("dyad", "1", -1, 1),
    "contact": ("dyad", "1", -1, 1),
    "contact_floor": ("dyad", "1", 0, 1),
    "interoperability": ("dyad", "1/year", -1, 2),
    "crisis_onset": ("dyad", "log rate", -3, 3),
    "crisis_escalation": ("dyad", "log rate", -3, 3),
    "crisis_duration": ("dyad", "1", 0, 10),
    "claim_easing": ("dyad", "1/year", 0, 2),
    "restraint": ("dyad", "log rate", -3, 3),
    "learning": ("dyad", "1/year", 0, 2),
    "image": ("dyad", "logit", -2, 2),
    "nationalism": ("state", "1/year", -1, 1),
    "latitude": ("state", "1", -1, 1),
    **{f"capability.{d}": ("state", "share/year", -1, 1) for d in DOMAINS},
}

# Impulses: what one shock of size 1 does at once.  (scope, unit, low, high)
IMPULSES: dict[str, tuple[str, str, float, float]] = {
    "news": ("dyad", "logit", -5, 5),
    "trigger": ("dyad", "1", 0, 10),
    "intent": ("dyad", "1", 0, 5),
    "credibility_failure": ("dyad", "failures", 0, 20),
    "interdependence_loss": ("dyad", "log factor", 0, 3),
    "alignment": ("dyad", "1", -1, 1),
    "contact_loss": ("dyad", "log factor", 0, 5),
    "crisis": ("dyad", "hazard", 0, 10),
    "claim": ("dyad", "1", 0, 5),
    "nationalism": ("state", "1", 0, 5),
    "orientation": ("state", "1", 0, 5),
    "access_denial": ("state", "1", 0, 5),
    "capability": ("state", "log factor", -2, 2),
}

WHERE = ("on->by", "by->on", "between", "among_on", "on", "by")
HAZARDS = ("claim", "threat", "nationalism", "tension", "doubt", "restraint")


def initial(of: str) -> tuple[Variable, ...]:
    """Return the variables of one kind whose initial value a scenario file states (stances apart)."""
    return tuple(v for v in VARIABLES.values() if v.of == of and v.given)


def stance(issue: str) -> Variable:
    """Return the variable of a state's stance on one of the scenario's issues."""
    return _state(f"priorities.{issue}", "1", -1, 1, None, True, f"stance on {issue.replace('_', ' ')}")


def variable(name: str) -> Variable:
    """Return the variable of a name, stances on whatever issue included."""
    group, _, issue = name.partition(".")
    return stance(issue) if group == "priorities" else VARIABLES[name]
