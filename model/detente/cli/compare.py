"""`detente compare`: two scenarios, variants or stored results beside each other, what differs, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.faults import print_json
from detente.cli.plain import plain_row, plain_rows
from detente.cli.progress import announce_compilation, progress_bar, working
from detente.cli.sides import Named, read_sides, stored_side
from detente.errors import UsageError

if TYPE_CHECKING:
    import pandas

    from detente.analysis.attribution import Attribution
    from detente.analysis.game import Game
    from detente.analysis.paired import Contrast, Side

HEADLINE = "trust_in_focus"


class Request(NamedTuple):
    """What the command line asked for; `of` and `permutations` only go with `why`."""

    sides: tuple[str, str]
    why: bool
    of: str | None
    permutations: int | None
    runs: int | None
    seed: int | None
    overrides: tuple[str, ...]
    workers: int | None
    out: Path | None
    as_json: bool
    quiet: bool


class Comparison(NamedTuple):
    """What was found; `path` holds the ledgers of both sides where what is attributed has one."""

    named: tuple[Named, Named]
    sides: tuple[Side, Side]
    contrasts: list[Contrast]
    attribution: Attribution | None
    path: pandas.DataFrame | None


def compare(request: Request) -> None:
    """Print (or write) what differs between two sides; raise `UsageError` with every reason why they do not fit."""
    _check(request)
    first, second = read_sides(request.sides, request.overrides)
    named = (first, second)
    found = _found(request, named, _settings(request, named))
    if request.out is not None:
        from detente.whole_files import write_whole

        write_whole(request.out, (json.dumps(_plain(found), indent=2, allow_nan=False) + "\n").encode())
    if request.as_json:
        print_json(_plain(found))
    elif not request.quiet:
        from detente.cli.comparison import print_comparison

        print_comparison(found)


def _check(request: Request) -> None:
    """Raise `UsageError` with all options that do nothing here."""
    idle = [
        name for name, value in (("--of", request.of), ("--permutations", request.permutations)) if value is not None
    ]
    faults = [f"{name} says how to attribute; add --why" for name in idle if not request.why]
    if request.out is not None:
        faults += _check_file(request.out)
    if faults:
        raise UsageError("\n".join(faults))


def _check_file(path: Path) -> list[str]:
    """Return why answers cannot be written to `path`: a file that is no answer of ours is left alone."""
    if path.is_symlink() or path.is_dir():
        return [f"--out: {path} is a {'link' if path.is_symlink() else 'folder'}; name a file"]
    if not path.exists():
        return []
    try:
        ours = "disclaimer" in json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, TypeError, RecursionError):
        ours = False
    return [] if ours else [f"--out: {path} exists and is no comparison; name another file"]


def _settings(request: Request, named: tuple[Named, Named]) -> dict[str, Any]:
    """Return seed, runs and replicates: those of a stored result, else as asked, else those of the first scenario."""
    stored = next((side for side in named if side.result is not None), None)
    if stored is None or stored.result is None:
        from detente.ensemble.ensemble import checked_seed, run_sizes

        runs, replicates = run_sizes(named[0].scenario, request.runs, None)
        return {"seed": checked_seed(named[0].scenario, request.seed), "runs": runs, "replicates": replicates}
    kept = {key: int(stored.result.manifest[key]) for key in ("seed", "runs", "replicates")}
    faults = [
        f"--{key}: found {asked}, but {stored.text} holds {key} {kept[key]}; leave it out, or compare scenario files"
        for key, asked in (("runs", request.runs), ("seed", request.seed))
        if asked is not None and asked != kept[key]
    ]
    if faults:
        raise UsageError("\n".join(faults))
    return kept


def _found(request: Request, named: tuple[Named, Named], settings: dict[str, Any]) -> Comparison:
    """Run what is not stored and attribute the difference; whatever does not fit is said before anything runs."""
    from detente.analysis.attribution import attribution_of
    from detente.analysis.paired import comparable, contrasts
    from detente.analysis.paths import paths, tie_of

    sides = [_side(side, settings) for side in named]
    comparable(*sides)
    game = _game(request, named, settings)
    quiet = request.quiet or request.as_json
    total = settings["runs"] * sum(side.result is None for side in named) + (game.evaluations if game else 0)
    if total:
        announce_compilation(quiet=quiet)
    with progress_bar(total, "comparing", quiet=quiet or not total) as tick:
        sides = [_run(side, request.workers, tick) if one.result is None else side
                 for one, side in zip(named, sides, strict=True)]  # fmt: skip
        attribution = None if game is None else attribution_of(game, game.play(request.workers, tick))
    path = None
    if game is not None and tie_of(game.measure.of, game.scenario) is not None:
        with working("replaying with the ledger on (compiles once, some twenty seconds)", quiet=quiet):
            path = paths(game.scenario, game.reference, game.measure.of, **settings)
    return Comparison(named, (sides[0], sides[1]), contrasts(*sides), attribution, path)


def _side(named: Named, settings: dict[str, Any]) -> Side:
    """Return a side with its numbers where they are stored, and without where they are still to be computed."""
    import numpy as np

    from detente.analysis.paired import Side, this_model

    if named.result is not None:
        return stored_side(named.result)
    return Side(named.scenario, **settings, summary=np.zeros((0, 12)), model=this_model())


def _run(side: Side, workers: int | None, tick: Any) -> Side:
    from detente.ensemble import run

    options: dict[str, Any] = {"record": "indicators", "workers": workers, "progress": tick}
    return side._replace(
        summary=run(side.scenario, side.runs, side.seed, replicates=side.replicates, **options).summary
    )


def _game(request: Request, named: tuple[Named, Named], settings: dict[str, Any]) -> Game | None:
    """Return the game behind --why, or None; raise `UsageError` where stored numbers come from another model."""
    from detente.analysis.game import pose
    from detente.analysis.paired import of_two_models, this_model

    if not request.why:
        return None
    for side in named:
        told = of_two_models(stored_side(side.result).model, this_model()) if side.result is not None else []
        if told:
            raise UsageError(f"--why runs mixtures of the two, and {side.text} is of another model: {told[0]}")
    of = HEADLINE if request.of is None else request.of
    return pose(named[1].scenario, named[0].scenario, of, permutations=request.permutations, **settings)


def _plain(found: Comparison) -> dict[str, Any]:
    """Return the comparison as plain data."""
    from detente.world.text import DISCLAIMER

    second = found.sides[1]
    plain: dict[str, Any] = {
        "reference": found.named[0].plain(), "scenario": found.named[1].plain(),
        "runs": second.runs, "replicates": second.replicates, "seed": second.seed,
        "contrasts": plain_rows(found.contrasts), "disclaimer": DISCLAIMER,
    }  # fmt: skip
    if found.attribution is not None:
        plain["attribution"] = {**plain_row(found.attribution), "shares": plain_rows(found.attribution.shares)}
    if found.path is not None:
        plain["path"] = {"runs": found.path.attrs["runs"], "bookings": found.path.reset_index().to_dict("records")}
    return plain
