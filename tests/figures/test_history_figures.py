"""Figures of hindcasts: what is seen is drawn filled, what came later open, and headlines count what they show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from detente import figures
from detente.history.bootstrap import Skill
from detente.history.checking import Check
from detente.history.fit_dates import Fit
from detente.history.posterior import Told
from detente.history.scoring_sets import Line, Summary
from detente.history.surveys import SurveyTable, read_surveys

HEAD = "observer,target,year,month,measure,value_percent,source_title,source_url,confidence\n"
FIT = Fit((2012, 12))
LEVELS = {"q05": -10.0, "q25": -4.0, "q50": 0.0, "q75": 4.0, "q95": 10.0}


@pytest.fixture
def surveys(tmp_path: Path) -> SurveyTable:
    """Return nine yearly values of one series, 40 to 48."""
    lines = [f"ASH,OAK,{2007 + k},,pew_favourable,{40 + k},a,https://a.test,sourced" for k in range(9)]
    (tmp_path / "surveys.csv").write_text(HEAD + "\n".join(lines) + "\n")
    return read_surveys(tmp_path / "surveys.csv")


def predicted(*dyads: tuple[str, str]) -> pd.DataFrame:
    rows = [
        {
            "observer": one,
            "target": two,
            "year": year,
            "measure": "pew_favourable",
            **{q: 50.0 + x for q, x in LEVELS.items()},
        }
        for one, two in dyads
        for year in range(2013, 2016)
    ]
    return pd.DataFrame(rows)


def test_a_fan_parts_surveys_seen_from_later_ones(surveys: SurveyTable) -> None:
    axes = figures.fan(predicted(("ASH", "OAK")), surveys, FIT)
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in dots] == [list(range(2007, 2013)), [2013, 2014, 2015]]
    assert [list(line.get_ydata()) for line in dots] == [[40, 41, 42, 43, 44, 45], [46, 47, 48]]
    assert dots[0].get_markerfacecolor() != dots[1].get_markerfacecolor()
    assert "%" in axes.get_ylabel()
    assert len(axes.collections) == 2


def test_fans_keep_the_order_of_the_table_and_hide_what_is_empty(surveys: SurveyTable) -> None:
    pairs = [("OAK", "ASH"), ("ASH", "OAK"), ("ASH", "ELM"), ("ELM", "ASH"), ("OAK", "ELM")]
    figure = figures.fans(predicted(*pairs), surveys, FIT, {"OAK": "Oakland"})
    shown = [axes.get_title(loc="left") or axes.get_title() for axes in figure.axes if axes.get_visible()]
    assert shown == [
        "Oakland\nabout ASH",
        "ASH\nabout Oakland",
        "ASH\nabout ELM",
        "ELM\nabout ASH",
        "Oakland\nabout ELM",
    ]


def test_skills_are_drawn_in_percent_the_best_rival_first() -> None:
    lines = {
        name: Line(crps, 10.0, 6.0, 0.5, 0.9, 15.0, 35.0) for name, crps in (("a", 6.0), ("b", 5.0), ("model", 4.0))
    }
    found = {name: (Skill(0.2, -0.1, 0.4), Skill(0.1, -0.2, 0.3)) for name in ("a", "b")}
    axes = figures.skills(Summary("all", 12, 10, 6, lines, found, "b", "tie"))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["b (5.0)", "a (6.0)"]
    ends = sorted({round(float(x)) for line in axes.lines if len(line.get_xdata()) == 2 for x in line.get_xdata()})
    assert ends == [-20, -10, 0, 10, 20, 30, 40]  # intervals, marks and the line at zero
    assert "10 values of 6 directed dyads" in axes.figure.get_suptitle()  # type: ignore[union-attr]


def test_informed_places_posteriors_on_the_range_of_their_priors() -> None:
    told = [
        Told("half_life", False, "year", (2.0, 4.0, 12.0), (2.0, 7.0, 12.0), 0.1, 0, 400),
        Told("noise", False, "logit", (0.0, 0.5, 1.0), (0.4, 0.5, 0.6), 0.9, 0, 400),
    ]
    axes = figures.informed(told)
    marks = [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("o", "D")]
    assert marks == [0.5, 0.5]
    assert [line.get_marker() for line in axes.lines if line.get_marker() in ("o", "D")] == ["D", "o"]
    assert "1 informed, 1 left" in axes.figure.get_suptitle()  # type: ignore[union-attr]


def test_checks_say_what_share_lies_below_and_the_order_of_replicates_does_not_matter() -> None:
    values = np.linspace(0.0, 1.0, 100)
    one, other = (Check("spread", "logit", 0.255, values[::-1], these) for these in (values, values[::-1]))
    assert one.share_below() == other.share_below() == 0.26
    figure = figures.checks([one, other, one])
    assert isinstance(figure, Figure)
    assert [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()] == ["spread (26% below)"] * 3
