"""Postures over time: which share of states balances, hedges, follows or keeps apart, and which state does what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.analysis.paired import FEWEST_SETS
from detente.errors import UsageError
from detente.figures.material import Material, material_of
from detente.figures.style import PAGE, SMALL, beside, finish, headline, ink, note, sheet, short, styled
from detente.world.arrays import Array
from detente.world.variables import POSTURES

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

    from detente.ensemble import Ensemble
    from detente.store import Result

COLOURS = ("#DDDDDD", "#0072B2", "#F0E442", "#D55E00", "#56C3A0")
"""By number of the posture: told apart by lightness too, and each is named beside its band."""
HATCHES = ("", "", "...", "///", "")
ROWS = 40
"""More states than this are not named one by one."""


def postures(
    results: Material | Ensemble | Result, state: str | None = None, ax: Axes | None = None,
    reference: Ensemble | None = None,
) -> Axes:  # fmt: skip
    """Draw the share of each posture over time, over all states and runs (or over the runs of one state), as stacked bands.

    At the right stands each share at the end, with its 5 to 95 per cent range over sets of assumptions.  A figure of its
    own has the reference beside it and below, for all states, the share of runs in each posture at the end.
    """
    material = material_of(results, reference)
    need_postures(material)
    state = material.state(state) if state is not None else None
    with styled():
        if ax is not None:
            _bands(ax, material, material.data, state)
            return finish(ax, _headline(material, state), own=False)
        sides = [("Scenario", material.data)]
        if material.reference_data is not None and "posture" in material.reference_data:
            sides.append(("Reference", material.reference_data))
        states = [] if state is not None else [str(name) for name in material.data["state"].to_numpy()][:ROWS]
        below = 0.5 + 0.17 * len(states) if states else 0.0
        figure = sheet(PAGE, 3.4 + below)
        layout = {"height_ratios": [2.1, below]} if states else {}
        grid = figure.subplots(2 if states else 1, len(sides), squeeze=False, gridspec_kw=layout)
        for k, (title, data) in enumerate(sides):
            _bands(grid[0, k], material, data, state)
            grid[0, k].set_title(title)
            grid[0, k].set_ylabel(grid[0, k].get_ylabel() if k == 0 else "")
            if states:
                _rows(grid[1, k], material, data, states, named=k == 0)
        headline(figure, _headline(material, state))
        note(figure, f"In brackets: 5-95 % over sets of assumptions. {_cut(material, states)}{material.source}")
    axes: Axes = grid[0, 0]
    return axes


def need_postures(material: Material) -> None:
    """Raise `UsageError` where postures were not recorded."""
    if "posture" not in material.data:
        raise UsageError(lacking_postures(material))


def lacking_postures(material: Material) -> str:
    """Return what to do to get postures recorded."""
    return (
        f"posture was not recorded; run the scenario again with --record {','.join((*material.variables, 'posture'))}"
    )


def shares(data: xarray.Dataset, state: str | None, groups: Array) -> Array:
    """Return the share of each posture, [groups, time, postures], over the runs of a group and all states (or one)."""
    values = data["posture"] if state is None else data["posture"].sel(state=[state])
    held = np.rint(values.transpose("run", "time", "state").to_numpy()).astype(int)
    return np.array([
        [(held[groups == g] == p).mean(axis=(0, 2)) for p in range(len(POSTURES))] for g in np.unique(groups)
    ]).transpose(0, 2, 1)  # fmt: skip


def _bands(axes: Axes, material: Material, data: xarray.Dataset, state: str | None) -> None:
    """Draw the bands and name those that are seen, with their share at the end and its range."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    runs = np.arange(data.sizes["run"])
    mean = shares(data, state, np.zeros_like(runs))[0]
    sets = shares(data, state, runs // material.replicates)
    tops = mean.cumsum(axis=1)
    time = data["time"].to_numpy()
    for p in range(len(POSTURES)):
        if mean[:, p].any():
            axes.fill_between(time, tops[:, p] - mean[:, p], tops[:, p], facecolor=COLOURS[p], edgecolor="white",
                              linewidth=0.6, hatch=HATCHES[p])  # fmt: skip
    for y, p in _label_heights(tops[-1], mean):
        beside(axes, y, 4.0, f"{POSTURES[p].replace('_', ' ')} {mean[-1, p]:.0%}{_range(sets[:, -1, p])}")
    axes.set_ylim(0.0, 1.0)
    axes.set_ylabel(f"share of {'states and runs' if state is None else 'runs'}")
    axes.margins(x=0)
    locator = AutoDateLocator(minticks=2, maxticks=4)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _label_heights(tops: Array, mean: Array) -> list[tuple[float, int]]:
    """Return heights for the names of the bands that are seen at some time, pushed apart so that none hides another."""
    seen = [p for p in range(len(POSTURES)) if mean[:, p].any()]
    found: list[tuple[float, int]] = []
    for p in seen:
        wanted = tops[p] - mean[-1, p] / 2.0
        found.append((max(wanted, found[-1][0] + 0.09) if found else max(wanted, 0.03), p))
    over = found[-1][0] - 0.97
    return [(y - max(over, 0.0), p) for y, p in found] if over > 0.0 else found


def _rows(axes: Axes, material: Material, data: xarray.Dataset, states: list[str], *, named: bool) -> None:
    """Draw a bar per state: the shares of its runs in each posture at the end."""
    for y, state in enumerate(states):
        ends, left = shares(data.isel(time=[-1]), state, np.zeros(data.sizes["run"]))[0, 0], 0.0
        for p, share in enumerate(ends):
            axes.barh(
                y, share, left=left, height=0.8, color=COLOURS[p], edgecolor="white", hatch=HATCHES[p], linewidth=0.4
            )
            left += share
        p = int(ends.argmax())
        axes.text(left - ends[p] - sum(ends[p + 1 :]) + ends[p] / 2, y, f"{ends[p]:.0%}", fontsize=SMALL, ha="center",
                  va="center", color=ink(COLOURS[p]), bbox=_paper(p))  # fmt: skip
    axes.set_yticks(range(len(states)), [short(material.name(s), 16) for s in states] if named else [], fontsize=SMALL)
    axes.set_ylim(len(states) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.0)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("share of runs at the end")


def _paper(p: int) -> dict[str, object] | None:
    """Return what lies behind a number on a hatched bar."""
    return {"facecolor": COLOURS[p], "edgecolor": "none", "pad": 0.6} if HATCHES[p] else None


def _range(values: Array) -> str:
    if values.size < FEWEST_SETS:
        return ""
    low, high = np.quantile(values, (0.05, 0.95))
    return f"\n({low:.0%} to {high:.0%})" if high - low >= 0.005 else ""


def _cut(material: Material, states: list[str]) -> str:
    left = material.data.sizes["state"] - len(states)
    return f"{left} further states are not shown one by one. " if states and left else ""


def _headline(material: Material, state: str | None) -> str:
    """Return the most frequent posture at the end and how often postures changed."""
    held = np.rint(material.data["posture"].transpose("run", "time", "state").to_numpy()).astype(int)
    if state is not None:
        held = held[:, :, [list(material.data["state"].to_numpy()).index(state)]]
    ends = [(held[:, -1] == p).mean() for p in range(len(POSTURES))]
    switched = float((held[:, 0] != held[:, -1]).mean())
    most = POSTURES[int(np.argmax(ends))].replace("_", " ")
    if state is not None:
        whole = f"{short(material.name(state), 18)} ends most often in the posture '{most}' ({max(ends):.0%} of runs)"
        return f"{whole}; in {switched:.0%} of runs in another than it began with"
    return f"States end most often in the posture '{most}' ({max(ends):.0%}); {switched:.0%} end in another than they began with"
