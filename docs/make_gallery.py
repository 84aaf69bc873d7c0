"""Make the gallery again: every figure that `detente plot` knows, drawn from runs of the shipped scenarios.

    python docs/make_gallery.py

writes `docs/gallery.md` and its pictures in `docs/gallery/`; it takes a few minutes on two cores.  The same machine and
versions give the same bytes.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pandas

import detente
from detente import figures
from detente.figures import FIGURES, SWEEP_FIGURES, Choice, Material, Tidy
from detente.scenario import read_reference, read_scenario
from detente.whole_files import write_whole
from detente.world.outcomes import INDICATORS

DOCS = Path(__file__).parent
SCENARIO = DOCS.parent / "scenarios" / "unified_framework.yaml"
RECORD = ("trust", "grievance", "alignment", "tension", "posture")
GRIEVANCE, CONSENT = (0.0, 0.5, 1.0, 1.5, 2.0), (-1.0, 0.0, 1.0, 2.0)
FACTORS = {"parameters.grievance_scale": GRIEVANCE, "parameters.consent_base": CONSENT}
CHOICES = {"matrix": Choice(of="trust"), "dyads": Choice(of="trust"), "waterfall": Choice(of="trust", observer="KOR"),
           "endings": Choice(of="trust")}  # fmt: skip
HEAD = """# Gallery

Every figure, drawn at the width at which it is printed (6.5 inches), made again by `python docs/make_gallery.py`.
`detente plot RESULT --figure NAME` draws them from a results folder; in Python each is a function in `detente.figures`
that takes `ax=`.  All are conditional scenario output, not a forecast and not a probability that an event will occur.
"""
KEPT = "# Of hindcasts"
"""From here on the page is kept: `make_hindcast_page.py` draws what follows, and the end is written by hand."""


def material() -> Material:
    """Return runs of the scenario beside its reference."""
    scenario = read_scenario(SCENARIO)
    reference = read_reference(scenario)
    assert reference is not None
    return figures.material_of(
        *(detente.run(side, 200, 1, replicates=4, record=RECORD, progress=True) for side in (scenario, reference))
    )


def sweep() -> Tidy:
    """Return a small sweep: the scenario and its reference over grievance and readiness to agree."""
    tables = []
    for point, values in enumerate(product(*FACTORS.values())):
        numbers = [f"{key}={value}" for key, value in zip(FACTORS, values, strict=True)]
        for package, off in (("nothing", ["levers.*.level=0"]), ("unified", [])):
            runs = detente.run(
                read_scenario(SCENARIO, None, [*numbers, *off]), 40, 1, replicates=2, record="indicators"
            )
            table = pandas.DataFrame(runs.summary, columns=list(INDICATORS))
            labels = {"package": package, "point": point, "future": runs.sets, "replicate": np.arange(40) % 2}
            tables.append(table.assign(**labels, **dict(zip(FACTORS, values, strict=True))))
    source = "A unified framework; 20 futures × 2 runs at each of 20 points, seed 1."
    return figures.tidy(pandas.concat(tables, ignore_index=True), "nothing", source=source)


def entry(name: str, about: str, needs: str, drawn: dict[str, object]) -> str:
    """Save a kind's figures; return its part of the page, with the headline of each as what it shows."""
    lines = [f"## {name}", "", f"{about[0].upper()}{about[1:]}. Needs {needs}.", ""]
    for stem, figure in drawn.items():
        figures.save(figure, DOCS / "gallery" / f"{stem}.png")  # type: ignore[arg-type]
        said = " ".join(figure.get_suptitle().split()).replace("[", "(").replace("]", ")")  # type: ignore[attr-defined]
        lines += [f"![{said}](gallery/{stem}.png)", ""]
    return "\n".join(lines)


def main() -> None:
    """Draw everything and write the page."""
    results, swept = material(), sweep()
    parts = [HEAD]
    for name, kind in FIGURES.items():
        parts.append(entry(name, kind.about, ", ".join(kind.needs), kind.draw(results, CHOICES.get(name, Choice()))))
    parts.append(
        "# Of sweeps\n\nFunctions of a tidy table, an xarray Dataset or an opened sweep (`detente.figures.tidy`).\n"
    )
    for name, of_sweep in SWEEP_FIGURES.items():
        drawn = of_sweep.draw(swept, Choice(of="trust_in_focus"))
        renamed = {stem if name != "policies" else "policies_of_a_sweep": figure for stem, figure in drawn.items()}
        parts.append(entry(name, of_sweep.about, ", ".join(of_sweep.needs), renamed))
    page = DOCS / "gallery.md"
    written = page.read_text("utf-8") if page.exists() else ""
    kept = "\n" + written[written.index(KEPT) :] if KEPT in written else ""
    write_whole(page, ("\n".join(parts).rstrip() + "\n" + kept).encode())


if __name__ == "__main__":
    main()
