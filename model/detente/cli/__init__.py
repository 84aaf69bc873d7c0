"""The command line.  Heavy imports live inside commands, so that help and validation answer at once."""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit: 0 ok, 2 bad input, 3 a run failed, 4 a rerun differs, 130 interrupted."""
    import gc

    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller: what is printed goes nowhere, and never to the other
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    _interrupt_once()
    code = _flushed(run(sys.argv[1:]))
    gc.freeze()  # the memory is given back as a whole; looking through it for cycles only delays the exit
    sys.exit(code)


def _interrupt_once() -> None:
    """Let Ctrl-C and SIGTERM end the program tidily: nothing half-written stays.

    What comes within a second of the first is the same wish once more, and must not break off the tidying up.
    """
    import signal
    from time import monotonic

    latest = -1.0

    def handle(_signal: int, _frame: object) -> None:
        nonlocal latest
        if monotonic() - latest > 1.0:
            latest = monotonic()
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)


def _flushed(code: int) -> int:
    """Write out what is still held back and return the exit code: a reader that left is none of our faults."""
    import signal

    if code == INTERRUPTED:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        print(f"detente: standard output: {error.strerror}", file=sys.stderr)
        return code or 2
    return code


def _silence() -> None:
    """Send what standard output still holds nowhere, so that leaving the program does not complain of it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; faults go to standard error, never as a traceback.

    With `--json` faults also go to standard output, as `{"faults": [...]}`.
    """
    from detente.cli.faults import report
    from detente.errors import DetenteError, UsageError

    as_json = "--json" in arguments
    try:
        if _is_bare_validation(arguments):
            _validate(arguments[1:])
            return 0
        return _run_command(arguments)
    except DetenteError as error:
        return report(error, as_json=as_json)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        return 0  # the reader has had enough (`| head`); what is left unsaid is dropped on the way out
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return report(UsageError(f"{named}{(error.strerror or str(error)).lower()}"), as_json=as_json)


def _is_bare_validation(arguments: list[str]) -> bool:
    """Return whether files are to be validated without any option."""
    return len(arguments) > 1 and arguments[0] == "validate" and not any(word.startswith("-") for word in arguments)


def _validate(files: list[str]) -> None:
    """Validate files as the command `validate` does.  Editors do this at every save: it waits for no option parser."""
    import gc
    from pathlib import Path

    gc.disable()  # trees are built and kept until the end: there is nothing to collect
    try:
        from detente.cli.validate import validate_files

        validate_files([Path(file) for file in files], None, [], as_json=False, quiet=False)
    finally:
        gc.enable()


def _run_command(arguments: list[str]) -> int:
    """Parse the arguments, run the command they name and return its exit code."""
    import typer

    from detente.cli.app import app

    try:
        code = app(arguments, prog_name="detente", standalone_mode=False)
        if code == INTERRUPTED:  # newer typers return what older ones raise
            return _interrupted()
        return code if isinstance(code, int) else 0
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.Abort:
        return _interrupted()
    except SystemExit as leave:  # completion ends so, and click where a reader has left
        gone = isinstance(leave.__context__, OSError)
        return leave.code if isinstance(leave.code, int) and not gone else 0
    except _refusal() as error:
        if "--json" in arguments:
            from detente.cli.faults import print_faults
            from detente.errors import Fault

            print_faults([Fault("", "", error.format_message())])  # type: ignore[attr-defined]
        error.show()  # type: ignore[attr-defined]
        return 2


def _interrupted() -> int:
    print("interrupted; nothing was written", file=sys.stderr)
    return INTERRUPTED


def _refusal() -> type[Exception]:
    """Return the exception for wrong options of whichever click this typer stands on (newer ones carry their own)."""
    import typer

    return next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
