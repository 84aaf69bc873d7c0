"""Which part of the globe a map shows, and where on it the states stand so that none hides another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.figures.geography.reading import Place
from detente.figures.placing import apart
from detente.world.arrays import Array

MARGINS = 1.0, 9.0
"""Degrees around the outermost states: a quarter of the way between them, but no less and no more than this."""
FAR = 0.3
"""A state without which the map would be smaller by this share of its area stands at the edge instead."""
GAP = 0.125
"""Least distance between two states, in half longer sides of the map."""


@dataclass(frozen=True)
class Frame:
    """A part of the globe: `west, east` (may pass 180), `south, north` in degrees; `stretch` is 1 / cos(middle latitude).

    `spots` are where the states are drawn and `homes` their places, [states, 2]; `inside` says which of these are in it.
    """

    west: float
    east: float
    south: float
    north: float
    stretch: float
    keys: tuple[str, ...]
    spots: Array
    homes: Array
    inside: Array

    @property
    def shape(self) -> float:
        """Return height divided by width, as drawn."""
        return (self.north - self.south) * self.stretch / (self.east - self.west)


def frame_of(places: Mapping[str, Place], focus: str) -> Frame:
    """Return the frame that holds the states; a few that lie far from all others stand at its edge, in their direction."""
    keys = tuple(places)
    homes = np.array([places[key] for key in keys], float)
    homes[:, 0] = unrolled(homes[:, 0])
    inside = _near(homes, keys.index(focus) if focus in keys else 0)
    margin = _margin(homes[inside])
    low, high = homes[inside].min(axis=0) - margin, homes[inside].max(axis=0) + margin
    low[1], high[1] = max(low[1], -85.0), min(high[1], 85.0)
    stretch = 1.0 / float(np.cos(np.radians((low[1] + high[1]) / 2.0)))
    spots = _spots(homes, inside, low, high, stretch)
    return Frame(float(low[0]), float(high[0]), float(low[1]), float(high[1]), stretch, keys, spots, homes, inside)


def unrolled(longitudes: Array) -> Array:
    """Return longitudes counted on from the east of the widest gap between them, so that neighbours are neighbours."""
    order = np.sort(longitudes % 360.0)
    gaps = np.diff(np.append(order, order[0] + 360.0))
    start = order[(int(gaps.argmax()) + 1) % len(order)]
    return np.asarray((longitudes - start) % 360.0 + (start if start <= 180.0 else start - 360.0))


def _near(homes: Array, focus: int) -> Array:
    """Return which states the map is made for: at most a quarter lie outside, never the focal one."""
    inside = np.ones(len(homes), bool)
    for _ in range(len(homes) // 4):
        areas = np.full(len(homes), np.inf)
        for k in np.flatnonzero(inside):
            if k != focus:
                areas[k] = _area(homes[inside & (np.arange(len(homes)) != k)])
        if areas.min() > (1.0 - FAR) * _area(homes[inside]):
            break
        inside[areas.argmin()] = False
    return inside


def _area(homes: Array) -> float:
    return float(np.prod(np.ptp(homes, axis=0) + 2.0 * _margin(homes)))


def _margin(homes: Array) -> float:
    return float(np.clip(0.25 * np.ptp(homes, axis=0).max(), *MARGINS))


def _spots(homes: Array, inside: Array, low: Array, high: Array, stretch: float) -> Array:
    """Return where states are drawn: moved apart, those outside brought in to the edge."""
    centre, half = (low + high) / 2.0, (high - low) / 2.0
    away = homes - centre
    edge = np.abs(away / (0.93 * half)).max(axis=1)
    away = np.where(inside[:, None], away, away / np.maximum(edge, 1e-9)[:, None])
    unit = np.array([1.0, stretch]) / (half * [1.0, stretch]).max()
    turns = 2.4 * np.arange(len(homes))  # states of one place are told apart by a spiral too small to be seen
    flat = away * unit + 1e-3 * np.stack((np.cos(turns), np.sin(turns)), axis=1)
    return np.asarray(apart(flat, GAP, limit=0.94 * half * unit) / unit + centre)
