"""The names that claims may use for parts of the model: what exists of every kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from detente.claims.content import Rules
from detente.scenario.catalogue_files import card_names
from detente.scenario.scenario import Scenario
from detente.world import variables
from detente.world.outcomes import INDICATORS

FRAMEWORK_KINDS = ("alliance", "partnership", "dialogue", "forum")


def known_elements(base: Scenario, scenarios: Path, rules: Rules) -> dict[str, tuple[str, ...]]:
    """Return the names there are of each kind of element; those of scenarios are files below the folder."""
    package = Path(__file__).resolve().parent.parent
    issues = tuple(f"priorities.{issue}" for issue in base.issues)
    return {
        "state": tuple(base.states),
        "lever": card_names("levers"),
        "shock": card_names("shocks"),
        "parameter": tuple(base.parameters),
        "variable": (*variables.VARIABLES, "capability", "priorities", *issues),
        "channel": tuple(variables.CHANNELS),
        "impulse": tuple(variables.IMPULSES),
        "hazard": tuple(variables.HAZARDS),
        "indicator": tuple(INDICATORS),
        "scenario": tuple(_scenario_names(scenarios)),
        "posture": variables.POSTURES,
        "theory": variables.THEORIES,
        "framework": (*base.frameworks, *FRAMEWORK_KINDS),
        "mechanism": tuple(sorted(path.stem for path in (package / "mechanisms").glob("[a-z]*.py"))),
        "part": tuple(rules.parts),
    }


def _scenario_names(scenarios: Path) -> Iterable[str]:
    for path in sorted(scenarios.rglob("*.yaml")):
        relative = path.relative_to(scenarios)
        yield relative.with_suffix("").as_posix()
        if relative.parent != Path("."):
            yield relative.stem
