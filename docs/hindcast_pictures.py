"""Pictures of `docs/hindcast.md`: predicted series with surveys, skill, what surveys told, and predictive checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from make_hindcast import LAST, SEED, SURVEYS, Part, read

from detente import figures
from detente.history.checking import predictive_checks
from detente.history.fit_dates import Fit
from detente.history.forecasting import forecast
from detente.history.hindcasting import prepare
from detente.history.measures import find_measure
from detente.history.posterior import told
from detente.history.scoring_sets import Summary
from detente.history.surveys import read_surveys
from detente.whole_files import write_whole

DOCS = Path(__file__).parent
ORIGIN = 2012
SERIES = (
    ("JPN", "CHN", "cabinet_affinity"), ("CHN", "JPN", "genron_unfavourable"), ("JPN", "KOR", "cabinet_affinity"),
    ("JPN", "USA", "cabinet_affinity"), ("AUS", "USA", "lowy_trust"), ("JPN", "RUS", "cabinet_affinity"),
)  # fmt: skip


def draw(work: Path, more: tuple[Path, ...], whole: Summary) -> None:
    """Draw all pictures, and list them in the gallery."""
    inputs = read(Part("known", ORIGIN), more)
    ready = prepare(inputs)
    with np.load(work / f"long.{ORIGIN}.npz") as kept:
        u = kept["u"]
    names = {key: state.name for key, state in inputs.scenario.states.items()}
    drawn = {
        "hindcast_fans": _fans(work, names),
        "hindcast_skills": figures.skills(whole).figure,
        "hindcast_informed": figures.informed(told(ready.setup.unknowns, u)).figure,
        "hindcast_checks": figures.checks(predictive_checks(ready.setup, u, SEED)),
    }
    parts = [
        "# Of hindcasts",
        "",
        "Drawn by `python docs/make_hindcast_page.py` from the fits behind [hindcast.md](hindcast.md).",
        "",
    ]
    for stem, figure in drawn.items():
        figures.save(figure, DOCS / "gallery" / f"{stem}.png")  # type: ignore[arg-type]
        said = " ".join(figure.get_suptitle().split())  # type: ignore[union-attr]
        name = stem.removeprefix("hindcast_")
        about = figures.HISTORY_FIGURES[name][1]
        parts += [f"## {name}", "", f"{about[0].upper()}{about[1:]}.", "", f"![{said}](gallery/{stem}.png)", ""]
    page = DOCS / "gallery.md"
    text = page.read_text("utf-8")
    end = text.index("# Beside other tools")
    start = text.index("# Of hindcasts") if "# Of hindcasts" in text else end
    write_whole(page, (text[:start] + "\n".join(parts) + "\n" + text[end:]).encode())


def _fans(work: Path, names: dict[str, str]) -> Any:
    """Return the fans of published series, from a fit to published values alone: what is not carried is not drawn."""
    inputs = read(Part("published", ORIGIN, data="published"), ())
    ready = prepare(inputs, wanted())
    with np.load(work / f"published.{ORIGIN}.npz") as kept:
        u = kept["u"]
    assert ready.asked is not None
    predicted = forecast(ready.setup, u, ready.requests, ready.asked, ready.how)
    published = read_surveys(SURVEYS).until(LAST)
    return figures.fans(predicted, published, Fit((ORIGIN, 12)), names)


def wanted() -> pd.DataFrame:
    """Return a request for every year after the origin of the series that are drawn."""
    rows = []
    for observer, target, name in SERIES:
        measure = find_measure(name)
        assert measure is not None
        rows += [
            (observer, target, year, 0, name, measure.question, measure.sign) for year in range(ORIGIN + 1, LAST + 1)
        ]
    return pd.DataFrame(rows, columns=["observer", "target", "year", "month", "measure", "question", "sign"])
