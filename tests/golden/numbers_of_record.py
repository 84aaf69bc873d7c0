"""The golden numbers: mean indicators of a few scenarios.  `python tests/golden/numbers_of_record.py "why"` renews them."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import detente
from detente.world.outcomes import INDICATORS

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
CASES = [
    ("status_quo", None),
    ("status_quo", "no_shocks"),
    ("unified_framework", None),
    ("unified_framework", "high_grievance"),
]
FILE, LOG = HERE / "numbers.json", HERE / "renewals.md"
Numbers = dict[str, dict[str, float]]


def measured() -> Numbers:
    """Return the mean indicators of every case: 40 runs, seed 1, 4 replicates."""
    found: Numbers = {}
    for name, variant in CASES:
        scenario = detente.read_scenario(SCENARIOS / f"{name}.yaml", variant)
        summary = detente.run(scenario, runs=40, seed=1, replicates=4, record="indicators").summary
        found[f"{name}/{variant or 'plain'}"] = dict(zip(INDICATORS, summary.mean(axis=0).tolist(), strict=True))
    return found


def differences(old: Numbers, new: Numbers, tolerance: float = 1e-9) -> list[str]:
    """Return a readable line for every number that moved: case, indicator, old, new, ratio."""
    lines = []
    for case in sorted(set(old) | set(new)):
        for name in INDICATORS:
            a, b = old.get(case, {}).get(name), new.get(case, {}).get(name)
            if a is None or b is None or abs(a - b) > tolerance * max(abs(a), abs(b), 1e-12):
                ratio = b / a if a and b is not None else float("nan")
                lines.append(f"{case:36} {name:24} old {a!s:24} new {b!s:24} ratio {ratio:.6f}")
    return lines


def main() -> None:
    if len(sys.argv) != 2 or len(sys.argv[1].split()) < 3:
        sys.exit(
            'say in some words why results change: python tests/golden/numbers_of_record.py "what changed and why"'
        )
    old = json.loads(FILE.read_text()) if FILE.exists() else {}
    new = measured()
    lines = differences(old, new)
    print("\n".join(lines) or "nothing moved")
    FILE.write_text(json.dumps(new, indent=1) + "\n")
    with LOG.open("a") as log:
        log.write(f"- {datetime.now(UTC):%Y-%m-%d}: {sys.argv[1]} ({len(lines)} numbers moved)\n")


if __name__ == "__main__":
    main()
