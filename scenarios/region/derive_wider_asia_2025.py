"""Writes wider_asia_2025.yaml, which adds Europe and Sri Lanka to the starting region, as derive_east_asia_2025.py does.

Run it as `DETENTE_REFERENCE=path python scenarios/region/derive_wider_asia_2025.py [output]`.
A second run gives the same bytes.  The data sets themselves stay outside; only derived values are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from derive import passport
from derive.data import NEWCOMERS, WIDER, dyads, pairs
from derive.trust import newcomer
from derive.wider_frameworks import WIDER_FRAMEWORKS
from derive.wider_header import header
from derive.writing import frameworks, states, ties


def text() -> str:
    """Return the whole file: the newcomers, and every tie that one of them is part of."""
    passport.WRITTEN.clear()
    directed, mutual = ([couple for couple in all_of(WIDER) if newcomer(couple)] for all_of in (dyads, pairs))
    body = [*states(NEWCOMERS), "", *frameworks(WIDER_FRAMEWORKS), "", *ties(directed, mutual)]
    return "\n".join([*header(passport.WRITTEN), "", *body]) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "wider_asia_2025.yaml"
    target.write_text(text(), encoding="utf-8")
