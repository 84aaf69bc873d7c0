"""A block of results as bytes, to be sent, kept in the journal, or written as a part; and back.  Never a pickle."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import numpy as np

from detente.errors import ResultError
from detente.sweeps.work import Block, Failure

FAILURES = "failures"
SPAN = "span"


def to_bytes(block: Block) -> bytes:
    """Return a block as the bytes of an npz archive."""
    stream = io.BytesIO()
    text = json.dumps([failure._asdict() for failure in block.failures]).encode()
    span = np.array([block.first, block.last], np.int64)
    held: dict[str, Any] = {SPAN: span, FAILURES: np.frombuffer(text, np.uint8), **block.arrays}
    np.savez(stream, **held)
    return stream.getvalue()


def from_bytes(data: bytes) -> Block:
    """Return the block that bytes hold; raise `ResultError` where they are damaged."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        first, last = (int(end) for end in arrays.pop(SPAN))
        failures = [Failure(**one) for one in json.loads(arrays.pop(FAILURES).tobytes() or b"[]")]
    except Exception as error:  # whatever a file library makes of odd bytes
        raise ResultError(f"a block of results is damaged ({type(error).__name__})") from None
    return Block(first, last, arrays, failures)


def digest(data: bytes) -> str:
    """Return the sha256 of bytes."""
    return hashlib.sha256(data).hexdigest()
