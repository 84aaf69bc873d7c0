"""Make `land.json` and `places.csv` from Natural Earth; for development, never when a map is drawn.

Natural Earth is in the public domain.  The files are those of the npm package world-atlas (version 2, ISC), and codes come
from the Python package pycountry:

    npm pack world-atlas@2 && tar xzf world-atlas-2.0.2.tgz && pip install pycountry
    python -m detente.figures.geography.derive package
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from detente.world.arrays import Array

HERE = Path(__file__).parent
SOURCE = "Natural Earth 4.1 (naturalearthdata.com), public domain, by way of world-atlas 2.0.2"
SOUTHMOST = -60.0
"""No state lives south of it."""

Topology = dict[str, Any]


def arcs_of(topology: Topology) -> list[Array]:
    """Return the arcs of a topology in degrees, [points, 2] each; they are stored as differences of whole numbers."""
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def ring_of(indices: list[int], arcs: list[Array]) -> Array:
    """Return one closed line; a negative index takes its arc backwards, and joints are not repeated.

    A line that crosses the 180th meridian goes on beyond it, to longitudes above 180 or below -180.
    """
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    line = np.concatenate([parts[0], *(part[1:] for part in parts[1:])])
    return np.column_stack((np.unwrap(line[:, 0], period=360.0), line[:, 1]))


def outer_rings(geometry: Topology, arcs: list[Array]) -> list[Array]:
    """Return the outer line of every piece of a geometry; lakes and enclaves are left out."""
    many = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring_of(piece[0], arcs) for piece in many if piece]


def middle(ring: Array) -> tuple[float, float, float]:
    """Return the size and the centre of gravity of a closed line, by the shoelace formula."""
    here, there = ring[:-1], ring[1:]
    cross = here[:, 0] * there[:, 1] - there[:, 0] * here[:, 1]
    area = cross.sum() / 2.0
    centre = ((here + there) * cross[:, None]).sum(axis=0) / (6.0 * area)
    return abs(area), float(centre[0]), float(centre[1])


def land(folder: Path) -> dict[str, object]:
    """Return the coasts: one flat list of longitudes and latitudes for each piece of land, in tenths of a degree."""
    topology = json.loads((folder / "land-110m.json").read_text())
    arcs = arcs_of(topology)
    rings = [ring for part in topology["objects"]["land"]["geometries"] for ring in outer_rings(part, arcs)]
    tenths = [np.rint(ring * 10).astype(int).ravel().tolist() for ring in rings if ring[:, 1].max() > SOUTHMOST]
    return {"source": SOURCE, "unit": "tenths of a degree: longitude, latitude, ...", "rings": tenths}


def places(folder: Path) -> list[tuple[str, float, float]]:
    """Return code, longitude and latitude of the middle of the largest piece of land of every unit with a code."""
    import pycountry

    topology = json.loads((folder / "countries-50m.json").read_text())
    arcs = arcs_of(topology)
    found: dict[str, tuple[float, float, float]] = {}
    for unit in topology["objects"]["countries"]["geometries"]:
        country = pycountry.countries.get(numeric=unit.get("id", ""))
        rings = [ring for ring in outer_rings(unit, arcs) if ring[:, 1].max() > SOUTHMOST]
        if country is not None and rings:  # several units may share a code: the largest piece of all of them counts
            best = max(middle(ring) for ring in rings)
            found[country.alpha_3] = max(best, found.get(country.alpha_3, best))
    return sorted((code, round((x + 180.0) % 360.0 - 180.0, 1), round(y, 1)) for code, (_, x, y) in found.items())


def main(folder: Path) -> None:
    """Write both files beside this one."""
    text = json.dumps(land(folder), separators=(",", ":"))
    (HERE / "land.json").write_text(text + "\n", encoding="utf-8")
    head = ["# Middle of the largest piece of land, in degrees. Codes and places imply no position on sovereignty or status.",
            f"# {SOURCE}; codes: ISO 3166-1 alpha-3.", "key,longitude,latitude"]  # fmt: skip
    rows = [f"{code},{x:.1f},{y:.1f}" for code, x, y in places(folder)]
    (HERE / "places.csv").write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
