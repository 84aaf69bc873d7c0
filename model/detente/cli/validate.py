"""`detente validate`: every fault of every file and variant at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.errors import Fault, ScenarioError
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.scenario.variants import read_all


def validate_files(files: list[Path], variant: str | None, overrides: list[str], *, as_json: bool, quiet: bool) -> None:
    """Print what each file is, or raise `ScenarioError` with the faults of all."""
    faults: list[Fault] = []
    reports: list[dict[str, Any]] = []
    for file in files:
        try:
            scenario = read_all(file, overrides)[0] if variant is None else read_scenario(file, variant, overrides)
            reports.append(_report(file, scenario))
        except ScenarioError as error:
            faults += error.faults
    if as_json:
        import json  # most are shown in words

        listed = [fault._asdict() for fault in faults]
        print(json.dumps({"valid": not faults, "files": reports, "faults": listed}, indent=2))
    elif not quiet:
        for report in reports:
            print(_words(report))
    if faults:
        raise ScenarioError(faults)


def _report(file: Path, scenario: Scenario) -> dict[str, Any]:
    return {
        "file": str(file), "title": scenario.title, "states": len(scenario.states), "levers": len(scenario.levers),
        "shocks": len(scenario.shocks), "variants": list(scenario.variants), "steps": scenario.steps,
        "step": scenario.step, "standing": scenario.standing_shares(),
    }  # fmt: skip


def _words(report: dict[str, Any]) -> str:
    variants = f"; variants: {', '.join(report['variants'])}" if report["variants"] else ""
    standing = ", ".join(f"{share:.0%} {name}" for name, share in report["standing"].items())
    return (
        f"{report['file']}: valid. {report['title']}: {report['states']} states, {report['levers']} levers, "
        f"{report['shocks']} shocks, {report['steps']} steps of a {report['step']}{variants}. Numbers: {standing}."
    )
