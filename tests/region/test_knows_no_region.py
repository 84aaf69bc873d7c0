"""The model knows no region: no name of one in its code, cards or parameters, and other names give the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import detente
from detente.assembly import layout
from detente.cli import run
from detente.scenario import read_scenario

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "model" / "detente"
CATALOGUE = PACKAGE / "catalogue"
SCENARIOS = ROOT / "scenarios"
REGIONS = {path.stem: path for path in sorted((SCENARIOS / "region").glob("*.yaml"))}
ATLANTIC = REGIONS["north_atlantic_1972"]
Tree = dict[str, Any]

# Issues that are ordinary words of the subject as well: an alliance is a kind of framework, trade is a tie.
ORDINARY = {"alliance", "economy", "trade"}
PLACES = (
    "Asia", "Asian", "Atlantic", "Pacific", "Chinese", "Japanese", "Korea", "Korean", "Russian", "Soviet", "British",
    "German", "Icelandic", "Senkaku", "Keflavik",
)  # fmt: skip


def tree_of(path: Path) -> Tree:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def words_of_regions() -> re.Pattern[str]:
    """Return what matches every code, name and issue of the shipped regions, and their places."""
    found = set(PLACES)
    for path in REGIONS.values():
        tree = tree_of(path)
        found |= {*tree["states"], *(state["name"] for state in tree["states"].values())}
        found |= {issue for issue in tree.get("issues", ()) if issue not in ORDINARY}
    found |= {word.lower() for word in found if word.isalpha() and not word.isupper()}
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, found), key=len, reverse=True)) + r")\b")


WORDS = words_of_regions()


def texts(node: object, *, but: str) -> Iterator[str]:
    """Return every key and text of a tree that does not stand under the key `but`."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in (but, "source", "claims"):
                yield str(key)
                yield from texts(value, but=but)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, but=but)
    elif isinstance(node, str):
        yield node


def test_the_search_finds_what_it_looks_for() -> None:
    assert WORDS.findall("JPN, Japan, north_korea; ISL fishery_limits Soviet Union, the economy of Norway") == [
        "JPN", "Japan", "north_korea", "ISL", "fishery_limits", "Soviet Union", "Norway",
    ]  # fmt: skip


def test_no_code_names_a_region() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if path.parent != CATALOGUE]
    found = {
        (path.relative_to(PACKAGE).as_posix(), word)
        for path in files
        for word in WORDS.findall(path.read_text(encoding="utf-8"))
    }
    assert len(files) > 80
    assert found == set()


def test_parameters_name_no_region_but_as_evidence() -> None:
    """A reason may say where a number was seen; name, unit and meaning hold anywhere."""
    found = {
        word for text in texts(tree_of(CATALOGUE / "parameters.yaml"), but="reason") for word in WORDS.findall(text)
    }
    assert found == set()


@pytest.mark.parametrize(
    "path",
    [path for kind in ("levers", "shocks") for path in sorted((CATALOGUE / kind).glob("*.yaml"))],
    ids=lambda path: path.stem,
)
def test_cards_are_general(path: Path) -> None:
    """No state's code anywhere, and no place but in reasons, where it is evidence (claims are about a region)."""
    codes = {code for region in REGIONS.values() for code in tree_of(region)["states"]}
    assert not codes & set(re.findall(r"\b[A-Z]{3,5}\b", path.read_text(encoding="utf-8")))
    found = {(path.name, word) for text in texts(tree_of(path), but="reason") for word in WORDS.findall(text)}
    assert found == set()


def renamed(folder: Path, states: dict[str, str], issues: dict[str, str]) -> Path:
    """Write East Asia and its scenarios with other names into a folder; return the scenario with levers and shocks."""
    table = {**states, **issues}
    pattern = re.compile(r"\b(" + "|".join(sorted(table, key=len, reverse=True)) + r")\b")
    (folder / "region").mkdir()
    for name in ("region/east_asia_2025.yaml", "status_quo.yaml", "unified_framework.yaml"):
        text = (SCENARIOS / name).read_text(encoding="utf-8")
        (folder / name).write_text(pattern.sub(lambda m: table[m[1]], text), encoding="utf-8")
    return folder / "unified_framework.yaml"


def numbers(path: Path, *, sampled: bool) -> list[Any]:
    """Return what a run of a scenario gives: indicators, crises, outcomes and four variables at every step."""
    ensemble = detente.run(
        read_scenario(path), runs=20, replicates=5, seed=3, sampled=sampled, record="trust,alignment,threat,claim"
    )
    record = ensemble.record
    return [record.summary, record.series, record.worlds, record.crises, record.events, ensemble.outcomes_of_consent]


@pytest.mark.parametrize("sampled", [True, False], ids=["states", "states and issues"])
def test_other_names_give_the_same_numbers(sampled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names enter by their hashes alone: given the old hashes, invented names in the old order change no bit.

    Draws of a state's stance are keyed by the issue's name in full, so that issues are renamed where none is drawn.
    """
    tree = tree_of(REGIONS["east_asia_2025"])
    states = {old: f"S{at:02d}" for at, old in enumerate(sorted(tree["states"]))}
    issues = {} if sampled else {old: f"quarrel_{at}" for at, old in enumerate(sorted(tree["issues"]))}
    path = renamed(tmp_path, states, issues)
    before = numbers(SCENARIOS / "unified_framework.yaml", sampled=sampled)
    old_names = {new: old for old, new in {**states, **issues}.items()}
    hashed = layout.name_hash
    monkeypatch.setattr(layout, "name_hash", lambda name: hashed(old_names.get(name, name)))
    after = numbers(path, sampled=sampled)
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


QUIET = {
    "mood_noise": 0.0, "cooperate_base": -100.0, "press_base": -100.0, "crisis_onset_base": 0.0,
    "misperception_base": 0.0, "consent_base": 100.0,
}  # fmt: skip


def test_names_in_another_order_give_the_same_course_where_nothing_is_drawn(tmp_path: Path) -> None:
    """With no chance at all, the region under names that sort the other way moves alike, state by state."""
    tree = tree_of(REGIONS["east_asia_2025"])
    states = {old: f"S{99 - at}" for at, old in enumerate(sorted(tree["states"]))}
    issues = {old: f"quarrel_{9 - at}" for at, old in enumerate(sorted(tree["issues"]))}
    still = [f"parameters.{name}={value}" for name, value in QUIET.items()] + ["shocks.*.size=0"]
    before, after = (
        detente.run(
            read_scenario(path, None, still), runs=1, replicates=1, sampled=False, record="trust,alignment,threat"
        )
        for path in (SCENARIOS / "unified_framework.yaml", renamed(tmp_path, states, issues))
    )
    assert after.summary == pytest.approx(before.summary, rel=1e-9, abs=1e-12)
    for name in ("trust", "alignment", "threat"):
        assert float(abs(before.data[name] - before.data[name].isel(time=0)).max()) > 0.01, "something moves"
        moved = after.data[name].to_numpy()[..., ::-1, ::-1]
        assert moved == pytest.approx(before.data[name].to_numpy(), abs=1e-6, nan_ok=True), name


def with_issues(folder: Path, count: int) -> Path:
    """Write the North Atlantic with so many issues, each the same stance as on fishery limits; return its file."""
    tree = tree_of(ATLANTIC)
    tree["issues"] = [f"issue_{k}" for k in range(count)]
    for state in tree["states"].values():
        stance = state["priorities"]["fishery_limits"]
        state["priorities"] = dict.fromkeys(tree["issues"], stance)
    path = folder / f"issues_{count}.yaml"
    path.write_text(dumped(tree), encoding="utf-8")
    return path


def dumped(tree: Tree) -> str:
    """Return a tree as YAML without anchors, which scenario files may not hold."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    return str(yaml.dump(tree, Dumper=Plain))


def test_one_three_and_five_issues_run_and_copies_of_one_issue_count_as_one(tmp_path: Path) -> None:
    """Distance of priorities is a mean: an issue written down five times moves nothing more than once."""
    found = {}
    for count in (1, 3, 5):
        scenario = read_scenario(with_issues(tmp_path, count))
        ensemble = detente.run(scenario, runs=10, replicates=5, seed=1, sampled=False, record="indicators")
        assert len(scenario.issues) == count
        found[count] = ensemble.summary
    assert found[3] == pytest.approx(found[1], rel=1e-9)
    assert found[5] == pytest.approx(found[1], rel=1e-9)


def test_a_second_region_runs_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a user types, with the figures; what is printed speaks of the region at hand and of no other."""
    out = tmp_path / "cod"
    assert run(["run", str(SCENARIOS / "cod_wars.yaml"), "--runs", "20", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Trust in Iceland" in said
    assert not re.search(r"Japan|Korea|China|Asia|JPN", said)
    figures = {path.name for path in (out / "figures").iterdir()}
    assert {"contrasts.png", "trust_dyads.png", "trust_matrix.png"} <= figures
    assert detente.open_result(out).scenario.issues == ("alliance", "fishery_limits", "soviet_threat", "trade")
