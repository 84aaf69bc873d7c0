"""The command line.  Heavy imports live inside commands, so that help and validation answer at once."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit: 0 ok, 2 bad input, 3 a run failed, 130 interrupted."""
    import gc
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: nothing half-written stays
    code = run(sys.argv[1:])
    gc.freeze()  # the memory is given back as a whole; looking through it for cycles only delays the exit
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; faults go to standard error, never as a traceback."""
    from detente.cli.faults import report
    from detente.errors import DetenteError

    try:
        if _is_bare_validation(arguments):
            _validate(arguments[1:])
            return 0
        return _run_command(arguments)
    except DetenteError as error:
        return report(error)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"detente: {error}", file=sys.stderr)
        return 2


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
        code = app(arguments, standalone_mode=False)
        if code == INTERRUPTED:  # newer typers return what older ones raise
            return _interrupted()
        return code if isinstance(code, int) else 0
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.Abort:
        return _interrupted()
    except _refusal() as error:
        error.show()  # type: ignore[attr-defined]
        return 2


def _interrupted() -> int:
    print("interrupted; nothing was written", file=sys.stderr)
    return INTERRUPTED


def _refusal() -> type[Exception]:
    """Return the exception for wrong options of whichever click this typer stands on (newer ones carry their own)."""
    import typer

    return next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
