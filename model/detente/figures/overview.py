"""The figures that every run writes: matrices, dyads of the focal state, indicator contrasts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from detente.figures.material import Material, material_of
from detente.figures.recipes import Choice
from detente.figures.registry import FIGURES
from detente.figures.saving import save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from detente.ensemble import Ensemble

QUICK = ("matrix", "dyads", "contrasts")
"""What a run draws by itself; `detente plot` draws the others."""


class Answer(Protocol):
    """What a run found, as far as figures need it."""

    @property
    def ensemble(self) -> Ensemble:
        """Return the runs of the scenario."""

    @property
    def reference(self) -> Ensemble | None:
        """Return the runs of what it is compared with."""


def overview(answer: Answer) -> dict[str, Figure]:
    """Return the figures of a run by name; those of a variable need it recorded."""
    return drawn(material_of(answer.ensemble, answer.reference), QUICK)


def drawn(material: Material, kinds: tuple[str, ...], choice: Choice | None = None) -> dict[str, Figure]:
    """Return the figures of some kinds by the name of their file; kinds for which something lacks are left out."""
    found: dict[str, Figure] = {}
    for kind in kinds:
        if not FIGURES[kind].lacking(material):
            found |= FIGURES[kind].draw(material, choice or Choice())
    return found


def draw_all(answer: Answer, folder: Path) -> None:
    """Write the figures of a run into a folder as PNG."""
    for name, figure in overview(answer).items():
        save(figure, folder / f"{name}.png")
