"""The wider region: three newcomers with a passport for every number, beside sixteen that stay exactly as they were."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import detente
from detente.scenario import Scenario, read_scenario

REGION = Path(__file__).parents[2] / "scenarios" / "region"
FILE = REGION / "wider_asia_2025.yaml"
SCRIPT = REGION / "derive_wider_asia_2025.py"
NEWCOMERS = {"FRA", "EU", "LKA"}
PAIRS = ("alignment", "channel", "interoperability", "claim", "distance")
needs_reference = pytest.mark.skipif(
    not os.environ.get("DETENTE_REFERENCE"),
    reason="DETENTE_REFERENCE is not set: the reference data sets are not part of the project",
)

Tree = dict[str, Any]


def passports(node: object) -> list[Tree]:
    """Return every passport in a tree."""
    if not isinstance(node, dict):
        return []
    return [node] if "value" in node else [p for child in node.values() for p in passports(child)]


def bare(node: object) -> list[float]:
    """Return every number of a tree that stands without a passport."""
    if isinstance(node, dict):
        return [] if "value" in node else [x for child in node.values() for x in bare(child)]
    return [node] if isinstance(node, int | float) and not isinstance(node, bool) else []


@pytest.fixture(scope="module")
def tree() -> Tree:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def wider() -> Scenario:
    return read_scenario(FILE)


@pytest.fixture(scope="module")
def quiet() -> Any:
    """The region without levers, shocks and the planned growth of capability, which moves threat whatever states do."""
    still = read_scenario(FILE, None, ["states.*.growth=0"])
    return detente.run(still, runs=200, seed=1, record="trust,alignment,threat,channel").data


def test_three_newcomers_and_a_collective_beside_its_member(wider: Scenario) -> None:
    narrower = read_scenario(REGION / "east_asia_2025.yaml")
    assert wider.states.keys() - narrower.states.keys() == NEWCOMERS
    assert (wider.states["EU"].kind, wider.states["EU"].members) == ("collective", ("FRA",))
    assert (wider.states["FRA"].posture, wider.states["LKA"].posture) == ("third_way", "hedge")


def test_nothing_about_the_sixteen_changes(wider: Scenario) -> None:
    """Their numbers, their ties and frameworks are inherited, and no new framework links two of them."""
    narrower = read_scenario(REGION / "east_asia_2025.yaml")
    assert {key: wider.states[key] for key in narrower.states} == narrower.states
    for name, table in narrower.ties.items():
        assert {pair: wider.ties[name][pair] for pair in table} == table, name
        added = wider.ties[name].keys() - table.keys()
        assert all(NEWCOMERS & set(pair) for pair in added), name
    assert {key: wider.frameworks[key] for key in narrower.frameworks} == narrower.frameworks
    for key in wider.frameworks.keys() - narrower.frameworks.keys():
        assert len(set(wider.frameworks[key].members) - NEWCOMERS) <= 1, key
    for part in ("bloc", "focus", "issues", "parameters", "start", "end", "step"):
        assert getattr(wider, part) == getattr(narrower, part), part


def test_every_dyad_is_given_and_every_pair_once(tree: Tree, wider: Scenario) -> None:
    """19 x 18 less 16 x 15 directed ties, half as many mutual ones."""
    count = {name: sum(len(row) for row in table.values()) for name, table in tree["ties"].items()}
    assert all(count[name] == 102 for name in ("trust", "intent", "credibility", "interdependence"))
    assert all(count[name] == 51 for name in ("alignment", "channel", "distance"))
    assert count["grievance"] == count["trigger"] > 10
    for name in PAIRS:
        given = [frozenset((i, j)) for i, row in tree["ties"].get(name, {}).items() for j in row]
        assert len(given) == len(set(given)), name
    assert len(wider.states) == 19


def test_every_number_has_a_passport_that_says_where_it_comes_from(tree: Tree) -> None:
    assert bare(tree["states"]) == bare(tree["ties"]) == []
    for passport in passports({k: tree[k] for k in ("states", "frameworks", "ties")}):
        low, high = passport["range"]
        assert low <= passport["value"] <= high, passport
        assert passport.get("source") if passport["standing"] != "assumed" else passport.get("reason"), passport


def test_the_header_states_the_true_shares_of_standing(tree: Tree) -> None:
    count = Counter(str(p["standing"]) for p in passports(tree))
    comment = FILE.read_text(encoding="utf-8").split("title:")[0]
    stated = {name: int(number) for name, number in re.findall(r"(measured|derived|assumed) (\d+) \(", comment)}
    assert stated == dict(count)
    assert "Names and codes imply no position on sovereignty or status." in comment
    assert not re.search(r"/(work|home|tmp|usr)/", FILE.read_text(encoding="utf-8"))


def test_what_no_table_covers_is_wide(tree: Tree) -> None:
    """Trust that no survey and trade that no table shows: ranges of at least 0.25, and a factor of three."""
    trust = [p for p in passports(tree["ties"]["trust"]) if p["standing"] == "assumed"]
    assert len(trust) == 101
    assert all(p["range"][1] - p["range"][0] >= 0.25 for p in trust)
    trade = [p for p in passports(tree["ties"]["interdependence"]) if p["value"] > 0.02]
    assert all(p["standing"] == "assumed" for p in trade)
    assert all(p["range"][1] - p["range"][0] > 0.25 * p["value"] * (1 - p["value"]) for p in trade)


def test_the_one_survey_stands_as_published(tree: Tree) -> None:
    """ISEAS 2025: 51.9 per cent of elites trust the Union."""
    measured = [p for p in passports(tree) if p["standing"] == "measured"]
    assert measured == [tree["ties"]["trust"]["ASEAN"]["EU"]]
    assert (measured[0]["value"], measured[0]["source"]) == (0.52, ["ISEAS"])


def test_the_pairs_of_the_world_are_symmetric(quiet: Any) -> None:
    for name in ("alignment", "channel"):
        values = quiet[name].to_numpy()
        assert np.array_equal(values, values.swapaxes(-1, -2), equal_nan=True), name


def test_newcomers_do_not_set_the_region_drifting() -> None:
    """As given, with growth, alignment drifts as in the narrower region, to a thousandth."""
    drift = []
    for name in ("wider_asia_2025", "east_asia_2025"):
        data = detente.run(read_scenario(REGION / f"{name}.yaml"), runs=200, seed=1, record="alignment").data[
            "alignment"
        ]
        drift.append(float((data.isel(time=-1) - data.isel(time=0)).mean()))
    assert drift[0] == pytest.approx(drift[1], abs=0.001)


def test_without_levers_shocks_and_growth_the_present_is_nearly_at_rest(quiet: Any) -> None:
    """The bounds of the narrower region: mean trust, alignment and threat drift by under 0.01, no dyad's trust by 0.06."""
    for name in ("trust", "alignment", "threat"):
        drift = (quiet[name].isel(time=-1) - quiet[name].isel(time=0)).mean("run")
        assert abs(float(drift.mean())) < 0.01, name
    drift = (quiet["trust"].isel(time=-1) - quiet["trust"].isel(time=0)).mean("run")
    assert float(abs(drift).max()) < 0.06


def test_crises_with_a_newcomer_begin_as_often_as_the_header_says() -> None:
    """About 0.03 per pair and year, within a third: six times what disputes say, which the header confesses."""
    begun = []
    for name in ("wider_status_quo", "status_quo"):
        scenario = read_scenario(REGION.parent / f"{name}.yaml")
        begun.append(detente.run(scenario, runs=200, seed=1, record="indicators").record.crises[:, 0].mean() / 20)
    assert 0.02 < (begun[0] - begun[1]) / 51 < 0.04
    assert "about 0.03 begin per pair" in FILE.read_text(encoding="utf-8")


@needs_reference
def test_deriving_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "again.yaml")], check=True, env=dict(os.environ))
    assert (tmp_path / "again.yaml").read_bytes() == FILE.read_bytes()


@needs_reference
def test_great_circles_of_capitals_are_those_of_the_reference_data() -> None:
    """Where the data cover a pair, coordinates to a tenth of a degree give its distance within four per cent."""
    program = (
        "from derive.data import STATES, pairs, reference\n"
        "from derive.wider_distance import capitals_apart\n"
        "known = {frozenset((r['iso1'], r['iso2'])): float(r['capdist_km']) for r in reference('geography')}\n"
        "print(max(abs(capitals_apart(a, b) / known[frozenset((a, b))] - 1) for a, b in pairs(STATES)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=REGION, env=dict(os.environ)
    )
    assert 0 < float(done.stdout) < 0.04
