"""The figures that every run writes: trust matrix, dyads of the focal state, indicator contrasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from detente.figures.contrasts import contrasts
from detente.figures.dyads import dyads
from detente.figures.matrix import matrix
from detente.figures.style import note

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from detente.analysis.paired import Contrast
    from detente.ensemble import Ensemble


class Answer(Protocol):
    """What a run found, as far as figures need it."""

    @property
    def ensemble(self) -> Ensemble:
        """Return the runs of the scenario."""

    @property
    def reference(self) -> Ensemble | None:
        """Return the runs of what it is compared with."""

    @property
    def contrasts(self) -> list[Contrast]:
        """Return the paired differences."""


def overview(answer: Answer) -> dict[str, Figure]:
    """Return the figures of a run by name; those of a variable need it recorded."""
    scenario = answer.ensemble.scenario
    names = {key: state.name for key, state in scenario.states.items()}
    data = answer.ensemble.data
    reference = answer.reference.data if answer.reference is not None else None
    found: dict[str, Figure] = {}
    for variable in [name for name in ("trust", "grievance", "alignment", "tension") if name in data]:
        found[f"{variable}_matrix"] = matrix(data, variable).figure  # type: ignore[assignment]
        pairs = _pairs(answer, scenario.focus)
        found[f"{variable}_dyads"] = dyads(data, pairs, variable, reference, names)
    if answer.contrasts:
        found["contrasts"] = contrasts(answer.contrasts, focus=names[scenario.focus]).figure  # type: ignore[assignment]
    source = f"{scenario.title}; {answer.ensemble.runs} runs, seed {answer.ensemble.seed}."
    for figure in found.values():
        note(figure, source)
    return found


def _pairs(answer: Answer, focus: str) -> list[tuple[str, str]]:
    """Return the six dyads that look at the focal state and changed most (or are least trusting, without a reference)."""
    data = answer.ensemble.data
    variable = next(name for name in ("trust", "grievance", "alignment", "tension") if name in data)
    seen = data[variable].sel(target=focus).isel(time=-1).mean("run")
    if answer.reference is not None:
        seen = -abs(seen - answer.reference.data[variable].sel(target=focus).isel(time=-1).mean("run"))
    order = seen.drop_sel(observer=focus).sortby(seen.drop_sel(observer=focus)).observer.to_numpy()
    return [(str(observer), focus) for observer in order[:6]]


def draw_all(answer: Answer, folder: Path) -> None:
    """Write all figures of a run into a folder as PNG."""
    for name, figure in overview(answer).items():
        figure.savefig(folder / f"{name}.png", metadata={"Software": None}, bbox_inches="tight")
