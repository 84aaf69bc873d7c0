"""Reads the catalogue (parameters, bibliography, cards) through the same loader as scenarios, once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from detente.scenario.faults import Faults
from detente.scenario.loading import load_file
from detente.scenario.positioned import Layer, Mapping

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
KINDS = ("levers", "shocks")
RANK = 100


@cache
def catalogue_file(name: str) -> Mapping:
    """Return the tree of one catalogue file, such as `parameters.yaml`; raise `ScenarioError` when it is damaged."""
    faults = Faults()
    tree = load_file(FOLDER / name, Layer(f"catalogue/{name}", "catalogue", RANK), faults)
    faults.raise_any()
    assert tree is not None
    return tree


@cache
def card_names(kind: str) -> tuple[str, ...]:
    """Return the names of all lever or shock cards of the catalogue."""
    return tuple(sorted(path.stem for path in (FOLDER / kind).glob("*.yaml")))


def catalogue_layer(words: set[str], *, complete: bool) -> Mapping:
    """Return the lowest layer of a scenario: parameters, bibliography and those cards whose names are among `words`.

    A `complete` scenario brings everything itself; the catalogue then only declares units, bounds and meanings.
    """
    tree = _mapping("catalogue")
    parameters = catalogue_file("parameters.yaml")
    tree.items["parameters"] = _declarations() if complete else parameters
    if complete:
        return tree
    tree.items["sources"] = catalogue_file("sources.yaml")
    cards = tree.items["cards"] = _mapping("catalogue")
    for kind in KINDS:
        chosen = cards.items[kind] = _mapping(f"catalogue/{kind}")
        for name in card_names(kind):
            if name in words:
                chosen.items[name] = catalogue_file(f"{kind}/{name}.yaml")
    return tree


@cache
def _declarations() -> Mapping:
    bare = _mapping("catalogue/parameters.yaml")
    for name, node in catalogue_file("parameters.yaml").items.items():
        assert isinstance(node, Mapping)
        declared = bare.items[name] = _mapping("catalogue/parameters.yaml")
        declared.placed_like(node)
        declared.items.update((key, node.items[key]) for key in ("unit", "bounds", "meaning") if key in node.items)
    return bare


def _mapping(file: str) -> Mapping:
    return Mapping(Layer(file, "catalogue", RANK), 0, 0)
