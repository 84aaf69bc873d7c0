"""The second region: complete, every number with its passport, at rest when nothing happens, and crises where the fish are."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import detente
from detente.scenario import read_scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILE = SCENARIOS / "region" / "north_atlantic_1972.yaml"
COD_WARS = SCENARIOS / "cod_wars.yaml"
Tree = dict[str, Any]
Array = np.ndarray[Any, np.dtype[Any]]


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


def test_every_number_has_a_passport_that_says_where_it_comes_from(tree: Tree) -> None:
    assert bare(tree["states"]) == bare(tree["ties"]) == []
    assert all("value" in framework["commitment"] for framework in tree["frameworks"].values())
    for passport in passports({k: tree[k] for k in ("states", "frameworks", "ties")}):
        low, high = passport["range"]
        assert low <= passport["value"] <= high, passport
        if passport.get("standing", "assumed") == "assumed":
            assert passport["reason"], passport
        else:
            assert set(passport["source"]) <= set(tree["sources"]), passport


def test_reasons_are_its_own_and_ranges_follow_no_single_rule(tree: Tree) -> None:
    """Hardly a reason is used twice, and ranges are no fixed share of their values."""
    found = passports({k: tree[k] for k in ("states", "frameworks", "ties")})
    reasons = Counter(p["reason"] for p in found if "reason" in p)
    assert len(reasons) > 0.85 * len(found)
    spans = {round((p["range"][1] - p["range"][0]) / p["value"], 2) for p in found if p["value"] > 0}
    assert len(spans) > 60


def test_the_header_states_the_true_shares_of_standing(tree: Tree) -> None:
    found = passports({k: tree[k] for k in ("states", "frameworks", "ties")})
    count = Counter(p.get("standing", "assumed") for p in found)
    comment = FILE.read_text(encoding="utf-8").split("schema:")[0]
    stated = re.search(r"Of (\d+) values: measured (\d+), derived (\d+) .*, assumed (\d+)\.", comment)
    assert stated
    assert [int(x) for x in stated.groups()] == [len(found), count["measured"], count["derived"], count["assumed"]]
    assert "imply no position on sovereignty or status" in comment.replace("\n# ", " ")
    assert "not a calibrated case" in comment.lower()


def test_every_dyad_and_pair_is_given(tree: Tree) -> None:
    count = {name: sum(len(row) for row in table.values()) for name, table in tree["ties"].items()}
    n = len(tree["states"])
    assert all(count[name] == n * (n - 1) for name in ("trust", "intent", "credibility", "interdependence"))
    assert all(count[name] == n * (n - 1) // 2 for name in ("alignment", "channel", "distance"))
    for domain in ("conventional", "maritime", "missile_defence", "space"):
        total = sum(state["capability"][domain]["value"] for state in tree["states"].values())
        assert total == pytest.approx(1.0, abs=0.02)


def test_without_levers_and_shocks_the_present_is_nearly_at_rest() -> None:
    """The bounds of the first region: mean trust, alignment and threat drift by under 0.01, no dyad's trust by 0.06."""
    data = detente.run(read_scenario(FILE), runs=200, seed=1, record="trust,alignment,threat").data
    for name in ("trust", "alignment", "threat"):
        drift = (data[name].isel(time=-1) - data[name].isel(time=0)).mean("run")
        assert abs(float(drift.mean())) < 0.01, name
    drift = (data["trust"].isel(time=-1) - data["trust"].isel(time=0)).mean("run")
    assert float(abs(drift).max()) < 0.06


def crisis_months(variant: str | None) -> tuple[list[str], Array]:
    """Return the names and the months a year that each pair spends in crisis, [N, N], mean over runs."""
    data = detente.run(read_scenario(COD_WARS, variant), runs=200, seed=7, record="tension").data
    return [str(x) for x in data.observer.values], 12 * (data["tension"].to_numpy() > 0).mean((0, 1))


def test_crises_are_frequent_over_fish_and_rare_elsewhere() -> None:
    names, months = crisis_months("as_it_was")
    pairs = {(a, b): months[i, j] for i, a in enumerate(names) for j, b in enumerate(names) if i < j}
    assert max(pairs, key=lambda pair: pairs[pair]) == ("GBR", "ISL")
    assert pairs["GBR", "ISL"] > 2 * sorted(pairs.values())[-2]
    assert pairs["DEU", "ISL"] > pairs["ISL", "NOR"]
    allies = [x for (a, b), x in pairs.items() if "ISL" not in (a, b) and "SUN" not in (a, b)]
    assert max(allies) < 0.3


def test_a_line_and_an_agreement_shorten_the_quarrel_and_nothing_signed_lengthens_it() -> None:
    """On the same random numbers; both together do more than either."""
    found = {}
    for variant in ("as_it_was", "line_only", "agreement_only", "both", "nothing_signed"):
        names, months = crisis_months(variant)
        found[variant] = months[names.index("ISL"), names.index("GBR")]
    assert found["both"] < min(found["line_only"], found["agreement_only"])
    assert max(found["line_only"], found["agreement_only"]) < found["as_it_was"] < found["nothing_signed"]
