"""Same answer everywhere: order of completion, block sizes, deaths and resumes leave no trace in the result files."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeping import Inline, small

from detente.sweeps import folder as folders
from detente.sweeps.course import Course
from detente.sweeps.journal import Journal, missing
from detente.sweeps.plan import Plan, Task, plan_of
from detente.sweeps.question import question_of
from detente.sweeps.shards import bounds, shard_count


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(small(record=["yearly", "trust"]))


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plan, "shard_runs", property(lambda self: 40))


def files(folder: Path) -> dict[str, str]:
    """Return the sha256 of every result file."""
    kinds = [path for kind in ("runs", "yearly", "arrays") for path in sorted((folder / kind).glob("*"))]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in kinds}


def made(plan: Plan, folder: Path, crew: Inline, seconds: float = 1.0) -> Any:
    """Run a plan into a new folder by an inline crew; return its files and the tallies."""
    if not folder.exists():
        folders.begin(folder, plan, question_of(plan, None))
    journal, tallies = Journal(folder), []
    course = Course(folder, plan, plan.work(), journal, seconds, tallies.append)
    course.batch(0, crew)
    course.finish(plan.runs)
    journal.close()
    return files(folder), tallies


@pytest.fixture(scope="module")
def expected(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Plan, "shard_runs", property(lambda self: 40))
        found, tallies = made(plan, tmp_path_factory.mktemp("plain") / "out", Inline(plan.work(), room=1))
    assert len(found) == 9  # 108 runs in shards of 40: three of each kind
    assert sum(sum(t.by_package.values()) for t in tallies) == plan.runs
    return found


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_block_size(plan: Plan, expected: dict[str, str], tmp_path: Path, seed: int) -> None:
    seconds = [0.001, 0.02, 0.3, 5.0][seed]
    assert made(plan, tmp_path / "out", Inline(plan.work(), seed, room=1 + 2 * seed), seconds)[0] == expected


def test_deaths_cost_no_run_and_leave_no_trace(plan: Plan, expected: dict[str, str], tmp_path: Path) -> None:
    """Every tenth task takes its worker with it, suspects too; but nothing kills the same stretch for ever."""
    rng = random.Random(3)
    crew = Inline(plan.work(), 1, dies=lambda task, alone: rng.random() < 0.2 and not alone)
    found, tallies = made(plan, tmp_path / "out", crew)
    assert found == expected
    assert sum(tally.failed for tally in tallies) == 0


def test_the_run_that_kills_is_found_and_alone_given_up(plan: Plan, expected: dict[str, str], tmp_path: Path) -> None:
    crew = Inline(plan.work(), 2, dies=lambda task, alone: task.first <= 57 < task.last)
    found, tallies = made(plan, tmp_path / "out", crew)
    assert sum(tally.failed for tally in tallies) == 1
    journal = Journal(tmp_path / "out")
    assert [(f.place, f.status) for f in journal.failures()] == [(57, 2)]
    assert journal.failures()[0].error == "crashed: killed by a test"
    journal.close()
    same = {name for name in expected if found[name] == expected[name]}
    assert same == {name for name in expected if "-00001." not in name}  # only its own shard differs


@pytest.mark.parametrize("seed", range(3))
def test_resumed_wherever_it_stopped(plan: Plan, expected: dict[str, str], tmp_path: Path, seed: int) -> None:
    class Stopped(Exception):
        pass

    out = tmp_path / "out"
    for attempt in range(6):
        crew, count = Inline(plan.work(), 10 * seed + attempt), 0

        def dies(task: Task, alone: bool) -> bool:
            nonlocal count
            count += 1
            if count > seed + 1:
                raise Stopped
            return False

        crew._dies = dies if attempt < 5 else (lambda task, alone: False)
        try:
            found, _ = made(plan, out, crew, 0.01)
        except Stopped:
            continue
        break
    assert found == expected
    assert attempt > 0


def test_shards_and_blocks_cover_all_runs(plan: Plan) -> None:
    ends = [bounds(plan, number, plan.runs) for number in range(shard_count(plan, plan.runs))]
    assert ends == [(0, 40), (40, 80), (80, 108)]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8), st.integers(0, 20), st.integers(1, 40))
@settings(max_examples=200)
def test_missing_is_what_no_span_covers(pairs: list[tuple[int, int]], first: int, size: int) -> None:
    spans = sorted((start, start + length) for start, length in pairs)
    covered = {run for start, end in spans for run in range(start, end)}
    gaps = missing(spans, first, first + size)
    listed = [run for start, end in gaps for run in range(start, end)]
    assert listed == [run for run in range(first, first + size) if run not in covered]


def test_order_and_labels_are_each_others_inverse(plan: Plan) -> None:
    for order in (plan.order, plan.order._replace(futures=0)):
        labels = order.labels(0, 3 * order.batch)
        places = order.place(labels.package, labels.point, labels.future, labels.replicate)
        assert np.array_equal(places, np.arange(3 * order.batch))
        packages, points, futures, replicates = order.shape(3)
        assert packages * points * futures * replicates == 3 * order.batch
        assert labels.future.max() == futures - 1
        assert labels.replicate.max() == replicates - 1
