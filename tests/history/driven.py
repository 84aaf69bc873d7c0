"""Three invented states under dated events, asked about by polls: small enough for a fit in a second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from polls import survey_text

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests" / "museum" / "base.yaml"
PRIORS = ("priors_2005", "priors_2005_levers", "priors_2005_shocks")
STATES = ("ARN", "BEL", "COR")
DYADS = [(one, other) for one in STATES for other in STATES if one != other]
EVENTS = """date,kind,initiator,targets,intensity,title
2006-05-02,history_controversy,BEL,ARN,3,A shrine
2007,summit,ARN,BEL,2,A meeting
2008-03,territorial_incident,COR,ARN;BEL,4,Two boats
2009-06-01,leadership_change,COR,COR;ARN,4,An election
2010-02-01,distant_war,COR,USA,4,Far away
2011-09-10,economic_partnership,ARN,COR,3,A treaty
2013-04,missile_test,COR,ARN,5,A test
2014-07-01,back_channel,BEL,COR,2,Quietly
2015-01-01,trade_coercion,COR,BEL,3,A ban
2019-01-01,summit,ARN,COR,3,Too late
"""
EVENTS = EVENTS.replace("COR,USA,4", "COR,GBR;BEL,4").replace("COR;ARN,4,An", "ARN;BEL,4,An")


def region(folder: Path) -> Path:
    """Write the states with the priors of the shipped hindcast over them; return the scenario file."""
    whole: dict[str, Any] = yaml.safe_load(BASE.read_text())
    parts = {name: _known(whole[name]) for name in ("states", "ties")}
    top = {"schema": 1, "start": "2005-01-01", "end": "2016-12-31", "runs": 10, "replicates": 10, "seed": 3,
           "step": "quarter", "title": "Three invented states", "question": "Does a fit stand?", "focus": "ARN",
           "issues": ["china", "north_korea", "maritime_order", "economy", "emerging_domains"]}  # fmt: skip
    (folder / "region_2005.yaml").write_text(yaml.safe_dump({**top, **parts}))
    for name in PRIORS:
        (folder / f"{name}.yaml").write_text((ROOT / "scenarios" / "hindcast" / f"{name}.yaml").read_text())
    (folder / "invented.yaml").write_text(f"extends: {PRIORS[-1]}.yaml\n")
    return folder / "invented.yaml"


def _known(node: Any) -> Any:
    """Return a part of a scenario in which every number says that it was known in 2004."""
    if isinstance(node, dict) and "value" in node:
        node = node["value"]
    if isinstance(node, dict):
        return {key: _known(value) for key, value in node.items()}
    if not isinstance(node, int | float) or isinstance(node, bool):
        return node
    return {"value": node, "range": [node, node], "standing": "assumed", "reason": "invented", "known_by": 2004}


def polls(seed: int = 1, last: int = 2015) -> list[tuple[str, str, int, object, str, float]]:
    """Return yearly favourable shares of six directed dyads from 2006 on: walks around levels of their own."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, str, int, object, str, float]] = []
    for one, other in DYADS:
        path = rng.uniform(30, 60) + np.cumsum(rng.normal(0, 3, last - 2005))
        rows += [
            (one, other, 2006 + k, 5, "pew_favourable", round(float(v), 2)) for k, v in enumerate(np.clip(path, 5, 95))
        ]
    return rows


def files(folder: Path, rows: list[tuple[str, str, int, object, str, float]] | None = None) -> list[str]:
    """Write scenario, surveys and events; return the arguments that name them."""
    folder.mkdir(exist_ok=True)
    (folder / "surveys.csv").write_text(survey_text(polls() if rows is None else rows))
    (folder / "events.csv").write_text(EVENTS)
    tables = ["--surveys", str(folder / "surveys.csv"), "--events", str(folder / "events.csv")]
    return [str(region(folder)), *tables]
