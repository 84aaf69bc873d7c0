"""Verdicts over all claims: corrected together, with what is built in taken out, and the rates of what should not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from detente.claims import judging
from detente.claims.arms import ARMS, BASE, MUTANT, PLACEBO, REVERSED, SHAM, SYMMETRIC, UNSUPPORTED, ZERO, Arms
from detente.claims.assumptions import in_words, split_of
from detente.claims.cells import Scenarios
from detente.claims.content import HEADLINE, Claim, Rules, Size
from detente.claims.estimating import adjusted
from detente.claims.judging import Weighed

TURNED = "turned"
BUILT_IN = "built in"


class Judged(NamedTuple):
    """What the report says of one claim.

    `verdict` is one of five, `where` ends it; `adjusted` is its corrected p-value (of the opposite where that is what was
    found); `standing` is the declared class, or "built in" where the verdict
    follows the influence that the claim itself cites.  `arms` holds the verdict of the claim alone in every arm it has;
    `mutant_seen` whether its mutant changes that (None: it has none).
    """

    claim: Claim
    found: Weighed | None
    verdict: str
    where: str
    standing: str
    adjusted: float
    arms: dict[str, str]
    mutant_seen: bool | None
    note: str

    @property
    def headline(self) -> bool:
        """Whether the claim counts in the headline: competing paths or outside data decide it."""
        return self.standing in HEADLINE and self.verdict != judging.NOT_TESTABLE


class Rate(NamedTuple):
    """How often tests that should not hold do: of so many, alone and after correction."""

    tried: int
    alone: int
    corrected: int


class Judge:
    """Turns what was run into rows, with correction over all claims of the headline and over all others apart."""

    def __init__(self, arms: Arms, scenarios: Scenarios, rules: Rules, size: Size, claims: list[Claim]) -> None:
        self._arms, self._scenarios, self._rules, self._size, self._claims = arms, scenarios, rules, size, claims
        self._base = {claim.id: arms.weigh(claim, BASE, size.claims) for claim in claims}
        self._tried = [claim for claim in claims if judging.is_judged(claim)]
        self._small = {(claim.id, arm): arms.weigh(claim, arm, size.arms) for claim in self._tried for arm in ARMS}
        self._standing = {claim.id: self._class_of(claim) for claim in claims}

    def rows(self) -> list[Judged]:
        """Return a row for every claim, in order."""
        verdicts: dict[str, tuple[str, str, float]] = {}
        for family in (True, False):
            members = [claim for claim in self._tried if (self._standing[claim.id] in HEADLINE) == family]
            verdicts.update(self._verdicts([claim for claim in members if not self._weighed(claim).lacking]))
        return [self._row(claim, verdicts.get(claim.id)) for claim in self._claims]

    def _weighed(self, claim: Claim) -> Weighed:
        found = self._base[claim.id]
        assert found is not None
        return found

    def _row(self, claim: Claim, verdict: tuple[str, str, float] | None) -> Judged:
        found = self._base[claim.id]
        word, where, p = verdict or (judging.NOT_TESTABLE, self._untested(claim), float("nan"))
        arms = {arm: judging.alone(small, self._rules) for arm in ARMS if (small := self._small.get((claim.id, arm)))}
        note = self._note(claim, found, word)
        return Judged(
            claim, found, word, where, self._standing[claim.id], p, arms, self._mutant_seen(claim, arms), note
        )

    def _untested(self, claim: Claim) -> str:
        found = self._base[claim.id]
        return judging.reason_untested(claim) or (found.lacking if found else "")

    def _note(self, claim: Claim, found: Weighed | None, word: str) -> str:
        """Return what a reader of the verdict must know besides."""
        if found is not None and word == judging.HOLDS and judging.never_differs(found):
            return "no run differs between the cells: it holds by construction"
        if found is None or word != judging.NOT_SUPPORTED:
            return ""
        if found.p <= self._rules.alpha and found.share < self._rules.sign_share:
            return f"the mean is beyond the margin, but only {found.share:.0%} of the sets of assumptions have the sign"
        return ""

    def _mutant_seen(self, claim: Claim, arms: dict[str, str]) -> bool | None:
        return arms[MUTANT] != arms[BASE] if MUTANT in arms else None

    def _class_of(self, claim: Claim) -> str:
        """Return the declared class, or "built in" where the verdict follows the influence that the claim cites."""
        whole = self._base[claim.id]
        if whole is not None and judging.is_judged(claim) and judging.never_differs(whole):
            return BUILT_IN
        if not judging.is_judged(claim):
            return claim.declared
        zero, back = (self._arms.weigh(claim, arm, self._size.claims) for arm in (ZERO, REVERSED))
        if whole is None or zero is None or back is None:
            return claim.declared
        words = [judging.alone(found, self._rules) for found in (whole, zero, back)]
        opposite = {judging.HOLDS: judging.CONTRADICTED, judging.CONTRADICTED: judging.HOLDS}.get(words[0])
        forced = not self._arms.differs(claim, ZERO, REVERSED)  # bounds allow no reversal: the sign is in the writing
        follows = opposite is not None and words[1] != words[0] and (words[2] == opposite or forced)
        return BUILT_IN if follows else claim.declared

    def _verdicts(self, claims: list[Claim]) -> dict[str, tuple[str, str, float]]:
        """Return verdict, its ending and the corrected p-value of claims that are corrected together."""
        found = [self._weighed(claim) for claim in claims]
        ps, against = adjusted(np.array([x.p for x in found])), adjusted(np.array([x.against for x in found]))
        words = {}
        for claim, x, p, q in zip(claims, found, ps, against, strict=True):
            word = judging.verdict_of(x, float(p), float(q), self._rules)
            words[claim.id] = (word, "", float(q if word == judging.CONTRADICTED else p))
        return {**words, **self._only_where(claims, words)}

    def _only_where(
        self, claims: list[Claim], words: dict[str, tuple[str, str, float]]
    ) -> dict[str, tuple[str, str, float]]:
        """Return the claims that hold in one half of the assumptions, corrected over all for which that was asked."""
        tried = []
        for claim in claims:
            weak = self._weighed(claim).share < self._rules.sign_share
            if weak and words[claim.id][0] == judging.NOT_SUPPORTED:
                last = list(claim.judged[0].cells.values())[-1]
                split = split_of(self._weighed(claim), self._scenarios.of(last), self._rules)
                tried += [(claim, split)] if split is not None else []
        ps = adjusted(np.array([split.p for _, split in tried]))
        return {
            claim.id: (judging.ONLY_WHERE, in_words(split), float(p))
            for (claim, split), p in zip(tried, ps, strict=True)
            if p <= self._rules.alpha and split.share >= self._rules.sign_share
        }

    def rates(self) -> dict[str, Rate]:
        """Return how often shams, placebos and reversed claims hold."""
        found = {arm: [x for claim in self._tried if (x := self._small.get((claim.id, arm))) is not None]
                 for arm in (SHAM, PLACEBO)}  # fmt: skip
        turned = [judging.turned(self._weighed(claim).tested, self._rules) for claim in self._tried]
        found[TURNED] = [judging.weighed(parts) for parts in turned if parts is not None]
        return {name: self._rate(list(group)) for name, group in found.items()}

    def _rate(self, found: list[Weighed]) -> Rate:
        ps = adjusted(np.array([x.p for x in found]))
        held = [judging.verdict_of(x, float(p), 1.0, self._rules) for x, p in zip(found, ps, strict=True)]
        by_themselves = [judging.verdict_of(x, x.p, 1.0, self._rules) for x in found]
        return Rate(len(found), by_themselves.count(judging.HOLDS), held.count(judging.HOLDS))

    def arm_counts(self) -> dict[str, tuple[int, int]]:
        """Return of how many claims of the headline each model says "holds", after correction: (held, tried)."""
        members = [claim for claim in self._tried if self._standing[claim.id] in HEADLINE]
        return {arm: self._count(arm, members) for arm in (BASE, UNSUPPORTED, SYMMETRIC)}

    def _count(self, arm: str, members: Iterable[Claim]) -> tuple[int, int]:
        found = [x for claim in members if (x := self._small.get((claim.id, arm))) is not None]
        ps = adjusted(np.array([x.p for x in found]))
        words = [judging.verdict_of(x, float(p), 1.0, self._rules) for x, p in zip(found, ps, strict=True)]
        return words.count(judging.HOLDS), len(found)
