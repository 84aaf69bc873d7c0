"""The arithmetic every result rests on: compilation, own elementary functions, keyed random numbers.

The only module that imports numba.  Nothing here uses a fast-math flag, a library exponential or a
reduction of free order, so compiled, uncompiled and foreign machines agree to the last bit.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding
import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
# `_nrt` and `config` are not in numba's stubs.
compiler: Any = numba

# LLVM gives up vectorising a loop over more than eight possibly overlapping arrays; our passes read about a dozen.
llvmlite.binding.set_option("", "--runtime-memory-check-threshold=256")
llvmlite.binding.set_option("", "--memory-check-merge-threshold=2000")

PACKAGE = Path(__file__).parent
WIDTHS = (16, 32, 56, 104, 160)


def source_digest() -> str:
    """Return a digest of everything the kernel is compiled from: numba's own cache misses edits in other files."""
    digest = hashlib.sha256(f"{compiler.__version__} {np.__version__} {sys.version}".encode())
    folders = (PACKAGE / "world", PACKAGE / "mechanisms", PACKAGE / "engine")
    for path in [Path(__file__), *(p for folder in folders for p in sorted(folder.glob("*.py")))]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    except OSError:
        return False


def cache_folder() -> Path:
    """Return the folder for compiled kernels of this very source: a user cache, or a temporary one."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    choices = [Path(named)] if named else [base / "detente"]
    for root in [*choices, Path(tempfile.gettempdir()) / f"detente-{user}"]:
        if _writable(root / source_digest()):
            return root / source_digest()
    return Path(tempfile.mkdtemp(prefix="detente-"))


CACHE = cache_folder()


def jit(function: Function) -> Function:
    """Compile a module-level function, cached under the digest of all sources; holds no lock while it runs.

    Kernel functions allocate nothing: without reference counts, passing tuples of arrays costs nothing.
    """
    before = compiler.config.CACHE_DIR
    compiler.config.CACHE_DIR = str(CACHE)
    try:
        compiled = compiler.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    finally:
        compiler.config.CACHE_DIR = before
    return compiled  # type: ignore[no-any-return]


def inline(function: Function) -> Function:
    """Compile a small function into its callers, so that their loops stay one flat pass."""
    return compiler.njit(inline="always", error_model="numpy", _nrt=False)(function)  # type: ignore[no-any-return]


def compiled_before() -> bool:
    """Return whether a kernel for this source lies in the cache (else the first run compiles for some seconds)."""
    return any(CACHE.glob("engine_*/*.nbi"))


# --- elementary functions from basic operations --------------------------------------------------------------------


@inline
def exp(x):
    """Return e^x to about 1e-12 relative for |x| <= 40 (clamped beyond): scaling by 512, Taylor, nine squarings."""
    r = min(max(x, -40.0), 40.0) * 0.001953125
    y = 1.0 / 720 + r * (1.0 / 5040 + r * (1.0 / 40320))
    y = 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * y)))))
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    y = y * y
    return y * y


@inline
def forgotten(x):
    """Return 1 - e^-x for x >= 0 without loss at small x (clamped at 40): the share lost in x time constants."""
    r = min(x, 40.0) * 0.001953125
    q = 1.0 / 120 - r * (1.0 / 720 - r * (1.0 / 5040 - r * (1.0 / 40320)))
    q = r * (1.0 - r * (0.5 - r * (1.0 / 6 - r * (1.0 / 24 - r * q))))
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    q = q * (2.0 - q)
    return q * (2.0 - q)


@inline
def log(x):
    """Return ln x for 1e-30 <= x <= 1e30 (clamped below): eight square roots, then the series of atanh."""
    y = np.sqrt(np.sqrt(np.sqrt(np.sqrt(np.sqrt(np.sqrt(np.sqrt(np.sqrt(max(x, 1e-30)))))))))
    s = (y - 1.0) / (y + 1.0)
    q = s * s
    t = 1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11 + q * (1.0 / 13)))
    return 512.0 * s * (1.0 + q * (1.0 / 3 + q * (1.0 / 5 + q * t)))


@inline
def logistic(x):
    """Return 1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(-x))


@inline
def logit(p):
    """Return ln(p / (1 - p)), with p kept 1e-9 away from 0 and 1."""
    q = min(max(p, 1e-9), 1.0 - 1e-9)
    return log(q / (1.0 - q))


@inline
def decay(dt, half_life):
    """Return the share forgotten in `dt` years at a half-life in years."""
    return forgotten(dt * 0.6931471805599453 / half_life)


@inline
def reach(dt, half_life):
    """Return the effective years of a constant rate against decay: (1 - 2^(-dt/h)) h / ln 2, which tends to dt."""
    x = dt * 0.6931471805599453 / half_life
    return dt * (forgotten(x) / max(x, 1e-300)) if x > 1e-12 else dt


# --- keyed random numbers: Philox4x32-10 (Salmon et al. 2011) ------------------------------------------------------

_MASK = np.uint64(0xFFFFFFFF)
_S32 = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


@inline
def _round(a, b, c, d, k0, k1):
    p = a * _M0
    q = c * _M1
    return (q >> _S32) ^ b ^ k0, q & _MASK, (p >> _S32) ^ d ^ k1, p & _MASK


@inline
def philox(a, b, c, d, k0, k1):
    """Return four 32-bit words (as uint64) for a 128-bit counter and a 64-bit key, ten rounds, unrolled to vectorise."""
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a, b, c, d = _round(a, b, c, d, k0, k1)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return _round(a, b, c, d, k0, k1)


@inline
def uniform(word):
    """Return a word as a number strictly between 0 and 1: (word + 1/2) / 2^32."""
    return (np.float64(np.int64(word)) + 0.5) * 2.3283064365386963e-10


@jit
def words(first, second, step, run, key, out):
    """Fill out[4, n] with uniforms keyed by (key, first[d], second[d], step, run); first, second, key are uint64."""
    k0, k1 = key[0], key[1]
    o0, o1, o2, o3 = out[0], out[1], out[2], out[3]
    for d in range(first.size):
        a, b, c, e = philox(first[d], second[d], step, run, k0, k1)
        o0[d] = uniform(a)
        o1[d] = uniform(b)
        o2[d] = uniform(c)
        o3[d] = uniform(e)


@jit
def triangular(u, low, mode, high, flat):
    """Return the quantile at u of the triangular (or, where flat is true, uniform) distribution on [low, high]."""
    width = high - low
    if width <= 0.0:
        return mode
    if flat:
        return low + u * width
    if u * width < mode - low:
        return low + np.sqrt(u * width * (mode - low))
    return high - np.sqrt((1.0 - u) * width * (high - mode))


# --- names to keys -------------------------------------------------------------------------------------------------


def name_hash(name: str) -> int:
    """Return the 32-bit hash by which a state enters the counter."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


def process_key(seed: int, process: str) -> np.ndarray[Any, np.dtype[np.uint64]]:
    """Return the 64-bit key of a process under a seed, as two words."""
    raw = hashlib.blake2b(f"{seed}/{process}".encode(), digest_size=8).digest()
    return np.array([int.from_bytes(raw[:4], "little"), int.from_bytes(raw[4:], "little")], np.uint64)
