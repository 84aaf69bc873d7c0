"""The pages: whole, alone, escaped, readable without colour, the same again, and nothing but what was found."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from toys import studied

from detente.claims.listing import COLUMNS, csv_text, plain_report
from detente.errors import UsageError
from detente.report import write_claims
from detente.report.claims import check_folder, hypothesis_page, overview
from detente.report.pages import meanings, number, page, percent, probability
from detente.world.text import DISCLAIMER

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Outline(HTMLParser):
    """Checks that tags nest, and collects ids, links and text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if "href" in found else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    assert found.open == []
    return found


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    report = studied()
    return {"claims": overview(report), "H-T": hypothesis_page(report, report.hypotheses[0])}


@pytest.mark.parametrize("name", ["claims", "H-T"])
def test_a_page_stands_alone_and_says_what_it_is(name: str, pages: dict[str, str]) -> None:
    found = outline(pages[name])
    words = " ".join(" ".join(found.words).split())
    assert DISCLAIMER in words
    for sentence in meanings("Arnland"):
        assert sentence in words
    assert "script" not in found.tags
    assert not re.findall(r"(?:src|href)=\"https?:", re.sub(r"xmlns[:\w]*=\"[^\"]*\"", "", pages[name]))
    assert len(found.ids) == len(set(found.ids)), "ids must differ on a page"
    assert found.tags.count("h1") == 1
    assert "not registered: nothing was fixed in advance" in words
    assert "nan" not in words.lower().split()
    assert "prefers-color-scheme: dark" in pages[name]
    assert "@media print" in pages[name]
    assert pages[name].count('role="img" aria-label="') == pages[name].count("<svg ")


def test_links_lead_somewhere(pages: dict[str, str]) -> None:
    inside = {name: set(outline(text).ids) for name, text in pages.items()}
    for text in pages.values():
        for link in outline(text).links:
            if not link.startswith("#"):
                file, _, anchor = link.partition("#")
                assert file.removesuffix(".html") in pages
                assert not anchor or anchor in inside[file.removesuffix(".html")]


def test_the_page_has_every_claim_with_its_verdict(pages: dict[str, str]) -> None:
    words = " ".join(" ".join(outline(pages["claims"]).words).split())
    for row in studied().judged:
        assert row.claim.id in words
        assert row.claim.claim in words
        assert row.verdict in words
    assert "These did not: T-03" in words
    assert "Kuo & Blankenship" in words
    assert "alpha 0.05 customary" in words
    assert "sign share 0.9 nine in ten" in words


def test_the_page_of_a_hypothesis_has_every_state_and_answer(pages: dict[str, str]) -> None:
    words = " ".join(" ".join(outline(pages["H-T"]).words).split())
    for text in ("Where the answer flips", "Who gains and who loses", "The other side's best answer", "Arnland", "Coria",
                 "realist", "constructivist", "trust received", "capability to cope", "Of 9 pairs of"):  # fmt: skip
        assert text in words


def test_the_same_report_gives_the_same_bytes(pages: dict[str, str]) -> None:
    assert overview(studied()) == pages["claims"]
    assert hypothesis_page(studied(), studied().hypotheses[0]) == pages["H-T"]


def test_markup_in_a_claim_is_shown_and_not_obeyed() -> None:
    report = studied()
    first = report.judged[0]
    hostile = first._replace(
        claim=first.claim._replace(claim="<script>alert(1)</script> & more", where='"><img src=x>')
    )
    text = overview(report._replace(judged=(hostile, *report.judged[1:])))
    assert "<script>" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text


def test_templates_do_not_pass_over_what_is_missing() -> None:
    with pytest.raises(Exception, match="report"):
        page("base.html", "Arnland", title="?")


def test_table_and_numbers_hold_the_same(tmp_path: Path) -> None:
    report = studied()
    rows = list(csv.DictReader(io.StringIO(csv_text(report))))
    assert tuple(rows[0]) == COLUMNS
    plain = json.loads(json.dumps(plain_report(report), allow_nan=False))
    assert {row["id"] for row in rows} == set(plain["claims"]) == {row.claim.id for row in report.judged}
    for row in rows:
        claim = plain["claims"][row["id"]]
        assert row["verdict"] == claim["verdict"]
        if row["test"]:
            tests = {test["estimate"] + test["test"]: test for test in claim["tests"]}
            assert float(row["mean"]) == tests[row["estimate"] + row["test"]]["mean"]
    assert plain["headline"] == report.headline
    assert plain["disclaimer"] == DISCLAIMER


def test_a_report_is_written_where_nothing_else_stands(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    files = write_claims(studied(), folder)
    assert [path.name for path in files] == ["claims.html", "H-T.html", "claims.csv", "claims.json"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in files)
    check_folder(folder)  # an earlier report may be replaced
    other = tmp_path / "mine"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        write_claims(studied(), other)
    with pytest.raises(UsageError, match="is a file"):
        check_folder(other / "notes.txt")


@pytest.mark.parametrize(
    ("value", "text"), [(0.123456, "+0.123"), (-2.0, "-2"), (float("nan"), "–"), (None, "–"), (0.0, "0"), (0.0000123, "+1.2e-5")]
)  # fmt: skip
def test_numbers(value: float | None, text: str) -> None:
    assert number(value) == text


def test_shares_and_probabilities() -> None:
    assert (percent(0.957), percent(float("nan"))) == ("96%", "–")
    assert (probability(0.0001), probability(0.0213), probability(float("nan"))) == ("< 0.001", "0.021", "–")
