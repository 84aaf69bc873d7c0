"""What a notebook shows of a sweep: its size and factors, what is done and failed, outcomes, where it lies; nothing is run."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sweeping import small

import detente
from detente.sweeps import progress
from detente.sweeps.course import Tally
from detente.sweeps.work import Failure
from detente.world.text import DISCLAIMER


def shown(html: str) -> str:
    """Return the words of a page, tags as spaces."""
    import re

    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_sweep_shows_its_size_its_packages_and_its_factors_with_passports() -> None:
    sweep = small(stop={"indicator": "cohesion", "error": 0.01, "at_most": 12})
    said = shown(sweep._repr_html_())
    assert "3 packages × 6 points × 3 futures × 2 replicates = 108 runs in a batch, at most 432" in said
    assert "none" in said
    assert "others are compared with it" in said
    quantity: Any = sweep.base.lookup("parameters.grievance_scale")
    assert (
        f"0.5 to 1.5 uniform factor {quantity.value:g} ({quantity.low:g} to {quantity.high:g}), {quantity.standing}"
        in said
    )
    assert "2026, 2028" in said
    assert "stops once the error of the difference in cohesion is at most 0.01" in said
    assert said.count(DISCLAIMER) == 1


def test_a_finished_sweep_shows_what_came_out_and_where_it_lies(finished: Any) -> None:
    said = shown(finished._repr_html_())
    assert "108 of 108 runs done, 0 failed; complete" in said
    row = finished.differences().iloc[0]
    assert f"{row.difference:+.3g} {row.error:.2g}" in said
    assert str(finished.folder) in said
    assert "uniform" in said


def test_failures_are_counted_and_words_are_shown_and_never_run(finished: Any) -> None:
    broken = replace(finished, failed=tuple(Failure(k, 2, "<script>alert(1)</script>", "") for k in range(12)))
    html = broken._repr_html_()
    assert "12 failed" in shown(html)
    assert "and 2 more" in shown(html)
    assert "<script" not in html
    titled = replace(finished, manifest={**finished.manifest, "title": "<img src=x>"})
    assert "<img" not in titled._repr_html_()


def test_an_interrupted_sweep_says_how_far_it_came(tmp_path: Path) -> None:
    def stop(tally: Tally) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small().run(tmp_path / "out", workers=1, progress=stop)
    partial = detente.open_sweep(tmp_path / "out")
    assert 0 < partial.done < 108
    said = shown(partial._repr_html_())
    assert f"{partial.done} of 108 runs done" in said
    assert "No shard is whole yet" in said
    assert small().run(tmp_path / "out", workers=1, resume=True).done == 108


def test_in_a_notebook_progress_is_one_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente import progressing

    lines: list[str] = []
    monkeypatch.setattr(progressing.Cell, "_show", lambda self, html: lines.append(html))
    for module in (progress, progressing):
        monkeypatch.setattr(module, "in_notebook", lambda: True)
    with progress.shown(True, {"none": 10, "both": 10}) as tick:
        tick(Tally({"none": 10, "both": 5}, 0))
        tick(Tally({"both": 5}, 0))
    assert 'value="20" max="20"' in lines[-1]
    assert "20 runs in" in lines[-1]
