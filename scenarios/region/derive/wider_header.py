"""The opening of the file of the wider region: how it was made, what differs from the narrower one's rules."""

from __future__ import annotations

from collections import Counter

from derive.passport import number
from derive.trust import stranger_band

RULES = """\
The region of East Asia at the opening of 2025 with the European Union, France and Sri Lanka beside it.
Written by derive_wider_asia_2025.py from reference data that the project does not carry; do not edit by hand.
Names and codes imply no position on sovereignty or status.
Everything about the fifteen states and ASEAN is inherited and unchanged: this file adds three states and their ties, by
the rules told in east_asia_2025.yaml.  What differs where the data do not reach:
{shares}

European Union: a collective beside its one member that acts in the region.  Where a table covers its 27 members (ideal
  points, disputes, democracy, size) their mean stands for it, their sum for size; its sides are those of France.
trust: ASEAN in the Union by a survey (T1).  No other survey covers a newcomer: T5, the model fitted to the fifteen states
  without an offset; its range is the 5 to 95 per cent residual of surveyed dyads with both states left out wherever
  they occur ({low} to {high} logit).  The Union and its member judged.
grievance, trigger: G as there; triggers as asleep, since the table of quarrels covers no newcomer.
capability: against the total of the fifteen states, whose shares stay as they are.
interdependence: no table covers a newcomer's trade: shares recalled within a factor of two, else size over distance.
channel: as there, the Asia-Europe Meeting counting as a summit; documented contacts judged.  interoperability: judged.
distance: D great circles between points of each land; of France half way (in logs) to its forces overseas.
frameworks: each ties newcomers to one old state, so that nothing changes among the old ones; from general knowledge.
  The North Atlantic treaty binds elsewhere: less committed, depth 0.8; the Union and its member 0.9.
crises: their base rate was fitted to the fifteen states and knows no distance.  With a newcomer about 0.03 begin per pair
  and year, against 0.005 militarised disputes (four in 775 pair-years 1990-2014 [MIDs]): too many.  Compare, do not
  count."""

SETTINGS = """\
title: East Asia with Europe and Sri Lanka, 2025
question: Where do a third power, a collective and a minor partner stand towards the region?
about: The fifteen states and ASEAN, and beside them the European Union, France and Sri Lanka; without levers or shocks.
extends: east_asia_2025.yaml"""


def header(written: Counter[str]) -> list[str]:
    """Return the comment and the settings; `written` counts the values by standing."""
    total = sum(written.values())
    parts = ", ".join(
        f"{k} {written[k]} ({100 * written[k] / total:.0f} %)" for k in ("measured", "derived", "assumed")
    )
    low, high = stranger_band()
    shares = f"Of {total} values added here: {parts}."
    comment = RULES.format(shares=shares, low=number(low), high=number(high))
    return [*(f"# {row}".rstrip() for row in comment.splitlines()), *SETTINGS.splitlines()]
