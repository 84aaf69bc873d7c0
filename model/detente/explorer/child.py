"""The worker's own side: holds the compiled kernel and the opened scenario, and runs one request at a time, newest first.

Started as `python -c "from detente.explorer.child import main; main()" HANDLE`; it hears no Ctrl-C (it has its own
session), prints nothing, ends when nobody listens any more, and may be killed at any moment.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, UsageError
from detente.explorer.opened import Opened, words_of

READY, ANSWER, SUPERSEDED, REFUSED, MATTERS = "ready", "answer", "superseded", "refused", "matters"
BROKEN, HOPELESS = "broken", "hopeless"
NOTHING: dict[str, Any] = {"sets": 0, "of": 0, "what": "change", "listed": {}}
Message = tuple[str, int, Any]
"""What it is, the number of the request it belongs to (0: none), and its content as plain data."""


def main() -> None:
    """Take requests from the connection whose handle is the first argument, until it closes."""
    connection = Connection(int(sys.argv[1]))
    try:
        start = connection.recv()
        opened = Opened(Path(start["file"]), start["variant"])
        if opened.scenario.digest() != start["digest"]:
            raise UsageError("the scenario's files have changed; start detente serve again")
        desk = Desk(connection, opened, start["screen"])
        connection.send((READY, 0, desk.warm()))
        desk.serve()
    except (EOFError, OSError):
        pass  # nobody listens any more
    except DetenteError as error:  # another start would find the same
        with suppress(OSError):
            connection.send((HOPELESS, 0, str(error)))
    except BaseException as error:  # told to whoever started us, who will say it to the user
        with suppress(OSError):
            connection.send((BROKEN, 0, f"{type(error).__name__}: {error}"))
    os._exit(0)


class Desk:
    """Requests come in over the connection; one is given up as soon as the same page asks for something newer."""

    def __init__(self, connection: Connection, opened: Opened, screen: bool) -> None:
        """Load what runs need."""
        from detente.explorer.pairs import Pairs
        from detente.explorer.screening import screening_of

        self._connection, self._opened = connection, opened
        self._pairs = Pairs(opened, opened.scenario.seed)
        self._waiting: deque[tuple[int, dict[str, Any]]] = deque()
        self._screening = screening_of(opened.start, opened.scenario.seed) if screen else None

    def warm(self) -> dict[str, Any]:
        """Make the first runs, which compiles or loads the kernel; return the states as the page places them."""
        from detente.figures.placing import placed

        self._pairs.at({}, self._opened.scenario.replicates, lambda: False)
        return {"states": placed(self._opened.scenario, sorted(self._opened.scenario.states))}

    def serve(self) -> None:
        """Answer until the connection closes; while nothing is asked, find out what matters most."""
        if self._screening is None:
            self._connection.send((MATTERS, 0, NOTHING))
        while True:
            if not self._waiting and self._screening is not None and not self._connection.poll():
                self._screen()
                continue
            self._take(wait=not self._waiting)
            number, request = self._waiting.popleft()
            if self._newer(request):
                self._connection.send((SUPERSEDED, number, None))
                continue
            self._connection.send(self._answer(number, request))

    def _take(self, *, wait: bool) -> None:
        while wait or self._connection.poll():
            self._waiting.append(self._connection.recv())
            wait = False

    def _newer(self, request: dict[str, Any]) -> bool:
        """Return whether the same page has asked for something else meanwhile; other pages wait for their turn."""
        self._take(wait=False)
        return any(other["page"] == request["page"] for _, other in self._waiting)

    def _answer(self, number: int, request: dict[str, Any]) -> Message:
        from detente.explorer.answers import answer
        from detente.explorer.pairs import Superseded

        try:
            pair, reference, scenario = self._pairs.at(
                request["changes"], request["runs"], lambda: self._newer(request)
            )
            runs = request["runs"]
            found = answer(reference.ensemble(runs), scenario.ensemble(runs), request["tie"])
            return ANSWER, number, {**found, "compared_with": pair.words}
        except Superseded:
            return SUPERSEDED, number, None
        except DetenteError as error:
            return REFUSED, number, {"faults": words_of(error), "code": error.exit_code}

    def _screen(self) -> None:
        assert self._screening is not None
        self._screening.step()
        if self._screening.finished:
            self._connection.send((MATTERS, 0, self._screening.found()))
            self._screening = None
