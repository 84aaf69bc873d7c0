"""The arithmetic under everything: elementary functions, keyed random numbers, and a cache that no edit escapes."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from passes import ROOT, Array

from detente import compiled


@given(st.floats(-40.0, 40.0))
@example(-40.0)
@example(40.0)
@example(0.0)
def test_exp(x: float) -> None:
    assert compiled.exp(x) == pytest.approx(math.exp(x), rel=1e-12)


@given(st.floats(40.0, 1e300))
def test_exp_is_clamped_beyond_forty(x: float) -> None:
    assert compiled.exp(x) == compiled.exp(40.0)
    assert compiled.exp(-x) == compiled.exp(-40.0)


@given(st.one_of(st.floats(0.0, 40.0), st.floats(-300.0, 1.0).map(lambda e: 10.0**e)))
@example(0.0)
@example(5e-324)
def test_forgotten_loses_nothing_at_small_arguments(x: float) -> None:
    """Relative 1e-12 down to 1e-290; below that the smallest steps of a float are all there is."""
    assert compiled.forgotten(x) == pytest.approx(-math.expm1(-x), rel=1e-12, abs=1e-302)
    assert 0.0 <= compiled.forgotten(x) <= 1.0


@given(st.floats(-30.0, 30.0))
def test_log(e: float) -> None:
    """1e-12 of ln x, or of one where ln x is small: eight square roots cost digits next to 1."""
    assert compiled.log(10.0**e) == pytest.approx(math.log(10.0**e), rel=1e-12, abs=1e-12)


@given(st.floats(-30.0, 30.0))
def test_logistic_and_logit(x: float) -> None:
    assert compiled.logistic(x) == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-12)
    if abs(x) < 12:
        assert compiled.logit(compiled.logistic(x)) == pytest.approx(x, abs=1e-10)


@given(st.floats(1e-6, 2.0), st.floats(-3.0, 12.0).map(lambda e: 10.0**e))
def test_decay_and_reach(dt: float, half_life: float) -> None:
    """reach is the time integral of what remains: dt without forgetting, h / ln 2 where all is forgotten."""
    rate = math.log(2) / half_life
    assert compiled.decay(dt, half_life) == pytest.approx(-math.expm1(-dt * rate), rel=1e-12)
    assert compiled.reach(dt, half_life) == pytest.approx(-math.expm1(-dt * rate) / rate, rel=2e-12)


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(0.05, 5.0))
def test_decays_compose(a: float, b: float, half_life: float) -> None:
    """Two steps in a row forget what one step of their joint length forgets."""
    left = (1 - compiled.decay(a, half_life)) * (1 - compiled.decay(b, half_life))
    assert left == pytest.approx(1 - compiled.decay(a + b, half_life), abs=1e-13)


@pytest.mark.parametrize("name", ["exp", "forgotten", "log", "logistic", "logit"])
def test_elementary_functions_compiled_and_not(name: str) -> None:
    function = getattr(compiled, name)
    for x in np.random.default_rng(2).uniform(1e-3, 30.0, 200):
        assert function(x) == function.py_func(x)


# --- keyed random numbers ------------------------------------------------------------------------------------------

KNOWN = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
"""Counter, key and words of the published known-answer tests (Random123, kat_vectors, philox4x32 10)."""


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_philox_known_answers(counter: str, key: str, words: str) -> None:
    arguments = [np.uint64(int(part, 16)) for part in f"{counter} {key}".split()]
    found = compiled.philox(*arguments)
    assert " ".join(f"{int(word):08x}" for word in found) == words
    *counters, k0, k1 = arguments
    out = np.zeros((4, 1))
    compiled.words(*(np.array([c]) for c in counters[:2]), *counters[2:], np.array([k0, k1]), out)
    assert out[:, 0].tolist() == [(int(part, 16) + 0.5) / 2**32 for part in words.split()]


def test_uniforms_lie_strictly_inside() -> None:
    assert compiled.uniform(np.uint64(0)) == 2.0**-33
    assert compiled.uniform(np.uint64(2**32 - 1)) == 1.0 - 2.0**-33
    assert compiled.uniform(np.uint64(2**31)) == pytest.approx(0.5, abs=2.0**-32)


def draws(first: Array, second: Array, step: int, run: int, process: str = "conduct") -> Array:
    out = np.zeros((4, first.size))
    compiled.words(first, second, np.uint64(step), np.uint64(run), compiled.process_key(7, process), out)
    return out


def test_words_are_the_philox_of_their_key_and_uniform() -> None:
    """Every uniform is a function of key, names, step and run alone; all four words are uniform and uncorrelated.

    Tolerance: 4.5 standard errors of 40,000 draws.
    """
    size = 40_000
    first, second = np.arange(size, dtype=np.uint64), np.full(size, 77, np.uint64)
    out = draws(first, second, 3, 5)
    k0, k1 = compiled.process_key(7, "conduct")
    for d in (0, 1, size - 1):
        words = compiled.philox(first[d], second[d], np.uint64(3), np.uint64(5), k0, k1)
        assert [compiled.uniform(word) for word in words] == out[:, d].tolist()
    assert 0.0 < out.min() < out.max() < 1.0
    se = 4.5 / math.sqrt(size)
    assert out.mean(1) == pytest.approx(0.5, abs=se * math.sqrt(1 / 12))
    assert (out**2).mean(1) == pytest.approx(1 / 3, abs=se * math.sqrt(4 / 45))
    others = [
        draws(first, second, 4, 5),
        draws(first, second, 3, 6),
        draws(first, second, 3, 5, "crisis"),
        draws(second, first, 3, 5),
    ]
    for other in (*others[:3], out[1:], np.roll(out, 1, axis=1)):
        for one, two in zip(out, other, strict=False):
            assert np.corrcoef(one, two)[0, 1] == pytest.approx(0.0, abs=se)
    assert not np.array_equal(out, others[3]), "observer and target are not the same"
    assert np.array_equal(out[:, ::-1], draws(first[::-1].copy(), second, 3, 5)), "no position enters"


def test_triangular_and_uniform_quantiles() -> None:
    """Quantiles of the declared distributions: ends, mode, mean; a point range gives the point."""
    u = (np.arange(4000) + 0.5) / 4000
    for low, mode, high in ((0.0, 0.2, 1.0), (-1.0, -1.0, 2.0), (0.5, 3.0, 3.0)):
        found = np.array([compiled.triangular(x, low, mode, high, False) for x in u])
        assert np.all(np.diff(found) > 0)
        assert low <= found[0] <= found[-1] <= high
        assert found.mean() == pytest.approx((low + mode + high) / 3, abs=1e-4)
        if low < mode < high:
            assert compiled.triangular((mode - low) / (high - low), low, mode, high, False) == pytest.approx(mode)
        flat = np.array([compiled.triangular(x, low, mode, high, True) for x in u])
        assert flat.mean() == pytest.approx((low + high) / 2, abs=1e-6)
    assert compiled.triangular(0.3, 2.0, 2.0, 2.0, False) == 2.0


def test_names_and_processes_have_their_own_keys() -> None:
    names = [f"S{k}" for k in range(300)]
    assert len({compiled.name_hash(name) for name in names}) == 300
    keys = {tuple(compiled.process_key(seed, name)) for seed in (0, 1, 2**40) for name in names}
    assert len(keys) == 900


# --- no stale kernel -----------------------------------------------------------------------------------------------


def copied(folder: Path) -> Path:
    """Return a copy of the package's sources."""
    target = folder / "model" / "detente"
    shutil.copytree(ROOT / "model" / "detente", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def test_digest_changes_with_any_compiled_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit in world, mechanisms or engine, or a new file there, changes the digest; an edit of a scenario reader does not."""
    package = copied(tmp_path)
    monkeypatch.setattr(compiled, "PACKAGE", package)
    seen = [compiled.source_digest()]
    for name in ("mechanisms/trust.py", "engine/step.py", "world/matrices.py"):
        with (package / name).open("a", encoding="utf-8") as file:
            file.write("# edited\n")
        seen.append(compiled.source_digest())
    (package / "mechanisms" / "extra.py").write_text("", encoding="utf-8")
    seen.append(compiled.source_digest())
    assert len(set(seen)) == len(seen)
    with (package / "scenario" / "reading.py").open("a", encoding="utf-8") as file:
        file.write("# edited\n")
    assert compiled.source_digest() == seen[-1]


SCRIPT = """
import numpy as np
from passes import parameters
from detente.mechanisms.trust import expectation
out = np.zeros(8)
expectation(np.ones(8), np.zeros(8), parameters(habituation_memory=1.0), 1.0, out)
print(out[0])
"""


def test_an_edit_in_another_file_is_seen(tmp_path: Path) -> None:
    """numba's own cache would keep the old decay: the pass calls it from another file.  Ours compiles anew."""
    package = copied(tmp_path)
    path = [str(package.parent), str(Path(__file__).parent)]
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(path), "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    environment.pop("NUMBA_CACHE_DIR", None)

    def once() -> float:
        return float(
            subprocess.run(
                [sys.executable, "-c", SCRIPT], env=environment, check=True, capture_output=True, text=True
            ).stdout
        )

    assert once() == pytest.approx(0.5, rel=1e-12)
    assert once() == pytest.approx(0.5, rel=1e-12)
    source = package / "compiled.py"
    text = source.read_text(encoding="utf-8")
    assert text.count("return forgotten(dt * 0.6931471805599453 / half_life)") == 1
    source.write_text(text.replace("return forgotten(dt * 0.69", "return forgotten(2.0 * dt * 0.69"), encoding="utf-8")
    assert once() == pytest.approx(0.25, rel=1e-12)
