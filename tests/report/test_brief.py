"""What a report says: the numbers are those of the result, and what cannot be known is said instead of drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detente
from detente.errors import UsageError
from detente.report import run_brief
from detente.report.brief import Brief, Chart, Points, Table, Text
from detente.report.words import SCALE, bare


def brief_of(folder: Path, against: Path | None = None, of: str = "trust_in_focus") -> Brief:
    return run_brief(detente.open_result(folder), None if against is None else detente.open_result(against), of)


def words(brief: Brief, key: str) -> str:
    """Return everything that a section says, tables and captions too."""
    found = []
    for block in next(section for section in brief.sections if section.key == key).blocks:
        if isinstance(block, Text):
            found.append(block.words)
        elif isinstance(block, Points):
            found += block.items
        elif isinstance(block, Table):
            found += [cell if isinstance(cell, str) else cell.words for row in block.rows for cell in row]
        elif isinstance(block, Chart):
            found += [block.heading, block.caption]
    return bare("\n".join(found))


def chart(brief: Brief, key: str) -> Chart:
    return next(
        block for section in brief.sections for block in section.blocks if isinstance(block, Chart) and block.key == key
    )


def test_the_answer_tells_the_contrast_of_the_manifest(small: Path) -> None:
    row = detente.open_result(small).manifest["contrasts"][0]
    brief = brief_of(small)
    assert f"{abs(100 * row['difference']):.1f}" in brief.answer.line or "not clear" in brief.answer.line
    assert f"{round(row['agreement'] * 24)} of 24 sets" in brief.answer.likelihood_words
    assert brief.answer.likelihood in SCALE
    assert "probability of an event" in brief.answer.likelihood_words


def test_the_bars_are_the_contrasts_towards_better(small: Path) -> None:
    rows = detente.open_result(small).manifest["contrasts"]
    for row, bar in zip(rows, chart(brief_of(small), "indicators").data, strict=True):
        if row["deviation"]:
            assert bar["value"] == pytest.approx(row["difference"] * row["better"] / row["deviation"], abs=1e-3)
        assert bar["tone"] in ("better", "worse", "unclear")


def test_every_dot_is_a_set_of_assumptions(small: Path) -> None:
    result = detente.open_result(small)
    with result.data as data, result.reference_data as other:  # type: ignore[union-attr]
        gap = (data["indicator_mean"] - other["indicator_mean"]).isel(indicator=0).to_numpy()
    dots = chart(brief_of(small), "sets").data["values"]
    assert dots == pytest.approx(100 * gap.reshape(24, 2).mean(axis=1), abs=1e-4)


def clear_in(marks: str, n: int) -> set[tuple[int, int]]:
    return {divmod(k, n) for k, mark in enumerate(marks) if mark == "1"}


def clear_from(sets: np.ndarray) -> set[tuple[int, int]]:
    beyond = abs(sets.mean(axis=0)) > 2 * sets.std(axis=0, ddof=1) / np.sqrt(len(sets))
    return {(int(i), int(j)) for i, j in np.argwhere(beyond)}


def test_the_region_holds_means_errors_and_quantiles(small: Path) -> None:
    region = chart(brief_of(small), "region").data
    result = detente.open_result(small)
    with result.data as data, result.reference_data as other:  # type: ignore[union-attr]
        sides = [side["trust"].isel(time=slice(0, None, 4)).to_numpy() for side in (data, other)]
    trust = region["variables"]["trust"]
    assert [state["key"] for state in region["states"]] == ["ARN", "BEL", "COR"]
    assert len(region["times"]) == sides[0].shape[1] == 11
    assert trust["mean"]["scenario"][-1][1][0] == pytest.approx(sides[0][:, -1, 1, 0].mean(), abs=5e-4)
    assert trust["mean"]["reference"][3][0][2] == pytest.approx(sides[1][:, 3, 0, 2].mean(), abs=5e-4)
    assert trust["mean"]["scenario"][0][2][2] is None
    sets = (sides[0] - sides[1])[:, -1, 0, 2].reshape(24, 2).mean(axis=1)
    assert trust["error"][-1][0][2] == pytest.approx(sets.std(ddof=1) / np.sqrt(24), abs=1e-5)
    assert clear_in(trust["clear"][-1], 3) == clear_from((sides[0] - sides[1])[:, -1].reshape(24, 2, 3, 3).mean(axis=1))
    fan = trust["fans"]["ARN>COR"]["scenario"][-1]
    assert fan == pytest.approx(np.quantile(sides[0][:, -1, 0, 2], (0.05, 0.25, 0.5, 0.75, 0.95)), abs=5e-4)
    assert {"trust", "alignment"} == set(region["variables"])


def test_confidence_follows_its_rules_and_not_the_likelihood(small: Path) -> None:
    confidence = brief_of(small).answer.confidence
    assert confidence is not None
    against = sum(rule.against for rule in confidence.rules)
    assert confidence.level == ("high" if against == 0 else "moderate" if against <= 2 else "low")
    by_rule = {rule.what: rule for rule in confidence.rules}
    assert by_rule["At least 50 sets of assumptions"].against
    assert by_rule["Held against data the model was not fitted to"].against


def test_the_ledger_adds_up_and_causes_are_named(small: Path) -> None:
    brief = brief_of(small)
    assert "levers" in {block.key for section in brief.sections for block in section.blocks if isinstance(block, Chart)}
    ledger = chart(brief, "ledger")
    total = float(ledger.heading.split(" points")[0].split()[-1].replace("−", "-"))
    assert sum(bar["value"] for bar in ledger.data) == pytest.approx(total, abs=0.06 * max(1.0, abs(total)))


def test_what_was_not_recorded_is_said(small: Path, idle: Path) -> None:
    assert "Not recorded, and so not shown: threat, tension and grievance" in words(brief_of(small), "limits")
    brief = brief_of(idle)
    assert "--record trust" in words(brief, "ties")
    assert "not recorded" in words(brief, "changes")


def test_without_a_reference_nothing_is_judged(idle: Path) -> None:
    brief = brief_of(idle)
    assert brief.answer.line.startswith("There is nothing to compare")
    assert brief.answer.likelihood is None
    assert brief.answer.confidence is None
    assert "--against" in brief.answer.points[0]
    assert "nothing to compare with" in words(brief, "turning")


def test_one_run_bears_no_judgement(one: Path) -> None:
    brief = brief_of(one)
    assert "one run bears no judgement" in brief.answer.line
    assert brief.answer.likelihood is None
    assert "10 are needed" in brief.answer.likelihood_words
    assert "One run is one course of chance" in words(brief, "limits")
    assert "cannot be told from 1 run" in words(brief, "failing")


def test_two_results_are_held_against_each_other(small: Path, variant: Path) -> None:
    brief = brief_of(variant, small)
    assert brief.kind == "Comparison"
    assert "“Three invented states [no_cbm]”" in brief.answer.line
    assert brief.command == "detente rerun variant\ndetente rerun small"
    assert "no effects of single levers" in words(brief, "why")


def test_a_result_against_itself_differs_in_nothing(small: Path) -> None:
    brief = brief_of(small, small)
    assert "exactly as it is in" in brief.answer.line
    assert brief.answer.likelihood is None
    assert "the two do not differ" in brief.answer.likelihood_words
    assert "does worse than another" in words(brief, "failing")
    assert "nothing varied" in words(brief, "turning")


def test_results_of_other_runs_are_not_compared(small: Path, one: Path) -> None:
    with pytest.raises(UsageError, match="runs and replicates differ"):
        brief_of(one, small)


def test_an_older_result_is_read_but_not_replayed(older: Path, small: Path) -> None:
    brief = brief_of(older)
    assert "different versions of detente" in words(brief, "why")
    assert "cannot be found again" in words(brief, "turning")
    assert "was not run again" in words(brief, "limits")
    assert brief.answer.line == brief_of(small).answer.line


def test_another_indicator_may_be_asked_about(small: Path) -> None:
    brief = brief_of(small, of="crisis_onset")
    assert "crisis onset" in brief.answer.line
    with pytest.raises(UsageError, match="did you mean 'cohesion'"):
        brief_of(small, of="cohesoin")


def test_where_it_comes_from(small: Path) -> None:
    manifest = detente.open_result(small).manifest
    terms = dict(brief_of(small).terms)
    assert manifest["scenario_digest"] in terms["Scenario digest"]
    assert terms["Seed"] == "7"
    assert terms["Runs"] == "48 runs: 24 sets of assumptions × 2"
