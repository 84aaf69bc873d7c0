"""Serves the page and its API with the standard library: one loopback address, a thread for each connection."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from detente.errors import DetenteError, UsageError
from detente.explorer import guard
from detente.explorer.api import Api
from detente.explorer.guard import Denied
from detente.explorer.page import page

IDLE = 30.0
"""Seconds a connection may stay silent."""


class Server(ThreadingHTTPServer):
    """The listening socket with what its handlers answer from."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, host: str, port: int, api: Api, token: str) -> None:
        """Bind the address; raise `UsageError` where that is not possible."""
        self.host, self.api, self.token = host, api, token
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"cannot listen on {guard.written(host, port)}: {reason.lower()}; name another --port"
            ) from None

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """Return the address to open, with the token where only the page can read it."""
        return f"http://{guard.written(self.host, self.port)}/#{self.token}"

    def server_bind(self) -> None:
        """Bind without asking the network for a name, which `http.server` would."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.host, self.port

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that break off."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection; whatever is wrong with a request becomes a plain JSON error."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    disable_nagle_algorithm = True
    wbufsize = -1

    def version_string(self) -> str:
        """Return what the Server header says: as little as possible."""
        return "detente"

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no log: an address holds the token of nobody, but requests are nobody's business either."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a request that the standard library refuses (wrong method, a line too long) as any other fault."""
        self.close_connection = True
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        words = "only GET and POST are answered" if code == HTTPStatus.NOT_IMPLEMENTED else message or status.phrase
        self._send(status, {"error": words})

    def do_GET(self) -> None:
        """Answer what only reads."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """Answer what runs or writes."""
        self._guarded(self._post)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            reached = str(self.connection.getsockname()[0]).removeprefix("::ffff:")
            guard.check_where(self.headers, guard.allowed_hosts(self.server.host, self.server.port, reached))
            work()
        except Denied as denied:
            self.close_connection = True  # what is left of its body is not read
            self._send(denied.status, {"error": str(denied)})
        except DetenteError as error:
            self._send(*self.server.api.fault(error))
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _get(self) -> None:
        if self.path == "/":
            self._send_page()
            return
        answer = self._found(self.server.api.reading, self.server.api.writing)
        guard.check_token(self.headers, self.server.token)
        self._send(HTTPStatus.OK, answer())

    def _post(self) -> None:
        answer = self._found(self.server.api.writing, {"/": None, **self.server.api.reading})
        guard.check_token(self.headers, self.server.token)
        body = self.rfile.read(guard.body_length(self.headers))
        found = answer(guard.parsed(body))
        self._send(HTTPStatus.OK, found)

    def _found(self, here: dict[str, Any], by_other_method: dict[str, Any]) -> Any:
        """Return what answers the path asked for; raise `Denied` where nothing does, or only by the other method."""
        if self.path in here:
            return here[self.path]
        if self.path in by_other_method:
            raise Denied(HTTPStatus.METHOD_NOT_ALLOWED, f"{self.command} is not for {self.path}")
        raise Denied(HTTPStatus.NOT_FOUND, "nothing is here")

    def _send_page(self) -> None:
        found = page()
        self._head(
            HTTPStatus.OK, "text/html; charset=utf-8", len(found.content), {"Content-Security-Policy": found.policy}
        )
        self.wfile.write(found.content)

    def _send(self, status: HTTPStatus, answer: dict[str, Any]) -> None:
        content = json.dumps(answer, separators=(",", ":"), allow_nan=False).encode()
        policy = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        self._head(status, "application/json", len(content), policy)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: HTTPStatus, kind: str, length: int, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(length), **guard.HEADERS, **more}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
