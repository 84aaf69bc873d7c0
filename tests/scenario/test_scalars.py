"""Plain scalars follow YAML 1.2, and what readers disagree on is refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.scenario.scalars import ScalarFault, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("true", True), ("False", False), ("~", None),
        ("null", None), ("", None), ("1e-3", 0.001), ("1e3", 1000.0), (".5", 0.5), ("-0", 0), ("+7", 7), ("0", 0),
        ("12:30:45", "12:30:45"), ("1_000", "1_000"), ("2026-02-30", "2026-02-30"), ("=", "="), ("0x1F", 31),
        ("0o17", 15), ("1.", 1.0), ("-", "-"), (".", "."), ("on->by", "on->by"), ("1.0e+12", 1e12), ("٣", "٣"),
    ],
)  # fmt: skip
def test_values(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", ["010", "-01", "00", ".nan", ".NaN", ".inf", "-.INF", "1e400", "9" * 19, "9" * 5000])
def test_refused(text: str) -> None:
    with pytest.raises(ScalarFault):
        resolve(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=200, deadline=None)
def test_every_float_reads_back(number: float) -> None:
    text = repr(number)
    assert resolve(text) == number


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_resolved_or_refused(text: str) -> None:
    with contextlib.suppress(ScalarFault):
        resolve(text)
