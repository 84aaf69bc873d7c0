"""Asks the explorer's API as its page does."""

from __future__ import annotations

import http.client
import json
from typing import Any

from detente.explorer.serving import Serving


class Client:
    """Asks the API over one connection."""

    def __init__(self, found: Serving) -> None:
        self.host, self.token = f"127.0.0.1:{found.server.port}", found.server.token

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str | None] | None = None
    ) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and content; a header given as None is left out."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent: dict[str, str | None] = {"X-Detente-Token": self.token}
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, content, {k: v for k, v in sent.items() if v is not None})
            response = connection.getresponse()
            data = response.read()
            kind = response.headers.get_content_type()
            return response.status, dict(response.headers), json.loads(data) if kind == "application/json" else data
        finally:
            connection.close()

    def run(self, changes: dict[str, Any], runs: int = 8, tie: list[str] | None = None) -> tuple[int, Any]:
        """Return status and answer of paired runs."""
        status, _, found = self.ask("POST", "/api/run", {"changes": changes, "runs": runs, "tie": tie})
        return status, found
