"""Writes east_asia_2025.yaml, the starting region, from the reference data named by DETENTE_REFERENCE.

Run it as `DETENTE_REFERENCE=path python scenarios/region/derive_east_asia_2025.py [output]`.
A second run gives the same bytes.  The data sets themselves stay outside; only derived values are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from derive import passport
from derive.data import ENTITIES, dyads, pairs
from derive.frameworks import FRAMEWORKS
from derive.header import header
from derive.writing import frameworks, states, ties


def text() -> str:
    """Return the whole file."""
    passport.WRITTEN.clear()
    body = [*states(ENTITIES), "", *frameworks(FRAMEWORKS), "", *ties(list(dyads()), list(pairs()))]
    return "\n".join([*header(passport.WRITTEN), "", *body]) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_suffix("").parent / "east_asia_2025.yaml"
    target.write_text(text(), encoding="utf-8")
