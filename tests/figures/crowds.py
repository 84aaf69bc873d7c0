"""Results with as many states as one wants: the runs of a small region, its states repeated under other codes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import xarray

from detente.figures import Material


def with_states(material: Material, count: int) -> Material:
    """Return results with `count` states: fewer than there are are the first ones, more repeat them."""
    keys = list(material.scenario.states)
    codes = [keys[k] if k < len(keys) else f"S{k:02d}" for k in range(count)]
    source = {code: keys[k % len(keys)] for k, code in enumerate(codes)}
    states = {code: replace(material.scenario.states[own], key=code) for code, own in source.items()}
    bloc = tuple(code for code in material.scenario.bloc if code in states)
    scenario = replace(material.scenario, states=states, bloc=bloc)
    reference = None if material.reference is None else replace(material.reference, states=states, bloc=bloc)
    sides = [None if data is None else _taken(data, codes, source) for data in (material.data, material.reference_data)]
    assert sides[0] is not None
    return Material(scenario, sides[0], reference, sides[1])


def _taken(data: xarray.Dataset, codes: list[str], source: dict[str, str]) -> xarray.Dataset:
    """Return the rows and columns of the states; a state and its copy hold towards each other what the average holds."""
    own = [source[code] for code in codes]
    dims = {dim: own for dim in ("observer", "target", "state") if dim in data.dims}
    found = data.sel(dims).assign_coords(dict.fromkeys(dims, codes))
    apart = ~np.eye(len(codes), dtype=bool)
    for name, values in found.data_vars.items():
        if "observer" in values.dims:
            filled = values.fillna(values.mean(["observer", "target"]))
            found[name] = filled.where(xarray.DataArray(apart, dims=("observer", "target")))
    return found
