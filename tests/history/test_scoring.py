"""What is scored with what weight, what may be claimed of it, and that no later value reaches a rival."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polls import DYADS, prediction_text, survey_text, walks, written

from detente.history.bootstrap import Skill, skill
from detente.history.fit_dates import Fit
from detente.history.matching import MODEL
from detente.history.scorecard import Scorecard, score_files
from detente.history.scoring_sets import Summary, judged

FIT = Fit((2010, 12))
SCORES = st.lists(st.floats(0.1, 50.0), min_size=2, max_size=12)


def whole(found: Scorecard, key: str = "headline") -> Summary:
    (table,) = [table for table in found.tables if table.key == key]
    assert table.whole is not None
    return table.whole


def scored(folder: Path, predictions: str, surveys: str, **more: object) -> Scorecard:
    places = written(folder, p=predictions, s=surveys)
    return score_files([places["p"]], [places["s"]], fit=FIT, **more)  # type: ignore[arg-type]


def guesses(half: float = 8.0, years: range = range(2011, 2017)) -> list[tuple[str, str, int, str, float, float]]:
    return [(a, b, year, "pew_favourable", 50.0, half) for a, b in DYADS for year in years]


def last_values(rows: list[tuple[str, str, int, object, str, float]]) -> dict[tuple[str, str], float]:
    return {(a, b): value for a, b, year, _, _, value in rows if year == 2010}


@given(SCORES, st.integers(0, 5))
def test_a_rival_scored_against_itself_is_an_exact_tie(scores: list[float], seed: int) -> None:
    found = skill(np.array(scores), np.array(scores), seed)
    assert found == Skill(0.0, 0.0, 0.0) and judged(found) == "tie"


@given(st.floats(0.1, 50.0), st.floats(0.1, 50.0), st.integers(2, 12))
def test_equal_errors_leave_an_interval_of_no_width(ours: float, theirs: float, dyads: int) -> None:
    found = skill(np.full(dyads, ours), np.full(dyads, theirs), 1)
    assert found.low == pytest.approx(found.high, abs=1e-12) and found.value == pytest.approx(1 - ours / theirs)


@given(SCORES)
def test_the_interval_holds_the_skill_and_turns_with_the_sides(scores: list[float]) -> None:
    ours, theirs = np.array(scores), np.array(scores)[::-1]
    found = skill(ours, theirs, 1)
    assert found.low <= found.high
    low, high = 1 - (ours / theirs).max(), 1 - (ours / theirs).min()
    assert low - 1e-9 <= found.low and found.high <= high + 1e-9


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.01, 0.2, "beats"), (-0.2, -0.01, "worse"), (-0.1, 0.1, "tie"), (0.0, 0.1, "tie"), (1e-9, 0.1, "tie")],
)
def test_skill_is_claimed_where_the_interval_excludes_zero(low: float, high: float, word: str) -> None:
    assert judged(Skill(0.0, low, high)) == word


def test_a_perfect_forecast_scores_nothing_and_beats_every_rival(tmp_path: Path) -> None:
    rows = walks()
    exact = [(a, b, year, measure, value, 0.0) for a, b, year, _, measure, value in rows if year > 2010]
    found = whole(scored(tmp_path, prediction_text(exact), survey_text(rows)))
    line = found.lines[MODEL]
    assert line.crps == pytest.approx(0.0, abs=1e-9) and line.rmse == pytest.approx(0.0, abs=1e-6)
    assert line.cover50 == line.cover90 == 1.0
    assert found.verdict == "beats" and found.skills["persistence"][0].value == pytest.approx(1.0)


def test_persistence_as_a_prediction_is_a_tie_with_itself_and_its_rmse_is_the_plain_one(tmp_path: Path) -> None:
    rows = walks()
    last = last_values(rows)
    mine = [(a, b, year, "pew_favourable", last[a, b], 0.0) for a, b in DYADS for year in range(2011, 2017)]
    found = whole(scored(tmp_path, prediction_text(mine), survey_text(rows)))
    plain = np.sqrt(np.mean([(value - last[a, b]) ** 2 for a, b, year, _, _, value in rows if year > 2010]))
    assert found.lines["persistence"].rmse == pytest.approx(plain)
    assert found.lines[MODEL].rmse == pytest.approx(plain)
    assert found.skills["persistence"][1] == Skill(0.0, 0.0, 0.0)
    assert (found.rows, found.units, found.dyads) == (36, 36, 6)


def test_no_value_after_the_fit_date_reaches_a_rival(tmp_path: Path) -> None:
    rows = walks()
    other = [(a, b, y, m, q, v if y <= 2010 else 100.0 - v) for a, b, y, m, q, v in rows]
    tables = [scored(tmp_path, prediction_text(guesses()), survey_text(r)).rows for r in (rows, other)]
    said = [c for c in tables[0].columns if c.endswith(("_mean", *(f"_q{k}" for k in ("05", "25", "50", "75", "95"))))]
    assert len(said) == 36
    pd.testing.assert_frame_equal(tables[0][said], tables[1][said])


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows, mine = walks(), guesses()
    shuffled = [mine[k] for k in np.random.default_rng(1).permutation(len(mine))]
    one = scored(tmp_path, prediction_text(mine), survey_text(rows))
    two = scored(tmp_path, prediction_text(shuffled), survey_text(reversed(rows)))
    assert one.tables == two.tables


def test_dyads_weigh_the_same_however_often_they_were_asked(tmp_path: Path) -> None:
    rows = walks()
    few = [row for row in guesses() if row[:2] != DYADS[0] or row[2] == 2011]
    found = scored(tmp_path, prediction_text(few), survey_text(rows))
    by_dyad = found.rows.groupby(["observer", "target"])["model_crps"].mean()
    assert whole(found).lines[MODEL].crps == pytest.approx(by_dyad.mean())
    assert whole(found).lines[MODEL].crps != pytest.approx(found.rows["model_crps"].mean(), abs=1e-3)


def test_both_wordings_of_a_question_count_once(tmp_path: Path) -> None:
    rows = walks()
    turned = [(a, b, y, m, "pew_unfavourable", round(100 - v, 3)) for a, b, y, m, _, v in rows if a == "ASH"]
    both = [(a, b, y, "pew_unfavourable", 100 - middle, half) for a, b, y, _, middle, half in guesses() if a == "ASH"]
    one = whole(scored(tmp_path, prediction_text(guesses()), survey_text(rows)))
    two = whole(scored(tmp_path, prediction_text([*guesses(), *both]), survey_text([*rows, *turned])))
    assert two.rows > one.rows and two.units == one.units
    for name, line in one.lines.items():
        assert two.lines[name] == pytest.approx(line, abs=1e-3), name


def test_a_request_without_a_month_means_the_mean_of_the_year(tmp_path: Path) -> None:
    rows = [
        *walks(),
        ("ASH", "ELM", 2011, 3, "cabinet_affinity", 20.0),
        ("ASH", "ELM", 2011, 9, "cabinet_affinity", 40.0),
    ]
    year = [*guesses(), ("ASH", "ELM", 2011, "cabinet_affinity", 30.0, 1.0)]
    table = scored(tmp_path, prediction_text(year), survey_text(rows)).rows
    assert table[table["measure"] == "cabinet_affinity"]["value"].tolist() == [30.0]
    monthly = (
        prediction_text([("ASH", "ELM", 2011, "cabinet_affinity", 30.0, 1.0)])
        .replace("year,", "year,month,")
        .replace("2011,", "2011,9,")
    )
    table = scored(tmp_path, monthly, survey_text(rows)).rows
    assert table["value"].tolist() == [40.0]


def test_headline_needs_four_values_and_no_seen_year(tmp_path: Path) -> None:
    rows = [*walks(last=2025), *(("ASH", "ELM", y, "", "lowy_trust", 50.0) for y in (2005, 2008, 2010, 2015))]
    mine = [*guesses(years=range(2011, 2026)), ("ASH", "ELM", 2015, "lowy_trust", 50.0, 5.0)]
    found = scored(tmp_path, prediction_text(mine), survey_text(rows))
    assert whole(found).units == 6 * 13
    assert whole(found, "requested").units == 6 * 13 + 1
    assert whole(found, "seen").units == 6 * 2


def test_values_of_secondary_provenance_are_left_out_of_a_second_headline(tmp_path: Path) -> None:
    text = survey_text(walks())
    lines = [line.replace("A house", "Blog table") if ",2016," in line else line for line in text.splitlines()]
    found = scored(tmp_path, prediction_text(guesses()), "\n".join(lines) + "\n")
    assert whole(found).units == 36 and whole(found, "primary").units == 30


def test_scales_other_than_percent_are_scored_on_0_to_100(tmp_path: Path) -> None:
    rows = [*walks(), ("ASH", "ELM", 2012, "", "ciss_score_1to5", 2.0)]
    mine = [*guesses(), ("ASH", "ELM", 2012, "ciss_score_1to5", 3.0, 0.0)]
    table = scored(tmp_path, prediction_text(mine), survey_text(rows)).rows
    (row,) = table[table["measure"] == "ciss_score_1to5"].to_dict("records")
    assert (row["value"], row["model_mean"], row["model_crps"]) == (25.0, 50.0, pytest.approx(25.0))


def test_with_too_few_dyads_nothing_is_claimed(tmp_path: Path) -> None:
    rows = walks()
    exact = [(a, b, y, measure, v, 0.0) for a, b, y, _, measure, v in rows if y > 2010 and (a, b) in DYADS[:4]]
    assert whole(scored(tmp_path, prediction_text(exact), survey_text(rows))).verdict == "unjudged"


def test_what_was_known_of_a_year_is_no_outcome_of_its_rest(tmp_path: Path) -> None:
    rows = [*walks(), ("ASH", "ELM", 2017, 3, "pew_favourable", 90.0), ("ASH", "ELM", 2017, 10, "pew_favourable", 20.0)]
    asked = prediction_text([("ASH", "ELM", 2017, "pew_favourable", 50.0, 8.0)])
    places = written(tmp_path, p=asked, s=survey_text(rows))
    found = {month: score_files([places["p"]], [places["s"]], fit=Fit((2017, month))) for month in (2, 6)}
    assert [float(one.rows["value"].item()) for one in found.values()] == [55.0, 20.0]
