"""The API: what the page asks for, as plain dicts in and out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from time import perf_counter
from typing import Any

from detente.errors import DetenteError
from detente.explorer.child import SUPERSEDED
from detente.explorer.exporting import Exporter
from detente.explorer.opened import Opened, words_of
from detente.explorer.process import NoAnswer, Refused
from detente.explorer.requests import STAGES, run_request, save_request
from detente.explorer.saving import Shelf
from detente.explorer.sliders import sliders
from detente.explorer.worker import Supervisor
from detente.scenario.scenario import Scenario
from detente.version import __version__
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

Answer = dict[str, Any]
STATUS = {
    "busy": HTTPStatus.CONFLICT,
    "starting": HTTPStatus.SERVICE_UNAVAILABLE,
    "slow": HTTPStatus.GATEWAY_TIMEOUT,
}
READY_WITHIN = 20.0
"""Seconds for which the question whether the worker is ready may stay open, so that a page need not ask again and again."""


class Api:
    """Answers by path: `reading` without a body, `writing` with one."""

    def __init__(self, opened: Opened, supervisor: Supervisor, shelf: Shelf, exporter: Exporter) -> None:
        """Hold what answers are made from."""
        self._opened, self._supervisor, self._shelf, self._exporter = opened, supervisor, shelf, exporter
        self.reading: dict[str, Callable[[], Answer]] = {
            "/api/scenario": self.scenario, "/api/ready": self.ready, "/api/matters": self.matters,
        }  # fmt: skip
        self.writing: dict[str, Callable[[Answer], Answer]] = {
            "/api/run": self.run, "/api/save": self.save, "/api/report": self.report,
        }  # fmt: skip

    def scenario(self) -> Answer:
        """Return what was opened: texts, states, indicators, and every slider."""
        scenario = self._opened.scenario
        return {
            "title": scenario.title, "question": scenario.question, "variant": scenario.variant,
            "file": self._opened.path.name, "start": str(scenario.start), "end": str(scenario.end), "step": scenario.step,
            "focus": scenario.focus, "states": [{"key": key, "name": one.name} for key, one in sorted(scenario.states.items())],
            "compared_with": self._opened.start.words, "standing": scenario.standing_shares(), "runs": scenario.runs,
            "stages": list(STAGES), "indicators": _indicators(scenario), "folder": str(self._shelf.folder),
            "disclaimer": DISCLAIMER, "version": __version__, **sliders(scenario),
        }  # fmt: skip

    def ready(self) -> Answer:
        """Return whether the worker has its kernel (waiting a while for it), and where the network puts the states."""
        ready = self._supervisor.wait_ready(READY_WITHIN)
        if self._supervisor.trouble:
            raise NoAnswer("broken", f"the worker cannot be started: {self._supervisor.trouble}")
        return {"ready": ready, "states": self._supervisor.states if ready else []}

    def matters(self) -> Answer:
        """Return which assumptions matter most, once that is known."""
        return {"known": self._supervisor.matters is not None, **(self._supervisor.matters or {})}

    def run(self, body: Answer) -> Answer:
        """Return paired runs under changes, or that a newer request has come, which is no fault."""
        began = perf_counter()
        request = run_request(body, self._opened.scenario.states)
        try:
            found = self._supervisor.ask(request._asdict())
        except NoAnswer as error:
            if error.kind == SUPERSEDED:
                return {"superseded": True}
            raise
        return {**found, "seconds": round(perf_counter() - began, 3)}

    def save(self, body: Answer) -> Answer:
        """Write changes as a scenario file and return what was written."""
        request = save_request(body)
        files = self._shelf.save(request.name, request.title, request.changes)
        return {"saved": files, "folder": str(self._shelf.folder)}

    def report(self, body: Answer) -> Answer:
        """Write changes as a scenario file, run it as `detente run` would, and write the report; return what was written."""
        request = save_request(body)
        folder, page = (self._shelf.free(request.name, ending) for ending in ("_result", ".html"))
        files = self._shelf.save(request.name, request.title, request.changes)
        self._exporter.export(self._shelf.folder / f"{request.name}.yaml", folder, page)
        return {"saved": [page.name, folder.name, *files], "folder": str(self._shelf.folder)}

    def fault(self, error: DetenteError) -> tuple[HTTPStatus, Answer]:
        """Return status and answer for what went wrong."""
        if isinstance(error, NoAnswer):
            return STATUS.get(error.kind, HTTPStatus.INTERNAL_SERVER_ERROR), {"error": str(error), "kind": error.kind}
        faults = error.faults if isinstance(error, Refused) else words_of(error)
        return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": "\n".join(faults), "faults": list(faults), "kind": "refused"}


def _indicators(scenario: Scenario) -> list[Answer]:
    """Return the indicators in their order, with the focal state's name in their titles."""
    focus = scenario.states[scenario.focus].name
    return [
        {"key": key, "title": one.title.replace("the focal state", focus), "better": one.better, "unit": one.unit,
         "definition": one.definition}
        for key, one in INDICATORS.items()
    ]  # fmt: skip
