"""Commands that run the model or look at what was run: run, serve, compare, rerun, explain, plot."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import completing
from detente.cli.options import EXITS, File, Json, Overrides, Quiet, Result, Variant

app = typer.Typer()


@app.command(epilog=EXITS, short_help="Run a scenario beside its reference.")
def run(
    file: File,
    variant: Variant = None,
    runs: Annotated[
        int | None, typer.Option(help="How many runs (default: the scenario's).", min=1, show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="The key of all random numbers (default: the scenario's).", min=0, show_default=False),
    ] = None,
    overrides: Overrides = None,
    record: Annotated[
        str,
        typer.Option(
            help="What to keep at every step: indicators, all, or variables (trust,tension).",
            autocompletion=completing.records,
        ),
    ] = "trust",
    out: Annotated[
        Path | None, typer.Option(help="The results folder to write (default: results/NAME).", show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads (default: all processors).", min=1, show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a scenario beside its reference, print what differs and why, and write a results folder."""
    from detente.cli.run import Request, run_scenario

    run_scenario(Request(file, variant, runs, seed, tuple(overrides or ()), record, out, workers, json, quiet))


@app.command(epilog=EXITS, short_help="Move levers and assumptions on a page, live.")
def serve(
    file: File,
    variant: Variant = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than loopback need --allow-remote.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 picks a free one.", min=0, max=65535)] = 0,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let other machines in, by an address that is not encrypted.")
    ] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    save_in: Annotated[
        Path | None,
        typer.Option(
            help="The only folder into which variants are saved (default: the current one).", show_default=False
        ),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(help="The longest that runs for one answer may take, in seconds.", min=0.1)
    ] = 30.0,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Open a page on this machine that shows what a scenario changes while its levers and assumptions are moved."""
    from detente.cli.serve import Request, serve_scenario
    from detente.explorer.serving import Options

    options = Options(host, port, allow_remote, save_in, time_limit)
    serve_scenario(Request(file, variant, options, browser, json, quiet))


@app.command(epilog=EXITS, short_help="What differs between two, and (--why) why.")
def compare(
    a: Annotated[
        str, typer.Argument(metavar="A", help="A scenario FILE, FILE:VARIANT, or a results folder.", show_default=False)
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="What is held against it, likewise.", show_default=False)],
    why: Annotated[bool, typer.Option("--why", help="Share the difference out over what differs.")] = False,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            help="With --why: an indicator, or such as 'trust(A, B)' (default: trust_in_focus).",
            show_default=False,
        ),
    ] = None,
    permutations: Annotated[
        int | None,
        typer.Option(
            help="With --why: sample this many orders a run; 0: all mixtures, exact, up to ten differences.",
            min=0,
            show_default=False,
        ),
    ] = None,
    runs: Annotated[int | None, typer.Option(help="How many runs (default: A's).", min=1, show_default=False)] = None,
    seed: Annotated[
        int | None, typer.Option(help="The key of all random numbers (default: A's).", min=0, show_default=False)
    ] = None,
    overrides: Overrides = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads (default: all processors).", min=1, show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Also write all of it to a JSON file.", show_default=False)] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold two scenarios, variants or results against each other: what differs and, with --why, what makes it."""
    from detente.cli.compare import Request
    from detente.cli.compare import compare as compare_sides

    request = Request((a, b), why, of, permutations, runs, seed, tuple(overrides or ()), workers, out, json, quiet)
    compare_sides(request)


@app.command(epilog=EXITS.replace("130", "4 something differs, 130"), short_help="Run a result again: is it the same?")
def rerun(
    result: Result,
    only: Annotated[
        int | None,
        typer.Option("--run", help="Replay this one run, with everything recorded.", min=0, show_default=False),
    ] = None,
    point: Annotated[
        int | None, typer.Option(help="Of a sweep: run this point again.", min=0, show_default=False)
    ] = None,
    package: Annotated[str | None, typer.Option(help="Of a sweep: only in this package.", show_default=False)] = None,
    agents: Annotated[
        list[str] | None,
        typer.Option(
            help="Of a sweep: whose states chose for themselves, FILE.py:Class or STATE=FILE.py:Class; executed.",
            show_default=False,
        ),
    ] = None,
    record: Annotated[
        str | None,
        typer.Option(
            help="What to record (default: as the result did; one run: all).",
            show_default=False,
            autocompletion=completing.records,
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A new folder for what comes out (default: only compare).", show_default=False)
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Threads (default: all processors).", min=1, show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run a result again from its folder alone and say whether every bit came out again; if not, what and why."""
    from detente.cli.rerun import Again, is_sweep, only_for_sweeps, rerun_result

    if is_sweep(result):
        from detente.cli.rerun_sweep import Which, rerun_sweep

        return rerun_sweep(Which(result, only, point, package, record, out, tuple(agents or ()), workers, json, quiet))
    only_for_sweeps(result, point=point, package=package, agents=agents)
    return rerun_result(Again(result, only, record, out, workers, json, quiet))


@app.command(epilog=EXITS, short_help="What moved a tie or a state: the ledger.")
def explain(
    result: Result,
    of: Annotated[
        str,
        typer.Option("--of", help="The variable to explain, such as trust.", autocompletion=completing.variables),
    ],
    observer: Annotated[
        str,
        typer.Option("--from", help="The state that holds it (*: all others).", autocompletion=completing.observers),
    ],
    target: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="The state it is held towards; none for nationalism and capability.",
            show_default=False,
            autocompletion=completing.observers,
        ),
    ] = None,
    runs: Annotated[int, typer.Option(help="Replay this many runs and average (at most the result's).", min=1)] = 20,
    only: Annotated[int | None, typer.Option("--run", help="Replay this one run.", min=0, show_default=False)] = None,
    json: Json = False,
) -> None:
    """Replay runs with the ledger on: what moved a variable; the bookings add up to the change."""
    from detente.cli.explain import explain_result

    explain_result(result, of, observer, target, runs, only, as_json=json)


@app.command(epilog=EXITS, short_help="Draw the figures of a result.")
def plot(
    result: Annotated[
        Path | None,
        typer.Argument(help="A results folder.", show_default=False, autocompletion=completing.results),
    ] = None,
    figure: Annotated[
        str | None,
        typer.Option(help="The figure to draw, see --list (default: all quick ones).", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="A file.png, .svg or .pdf, or a folder (default: RESULT/figures).", show_default=False),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            help="A variable, such as trust; for attribution an indicator, such as crisis_onset.",
            show_default=False,
            autocompletion=completing.variables,
        ),
    ] = None,
    observer: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="The state that holds it (waterfall: '*' for the mean of all others).",
            show_default=False,
            autocompletion=completing.observers,
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="The state it is held towards (default: the focal state).",
            show_default=False,
            autocompletion=completing.observers,
        ),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="A date, such as 2035-06 (default: the end).", show_default=False)
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the figures and what each needs.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw the figures of a result: all that it can give, or one."""
    from detente.cli.plot import Request, plot_result

    plot_result(Request(result, figure, out, of, observer, target, at, listed, json, quiet))


@app.command(epilog=EXITS, short_help="What the model says of every claim of the sources.")
def claims(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Claims or hypotheses, such as S1-61 H-A (default: all).", show_default=False),
    ] = None,
    short: Annotated[bool, typer.Option("--short", help="Few sets of assumptions: only to see that it works.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="A folder for the pages, the table and the numbers.", show_default=False)
    ] = None,
    sets: Annotated[
        int | None, typer.Option(help="Sets of assumptions (default: as the rules say).", min=2, show_default=False)
    ] = None,
    replicates: Annotated[
        int | None, typer.Option(help="Runs on each set (default: as the rules say).", min=1, show_default=False)
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List claims and tests; run nothing.")] = False,
    register: Annotated[
        bool, typer.Option("--register", help="Append the state of the claim files to their register; run nothing.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option(help="With --register: why, for instance what changed.", show_default=False)
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--claims", help="A folder of claim files (default: the shipped one).", show_default=False),
    ] = None,
    scenarios: Annotated[Path, typer.Option(help="The folder of the scenarios they name.")] = Path("scenarios"),
    workers: Annotated[
        int | None, typer.Option(help="Threads (default: all processors).", min=1, show_default=False)
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Test every claim over sampled assumptions, by rules and margins fixed in advance, beside shams and mutants."""
    from detente.cli.claims import Request, show_claims

    request = Request(tuple(ids or ()), short, sets, replicates, out, folder, scenarios, register, reason, listed, workers,
                      json, quiet)  # fmt: skip
    show_claims(request)
