"""The region of 2005: complete, sourced, at rest, and the same bytes whatever happened later."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import detente
from detente.history.known import check_known
from detente.scenario import Scenario, read_scenario
from detente.scenario.catalogue_files import card_names, catalogue_file
from detente.scenario.positioned import Layer, Mapping, made, plain
from detente.scenario.reading import Reading

HINDCAST = Path(__file__).parents[2] / "scenarios" / "hindcast"
REGION = HINDCAST / "region_2005.yaml"
TOP = HINDCAST / "east_asia_2005.yaml"
SCRIPT = HINDCAST / "derive_region_2005.py"
REFERENCE = os.environ.get("DETENTE_REFERENCE", "")
needs_reference = pytest.mark.skipif(
    not REFERENCE, reason="DETENTE_REFERENCE is not set: the reference data sets are not part of the project"
)
LAST = {"trust_surveys": 2006, "pew_microdata_shares": 2006, "trade": 2006}  # of all other tables 2004
YEARS = ("year", "date", "disp_styear")
Tree = dict[str, Any]


def passports(node: object) -> Iterator[Tree]:
    """Yield every passport in a tree."""
    if isinstance(node, dict):
        if "standing" in node:
            yield node
        else:
            for child in node.values():
                yield from passports(child)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return dict(yaml.safe_load(REGION.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(TOP)


@pytest.fixture(scope="module")
def with_all_cards() -> Scenario:
    """The region with every lever and every shock of the catalogue in use, as events would bring them."""
    sides: dict[str, Tree] = {
        "pact": {"among": ["CHN", "JPN"]}, "offer": {"by": "JPN", "to": ["PHL"]}, "unilateral": {"by": "JPN"},
    }  # fmt: skip
    form = {name: str(plain(catalogue_file(f"levers/{name}.yaml"))["form"]) for name in card_names("levers")}
    uses = {
        "levers": {f"use_of_{name}": {"lever": name, "level": 0.5, **sides[form[name]]} for name in form},
        "shocks": {
            f"use_of_{name}": {"shock": name, "by": "CHN", "on": ["JPN"], "at": "2006-06", "size": 2.0}
            for name in card_names("shocks")
        },
    }
    overlay = made(uses, Mapping(Layer("events", "events", 90), 0, 0))
    assert isinstance(overlay, Mapping)
    return Reading(TOP, overlays=[overlay]).scenario(None, [overlay])


def test_it_spans_two_decades_without_levers_or_shocks(scenario: Scenario) -> None:
    assert (scenario.start.isoformat(), scenario.end.isoformat(), scenario.step) == (
        "2005-01-01",
        "2025-12-31",
        "quarter",
    )
    assert len(scenario.states) == 16
    assert not scenario.levers
    assert not scenario.shocks


def test_every_dyad_and_pair_is_given(tree: Tree) -> None:
    count = {name: sum(len(row) for row in table.values()) for name, table in tree["ties"].items()}
    assert all(count[name] == 240 for name in ("trust", "intent", "credibility", "interdependence"))
    assert all(count[name] == 120 for name in ("alignment", "channel", "distance"))
    assert count["grievance"] == count["trigger"] > 40


def test_every_value_says_where_it_comes_from_and_by_when_it_was_known(tree: Tree) -> None:
    found = list(passports({k: tree[k] for k in ("states", "frameworks", "ties")}))
    assert len(found) > 1500
    for passport in found:
        low, high = passport["range"]
        assert low <= passport["value"] <= high, passport
        assert passport.get("source") if passport["standing"] != "assumed" else passport.get("reason"), passport
        assert passport["known_by"] <= 2006, passport


def test_what_was_known_after_2004_are_surveys_and_trade_alone(tree: Tree) -> None:
    later = {
        part for part in ("states", "frameworks") for passport in passports(tree[part]) if passport["known_by"] > 2004
    } | {name for name, table in tree["ties"].items() for passport in passports(table) if passport["known_by"] > 2004}
    assert later == {"trust", "interdependence"}


def test_measured_trust_is_a_survey_of_the_first_years(tree: Tree) -> None:
    measured = [p for p in passports(tree) if p["standing"] == "measured"]
    assert len(measured) == 20
    assert all(re.fullmatch(r"T1 \w+ 200[2-6]", str(p["reason"])) for p in measured)
    assert tree["ties"]["trust"]["JPN"]["CHN"]["value"] == 0.38  # Cabinet Office, October 2004: 37.6 per cent
    assert tree["ties"]["trust"]["CHN"]["JPN"]["value"] == 0.17  # Pew, spring of 2005: 17.3 per cent


def test_no_framework_is_younger_than_the_start(scenario: Scenario) -> None:
    assert all(group.since is None or group.since.year < 2005 for group in scenario.frameworks.values())
    assert "asean_regional_forum" in scenario.frameworks
    assert not {"quad", "trilateral", "aukus", "east_asia_summit"} & scenario.frameworks.keys()


def test_the_header_states_the_true_shares_of_standing(tree: Tree) -> None:
    count = Counter(str(p["standing"]) for p in passports(tree))
    text = REGION.read_text(encoding="utf-8")
    stated = {name: int(number) for name, number in re.findall(r"(measured|derived|assumed) (\d+) \(", text[:3000])}
    assert stated == dict(count)
    assert not re.search(r"/(work|home|tmp|usr)/", text)


def test_no_reason_tells_of_anything_after_2006(with_all_cards: Scenario) -> None:
    """Later years, findings of the table of evidence (most are later) and claims are named by no number."""
    late = re.compile(r"\b20(0[7-9]|[12]\d)\b|E-\d\d|\bS[12]\b")
    told = {key: q.reason for key, q, _ in with_all_cards.passports() if late.search(q.reason)}
    assert told == {}


def test_a_fit_that_ends_with_2006_may_use_all_of_it_and_an_earlier_one_may_not(
    scenario: Scenario, with_all_cards: Scenario
) -> None:
    assert check_known(with_all_cards, "2006") == []
    assert {fault.path.split(".")[1] for fault in check_known(scenario, "2005")} == {
        "trust", "interdependence", "mood_noise", "trust_half_life",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "mean", "most"), [(True, 0.005, 0.05), (False, 0.05, 0.15)], ids=["given", "by chance"]
)
def test_without_events_and_planned_growth_it_is_nearly_at_rest(given: bool, mean: float, most: float) -> None:
    """Where events stand for acts, crises and noise, trust stays; by chance and wide priors logits spread, means drift."""
    chances = ("trust_good_news", "crisis_onset_base", "mood_noise") if given else ()
    still = read_scenario(TOP, None, ["states.*.growth=0", *(f"parameters.{name}=0" for name in chances)])
    data = detente.run(still, runs=200, seed=1, record="trust,alignment,threat").data
    for name in ("trust", "alignment", "threat"):
        drift = (data[name].isel(time=-1) - data[name].isel(time=0)).mean("run")
        assert abs(float(drift.mean())) < (mean if name == "trust" else 0.01), name
        assert name != "trust" or float(abs(drift).max()) < most


def derive(folder: Path, reference: Path) -> bytes:
    """Return what the script writes from a folder of reference data."""
    out = folder / "derived.yaml"
    told = {**os.environ, "DETENTE_REFERENCE": str(reference)}
    subprocess.run([sys.executable, str(SCRIPT), str(out)], check=True, env=told)
    return out.read_bytes()


def turned(row: dict[str, str], table: str) -> dict[str, str]:
    """Return a row with other values where it tells of later years: shares turned round, numbers tripled, ends moved."""
    if table in ("rivalries", "claims") and row.get("end") and int(row["end"]) > 2005:
        return {**row, "end": str(2006 + int(row["end"]) % 7)}
    year = next((int(row[name][:4]) for name in YEARS if row.get(name)), 0)
    if year <= LAST.get(table, 2004):
        return row
    if "value_percent" in row:
        return {**row, "value_percent": str(100 - float(row["value_percent"]))}
    return {name: tripled(value) if name not in YEARS else value for name, value in row.items()}


def tripled(value: str) -> str:
    """Return a decimal number tripled; names, codes and whole numbers stay."""
    return str(3 * float(value)) if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", value) else value


def with_other_history(folder: Path) -> Path:
    """Write the tables with every later value changed; return the folder of the reference data."""
    for part, pattern in (
        ("reference", "*.csv"),
        ("published", "[!l]*.csv"),
    ):  # the list of findings is no table of years
        (folder / part).mkdir()
        for path in sorted((Path(REFERENCE).parent / part).glob(pattern)):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                rows, names = [turned(row, path.stem) for row in reader], reader.fieldnames
            assert names is not None
            with (folder / part / path.name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, names, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
    return folder / "reference"


@needs_reference
def test_deriving_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert derive(tmp_path, Path(REFERENCE)) == REGION.read_bytes()


@needs_reference
def test_what_happened_later_changes_no_byte(tmp_path: Path) -> None:
    """Surveys after 2006 turned round, later trade, arms, votes and events changed: the region of 2005 stays as it is."""
    other = with_other_history(tmp_path)
    surveys = (other.parent / "published" / "trust_surveys.csv").read_bytes()
    assert surveys != (Path(REFERENCE).parent / "published" / "trust_surveys.csv").read_bytes()
    assert derive(tmp_path, other) == REGION.read_bytes()


@needs_reference
def test_a_survey_of_the_first_years_does_change_it(tmp_path: Path) -> None:
    other = with_other_history(tmp_path)
    path = other.parent / "published" / "trust_surveys.csv"
    text = path.read_text(encoding="utf-8")
    assert "JPN,CHN,2004,10,cabinet_affinity,37.6," in text
    path.write_text(
        text.replace("JPN,CHN,2004,10,cabinet_affinity,37.6,", "JPN,CHN,2004,10,cabinet_affinity,47.6,"),
        encoding="utf-8",
    )
    assert derive(tmp_path, other) != REGION.read_bytes()


@needs_reference
def test_priors_of_crises_are_those_of_disputes_to_2004() -> None:
    script = HINDCAST.parent / "region" / "derive_base_rates.py"
    done = subprocess.run(
        [sys.executable, str(script), "2005"], check=True, capture_output=True, text=True, env=dict(os.environ)
    )
    priors = yaml.safe_load((HINDCAST / "priors_2005.yaml").read_text(encoding="utf-8"))["parameters"]
    number = r"([\d.]+)"
    fit = re.search(
        rf"effect: base {number} \({number} to {number}\), claim {number} \({number} to {number}\)", done.stdout
    )
    assert fit
    for name, found in (("crisis_onset_base", fit.groups()[:3]), ("crisis_onset_claim", fit.groups()[3:])):
        assert [priors[name]["value"], *priors[name]["range"]] == [float(x) for x in found], name
    course = re.search(r"duration, all:.*\n  base: resolution ([\d.]+) .*escalation ([\d.]+)", done.stdout)
    assert course
    assert priors["crisis_resolution_base"]["value"] == pytest.approx(float(course[1]), rel=0.02)
    assert priors["crisis_escalation_base"]["value"] == pytest.approx(float(course[2]), rel=0.02)
