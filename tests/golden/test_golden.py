"""Results change only on purpose: the golden numbers hold to 1e-9."""

from __future__ import annotations

import json

from numbers_of_record import FILE, differences, measured


def test_golden_numbers() -> None:
    lines = differences(json.loads(FILE.read_text()), measured())
    assert not lines, "results changed; if on purpose, renew them with a reason (numbers_of_record.py):\n" + "\n".join(
        lines
    )
