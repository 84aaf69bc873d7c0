"""Writes region_2005.yaml, the region from which hindcasts start, by the rules that make the region of 2025.

Run it as `DETENTE_REFERENCE=path python scenarios/hindcast/derive_region_2005.py [output]`.
A second run gives the same bytes.  Nothing later than 2006 is read of surveys and trade, nothing later than 2004 of
the rest.  The data sets themselves stay outside; only derived values are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "region"))

from derive import passport
from derive.data import ENTITIES, dyads, pairs
from derive.frameworks import AT_2005
from derive.header_2005 import header
from derive.moment import open_at
from derive.writing import frameworks, states, ties


def text() -> str:
    """Return the whole file."""
    open_at(2005)
    passport.WRITTEN.clear()
    body = [*states(ENTITIES), "", *frameworks(AT_2005), "", *ties(list(dyads()), list(pairs()))]
    return "\n".join([*header(passport.WRITTEN), "", *body]) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "region_2005.yaml"
    target.write_text(text(), encoding="utf-8")
