"""A headless Chromium for tests of pages: found on this machine, deaf to the network, and counting what a page asks for.

Playwright's own browsers are not used.  Without Chromium these tests are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str:
    """Return the browser to use: `DETENTE_CHROMIUM`, or the first found on the path; skip the test where there is none."""
    told = os.environ.get("DETENTE_CHROMIUM")
    found = told or next((path for path in map(shutil.which, NAMES) if path), None)
    if not found:
        pytest.skip("no Chromium here: install one (apt-get install chromium), or name it in DETENTE_CHROMIUM")
    return found


@contextmanager
def opened_browser() -> Iterator[Any]:
    """Yield a running browser.  It is closed again before other tests want an event loop of their own."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Watched:
    """A page in a context of its own: `faults` are errors and warnings of its console, `asked` what it requested.

    Requests to `allowed` places (and the page's own file) pass, all others are refused and counted.
    """

    def __init__(
        self, browser: Any, width: int = 1280, height: int = 900, allowed: tuple[str, ...] = (), **options: Any
    ) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self._allowed = ("file:", "data:", *allowed)
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.route("**/*", self._route)

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(message.text)

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith(self._allowed):
            route.continue_()
        else:
            self.asked.append(url)
            route.abort()

    def close(self) -> None:
        self.context.close()
