"""Which tests judge which module: the quick and telling ones first, the slow ones only where they concern the module."""

from __future__ import annotations

from pathlib import Path

FOLDERS = {"mechanisms": "model/detente/mechanisms", "loader": "model/detente/scenario"}

MECHANISMS_FIRST = (
    "tests/mutation/walk.py", "tests/mechanisms/test_attention.py", "tests/mechanisms/test_bookings.py",
    "tests/mechanisms/test_laws.py",
)  # fmt: skip
MECHANISMS_NEVER = ("tests/mechanisms/test_arithmetic.py", "tests/mechanisms/test_dock_table.py")
SLOW_PLAIN = (
    "tit_for_tat",
    "of_one_stage",
    "marvel",
    "richardson_stable",
    "refinement",
    "move_one_stage",
)
"""Docking tests that take seconds to minutes uncompiled; what they say of a pass, shorter ones say as well."""
PASSES = {
    "alignment": ("alignment", "priority_distance", "influence_weights", "stances"),
    "capability": ("build",),
    "choice": ("propensities", "conduct", "choice"),
    "consent": (),
    "credibility": ("memory",),
    "crisis": ("rates", "crises"),
    "grievance": ("stock", "trigger"),
    "nationalism": ("nationalism", "doubt"),
    "perception": ("misperception", "perceive", "expected_news"),
    "threat": ("intent", "threat", "power"),
    "ties": ("interdependence", "channel", "practice", "claim", "trade", "contact"),
    "trust": ("mood", "anchor", "expectation", "level"),
}
"""The laws that concern a module are those whose name or case is one of its passes."""

LOADER_FIRST = ("test_scenario.py", "test_layers.py", "test_uses.py", "test_conditions.py", "test_museum.py")
LOADER_LAST = ("test_any_bytes.py", "test_forms.py")
SLOW_LOADER = {
    "test_both_judge_alike": ("forms", "schema", "shape", "kinds", "structure", "keys", "quantities", "scalars"),
    "test_too_many_keys": ("limits", "loading", "texts", "tokens"),
}

RUNS_THE_MODEL = "gives_the_same_bits"
"""Would compile the model in every copy of the tree; what it says of the loader, digests say as well."""


def files(root: Path, target: str, module: str | None = None) -> list[str]:
    """Return the modules of a target, or the one named."""
    folder = root / FOLDERS[target]
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    if module is not None and module not in names:
        raise SystemExit(f"there is no module {module!r} among {', '.join(names)}")
    return [f"{FOLDERS[target]}/{name}.py" for name in names if module in (None, name)]


def arguments(root: Path, file: str) -> list[str]:
    """Return what pytest is called with for mutants of this file, beyond stopping at the first failure."""
    if file.startswith(FOLDERS["mechanisms"]):
        rest = sorted(str(p.relative_to(root)) for p in (root / "tests/mechanisms").glob("test_*.py"))
        rest = [name for name in rest if name not in (*MECHANISMS_FIRST, *MECHANISMS_NEVER)]
        slow = SLOW_PLAIN if Path(file).stem == "perception" else (*SLOW_PLAIN, "misreading_rates")
        quick = " and ".join(f"not {name}" for name in slow)
        own = " or ".join(("not (test_laws.py or within_the_bounds)", *PASSES.get(Path(file).stem, ("test_laws.py",))))
        return ["-p", "plain", "-k", f"({own}) and {quick}", *MECHANISMS_FIRST, *rest]
    names = {p.name for p in (root / "tests/scenario").glob("test_*.py")}
    middle = sorted(names - {*LOADER_FIRST, *LOADER_LAST})
    skipped = [RUNS_THE_MODEL] + [test for test, modules in SLOW_LOADER.items() if Path(file).stem not in modules]
    order = [f"tests/scenario/{name}" for name in (*LOADER_FIRST, *middle, *LOADER_LAST)]
    return ["-k", " and ".join(f"not {test}" for test in skipped), *order]
