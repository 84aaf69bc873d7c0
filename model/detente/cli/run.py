"""`detente run`: the scenario beside its reference, what differs and why, and a results folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.cli.answer import Answer
from detente.cli.faults import print_json
from detente.cli.plain import plain_rows
from detente.cli.progress import announce_compilation, progress_bar, working
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.scenario.variants import read_reference

if TYPE_CHECKING:
    from detente.ensemble import Ensemble

HEADLINE = "trust_in_focus"


class Request(NamedTuple):
    """What the command line asked for."""

    file: Path
    variant: str | None
    runs: int | None
    seed: int | None
    overrides: tuple[str, ...]
    record: str
    out: Path | None
    workers: int | None
    as_json: bool
    quiet: bool


def run_scenario(request: Request) -> None:
    """Run, save, and print the summary (or JSON)."""
    scenario = read_scenario(request.file, request.variant, request.overrides)
    reference = read_reference(scenario, request.overrides)
    if request.out is not None:
        from detente.store import check_target

        check_target(request.out)
    answer = _answer(request, scenario, reference)
    folder = _save(request, answer)
    if request.as_json:
        print_json(_plain(answer, folder))
    elif not request.quiet:
        from detente.cli.summary import print_summary

        print_summary(answer, folder)


def _answer(request: Request, scenario: Scenario, reference: Scenario | None) -> Answer:
    from detente.analysis import contrast as _  # noqa: F401  (heavy imports happen before the bar)
    from detente.analysis.paired import contrasts
    from detente.analysis.reasons import changed_levers, reasons, stalls
    from detente.ensemble import run

    quiet = request.quiet or request.as_json
    announce_compilation(quiet=quiet)
    levers = 0 if reference is None else len(changed_levers(scenario, reference))
    runs = scenario.runs if request.runs is None else request.runs
    with progress_bar(runs * (1 + (reference is not None) + levers), scenario.title, quiet=quiet) as tick:
        options: dict[str, Any] = {"record": request.record, "workers": request.workers, "progress": tick}
        ensemble = run(scenario, request.runs, request.seed, **options)
        if reference is None:
            return Answer(ensemble, None, [], [], stalls(ensemble))
        other = run(reference, ensemble.runs, ensemble.seed, replicates=ensemble.replicates, **options)
        why = reasons(ensemble, HEADLINE, tick, reference)
    return Answer(ensemble, other, contrasts(other, ensemble), why, stalls(ensemble))


def _save(request: Request, answer: Answer) -> Path:
    from detente.figures import draw_all
    from detente.store import folder_name, save_result

    ensemble = answer.ensemble
    folder = request.out or Path("results") / folder_name(ensemble.scenario, ensemble.seed, ensemble.runs)
    with working("drawing and writing", quiet=request.quiet or request.as_json):
        return save_result(
            folder, ensemble, answer.reference, lambda room: draw_all(answer, room), _plain(answer, None)
        )


def _plain(answer: Answer, folder: Path | None) -> dict[str, Any]:
    """Return the answer as plain data; numbers that cannot be known are null."""
    tables = {"contrasts": plain_rows(answer.contrasts), "reasons": plain_rows(answer.reasons)}
    means = {} if answer.contrasts else _means(answer.ensemble)
    head = {"results": str(folder)} if folder is not None else {}
    standing = answer.ensemble.scenario.standing_shares()
    return {**head, **tables, "indicators": means, "consent": answer.stalls, "standing": standing}


def _means(ensemble: Ensemble) -> dict[str, float]:
    from detente.world.outcomes import INDICATORS

    return {name: float(ensemble.summary[:, k].mean()) for k, name in enumerate(INDICATORS)}
