"""The model of benchmarks/faults.py, and how each tool runs it a hundred times: as its users would."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import detente

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = ROOT / "tests" / "museum" / "base.yaml"
RUNS, BAD, WORKERS = 100, 57, 2
OUTCOME = "trust_in_focus"


class Faulty(detente.StateAgent):
    """Logs each run when it begins, takes its time, and in run 57 does what the environment asks for."""

    def choose(self, other: str) -> int | str:
        if self.model.elapsed == 0 and other == min(self.places):
            self._begin(os.environ.get("FAULT", "none"))
        return super().choose(other)

    def _begin(self, fault: str) -> None:
        log = os.open(Path(os.environ["FAULT_ROOM"]) / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(log, f"{self.model.run_id}\n".encode())
        os.close(log)
        time.sleep(0.15)
        if self.model.run_id != BAD:
            return
        if fault == "raise":
            raise ValueError("run 57 fails")
        if fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault == "hang":
            time.sleep(3600)
        if fault == "nan":
            self.model.course.room.parameters["mood_noise"][...] = float("nan")


def scenario() -> detente.Scenario:
    return detente.read_scenario(SCENARIO)


class Model(detente.Region):
    """The same model for Mesa's batch_run, which passes parameters by name."""

    def __init__(self, run: int = 0, rng: int | None = None, **_: Any) -> None:
        super().__init__(scenario(), rng=7, run=run, replicates=RUNS, agents={"ARN": Faulty})
        self.total = 0.0
        self.datacollector.model_reporters.clear()
        self.datacollector.agent_reporters.clear()


def outcome(run: int) -> float:
    """Return the mean of the outcome over the steps of one run."""
    model, total = Model(run), 0.0
    model.datacollector = None
    while not model.course.ended:
        model.step()
        total += model.indicators[OUTCOME]
    return total / model.elapsed


def by_detente(room: Path) -> dict[str, float | None]:
    sweep = detente.Sweep.of(scenario(), futures=1, replicates=RUNS, seed=7)
    out = room / "out"
    result = sweep.run(out, workers=WORKERS, agents={"ARN": Faulty}, resume=out.exists(), time_limit=5.0)
    table = result.table()
    return {str(row.run): None if row.status != "ok" else float(row.trust_in_focus) for row in table.itertuples()}


class Collected(Model):
    """Keeps the mean so far where batch_run collects it."""

    def __init__(self, run: int = 0, rng: int | None = None, **more: Any) -> None:
        super().__init__(run, rng, **more)
        import mesa

        self.datacollector = mesa.DataCollector({OUTCOME: "mean_so_far", "run": "run_id"})
        self.mean_so_far = 0.0

    def step(self) -> None:
        super().step()
        self.total += self.indicators[OUTCOME]
        self.mean_so_far = self.total / self.elapsed
        self.datacollector.collect(self)


def by_mesa(room: Path) -> dict[str, float | None]:
    import mesa

    rows = mesa.batch_run(Collected, {"run": list(range(RUNS))}, number_processes=WORKERS, data_collection_period=-1,
                          max_steps=scenario().steps, display_progress=False)  # fmt: skip
    return {str(row["run"]): row[OUTCOME] for row in rows}


def ema_function(run: float = 0) -> dict[str, float]:
    return {"y": outcome(int(run))}


def by_ema(room: Path) -> dict[str, float | None]:
    import pandas
    from ema_workbench import IntegerParameter, MultiprocessingEvaluator, ScalarOutcome
    from ema_workbench import Model as Wrapped
    from ema_workbench.em_framework.points import Scenario

    model = Wrapped("faulty", function=ema_function)
    model.uncertainties = [IntegerParameter("run", 0, RUNS - 1)]
    model.outcomes = [ScalarOutcome("y")]
    cases = [Scenario(str(run), run=run) for run in range(RUNS)]
    with MultiprocessingEvaluator(model, n_processes=WORKERS) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=cases)
    table = pandas.DataFrame({"run": experiments["run"].astype(int), "y": outcomes["y"]})
    return {str(row.run): float(row.y) for row in table.itertuples()}
