"""Change the mechanisms or the loader in one small way at a time and see whether a test notices.

    pip install -e .[test,mutation]
    python tests/mutation/run.py mechanisms                      # every mutant of model/detente/mechanisms
    python tests/mutation/run.py loader --sample 400 --seed 1    # some of model/detente/scenario
    python tests/mutation/run.py mechanisms --module trust       # one module
    python tests/mutation/run.py loader --list                   # only name them

Works in copies of the tree (`--workers` at a time), never in the tree itself.  The passes of the mechanisms run as
plain Python.  A mutant counts as killed if a test fails, if it cannot be imported or if it computes longer than
`--limit` seconds.  survivors.yaml explains survivors; those it calls equivalent can be told from the original by no
test and do not count.  Survivors it does not explain are printed; they, or fewer than 95 % killed, end the run with 1.
`--again FILE` tries the survivors of an earlier run once more, whose outcomes `--out FILE` kept.
Needs a system that can fork.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

import yaml
from mutants import Mutant, mutant, places
from selection import FOLDERS, files
from trials import Copy, Trial, preload, sound, trials

ROOT = Path(__file__).resolve().parents[2]
REASONS = Path(__file__).with_name("survivors.yaml")
ENOUGH = 0.95


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(FOLDERS))
    parser.add_argument("--module", help="only this module, as trust or reading")
    parser.add_argument("--sample", type=int, help="only so many mutants, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="which sample (1)")
    parser.add_argument("--limit", type=int, default=60, help="seconds a mutant may compute (60)")
    parser.add_argument("--workers", type=int, default=1, help="mutants at a time (1)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the tree to copy (this one)")
    parser.add_argument("--out", type=Path, help="keep the outcomes in this file (JSON)")
    parser.add_argument("--again", type=Path, help="only the survivors in this file")
    parser.add_argument("--list", action="store_true", help="name the mutants and try none")
    return parser.parse_args()


def chosen(given: argparse.Namespace) -> tuple[list[Mutant], int]:
    """Return the mutants to try and how many places for one there are in all."""
    every = [place for file in files(given.root, given.target, given.module) for place in places(given.root, file)]
    some = every
    if given.sample is not None and given.sample < len(every):
        some = random.Random(given.seed).sample(every, given.sample)
    if given.again is not None:
        rows = [row for row in json.loads(given.again.read_text(encoding="utf-8")) if row[3] == "survived"]
        files_again, keys = {row[0] for row in rows}, {tuple(row[:3]) for row in rows}
        some = [place for place in every if place.file in files_again]
    found = [one for place in some if (one := mutant(given.root, place)) is not None]
    if given.again is not None:
        found = [one for one in found if one.key in keys]
    return sorted(found, key=lambda one: (one.file, one.line, one.became)), len(every)


def explained() -> dict[tuple[str, str, str], str]:
    """Return the reason for each survivor that was looked at, by the mutant's key."""
    rows = yaml.safe_load(REASONS.read_text(encoding="utf-8"))["survivors"] if REASONS.exists() else []
    return {(row["file"], row["was"], row["became"]): row["reason"] for row in rows}


def report(found: list[Trial], every: int, seconds: float) -> int:
    """Print counts and the survivors nobody has explained; return the exit code."""
    counts = Counter(trial.outcome for trial in found)
    reasons = explained()
    alive = [trial.mutant for trial in found if trial.outcome == "survived"]
    unknown = [one for one in alive if one.key not in reasons]
    equivalent = sum(reasons.get(one.key, "").startswith("equivalent") for one in alive)
    share = (len(found) - len(alive)) / max(len(found) - equivalent, 1)
    for one in unknown:
        print(f"\nnot explained: {one}")
    parts = ", ".join(f"{counts[name]} {name}" for name in ("killed", "unusable", "timed out", "survived"))
    print(f"\n{len(found)} of {every} mutants in {seconds:.0f} s: {parts}")
    print(f"of the survivors {equivalent} are equivalent, {len(unknown)} not explained in {REASONS.name}")
    print(f"{share:.1%} of those that are not equivalent were killed")
    return int(share < ENOUGH or bool(unknown))


def keep(path: Path, found: list[Trial]) -> None:
    """Write the outcomes so far."""
    rows = [[*t.mutant.key, t.outcome, t.mutant.line, round(t.seconds, 1)] for t in found]
    path.write_text(json.dumps(rows, indent=0), encoding="utf-8")


def main() -> int:
    """Make, try and report."""
    given = options()
    some, every = chosen(given)
    if given.list:
        print(*some, f"{len(some)} of {every} mutants", sep="\n")
        return 0
    preload()
    copies = [Copy(given.root) for _ in range(given.workers)]
    found: list[Trial] = []
    start = time.monotonic()
    try:
        passes, seconds = sound(copies[0], FOLDERS[given.target], given.limit)
        if not passes:
            sys.exit(f"the tests fail without any mutation ({seconds:.0f} s)")
        print(f"{len(some)} of {every} mutants; the tests of an unchanged tree take {seconds:.1f} s", flush=True)
        for trial in trials(copies, some, given.limit):
            found.append(trial)
            if trial.outcome == "survived":
                print(f"  {trial.mutant.file}:{trial.mutant.line}: {trial.mutant.became}", flush=True)
            if given.out is not None:
                keep(given.out, found)
    finally:
        for copy in copies:
            shutil.rmtree(copy.folder, ignore_errors=True)
    return report(found, every, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
