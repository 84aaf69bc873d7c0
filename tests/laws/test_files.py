"""Metamorphic laws of files: what says the same is the same world, to the digest and to the last bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import Phase, given, settings

from detente.scenario import Scenario, read_scenario, read_variants
from detente.scenario.writing import to_yaml
from laws.running import differing, run
from laws.sketches import Sketch, sketches
from laws.worlds import world
from shipped import FILES

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FIVE = Path(__file__).parents[1] / "data" / "five_states.yaml"


def written(scenario: Scenario, folder: Path, name: str = "resolved.yaml") -> Path:
    """Write the resolved scenario to a file of a folder."""
    path = folder / name
    path.write_text(to_yaml(scenario), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("laws")


@settings(max_examples=20, phases=(Phase.explicit, Phase.generate))
@given(sketch=sketches(levers=(0, 3), shocks=(0, 3)))
def test_written_and_read_back_is_the_same_world(sketch: Sketch, folder: Path) -> None:
    """A resolved scenario written as YAML and read back has the same digest and gives the same bits."""
    scenario = world(sketch)
    again = read_scenario(written(scenario, folder))
    assert again.digest() == scenario.digest()
    assert not differing(run(again), run(scenario))


@settings(max_examples=8, phases=(Phase.explicit, Phase.generate))
@given(sketch=sketches(levers=(1, 3), shocks=(1, 3)))
def test_a_child_that_changes_nothing_is_its_parent(sketch: Sketch, folder: Path) -> None:
    """A file that extends another and says nothing, or says again what it says, has its digest and its bits."""
    parent = read_scenario(written(world(sketch), folder, "parent.yaml"))
    silent, echo = folder / "silent.yaml", folder / "echo.yaml"
    silent.write_text("extends: parent.yaml\n", encoding="utf-8")
    said = {key: value for key, value in parent.resolved().items() if key in ("states", "ties", "seed", "bloc", "step")}
    echo.write_text(yaml.safe_dump({"extends": "parent.yaml", **said}), encoding="utf-8")
    bits = run(parent)
    for path in (silent, echo):
        child = read_scenario(path)
        assert child.digest() == parent.digest()
        assert not differing(run(child), bits)


def test_an_unused_card_and_an_untaken_variant_change_nothing(folder: Path) -> None:
    """Cards that no lever uses and variants that nobody asks for are no part of a world."""
    path = folder / FIVE.name
    path.write_text(FIVE.read_text(encoding="utf-8"), encoding="utf-8")
    more = folder / "more.yaml"
    more.write_text(
        f"extends: {FIVE.name}\n"
        "cards: {levers: {spare: {title: S, form: pact, influences: {contact: 0.5}, lag: 1, fade: 1, cost: 1, evidence: none}}}\n"
        "variants: {poor: {states.*.budget: 0}, empty: {}}\n",
        encoding="utf-8",
    )
    plain, found = read_scenario(path), read_scenario(more)
    assert found.digest() == plain.digest() == read_scenario(more, "empty").digest()
    assert read_scenario(more, "poor").digest() != plain.digest()
    assert not differing(run(found), run(plain))


@pytest.mark.parametrize("name", ["five", *(path.name for path in FILES)])
def test_a_variant_read_among_many_is_the_variant_alone(name: str) -> None:
    """A variant read together with its fellows is, to the last bit, the variant read alone."""
    path = FIVE if name == "five" else SCENARIOS / name
    for variant, scenario in read_variants(path).items():
        alone = read_scenario(path, variant)
        assert alone.digest() == scenario.digest()
        if len(scenario.states) <= 16:
            short = {"steps": min(scenario.steps, 4), "shocks": {}}
            assert not differing(run(replace(alone, **short), [0]), run(replace(scenario, **short), [0]))
