"""What each set of assumptions drew: every uncertain number of a scenario by its passport's key, set by set.

Numbers that a card gives are drawn once for all uses of the card; the first use stands for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from detente.assembly import Program
from detente.compiled import process_key
from detente.engine.sampling import draw_scalars
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.world.arrays import Array


class Drawn(NamedTuple):
    """Numbers by key: `values` [sets, keys]; `quantities` are their passports."""

    keys: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    values: Array


def drawn_numbers(program: Program, sets: Array) -> Drawn:
    """Return parameters, commitments and the numbers of levers and shocks, as each of `sets` [n] drew them.

    Numbers with a range of one point are left out.
    """
    places = {bytes(key): k for k, key in reversed(list(enumerate(np.ascontiguousarray(program.plan.scalar_keys))))}
    found: dict[int, tuple[str, Quantity]] = {}
    for key, process, quantity in processes(program.scenario):
        at = places.get(np.array(process_key(program.seed, process), np.uint64).tobytes())
        if at is not None and not quantity.fixed:
            found.setdefault(at, (key, quantity))
    room, rows = program.room(), list(found)
    values = np.zeros((len(sets), len(rows)))
    for k, number in enumerate(sets):
        draw_scalars(program.plan, np.uint64(number), True, room.scalars)
        values[k] = room.scalars[rows]
    return Drawn(tuple(key for key, _ in found.values()), tuple(q for _, q in found.values()), values)


def processes(scenario: Scenario) -> Iterator[tuple[str, str, Quantity]]:
    """Yield passport key, name of the drawing process, and quantity of all numbers that are no given values."""
    for name, quantity in scenario.parameters.items():
        yield f"parameters.{name}", f"parameter.{name}", quantity
    for name, framework in scenario.frameworks.items():
        yield f"frameworks.{name}.commitment", f"commitment.{name}", framework.commitment
    for name, lever in scenario.levers.items():
        yield f"levers.{name}.level", f"level.{name}", lever.level
        if lever.announced is not None:
            yield f"levers.{name}.announced", f"announced.{name}", lever.announced
        for part in ("lag", "fade", "cost"):
            yield f"levers.{name}.{part}", f"lever.{lever.card}.{part}", getattr(lever, part)
        for part, table in (("influences", lever.influences), ("side_effects", lever.side_effects)):
            process = f"lever.{lever.card}.{'influence' if part == 'influences' else 'side'}"
            for channel, quantity in table.items():
                yield f"levers.{name}.{part}.{channel}", f"{process}.{channel}", quantity
    yield from _of_shocks(scenario)


def _of_shocks(scenario: Scenario) -> Iterator[tuple[str, str, Quantity]]:
    for name, shock in scenario.shocks.items():
        yield f"shocks.{name}.size", f"size.{name}", shock.size
        if shock.rate is not None:
            yield f"shocks.{name}.rate", f"shock.{shock.card}.rate", shock.rate
        if shock.trend is not None:
            yield f"shocks.{name}.trend", f"trend.{name}", shock.trend
        for impulse, (_, quantity) in shock.influences.items():
            yield f"shocks.{name}.influences.{impulse}", f"shock.{shock.card}.{impulse}", quantity
        for term, quantity in shock.hazard.items():
            yield f"shocks.{name}.hazard.{term}", f"shock.{shock.card}.hazard.{term}", quantity
        for issue, quantity in shock.towards.items():
            yield f"shocks.{name}.towards.{issue}", f"towards.{name}.{issue}", quantity
