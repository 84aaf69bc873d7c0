"""How fast, how small, how soon again: `python benchmarks/sweeps.py`.

Sweeps run beside what they are held against, one of each in turn, two workers each; every figure is a median over
repeats with its range.  The plain model under `mesa.batch_run` is tests/oracle, as in benchmarks/run.py.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]
WORKERS = 2
SCENARIO = ROOT / "scenarios" / "unified_framework.yaml"
FACTORS = {"parameters.grievance_scale": {}, "parameters.negativity": {}, "levers.trilateral.level": {"range": [0, 1]}}


def sweep_of(
    points: int, futures: int, replicates: int, scenario: Any = SCENARIO, packages: Any = None, **more: Any
) -> Any:
    import detente

    packages = packages or {"nothing": {"levers.*.level": 0}, "unified": {}}
    return detente.Sweep.of(scenario, factors=FACTORS, packages=packages, futures=futures, replicates=replicates, seed=1,
                            design={"kind": "latin_hypercube", "points": points}, **more)  # fmt: skip


def run_once(sweep: Any, **options: Any) -> None:
    room = Path(tempfile.mkdtemp(dir=ROOM))
    sweep.run(room / "out", workers=WORKERS, **options)
    shutil.rmtree(room)


def against_mesa(repeats: int, mesa_runs: int, runs: int) -> None:
    """Runs per second of a whole sweep (files, journal, workers' start and all) against mesa.batch_run."""
    import mesa
    from run import interleaved, middle
    from worlds import fifteen_states

    import detente
    from oracle.draws import FastDraws
    from oracle.model import OracleRegion

    scenario = fifteen_states()
    factors = {"parameters.grievance_scale": {}, "parameters.negativity": {}}
    sweep = detente.Sweep.of(scenario, factors=factors, futures=runs // 100, replicates=10, seed=1,
                             design={"kind": "latin_hypercube", "points": 10})  # fmt: skip

    def plain() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mesa.batch_run(OracleRegion, {"spec": [scenario], "seed": [1], "run": list(range(mesa_runs)), "draws": [FastDraws]},
                           number_processes=WORKERS, max_steps=scenario.steps, display_progress=False)  # fmt: skip

    times = interleaved(repeats, sweep=lambda: run_once(sweep), plain=plain)
    fast, slow = [sweep.runs / t for t in times["sweep"]], [mesa_runs / t for t in times["plain"]]
    print(f"\n15 states, {scenario.steps} quarters, 30 levers in force: {sweep.runs} runs of a sweep from start to end")
    print(f"  sweep, runs/s                       {middle(fast)}")
    print(f"  plain Mesa, batch_run, runs/s       {middle(slow)}")
    print(f"  ratio                               {middle([a / b for a, b in zip(fast, slow, strict=True)])}")


def overhead(repeats: int, runs: int) -> None:
    """Time of a sweep with yearly tables over that of the bare kernel on the same runs, both without their start."""
    from run import middle

    from detente.sweeps.plan import plan_of

    sweep = sweep_of(runs // 400, 20, 10, record=["yearly"])
    plan = plan_of(sweep)

    def swept() -> None:
        run_once(sweep)

    start = _cpu(lambda: run_once(sweep_of(1, 1, 1, record=["yearly"])))
    rows = [(*_cpu(swept), *_cpu(lambda: bare(plan))) for _ in range(repeats)]
    wall = [100 * ((a - start[0]) / b - 1) for a, _, b, _ in rows]
    work = [100 * ((a - start[1]) / b - 1) for _, a, _, b in rows]
    print(f"\n{sweep.runs} runs with yearly tables against the bare kernel on the same runs, two threads")
    print(f"  start of a sweep, s                 {start[0]:10.4g}")
    print(f"  sweep, runs/s                       {middle([sweep.runs / row[0] for row in rows])}")
    print(f"  bare kernel, runs/s                 {middle([sweep.runs / row[2] for row in rows])}")
    print(f"  overhead after the start, %         {middle(wall)}")
    print(f"  the same in processor time, %       {middle(work)}")


def _cpu(task: Any) -> tuple[float, float]:
    """Return the seconds a task takes by the clock, and of processors, its ended children included."""
    import resource

    def spent() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    clock, before = time.perf_counter(), spent()
    task()
    return time.perf_counter() - clock, spent() - before


def bare(plan: Any) -> None:
    """Run all runs of a plan in two threads of this process, a thousand at a time, and throw the numbers away."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    from detente.ensemble.ensemble import run_ids

    work = plan.work()

    def part(first: int) -> None:
        task = plan.task(first, min(first + 1000, plan.runs))
        for s in np.unique(task.structure):
            rows = task.structure == s
            structure = work.structures[s]
            swept = structure.swept._replace(values=np.ascontiguousarray(task.values[rows]))
            run_ids(structure.program, task.ids[rows], work.replicates, work.recording, None, work.sampled, swept=swept)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(part, range(0, plan.runs, 1000)))


PEAK = """
import resource, sys, threading, time
sys.path.insert(0, sys.argv[1])
import sweeps
from pathlib import Path
sweeps.ROOM = sys.argv[3]
from detente.sweeps import pool
peak = 0
def watch():
    global peak
    while True:
        peak = max([peak] + [worker.memory() for one in pools for worker in one.workers])
        time.sleep(0.1)
pools = []
real = pool.Pool.__init__
def noting(self, *words):
    pools.append(self); self.workers = []
    real(self, *words)
pool.Pool.__init__ = noting
threading.Thread(target=watch, daemon=True).start()
sweep = sweeps.sweep_of(10, int(sys.argv[2]) // 200, 10, record=["yearly"])
assert sweep.runs == int(sys.argv[2])
start = time.time()
sweeps.run_once(sweep)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, peak / 2**20, time.time() - start)
"""


def memory(sizes: list[int]) -> None:
    """Peak memory of parent and worker by number of runs, each in a process of its own."""
    print("\npeak memory by number of runs, yearly tables, MiB (parent, worker)")
    for runs in sizes:
        words = [sys.executable, "-c", PEAK, str(ROOT / "benchmarks"), str(runs), ROOM]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        parent, worker, seconds = map(float, done.stdout.split())
        print(
            f"  {runs:9,} runs   {parent:6.0f} {worker:6.0f}   ({runs / seconds:,.0f} runs/s with the start)",
            flush=True,
        )


def on_disk_and_again(runs: int) -> None:
    """Size of yearly tables, scaled to a million runs, and the seconds until a resumed sweep is at work again."""
    import detente
    from detente.sweeps.folder import change_manifest
    from detente.sweeps.journal import Journal

    sweep = sweep_of(10, runs // 200, 10, record=["yearly"])
    room = Path(tempfile.mkdtemp(dir=ROOM))
    sweep.run(room / "out", workers=WORKERS)
    total = sum(path.stat().st_size for path in (room / "out").rglob("*") if path.is_file())
    print(f"\n{sweep.runs:,} runs with all indicators of each of twenty years: {total / 2**20:.1f} MiB, "
          f"{total / sweep.runs * 1e6 / 2**30:.3f} GiB for a million")  # fmt: skip
    journal = Journal(room / "out")
    journal.forget_shard(journal.shards()[-1])
    journal.close()
    change_manifest(room / "out", status="running")
    first: list[float] = []
    start = time.perf_counter()
    done = 0

    def tick(tally: Any) -> None:
        nonlocal done
        done += 1
        if done == 2:
            first.append(time.perf_counter() - start)

    detente.sweep(sweep, room / "out", workers=WORKERS, resume=True, progress=tick)
    print(f"  resumed: every shard checked, first new block kept after {first[0]:.1f} s")
    shutil.rmtree(room)


def million(runs: int) -> None:
    """What a million runs cost apart from the runs: journal, shards, memory, disk, and the check before going on.

    The numbers of some real runs are handed in again and again, so that the model's own time is left out.
    """
    import resource

    import detente
    from detente.sweeps import folder
    from detente.sweeps.course import Course
    from detente.sweeps.journal import Journal
    from detente.sweeps.packing import to_bytes
    from detente.sweeps.plan import plan_of
    from detente.sweeps.pool import Event
    from detente.sweeps.question import question_of
    from detente.sweeps.work import Block, work_off

    plan = plan_of(sweep_of(100, runs // 2000, 10, record=["yearly"]))
    real = work_off(plan.work(), plan.task(0, 1000)).arrays

    class Canned:
        idle, held = True, []

        def free(self) -> int:
            return 4 - len(self.held)

        def submit(self, task: Any, *, alone: bool = False) -> None:
            self.held.append(task)

        def wait(self, timeout: float) -> list[Any]:
            task = self.held.pop(0)
            arrays = {name: array[: task.last - task.first] for name, array in real.items()}
            return [
                Event(task, to_bytes(Block(task.first, task.last, arrays, [])), 1.0 * (task.last - task.first) / 1000)
            ]

    out = Path(tempfile.mkdtemp(dir=ROOM)) / "out"
    folder.begin(out, plan, question_of(plan, None))
    peaks = []

    def tick(tally: Any) -> None:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

    journal = Journal(out)

    def go() -> None:
        course = Course(out, plan, plan.work(), journal, 1.0, tick)
        course.batch(0, Canned())
        course.finish(plan.runs)
        journal.shrink()

    clock, spent = _cpu(go)
    journal.close()
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    files = sum(path.is_file() for path in out.rglob("*"))
    print(f"\n{plan.runs:,} runs with yearly tables, without the model's own time")
    print(f"  journal, packing and shards: {spent:.0f} s of processor time, {clock:.0f} s by the clock")
    print(f"  peak memory {peaks[len(peaks) // 10]:.0f} MiB after a tenth, {peaks[-1]:.0f} MiB at the end; "
          f"{size / 2**30:.3f} GiB in {files} files")  # fmt: skip
    again = Journal(out)
    again.forget_shard(again.shards()[-1])
    start = time.perf_counter()
    damaged = [shard for shard in again.shards() if folder.damage(out, shard.files)]
    assert not damaged
    again.close()
    print(f"  before going on: all shards checked in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    data = detente.open_sweep(out).data
    data["cohesion"].isel(point=3).mean().to_numpy()
    print(f"  opened, and one indicator at one point read, in {time.perf_counter() - start:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=("mesa", "overhead", "memory", "disk", "million"), default=None)
    parser.add_argument("--runs", type=int, default=20_000, help="runs of the sweeps that are timed")
    parser.add_argument("--mesa-runs", type=int, default=24)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="runs for peak memory")
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}; median (lowest .. highest)"
    )
    if options.only in (None, "mesa"):
        against_mesa(options.repeats, options.mesa_runs, options.runs)
    if options.only in (None, "overhead"):
        overhead(options.repeats, options.runs)
    if options.only in (None, "memory"):
        memory(options.sizes)
    if options.only in (None, "disk"):
        on_disk_and_again(max(options.sizes))
    if options.only in (None, "million"):
        million(1_000_000)


ROOM = tempfile.mkdtemp()
if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)
