"""The journal of a sweep: which runs are done, where their numbers are, what failed, what was decided.

One SQLite file in WAL mode: a transaction is there as a whole or not at all, whatever is killed and whenever.  Blocks
keep their numbers in it until their shard is whole; then the shard's row takes their place in one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from detente.errors import ResultError
from detente.sweeps.packing import digest, from_bytes
from detente.sweeps.work import Block, Failure

FILE = "journal.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS block (first INTEGER PRIMARY KEY, last INTEGER, sha256 TEXT, payload BLOB, part TEXT);
CREATE TABLE IF NOT EXISTS shard (number INTEGER PRIMARY KEY, first INTEGER, last INTEGER, files TEXT);
CREATE TABLE IF NOT EXISTS failure (run INTEGER PRIMARY KEY, status INTEGER, error TEXT, trace TEXT);
CREATE TABLE IF NOT EXISTS decision (batch INTEGER PRIMARY KEY, enough INTEGER, state TEXT);
"""


class Shard(NamedTuple):
    """A finished shard: its number, runs first .. last - 1, and the sha256 of each of its files by name."""

    number: int
    first: int
    last: int
    files: dict[str, str]


class Journal:
    """The open journal of a sweep's folder."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        """Open the journal; raise `ResultError` where the file is none."""
        self._folder = folder
        path = folder / FILE
        if read_only and not path.exists():
            raise ResultError(f"{path} is missing; `detente sweep` with --resume makes it again")
        name = f"file:{_quoted(path)}{'?mode=ro' if read_only else ''}"
        try:
            self._data = sqlite3.connect(name, uri=True, isolation_level=None, timeout=30.0)
            if not read_only:
                self._data.execute("PRAGMA journal_mode=WAL")
                self._data.execute("PRAGMA synchronous=FULL")
                # the numbers are no secret: writing zeroes over deleted blocks would send each shard through the log again
                self._data.execute("PRAGMA secure_delete=OFF")
                self._data.executescript(SCHEMA)
            self._data.execute("SELECT count(*) FROM shard").fetchone()
        except sqlite3.DatabaseError as error:
            raise ResultError(f"{path} cannot be read as a journal ({error}); run the sweep again elsewhere") from None

    def close(self) -> None:
        """Write everything into the one file and close it."""
        self._data.close()

    @contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        self._data.execute("BEGIN IMMEDIATE")
        try:
            yield self._data
            self._data.execute("COMMIT")
        except BaseException:
            if self._data.in_transaction:
                self._data.execute("ROLLBACK")
            raise

    def add_block(self, first: int, last: int, payload: bytes | None, part: str | None, sha256: str,
                  failures: Sequence[Failure]) -> None:  # fmt: skip
        """Keep the results of a block (or the name of the part that holds them) and its failures: all or nothing."""
        with self._whole() as data:
            data.execute("INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?)", (first, last, sha256, payload, part))
            data.executemany("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)", [tuple(one) for one in failures])

    def add_shard(self, shard: Shard) -> list[str]:
        """Let a finished shard take the place of its blocks; return the names of parts that are no longer needed."""
        inside = (shard.first, shard.last)
        with self._whole() as data:
            parts = data.execute("SELECT part FROM block WHERE first >= ? AND last <= ? AND part IS NOT NULL", inside)
            names = [row[0] for row in parts.fetchall()]
            data.execute("DELETE FROM block WHERE first >= ? AND last <= ?", inside)
            row = (shard.number, shard.first, shard.last, json.dumps(shard.files, sort_keys=True))
            data.execute("INSERT OR REPLACE INTO shard VALUES (?, ?, ?, ?)", row)
        self._data.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )  # the log gives its room back; blocks to come use theirs again
        return names

    def forget_shard(self, shard: Shard) -> None:
        """Forget a damaged shard and the failures in it, so that its runs are made again."""
        with self._whole() as data:
            data.execute("DELETE FROM shard WHERE number = ?", (shard.number,))
            data.execute("DELETE FROM failure WHERE run >= ? AND run < ?", (shard.first, shard.last))

    def forget_blocks(self, firsts: Iterable[int]) -> None:
        """Forget blocks whose numbers are damaged."""
        with self._whole() as data:
            data.executemany("DELETE FROM block WHERE first = ?", [(first,) for first in firsts])

    def decide(self, batch: int, enough: bool, state: str) -> None:
        """Keep what was decided after a batch, and what the decision rests on."""
        with self._whole() as data:
            data.execute("INSERT OR REPLACE INTO decision VALUES (?, ?, ?)", (batch, int(enough), state))

    def decisions(self) -> list[tuple[int, bool, str]]:
        """Return what was decided after each batch, in order."""
        rows = self._data.execute("SELECT batch, enough, state FROM decision ORDER BY batch").fetchall()
        return [(int(batch), bool(enough), str(state)) for batch, enough, state in rows]

    def shards(self) -> list[Shard]:
        """Return the finished shards in order."""
        rows = self._data.execute("SELECT number, first, last, files FROM shard ORDER BY number").fetchall()
        return [Shard(number, first, last, json.loads(files)) for number, first, last, files in rows]

    def spans(self) -> list[tuple[int, int]]:
        """Return the stretches of runs that are done, in order."""
        rows = self._data.execute("SELECT first, last FROM block UNION SELECT first, last FROM shard ORDER BY 1")
        return [(int(first), int(last)) for first, last in rows.fetchall()]

    def block_spans(self) -> list[tuple[int, int]]:
        """Return the stretches of runs whose shard is not yet whole."""
        rows = self._data.execute("SELECT first, last FROM block ORDER BY first").fetchall()
        return [(int(first), int(last)) for first, last in rows]

    def blocks(self, first: int, last: int) -> Iterator[Block]:
        """Yield the kept blocks within a stretch, in order; a damaged one is forgotten and raises `ResultError`."""
        rows = self._data.execute(
            "SELECT first, sha256, payload, part FROM block WHERE first >= ? AND last <= ? ORDER BY first",
            (first, last),
        ).fetchall()
        for start, sha256, payload, part in rows:
            yield self._block(int(start), str(sha256), payload, part)

    def _block(self, first: int, sha256: str, payload: bytes | None, part: str | None) -> Block:
        try:
            held = payload if payload is not None else (self._folder / str(part)).read_bytes()
        except OSError:
            held = b""
        if digest(held) != sha256:
            self.forget_blocks([first])
            raise ResultError(f"the block from run {first} on is damaged; it alone is run again with --resume")
        return from_bytes(held)

    def parts(self) -> set[str]:
        """Return the names of the parts that blocks are in."""
        rows = self._data.execute("SELECT part FROM block WHERE part IS NOT NULL").fetchall()
        return {str(row[0]) for row in rows}

    def failures(self) -> list[Failure]:
        """Return the failed runs in order."""
        rows = self._data.execute("SELECT run, status, error, trace FROM failure ORDER BY run").fetchall()
        return [Failure(int(run), int(status), str(error), str(trace)) for run, status, error, trace in rows]

    def shrink(self) -> None:
        """Give back the room that blocks took, once all shards are whole, and leave one plain file."""
        self._data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._data.execute("VACUUM")
        self._data.execute("PRAGMA journal_mode=DELETE")


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


def missing(spans: Sequence[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches between `first` and `last` that no span covers; spans are in order."""
    gaps, at = [], first
    for start, end in spans:
        if end <= at:
            continue
        if start >= last:
            break
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    return [*gaps, (at, last)] if at < last else gaps
