"""The opening of the file of 2005: how it was made, what differs from the rules of 2025, the shares of standing."""

from __future__ import annotations

import math
from collections import Counter

from derive.data import logit, mean
from derive.surveys import drift, question_spread
from derive.trust import model

RULES = """\
The region of East Asia at the opening of 2005, for hindcasts: fifteen states and ASEAN, without levers or shocks.
Written by derive_region_2005.py from reference data that the project does not carry; do not edit by hand.
Names and codes imply no position on sovereignty or status.
Every value has a passport; `range` is meant as 5 to 95 per cent (a triangle over it is sampled: tails are cut short).
`known_by` is the last year of what a value leans on: for a table the last year read of it, whatever edition it was read
in; for a survey the year of the answers; for a judgement the last year of what it speaks of.
{shares}

The rules are those of east_asia_2025.yaml (T, G, I, B, A, C, P, K, D), read for 2005:
trust: surveys of 2002 to 2006 only, one question per dyad in the order Cabinet Office affinity, Pew favour, Genron
     impression; the reading nearest in time to the start (T1).  All other readings of those years only widen the range.
     Most dyads were never asked: T5, the ridge model fitted to these {asked} dyads alone.  So few hardly inform it:
{errors}
     A logit less, by judgement: for the enemies that North Korea's doctrine names, for North Korea as a target (no
     public was asked), for Japan in South Korea, and between China and Taiwan.
grievance, trigger: G the same kinds of memory, ranges half as wide again, no study later than 2005; trigger judged from
  quarrels of 2001-04, since the table of dated events begins in 2005.
intent: I record of militarised disputes to 2004; rivalries open in 2004; doctrine of the time.
interdependence: table of 2004 (GVAR), mean of the 1990s, or exports of 2006 where no earlier table shows the dyad.
capability: material and spending of 2004; growth: half of ten years' growth of spending above the mean, as if it went on.
priorities: ideal points 2002-04 (edition of 2025, which smooths over neighbouring years).
frameworks: those of 2004.  The Quad, Camp David and other later ones are left to events.
What was chosen in 2026 and cannot be unknown: the form of the rules, their weights (I, A, C, B), how strongly the model of
  T5 is shrunk, postures and memories.  They were set for the region of 2025, by somebody who knew how history went on."""

SETTINGS = """\
schema: 1
title: The region of East Asia at the opening of 2005
question: Where did the region stand in 2005, as far as one could know then?
about: Fifteen states and ASEAN with ties, frameworks and priorities; the starting point of hindcasts.
start: 2005-01-01
end: 2025-12-31
step: quarter
runs: 500
replicates: 10
seed: 1
focus: JPN
bloc: [JPN, USA, KOR, AUS, PHL, IND]
# On what states take a stance, for and against; the distance of two states is the mean over these.
issues: [china, north_korea, maritime_order, economy, emerging_domains]"""


def _miss_of_mean(values: list[float]) -> float:
    """Return the root mean square miss of the mean of the other values."""
    total, count = sum(values), len(values)
    return math.sqrt(mean((v - (total - v) / (count - 1)) ** 2 for v in values))


def header(written: Counter[str]) -> list[str]:
    """Return the comment and the settings; `written` counts the values by standing."""
    total, gaps = sum(written.values()), model()
    parts = ", ".join(
        f"{k} {written[k]} ({100 * written[k] / total:.0f} %)" for k in ("measured", "derived", "assumed")
    )
    errors = (
        f"     it misses left-out dyads by {gaps.miss('dyad'):.2f} logit (root mean square), observers by "
        f"{gaps.miss('observer'):.2f}, targets by {gaps.miss('target'):.2f};\n     the plain mean of the other dyads misses "
        f"by {_miss_of_mean([logit(share) for share, _ in gaps.data.values()]):.2f}.\n"
        f"     One question's logit wanders by {drift() ** 0.5:.2f} in a year (times root of years), its own offset is "
        f"{question_spread():.2f}\n     (two dyads only: half as wide again)."
    )
    comment = RULES.format(shares=f"Of {total} values: {parts}.", asked=len(gaps.data), errors=errors)
    return [*(f"# {row}".rstrip() for row in comment.splitlines()), *SETTINGS.splitlines()]
