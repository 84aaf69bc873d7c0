"""What a user types: `detente score` on one origin and on several; its words, its JSON, its rows, the published tables."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from polls import DYADS, prediction_text, survey_text, walks, written

from detente.cli import run
from detente.history.event_regression import groups
from detente.history.event_table import read_dated_events
from detente.history.measures import declared, find_measure, is_secondary
from detente.history.surveys import read_surveys
from detente.scenario.event_kinds import read_event_kinds

EVENTS = "date,kind,initiator,targets,intensity\n2009-03-01,missile_test,ASH,ELM;OAK,3\n2013,summit,ELM,ASH,2\n"
REFERENCE = os.environ.get("DETENTE_REFERENCE", "")
PUBLISHED = Path(REFERENCE).parent / "published" / "trust_surveys.csv"
needs_surveys = pytest.mark.skipif(
    not REFERENCE or not PUBLISHED.exists(),
    reason="DETENTE_REFERENCE is not set: the survey tables are not part of the project",
)


def origin(folder: Path, year: int) -> Path:
    """Write predictions of 50 for the years after an origin, and its fit date beside them."""
    rows = [(a, b, y, "pew_favourable", 50.0, 20.0) for a, b in DYADS for y in range(year + 1, year + 4)]
    place = written(folder, **{f"from_{year}": prediction_text(rows)})[f"from_{year}"]
    place.with_name(f"{place.name}.json").write_text(json.dumps({"fit_until": f"{year}-12"}))
    return place


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    places = written(tmp_path, s=survey_text(walks()), e=EVENTS)
    more = ["--surveys", str(places["s"]), "--events", str(places["e"])]
    return [str(origin(tmp_path, 2008)), str(origin(tmp_path, 2010)), *more]


def printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["score", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_several_origins_are_pooled_and_told_apart(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(files, capsys)
    assert [one["file"] for one in found["origins"]] == ["from_2008.csv", "from_2010.csv"], "no path of a machine"
    assert [one["fit_until"] for one in found["origins"]] == ["2008-12", "2010-12"]
    headline = found["tables"][0]
    assert headline["key"] == "headline" and headline["whole"]["units"] == 36 and headline["whole"]["dyads"] == 6
    assert [(part["name"], part["units"]) for part in headline["by_origin"]] == [("2008", 18), ("2010", 18)]
    assert [part["name"] for part in headline["by_horizon"]] == ["1", "2", "3"]
    assert set(headline["whole"]["lines"]) == {
        "model", "persistence", "shrunken persistence", "climatology", "AR(1)", "linear trend", "event regression",
    }  # fmt: skip
    assert headline["whole"]["best"] in found["rules"]["judges"]
    interval = headline["whole"]["skills"]["persistence"]["crps"]
    assert interval["low"] <= interval["value"] <= interval["high"]


def test_words_begin_with_the_verdict_and_say_n(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["score", *files]) == 0
    said = capsys.readouterr().out
    assert "18 of 18 predictions scored" in said and "n = 36 values of 6 directed dyads" in said
    assert "by origin" in said and "by horizon" in said and "event regression" in said
    assert run(["score", *files[:-2], "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["score", *files[:-2]]) == 0
    assert "the fairest rival is missing" in capsys.readouterr().out


def test_every_row_can_be_written_and_adds_up(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rows.csv"
    found = printed([*files, "--out", str(out)], capsys)
    rows = pd.read_csv(out)
    assert len(rows) == 36 and str(tmp_path) not in out.read_text()
    by_dyad = rows.groupby(["observer", "target"])["event_regression_crps"].mean()
    assert by_dyad.mean() == pytest.approx(found["tables"][0]["whole"]["lines"]["event regression"]["crps"], abs=1e-4)


def test_without_a_fit_date_the_year_before_is_taken_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = origin(tmp_path, 2009)
    place.with_name(f"{place.name}.json").unlink()
    surveys = written(tmp_path, s=survey_text(walks()))["s"]
    found = printed([str(place), "--surveys", str(surveys)], capsys)
    assert found["origins"][0]["fit_until"] == "2009-12" and "taken as" in found["origins"][0]["stated"]
    found = printed([str(place), "--surveys", str(surveys), "--fit-until", "2010"], capsys)
    assert found["origins"][0]["not_after_fit"] == 6


def test_the_bootstrap_is_keyed(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    one, again, other = (printed([*files, "--seed", seed], capsys)["tables"] for seed in ("1", "1", "2"))
    assert one == again and one != other


def test_measures_say_question_and_sign() -> None:
    for name, measure in declared().items():
        assert measure.sign in (-1, 1) and measure.low < measure.high, name
        assert measure.third_answer in ("none", "small", "sizeable", "by_dyad") and measure.sample in (
            "public",
            "elite",
        )
    for one, other in (("tecro_favourable", "tecro_unfavourable"), ("merdeka_trust", "merdeka_distrust")):
        positive, negative = find_measure(one), find_measure(other)
        assert positive is not None and negative is not None
        assert positive.question == negative.question and (positive.sign, negative.sign) == (1, -1)
    assert find_measure("pew_?") is None and find_measure("tecr_favourable") is None


def test_signs_of_events_are_those_of_the_coder() -> None:
    kinds = read_event_kinds().kinds
    assert {kind.sign for kind in kinds.values() if kind.table == "levers"} == {1}
    assert [kind.key for kind in kinds.values() if kind.table == "shocks" and kind.sign != -1] == ["basing_dispute"]
    assert groups() == ["levers", "shocks"]


@needs_surveys
def test_the_published_tables_are_read_whole_and_persistence_is_the_plain_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pew = Path(REFERENCE) / "pew_microdata_shares.csv"
    frame = read_surveys(PUBLISHED, pew).frame
    assert len(frame) == 425 + 552
    assert 0.1 < frame["secondary"].mean() < 0.4 and is_secondary("Kyodo repost (9 Dec 2006)", "https://a.test")
    assert len(read_dated_events(PUBLISHED.with_name("events.csv"))) >= 401
    shares = read_surveys(pew).frame
    shares = shares[shares["measure"] == "pew_favourable"]
    last = shares[shares["year"] <= 2012].groupby(["observer", "target"])["share"].agg(["last", "size"])
    later = shares[shares["year"] > 2012].join(last[last["size"] >= 4], on=["observer", "target"], how="inner")
    mine = [(r.observer, r.target, int(r.year), r.measure, float(r.last), 0.0) for r in later.itertuples()]
    place = written(tmp_path, p=prediction_text(mine))["p"]
    found = printed([str(place), "--surveys", str(pew), "--fit-until", "2012-12"], capsys)["tables"][0]["whole"]
    squares = ((later["share"] - later["last"]) ** 2).groupby([later["observer"], later["target"]]).mean()
    assert found["lines"]["model"]["rmse"] == pytest.approx(np.sqrt(squares.mean()), abs=1e-6)
    assert found["dyads"] == len(squares)
