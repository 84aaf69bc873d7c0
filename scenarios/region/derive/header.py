"""The opening of the scenario file: how it was made, the rules, the shares of standing."""

from __future__ import annotations

from collections import Counter

from derive.gaps import GapModel
from derive.surveys import drift, question_spread
from derive.trust import model

RULES = """\
The region of East Asia at the opening of 2025: fifteen states and ASEAN.
Written by derive_east_asia_2025.py from reference data that the project does not carry; do not edit by hand.
Names and codes imply no position on sovereignty or status.
Every value has a passport; `range` is meant as 5 to 95 per cent (a triangle over it is sampled: tails are cut short).
{shares}

trust, share of the public (of elites for ASEAN):
  T1 a survey of 2024 or later that asks for trust, affinity or favour: one question per dyad, in the order Lowy, ISEAS,
     EAI or OCTA trust, Cabinet Office affinity, Genron and EAI impression, Pew favour, Levada; the last reading by
     February 2025, else the first after; later readings and other questions only widen the range.
  T2 one minus the unfavourable share minus the observer's usual share without opinion (Pew).
  T3 other questions of 2024-25 turned into a share: mean scores, favourite country, negative view.
  T4 the latest survey to 2018 (Pew first, one question over all observers), half weight to the gap model where older
     than ten years; views of Russia among sanctioning states less the fall seen where a question was repeated.
     Surveys of 2019-2023 are kept back to test the program.
  T5 no survey: ridge model of logit trust on ties, distance of ideal points, record of hostility, claim, rivalry,
     sides and a democratic public facing an undemocratic government, with an offset per observer and target, fitted
     to T1-T4.  Its range is the 5 to 95 per cent residual with the dyad, the observer or the target left out,
     whichever resembles the gap.
     North Korea: less for the enemies its doctrine names; as a target, half weight to the two publics asked.
  T6 ASEAN where not surveyed: mean over members.
  ISEAS forced-choice alignment is not trust: a quarter weight beside T4, half beside T5, where printed.
{errors}
grievance, trigger: G judged by the kind of memory; trigger from dated quarrels to 2024.  Salience, not legitimacy.
intent: I logistic(-2.4 + 1.2 rivalry + 2 record + 0.8 claim + 0.6 distance of ideal points + 0.5 opposed sides
  - 1.2 ties), judged where doctrine or war speak.  The record is the recency-weighted hostility of militarised disputes
  to 2014 and of dated shocks 2015-24.
credibility: B by the deepest common tie (alliances honoured in three of four cases), less rivalry and record.
interdependence: share / (share + 0.1) of the observer's trade; latest table (2016, 2006, 1990s), else
  size over distance.
alignment: A tanh(1.2 (0.75 ties + 0.25 likeness of ideal points - 0.6 rivalry - 0.3 record - 0.15 claim
  - 0.2 opposed sides)).
channel: C 0.25 + 0.55 ties + 0.15 summit - 0.2 rivalry - 0.2 record, or a documented suspension.
interoperability: P joint exercises 2006-10, 1 - exp(-number a year / 6), a fifth where sides are opposed now; later
  practice judged.
claim: K salience / 12 of the weightiest claim; half where quiet; claims without a salience judged.
distance: D least distance in km, floor 50; small islands are ignored; of the United States half way (in logs) between
  own land and the nearest host of ten thousand troops; of ASEAN to the nearest member."""

SETTINGS = """\
schema: 1
title: East Asia at the opening of 2025
question: Where does the region stand, and how sure may one be?
about: Fifteen states and ASEAN with ties, frameworks and priorities; a starting point without levers or shocks.
start: 2025-01-01
end: 2044-12-31
step: quarter
runs: 500
replicates: 10
seed: 1
focus: JPN
# The partners named first in the source documents, whose cohesion the claims ask for.
bloc: [JPN, USA, KOR, AUS, PHL, IND]
# On what states take a stance, for and against; the distance of two states is the mean over these.
issues: [china, north_korea, maritime_order, economy, emerging_domains]"""


def header(written: Counter[str]) -> list[str]:
    """Return the comment and the settings; `written` counts the values by standing."""
    total = sum(written.values())
    parts = ", ".join(
        f"{k} {written[k]} ({100 * written[k] / total:.0f} %)" for k in ("measured", "derived", "assumed")
    )
    comment = RULES.format(shares=f"Of {total} values: {parts}.", errors=_errors(model()))
    return [*(f"# {row}".rstrip() for row in comment.splitlines()), *SETTINGS.splitlines()]


def _errors(gaps: GapModel) -> str:
    return (
        f"  One question's logit wanders by {drift() ** 0.5:.2f} in a year (times root of years), its own offset is "
        f"{question_spread():.2f};\n"
        f"  the gap model misses left-out dyads by {gaps.miss('dyad'):.2f} logit (root mean square), observers by "
        f"{gaps.miss('observer'):.2f}, targets by {gaps.miss('target'):.2f}."
    )
