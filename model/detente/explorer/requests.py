"""What a page may ask: the form of every request, checked key by key before anything is done with it."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus
from typing import Any, NamedTuple

from detente.explorer.guard import LONGEST_TEXT, Denied
from detente.explorer.opened import Changes
from detente.scenario.faults import nearest

STAGES = (16, 64, 256)
"""Numbers of paired runs in the order in which a page asks for them: an answer at once, then better ones."""
MOST_RUNS = 1024


class RunRequest(NamedTuple):
    """Paired runs under changes; `tie` is observer and target of the tie whose fan is wanted, `page` who asks."""

    changes: Changes
    runs: int
    tie: tuple[str, str] | None
    page: str


class SaveRequest(NamedTuple):
    """Changes to be written as a scenario file."""

    name: str
    title: str
    changes: Changes


def run_request(body: dict[str, Any], states: Collection[str]) -> RunRequest:
    """Return the request in a body `{changes, runs, tie, page}`; raise `Denied` for what is missing, unknown or out of range."""
    _known(body, ("changes", "runs", "tie", "page"))
    runs, tie, page = body.get("runs", STAGES[0]), body.get("tie"), body.get("page", "")
    if not isinstance(page, str) or len(page) > LONGEST_TEXT:
        raise _bad("page: a short text is needed")
    if not isinstance(runs, int) or isinstance(runs, bool) or not 1 <= runs <= MOST_RUNS:
        raise _bad(f"runs: a whole number from 1 to {MOST_RUNS} is needed")
    if tie is not None:
        fits = isinstance(tie, list) and len(tie) == 2 and all(isinstance(one, str) and one in states for one in tie)
        if not fits or tie[0] == tie[1]:
            raise _bad("tie: two different states are needed, observer and target")
    return RunRequest(_changes(body), runs, None if tie is None else (tie[0], tie[1]), page)


def save_request(body: dict[str, Any]) -> SaveRequest:
    """Return the request in a body `{name, title, changes}`; raise `Denied`."""
    _known(body, ("name", "title", "changes"))
    texts = {key: body.get(key, "") for key in ("name", "title")}
    for key, value in texts.items():
        if not isinstance(value, str) or len(value) > LONGEST_TEXT:
            raise _bad(f"{key}: a text of at most {LONGEST_TEXT} letters is needed")
    return SaveRequest(texts["name"], texts["title"].strip(), _changes(body))


def _changes(body: dict[str, Any]) -> Changes:
    """Return the changes: numbers and short texts by path.  Which paths and values there are, the scenario knows."""
    found = body.get("changes", {})
    if not isinstance(found, dict):
        raise _bad("changes: an object of paths and values is needed")
    for path, value in found.items():
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not plain and not (isinstance(value, str) and len(value) <= LONGEST_TEXT):
            raise _bad(f"changes: {path[:80]!r} needs a number or a short text")
        if not path or len(path) > LONGEST_TEXT or "*" in path:
            raise _bad(f"changes: {path[:80]!r} is no path of one value")
    return found


def _known(body: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for key in body:
        if key not in allowed:
            raise _bad(f"nothing is called {key[:80]!r} here{nearest(key, allowed)}; allowed: {', '.join(allowed)}")


def _bad(words: str) -> Denied:
    return Denied(HTTPStatus.BAD_REQUEST, words)
