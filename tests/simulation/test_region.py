"""Making a Region, its seed, its horizon, and what it leaves to Mesa."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from detente.errors import ScenarioError, UsageError
from detente.scenario import Scenario
from detente.simulation import Region, StateAgent, UnknownName


def trace(region: Region, steps: int = 10) -> list[dict[str, float]]:
    found = []
    for _ in range(steps):
        region.step()
        found.append(region.indicators)
    return found


def test_a_scenario_or_its_path_will_do(small: Scenario, path: Path) -> None:
    expected = trace(Region(small, rng=5))
    assert trace(Region(path, 5)) == expected
    assert trace(Region(str(path), rng=np.int64(5))) == expected
    assert trace(Region(spec=path, rng=5, variant="all_off")) != expected


def test_seed_and_run_make_the_numbers(small: Scenario) -> None:
    found = [trace(Region(small, rng=seed, run=run)) for seed in (1, 2) for run in (0, 1)]
    assert all(a != b for k, a in enumerate(found) for b in found[:k])


def test_no_rng_takes_fresh_entropy_that_can_be_repeated(small: Scenario) -> None:
    one, other = Region(small), Region(small)
    assert one.seed != other.seed
    assert trace(one) == trace(Region(small, rng=one.seed))


@pytest.mark.parametrize("make", [np.random.default_rng, np.random.SeedSequence, np.random.PCG64])
def test_a_generator_supplies_a_seed(small: Scenario, make: Any) -> None:
    one, other = Region(small, rng=make(4)), Region(small, rng=make(4))
    assert one.seed == other.seed < 2**53
    assert trace(one) == trace(other)


def test_one_generator_supplies_one_seed_after_another(small: Scenario) -> None:
    generator = np.random.default_rng(4)
    assert Region(small, rng=generator).seed != Region(small, rng=generator).seed


@pytest.mark.parametrize("rng", ["one", 1.5, -1, True, object()])
def test_anything_else_is_no_seed(small: Scenario, rng: Any) -> None:
    with pytest.raises(UsageError, match=r"rng: found .* a whole number from 0"):
        Region(small, rng=rng)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"run": -1}, "run: found -1"),
        ({"run": 2**32}, "run: found 4294967296"),
        ({"run": 1.0}, "run: found 1.0"),
        ({"replicates": 0}, "replicates: found 0; a whole number from 1 is needed"),
        ({"variant": "no_cbm"}, "variant: 'no_cbm' can be chosen only with the path of a file"),
        ({"agents": {"ARM": StateAgent}}, "no state is called 'ARM'; did you mean 'ARN'?"),
        ({"agents": {"ARN": mesa.Agent}}, "a subclass of StateAgent is needed"),
        ({"agents": "StateAgent"}, "a subclass of StateAgent is needed"),
    ],
)
def test_options_are_checked(small: Scenario, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        Region(small, rng=1, **options)
    assert message in str(caught.value)


def test_a_faulty_file_is_refused_with_its_faults(path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"infinite\.yaml:"):
        Region(path.parent / "infinite.yaml", rng=1)


def test_mesas_own_randomness_is_seeded_by_seed_and_run(small: Scenario) -> None:
    def numbers(run: int) -> tuple[float, float]:
        region = Region(small, rng=1, run=run)
        return float(region.rng.random()), region.random.random()

    assert numbers(0) == numbers(0) != numbers(1)


def test_the_kernel_takes_nothing_from_mesas_randomness(small: Scenario) -> None:
    region = Region(small, rng=1)
    region.rng.random(100)
    region.random.random()
    assert trace(region) == trace(Region(small, rng=1))


def test_the_date_moves_and_the_horizon_ends(small: Scenario) -> None:
    region = Region(small, rng=1)
    assert (region.date, region.elapsed, region.running) == (date(2025, 1, 1), 0, True)
    region.step()
    assert (region.date, region.elapsed) == (date(2025, 4, 1), 1)
    region.run_model()
    assert (region.date, region.elapsed, region.running) == (date(2035, 1, 1), small.steps, False)
    for _ in range(2):
        with pytest.raises(UsageError, match=r"the horizon of 40 steps has passed \(2025-01-01 to 2034-12-31\)"):
            region.step()
    assert len(region.datacollector.get_model_vars_dataframe()) == small.steps + 1


def test_no_name_of_ours_hides_one_of_mesas() -> None:
    empty_model, empty_agent = type("Empty", (mesa.Model,), {}), type("Empty", (mesa.Agent,), {})
    for ours, bare, allowed in ((Region, empty_model, {"step"}), (StateAgent, empty_agent, set())):
        added = {name for name in set(vars(ours)) - set(vars(bare)) if not name.startswith("__")}
        assert added & set(dir(bare)) == allowed


def test_no_attribute_of_ours_hides_one_of_mesas(small: Scenario) -> None:
    region, bare = Region(small, rng=1), mesa.Model(rng=1)
    fields = {name for name in vars(region) if name not in vars(bare)}
    assert not fields & set(dir(mesa.Model))
    assert not {"scenario", "_scenario", "seed_", "time", "_time"} & fields


def test_regions_do_not_share_anything(small: Scenario) -> None:
    one, other = Region(small, rng=1), Region(small, rng=2)
    expected = trace(Region(small, rng=1))
    found = []
    for _ in range(10):
        one.step()
        other.step()
        found.append(one.indicators)
    assert found == expected


def test_unknown_names_are_errors_of_the_house() -> None:
    assert issubclass(UnknownName, UsageError)
    assert UnknownName("x").exit_code == 2
