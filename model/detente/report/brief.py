"""What a report says, before it is a page: plain frozen data, every word already written, nothing yet escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from detente.report.words import Band


@dataclass(frozen=True)
class Text:
    """A paragraph; `kind` is nothing, `caveat`, `small`, `heading` or `code`."""

    words: str
    kind: str = ""
    block: str = field(default="text", init=False)


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]
    block: str = field(default="points", init=False)


@dataclass(frozen=True)
class Cell:
    """A cell of a table; `kind` is nothing, `n` for a number, or a tone (`better`, `worse`, `unclear`, `assumed`)."""

    words: str
    kind: str = ""


Row = tuple[Cell | str, ...]


def row(*cells: Cell | str) -> Row:
    """Return cells as a row of a table."""
    return cells


def numbers(words: Iterable[str]) -> list[Cell]:
    """Return cells of numbers."""
    return [Cell(word, "n") for word in words]


@dataclass(frozen=True)
class Table:
    """A table; with `folded` a click opens it.  The first cell of each row heads it."""

    caption: str
    heads: tuple[Cell | str, ...]
    rows: tuple[Row, ...]
    folded: bool = False
    block: str = field(default="table", init=False)


@dataclass(frozen=True)
class Chart:
    """A figure that the page's script draws: `name` is the chart's, `data` and `options` are plain (see charts.js).

    `heading` states the finding, `caption` says how to read it; `table` holds the same numbers.
    """

    key: str
    name: str
    heading: str
    caption: str
    data: Any
    options: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    table: Table | None = None
    block: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Picture:
    """A figure drawn beforehand."""

    svg: Markup
    heading: str
    caption: str
    block: str = field(default="picture", init=False)


Block = Text | Points | Table | Chart | Picture


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """One thing that confidence was judged by: what was looked at, what was found, and whether it speaks against."""

    what: str
    found: str
    against: bool


@dataclass(frozen=True)
class Confidence:
    """How much the judgement leans on, apart from how likely it is: `low`, `moderate` or `high`, by stated rules."""

    level: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Answer:
    """The bottom line, its likelihood on the published scale, confidence kept apart from it, and what goes with it."""

    line: str
    likelihood: Band | None
    likelihood_words: str
    confidence: Confidence | None
    confidence_words: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """A whole report.  `terms` are provenance, `command` makes the result again; `focus` is whom the sources centre on."""

    kind: str
    title: str
    question: str
    facts: str
    answer: Answer
    sections: tuple[Section, ...]
    terms: tuple[tuple[str, str], ...]
    command: str
    focus: str

    def plain(self) -> dict[str, Any]:
        """Return the judgement as plain data."""
        band, confidence = self.answer.likelihood, self.answer.confidence
        return {
            "kind": self.kind, "title": self.title, "question": self.question, "answer": self.answer.line,
            "likelihood": None if band is None else {"word": band.word, "low": band.low, "high": band.high},
            "confidence": None if confidence is None else {
                "level": confidence.level, "rules": [rule.__dict__ for rule in confidence.rules],
            },
            "points": list(self.answer.points), "sections": [section.key for section in self.sections],
        }  # fmt: skip
