"""Results that a figure does not expect: from an older version, with holes, tiny, huge, all alike, under strange names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas
import xarray
from crowds import with_states

from detente.figures import Material

MARKUP = (
    "<b>Co</b> & 'x' \"y\"",
    "</title><script>",
    "A state whose name goes on and on and on",
    "$x_2$ \\alpha",
    "%s {0} #",
)
RIGHT_TO_LEFT = ("دولة الشمال", "ישראל", "جمهوری", "المملكة (1) 12.5", "א")
EAST_ASIAN = ("日本国", "대한민국", "中华人民共和国中华人民共和国", "ザ・ベル", "臺灣")
UNKNOWN = ("𒀀𒀁𒀂", "𐤀𐤁", "🂡 cards", "ᚠᚢᚦ", "𓀀")  # cuneiform, Phoenician, ...: no font here need have them


def named(names: tuple[str, ...], title: str) -> Callable[[Material], Material]:
    """Return what gives the states of both sides these names, and the scenario this title."""

    def made(material: Material) -> Material:
        states = {key: replace(state, name=name)
                  for (key, state), name in zip(material.scenario.states.items(), names, strict=True)}  # fmt: skip
        scenario = replace(material.scenario, states=states, title=title)
        reference = None if material.reference is None else replace(material.reference, states=states)
        return replace(material, scenario=scenario, reference=reference)

    return made


def alike(material: Material) -> Material:
    """Return results in which all runs of both sides are the first run of the scenario."""
    data = material.data.copy(deep=True)
    for name in data.data_vars:
        if "run" in data[name].dims:
            data[name] = data[name].isel(run=0).expand_dims(run=data["run"]).transpose(*data[name].dims)
    return replace(material, data=data, reference_data=data)


def older(material: Material) -> Material:
    """Return results as an early version kept them: fewer indicators, nothing of consent or shocks by step."""
    sides = [None if data is None else _aged(data) for data in (material.data, material.reference_data)]
    assert sides[0] is not None
    return replace(material, data=sides[0], reference_data=sides[1])


def _aged(data: xarray.Dataset) -> xarray.Dataset:
    kept = data.drop_vars(["consent", "consent_outcomes", "shock_events", "posture"], errors="ignore")
    indicators = kept["indicator"].to_numpy()[:9]
    return kept.sel(indicator=indicators).assign_attrs(detente_version="0.1.0")


def lacking(material: Material) -> Material:
    """Return results of which only indicators were recorded."""
    recorded = ["trust", "alignment", "grievance", "posture"]
    sides = [None if data is None else data.drop_vars(recorded) for data in (material.data, material.reference_data)]
    assert sides[0] is not None
    return replace(material, data=sides[0], reference_data=sides[1])


def holed(material: Material) -> Material:
    """Return results in which nothing is known of one state, as where a survey never asked."""
    data = material.data.copy(deep=True)
    away = data["observer"].to_numpy()[-1]
    for name in ("trust", "alignment", "grievance"):
        hole = (data["observer"] == away) | (data["target"] == away)
        data[name] = data[name].where(~hole)
    return replace(material, data=data)


INPUTS: dict[str, Callable[[Material], Material]] = {
    "an older version": older,
    "a missing variable": lacking,
    "holes": holed,
    "a single state": lambda material: with_states(material, 1),
    "two states": lambda material: with_states(material, 2),
    "sixty states": lambda material: with_states(material, 60),
    "zero variance": alike,
    "no reference": lambda material: replace(material, reference=None, reference_data=None),
    "markup": named(MARKUP, "<script>alert('x')</script> \"quoted\" & $formula$ " * 4),
    "right to left": named(RIGHT_TO_LEFT, "عنوان طويل " * 12),
    "East Asian": named(EAST_ASIAN, "東アジアの信頼醸成" * 20),
    "no font": named(UNKNOWN, "𒀀𒀁 𒀂" * 5),
}


def table(
    packages: tuple[str, ...], futures: int = 4, spread: float = 1.0, factor: str = "grievance"
) -> pandas.DataFrame:
    """Return a made-up sweep of these packages over two factors, three by three."""
    draws = np.random.default_rng(3)
    rows = [
        {"package": name, "point": point, "future": future, "replicate": 0, factor: float(point // 3), "level": point % 3 / 2,
         "trust_in_focus": 0.5 + 0.02 * k * (1 - point // 3) + spread * draws.normal(0, 0.01),
         "crisis_onset": 3.0 - 0.1 * k + spread * draws.normal(0, 0.1)}
        for k, name in enumerate(packages) for point in range(9) for future in range(futures)
    ]  # fmt: skip
    return pandas.DataFrame(rows)


def _without(column: str) -> pandas.DataFrame:
    return table(("none", "measures")).drop(columns=column)


def _failed() -> pandas.DataFrame:
    rows = table(("none", "measures"))
    return rows.assign(trust_in_focus=rows["trust_in_focus"].where(rows["package"] == "none"))


SWEEPS: dict[str, Callable[[], pandas.DataFrame]] = {
    "an older version": lambda: _without("crisis_onset"),
    "a missing variable": lambda: _without("trust_in_focus"),
    "one run": lambda: table(("none",), futures=1).iloc[:1],
    "one future": lambda: table(("none", "measures"), futures=1),
    "all runs of a package failed": _failed,
    "zero variance": lambda: table(("none", "measures"), spread=0.0).assign(trust_in_focus=0.5, crisis_onset=1.0),
    "sixty packages": lambda: table(tuple(f"package_with_a_long_name_{k}" for k in range(60)), futures=2),
    "markup": lambda: table(MARKUP[:3], factor="a <b>factor</b> & $its$ 'name'"),
    "right to left": lambda: table(RIGHT_TO_LEFT[:3], factor="عامل"),
    "East Asian": lambda: table(EAST_ASIAN[:3], factor="歴史認識の問題"),
    "no font": lambda: table(UNKNOWN[:3], factor="𒀀𒀁"),
}
