"""Score what `make_hindcast.py` kept and write the tables of `docs/hindcast.md`, its data and its pictures.

    python docs/make_hindcast_page.py WORK [--more FILE]

Tables stand in the page between `<!-- table: NAME -->` and `<!-- end -->`; the words around them are written by hand.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from hindcast_patterns import patterns_table
from hindcast_pictures import draw
from hindcast_rows import data_table, dyads_table
from hindcast_tables import ablations_table, arms_table, long_table, scores_table
from make_hindcast import EVENTS, LAST, ORIGINS, SURVEYS, parts

from detente.history.event_table import read_dated_events
from detente.history.matching import match
from detente.history.predictions import read_predictions
from detente.history.scoring import Scored, score
from detente.history.scoring_sets import LEAST, Table, tables
from detente.history.surveys import SurveyTable, read_surveys
from detente.whole_files import write_whole

DOCS = Path(__file__).parent
SEED = 1


def values(files: list[Path]) -> SurveyTable:
    """Return the survey values up to `LAST`: no later one is looked at."""
    frame = read_surveys(*files).frame
    return SurveyTable(frame[frame["year"] <= LAST])


def scored(work: Path, label: str, surveys: SurveyTable, rivals: bool) -> tuple[Scored, Scored]:
    """Return the scores of the origins of a label, with all values and without those of secondary provenance."""
    made = read_predictions([work / f"{label}.{origin}.csv" for origin in ORIGINS if part_of(work, label, origin)])
    events = read_dated_events(EVENTS) if rivals else None
    matched = [match(one, surveys, events) for one in made]
    return score(matched), score(matched, "primary")


def part_of(work: Path, label: str, origin: int) -> bool:
    """Return whether a label has been done for an origin."""
    return (work / f"{label}.{origin}.csv").exists()


def labels(work: Path) -> list[str]:
    """Return the labels of arms and ablations of which every origin is done."""
    found = {
        part.label: [one.origin for one in round_ if one.label == part.label] for round_ in parts() for part in round_
    }
    del found["published"], found["long"]
    return [label for label, origins in found.items() if all(part_of(work, label, o) for o in origins)]


def main() -> None:
    """Score everything that is done and write the tables."""
    options = argparse.ArgumentParser()
    options.add_argument("work", type=Path)
    options.add_argument("--more", type=Path, action="append", default=[])
    given = options.parse_args()
    surveys = {"all": values([SURVEYS, *given.more]), "published": values([SURVEYS])}
    full: dict[str, tuple[Scored, list[Table]]] = {}
    for label in ("known", "published"):
        both = scored(given.work, label, surveys["published" if label == "published" else "all"], True)
        full[label] = both[0], tables(*both, SEED)
    base = full["known"][0]
    mask = base.answered & (base.rows["known"] >= LEAST).to_numpy(bool)
    chosen = {}
    for label in labels(given.work):
        found = scored(given.work, label, surveys["all"], False)[0]
        here = mask[base.rows["origin"].isin(set(found.rows["origin"])).to_numpy()]
        assert len(found.rows) == len(here), label
        chosen[label] = found.where(here)
    long = long_table({label: found for label, (_, found) in full.items()})
    write_whole(
        DOCS / "hindcast_scores.csv", long.to_csv(index=False, float_format="%.4g", lineterminator="\n").encode()
    )
    blocks = {
        "data": data_table(given.work, surveys["all"]), "scores": scores_table(full["known"][1][0]),
        "scores_primary": scores_table(full["known"][1][1], ("all",)),
        "scores_published": scores_table(full["published"][1][0], ("all",)),
        "arms": arms_table(chosen), "ablations": ablations_table(chosen, given.work),
        "dyads": dyads_table(base.where(mask)),
        "patterns": patterns_table(),
    }  # fmt: skip
    fill(DOCS / "hindcast.md", blocks)
    whole = full["known"][1][0].whole
    assert whole is not None
    draw(given.work, tuple(given.more), whole)


def fill(page: Path, blocks: dict[str, str]) -> None:
    """Put tables between their marks in a page."""
    text = page.read_text(encoding="utf-8")
    for name, block in blocks.items():
        pattern = rf"(<!-- table: {name} -->\n).*?(<!-- end -->)"
        text = re.sub(pattern, lambda found, block=block: f"{found[1]}{block}\n{found[2]}", text, flags=re.DOTALL)
    write_whole(page, text.encode())


if __name__ == "__main__":
    main()
