"""The region file: complete, sourced, told apart by standing, and the same bytes whenever it is derived again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.scenario.reading import read_scenario

REGION = Path(__file__).parents[2] / "scenarios" / "region"
FILE = REGION / "east_asia_2025.yaml"
CATALOGUE = Path(__file__).parents[2] / "model" / "detente" / "catalogue"
REFERENCE = os.environ.get("DETENTE_REFERENCE", "")
needs_reference = pytest.mark.skipif(
    not REFERENCE, reason="DETENTE_REFERENCE is not set: the reference data sets are not part of the project"
)

Tree = dict[str, Any]


def passports(node: object) -> list[Tree]:
    """Return every passport in a tree."""
    if not isinstance(node, dict):
        return []
    return [node] if "standing" in node else [p for child in node.values() for p in passports(child)]


@pytest.fixture(scope="module")
def tree() -> Tree:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def ties(tree: Tree) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    return dict(tree["ties"])


def test_it_loads_without_a_fault() -> None:
    scenario = read_scenario(FILE)
    assert len(scenario.states) == 16


def test_every_dyad_and_pair_is_given(ties: dict[str, dict[str, dict[str, dict[str, float]]]]) -> None:
    count = {name: sum(len(row) for row in table.values()) for name, table in ties.items()}
    assert all(count[name] == 240 for name in ("trust", "intent", "credibility", "interdependence"))
    assert all(count[name] == 120 for name in ("alignment", "channel", "distance"))
    assert count["grievance"] == count["trigger"] > 40


def test_every_value_has_a_passport_that_says_where_it_comes_from(tree: Tree) -> None:
    for passport in passports({k: tree[k] for k in ("states", "frameworks", "ties")}):
        low, high = passport["range"]
        assert low <= passport["value"] <= high, passport
        assert passport.get("source") if passport["standing"] != "assumed" else passport.get("reason"), passport


def test_the_header_states_the_true_shares_of_standing(tree: Tree) -> None:
    count = Counter(str(p["standing"]) for p in passports(tree))
    comment = FILE.read_text(encoding="utf-8").split("schema:")[0]
    stated = {name: int(number) for name, number in re.findall(r"(measured|derived|assumed) (\d+) \(", comment)}
    assert stated == dict(count)
    assert "Names and codes imply no position on sovereignty or status." in comment


def test_only_trust_from_a_recent_survey_is_called_measured(tree: Tree) -> None:
    measured = [p for p in passports(tree) if p["standing"] == "measured"]
    assert measured
    assert all(re.match(r"T1 \w+ 202[45]$", str(p["reason"])) for p in measured)


def test_surveys_stand_in_the_file_as_published(ties: dict[str, dict[str, dict[str, dict[str, float]]]]) -> None:
    trust = {
        pair: ties["trust"][pair[0]][pair[1]]["value"] for pair in (("AUS", "JPN"), ("JPN", "USA"), ("ASEAN", "JPN"))
    }
    assert trust == {("AUS", "JPN"): 0.87, ("JPN", "USA"): 0.85, ("ASEAN", "JPN"): 0.67}


def test_capability_is_shared_out_among_the_fifteen(tree: Tree) -> None:
    states = tree["states"]
    assert isinstance(states, dict)
    for domain in states["JPN"]["capability"]:
        total = sum(s["capability"][domain]["value"] for key, s in states.items() if key != "ASEAN")
        assert total == pytest.approx(1.0, abs=0.005)


def test_no_value_carries_a_trace_of_the_place_it_was_made() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert len(text.encode()) < 300_000
    assert not re.search(r"/(work|home|tmp|usr)/", text)


@needs_reference
def test_deriving_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = REGION / "derive_east_asia_2025.py"
    for name in ("first.yaml", "second.yaml"):
        subprocess.run([sys.executable, str(script), str(tmp_path / name)], check=True, env=dict(os.environ))
    assert (tmp_path / "first.yaml").read_bytes() == (tmp_path / "second.yaml").read_bytes() == FILE.read_bytes()


@needs_reference
def test_onset_and_course_of_crises_are_those_of_the_disputes() -> None:
    script = REGION / "derive_base_rates.py"
    done = subprocess.run(
        [sys.executable, str(script)], check=True, capture_output=True, text=True, env=dict(os.environ)
    )
    catalogue = yaml.safe_load((CATALOGUE / "parameters.yaml").read_text(encoding="utf-8"))
    number = r"([\d.]+)"
    fit = re.search(
        rf"free claim effect: base {number} \({number} to {number}\), claim {number} \({number} to {number}\)",
        done.stdout,
    )
    assert fit
    for name, found in (("crisis_onset_base", fit.groups()[:3]), ("crisis_onset_claim", fit.groups()[3:])):
        written = [catalogue[name]["value"], *catalogue[name]["range"]]
        assert written == pytest.approx([float(x) for x in found], rel=0.05), name
    course = re.search(r"duration, all:.*\n  base: resolution ([\d.]+) .*escalation ([\d.]+)", done.stdout)
    assert course
    assert catalogue["crisis_resolution_base"]["value"] == pytest.approx(float(course[1]), rel=0.05)
    assert catalogue["crisis_escalation_base"]["value"] == pytest.approx(float(course[2]), rel=0.05)


def test_the_script_says_what_is_missing_without_the_reference_data() -> None:
    clean = {k: v for k, v in os.environ.items() if k != "DETENTE_REFERENCE"}
    script = REGION / "derive_east_asia_2025.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=clean, check=False)
    assert done.returncode != 0
    assert "DETENTE_REFERENCE must name the folder" in done.stderr
    assert "Traceback" not in done.stderr
