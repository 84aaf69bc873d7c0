"""A report as plain data: rows for tables, and everything for JSON."""

from __future__ import annotations

import csv
import io
from math import isfinite
from typing import Any

from detente.claims.content import Claims
from detente.claims.estimating import Estimate
from detente.claims.hypothesis_study import Studied
from detente.claims.judging import Weighed
from detente.claims.measures import unit_of
from detente.claims.studying import Report
from detente.claims.verdicts import Judged
from detente.version import __version__
from detente.world.text import DISCLAIMER

COLUMNS = ("id", "where", "claim", "kind", "element", "expects", "declared_class", "standing", "headline", "verdict",
           "verdict_where", "test", "measure", "unit", "years", "estimate", "direction", "margin", "mean", "low", "high",
           "share_of_sets", "p", "p_corrected", "sets", "evidence", "note")  # fmt: skip


def verdict_text(row: Judged) -> str:
    """Return a verdict as one sentence."""
    return f"{row.verdict} {row.where}".strip()


def estimate_rows(row: Judged) -> list[dict[str, Any]]:
    """Return one row for every estimate of a claim (one without numbers where it has none)."""
    claim = row.claim
    head = {
        "id": claim.id, "where": claim.where, "claim": claim.claim, "kind": claim.kind,
        "element": "; ".join(map(str, claim.elements)), "expects": claim.expects, "declared_class": claim.declared,
        "standing": row.standing, "headline": row.headline, "verdict": row.verdict, "verdict_where": row.where,
        "p_corrected": number(row.adjusted), "evidence": " ".join(claim.evidence), "note": row.note,
    }  # fmt: skip
    parts = [] if row.found is None else _parts(row.found)
    return [{key: {**head, **part}.get(key) for key in COLUMNS} for part in parts or [{}]]


def _parts(found: Weighed) -> list[dict[str, Any]]:
    return [
        {
            "test": part.test.name, "measure": part.test.measure.text, "unit": unit_of(part.test.measure),
            "years": "" if part.test.over is None else f"{part.test.over[0]}-{part.test.over[1]}",
            "estimate": part.test.estimates[k].text, "direction": part.test.direction, "margin": part.test.margin,
            **estimate_plain(estimate),
        }
        for part in found.tested
        for k, estimate in enumerate(part.estimates)
    ]  # fmt: skip


def estimate_plain(estimate: Estimate) -> dict[str, Any]:
    """Return an estimate as plain data; what cannot be known is None."""
    return {
        "mean": number(estimate.mean), "low": number(estimate.low), "high": number(estimate.high),
        "share_of_sets": number(estimate.share), "p": number(estimate.p), "sets": estimate.sets,
    }  # fmt: skip


def number(value: float) -> float | None:
    """Return a number, or None for what is none."""
    return float(value) if isfinite(value) else None


def csv_text(report: Report) -> str:
    """Return all claims as CSV, one row per estimate."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in report.judged:
        writer.writerows(estimate_rows(row))
    return out.getvalue()


def plain_report(report: Report) -> dict[str, Any]:
    """Return the whole report as plain data."""
    return {
        "disclaimer": DISCLAIMER, "detente": __version__, "digest": report.claims.digest,
        "registration": report.standing, "registered": report.registered, "whole": report.whole,
        "size": report.size._asdict(), "scenarios_run": report.scenarios_run, "runs": report.runs,
        "headline": report.headline,
        "rates": {name: rate._asdict() for name, rate in report.rates.items()},
        "arms": {name: {"holds": held, "tried": tried} for name, (held, tried) in report.arm_counts.items()},
        "mutants_not_seen": report.blind,
        "claims": {row.claim.id: _claim(row) for row in report.judged},
        "hypotheses": {item.hypothesis.id: _hypothesis(item) for item in report.hypotheses},
    }  # fmt: skip


def _claim(row: Judged) -> dict[str, Any]:
    rows = estimate_rows(row)
    head = {key: rows[0][key] for key in ("where", "claim", "kind", "expects", "declared_class", "standing", "headline",
                                          "verdict", "verdict_where", "p_corrected", "note")}  # fmt: skip
    tests = [] if row.found is None else _parts(row.found)
    return {
        **head, "elements": [str(element) for element in row.claim.elements], "evidence": list(row.claim.evidence),
        "because": row.claim.because, "tests": tests, "arms": row.arms, "mutant_seen": row.mutant_seen,
    }  # fmt: skip


def _hypothesis(item: Studied) -> dict[str, Any]:
    flips = item.hypothesis.flips
    return {
        "title": item.hypothesis.title, "question": item.hypothesis.question, "claims": list(item.hypothesis.claims),
        "verdict": item.verdict, "tests": _parts(item.found),
        "theories": {name: {"verdict": word, "tests": _parts(found)} for name, (word, found) in item.theories.items()},
        "conditions": {flip.key: list(flip.values) for flip in flips},
        "map": [[estimate_plain(estimate) for estimate in row] for row in item.map],
        "by_state": {state: {name: estimate_plain(estimate) for name, estimate in outcomes.items()}
                     for state, outcomes in item.by_state.items()},
        "answers": {
            answers.state: {
                "best": answers.best, "clear": answers.clear,
                "options": {option.option: {"worth": estimate_plain(option.worth), "remaining": estimate_plain(option.remaining)}
                            for option in answers.options},
            }
            for answers in item.answers
        },
    }  # fmt: skip


def plain_claims(claims: Claims) -> list[dict[str, Any]]:
    """Return what would be run, claim by claim, without running anything."""
    return [
        {
            "id": claim.id, "where": claim.where, "claim": claim.claim, "class": claim.declared,
            "element": [str(element) for element in claim.elements], "expects": claim.expects,
            "tests": [
                {"name": test.name, "measure": test.measure.text, "estimate": [one.text for one in test.estimates],
                 "direction": test.direction, "margin": test.margin, "margin_reason": test.margin_reason,
                 "cells": {name: f"{cell.file}{f':{cell.variant}' if cell.variant else ''}" for name, cell in test.cells.items()}}
                for test in claim.tests
            ],
            "untestable": claim.untestable, "evidence": list(claim.evidence),
        }
        for claim in claims.claims.values()
    ]  # fmt: skip
