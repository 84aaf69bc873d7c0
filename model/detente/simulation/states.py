"""States as Mesa agents: readable views of the World, and one method that a subclass may replace to choose."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Any

import mesa

from detente.errors import UsageError
from detente.scenario.faults import shown
from detente.simulation.readings import Reading, unknown
from detente.world.variables import ACTS, DOMAINS, POSTURES, VARIABLES

if TYPE_CHECKING:
    from detente.simulation.region import Region

ALLOWED: dict[Any, float] = {-1: -1.0, 0: 0.0, 1: 1.0, **ACTS}
NAN = float("nan")


class Towards:
    """An attribute of a state: a variable it holds towards every other state, by name."""

    def __init__(self, variable: str, meaning: str = "", scale: float = 1.0):
        self._variable, self._scale = variable, scale
        self.__doc__ = meaning or VARIABLES[variable].meaning

    def __get__(self, agent: StateAgent | None, owner: type[StateAgent]) -> Reading:
        """Return the live view of one agent."""
        if agent is None:
            return self  # type: ignore[return-value]
        return Reading(agent.model.course, self._variable, agent.places, "other state", agent.name, self._scale)

    def __set__(self, agent: StateAgent, value: object) -> None:
        """Refuse: a World changes only by what happens in it."""
        raise AttributeError(f"{self._variable} of {agent.name} is read-only; override `choose` to act")


class StateAgent(mesa.Agent):  # type: ignore[misc]
    """A state: `agent.trust['B']` is the trust of its public in state B, now.

    All views are read-only and live; `dict(agent.trust)` keeps a moment.  What concerns a decision (`propensity`,
    `perceived`, `reconsiders`, `draw`) holds while states choose, and afterwards until they choose again.
    An agent removed from the model leaves its choices to the kernel.
    """

    model: Region

    trust = Towards("trust")
    alignment = Towards("alignment")
    grievance = Towards("grievance")
    threat = Towards("threat")
    intent = Towards("intent")
    credibility = Towards("credibility")
    interdependence = Towards("interdependence")
    channel = Towards("channel")
    claim = Towards("claim")
    know_how = Towards("know_how")
    tension = Towards("stage", VARIABLES["tension"].meaning, 0.25)
    act = Towards("act")

    def __init__(self, model: Region, name: str):
        super().__init__(model)
        layout = model.program.layout
        self.name = name
        self.title = model.spec.states[name].name
        self.row = layout.state(name)
        self.places = {other: layout.dyad(name, other) for other in layout.names if other != name}

    def choose(self, other: str) -> int | str:
        """Return the act towards another state: 'cooperate', 'hold' or 'press' (or 1, 0, -1).

        Asked once a step for every other state; all decide on the same past, whatever their order.  This default
        is the kernel's: `act[other]` unless the state `reconsiders`; then, at the roll of `draw`, 'press' below the
        chance of pressing, 'cooperate' from one minus the chance of cooperating, else 'hold'.
        """
        decided = self.model.course.decided
        return int(self.act[other] if decided is None else decided[self._place(other)])

    def propensity(self, other: str) -> dict[str, float]:
        """Return the chances of `cooperate`, `hold` and `press` towards another state if reconsidered."""
        place, course = self._place(other), self.model.course
        cooperate, press = float(course.flow("cooperate")[place]), float(course.flow("press")[place])
        return {"cooperate": cooperate, "hold": 1.0 - cooperate - press, "press": press}

    def perceived(self, other: str) -> float:
        """Return what this state saw the other do to it last: 1, 0, -1, misread at times; NaN before the first step."""
        place, course = self._place(other), self.model.course
        return NAN if course.decided is None else float(course.flow("perceived")[place])

    def reconsiders(self, other: str) -> bool:
        """Return whether the clock of decisions has struck for this act; if not, the kernel lets the act persist."""
        place, course = self._place(other), self.model.course
        return course.decided is not None and bool(course.flow("draws")[1, place] < course.chance)

    def draw(self, other: str) -> float:
        """Return the die of this decision, in 0..1: the same in every scenario of the same seed and run."""
        place, course = self._place(other), self.model.course
        return NAN if course.decided is None else float(course.flow("draws")[2, place])

    @property
    def nationalism(self) -> float:
        """Return the domestic backlash against cooperation, 0..1."""
        return float(self.model.course.world("nationalism")[self.row])

    @property
    def doubt(self) -> float:
        """Return the demand for autonomy: lagged doubt that allies deliver, 0..1."""
        return float(self.model.course.world("doubt")[self.row])

    @property
    def posture(self) -> str:
        """Return the rule by which this state weighs its reasons now: `balance`, `hedge`, `bandwagon` or `third_way`.

        `plain`, in which every reason weighs 1, is for tests.
        """
        return POSTURES[int(self.model.course.world("posture")[self.row])]

    @property
    def burden(self) -> float:
        """Return its capability as a share of that of itself and its allies, 0..1; 1 without allies."""
        return float(self.model.course.world("burden")[self.row])

    @property
    def access_denial(self) -> float:
        """Return how far this state can keep the forces of others out of its surroundings, 0..1."""
        return float(self.model.course.world("access_denial")[self.row])

    @property
    def capability(self) -> Reading:
        """Return capability by domain, in shares of the region."""
        return self._block("capability", DOMAINS, "domain")

    @property
    def priorities(self) -> Reading:
        """Return stances by issue, -1..1."""
        return self._block("priorities", self.model.spec.issues, "issue")

    @property
    def trusting(self) -> float:
        """Return the mean trust of this state in the others."""
        return self._mean(self.places.values())

    @property
    def trusted(self) -> float:
        """Return the mean trust of the others in this state."""
        width = self.model.program.layout.width
        return self._mean(place % width * width + self.row for place in self.places.values())

    def _mean(self, places: Any) -> float:
        trust = self.model.course.world("trust")
        return fsum(trust[place] for place in places) / max(len(self.places), 1)

    def _block(self, variable: str, parts: tuple[str, ...], kind: str) -> Reading:
        width = self.model.program.layout.width
        places = {part: number * width + self.row for number, part in enumerate(parts)}
        return Reading(self.model.course, variable, places, kind)

    def _place(self, other: str) -> int:
        """Return the dyad towards another state; raise `UnknownName` with the nearest name."""
        if other not in self.places:
            raise unknown("other state", other, self.places)
        return self.places[other]

    def __repr__(self) -> str:
        """Return class and name."""
        return f"{type(self).__name__}({self.name!r})"


BY_KERNEL = StateAgent.choose


def chooses_itself(agent: StateAgent) -> bool:
    """Return whether an agent's `choose` is another than the kernel's."""
    return getattr(agent.choose, "__func__", None) is not BY_KERNEL


def chosen(agent: StateAgent, other: str) -> float:
    """Return the act an agent chooses, -1, 0 or 1; raise `UsageError` naming the agent when it is none."""
    found: Any = agent.choose(other)
    try:
        if type(found).__name__ not in ("bool", "bool_"):
            return ALLOWED[found]
    except (KeyError, TypeError):
        pass
    raise UsageError(
        f"{agent.name}: choose({other!r}) of {type(agent).__name__} returned {shown(found)}; "
        "allowed are 'cooperate', 'hold', 'press' or 1, 0, -1"
    )
