"""From a file to a page that answers, until Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from detente.errors import UsageError
from detente.explorer.api import Api
from detente.explorer.exporting import Exporter
from detente.explorer.guard import is_loopback, new_token
from detente.explorer.opened import Opened
from detente.explorer.saving import Shelf, shelf_of
from detente.explorer.server import Server
from detente.explorer.worker import Supervisor

TIME_LIMIT = 30.0


class Options(NamedTuple):
    """Where to listen, where to save, and how long a request may take."""

    host: str = "127.0.0.1"
    port: int = 0
    allow_remote: bool = False
    save_in: Path | None = None
    time_limit: float = TIME_LIMIT


class Serving(NamedTuple):
    """What is there while the page is served."""

    server: Server
    supervisor: Supervisor
    shelf: Shelf


@contextmanager
def serving(file: Path, variant: str | None, options: Options) -> Iterator[Serving]:
    """Open a scenario and serve its page while the block runs; afterwards nothing of it is left running.

    Raises `ScenarioError` for the file, and `UsageError` for an address or folder that will not do.
    """
    if not is_loopback(options.host) and not options.allow_remote:
        raise UsageError(
            f"--host {options.host}: others could reach this machine's page; leave it out, or add --allow-remote"
        )
    opened = Opened(file, variant)
    shelf = shelf_of(opened, options.save_in)
    supervisor, exporter = Supervisor(opened, options.time_limit), Exporter()
    try:
        server = Server(options.host, options.port, Api(opened, supervisor, shelf, exporter), new_token())
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield Serving(server, supervisor, shelf)
        finally:
            server.shutdown()
            server.server_close()
    finally:
        exporter.close()
        supervisor.close()
