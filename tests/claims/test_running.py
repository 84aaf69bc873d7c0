"""Cells: equal ones are run once, all on the same numbers; shams keep the assumptions and change the chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from toys import SCENARIOS, toys

import detente
from detente.assembly import assemble
from detente.claims.assumptions import assumptions
from detente.claims.cells import Scenarios
from detente.claims.expressions import parse
from detente.claims.running import Runner, under_chance
from detente.engine.sampling import draw_scalars
from detente.scenario import read_scenario

TRUST = parse("trust(BEL, ARN)")


def test_equal_scenarios_are_one_job_wherever_they_were_written() -> None:
    scenarios = Scenarios(SCENARIOS)
    runner = Runner(scenarios, 5, 2)
    claims = toys().claims
    first = [toys().scenarios.of(cell) for cell in claims["T-01"].tests[0].cells.values()]
    other = [toys().scenarios.of(cell) for cell in claims["T-02"].tests[0].cells.values()]
    jobs = [runner.want(scenario, TRUST, None, 4) for scenario in (*first, *other)]
    assert jobs[:2] == jobs[2:]
    assert (runner.jobs, runner.runs) == (2, 16)
    retitled = replace(first[0], title="Another name", question="?", runs=3, seed=99)
    assert scenarios.fingerprint(retitled) == scenarios.fingerprint(first[0])
    changed = replace(first[0], bloc=("ARN",))
    assert scenarios.fingerprint(changed) != scenarios.fingerprint(first[0])


def test_measures_are_those_of_plain_runs_whatever_the_workers() -> None:
    scenario = read_scenario(SCENARIOS / "three.yaml")
    plain = detente.run(scenario, 140, 5, replicates=2).data["trust"].isel(time=slice(1, None))
    expected = plain.sel(observer="BEL", target="ARN").mean("time").to_numpy().reshape(-1, 2)
    for workers in (1, 3):
        runner = Runner(Scenarios(SCENARIOS), 5, 2)
        job = runner.want(scenario, TRUST, None, 70)
        done: list[int] = []
        runner.run(workers, done.append)
        assert np.allclose(runner.values(job, TRUST, None, 70), expected, rtol=1e-5)
        assert sum(done) == 140
        assert runner.runs == 0


def test_more_sets_begin_with_the_same_sets() -> None:
    scenario = read_scenario(SCENARIOS / "three.yaml")
    found = []
    for sets in (5, 40):
        runner = Runner(Scenarios(SCENARIOS), 5, 2)
        job = runner.want(scenario, TRUST, (2030, 2034), sets)
        runner.run(1)
        found.append(runner.values(job, TRUST, (2030, 2034), 5))
    assert np.array_equal(*found)


def test_a_sham_draws_the_same_assumptions_and_other_chance() -> None:
    program = assemble(read_scenario(SCENARIOS / "three.yaml"), 5)
    sham = under_chance(program, 1)
    assert np.array_equal(program.plan.scalar_keys, sham.plan.scalar_keys)
    for name in ("dyad_keys", "state_keys"):
        assert np.array_equal(program.region[0][name], sham.region[0][name])
    assert not np.any(program.region[0]["process_keys"] == sham.region[0]["process_keys"])
    assert not np.array_equal(program.plan.shock_keys, sham.plan.shock_keys)
    assert under_chance(program, 0) is program
    runner = Runner(Scenarios(SCENARIOS), 5, 2)
    jobs = [runner.want(program.scenario, TRUST, None, 30, chance) for chance in (0, 1, 2)]
    runner.run(2)
    plain, one, two = (runner.values(job, TRUST, None, 30).mean(axis=1) for job in jobs)
    assert not np.array_equal(plain, one)
    assert not np.array_equal(one, two)
    assert np.corrcoef(plain, one)[0, 1] > 0.4  # the assumptions are the same


def test_every_sampled_number_of_a_scenario_has_its_name() -> None:
    scenario = toys().scenarios.of(toys().claims["T-09"].tests[0].cells["on"])
    plan = assemble(scenario, 5).plan
    sampled = {key.tobytes() for key, low, high in zip(plan.scalar_keys, plan.scalar_low, plan.scalar_high, strict=True)
               if high > low}  # fmt: skip
    found = assumptions(scenario, 5, 3)
    assert len(found) == len(sampled)
    out = np.zeros(plan.scalar_low.size)
    draw_scalars(plan, np.uint64(2), True, out)
    place = sorted(scenario.parameters).index("negativity")
    assert found["parameter.negativity"][2] == out[place]
