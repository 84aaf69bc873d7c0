"""A museum of bad input for `calibrate` and `hindcast`: place, finding, allowed, nearest name; all at once; nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driven import files

from detente.cli import run

REQUEST = "observer,target,year,measure\nARN,BEL,2014,pew_favourable\nBEL,COR,2015,pew_favourable\n"
DATES = ("--fit-until", "2012-12", "--predict-until", "2015-12")


def complaint(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    *more: str,
    dates: tuple[str, ...] = DATES,
    **changes: tuple[str, str],
) -> str:
    """Return what hindcast says of files in which the first `old` of a table is replaced by `new`."""
    scenario, *tables = files(folder)
    request = folder / "request.csv"
    request.write_text(REQUEST)
    places = {"surveys": Path(tables[1]), "events": Path(tables[3]), "request": request, "scenario": Path(scenario)}
    for name, (old, new) in changes.items():
        text = places[name].read_text()
        assert old in text
        places[name].write_text(text.replace(old, new, 1))
    before = sorted(path.name for path in folder.iterdir())
    arguments = [scenario, *tables, "--request", str(request), *dates, "--out", str(folder / "p.csv"), *more]
    assert run(["hindcast", *arguments]) == 2
    assert sorted(path.name for path in folder.iterdir()) == before, "nothing is written, nor half-written"
    captured = capsys.readouterr()
    assert captured.out == "" or "faults" in json.loads(captured.out)
    return captured.err.replace(f"{folder}/", "").replace("reading scenario, surveys and events ...\n", "")


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("surveys", "pew_favourable", "pew_favorable", ["surveys.csv:2:16: measure: unknown measure 'pew_favorable'; did"]),
        ("surveys", "5,pew_favourable,", "5,pew_favourable,1", ["allowed is 0 to 100", "value_percent: found '1"]),
        ("surveys", "ARN,BEL,2007,5", "ARN,BEL,2006,5", ["2006 month 5 pew_favourable stands twice, first at surveys.csv:2"]),
        ("surveys", "value_percent", "percent", ["surveys.csv:1:1: no column 'value_percent'; did you mean 'percent'?"]),
        ("events", "summit", "sumit", ["events.csv:3:6: kind: unknown kind of event 'sumit'; did you mean 'summit'?"]),
        ("events", "ARN,BEL,2", "ARM,BEL,2", ["events.csv:3:13: initiator: unknown state 'ARM'; did you mean 'ARN'?"]),
        ("events", "ARN;BEL", "ARN;BEEL", ["events.csv:4:34: targets: unknown state 'BEEL'; did you mean 'BEL'?"]),
        ("events", ",5,A test", ",6,A test", ["intensity: found '6'; a whole number from 1 to 5"]),
        ("events", "2008-03", "2008-13", ["events.csv:4:1: date: found '2008-13'; there is no such month"]),
        ("request", "BEL,COR", "BEL,COO", ["request.csv:3:5: target: unknown state 'COO'; did you mean 'COR'?"]),
        ("request", "2014", "2012", ["request.csv:2:9: year: found 2012; it lies after 2012-12 and by 2015-12"]),
        ("request", "2014", "2016", ["found 2016; it lies after 2012-12 and by 2015-12"]),
        ("request", "BEL,COR,2015", "ARN,BEL,2014", ["request.csv:3:14: measure: ARN BEL 2014 pew_favourable stands twice"]),
        ("request", REQUEST.split("\n", 1)[1], "", ["request.csv:1:1: no rows; a row per observer, target, year and measure"]),
        ("scenario", "priors_2005_shocks", "priors_2005_shock", ["invented.yaml:1:10", "priors_2005_shock.yaml"]),
    ],
)  # fmt: skip
def test_a_bad_file_says_where_and_what(
    table: str, old: str, new: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = complaint(tmp_path, capsys, **{table: (old, new)})
    for word in words:
        assert word in said, said


def test_all_faults_of_all_files_and_options_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(
        tmp_path, capsys, "--json", "--particles", "3", "--workers", "0", "--arm", "knwon",
        dates=("--fit-until", "2012-12", "--predict-until", "2020-12"),
        surveys=("pew_", "pow_"), events=("summit", "sumit"), request=("2014", "20I4"),
    )  # fmt: skip
    places = [line.split(":")[0] for line in said.splitlines()]
    assert places == [
        "--particles",
        "--workers",
        "--arm",
        "--predict-until",
        "surveys.csv",
        "events.csv",
        "request.csv",
    ]
    assert "unknown arm 'knwon'; did you mean 'known'?" in said and "--set end=2020-12-31 moves its end" in said


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("--fit-until", "2004-12", "--predict-until", "2015-12"), "--fit-until: found 2004-12; it lies outside the scenario"),
        (("--fit-until", "2017-12", "--predict-until", "2018-12"), "which runs from 2005-01-01 to 2016-12-31"),
        (("--fit-until", "2012-12", "--predict-until", "2011-12"), "--predict-until: found 2011-12; a month after the fit date"),
        (("--fit-until", "2006-12", "--predict-until", "2015-12"), "found 6 values up to 2006-12; at least 30 are needed"),
        (("--fit-until", "soon", "--predict-until", "2015-14"), "--fit-until: found 'soon'; a year or a month is needed"),
        (("--fit-until", "soon", "--predict-until", "2015-14"), "--predict-until: found '2015-14'"),
        (("--fit-until", "2012-12"), "--predict-until: is missing; a year or a month is needed"),
    ],
)  # fmt: skip
def test_dates_are_checked(
    dates: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in complaint(tmp_path, capsys, dates=dates)


def test_a_number_known_after_the_fit_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, *tables = files(tmp_path)
    base = tmp_path / "region_2005.yaml"
    base.write_text(base.read_text().replace("known_by: 2004", "known_by: 2015", 1))
    out = tmp_path / "post.csv"
    assert run(["calibrate", scenario, *tables, "--until", "2012-12", "--out", str(out), "-q"]) == 2
    said = capsys.readouterr().err
    assert "region_2005.yaml:" in said and "was known by 2015; the fit ends on 2012-12-31" in said and not out.exists()


def test_calibrate_checks_its_options_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario, *tables = files(tmp_path)
    assert run(["calibrate", scenario]) == 2
    said = capsys.readouterr().err
    for option in ("--until", "--surveys", "--events", "--out"):
        assert f"{option}: is missing" in said
    for out, words in (("x.txt", "a name that ends in .csv"), ("surveys.csv", "which is read; name another file"),
                       ("events.csv/x.csv", "no folder that can be written to"), ("folder.csv", "is a folder")):  # fmt: skip
        (tmp_path / "folder.csv").mkdir(exist_ok=True)
        assert run(["calibrate", scenario, *tables, "--until", "2012-12", "--out", str(tmp_path / out)]) == 2
        assert words in capsys.readouterr().err


def test_without_any_later_survey_or_request_nothing_can_be_predicted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, *tables = files(tmp_path)
    arguments = [
        scenario,
        *tables,
        "--fit-until",
        "2015-12",
        "--predict-until",
        "2016-12",
        "--out",
        str(tmp_path / "p.csv"),
    ]
    assert run(["hindcast", *arguments]) == 2
    assert (
        "surveys.csv: nothing to predict: no value lies after 2015-12 and by 2016-12; give --request FILE"
        in capsys.readouterr().err
    )
    assert run(["hindcast", *arguments, "--posterior", "x.csv", "--particles", "20"]) == 2
    assert "--particles and --seed are of a new fit" in capsys.readouterr().err
