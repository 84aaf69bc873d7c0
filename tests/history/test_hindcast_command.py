"""What a user types: `detente calibrate` and `detente hindcast`; no later survey enters by any road; the sample is kept."""

from __future__ import annotations

import errno
import json
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from driven import ROOT, files, polls
from polls import survey_text

from detente.cli import run
from detente.errors import UsageError
from detente.history.fit_dates import parse_fit
from detente.history.inputs import read_inputs
from detente.history.kept import differences
from detente.history.manifests import write_with_manifest

HEAD = "observer,target,year,measure,mean,q05,q25,q50,q75,q95"
DATES = ["--fit-until", "2012-12", "--predict-until", "2015-12"]
SMALL = ["--particles", "20", "--seed", "4"]
REQUEST = """observer,target,year,measure
ARN,COR,2014,pew_favourable
GBR,COR,2013,pew_unfavourable
BEL,ARN,2015,asan_score_0to10
"""
Rows = list[tuple[str, str, int, object, str, float]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """Return arguments of the small problem, and a posterior kept beside its scenario."""
    folder = tmp_path_factory.mktemp("kept")
    arguments = files(folder)
    assert run(["calibrate", *arguments, "--until", "2012-12", "--out", str(folder / "post.csv"), *SMALL, "-q"]) == 0
    return arguments, folder / "post.csv"


def predicted(arguments: list[str], out: Path, *more: str) -> tuple[bytes, bytes]:
    """Return the bytes of predictions and of their manifest."""
    assert run(["hindcast", *arguments, *DATES, "--out", str(out), "-q", *more]) == 0
    return out.read_bytes(), out.with_name(f"{out.name}.json").read_bytes()


def test_predictions_have_the_columns_asked_for_and_rise(kept: tuple[list[str], Path], tmp_path: Path) -> None:
    table, manifest = predicted(kept[0], tmp_path / "p.csv")
    assert table.decode().splitlines()[0] == HEAD
    frame = pd.read_csv(tmp_path / "p.csv")
    assert len(frame) == 6 * 3 and frame["year"].between(2013, 2015).all()
    numbers = frame[["q05", "q25", "q50", "q75", "q95"]].to_numpy()
    assert (numbers[:, 1:] >= numbers[:, :-1]).all() and numbers.min() >= 0.0 and numbers.max() <= 100.0
    told = json.loads(manifest)
    assert (
        told["fit_until"] == "2012-12"
        and told["posterior"]["how"] == "kept"
        and told["posterior"]["file"] == "post.csv"
    )
    assert told["posterior"]["at_prior"] == ["weapons_news"], "the first test of a missile comes after the fit date"
    assert str(tmp_path) not in manifest.decode() and str(kept[1].parent) not in manifest.decode()


def changed(rows: Rows) -> dict[str, Rows]:
    """Return the surveys with every value after 2012 changed, deleted, and with more added."""
    early = [row for row in rows if row[2] <= 2012]
    late = [row for row in rows if row[2] > 2012]
    more: Rows = [
        ("COR", "ARN", 2014, 2, "asan_score_0to10", 9.0),
        ("ARN", "BEL", 2013, "", "genron_impression_unfavourable", 3.0),
    ]
    return {
        "changed": [*early, *((*row[:5], 99.0 - row[5]) for row in late)],
        "deleted": early,
        "added": [*rows, *more],
    }


@pytest.fixture(scope="module")
def before(
    kept: tuple[list[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, tuple[bytes, bytes]]]:
    """Return a request, and what is answered from the kept posterior and from a fit of its own."""
    folder = tmp_path_factory.mktemp("before")
    request = folder / "request.csv"
    request.write_text(REQUEST)
    more = {"kept": [], "fitted": SMALL}
    return request, {
        key: predicted(kept[0], folder / f"{key}.csv", "--request", str(request), *own) for key, own in more.items()
    }


@pytest.mark.parametrize(
    ("how", "source"),
    [("changed", "kept"), ("deleted", "kept"), ("added", "kept"), ("changed", "fitted"), ("deleted", "fitted")],
)
def test_no_survey_after_the_fit_date_enters_by_any_road(
    how: str,
    source: str,
    kept: tuple[list[str], Path],
    before: tuple[Path, dict[str, tuple[bytes, bytes]]],
    tmp_path: Path,
) -> None:
    more = ["--request", str(before[0]), *(SMALL if source == "fitted" else [])]
    other = tmp_path / "renamed.csv"
    other.write_text(survey_text(changed(polls())[how]))
    arguments = [kept[0][0], "--surveys", str(other), *kept[0][3:]]
    assert predicted(arguments, tmp_path / "after.csv", *more) == before[1][source]
    if how == "changed":
        assert predicted(arguments, tmp_path / "keys.csv") == predicted(kept[0], tmp_path / "own.csv")


def test_a_survey_before_the_fit_date_does_enter(kept: tuple[list[str], Path], tmp_path: Path) -> None:
    rows = polls()
    rows[0] = (*rows[0][:5], 90.0)
    other = tmp_path / "surveys.csv"
    other.write_text(survey_text(rows))
    arguments = [kept[0][0], "--surveys", str(other), *kept[0][3:]]
    assert predicted(arguments, tmp_path / "p.csv", *SMALL)[0] != predicted(kept[0], tmp_path / "q.csv", *SMALL)[0]


def test_requests_may_ask_for_what_was_never_asked(
    kept: tuple[list[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = tmp_path / "request.csv"
    head, first, *others = REQUEST.splitlines()
    request.write_text("\n".join([f"{head},month", f"{first},6", *(f"{row}," for row in others)]) + "\n")
    assert run(["hindcast", *kept[0], *DATES, "--request", str(request), "--out", str(tmp_path / "p.csv")]) == 0
    said = capsys.readouterr().out
    for words in (
        "Posterior kept in post.csv",
        "default measurement: asan_score",
        "surveys alone: GBR",
        "3 rows of 3 directed",
    ):
        assert words in said
    frame = pd.read_csv(tmp_path / "p.csv")
    assert list(frame["month"].fillna(0)) == [6, 0, 0] and list(frame["observer"]) == ["ARN", "GBR", "BEL"]
    assert frame["q95"][2] <= 10.0, "a score from 0 to 10 stays on its scale"
    widths = frame["q95"] - frame["q05"]
    assert widths[1] > 1.5 * widths[0], "where nothing was ever asked little is known"


def test_the_sample_is_kept_and_what_was_said_of_it(kept: tuple[list[str], Path]) -> None:
    told = json.loads(kept[1].with_name("post.csv.json").read_text())
    table = pd.read_csv(kept[1])
    assert len(table) == told["particles"] == 20 and told["surveys"]["values"] == 42 and told["events"]["used"] == 6
    for name, one in told["unknowns"].items():
        assert table[name].median() == pytest.approx(one["posterior"][1], rel=1e-6), name
        assert one["prior"][0] < one["prior"][1] < one["prior"][2] and not one["informed"], "20 settings tell nothing"


def test_calibrate_says_what_the_data_say(
    kept: tuple[list[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["calibrate", *kept[0], "--until", "2012-12", "--out", str(tmp_path / "again.csv"), *SMALL]
    assert run(arguments) == 0
    said = capsys.readouterr().out
    for words in ("42 survey values up to 2012-12", "6 events", "prior 5-50-95 %", "contraction", "Informed:", "evidence",
                  "histories in", "history_flare news", "outside the dates: 4", "without any data may show"):  # fmt: skip
        assert words in said, words
    assert (tmp_path / "again.csv").read_bytes() == kept[1].read_bytes(), "the same seed gives the same sample"
    assert run([*arguments, "--json", "--workers", "1"]) == 0
    captured = capsys.readouterr()
    found: dict[str, Any] = json.loads(captured.out)
    assert captured.err == "" and found["unknowns"]["history_news"]["set_by_it"] == ["history_flare news"]


def test_a_sample_of_other_inputs_is_refused_with_what_differs(
    kept: tuple[list[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "p.csv")]
    later = ["--fit-until", "2013-12", "--predict-until", "2015-12"]
    assert run(["hindcast", *kept[0], *later, "--posterior", str(kept[1]), *out]) == 2
    said = capsys.readouterr().err
    for words in ("fit_until (there 2012-12, here 2013-12)", "surveys up to the fit date", "events up to the fit date"):
        assert words in said
    assert "scenario (" not in said and not (tmp_path / "p.csv").exists()
    changed = tmp_path / "post.csv"
    changed.write_text(kept[1].read_text().replace(",", ";"))
    changed.with_name("post.csv.json").write_text(kept[1].with_name("post.csv.json").read_text())
    assert run(["hindcast", *kept[0], *DATES, "--posterior", str(changed), *out]) == 2
    assert "the table was changed since" in capsys.readouterr().err
    table = pd.read_csv(kept[1]).assign(history_news=-7.0).to_csv(index=False)
    manifest = json.loads(kept[1].with_name("post.csv.json").read_text())
    write_with_manifest(changed, table, manifest)
    assert run(["hindcast", *kept[0], *DATES, "--posterior", str(changed), *out]) == 2
    assert "values outside their priors: history_news" in capsys.readouterr().err
    assert run(["hindcast", *kept[0], *DATES, "--posterior", str(tmp_path / "none.csv"), *out]) == 2
    assert "a posterior and its .json are needed" in capsys.readouterr().err


def test_hindcasts_answer_in_json_and_quietly(
    kept: tuple[list[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["hindcast", *kept[0], *DATES, "--out", str(tmp_path / "p.csv"), "--posterior", str(kept[1]), "--json"])
        == 0
    )
    captured = capsys.readouterr()
    assert json.loads(captured.out)["rows"] == 18 and captured.err == ""
    predicted(kept[0], tmp_path / "q.csv")
    assert capsys.readouterr() == ("", "")
    score = ["score", str(tmp_path / "p.csv"), "--surveys", kept[0][2], "--events", kept[0][4], "--json"]
    assert run(score) == 0
    assert json.loads(capsys.readouterr().out)["origins"][0]["fit_until"] == "2012-12", (
        "what hindcast writes, score reads"
    )


def test_a_full_disk_leaves_table_and_manifest_of_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "p.csv"
    write_with_manifest(place, "old", {"fit_until": "2012-12"})
    before = {one: one.read_bytes() for one in tmp_path.iterdir()}
    made = tempfile.mkstemp

    def full(prefix: str, dir: Path) -> tuple[int, str]:
        if prefix == ".p.csv.":
            raise OSError(errno.ENOSPC, "No space left on device")
        return made(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(UsageError, match=r"p\.csv: no space left"):
        write_with_manifest(place, "new", {"fit_until": "2018-12"})
    assert {one: one.read_bytes() for one in tmp_path.iterdir()} == before


def test_the_posterior_that_is_shipped_was_fitted_to_what_is_shipped() -> None:
    folder = ROOT / "scenarios" / "hindcast"
    tables = [folder / "data" / "trust_surveys.csv"], folder / "data" / "events.csv"
    inputs = read_inputs(folder / "east_asia_2005.yaml", *tables, parse_fit("2018-12"))
    assert differences(json.loads((folder / "posterior_2018.csv.json").read_text()), inputs.manifest) == []
