"""What must change no bit: blocks, order, threads, names of files' rows, idle levers, impossible shocks, a longer horizon."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from kernel import FIVE, QUIET, WORLD, Kept, fixed, read, run, same, without

from detente.assembly import assemble
from detente.scenario import Scenario, read_scenario
from detente.world.arrays import BLOCKS, DYADS, STATES

Write = Callable[[str], Scenario]
RUNS = range(12)


@pytest.fixture(scope="module")
def five() -> Scenario:
    return read()


@pytest.fixture(scope="module")
def whole(five: Scenario) -> Kept:
    return run(five, RUNS)


@pytest.fixture
def changed(tmp_path: Path) -> Write:
    """Return a function that reads the five states with some text laid over them."""
    shutil.copy(FIVE, tmp_path / FIVE.name)

    def write(text: str) -> Scenario:
        path = tmp_path / "case.yaml"
        path.write_text(f"extends: {FIVE.name}\n{text}", encoding="utf-8")
        return read_scenario(path)

    return write


def test_the_small_world_is_lively(whole: Kept) -> None:
    """The laws below would hold for nothing, were nothing to happen: levers act, are refused, shocks strike, crises begin."""
    reasons = whole.record.reasons.sum((0, 1))
    assert (reasons[[0, 1, 2, 3, 4, 6]] > 0).all()
    assert (whole.record.events.sum((0, 1)) > 0).all()
    assert (whole.record.crises[:, :3].sum(0) > 0).all()
    assert len(np.unique(whole.of("act"))) == 3


# --- blocks, order, threads ----------------------------------------------------------------------------------------


def fields(kept: Kept) -> list[str]:
    return list(kept.record._fields)


@pytest.mark.parametrize("ids", [[5], [0, 1, 2], [11, 3, 7, 4], list(reversed(RUNS)), [6, 6]])
def test_any_subset_in_any_order_equals_the_whole(five: Scenario, whole: Kept, ids: list[int]) -> None:
    found = run(five, ids)
    for name in fields(whole):
        assert np.array_equal(getattr(found.record, name), getattr(whole.record, name)[ids]), name


def test_a_used_room_is_as_good_as_a_new_one(five: Scenario, whole: Kept) -> None:
    """Nothing of an earlier run, nor of another number of runs, stays behind."""
    program = assemble(five)
    room = program.room()
    run(program, [9, 2], room=room)
    assert same(run(program, RUNS, room=room), whole)


def test_two_threads_equal_one(five: Scenario, whole: Kept) -> None:
    program = assemble(five)
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda ids: run(program, ids), (RUNS[:5], RUNS[5:8], RUNS[8:])))
    for name in fields(whole):
        joined = np.concatenate([getattr(part.record, name) for part in parts])
        assert np.array_equal(joined, getattr(whole.record, name)), name


def test_the_seed_and_the_run_matter(five: Scenario, whole: Kept) -> None:
    assert not np.array_equal(run(five, RUNS, seed=12).record.summary, whole.record.summary)
    assert len(np.unique(whole.record.summary[:, 0])) == len(RUNS)


def test_replicates_share_their_assumptions(five: Scenario) -> None:
    """Runs of one set start from the same drawn numbers; another set does not."""
    kept = run(five, RUNS, replicates=4)
    first = kept.record.worlds[:, 0, DYADS.index("trust")]
    assert np.array_equal(first[0], first[3])
    assert not np.array_equal(first[0], first[4])
    fixed_start = run(five, RUNS, sampled=False).record.worlds[:, 0, DYADS.index("trust")]
    assert np.array_equal(fixed_start[0], fixed_start[11])


# --- files ---------------------------------------------------------------------------------------------------------


class Plain(yaml.SafeLoader):
    """A loader to which `on` is a word."""


Plain.yaml_implicit_resolvers = {k: v for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items() if k not in "oO"}


def reversed_tree(node: object) -> object:
    """Return a tree with every mapping, and the members of groups, in reverse order."""
    if isinstance(node, dict):
        return {key: reversed_tree(node[key]) for key in reversed(list(node))}
    return node


def test_order_in_the_file_changes_no_bit(whole: Kept, tmp_path: Path) -> None:
    """States, ties, levers and shocks may stand in any order; the members of a pact and the targets of a shock as well."""
    tree = reversed_tree(yaml.load(FIVE.read_text(encoding="utf-8"), Plain))
    assert isinstance(tree, dict)
    for use in (*tree["levers"].values(), *tree["shocks"].values()):
        for key in ("among", "on", "to"):
            if isinstance(use.get(key), list):
                use[key] = use[key][::-1]
    path = tmp_path / "reversed.yaml"
    path.write_text(yaml.safe_dump(tree, sort_keys=False), encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert text.index("ERS:") < text.index("ARN:")
    assert same(run(read_scenario(path), RUNS), whole)


NEW = {"ARN": "ZAR", "BEL": "MEL", "COR": "XOR", "DAL": "ALW", "ERS": "KRS"}


def renamed(tmp_path: Path, text: str) -> tuple[Scenario, list[int]]:
    """Return the scenario with other names in another order, and where each old state now stands."""
    path = tmp_path / "renamed.yaml"
    path.write_text(re.sub("|".join(NEW), lambda m: NEW[m[0]], text), encoding="utf-8")
    order = sorted(NEW.values())
    return read_scenario(path), [order.index(NEW[old]) for old in sorted(NEW)]


@pytest.mark.parametrize("lively", [False, True])
def test_renaming_states_permutes_results(tmp_path: Path, lively: bool) -> None:
    """Names key the draws; with every chance forced, other names give the same numbers in another order (1e-12).

    Either everyone holds, or everyone keeps to what trust above or below the threshold says at the start; levers find consent.
    """
    forced = {**QUIET, "consent_base": 100.0}
    if lively:
        forced |= {"cooperate_base": 0.0, "choice_sharpness": 200.0, "reconsideration": 0.0}
    text = re.sub(r"rate: (\{\}|[\d.]+)", "rate: 0", FIVE.read_text(encoding="utf-8"))
    path = tmp_path / "plain.yaml"
    path.write_text(text, encoding="utf-8")
    plain = run(fixed(calm(read_scenario(path)), **forced), [0], sampled=False)
    scenario, order = renamed(tmp_path, text)
    moved = run(fixed(calm(scenario), **forced), [0], sampled=False)
    for name in DYADS:
        assert moved.full(name)[np.ix_(order, order)] == pytest.approx(plain.full(name), abs=1e-12), name
    for name in (*STATES, *BLOCKS):
        one, other = plain.full(name).reshape(-1, 16)[:, :5], moved.full(name).reshape(-1, 16)[:, order]
        assert other == pytest.approx(one, abs=1e-12), name
    if lively:
        assert set(np.unique(plain.of("act"))) == {0.0, 1.0}
    assert plain.record.outcomes[0, -1, 0].max() > 0.3


def calm(scenario: Scenario) -> Scenario:
    """Return the scenario whose shocks open no crisis by chance."""
    shocks = {
        key: replace(shock, influences={name: part for name, part in shock.influences.items() if name != "crisis"})
        for key, shock in scenario.shocks.items()
    }
    return replace(scenario, shocks=shocks)


# --- what is not there ---------------------------------------------------------------------------------------------

IDLE_LEVERS = {
    "level 0": "{lever: joint_exercises, among: [BEL, COR], level: 0}",
    "never on": '{lever: joint_exercises, among: [BEL, COR], when: "tension(BEL, COR) < 0"}',
    "too dear": "{lever: wonder, by: ARN}",
}
WONDER = (
    "cards: {levers: {wonder: {title: W, form: unilateral, influences: {latitude: 0.5}, lag: 1, fade: 1, cost: 1000, "
    "evidence: none}}}\n"
)


@pytest.mark.parametrize("kind", IDLE_LEVERS)
@pytest.mark.parametrize("key", ["a_first", "z_last"])
def test_an_idle_lever_changes_no_bit(changed: Write, whole: Kept, kind: str, key: str) -> None:
    found = run(changed(f"{WONDER if kind == 'too dear' else ''}levers: {{{key}: {IDLE_LEVERS[kind]}}}\n"), RUNS)
    assert same(found, whole, but=WORLD)
    place = found.program.lever_names.index(key)
    assert not found.record.outcomes[:, :, 0, place].any()


def test_a_lever_changes_nothing_before_its_window(changed: Write, whole: Kept) -> None:
    found = run(changed("levers: {a_first: {lever: joint_exercises, among: [BEL, COR], from: 2033}}\n"), RUNS)
    assert np.array_equal(found.record.worlds[:, :33], whole.record.worlds[:, :33])
    assert not np.array_equal(found.record.worlds[:, 34:], whole.record.worlds[:, 34:])


IMPOSSIBLE = {
    "rate 0": "{shock: territorial_incident, by: ERS, on: [ARN, DAL], rate: 0, size: 5}",
    "size 0": "{shock: territorial_incident, by: ERS, on: [ARN, DAL], rate: 4, size: 0}",
    "size 0 on a day": "{shock: ally_tariff, by: DAL, on: [ARN, BEL], at: 2026-03, size: 0}",
}


@pytest.mark.parametrize("kind", IMPOSSIBLE)
def test_an_impossible_shock_changes_no_bit(changed: Write, whole: Kept, kind: str) -> None:
    assert same(run(changed(f"shocks: {{a_first: {IMPOSSIBLE[kind]}}}\n"), RUNS), whole, but=WORLD)


def test_levers_off_are_levers_absent(five: Scenario) -> None:
    off = run(five.with_levers_off(*five.levers), RUNS)
    assert same(off, run(without(five, shocks=False), RUNS), but=WORLD)


# --- time and place ------------------------------------------------------------------------------------------------


def test_a_longer_run_begins_with_the_shorter_one(five: Scenario, whole: Kept) -> None:
    longer = run(read("end=2036-12-31"), RUNS)
    assert longer.program.scenario.steps == 48
    assert np.array_equal(longer.record.worlds[:, :41], whole.record.worlds)
    assert np.array_equal(longer.record.series[:, :40], whole.record.series)
    assert np.array_equal(longer.record.outcomes[:, :40], whole.record.outcomes)
    assert np.array_equal(longer.record.events[:, :40], whole.record.events)


def test_a_lever_between_two_leaves_others_alone_in_its_first_step(changed: Write) -> None:
    """Locality: after one step nothing between or inside BEL, COR and ERS knows of drills of ARN and DAL."""
    bare = fixed(without(changed("")), consent_base=100.0)
    use = "levers: {drills: {lever: joint_exercises, among: [ARN, DAL], from: 2025, level: 1}}\n"
    drilling = changed(use)
    drilling = replace(fixed(drilling, consent_base=100.0), levers={"drills": drilling.levers["drills"]}, shocks={})
    one, other = (run(replace(s, steps=1), [4], sampled=False) for s in (bare, drilling))
    others = [1, 2, 4]
    for name in DYADS:
        assert np.array_equal(one.full(name)[np.ix_(others, others)], other.full(name)[np.ix_(others, others)]), name
    for name in (*STATES, *BLOCKS):
        a, b = (kept.full(name).reshape(-1, 16)[:, others] for kept in (one, other))
        assert np.array_equal(a, b), name
    moved = {name for name in DYADS if not np.array_equal(one.full(name), other.full(name))}
    assert {"mood", "trust", "credibility", "interoperability", "alignment", "intent"} <= moved


def steady(scenario: Scenario) -> Scenario:
    """Return the scenario whose shocks come as often whatever is done."""
    return replace(scenario, shocks={key: replace(shock, hazard={}) for key, shock in scenario.shocks.items()})


def test_common_random_numbers_come_free(changed: Write, five: Scenario) -> None:
    """Another lever moves no draw: steady shocks strike at the same steps of the same runs, from the same start."""
    more = changed("levers: {a_first: {lever: joint_exercises, among: [BEL, COR], from: 2025}}\n")
    found, plain = run(steady(more), RUNS), run(steady(five), RUNS)
    assert np.array_equal(found.record.worlds[:, 0], plain.record.worlds[:, 0])
    assert np.array_equal(found.record.events, plain.record.events)
    assert found.record.events[:, :, plain.program.shock_names.index("tests")].any()
    assert not np.array_equal(found.record.worlds, plain.record.worlds)


# --- compilation ---------------------------------------------------------------------------------------------------


def test_the_whole_kernel_compiled_and_uncompiled(tmp_path: Path) -> None:
    """Three steps of the five states as plain Python give the same bits as compiled."""
    out = tmp_path / "plain.npz"
    script = Path(__file__).parent / "uncompiled.py"
    subprocess.run(
        [sys.executable, str(script), str(FIVE), "3", str(out)], check=True, timeout=300,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    found = np.load(out)
    compiled = run(replace(read(), steps=3, shocks={}), [3])
    assert np.array_equal(found["worlds"], compiled.record.worlds)
    assert np.array_equal(found["last"], compiled.last)
    assert np.array_equal(found["summary"], compiled.record.summary)
