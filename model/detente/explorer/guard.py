"""Who may ask what: host, origin, token, method, size and form of every request; and the headers of every answer."""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
from email.message import Message
from http import HTTPStatus
from math import isfinite
from typing import Any

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_HEADER = "X-Detente-Token"
MOST_BYTES = 65_536
LONGEST_TEXT = 300
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class Denied(Exception):
    """A request that is not answered; `status` is that of HTTP, and the words say what would be."""

    def __init__(self, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.status = status


def new_token() -> str:
    """Return a secret that nobody can guess (256 bits)."""
    return secrets.token_urlsafe(32)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def written(host: str, port: int) -> str:
    """Return host and port as a browser writes them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def allowed_hosts(host: str, port: int, reached: str) -> frozenset[str]:
    """Return the values of the Host header that are answered: the address bound, the one reached, and names of loopback.

    A name that somebody else's DNS points here is none of them.
    """
    names = {host, reached} | ({*LOOPBACK} if is_loopback(reached) else set())
    return frozenset(written(name, port).lower() for name in names)


def only(headers: Message, name: str) -> str | None:
    """Return a header, or None; raise `Denied` where it is sent twice, as two readers could then believe two things."""
    found = headers.get_all(name, [])
    if len(found) > 1:
        raise Denied(HTTPStatus.BAD_REQUEST, f"{name} is sent more than once")
    return str(found[0]) if found else None


def check_where(headers: Message, allowed: frozenset[str]) -> None:
    """Raise `Denied` for a foreign Host or Origin, and for a request that another page caused."""
    host = (only(headers, "Host") or "").lower()
    if host not in allowed:
        raise Denied(
            HTTPStatus.MISDIRECTED_REQUEST, "this host name is not served; use the address that detente printed"
        )
    origin = only(headers, "Origin")
    if origin is not None and origin.lower() not in {f"http://{name}" for name in allowed}:
        raise Denied(HTTPStatus.FORBIDDEN, "requests from other pages are refused")
    if (only(headers, "Sec-Fetch-Site") or "none") not in ("none", "same-origin"):
        raise Denied(HTTPStatus.FORBIDDEN, "requests from other pages are refused")


def check_token(headers: Message, token: str) -> None:
    """Raise `Denied` unless the request carries the token."""
    given = only(headers, TOKEN_HEADER) or ""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token.encode()):
        raise Denied(HTTPStatus.UNAUTHORIZED, "the token is missing or wrong; open the address that detente printed")


def body_length(headers: Message) -> int:
    """Return the length of a body of JSON; raise `Denied` where it has none, is too long or is something else."""
    if only(headers, "Transfer-Encoding") is not None:
        raise Denied(HTTPStatus.LENGTH_REQUIRED, "a body in pieces is not read; send its Content-Length")
    text = only(headers, "Content-Length") or ""
    if not (text.isascii() and text.isdigit()):
        raise Denied(HTTPStatus.LENGTH_REQUIRED, "a Content-Length is needed")
    if len(text) > 9 or int(text) > MOST_BYTES:
        raise Denied(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is larger than {MOST_BYTES:,} bytes")
    if (only(headers, "Content-Type") or "").partition(";")[0].strip().lower() != "application/json":
        raise Denied(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json")
    return int(text)


def parsed(body: bytes) -> dict[str, Any]:
    """Return a JSON object; raise `Denied` for anything else, for a key given twice, and for numbers without end."""
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite, parse_int=_whole,
        )  # fmt: skip
        json.dumps(found, ensure_ascii=False).encode()  # half a character, as "\\ud800", cannot be written anywhere
    except (ValueError, RecursionError) as error:
        words = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Denied(HTTPStatus.BAD_REQUEST, f"the body is not usable JSON: {words[:LONGEST_TEXT]}") from None
    if not isinstance(found, dict):
        raise Denied(HTTPStatus.BAD_REQUEST, "the body must be a JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def _whole(text: str) -> int:
    _finite(text)
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text[:40]} is too large")
    return number
