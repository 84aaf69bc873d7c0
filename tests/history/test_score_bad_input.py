"""A museum of bad tables: every fault at once, with file:line:column, what was found, what is allowed, the nearest name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from polls import prediction_text, survey_text, walks, written

from detente.cli import run

SURVEYS = survey_text(walks())
PREDICTIONS = prediction_text(
    [("ASH", "ELM", 2011, "pew_favourable", 50.0, 8.0), ("ELM", "ASH", 2012, "pew_favourable", 40.0, 8.0)]
)
EVENTS = "date,kind,initiator,targets,intensity\n2009-03-01,missile_test,ASH,ELM;OAK,3\n"
FIRST = "ASH,ELM,2011,pew_favourable,50.0,42.0,46.8,50.0,53.2,58.0"


def complaint(folder: Path, capsys: pytest.CaptureFixture[str], *more: str, beside: str = "", **texts: str) -> str:
    texts = {"p": PREDICTIONS, "s": SURVEYS, **texts}
    places = written(folder, **texts)
    if beside:
        (folder / "p.csv.json").write_text(beside)
    out = folder / "rows.csv"
    events = ["--events", str(places["e"])] if "e" in places else []
    assert run(["score", str(places["p"]), "--surveys", str(places["s"]), *events, "--out", str(out), *more]) == 2
    assert sorted(path.name for path in folder.iterdir() if path.suffix == ".csv") == sorted(
        p.name for p in places.values()
    )
    captured = capsys.readouterr()
    assert captured.out == "" or "faults" in json.loads(captured.out)
    return captured.err.replace(f"{folder}/", "")


def first(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("s", ",pew_favourable,", ",pew_favorable,", ["s.csv:2:15: measure: unknown measure 'pew_favorable'", "did you mean"]),
        ("s", ",pew_favourable,", ",affection,", ["unknown measure 'affection'", "known: iseas_trust"]),
        ("s", ",pew_favourable,", ",,", ["s.csv:2:15: measure: the cell is empty"]),
        ("s", "value_percent", "value", ["s.csv:1:1: no column 'value_percent'; did you mean 'value'?"]),
        ("s", "2001,,", "2001,13,", ["s.csv:2:14: month: found '13'; a whole number from 1 to 12"]),
        ("s", "2001,,", "20O1,,", ["s.csv:2:9: year: found '20O1'; a whole number from 1900"]),
        ("s", "ASH,ELM,2001", "ASH,ASH,2001", ["s.csv:2:5: target: ASH is held against itself"]),
        ("s", "ASH,ELM,2001", "ASH,,2001", ["s.csv:2:5: target: the cell is empty; a code of letters and digits"]),
        ("s", "ASH,ELM,2002", "ASH,ELM,2001", ["ASH ELM 2001 pew_favourable stands twice, first at s.csv:2", "one row per key"]),
        ("p", FIRST, FIRST.replace("50.0,42.0", "150.0,42.0"), ["p.csv:2:29: mean: found '150.0'; allowed is 0 to 100"]),
        ("p", FIRST, FIRST.replace("42.0,46.8", "47.0,46.8"), ["q25: found 46.8, below q05 = 47.0; quantiles rise"]),
        ("p", FIRST, FIRST.replace("58.0", "nan"), ["p.csv:2:", "q95: found 'nan'; a number is needed"]),
        ("p", FIRST, f"{FIRST}\n{FIRST}", ["p.csv:3:14: measure: ASH ELM 2011 pew_favourable stands twice, first at p.csv:2"]),
        ("p", "q25", "q_25", ["p.csv:1:1: no column 'q25'; did you mean 'q_25'?"]),
        ("p", PREDICTIONS, PREDICTIONS.splitlines()[0] + "\n", ["p.csv: no predictions"]),
        ("p", PREDICTIONS, "", ["p.csv:1:1", "empty"]),
        ("e", "missile_test", "missile_tests", ["e.csv:2:12: kind: unknown kind of event", "did you mean 'missile_test'?"]),
        ("e", ",3\n", ",9\n", ["intensity: found '9'; a whole number from 1 to 5"]),
        ("e", "2009-03-01", "2009-02-30", ["e.csv:2:1: date: found '2009-02-30'; there is no such day"]),
        ("e", "ELM;OAK", "ELM;?", ["targets: found '?'; a code of letters and digits"]),
    ],
)  # fmt: skip
def test_a_bad_table_says_where_and_what(
    table: str, old: str, new: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {"p": PREDICTIONS, "s": SURVEYS, "e": EVENTS}
    said = complaint(tmp_path, capsys, **{**texts, table: first(texts[table], old, new)})
    for word in words:
        assert word in said, said


def test_a_share_outside_0_to_100_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = survey_text(
        [("ASH", "ELM", 2001, 4, "pew_favourable", 101.0), ("ASH", "ELM", 2001, 4, "asan_score_0to10", 11.0)]
    )
    said = complaint(tmp_path, capsys, s=bad)
    assert "s.csv:2:31: value_percent: found '101'; allowed is 0 to 100" in said
    assert "found '11'; allowed is 0 to 10" in said


def test_all_faults_of_all_files_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(
        tmp_path, capsys, "--json", p=first(PREDICTIONS, "2012", "MMXII"), s=first(SURVEYS, "2003", "03"),
        e=first(EVENTS, "missile", "misile"),
    )  # fmt: skip
    assert [line.split(":")[0] for line in said.splitlines()] == ["p.csv", "s.csv", "e.csv"]


@pytest.mark.parametrize(
    ("beside", "words"),
    [
        ('{"fit_until": "2018-13"}', "p.csv.json:1:1: fit_until: found '2018-13'; a year or a month is needed"),
        ('{"fit": 2018}', "p.csv.json:1:1: fit_until: no entry fit_until"),
        ("{", "p.csv.json:1:2: is not JSON"),
        ("[" * 100_000, "p.csv.json"),
        ('{"fit_until": "2016-12"}', "nothing to score: of 2 predictions 0 meet no survey value, and 2 are not after"),
        ('{"fit_until": "2002-12"}', "s.csv: year: no series has 4 yearly values to 2002-12"),
    ],
)
def test_the_fit_date_is_checked(beside: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert words in complaint(tmp_path, capsys, beside=beside)


def test_options_are_checked_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = written(tmp_path, p=PREDICTIONS, q=PREDICTIONS)
    assert run(["score", *map(str, places.values()), "--fit-until", "2010-12", "--out", str(tmp_path / "x.txt")]) == 2
    said = capsys.readouterr().err
    for words in ("no surveys to score against", "several files are several origins", "found '.txt'"):
        assert words in said
    assert run(["score", str(places["p"]), "--surveys", str(places["q"]), "--fit-until", "soon"]) == 2
    assert "found 'soon'; a year or a month is needed" in capsys.readouterr().err


def test_two_files_of_one_origin_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = written(tmp_path, p=PREDICTIONS, q=PREDICTIONS, s=SURVEYS)
    assert run(["score", str(places["p"]), str(places["q"]), "--surveys", str(places["s"])]) == 2
    assert "has the fit date 2010-12, as has" in capsys.readouterr().err
