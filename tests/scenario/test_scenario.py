"""The resolved scenario: what can be asked of it, and that it survives being written and read."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import ScenarioError, UsageError
from detente.scenario import Quantity, Scenario, read_reference, read_scenario, read_variants
from detente.world.variables import initial, stance

BASE = Path(__file__).resolve().parent.parent / "museum" / "base.yaml"
Read = Callable[[str], Scenario]


def test_everything_is_resolved(base: Scenario) -> None:
    assert (base.steps, base.dt, base.step) == (40, 0.25, "quarter")
    assert base.bloc == ("ARN", "BEL")
    for state in base.states.values():
        assert set(state.quantities) == {v.name for v in (*initial("state"), *map(stance, base.issues))}
    for variable in (*initial("dyad"), *initial("pair")):
        assert len(base.ties[variable.name]) == 6
    assert len(base.parameters) > 90
    assert "Almanac" in base.sources
    assert base.states["BEL"]["growth"].reason == "default of the variable"


def test_it_is_frozen(base: Scenario) -> None:
    with pytest.raises(FrozenInstanceError):
        base.seed = 3  # type: ignore[misc]


def test_passports_and_lookup_agree(base: Scenario) -> None:
    keys = [key for key, _, _ in base.passports()]
    assert len(keys) == len(set(keys))
    for key, quantity, origin in base.passports():
        assert base.lookup(key) == quantity
        assert origin.layer in ("file", "catalogue", "default")
        assert quantity.low <= quantity.value <= quantity.high
        assert quantity.reason or quantity.source
    assert sum(base.standing_shares().values()) == pytest.approx(1)


def test_lookup_of_fields_and_of_nothing(base: Scenario) -> None:
    assert base.lookup("seed") == 7
    assert base.lookup("dt") == 0.25
    assert base.lookup("levers.cbm.from") == 2026
    assert base.lookup("states.ARN.name") == "Arnland"
    assert str(base.origin("levers.cbm.from")).endswith("base.yaml:84:62")
    for key in ("levers.cbm.levle", "nothing", "ties.trust.ARN.ARN", "states.ARN.__class__", "tree", "", "."):
        with pytest.raises(UsageError, match="nothing is called"):
            base.lookup(key)
    with pytest.raises(UsageError, match=r"did you mean 'levers\.cbm\.level'"):
        base.origin("levers.cbm.levle")


@pytest.mark.parametrize("variant", [None, "no_cbm", "all_off"])
def test_resolved_reads_back_as_the_same(variant: str | None, tmp_path: Path) -> None:
    scenario = read_scenario(BASE, variant)
    path = tmp_path / "resolved.yaml"
    path.write_text(yaml.safe_dump(scenario.resolved()), encoding="utf-8")
    again = read_scenario(path)
    assert again == scenario
    assert again.digest() == scenario.digest()
    assert again.resolved() == scenario.resolved()
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert json.loads(json.dumps(scenario.resolved())) == scenario.resolved()


def test_a_complete_file_takes_nothing_from_the_catalogue(tmp_path: Path) -> None:
    data: dict[str, Any] = read_scenario(BASE).resolved()
    del data["cards"]["levers"]["crisis_hotline"]["influences"]["crisis_duration"]
    del data["levers"]["line"]["influences"]["crisis_duration"]
    path = tmp_path / "resolved.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert set(read_scenario(path).levers["line"].influences) == set()


def _shuffled(data: Any, order: st.DataObject) -> Any:
    """Return the data with keys in another order, and lists of members too where their order has no meaning."""
    if isinstance(data, dict):
        keys = order.draw(st.permutations(list(data)))
        return {
            key: order.draw(st.permutations(data[key])) if key in ("among", "on", "bloc", "members") and
            isinstance(data[key], list) else _shuffled(data[key], order)
            for key in keys
        }  # fmt: skip
    return data


@given(st.data())
@settings(max_examples=8, deadline=None)
def test_order_in_the_file_changes_nothing(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    plain = yaml.load(BASE.read_text(encoding="utf-8"), yaml.BaseLoader)
    shuffled = _shuffled({key: plain[key] for key in plain if key != "variants"}, data)
    path = tmp_path_factory.mktemp("order") / "moved.yaml"
    text = yaml.dump(_scalars(shuffled), sort_keys=False)
    path.write_text(text, encoding="utf-8")
    scenario, base = read_scenario(path), read_scenario(BASE)
    assert scenario.digest() == base.digest()
    assert list(scenario.states) == list(base.states)
    assert list(scenario.levers) == list(base.levers)


def _scalars(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _scalars(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_scalars(item) for item in data]
    try:
        return json.loads(data) if not data.startswith("0") or len(data) == 1 or "." in data else data
    except ValueError:
        return data


def test_digest_follows_numbers_and_not_words_about_them(read: Read, base: Scenario) -> None:
    assert read("").digest() == base.digest()
    assert read("parameters: {habituation: 0.50}\n").digest() == base.digest()
    assert read("parameters: {habituation: 0.51}\n").digest() != base.digest()
    assert read("levers: {cbm: {from: 2026-01-01}}\n").digest() == base.digest()
    assert read("parameters: {trust_shift: {value: -0.0}}\n").digest() == base.digest()


def test_levers_off(base: Scenario) -> None:
    off = base.with_levers_off("cbm")
    assert off.levers["cbm"].level == Quantity.point(0, "1", "switched off")
    assert off.levers["line"] == base.levers["line"]
    assert base.levers["cbm"].level.value == 0.5
    assert off.digest() == read_scenario(BASE, "no_cbm").digest()
    with pytest.raises(UsageError, match="did you mean 'cbm'"):
        base.with_levers_off("cmb")


def test_reference(read: Read, folder: Path) -> None:
    without = read_reference(read(""))
    assert without is not None
    assert all(lever.level.high == 0 for lever in without.levers.values())
    assert read_reference(without) is None
    by_name = read_reference(read("reference: no_cbm\n"))
    assert by_name is not None
    assert by_name.levers["cbm"].level.value == 0
    by_path = read_reference(read("reference: base.yaml\n"))
    assert by_path is not None
    assert by_path.path == folder / "base.yaml"


def test_all_variants_are_read_and_their_faults_joined(write: Callable[[str], Path]) -> None:
    assert sorted(read_variants(BASE)) == ["all_off", "no_cbm"]
    path = write("variants: {a: {levers.cbm.level: 2}, b: {focus: ARM}}\n")
    read_scenario(path)
    with pytest.raises(ScenarioError) as caught:
        read_variants(path)
    assert [fault.path for fault in caught.value.faults] == ["levers.cbm.level", "focus"]
