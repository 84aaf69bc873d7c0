"""The report on a sweep: packages beside the reference over the design, factors that turn the sign, figures without styles."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detente.report import result_page, sweep_brief
from detente.report.brief import Brief
from detente.report.sweep_cells import Cells, found_in
from detente.sweeps.opening import SweepResult


def test_the_cells_are_the_paired_differences(swept: SweepResult) -> None:
    found = found_in(swept, "trust_in_focus")
    table = swept.differences().set_index(["package", "indicator"])
    assert {one.package for one in found.cells} == {"both", "line"}
    for one in found.cells:
        row = table.loc[(one.package, "trust_in_focus")]
        assert one.values.shape == (9, 12)
        assert one.mean == pytest.approx(float(row["difference"]), abs=1e-12)
        assert one.error == pytest.approx(float(row["error"]), abs=1e-12)
    assert found.cells[0].mean >= found.cells[1].mean


def test_where_the_sign_is_clearly_the_other_one() -> None:
    rng = np.random.default_rng(1)
    values = np.array([[1.0], [0.8], [-0.5], [0.01]]) + 0.05 * rng.normal(size=(4, 20))
    values[0, 3] = np.nan  # a failed run
    one = Cells("p", values)
    assert list(one.turned) == [2]
    assert not one.clear
    assert one.known.size == 79
    assert np.isnan(Cells("p", np.full((2, 3), np.nan)).mean)


def test_the_answer_names_the_best_package_and_its_price(swept: SweepResult, swept_brief: Brief) -> None:
    brief = swept_brief
    assert brief.kind == "Report on a sweep"
    first = found_in(swept, "trust_in_focus").cells[0]
    assert f"“{first.package}”" in brief.answer.line
    assert "combinations of point and future" in brief.answer.likelihood_words
    assert [section.key for section in brief.sections] == [
        "changes",
        "turning",
        "failing",
        "figures",
        "limits",
        "reading",
    ]
    assert brief.answer.confidence is not None
    assert brief.command == "detente rerun swept --point 0"


def test_its_figures_stand_in_the_page_without_styles_of_their_own(swept_brief: Brief) -> None:
    text = result_page(swept_brief)
    assert text.count('<figure class="drawn">') == 4  # two factors, two packages over both
    assert len(re.findall(r'<svg[^>]* role="img" aria-label="[^"]+"', text)) == 4
    assert " style=" not in text
    assert text.count("<style") == 1
    assert len(text.encode()) < 3_000_000


def test_a_sweep_of_one_package_is_drawn_but_not_judged(swept: SweepResult, monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(found_in(swept, "trust_in_focus"), cells=(), differences=())
    module = sys.modules["detente.report.sweep_brief"]
    monkeypatch.setattr(module, "found_in", lambda *_: found)
    monkeypatch.setattr(module, "pictures", lambda _: [])
    brief = sweep_brief(swept)
    assert "one package" in brief.answer.line
    assert brief.answer.likelihood is None


def test_an_unfinished_sweep_says_so(swept: SweepResult) -> None:
    manifest: dict[str, Any] = {**swept.manifest, "status": "interrupted"}
    brief = sweep_brief(replace(swept, manifest=manifest))
    limits = next(section for section in brief.sections if section.key == "limits")
    assert any("is not complete" in item for item in limits.blocks[0].items)  # type: ignore[union-attr]
    assert any(rule.against and "interrupted" in rule.found for rule in brief.answer.confidence.rules)  # type: ignore[union-attr]


def test_combinations_in_which_nothing_changes_are_not_taken_for_disagreement() -> None:
    """A design with level 0 of a lever holds points that are the reference itself: they are told apart from a lost sign."""
    assert Cells("p", np.array([[0.0, 0.0], [1.0, 2.0]])).agreed == (
        "same sign in 50\u202f% of combinations, no change at all in 50\u202f%"
    )
    assert Cells("p", np.array([[1.0, 2.0]])).agreed == "same sign in 100\u202f% of combinations"
