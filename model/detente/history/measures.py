"""What the measures of a survey table ask: question, sign and scale; and which rows rest on a secondary source.

Favourable and unfavourable answers to one question are one signed series; their sum falls short of 100 by the third
answers, so that either side is an observation of the same series with an offset of its own (`detente.history.series`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from detente.scenario.catalogue_files import FOLDER
from detente.scenario.csv_tables import read_table
from detente.scenario.faults import Faults

SURVEYS = FOLDER / "surveys"
OPPOSITES = {
    "unfavourable": "favourable", "distrust": "trust", "no_affinity": "affinity", "bad": "good", "negative": "positive",
    "little_trust": "much_trust", "dislike": "like", "not_close": "close", "unreliable": "reliable",
}  # fmt: skip
"""Wordings that fall with trust, and the wording of the same question that rises with it."""
WORDINGS = ("_pub", *(f"_{word}" for pair in OPPOSITES.items() for word in pair))
ANY, WORDED = "*", "?"


class Measure(NamedTuple):
    """One wording: `sign` 1 rises with trust, -1 falls; values lie in `low` to `high`; `sample_size` per observer."""

    key: str
    question: str
    sign: int
    low: float
    high: float
    third_answer: str
    sample: str
    sample_size: int
    level_break: int | None

    def share(self, value: float) -> float:
        """Return a value on 0..100 of its scale, not turned round."""
        return 100.0 * (value - self.low) / (self.high - self.low)


@cache
def declared() -> dict[str, Measure]:
    """Return the measures of the catalogue by name; names that end in * or ? are patterns."""
    found = {}
    for row in _rows("measures.csv"):
        name, question, sign, low, high, third, sample, size, change = row
        found[name] = Measure(name, question, int(sign), float(low), float(high), third, sample, int(size),
                              int(change) if change else None)  # fmt: skip
    return found


@cache
def find_measure(name: str) -> Measure | None:
    """Return the measure of this name, or the one its beginning stands for, or None."""
    known = declared()
    if name in known:
        return None if name.endswith((ANY, WORDED)) else known[name]
    patterns = [key for key in known if _stands_for(key, name)]
    if not patterns:
        return None
    pattern = known[max(patterns, key=len)]
    question, sign = _question_of(name)
    return pattern._replace(key=name, question=question, sign=sign)


def _stands_for(pattern: str, name: str) -> bool:
    """Return whether a name begins as a pattern says, and ends in a known wording where it says so too."""
    if not pattern.endswith((ANY, WORDED)) or not name.startswith(pattern[:-1]) or len(name) < len(pattern):
        return False
    return pattern.endswith(ANY) or name.endswith(WORDINGS)


def _question_of(name: str) -> tuple[str, int]:
    """Return the question and the sign that follow from a wording."""
    stem = name.removesuffix("_pub")
    for negative, positive in OPPOSITES.items():
        if stem.endswith(f"_{negative}"):
            return f"{stem.removesuffix(negative)}{positive}", -1
    return stem, 1


def known_measures() -> list[str]:
    """Return the names for a message."""
    return list(declared())


@cache
def _secondary() -> tuple[tuple[str, str], ...]:
    return tuple((part, word.casefold()) for part, word, _ in _rows("secondary.csv"))


def is_secondary(title: str, address: str) -> bool:
    """Return whether a row rests on a secondary source, by the words of `catalogue/surveys/secondary.csv`."""
    texts = {"title": title.casefold(), "address": address.casefold()}
    return any(word in texts[part] for part, word in _secondary())


def _rows(name: str) -> list[tuple[str, ...]]:
    """Return the cells of a table of the catalogue."""
    faults = Faults()
    table = read_table(SURVEYS / name, faults)
    faults.raise_any()
    assert table is not None
    return [tuple(cell.text for cell in row) for row in table.rows]
