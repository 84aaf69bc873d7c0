"""Runs a saved variant as `detente run` would and writes the report on it, in a process of its own that can be ended.

Started as `python -c "from detente.explorer.exporting import main; main()" FILE FOLDER PAGE`; what goes wrong is one line on
standard error.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from detente.errors import DetenteError, UsageError
from detente.explorer.process import NoAnswer, environment

LIMIT = 900.0
"""Seconds that all runs of a scenario and the report on them may take."""
RECORD = ("trust", "alignment")
PROGRAM = "from detente.explorer.exporting import main; main()"


def main() -> None:
    """Run the scenario in FILE beside its reference, save the results in FOLDER, and write the report to PAGE."""
    try:
        export(*(Path(word) for word in sys.argv[1:4]))
    except DetenteError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


def export(file: Path, folder: Path, page: Path) -> None:
    """Write results and report of a scenario; raise as `detente run` and `detente report` do."""
    from detente.ensemble import run
    from detente.report import write_report
    from detente.report.run_brief import run_brief
    from detente.scenario import read_reference, read_scenario
    from detente.store import open_result, save_result

    scenario = read_scenario(file)
    other = read_reference(scenario)
    ensemble = run(scenario, record=RECORD)
    reference = (
        None
        if other is None
        else run(other, ensemble.runs, ensemble.seed, replicates=ensemble.replicates, record=RECORD)
    )
    save_result(folder, ensemble, reference)
    write_report(run_brief(open_result(folder)), page)


class Exporter:
    """Makes one report at a time."""

    def __init__(self) -> None:
        """Start with nothing under way."""
        self._busy = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def export(self, file: Path, folder: Path, page: Path) -> None:
        """Run the process and wait for it; raise `NoAnswer` where one is under way, and `UsageError` where it fails."""
        if not self._busy.acquire(blocking=False):
            raise NoAnswer("busy", "a report is being made; wait for it")
        try:
            words = [sys.executable, "-c", PROGRAM, *(str(path.resolve()) for path in (file, folder, page))]
            self._process = subprocess.Popen(
                words, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                text=True, start_new_session=True,
            )  # fmt: skip
            try:
                _, complaint = self._process.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                self.close()
                raise UsageError(
                    f"the report was not finished within {LIMIT:g} s; run the saved file with `detente run`"
                ) from None
            if self._process.returncode:
                raise UsageError(
                    f"no report was written: {complaint.strip().splitlines()[-1] if complaint.strip() else 'ended'}"
                )
        finally:
            self._busy.release()

    def close(self) -> None:
        """End what is under way."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
