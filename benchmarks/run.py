"""Compare the kernel with plain Mesa, side by side in one run: `python benchmarks/run.py`.

Every figure is a median over interleaved repeats, with its range.  The plain model is `tests/oracle`: the same model
written agent by agent, under `mesa.batch_run` with as many processes as the kernel has threads, each side with its
own fastest generator.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]


def timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def middle(values: list[float], scale: float = 1.0) -> str:
    values = sorted(value * scale for value in values)
    return f"{statistics.median(values):10.4g}  ({values[0]:.4g} .. {values[-1]:.4g})"


def interleaved(repeats: int, **tasks: Callable[[], object]) -> dict[str, list[float]]:
    """Return the times of each task, one of each in turn."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(repeats):
        for name, task in tasks.items():
            times[name].append(timed(task))
    return times


def against_mesa(repeats: int, workers: int, mesa_runs: int, kernel_runs: int) -> None:
    import mesa
    from worlds import fifteen_states

    import detente
    from oracle.draws import FastDraws
    from oracle.model import OracleRegion

    scenario = fifteen_states()
    detente.run(scenario, 8, 1, replicates=1, record="indicators", workers=workers)

    def plain() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mesa.batch_run(
                OracleRegion,
                {"spec": [scenario], "seed": [1], "run": list(range(mesa_runs)), "draws": [FastDraws]},
                number_processes=workers, max_steps=scenario.steps, display_progress=False,
            )  # fmt: skip

    def kernel() -> None:
        detente.run(scenario, kernel_runs, 1, replicates=1, record="indicators", workers=workers)

    times = interleaved(repeats, kernel=kernel, plain=plain)
    fast = [kernel_runs / t for t in times["kernel"]]
    slow = [mesa_runs / t for t in times["plain"]]
    dyads = 15 * 14 * scenario.steps
    print(
        f"\n15 states, {scenario.steps} quarters, 30 levers in force, indicators only; {workers} threads or processes"
    )
    print(f"  kernel, runs/s                      {middle(fast)}")
    print(f"  plain Mesa, batch_run, runs/s       {middle(slow)}")
    print(f"  ratio                               {middle([a / b for a, b in zip(fast, slow, strict=True)])}")
    one = interleaved(
        repeats, one=lambda: detente.run(scenario, kernel_runs // 2, 1, replicates=1, record="indicators", workers=1)
    )
    print(f"  kernel, one thread, ns/dyad/step    {middle([t / (kernel_runs // 2) / dyads for t in one['one']], 1e9)}")


def by_size(repeats: int) -> None:
    from worlds import invented

    import detente

    print("\ncost by number of states (one thread, no levers; ns per dyad and step, and relative to 15 states)")
    first = 0.0
    for n, runs in ((15, 200), (50, 20), (150, 3)):
        scenario = invented(n)
        detente.run(scenario, 1, 1, replicates=1, record="indicators", workers=1)
        task = interleaved(
            repeats, t=lambda s=scenario, r=runs: detente.run(s, r, 1, replicates=1, record="indicators", workers=1)
        )  # type: ignore[misc]
        cost = [t / runs / (n * (n - 1) * scenario.steps) for t in task["t"]]
        first = first or statistics.median(cost)
        print(f"  {n:4} states  {middle(cost, 1e9)}   x {statistics.median(cost) / first:.2f}")


PEAK = """
import pathlib, sys, detente
scenario = detente.read_scenario(sys.argv[1])
detente.run(scenario, int(sys.argv[2]), 1, replicates=1, record="indicators")
# Not getrusage: a child's begins at its parent's peak.
peak = next(line for line in pathlib.Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024)
"""


ONE_RUN = "import sys, detente; detente.run(detente.read_scenario(sys.argv[1]), 1, replicates=1)"


def memory() -> None:
    print("\npeak memory of a whole process, indicators only")
    peaks = []
    for runs in (10_000, 100_000):
        file = str(ROOT / "scenarios" / "unified_framework.yaml")
        done = subprocess.run([sys.executable, "-c", PEAK, file, str(runs)], capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout))
        print(f"  {runs:7} runs  {peaks[-1]:8.0f} MB")
    print(f"  growth        {100 * (peaks[1] / peaks[0] - 1):8.1f} %")


def start_up(repeats: int) -> None:
    file = str(ROOT / "scenarios" / "unified_framework.yaml")
    cli = [sys.executable, "-c", "from detente.cli import main; main()"]
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    commands = {
        "import mesa": [sys.executable, "-c", "import mesa"],
        "detente --help": [*cli, "--help"],
        "detente validate": [*cli, "validate", file],
        "one run, kernel cached": [sys.executable, "-c", ONE_RUN, file],
    }  # fmt: skip
    times = interleaved(repeats, **{name: lambda c=c: subprocess.run(c, **quiet) for name, c in commands.items()})  # type: ignore[misc, call-overload]
    print("\nstart-up, whole process, seconds (and relative to import mesa)")
    for name, values in times.items():
        ratio = statistics.median(a / b for a, b in zip(values, times["import mesa"], strict=True))
        print(f"  {name:24}{middle(values)}   x {ratio:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=("mesa", "size", "memory", "start"), default=None)
    parser.add_argument("--mesa-runs", type=int, default=24)
    parser.add_argument("--kernel-runs", type=int, default=1000)
    options = parser.parse_args()
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    print(f"{platform.machine()}, {workers} processors, Python {platform.python_version()}; median (lowest .. highest)")
    if options.only in (None, "mesa"):
        against_mesa(options.repeats, workers, options.mesa_runs, options.kernel_runs)
    if options.only in (None, "size"):
        by_size(options.repeats)
    if options.only in (None, "memory"):
        memory()
    if options.only in (None, "start"):
        start_up(2 * options.repeats)
    print(f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
