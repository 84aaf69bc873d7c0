"""A few steps of a small world against the oracle, as a kill for mutants of what the passes compute together."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

import detente  # noqa: E402
from oracle.model import OracleRegion  # noqa: E402
from oracle.test_oracle import CLOSE, FIVE, OWN, differences, scenario  # noqa: E402

STEPS = 4


@pytest.mark.parametrize(
    ("path", "overrides", "sampled", "seed"),
    [(FIVE, (), False, 1), (OWN, ("step=month",), True, 6), (FIVE, ("parameters.misreading_step=2",), True, 12)],
)
def test_walks_with_the_oracle(
    path: Path, overrides: tuple[str, ...], sampled: bool, seed: int, tmp_path: Path
) -> None:
    spec = scenario(path, tmp_path, None, *overrides)
    region = detente.Region(spec, rng=seed, replicates=1, sampled=sampled)
    oracle = OracleRegion(spec, seed, replicates=1, sampled=sampled)
    for step in range(STEPS + 1):
        if step:
            region.step()
            oracle.step()
        far = [f"{name} ({place}): {d:.3g}" for name, place, d in differences(region, oracle) if not d <= CLOSE]
        assert not far, f"at step {step}: {'; '.join(far[:12])}"
