"""A sweep in a notebook: what it asks and how large it is; of a folder also what is done, what failed and what came out.

Everything a sweep says is escaped: it is shown and never run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.scenario import keys
from detente.scenario.display import folded, table, text
from detente.scenario.quantities import Quantity
from detente.scenario.scenario import Scenario
from detente.sweeps.folder import stored_scenario
from detente.world.outcomes import INDICATORS
from detente.world.text import DISCLAIMER

if TYPE_CHECKING:
    from detente.sweeps.opening import SweepResult
    from detente.sweeps.sweep import Sweep

AT_ONCE = 200_000
"""Of more runs than this outcomes are not added up unasked: a cell should be there at once."""
FACTOR = ("factor", "sets", "range or values", "distribution", "unit", "passport of what it sets")


def html(sweep: Sweep) -> str:
    """Return a sweep that was read, not yet run: its question, its size, its packages and factors."""
    sizes = (len(sweep.packages), len(sweep.points), sweep.futures or 1, sweep.replicates)
    facts = f"{_product(sizes)} = {sweep.batch_runs:,} runs"
    facts += f" in a batch, at most {sweep.runs:,}" if sweep.stop is not None else ""
    recorded = ", ".join(("means", *sweep.record))
    words = f"{facts}; design {sweep.design.kind.replace('_', ' ')}; seed {sweep.seed}; recorded: {recorded}"
    rows = [_factor(f.name, f.paths, f.values, (f.low, f.high), f.distribution, f.unit, _scenarios(sweep), f.meaning)
            for f in sweep.factors]  # fmt: skip
    packages = [
        (name, package.scenario.title, len(package.scenario.levers), _role(name, sweep.reference))
        for name, package in sweep.packages.items()
    ]
    parts = [
        *_stopping(sweep),
        folded(f"{len(packages)} packages", table(("package", "scenario", "levers", ""), packages), True),
        folded(f"{len(rows)} factors", table(FACTOR, rows), True),
    ]
    return _page(sweep.title, sweep.question, words, parts)


def html_of_result(result: SweepResult) -> str:
    """Return the folder of a sweep: what is done and what failed, its factors, its outcomes, and where it lies."""
    manifest, failures = result.manifest, result.failed
    share = f"{result.done:,} of {manifest['runs']:,} runs done"
    words = (
        f"{_product(result.shape)}; {share}, {len(failures):,} failed; {manifest['status']}; seed {manifest['seed']}"
    )
    bar = f'<progress value="{result.done}" max="{max(int(manifest["runs"]), 1)}"></progress>'
    scenario = [_stored(result)]
    rows = [_factor(name, f["path"], f.get("values"), f.get("range", (0.0, 0.0)), f["distribution"], f["unit"], scenario)
            for name, f in result.factors.items()]  # fmt: skip
    packages = [(name, title, _role(name, result.reference)) for name, title in manifest["packages"].items()]
    parts = [bar, *_outcomes(result), folded(f"{len(rows)} factors", table(FACTOR, rows), True),
             folded(f"{len(packages)} packages", table(("package", "scenario", ""), packages))]  # fmt: skip
    if failures:
        listed = [(f"run {one.place}", one.error) for one in failures[:10]]
        parts.append(
            folded(f"{len(failures):,} failed runs", table(("run", "error"), listed, len(failures) - len(listed)), True)
        )
    parts.append(f"<div>{text(result.folder)}</div>")
    return _page(manifest["title"], str(manifest.get("question_text", "")), words, parts)


def _page(title: str, question: str, facts: str, parts: Iterable[str]) -> str:
    head = f"<strong>{text(title)}</strong><br><em>{text(question)}</em><br>{text(facts)}"
    return f'<div class="detente">{head}{"".join(parts)}<small>{DISCLAIMER}</small></div>'


def _product(sizes: Iterable[int]) -> str:
    """Return the sizes of a sweep in words: 3 packages × 25 points × 1 future × 2 replicates."""
    words = ("package", "point", "future", "replicate")
    return " × ".join(f"{size:,} {word}{'' if size == 1 else 's'}" for size, word in zip(sizes, words, strict=True))


def _role(name: str, reference: str) -> str:
    return "others are compared with it" if name == reference else ""


def _stopping(sweep: Sweep) -> list[str]:
    if sweep.stop is None:
        return []
    stop = sweep.stop
    return [
        f"<div>{text(f'stops once the error of the difference in {stop.indicator} is at most {stop.error:g}')}</div>"
    ]


def _factor(name: str, paths: Iterable[str], values: Any, limits: Any, distribution: str, unit: str,
            scenarios: list[Scenario | None], meaning: str = "") -> tuple[object, ...]:  # fmt: skip
    """Return the row of a factor: what it sets, between which limits, and what was known of that before."""
    spread = ", ".join(map(str, values)) if values is not None else f"{limits[0]:g} to {limits[1]:g}"
    paths = list(paths)
    known = [found for path in paths for scenario in scenarios if scenario is not None
             if isinstance(found := keys.lookup(scenario, path), Quantity)]  # fmt: skip
    called = f"{name}: {meaning}" if meaning else name
    listed = ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    how = "listed" if values is not None else distribution.replace("_", " ")
    return (called, listed, spread, how, unit, _passport(known[0]) if known else "")


def _passport(quantity: Quantity) -> str:
    limits = "fixed" if quantity.fixed else f"{quantity.low:g} to {quantity.high:g}"
    source = f", {', '.join(quantity.source)}" if quantity.source else ""
    return f"{quantity.value:g} ({limits}), {quantity.standing}{source}"


def _scenarios(sweep: Sweep) -> list[Scenario | None]:
    """Return the scenarios in which a factor may be found: that of the reference, then the others."""
    return [sweep.base, *(package.scenario for package in sweep.packages.values())]


def _stored(result: SweepResult) -> Scenario | None:
    """Return a stored scenario of the sweep, or None where it cannot be read."""
    try:
        found: Scenario = stored_scenario(result.folder, result.manifest["structures"][-1]["file"])
    except DetenteError:
        return None
    return found


def _outcomes(result: SweepResult) -> list[str]:
    """Return a table of paired differences, or in words why there is none."""
    if len(result.packages) < 2:
        return []
    if not result.runs:
        return ["<p>No shard is whole yet: outcomes can be read once more is done.</p>"]
    if result.runs > AT_ONCE:
        return ["<p>Outcomes: <code>.differences()</code></p>"]
    found: list[Any] = list(result.differences().itertuples())
    rows = [(row.package, INDICATORS[row.indicator].title, f"{row.difference:+.3g}", f"{row.error:.2g}", row.units,
             "more" if row.better > 0 else "less", row.pairs) for row in found]  # fmt: skip
    unit = "future" if result.sampled else "replicate"
    heads = ("package", "indicator", f"minus {result.reference}", "Monte Carlo error", "unit", "better", f"{unit}s")
    return [folded("outcomes: paired differences over all points", table(heads, rows), True)]
