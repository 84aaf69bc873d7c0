"""Write a resolved scenario as a YAML file that stands alone and reads back as the same scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from detente.scenario.scalars import ScalarFault, resolve
from detente.scenario.scenario import Scenario

_PLAIN: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Dumper(_PLAIN):
    """Writes texts so that they are read back as texts: `1e3` is a number to us and none to the library's own rules."""


def _text(dumper: Any, words: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=None if _stays(words) else "'")


def _stays(words: str) -> bool:
    try:
        return isinstance(resolve(words), str)
    except ScalarFault:
        return False


Dumper.add_representer(str, _text)


def to_yaml(scenario: Scenario) -> str:
    """Return the scenario as YAML text with every card, parameter and source it uses inlined."""
    head = "# A resolved scenario: complete in itself, written by detente; read it back with `detente run`.\n"
    text = yaml.dump(
        scenario.resolved(), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=4000, default_flow_style=None
    )  # type: ignore[call-overload]
    return head + str(text)


def derived_yaml(comment: str, body: Mapping[str, object]) -> str:
    """Return the text of a file that extends another (`body["extends"]`) and says only what differs."""
    text = yaml.dump(dict(body), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=4000)  # type: ignore[call-overload]
    return f"# {comment}\n{text}"
