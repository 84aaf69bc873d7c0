"""`detente plot`: draw the figures of a result into files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import announce_compilation, working
from detente.errors import ResultError, UsageError

if TYPE_CHECKING:
    from detente.figures import Choice, Material
    from detente.figures.registry import Kind
    from detente.store import Result

OPTIONS = {"of": "--of", "observer": "--from", "target": "--to", "at": "--at"}


class Request(NamedTuple):
    """What the command line asked for."""

    result: Path | None
    figure: str | None
    out: Path | None
    of: str | None
    observer: str | None
    target: str | None
    at: str | None
    listed: bool
    as_json: bool
    quiet: bool


def plot_result(request: Request) -> None:
    """Draw one figure or all that the result can give; raise `UsageError` or `ResultError`."""
    if request.result is None:
        if not request.listed:
            raise UsageError("name a results folder that `detente run` wrote (or list the figures with --list)")
        _list(None, as_json=request.as_json)
        return
    from detente.sweeps.folder import is_sweep

    if is_sweep(request.result):
        from detente.cli.plot_sweep import plot_sweep

        plot_sweep(request, request.result)
        return
    from detente.store import open_result

    result = open_result(request.result)
    from detente.figures import Choice, material_of
    from detente.figures.saving import enter

    material = material_of(result)
    if request.listed:
        _list(material, as_json=request.as_json)
        return
    choice = Choice(request.of, request.observer, request.target, request.at)
    left_out = _missing(request, material, choice, result)
    kinds = [request.figure] if request.figure else [name for name in _kinds() if name not in left_out]
    written = {kind: _draw(request, kind, material, choice) for kind in kinds}
    enter(request.result, [path for paths in written.values() for path in paths])
    _tell(request, written, left_out)


def _kinds() -> dict[str, Kind]:
    from detente.figures import FIGURES

    return FIGURES


def _kinds_of_sweeps() -> tuple[str, ...]:
    from detente.figures import SWEEP_FIGURES

    return tuple(SWEEP_FIGURES)


def _missing(request: Request, material: Material, choice: Choice, result: Result) -> dict[str, str]:
    """Return why figures are left out, by name; raise `UsageError` where that is the one asked for, or options misfit."""
    from detente.scenario.faults import nearest

    kinds, figure = _kinds(), request.figure
    if figure is not None and figure in _kinds_of_sweeps() and figure not in kinds:
        raise UsageError(f"--figure: {figure} is a figure of a sweep, and {request.result} holds runs of one scenario")
    if figure is not None and figure not in kinds:
        raise UsageError(f"--figure: no figure '{figure}'{nearest(figure, kinds)} (known: {', '.join(kinds)})")
    _check_options(figure, choice)
    reasons = {name: kind.lacking(material) or _stale(kind, result) for name, kind in kinds.items()}
    if figure is not None:
        if reasons[figure]:
            raise ResultError(f"{request.result}: {figure}: {reasons[figure]}")
        _check_file(request.out)
        return {}
    if request.out is not None and (request.out.suffix or request.out.is_file()) and not request.out.is_dir():
        raise UsageError(f"--out: {request.out} names one file; say which figure with --figure, or name a folder")
    slow = {name: f"takes long; ask for it with --figure {name}" for name, kind in kinds.items() if kind.slow}
    return {**slow, **{name: why for name, why in reasons.items() if why}}


def _check_options(figure: str | None, choice: Choice) -> None:
    """Raise `UsageError` for options that go with no chosen figure."""
    faults = []
    for field, option in OPTIONS.items():
        taking = [name for name, kind in _kinds().items() if field in kind.options]
        if getattr(choice, field) is not None and figure not in taking:
            what = f"{figure} takes no {option}" if figure else f"{option} needs --figure"
            faults.append(f"{what}; it goes with {', '.join(taking)}")
    if faults:
        raise UsageError("\n".join(faults))


def _check_file(out: Path | None) -> None:
    """Raise `UsageError` before anything is drawn where the ending of the file is none that can be written."""
    from detente.figures.saving import FORMATS

    if out is not None and out.suffix and not out.is_dir() and out.suffix.lower() not in FORMATS:
        raise UsageError(f"--out: found '{out.suffix}'; a figure is written as {', '.join(FORMATS)}")


def _stale(kind: Kind, result: Result) -> str:
    """Return why a figure that runs the model again would not show the runs of this result, or nothing."""
    from detente.store import stale

    if not kind.replays:
        return ""
    if result.only is not None:
        return "it replays runs of an ensemble, and this folder holds one run"
    return stale(result)


def _draw(request: Request, kind: str, material: Material, choice: Choice) -> list[Path]:
    """Draw and write the figures of a kind; return their files."""
    from detente.figures import save

    what = _kinds()[kind]
    quiet = request.quiet or request.as_json
    if what.replays:
        announce_compilation(quiet=quiet)
        with working(f"{kind}: running the model again", quiet=quiet):
            figures = what.draw(material, choice)
    else:
        figures = what.draw(material, choice)
    out = request.out
    if out is None or out.is_dir() or not out.suffix:
        folder = out if out is not None else request.result / "figures"  # type: ignore[operator]
        return [save(figure, folder / f"{name}.png") for name, figure in figures.items()]
    if len(figures) > 1:
        names = ", ".join(figures)
        raise UsageError(f"--out: {out} is one file, and {kind} gives {len(figures)} ({names}); choose one with --of")
    return [save(figure, out) for figure in figures.values()]


def _tell(request: Request, written: dict[str, list[Path]], left_out: dict[str, str]) -> None:
    """Print the files written and the figures left out."""
    if request.as_json:
        files = [{"figure": kind, "file": str(path)} for kind, paths in written.items() for path in paths]
        print_json({"files": files, "left_out": left_out})
    elif not request.quiet:
        for paths in written.values():
            for path in paths:
                print(visible(str(path)))
        for name, why in left_out.items():
            print(visible(f"{name}: left out: {why}"), file=sys.stderr)


def _list(material: Material | None, *, as_json: bool) -> None:
    """Print all figures: what they show, their options, and what this result lacks for them."""
    rows = [
        {"figure": name, "about": kind.about, "needs": list(kind.needs), "options": [OPTIONS[o] for o in kind.options],
         "slow": kind.slow, "lacking": kind.lacking(material) if material is not None else ""}
        for name, kind in _kinds().items()
    ]  # fmt: skip
    if as_json:
        print_json({"figures": rows})
        return
    for row in rows:
        options = f" [{' '.join(row['options'])}]" if row["options"] else ""  # type: ignore[arg-type]
        print(f"{row['figure']:<12} {row['about']}{options}; needs {', '.join(row['needs'])}")  # type: ignore[arg-type]
        if row["lacking"]:
            print(visible(f"{'':<12} not from this result: {row['lacking']}"))
