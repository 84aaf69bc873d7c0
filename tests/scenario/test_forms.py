"""The quick judgement of forms and the slow one that gives reasons are the same judgement."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from detente.scenario.faults import Faults
from detente.scenario.forms import FILE
from detente.scenario.loading import load_text
from detente.scenario.positioned import Layer, plain
from detente.scenario.reading import read_scenario
from detente.scenario.schema import model
from detente.scenario.shape import allowed

BASE = Path(__file__).resolve().parent.parent / "museum" / "base.yaml"
WHOLE: dict[str, Any] = read_scenario(BASE).resolved()
WHOLE["parameters"] = dict(list(WHOLE["parameters"].items())[:3])
VALUES = (
    None, True, 0, 1, -1, 0.5, 10**9, "", "text", "2027", "2027-13", "cyber", [], ["ARN"], [1], [0.1, 0.2], ["2026"],
    {}, {"value": 1}, {"value": "1"}, {"valeu": 1}, {"a": {"b": 1}}, {"value": 1, "unit": 1, "range": [0, 1]},
)  # fmt: skip
KEYS = ("value", "where", "from", "stages", "goodwill", "hazard", "nonsense", "name", "url", "bounds", "since")
Place = tuple[str | int, ...]


def places(data: Any, path: Place = ()) -> Iterator[Place]:
    """Yield the path of every value in a tree."""
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield (*path, key)
        yield from places(data[key], (*path, key))


PLACES = sorted(places(WHOLE), key=str)


def changed(place: Place, change: str, key: str, value: object) -> dict[str, Any]:
    """Return the tree with one value replaced, removed, or given a neighbour."""
    data = copy.deepcopy(WHOLE)
    inside: Any = data
    for part in place[:-1]:
        inside = inside[part]
    if change == "remove":
        del inside[place[-1]]
    elif change == "add" and isinstance(inside, dict):
        inside[key] = value
    else:
        inside[place[-1]] = value
    return data


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(["replace", "remove", "add"]), st.sampled_from(KEYS), st.data())
def test_both_judge_alike(place: Place, change: str, key: str, data: st.DataObject) -> None:
    text = json.dumps(changed(place, change, key, data.draw(st.sampled_from(VALUES))))  # JSON is YAML
    tree = load_text(text, Layer("file", "file"), Faults())
    assert tree is not None
    try:
        model(FILE).model_validate(plain(tree))
        accepted = True
    except ValidationError:
        accepted = False
    assert FILE.fits(tree) is accepted


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ((), "levers"),
        (("states", "ARN", "capability"), "cyber"),
        (("levers", "line", "influences"), "capability.cyber"),
        (("cards", "shocks", "flood", "influences", "news"), "where"),
        (("parameters", "grievance_scale"), "bounds"),
    ],
)
def test_keys_are_known_by_their_path(path: tuple[str, ...], some: str) -> None:
    assert some in (allowed(path) or ())


@pytest.mark.parametrize("path", [("states",), ("ties", "trust"), ("states", "ARN", "budget"), ("title",), ("no",)])
def test_where_names_are_free_no_keys_are_known(path: tuple[str, ...]) -> None:
    assert allowed(path) is None
