"""What is left of a sweep when something goes wrong: `python benchmarks/faults.py`, beside mesa.batch_run (and EMA).

One and the same Mesa model, a hundred runs on two workers, run 57 is the bad one.  Every run appends a line to a log when
it begins, so that executions are counted independently of what a tool returns.  "hangs" means no answer within the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]
RUNS, BAD, WORKERS = 100, 57, 2
TOOLS = ("detente", "mesa", "ema")
FAULTS = ("none", "raise", "kill", "hang", "nan")


def child(tool: str, fault: str, room: Path) -> None:
    """Run the hundred runs by one tool and write what it returns to `room/returned.json`."""
    import faulty

    returned = {"detente": faulty.by_detente, "mesa": faulty.by_mesa, "ema": faulty.by_ema}[tool](room)
    (room / "returned.json").write_text(json.dumps(returned), "utf-8")


def started(tool: str, fault: str, room: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "FAULT": fault, "FAULT_ROOM": str(room), "PYTHONPATH": str(ROOT / "benchmarks"),
                   "PYTHONWARNINGS": "ignore"}  # fmt: skip
    words = [sys.executable, __file__, "--child", tool, fault, str(room)]
    return subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=(room / "said").open("wb"), start_new_session=True
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all it has started in its own session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def executions(room: Path) -> int:
    log = room / "log"
    return len(log.read_text().splitlines()) if log.exists() else 0


def returned(room: Path) -> dict[str, float | None]:
    path = room / "returned.json"
    return json.loads(path.read_text()) if path.exists() else {}  # type: ignore[no-any-return]


def faulted(tool: str, fault: str, limit: float, truth: dict[str, float | None]) -> str:
    """Return in words what a tool kept of a hundred runs with a fault."""
    room = Path(tempfile.mkdtemp())
    process, start = started(tool, fault, room), time.monotonic()
    try:
        process.wait(limit)
        hung = ""
    except subprocess.TimeoutExpired:
        hung = " (hangs)"
    took = time.monotonic() - start
    end(process)
    found = returned(room)
    known = {run: value for run, value in found.items() if value is not None}
    bad = {str(BAD)} if fault != "none" else set()
    good = sum(value == truth[run] for run, value in known.items() if run not in bad)
    unmarked = sum(value != value for value in known.values())
    wrong = len(known) - good - unmarked
    words = f"{good} kept{hung}, {executions(room)} begun" + (f", {wrong} WRONG" if wrong else "")
    words += f", {unmarked} no number and not marked" if unmarked else ""
    shutil.rmtree(room, ignore_errors=True)
    return f"{words}, {took:.0f} s"


def parent_killed(tool: str, kills: int, truth: dict[str, float | None]) -> str:
    """Return in words what is left after the parent was killed some times in mid-sweep and started again."""
    room = Path(tempfile.mkdtemp())
    orphans = 0
    for _ in range(kills):
        process, before = started(tool, "none", room), executions(room)
        while executions(room) < before + 25 and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.wait()
        time.sleep(2.0)
        orphans = max(orphans, _alive(room))
        end(process)
    kept, begun = _kept(room), executions(room)
    if tool != "detente":
        shutil.rmtree(room, ignore_errors=True)
        return f"{kept} kept of {begun}, {orphans} orphans after 2 s; no resume"
    process = started(tool, "none", room)
    process.wait()
    found = returned(room)
    same = "same numbers" if found == truth else "OTHER NUMBERS"
    words = f"{kept} kept; then {len(found)} in {executions(room)} executions, {same}, {orphans} orphans after 2 s"
    shutil.rmtree(room, ignore_errors=True)
    return words


def _alive(room: Path) -> int:
    """Return how many processes that were started for a room are still there, ended ones apart."""
    found = 0
    for path in Path("/proc").iterdir():
        with suppress(OSError):
            mine = path.name.isdigit() and f"FAULT_ROOM={room}".encode() in (path / "environ").read_bytes()
            found += mine and "State:\tZ" not in (path / "status").read_text()
    return found


def _kept(room: Path) -> int:
    """Return how many runs are on the disk: only detente writes any before the end."""
    if not (room / "out" / "journal.sqlite").exists():
        return 0
    from detente.sweeps.journal import Journal

    journal = Journal(room / "out", read_only=True)
    try:
        return sum(last - first for first, last in journal.spans())
    finally:
        journal.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", nargs=3, default=None)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds after which a tool counts as hanging")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    options = parser.parse_args()
    if options.child:
        child(options.child[0], options.child[1], Path(options.child[2]))
        return
    tools = [tool for tool in options.tools if tool != "ema" or _has_ema()]
    truth = {tool: _truth(tool) for tool in tools}
    cases: list[tuple[str, Callable[[str], Any]]] = [
        (f"run {BAD}: {fault}", lambda tool, f=fault: faulted(tool, f, options.limit, truth[tool]))
        for fault in FAULTS  # type: ignore[misc]
    ]
    cases += [("parent killed once", lambda tool: parent_killed(tool, 1, truth[tool])),
              ("parent killed three times", lambda tool: parent_killed(tool, 3, truth[tool]))]  # fmt: skip
    print(f"{RUNS} runs, {WORKERS} workers; {_versions(tools)}")
    for name, case in cases:
        print(name)
        for tool in tools:
            print(f"    {tool:8} {case(tool)}", flush=True)


def _truth(tool: str) -> dict[str, float | None]:
    """Return what a tool gives when nothing goes wrong."""
    room = Path(tempfile.mkdtemp())
    started(tool, "none", room).wait()
    found = returned(room)
    if len(found) != RUNS:
        raise SystemExit(f"{tool} gave {len(found)} results without any fault: {(room / 'said').read_text()[-2000:]}")
    shutil.rmtree(room, ignore_errors=True)
    return found


def _has_ema() -> bool:
    from importlib.util import find_spec

    return find_spec("ema_workbench") is not None


def _versions(tools: list[str]) -> str:
    from importlib.metadata import version

    names = {"detente": "detente", "mesa": "mesa", "ema": "ema_workbench"}
    return ", ".join(f"{names[tool]} {version(names[tool])}" for tool in tools)


if __name__ == "__main__":
    main()
