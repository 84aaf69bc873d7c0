"""What Mesa's tools find: AgentSet, DataCollector, batch_run (where that Mesa has it)."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pytest

from detente.scenario import Scenario
from detente.simulation import Region
from detente.world.outcomes import INDICATORS

VERSION = tuple(int(part) for part in mesa.__version__.split(".")[:2])
has_batch_run = pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="this Mesa has no batch_run (removed in 4)")


def batch_run(seeds: list[int], **parameters: Any) -> list[dict[str, Any]]:
    """Run Mesa's batch with seeds the way this version takes them: from 3.4 its own `rng`, before that a parameter."""
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        return list(mesa.batch_run(Region, parameters, rng=seeds, display_progress=False))
    return list(mesa.batch_run(Region, {**parameters, "rng": seeds}, display_progress=False))


def test_selecting_by_trust_in_a_state_does_not_fail_on_that_state(small: Scenario) -> None:
    region = Region(small, rng=1)
    chosen = region.agents.select(lambda s: s.trust["ARN"] > 0.0)
    assert [state.name for state in chosen] == ["BEL", "COR"]
    assert region.agents.get("nationalism") == [state.nationalism for state in region.agents]
    assert region.agents.agg("nationalism", max) == max(state.nationalism for state in region.agents)
    assert [s.name for s in region.agents.sort("trusted")] == sorted(
        ["ARN", "BEL", "COR"], key=lambda name: -region[name].trusted
    )


def test_the_collector_has_a_row_at_the_start_and_after_each_step(small: Scenario) -> None:
    region = Region(small, rng=9)
    seen = [region.indicators]
    while region.running:
        region.step()
        seen.append(region.indicators)
    table = region.datacollector.get_model_vars_dataframe()
    assert list(table.columns) == ["date", "seed", *INDICATORS]
    assert len(table) == small.steps + 1
    assert table.loc[0, list(INDICATORS)].isna().all()
    assert table["date"].iloc[[0, 1, -1]].tolist() == ["2025-01-01", "2025-04-01", "2035-01-01"]
    assert set(table["seed"]) == {9}
    assert [dict(row) for _, row in table[list(INDICATORS)].iloc[1:].iterrows()] == seen[1:]


def test_the_collector_has_every_state_at_every_moment(small: Scenario) -> None:
    region = Region(small, rng=9)
    moments = []
    while True:
        moments.append([(s.name, s.nationalism, s.trusting, s.trusted) for s in region.agents])
        if not region.running:
            break
        region.step()
    table = region.datacollector.get_agent_vars_dataframe()
    assert list(table.columns) == ["name", "nationalism", "trusting", "trusted"]
    rows = [row for moment in moments for row in moment]
    assert [tuple(row) for row in table.itertuples(index=False)] == rows


def test_another_collector_may_be_used_or_none(small: Scenario) -> None:
    region = Region(small, rng=1)
    region.datacollector = mesa.DataCollector(
        model_reporters={"tension": lambda m: m["ARN"].tension["COR"]}, agent_reporters={"act": lambda s: dict(s.act)}
    )
    region.step()
    table = region.datacollector.get_model_vars_dataframe()
    assert table["tension"].tolist() == [region["ARN"].tension["COR"]]
    region.datacollector = None
    region.step()
    assert region.elapsed == 2


@has_batch_run
def test_batch_run_stops_by_itself_and_its_rows_are_the_regions(path: Path) -> None:
    rows = batch_run([1, 2], spec=str(path), run=[0, 3])
    assert len(rows) == 2 * 2 * 3
    for row in rows:
        region = Region(path, rng=row["seed"], run=row["run"])
        for _ in range(int(row["Step"])):
            region.step()
        found = {name: row[name] for name in INDICATORS}
        assert found == region.indicators
        assert row["name"] in region.spec.states
        assert row["nationalism"] == region[row["name"]].nationalism
        assert row["date"] == region.date.isoformat()
    # before 3.5 batch_run takes the row at the start for the first step's and so leaves out the last
    last = 40 if VERSION >= (3, 5) else 39
    assert {int(row["Step"]) for row in rows} == {last}


@has_batch_run
def test_batch_run_without_seeds_tells_each_rows_seed(small: Scenario) -> None:
    parameters = {"spec": small, "variant": [None], "sampled": [True, False]}
    rows = mesa.batch_run(Region, parameters, display_progress=False)
    seeds = {row["seed"] for row in rows}
    assert len(seeds) == 2
    assert all(isinstance(seed, int) for seed in seeds)


SCRIPT = """
import json, sys
sys.path[:0] = {folders!r}
import mesa
from detente.simulation import Region
import test_collecting

if __name__ == "__main__":
    real = mesa.batch_run
    mesa.batch_run = lambda *a, **k: real(*a, number_processes=2, **k)
    mesa.batch_run.__signature__ = test_collecting.inspect.signature(real)
    rows = test_collecting.batch_run([1, 2, 3], spec={path!r})
    print(json.dumps(sorted([r["seed"], r["name"], r["cohesion"]] for r in rows)))
"""


@has_batch_run
def test_batch_run_works_in_worker_processes(path: Path, tmp_path: Path) -> None:
    script = tmp_path / "batch.py"
    folders = [str(Path(__file__).parent)]
    script.write_text(SCRIPT.format(folders=folders, path=str(path)))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=True, env=environment
    )
    expected = sorted([r["seed"], r["name"], r["cohesion"]] for r in batch_run([1, 2, 3], spec=str(path)))
    assert json.loads(done.stdout) == expected
    assert np.isfinite([value for _, _, value in expected]).all()
