"""Bytes of a file -> text that is safe to parse and to print: size, kind, encoding, forbidden characters."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from detente.scenario.faults import Faults, shown
from detente.scenario.positioned import Layer

LIMIT = 1_000_000

# Control characters, line separators that editors do not count, format characters (direction overrides, zero width),
# lone surrogates.  The two joiners U+200C and U+200D are legal in prose of some scripts and refused in names only.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)


def read_bytes(
    path: Path, layer: Layer, faults: Faults, needed: str = "a scenario file", cure: str = "; split it with extends"
) -> bytes | None:
    """Return the bytes of a regular file of at most 1 MB; otherwise note a fault and return None.

    The file is opened without blocking and examined by its descriptor: a pipe must not hang the program, and a
    device that calls itself empty must not fill the memory.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
        faults.add_at(layer, 0, 0, "", f"cannot be read: {reason.lower()}; {needed} is needed")
        return None
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device"
            faults.add_at(layer, 0, 0, "", f"is {kind}; a regular file is needed")
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            data = stream.read(LIMIT + 1)
    finally:
        os.close(descriptor)
    if len(data) > LIMIT:
        faults.add_at(layer, 0, 0, "", f"is larger than {LIMIT:,} bytes{cure}")
        return None
    return data


def decode(data: bytes, layer: Layer, faults: Faults, kind: str = "a scenario file") -> str | None:
    """Return the text of UTF-8 bytes (a byte order mark is dropped), or note a fault with line and column."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\x00" in data[:4] and len(data) > 3):
        faults.add_at(layer, 1, 1, "", "is UTF-16 or UTF-32 text; save it as UTF-8")
        return None
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place(data[: error.start].decode("utf-8"), error.start)
        byte = data[error.start]
        faults.add_at(layer, line, column, "", f"byte 0x{byte:02X} is not UTF-8; save the file as UTF-8")
        return None
    return text if check_characters(text, layer, faults, kind) else None


def check_characters(text: str, layer: Layer, faults: Faults, kind: str = "a scenario file") -> bool:
    """Note a fault for each line with a character that must not stand in a file; return whether there was none."""
    found = 0
    for match in FORBIDDEN.finditer(text):
        line, column = place(text, match.start())
        faults.add_at(layer, line, column, "", f"{character(match[0])} is not allowed in {kind}")
        found += 1
        if found == 5:  # each place costs a scan of the text
            break
    return not found


def character(found: str) -> str:
    """Return a character named by its code, as it may not be printable."""
    return f"character U+{ord(found):04X}"


def place(text: str, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of an index of a text; CR, LF and CRLF each end one line."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def forbidden(text: str) -> str | None:
    """Return the complaint about a decoded text, or None.  Escapes inside quotes pass the check of the raw text."""
    if text.isprintable():
        return None
    match = FORBIDDEN.search(text)
    return f"{shown(text)} holds {character(match[0])}, which is not allowed" if match else None
