"""What every mechanism docks to, as its own docstring says."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import detente.mechanisms

DOCKS = {
    "alignment": "Marvel",
    "capability": "Richardson",
    "choice": "Kydd",
    "consent": "nothing published",
    "constructivist": "Kydd",
    "credibility": "beta-Bernoulli",
    "crisis": "nothing published",
    "grievance": "nothing published",
    "leadership": "nothing published",
    "liberal": "tit for tat",
    "nationalism": "nothing published",
    "perception": "Nowak & Sigmund",
    "posture": "nothing published",
    "realist": "nothing published",
    "threat": "KTAB",
    "ties": "nothing published",
    "trust": "Bayesian updating",
}
ALSO = {"alignment": ("Friedkin & Johnsen", "DeGroot"), "liberal": ("Axelrod",), "trust": ("Kydd",)}
NONE_OF_THEM = ("__init__", "theories")
"""No mechanism: the switches of what rival theories share."""
MODULES = sorted(
    p.stem for p in Path(next(iter(detente.mechanisms.__path__))).glob("*.py") if p.stem not in NONE_OF_THEM
)


def test_every_mechanism_is_listed() -> None:
    assert sorted(DOCKS) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_docstring_says_what_it_docks_to_and_leaves_out(name: str) -> None:
    text = " ".join((importlib.import_module(f"detente.mechanisms.{name}").__doc__ or "").split())
    assert re.search(r"\bdocks to\b", text, re.IGNORECASE), "says what it docks to, or that it docks to nothing"
    for model in (DOCKS[name], *ALSO.get(name, ())):
        assert model in text
    assert "Leaves out" in text
