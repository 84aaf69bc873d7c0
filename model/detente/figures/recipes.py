"""How each figure is made from results when nobody says more: which variable, which two states, which runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.analysis.causes import OF_STATES
from detente.analysis.measures import EVERYONE
from detente.errors import UsageError
from detente.figures.attribution import attribution
from detente.figures.blocs import blocs
from detente.figures.camps import camps
from detente.figures.contrasts import contrasts
from detente.figures.dyads import dyad, dyads, moved
from detente.figures.endings import ending, endings
from detente.figures.mapping import region_map
from detente.figures.material import Material, summary_of
from detente.figures.matrix import matrix
from detente.figures.network import network
from detente.figures.policies import policies
from detente.figures.postures import postures
from detente.figures.timeline import timeline
from detente.figures.waterfall import waterfall

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = ("trust", "grievance", "alignment", "tension")
"""Variables that are drawn without being asked for."""
REPLAYED = 20
"""Runs that a waterfall replays."""


class Choice(NamedTuple):
    """What a user chose; None leaves it to the figure."""

    of: str | None = None
    observer: str | None = None
    target: str | None = None
    at: str | None = None


Drawn = dict[str, "Figure"]
"""Figures by the name of their file, without ending."""


def draw_contrasts(material: Material, choice: Choice) -> Drawn:
    """Draw the indicators beside the reference."""
    from detente.analysis.paired import Model, Side
    from detente.analysis.paired import contrasts as paired

    assert material.reference is not None
    assert material.reference_data is not None
    model, seed = Model(str(material.data.attrs["detente_version"])), int(material.data.attrs["seed"])
    sides = [
        Side(scenario, seed, material.runs, material.replicates, summary_of(data), model)
        for scenario, data in ((material.reference, material.reference_data), (material.scenario, material.data))
    ]
    rows = [row for row in paired(*sides) if np.isfinite(row.difference)]
    return {"contrasts": contrasts(rows, focus=material.name(material.scenario.focus), source=material.source).figure}  # type: ignore[dict-item]


def draw_matrix(material: Material, choice: Choice) -> Drawn:
    """Draw a matrix of the chosen variable, or of each that is shown by itself."""
    when = f"_{choice.at}" if choice.at else ""
    return {f"{v}_matrix{when}": matrix(material, v, choice.at).figure for v in chosen(material, choice)}  # type: ignore[misc]


def draw_dyads(material: Material, choice: Choice) -> Drawn:
    """Draw the chosen dyad, or those towards the focal (or chosen) state that moved most."""
    found: Drawn = {}
    for variable in chosen(material, choice):
        if choice.observer is not None:
            target = choice.target or material.scenario.focus
            drawn = dyad(material, *pair(material, choice.observer, target), variable)
            found[f"{variable}_dyad_{choice.observer}_{target}"] = drawn.figure  # type: ignore[assignment]
        elif choice.target is not None:
            found[f"{variable}_dyads_{choice.target}"] = dyads(
                material, moved(material, variable, target=choice.target), variable
            )
        else:
            found[f"{variable}_dyads"] = dyads(material, None, variable)
    return found


def draw_network(material: Material, choice: Choice) -> Drawn:
    """Draw the network of alignment."""
    return {f"network{f'_{choice.at}' if choice.at else ''}": network(material, choice.at).figure}  # type: ignore[dict-item]


def draw_map(material: Material, choice: Choice) -> Drawn:
    """Draw the map of the chosen variable (trust, or the first one recorded)."""
    variable = material.need(choice.of) if choice.of else chosen(material, choice)[0]
    name = f"{variable}_map{f'_{choice.at}' if choice.at else ''}"
    return {name: region_map(material, variable, choice.at).figure}  # type: ignore[dict-item]


def draw_camps(material: Material, choice: Choice) -> Drawn:
    """Draw the camps at the usual instants, or at the start and at the chosen date."""
    at = None if choice.at is None else [material.scenario.start.isoformat(), choice.at]
    return {f"camps{f'_{choice.at}' if choice.at else ''}": camps(material, at).figure}  # type: ignore[dict-item]


def draw_endings(material: Material, choice: Choice) -> Drawn:
    """Draw how runs are spread: the dyads that moved most, the chosen one, or an indicator."""
    of = choice.of or (chosen(material, choice)[0] if material.variables else "trust_in_focus")
    stem = f"{of}_endings{f'_{choice.at}' if choice.at else ''}"
    if choice.observer is None and of in material.variables:
        pairs = moved(material, of, target=choice.target)
        return {f"{stem}_{choice.target}" if choice.target else stem: endings(material, pairs, of, choice.at)}
    if of not in material.variables:  # an indicator, or a name that is refused with the nearest known one
        return {stem: ending(material, of, choice.observer, choice.target, choice.at).figure}  # type: ignore[dict-item]
    two = pair(material, choice.observer or "", choice.target or material.scenario.focus)
    return {f"{stem}_{'_'.join(two)}": ending(material, of, *two, choice.at).figure}  # type: ignore[dict-item]


def draw_postures(material: Material, choice: Choice) -> Drawn:
    """Draw postures over time, of all states or of the chosen one."""
    state = None if choice.observer is None else material.state(choice.observer, "--from")
    return {f"postures{f'_{state}' if state else ''}": postures(material, state).figure}  # type: ignore[dict-item]


def draw_policies(material: Material, choice: Choice) -> Drawn:
    """Draw what the scenario does to the outcomes in every set of assumptions."""
    return {"policies": policies(material).figure}  # type: ignore[dict-item]


def draw_blocs(material: Material, choice: Choice) -> Drawn:
    """Draw the stable blocs of the mean World."""
    from detente.analysis.blocs import blocs as landscape_of

    names = {key: material.name(key) for key in material.scenario.states}
    before = material.beside
    reference = landscape_of(before, choice.at) if before is not None and "alignment" in before.data else None
    drawn = blocs(landscape_of(material, choice.at), names=names, reference=reference)
    return {f"blocs{f'_{choice.at}' if choice.at else ''}": drawn.figure}  # type: ignore[dict-item]


def draw_timeline(material: Material, choice: Choice) -> Drawn:
    """Draw levers and shocks over time."""
    return {"timeline": timeline(material).figure}  # type: ignore[dict-item]


def draw_waterfall(material: Material, choice: Choice) -> Drawn:
    """Replay some runs with the ledger on and draw what moved the chosen variable of the chosen dyad."""
    from detente.analysis.ledger import EXPLAINED, explain
    from detente.assembly import assemble

    variable = choice.of or "trust"
    if variable not in EXPLAINED:
        raise UsageError(f"--of: the ledger does not book '{variable}' (known: {', '.join(EXPLAINED)})")
    observer, target = _told(material, choice, variable)
    holder = "all" if observer == EVERYONE else observer
    ids = list(range(0, material.runs, max(1, material.runs // REPLAYED)))[:REPLAYED]
    seed = int(material.data.attrs["seed"])
    sides = [
        None if side is None else explain(assemble(side, seed), material.replicates, ids, variable, observer, target)
        for side in (material.scenario, material.reference)
    ]
    assert sides[0] is not None
    names = {**{key: material.name(key) for key in material.scenario.states}, EVERYONE: "all others"}
    drawn = waterfall(sides[0], names=names, reference=sides[1], source=material.source)
    name = "_".join(part for part in (variable, "waterfall", holder, target) if part)
    return {name: drawn.figure}  # type: ignore[dict-item]


def draw_attribution(material: Material, choice: Choice) -> Drawn:
    """Run mixtures of the scenario and its reference and draw what each lever and shock adds to their difference."""
    from detente.analysis.attribution import attribute

    of = choice.of or "trust_in_focus"
    seed = int(material.data.attrs["seed"])
    found = attribute(material.scenario, material.reference, of, runs=material.runs, seed=seed,
                      replicates=material.replicates)  # fmt: skip
    stem = "".join(c if c.isalnum() or c == "_" else "_" for c in of).strip("_")
    return {f"{stem}_attribution": attribution(found, focus=material.name(material.scenario.focus)).figure}  # type: ignore[dict-item]


def chosen(material: Material, choice: Choice) -> list[str]:
    """Return the variables to draw: the one chosen, or those recorded that are shown by themselves (or the first)."""
    if choice.of is not None:
        return [material.need(choice.of)]
    return [name for name in SHOWN if name in material.variables] or list(material.variables[:1])


def pair(material: Material, observer: str, target: str) -> tuple[str, str]:
    """Return two different states; raise `UsageError` for an unknown one, or one named twice."""
    material.state(observer, "--from")
    material.state(target, "--to")
    if observer == target:
        raise UsageError(f"--from, --to: '{observer}' holds nothing towards itself; name two different states")
    return observer, target


def _told(material: Material, choice: Choice, variable: str) -> tuple[str, str | None]:
    """Return the dyad of a waterfall: the chosen one, or the one towards the focal state that moved most; or a state."""
    if variable in OF_STATES:
        if choice.target is not None:
            raise UsageError(f"--to: {variable} is of one state; name it with --from")
        return material.state(choice.observer or material.scenario.focus, "--from"), None
    target = material.state(choice.target or material.scenario.focus, "--to")
    if choice.observer == EVERYONE:
        return EVERYONE, target
    if choice.observer is not None:
        return pair(material, choice.observer, target)
    if variable in material.variables:
        return moved(material, variable, 1, target)[0]
    return EVERYONE, target
