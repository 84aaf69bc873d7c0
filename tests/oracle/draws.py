"""Uniforms of ODD 7.2 (Philox4x32-10 in plain Python), and a fast stand-in for benchmarks."""

from __future__ import annotations

import random
from hashlib import blake2b
from typing import Protocol

Four = tuple[float, float, float, float]
WORD = 0xFFFFFFFF


class Draws(Protocol):
    """A source of uniforms, made for one run: `draws(seed, run)`."""

    def __init__(self, seed: int, run: int) -> None: ...

    def four(self, process: str, c0: int, c1: int, c2: int, c3: int) -> Four: ...


def name_hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "little")


def process_key(seed: int, process: str) -> tuple[int, int]:
    digest = blake2b(f"{seed}/{process}".encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


class KeyedDraws:
    """Philox4x32-10: four uniforms as a function of seed, process and counter alone."""

    def __init__(self, seed: int, run: int) -> None:
        self.seed = seed
        self._round_keys: dict[str, tuple[tuple[int, int], ...]] = {}

    def four(self, process: str, c0: int, c1: int, c2: int, c3: int) -> Four:
        keys = self._round_keys.get(process) or self._schedule(process)
        for k0, k1 in keys:
            first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
            c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second & WORD, (first >> 32) ^ c3 ^ k1, first & WORD
        size = 4294967296.0
        return (c0 + 0.5) / size, (c1 + 0.5) / size, (c2 + 0.5) / size, (c3 + 0.5) / size

    def _schedule(self, process: str) -> tuple[tuple[int, int], ...]:
        k0, k1 = process_key(self.seed, process)
        keys = tuple(((k0 + 0x9E3779B9 * r) & WORD, (k1 + 0xBB67AE85 * r) & WORD) for r in range(10))
        self._round_keys[process] = keys
        return keys


class FastDraws:
    """Python's own generator: the same model on other numbers, for measuring speed only."""

    def __init__(self, seed: int, run: int) -> None:
        self._random = random.Random(f"{seed}/{run}").random

    def four(self, process: str, c0: int, c1: int, c2: int, c3: int) -> Four:
        draw = self._random
        return draw(), draw(), draw(), draw()
