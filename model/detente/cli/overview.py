"""What a scenario is, at a glance: the overview that `detente show FILE` prints."""

from __future__ import annotations

from typing import Any

from detente.scenario.scenario import Scenario


def overview(scenario: Scenario) -> dict[str, Any]:
    """Return the overview as plain data."""
    return {
        "title": scenario.title, "question": scenario.question, "about": scenario.about, "variant": scenario.variant,
        "start": scenario.start.isoformat(), "end": scenario.end.isoformat(), "step": scenario.step,
        "runs": scenario.runs, "replicates": scenario.replicates, "seed": scenario.seed,
        "theory": scenario.theory, "focus": scenario.focus, "bloc": list(scenario.bloc),
        "states": {k: s.name for k, s in scenario.states.items()},
        "levers": {k: lever.title for k, lever in scenario.levers.items()},
        "shocks": {k: shock.title for k, shock in scenario.shocks.items()},
        "variants": list(scenario.variants), "standing": scenario.standing_shares(),
        "assumed": _assumed(scenario), "digest": scenario.digest(),
    }  # fmt: skip


def _assumed(scenario: Scenario) -> dict[str, int]:
    """Return how many numbers are assumed, by the part of the scenario they stand in."""
    counts: dict[str, int] = {}
    for key, quantity, _ in scenario.passports():
        if quantity.standing == "assumed":
            part = ".".join(key.split(".")[: 2 if key.startswith("ties") else 1])
            counts[part] = counts.get(part, 0) + 1
    return counts


def words(scenario: Scenario) -> str:
    """Return the overview in words."""
    o = overview(scenario)
    standing = ", ".join(f"{share:.0%} {name}" for name, share in o["standing"].items())
    lines = [o["title"], f"  {o['question']}" if o["question"] else ""]
    lines.append(
        f"  {o['start']} to {o['end']}, step {o['step']}; theory {o['theory']}; focus {o['focus']}; bloc {', '.join(o['bloc'])}"
    )
    for part in ("states", "levers", "shocks"):
        lines.append(f"  {part}: {', '.join(f'{k} ({v})' for k, v in o[part].items()) or 'none'}")
    lines.append(f"  variants: {', '.join(o['variants']) or 'none'}")
    lines.append(
        f"  numbers: {standing}; assumed by part: {', '.join(f'{k} {v}' for k, v in sorted(o['assumed'].items()))}"
    )
    lines.append("  look closer: detente show FILE KEY, for instance ties.trust, parameters, levers")
    return "\n".join(line for line in lines if line)
