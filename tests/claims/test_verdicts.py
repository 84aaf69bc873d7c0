"""Toy claims get the verdicts they must, by the rules alone."""

from __future__ import annotations

import numpy as np
import pytest
from toys import studied, toys

from detente.claims import judging, study
from detente.claims.estimating import Estimate
from detente.claims.judging import Weighed, alone, turned, weighed
from detente.claims.verdicts import TURNED, Judged
from detente.errors import UsageError


def row(key: str) -> Judged:
    return next(row for row in studied().judged if row.claim.id == key)


def test_a_claim_that_follows_the_influence_it_cites_is_built_in_whatever_was_declared() -> None:
    found = row("T-01")
    assert (found.verdict, found.standing, found.claim.declared) == (judging.HOLDS, "built in", "parametric")
    assert not found.headline
    assert found.arms["zero"] == judging.NOT_SUPPORTED
    assert found.arms["reversed"] == judging.CONTRADICTED


def test_the_opposite_claim_is_contradicted_and_its_mutant_seen() -> None:
    found = row("T-02")
    assert (found.verdict, found.standing, found.mutant_seen) == (judging.CONTRADICTED, "emergent", True)
    assert found.adjusted < 0.001


def test_what_cannot_differ_holds_by_construction() -> None:
    found = row("T-03")
    assert found.verdict == judging.HOLDS
    assert found.found is not None
    if not np.any(found.found.tested[0].estimates[0].by_set):
        assert found.standing == "built in"
        assert "by construction" in found.note
    assert found.mutant_seen is False
    assert studied().blind == ["T-03"]


def test_what_has_no_test_has_its_reason() -> None:
    assert (row("T-05").verdict, row("T-05").where) == (
        judging.NOT_TESTABLE, "it is a matter of structure; present: part ledger, variable grievance",
    )  # fmt: skip
    assert row("T-06").where == "the data do not exist"
    assert row("T-07").where == "the source claims no direction; the estimate is reported"
    assert row("T-07").found is not None
    assert not any(row(key).headline for key in ("T-05", "T-06", "T-07"))


def test_all_tests_of_a_claim_must_hold() -> None:
    found = row("T-08")
    assert found.verdict == judging.HOLDS
    assert found.found is not None
    assert len(found.found.tested) == 2
    assert found.found.p == max(e.p for part in found.found.tested for e in part.estimates)


def test_a_claim_that_holds_for_half_of_the_assumptions_says_for_which() -> None:
    found = row("T-09")
    assert found.verdict == judging.ONLY_WHERE
    assert found.where.startswith("the card's number joint_exercises.influence.goodwill is above ")


def test_shams_and_placebos_hardly_hold_and_what_is_contradicted_holds_reversed() -> None:
    rates = studied().rates
    assert rates["sham"].corrected == 0
    assert rates["placebo"].corrected == 0
    assert min(rates["sham"].tried, rates["placebo"].tried) == 4
    contradicted = sum(row.verdict == judging.CONTRADICTED for row in studied().judged)
    assert rates[TURNED].corrected >= contradicted > 0


def test_the_headline_counts_only_what_is_emergent_or_empirical_and_not_built_in() -> None:
    report = studied()
    assert sum(report.headline.values()) == sum(row.headline for row in report.judged)
    assert {row.claim.declared for row in report.judged if row.headline} <= {"emergent", "empirical"}
    assert report.arm_counts["base"][1] == sum(report.headline.values())


def test_a_selection_runs_only_what_is_asked_for() -> None:
    size = toys().rules.sizes["short"]
    report = study(toys(), ["T-01", "H-T"], size)
    assert [row.claim.id for row in report.judged] == ["T-01"]
    assert [item.hypothesis.id for item in report.hypotheses] == ["H-T"]
    assert not report.whole
    with pytest.raises(UsageError, match="no claim or hypothesis 'T-1'; did you mean 'T-"):
        study(toys(), ["T-1"], size)


def test_the_same_study_gives_the_same_numbers() -> None:
    size = toys().rules.sizes["short"]
    found = [study(toys(), ["T-04"], size, workers).judged[0].found for workers in (1, 2)]
    values = [x.tested[0].estimates[0].by_set for x in found if x is not None]
    assert np.array_equal(*values)


def of(direction: str, mean: float, share: float, p: float, against: float) -> Weighed:
    test = toys().claims["T-01"].tests[0]._replace(direction=direction)
    estimate = Estimate(mean, mean, mean, share, p, against, 10, np.full(10, mean))
    return weighed((judging.Tested(test, (estimate,), ""),))


@pytest.mark.parametrize(
    ("direction", "share", "p", "against", "verdict"),
    [("more", 0.95, 0.01, 1.0, judging.HOLDS), ("more", 0.85, 0.01, 1.0, judging.NOT_SUPPORTED),
     ("more", 0.95, 0.06, 1.0, judging.NOT_SUPPORTED), ("more", 0.1, 1.0, 0.01, judging.CONTRADICTED),
     ("none", 0.2, 0.01, 1.0, judging.HOLDS), ("none", 0.2, 1.0, 0.01, judging.CONTRADICTED)],
)  # fmt: skip
def test_rules(direction: str, share: float, p: float, against: float, verdict: str) -> None:
    assert alone(of(direction, 1.0, share, p, against), toys().rules) == verdict


def test_an_equivalence_has_no_opposite_direction() -> None:
    found = row("T-03").found
    assert found is not None
    assert turned(found.tested, toys().rules) is None


def test_too_few_sets_with_a_value_are_no_verdict() -> None:
    test = toys().claims["T-08"].tests[0]
    values = np.full((10, 2), np.nan)
    values[:7] = 0.5
    found = weighed((judging.tested(test, {"on": values}, toys().rules),))
    assert alone(found, toys().rules) == judging.NOT_TESTABLE
    assert "only 7 of 10" in found.lacking
