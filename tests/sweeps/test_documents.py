"""What docs/sweeps.md says is true: its sweep file reads, its recipe runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "sweeps.md").read_text("utf-8")


def test_the_sweep_file_of_the_document_reads(tmp_path: Path) -> None:
    scenarios = tmp_path / "scenarios"
    (scenarios / "sweeps").mkdir(parents=True)
    shutil.copy(ROOT / "scenarios" / "status_quo.yaml", scenarios)
    shutil.copytree(ROOT / "scenarios" / "region", scenarios / "region")
    content = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)[0]
    (scenarios / "sweeps" / "mine.yaml").write_text(content, "utf-8")
    sweep = detente.read_sweep(scenarios / "sweeps" / "mine.yaml")
    assert list(sweep.packages) == ["none", "exercises"]
    assert len(sweep.points) == 5 * 5 * 5 * 2 * 2


def test_the_recipe_for_the_workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ema_workbench", reason="needs the EMA Workbench, which detente does not depend on")
    import warnings

    code = "\n".join(re.findall(r"<!-- recipe -->\n```python\n(.*?)```", TEXT, re.DOTALL))
    assert "perform_experiments" in code
    monkeypatch.chdir(ROOT)
    held: dict[str, object] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(code.replace("results/experiments", str(tmp_path / "out")), held)
    assert held["trust"] == pytest.approx(held["outcomes"]["trust"], rel=1e-12)  # type: ignore[index]
