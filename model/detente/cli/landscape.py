"""`detente landscape`: which sides are stable, from CSV files or from a stored result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.faults import print_json, visible
from detente.cli.progress import working
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.landscapes import Landscape

NEEDED = "give --sizes FILE.csv and --propensities FILE.csv, or a results folder that `detente run` wrote"


class Request(NamedTuple):
    """What the command line asked for."""

    result: Path | None
    at: str | None
    sizes: Path | None
    propensities: Path | None
    outcome: Path | None
    together: str | None
    starts: int | None
    seed: int
    out: Path | None
    as_json: bool
    quiet: bool


def draw_landscape(request: Request) -> None:
    """Print the stable configurations and, if asked, draw them; raise `UsageError`, `ScenarioError` or `ResultError`."""
    _check(request)
    with working("landscape", quiet=request.quiet or request.as_json):
        found, names = _found(request)
    if request.out is not None:
        _draw(found, request.out, names)
    if request.as_json:
        print_json(found.plain())
    elif not request.quiet:
        from detente.cli.landscape_words import print_landscape

        print_landscape(found)
        if request.out is not None:
            print(visible(f"Figure: {request.out}"))


def _check(request: Request) -> None:
    """Raise `UsageError` with everything that does not go together."""
    files = {"--sizes": request.sizes, "--propensities": request.propensities, "--outcome": request.outcome}
    given = [option for option, value in files.items() if value is not None]
    faults = []
    if request.result is None and request.sizes is None:
        faults.append(f"{' and '.join(given)} without --sizes; {NEEDED}" if given else f"nothing to read; {NEEDED}")
    if request.result is not None and given:
        faults.append(f"{', '.join(given)}: a results folder brings its own numbers; {NEEDED}")
    if request.result is not None and request.together is not None:
        faults.append("--together: a simulated World has no outcome to hold predictions against")
    if request.result is None and request.at is not None:
        faults.append("--at: a date goes with a results folder")
    if request.out is not None:
        from detente.figures.saving import FORMATS

        if request.out.suffix.lower() not in FORMATS:
            faults.append(f"--out: found '{request.out.suffix}'; a figure is written as {', '.join(FORMATS)}")
    if faults:
        raise UsageError("\n".join(faults))


def _found(request: Request) -> tuple[Landscape, Mapping[str, str]]:
    """Return the landscape of what was named, and display names."""
    if request.result is None:
        from detente.landscapes import landscape

        together = tuple(name.strip() for name in (request.together or "").split(",") if name.strip())
        found = landscape(request.sizes, request.propensities, outcome=request.outcome, together=together,
                          starts=request.starts, seed=request.seed)  # fmt: skip
        return found, {}
    from detente.analysis import blocs
    from detente.store import open_result

    result = open_result(request.result)
    names = {key: state.name for key, state in result.scenario.states.items()}
    return blocs(result, request.at, starts=request.starts, seed=request.seed), names


def _draw(found: Landscape, out: Path, names: Mapping[str, str]) -> None:
    from detente.figures import blocs, save
    from detente.figures.scripts import writable

    save(blocs(found, names={key: name for key, name in names.items() if writable(name)}).figure, out)  # type: ignore[arg-type]
