"""`study`: everything the report says, from claims to verdicts, rates of shams, mutants and hypotheses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from detente.claims import judging
from detente.claims.arms import ARMS, BASE, DIRECT, Arms
from detente.claims.content import Claim, Claims, Size
from detente.claims.hypothesis_study import HypothesisStudy, Studied
from detente.claims.registering import is_registered, standing_of
from detente.claims.running import Runner
from detente.claims.verdicts import Judge, Judged, Rate
from detente.errors import UsageError
from detente.scenario.faults import nearest

Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Shows progress: given how many runs and what for, yields what to call with the number of runs just finished."""


class Report(NamedTuple):
    """Everything that was found, and under which registration, rules and sizes."""

    claims: Claims
    judged: tuple[Judged, ...]
    hypotheses: tuple[Studied, ...]
    rates: dict[str, Rate]
    arm_counts: dict[str, tuple[int, int]]
    size: Size
    registered: bool
    standing: str
    scenarios_run: int
    runs: int
    whole: bool

    @property
    def headline(self) -> dict[str, int]:
        """Return how many claims of the headline have which verdict."""
        counts = dict.fromkeys(judging.VERDICTS[:-1], 0)
        for row in self.judged:
            if row.headline:
                counts[row.verdict] += 1
        return counts

    @property
    def blind(self) -> list[str]:
        """Return the claims whose mutant left the verdict as it was."""
        return [row.claim.id for row in self.judged if row.mutant_seen is False]


def chosen(claims: Claims, ids: Sequence[str]) -> Claims:
    """Return the claims and hypotheses named (all without names); raise `UsageError` for unknown ones."""
    if not ids:
        return claims
    known = {**claims.claims, **claims.hypotheses}
    unknown = [f"no claim or hypothesis '{name}'{nearest(name, known)}" for name in ids if name not in known]
    if unknown:
        raise UsageError("\n".join(unknown))
    return claims._replace(
        claims={key: claim for key, claim in claims.claims.items() if key in ids},
        hypotheses={key: hypothesis for key, hypothesis in claims.hypotheses.items() if key in ids},
    )


def study(
    claims: Claims,
    ids: Sequence[str] = (),
    size: Size | None = None,
    workers: int | None = None,
    bar: Bar | None = None,
) -> Report:
    """Run every test of the claims (or of those named) in every arm and return the report."""
    size = size or claims.rules.sizes["full"]
    picked = chosen(claims, ids)
    scenarios = claims.scenarios
    runner = Runner(scenarios, claims.rules.seed, size.replicates)
    arms = Arms(scenarios, claims.rules, runner)
    hypotheses = [HypothesisStudy(item, scenarios, claims.rules, runner, size) for item in picked.hypotheses.values()]
    for claim in picked.claims.values():
        _plan(arms, claim, size)
    for hypothesis in hypotheses:
        hypothesis.plan()
    total = runner.runs
    with (bar or _silent)(total, f"running {runner.jobs} scenarios") as tick:
        runner.run(workers, tick)
    judge = Judge(arms, scenarios, claims.rules, size, list(picked.claims.values()))
    return Report(
        picked, tuple(judge.rows()), tuple(item.studied() for item in hypotheses), judge.rates(), judge.arm_counts(), size,
        is_registered(claims.digest, claims.registrations), standing_of(claims.digest, claims.registrations),
        runner.jobs, total, not ids,
    )  # fmt: skip


def _silent(total: int, label: str) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda done: None)


def _plan(arms: Arms, claim: Claim, size: Size) -> None:
    """Ask for every arm of a claim; a claim that only reports has none beside the model as it is."""
    arms.plan(claim, BASE, size.claims)
    if judging.is_judged(claim):
        for arm in ARMS:
            if arm != BASE:
                arms.plan(claim, arm, size.claims if arm in DIRECT else size.arms)
