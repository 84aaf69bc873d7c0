"""Which assumptions matter: found where they must be, and drawn as runs draw them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.analysis.draws import drawn_numbers
from detente.explorer.opened import Opened
from detente.explorer.screening import draws, screening_of

ROOT = Path(__file__).parents[2]


def test_what_is_ranked_is_what_runs_draw() -> None:
    """Held against the report's own way to the same numbers."""
    opened = Opened(ROOT / "scenarios" / "unified_framework.yaml")
    found = screening_of(opened.start, opened.scenario.seed)
    assert found is not None
    other = drawn_numbers(found.programs[1], np.arange(3))
    mine = np.stack([draws(found.programs[1], found.at, number) for number in range(3)])
    shared = [(k, found.paths.index(key)) for k, key in enumerate(other.keys) if key in found.paths]
    assert len(shared) > 150
    for k, column in shared:
        assert np.array_equal(other.values[:, k], mine[:, column])


def test_the_same_pair_is_judged_the_same_and_only_what_varies_is_listed(folder: Path) -> None:
    opened = Opened(folder / "child.yaml")
    results = []
    for _ in range(2):
        found = screening_of(opened.start, 5)
        assert found is not None
        found.most = 104
        while found.done < 104:
            found.step()
            found.most = 104
        while not found.finished:
            found.step()
        results.append(found.found())
    assert results[0] == results[1] and results[0]["sets"] == 104
    assert all(abs(size) >= one["least"] - 1e-3 for one in results[0]["listed"].values() for _, size in one["rows"])


def test_without_a_difference_levels_are_looked_at(folder: Path) -> None:
    pair = Opened(folder / "child.yaml").pair({})
    found = screening_of(replace(pair, reference=pair.scenario), 5)
    assert found is not None
    found.step()
    assert found.alone and found.differences[0].any()


def test_what_is_held_is_not_ranked(folder: Path) -> None:
    opened = Opened(folder / "child.yaml")
    held = {"levers.line.level": 0.5, "ties.trust.ARN.BEL": 0.5}
    before, after = (screening_of(opened.pair(changes), 1) for changes in ({}, held))
    assert before is not None and after is not None
    assert set(before.paths) - set(after.paths) == set(held)
