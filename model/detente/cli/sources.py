"""`detente sources`: what to cite for a scenario, or the whole bibliography."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.cli.faults import print_json, visible
from detente.errors import UsageError
from detente.scenario.citing import Citation, cited_by, cited_by_catalogue, theory
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Source
from detente.version import __version__

# As CITATION.cff has it, which does not travel with the installed package; a test holds the two together.
SOFTWARE = {
    "title": "detente: a strategic scenario simulator", "authors": "The detente developers", "version": __version__,
    "released": "2026-11-27", "license": "Apache-2.0",
}  # fmt: skip
WIDTH = 110


def show_sources(file: Path | None, variant: str | None, overrides: list[str], *, as_json: bool) -> None:
    """Print what the numbers of a scenario lean on, or the bibliography; raise `ScenarioError` as reading does."""
    if file is None:
        if variant is not None or overrides:
            raise UsageError("--variant and --set need a scenario file")
        found, total, without = cited_by_catalogue(), None, None
    else:
        scenario = read_scenario(file, variant, overrides)
        found, passports = cited_by(scenario), list(scenario.passports())
        total, without = len(passports), sum(not quantity.source for _, quantity, _ in passports)
    if as_json:
        print_json(_plain(found, total, without))
    else:
        print(visible("\n".join(_words(found, total, without))))


def _plain(found: list[Citation], total: int | None, without: int | None) -> dict[str, Any]:
    listed = [
        {**_source(one.source), "numbers": one.numbers, "standing": dict(one.standings), "parts": dict(one.parts)}
        for one in found
    ]
    docked = [{**_source(source), "mechanisms": mechanisms} for source, mechanisms in theory().values()]
    counts = {} if total is None else {"numbers": total, "without_source": without}
    return {"software": SOFTWARE, "theory": docked, "sources": listed, **counts}


def _source(source: Source) -> dict[str, str]:
    return {"key": source.key, "citation": source.citation, "url": source.url, "known_by": source.known_by}


def _words(found: list[Citation], total: int | None, without: int | None) -> Iterator[str]:
    s = SOFTWARE
    yield "the program"
    yield f"  {s['authors']} ({s['released'][:4]}). {s['title']}, version {s['version']}. {s['license']}."
    yield "\nwhat its mechanisms dock to, or take their terms from"
    for source, mechanisms in theory().values():
        yield from _entry(source, ", ".join(mechanisms))
    leaning = [one for one in found if one.numbers]
    if total is None:
        yield "\nbibliography, with the numbers of shipped parameters and cards that lean on each"
    else:
        yield f"\nwhat {total - (without or 0)} of the scenario's {total:,} numbers lean on; the others name no source"
    for one in leaning:
        parts = ", ".join(f"{part} {count}" for part, count in one.parts.most_common(5))
        more = f" and {len(one.parts) - 5} more" if len(one.parts) > 5 else ""
        standing = ", ".join(f"{count} {name}" for name, count in one.standings.most_common())
        yield from _entry(one.source, f"{standing}: {parts}{more}")
    rest = [one for one in found if not one.numbers]
    if rest:
        yield (
            "\nno number leans on"
            if total is None
            else "\nnamed by frameworks or cards, though no number in use leans on"
        )
    for one in rest:
        yield from _entry(one.source, "")


def _entry(source: Source, words: str) -> Iterator[str]:
    yield f"  {source.key}" + (f"  ({words})" if words else "")
    text = f"{source.citation}  {source.url}" if source.url else source.citation
    yield from textwrap.wrap(text, WIDTH, initial_indent="      ", subsequent_indent="      ", break_long_words=False)
