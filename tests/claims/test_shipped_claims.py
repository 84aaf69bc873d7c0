"""The claims of the sources: complete, readable, tied to what exists, and runnable."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from detente.claims import Claims, judging, read_claims, study
from detente.claims.content import HEADLINE
from detente.claims.studying import chosen

ROOT = Path(__file__).parents[2]
IDS = (Path(__file__).parent / "data" / "ids.txt").read_text().split()
HYPOTHESES = [f"H-{letter}" for letter in "ABCDEFGH"]
FEW = ("S1-61", "S1-65", "S2-05", "H-F")
"""Claims that are run here in a few sets of assumptions, one of each kind of test."""


@cache
def shipped() -> Claims:
    return read_claims(scenarios=ROOT / "scenarios")


def test_every_claim_of_the_sources_has_its_entry_and_no_other() -> None:
    assert len(IDS) == len(set(IDS)) == 132
    assert sorted(shipped().claims) == sorted(IDS)
    assert sorted(shipped().hypotheses) == HYPOTHESES


@pytest.mark.parametrize("key", IDS)
def test_a_claim_has_a_test_or_a_reason_for_none(key: str) -> None:
    claim = shipped().claims[key]
    assert bool(claim.judged) or bool(judging.reason_untested(claim))
    assert claim.where
    assert claim.claim
    assert claim.expects
    assert claim.because


def test_every_claim_names_elements_that_exist() -> None:
    unnamed = [key for key, claim in shipped().claims.items() if not claim.elements]
    assert unnamed == []


def test_most_claims_are_judged_and_many_could_be_wrong() -> None:
    claims = shipped().claims.values()
    assert sum(judging.is_judged(claim) for claim in claims) > 80
    assert sum(judging.is_judged(claim) and claim.declared in HEADLINE for claim in claims) > 30
    assert all(claim.direct or claim.mutant for claim in claims if claim.judged)


def test_every_hypothesis_sweeps_conditions_and_asks_others() -> None:
    for hypothesis in shipped().hypotheses.values():
        assert len(hypothesis.flips) == 2, hypothesis.id
        assert len(hypothesis.answers) >= 2, hypothesis.id
        assert {"JPN", "CHN", "KOR", "USA"} <= set(hypothesis.seen_from), hypothesis.id
        assert all(
            next(iter(options.values())) is None for options in hypothesis.answers.values()
        )  # nothing stands first


def test_a_few_run_in_every_arm() -> None:
    claims = shipped()
    size = claims.rules.sizes["short"]._replace(claims=4, arms=3, sweeps=2, replicates=1)
    chosen(claims, FEW)
    report = study(claims, FEW, size)
    assert {row.claim.id for row in report.judged} == set(FEW) - {"H-F"}
    for row in report.judged:
        if row.found is not None:
            assert all(np.isfinite(e.mean) for part in row.found.tested for e in part.estimates), row.claim.id
    (item,) = report.hypotheses
    assert len(item.by_state) == 16
