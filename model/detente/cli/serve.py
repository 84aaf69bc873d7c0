"""`detente serve`: the explorer, on this machine only, until Ctrl-C."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import NamedTuple

from detente.cli.faults import visible
from detente.explorer.guard import is_loopback
from detente.explorer.serving import Options, Serving, serving


class Request(NamedTuple):
    """What the command line asked for."""

    file: Path
    variant: str | None
    options: Options
    browser: bool
    as_json: bool
    quiet: bool


def serve_scenario(request: Request) -> None:
    """Serve the page of a scenario until interrupted; then leave nothing running and end well."""
    with serving(request.file, request.variant, request.options) as found:
        try:
            _say(request, found)
            if request.browser:
                _open(found.server.address)
            threading.Event().wait()
        except KeyboardInterrupt:
            if not request.quiet and not request.as_json:
                print("\nended; nothing is left running", file=sys.stderr)


def _say(request: Request, found: Serving) -> None:
    """Print the address; it is the one line that is needed, so `--quiet` keeps it."""
    if not is_loopback(request.options.host):
        warning = f"warning: listening on {request.options.host}: whoever has the address can run, and save files; not encrypted"
        print(f"detente: {warning}", file=sys.stderr, flush=True)
    if request.as_json:
        print(json.dumps({"address": found.server.address, "save_in": str(found.shelf.folder)}), flush=True)
        return
    if not request.quiet:
        print(f"the explorer, for you alone: Ctrl-C ends it; variants are saved in {visible(str(found.shelf.folder))}")
    print(found.server.address, flush=True)


def _open(address: str) -> None:
    """Open the address in a browser, if there is one; what it prints goes nowhere."""
    import webbrowser

    try:
        webbrowser.open(address)
    except webbrowser.Error:
        print("detente: no browser was found; open the address yourself", file=sys.stderr, flush=True)
