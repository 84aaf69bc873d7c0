"""`detente validate`: every fault of every file and variant, and of folders of cards, at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detente.errors import Fault, ScenarioError, UsageError
from detente.scenario.quantities import Quantity, shares
from detente.scenario.reach import own_cards, read_folder, whose
from detente.scenario.reading import read_scenario
from detente.scenario.scenario import Scenario
from detente.scenario.variants import read_all


def validate_files(files: list[Path], variant: str | None, overrides: list[str], *, as_json: bool, quiet: bool) -> int:
    """Print what each file is and return 0, or raise `ScenarioError` with the faults of all; as JSON, return 2."""
    faults: list[Fault] = []
    reports: list[dict[str, Any]] = []
    for file in files:
        try:
            if file.is_dir():
                reports.append(_report_folder(file, changed=variant is not None or bool(overrides)))
                continue
            scenario = read_all(file, overrides)[0] if variant is None else read_scenario(file, variant, overrides)
            reports.append(_report(file, scenario))
        except ScenarioError as error:
            faults += error.faults
    if as_json:
        from detente.cli.faults import print_json  # most are shown in words
        from detente.cli.faults import report as tell

        print_json({"valid": not faults, "files": reports, "faults": [fault._asdict() for fault in faults]})
        return tell(ScenarioError(faults)) if faults else 0
    if not quiet:
        for report in reports:
            print(_words(report))
    if faults:
        raise ScenarioError(faults)
    return 0


def _report(file: Path, scenario: Scenario) -> dict[str, Any]:
    return {
        "file": str(file), "title": scenario.title, "states": len(scenario.states), "levers": len(scenario.levers),
        "shocks": len(scenario.shocks), "variants": list(scenario.variants), "steps": scenario.steps,
        "step": scenario.step, "standing": scenario.standing_shares(), "cards": own_cards(scenario),
    }  # fmt: skip


def _report_folder(folder: Path, *, changed: bool) -> dict[str, Any]:
    if changed:
        raise UsageError(f"{folder} is a folder of cards; --variant and --set are for scenarios")
    reach = read_folder(folder)
    mine: dict[str, dict[str, str]] = {}
    found: list[Quantity] = []
    for kind, cards in reach.cards.items():
        owners = {name: whose(kind, name, card.node) for name, card in cards.items()}
        mine[kind] = {name: words for name, words in owners.items() if words != "shipped"}
        found += [quantity for name in mine[kind] for quantity in cards[name].numbers().values()]
    return {"folder": str(folder), "cards": mine, "standing": shares(found)}


def _words(report: dict[str, Any]) -> str:
    standing = ", ".join(f"{share:.0%} {name}" for name, share in report["standing"].items())
    own = "; ".join(
        f"{kind[:-1]} card{'s' if len(cards) > 1 else ''} {', '.join(_named(*item) for item in cards.items())}"
        for kind, cards in report["cards"].items()
        if cards
    )
    if "folder" in report:
        return f"{report['folder']}: valid. A folder of cards: {own or 'none yet'}. Numbers: {standing}."
    variants = f"; variants: {', '.join(report['variants'])}" if report["variants"] else ""
    cards = f" Of its own: {own}." if own else ""
    return (
        f"{report['file']}: valid. {report['title']}: {report['states']} states, {report['levers']} levers, "
        f"{report['shocks']} shocks, {report['steps']} steps of a {report['step']}{variants}. Numbers: {standing}.{cards}"
    )


def _named(name: str, owner: str) -> str:
    """Return a card's name, with a word where it is more than a new one."""
    return name if owner == "own" else f"{name} ({owner.removeprefix('own, ')})"
