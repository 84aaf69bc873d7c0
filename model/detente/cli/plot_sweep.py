"""`detente plot` of a sweep: answers to factors, heat maps, packages against futures."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.faults import print_json, visible
from detente.errors import ResultError, UsageError

if TYPE_CHECKING:
    from detente.cli.plot import Request
    from detente.figures import Tidy


def plot_sweep(request: Request, folder: Path) -> None:
    """Draw one figure of a sweep, or all; raise `UsageError` or `ResultError`."""
    from detente.figures import SWEEP_FIGURES, tidy
    from detente.scenario.faults import listed, nearest
    from detente.sweeps import open_sweep

    if request.listed:
        _list(as_json=request.as_json)
        return
    name = request.figure
    if name is not None and name not in SWEEP_FIGURES:
        known = f"{nearest(name, SWEEP_FIGURES)} (known: {listed(SWEEP_FIGURES, 9)})"
        raise UsageError(f"--figure: {folder} holds a sweep; no figure of one is called '{name}'{known}")
    for option, value in (("--from", request.observer), ("--to", request.target), ("--at", request.at)):
        if value is not None:
            raise UsageError(f"{option}: {folder} holds a sweep, whose figures are of the region as a whole")
    data = tidy(open_sweep(folder))
    written: dict[str, list[Path]] = {}
    left_out: dict[str, str] = {}
    for kind in [name] if name is not None else SWEEP_FIGURES:
        try:
            written[kind] = _draw(request, folder, kind, data)
        except UsageError as error:
            if name is not None:
                raise ResultError(f"{folder}: {kind}: {error}") from None
            left_out[kind] = str(error)
    _tell(request, written, left_out)


def _draw(request: Request, folder: Path, kind: str, data: Tidy) -> list[Path]:
    """Draw and write the figures of a kind; return their files."""
    from detente.figures import SWEEP_FIGURES, Choice, save

    drawn = SWEEP_FIGURES[kind].draw(data, Choice(of=request.of))
    out = request.out
    if out is None or out.is_dir() or not out.suffix:
        return [save(figure, (out or folder / "figures") / f"{stem}.png") for stem, figure in drawn.items()]
    if request.figure is None or len(drawn) > 1:
        raise UsageError(f"--out: {out} is one file, and there are more figures ({', '.join(drawn)}); name a folder")
    return [save(figure, out) for figure in drawn.values()]


def _list(*, as_json: bool) -> None:
    """Print the figures of sweeps: what they show and their options."""
    from detente.figures import SWEEP_FIGURES

    rows = [
        {"figure": name, "about": kind.about, "options": [f"--{option}" for option in kind.options]}
        for name, kind in SWEEP_FIGURES.items()
    ]
    if as_json:
        print_json({"figures": rows})
        return
    for row in rows:
        print(f"{row['figure']:<12} {row['about']}" + (f" [{' '.join(row['options'])}]" if row["options"] else ""))


def _tell(request: Request, written: dict[str, list[Path]], left_out: dict[str, str]) -> None:
    """Print the files written and the figures left out."""
    if request.as_json:
        files = [{"figure": kind, "file": str(path)} for kind, paths in written.items() for path in paths]
        print_json({"files": files, "left_out": left_out})
    elif not request.quiet:
        for paths in written.values():
            for path in paths:
                print(visible(str(path)))
        for kind, why in left_out.items():
            print(visible(f"{kind}: left out: {why}"), file=sys.stderr)
