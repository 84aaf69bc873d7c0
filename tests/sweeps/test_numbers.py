"""A number set by a sweep is the number set in the file, wherever it enters the kernel: the same bits."""

from __future__ import annotations

import numpy as np
import pytest
from sweeping import SMALL, small

import detente
from detente.assembly import assemble
from detente.assembly.numbers import matching, places, with_numbers
from detente.ensemble.ensemble import run_ids
from detente.ensemble.recording import recording_of
from detente.scenario import keys
from detente.sweeps.plan import plan_of
from detente.sweeps.work import work_off
from detente.world.arrays import Swept


@pytest.fixture(scope="module")
def scenario() -> detente.Scenario:
    return detente.read_scenario(SMALL)


def test_every_number_of_a_scenario_can_be_swept(scenario: detente.Scenario) -> None:
    """All passports at once, each to a value of its own: in the kernel as in the scenario, bit for bit."""
    known = dict(keys.quantities(scenario))
    rng = np.random.default_rng(1)
    values = {key: q.low + (q.high - q.low) * rng.random() if q.high > q.low else q.value for key, q in known.items()}
    assert len(values) > 150
    program = assemble(scenario, 3)
    groups = {f: (key,) for f, key in enumerate(values)}
    found = places(scenario, program, groups)
    # A symmetric tie stands in both of its dyads, a lever's number once for its use: every number is found somewhere.
    assert set(found) == set(groups)
    numbers = np.tile(np.array(list(values.values())), (6, 1))
    swept = _swept(found, numbers)
    recording = recording_of(["trust", "tension", "nationalism"], scenario.issues)
    ids = np.arange(6)
    one = run_ids(program, ids, 2, recording, swept=swept)
    other = run_ids(assemble(with_numbers(scenario, values), 3), ids, 2, recording)
    for name in ("summary", "series", "worlds", "state_worlds", "outcomes", "crises", "events"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    plain = run_ids(program, ids, 2, recording)
    assert not np.array_equal(one.summary, plain.summary)


def _swept(found: object, numbers: np.ndarray) -> Swept:
    columns: dict[str, list[int]] = {name: [] for name in Swept._fields[1:]}
    for f, place in found.items():  # type: ignore[attr-defined]
        for part, at in zip(("scalar", "dyad", "state"), place, strict=True):
            columns[f"{part}_at"] += at.tolist()
            columns[f"{part}_from"] += [f] * len(at)
    return Swept(numbers, **{name: np.array(column, np.int64) for name, column in columns.items()})


def test_a_number_set_by_a_sweep_is_that_of_an_override(scenario: detente.Scenario) -> None:
    keys_and_values = {
        "parameters.negativity": 2.5, "levers.line.level": 0.55, "shocks.tests.rate": 1.0, "shocks.islets.size": 2.0,
        "ties.trust.BEL.ARN": 0.7, "ties.alignment.ARN.COR": -0.2, "states.ARN.capability.cyber": 0.4,
        "frameworks.old_pact.commitment": 0.2, "levers.cbm.lag": 1.0,
    }  # fmt: skip
    for key, value in keys_and_values.items():
        if key.endswith("lag"):
            continue  # a card's number has no path of its own on the command line
        by_file = detente.read_scenario(SMALL, None, [f"{key}={value}"])
        by_sweep = with_numbers(scenario, {key: value})
        one = detente.run(by_file, 4, 1, replicates=2, record="indicators").summary
        other = detente.run(by_sweep, 4, 1, replicates=2, record="indicators").summary
        assert np.array_equal(one, other), key


def test_paths_with_stars_pairs_in_either_order_and_cards(scenario: detente.Scenario) -> None:
    assert matching("levers.*.level", scenario) == ("levers.cbm.level", "levers.line.level")
    assert matching("ties.trust.*.ARN", scenario) == ("ties.trust.BEL.ARN", "ties.trust.COR.ARN")
    assert matching("ties.alignment.COR.ARN", scenario) == ("ties.alignment.ARN.COR",)
    assert matching("cards.levers.crisis_hotline.lag", scenario) == ("levers.line.lag",)
    assert matching("levers.line.from", scenario) == ()


def test_a_point_of_a_sweep_is_the_same_point_run_alone() -> None:
    plan = plan_of(small())
    block = work_off(plan.work(), plan.task(0, plan.runs))
    for package in range(3):
        for point in (0, 4):
            first = plan.order.place(package, point, 0, 0)
            task = plan.task(first, first + plan.order.cell)
            structure = plan.built.listed[int(task.structure[0])]
            numbers = {key: float(task.values[0, f]) for f, names in structure.keys.items() for key in names}
            alone = detente.run(with_numbers(structure.scenario, numbers), 6, 5, replicates=2, record="indicators")
            assert np.array_equal(alone.summary, block.arrays["means"][first : first + 6])


def test_factors_without_effect_share_the_bits_of_common_random_numbers() -> None:
    """Without levers, when they would begin does not matter: packages at one point differ by their levers alone."""
    plan = plan_of(
        small(factors={"begins": {"path": "levers.line.from", "values": [2026, 2028]}}, design={"kind": "grid"})
    )
    means = work_off(plan.work(), plan.task(0, plan.runs)).arrays["means"].reshape(3, 2, 6, 12)
    assert np.array_equal(means[0, 0], means[0, 1])
    assert not np.array_equal(means[1, 0], means[1, 1])


def test_modes_without_futures_and_draws_with_them() -> None:
    fixed = plan_of(small(futures=None, replicates=3))
    block = work_off(fixed.work(), fixed.task(0, 3))
    scenario = fixed.built.listed[int(fixed.task(0, 1).structure[0])]
    numbers = {k: float(fixed.sweep.points[0, f]) for f, names in scenario.keys.items() for k in names}
    alone = detente.run(
        with_numbers(scenario.scenario, numbers), 3, 5, replicates=3, record="indicators", sampled=False
    )
    assert np.array_equal(alone.summary, block.arrays["means"])
