"""What can be moved in a scenario: both ends of every slider are values that a file may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.explorer.opened import MOST_CHANGES, Opened
from detente.explorer.sliders import path_of, sliders
from detente.scenario import keys

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "museum" / "base.yaml"
WORKING = [
    ROOT / "scenarios" / f"{name}.yaml" for name in ("unified_framework", "adaptive", "cod_wars", "autonomy", "limits")
]


@pytest.mark.parametrize("file", WORKING, ids=lambda file: file.stem)
def test_every_slider_can_be_moved_to_both_ends(file: Path) -> None:
    opened = Opened(file)
    found = sliders(opened.scenario)
    for end in ("low", "high"):
        parts = [one["level"] for one in found["levers"]] + found["assumptions"]
        for first in range(0, len(parts), MOST_CHANGES):
            changes = {one["path"]: one[end] for one in parts[first : first + MOST_CHANGES]}
            scenario = opened.changed(changes)
            known = {path_of(key, opened.scenario): quantity for key, quantity in keys.quantities(scenario)}
            for path, value in changes.items():
                assert known[path].value == known[path].low == known[path].high == pytest.approx(value)


@pytest.mark.parametrize("file", [BASE, *WORKING[:1]], ids=lambda file: file.stem)
def test_every_lever_can_begin_in_its_first_and_last_year(file: Path) -> None:
    opened = Opened(file)
    for one in sliders(opened.scenario)["levers"]:
        first = one["from"]
        for year in {first["low"], first["high"]} - {first["value"]}:
            lever = opened.changed({first["path"]: year}).levers[one["key"]]
            assert lever.first_step == 4 * (year - opened.scenario.start.year)


@pytest.mark.parametrize("file", WORKING, ids=lambda file: file.stem)
def test_every_uncertain_number_has_one_slider_with_a_name(file: Path) -> None:
    scenario = Opened(file).scenario
    found = sliders(scenario)
    paths = [one["path"] for one in found["assumptions"]]
    levels = {one["level"]["path"] for one in found["levers"]}
    uncertain = {path_of(key, scenario) for key, quantity in keys.quantities(scenario) if not quantity.fixed}
    assert len(paths) == len(set(paths)) and uncertain <= {*paths, *levels}
    assert all(one["label"] and one["low"] <= one["value"] <= one["high"] for one in found["assumptions"])
    assert {one["key"] for one in found["levers"]} == set(scenario.levers)


def test_a_number_of_a_card_moves_all_that_stand_on_it() -> None:
    opened = Opened(WORKING[0])
    moved = opened.changed({"cards.levers.resource_sharing.influences.goodwill": 0.02})
    assert {
        lever.influences["goodwill"].value for lever in moved.levers.values() if lever.card == "resource_sharing"
    } == {0.02}


def test_a_reference_in_its_own_file_shares_assumptions_and_no_levers() -> None:
    opened = Opened(ROOT / "scenarios" / "inclusive_web.yaml")
    pair = opened.pair({"parameters.grievance_scale": 0.5, "levers.forum.level": 0.1, "theory": "liberal"})
    assert pair.reference.parameters["grievance_scale"].value == 0.5 and pair.reference.theory == "liberal"
    assert {key: one.level for key, one in pair.reference.levers.items()} == {
        key: one.level for key, one in opened.start.reference.levers.items()
    }


def test_without_levers_it_is_compared_with_itself_as_opened(tmp_path: Path) -> None:
    file = tmp_path / "base.yaml"
    issues = "\nissues: [china, north_korea, maritime_order, economy, emerging_domains]\n"
    file.write_text(BASE.read_text().partition("\nlevers:")[0] + issues)
    opened = Opened(file)
    pair = opened.pair({"parameters.grievance_scale": 0.5})
    assert pair.words == "as opened" and pair.reference == opened.scenario and pair.scenario != opened.scenario
