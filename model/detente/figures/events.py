"""What happens between two states at a date: where levers of both begin, and where dated shocks strike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.figures.material import Material
from detente.figures.style import BLACK, RED
from detente.scenario.dates import date_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEANING = "▲: a lever of the two begins; ◆: a dated shock between them"


def begins(material: Material, observer: str, target: str) -> list[int]:
    """Return the steps at which levers in force begin that have both states among their members."""
    levers = material.scenario.levers.values()
    found = {
        max(lever.first_step, 0) for lever in levers if not lever.idle and {observer, target} <= set(lever.members)
    }
    return sorted(step for step in found if step < material.scenario.steps)


def strikes(material: Material, observer: str, target: str) -> list[int]:
    """Return the steps at which dated shocks strike that one of the two causes and the other one meets."""
    found: set[int] = set()
    for shock in material.scenario.shocks.values():
        met = (observer in shock.on and shock.by == target) or (target in shock.on and shock.by == observer)
        if shock.rate is None and met:
            found |= set(shock.steps)
    return sorted(step for step in found if 0 <= step < material.scenario.steps)


def mark_events(axes: Axes, material: Material, observer: str, target: str) -> bool:
    """Draw events between two states along the lower edge of axes of time; return whether there are any."""
    from matplotlib.dates import date2num

    scenario = material.scenario
    drawn = (
        (begins(material, observer, target), "^", BLACK, 4.5),
        (strikes(material, observer, target), "D", RED, 4.0),
    )
    for steps, mark, colour, size in drawn:
        days = [float(date2num(date_of(step, scenario.start, scenario.step))) for step in steps]
        if days:
            (line,) = axes.plot(
                days, [0.03] * len(days), mark, transform=axes.get_xaxis_transform(), color=colour, markersize=size,
                markeredgecolor="white", markeredgewidth=0.5, clip_on=False, zorder=5,
            )  # fmt: skip
            line.set_in_layout(False)
    return any(steps for steps, *_ in drawn)
