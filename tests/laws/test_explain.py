"""What is printed can be found again: every number of an explanation follows from the results it explains."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import detente
from detente.cli import run

SMALL = Path(__file__).parents[1] / "museum" / "base.yaml"
NUMBER = re.compile(r"[-+]?\d+\.\d+")
DYADS = [("trust", "BEL", "ARN"), ("grievance", "COR", "ARN"), ("alignment", "ARN", "BEL")]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explained") / "result"
    assert run(["run", str(SMALL), "--runs", "4", "--record", "all", "--out", str(folder), "-q"]) == 0
    return folder


def asked(result: Path, of: str, observer: str, target: str) -> list[str]:
    return ["explain", str(result), "--of", of, "--from", observer, "--to", target]


@pytest.mark.parametrize(("of", "observer", "target"), DYADS)
def test_every_number_of_an_explanation_is_in_the_results(
    of: str, observer: str, target: str, result: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Start and end are means of the stored runs, the bookings add up to the change, and the text prints only these.

    Files keep 12 significant bits of a variable, and say so; explanations replay the runs and are exact.
    """
    assert run([*asked(result, of, observer, target), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    stored = detente.open_result(result).data[of].sel(observer=observer, target=target).isel(run=found["runs"])
    assert found["start"] == pytest.approx(float(stored.isel(time=0).mean()), rel=2.0**-12)
    assert found["end"] == pytest.approx(float(stored.isel(time=-1).mean()), rel=2.0**-12)
    bookings = list(found["bookings"].values())
    assert sum(bookings) == pytest.approx(found["end"] - found["start"], abs=1e-9)
    assert run(asked(result, of, observer, target)) == 0
    small = sum(x for x in bookings if abs(x) < 5e-6)
    known = [found["start"], found["end"], found["change"], sum(bookings), small, *bookings]
    printed = NUMBER.findall(capsys.readouterr().out)
    assert len(printed) > 3
    for text in printed:
        digits = len(text.partition(".")[2])
        assert any(abs(float(text) - x) <= 0.5001 * 10.0**-digits for x in known), text
