"""Write a resolved scenario as a YAML file that stands alone and reads back as the same scenario."""

from __future__ import annotations

import yaml

from detente.scenario.scenario import Scenario

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def to_yaml(scenario: Scenario) -> str:
    """Return the scenario as YAML text with every card, parameter and source it uses inlined."""
    head = "# A resolved scenario: complete in itself, written by detente; read it back with `detente run`.\n"
    text = yaml.dump(
        scenario.resolved(), Dumper=_DUMPER, sort_keys=False, allow_unicode=True, width=4000, default_flow_style=None
    )  # type: ignore[call-overload]
    return head + str(text)
