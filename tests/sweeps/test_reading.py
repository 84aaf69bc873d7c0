"""Sweep files with mistakes: each is told with its place, what was found, what is allowed, the nearest name; all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sweeping import SMALL, small

import detente
from detente.errors import DetenteError, ScenarioError, UsageError
from detente.sweeps.plan import plan_of

GOOD = """title: A sweep
scenario: base.yaml
packages:
  none: {levers.*.level: 0}
  both: {}
factors:
  parameters.grievance_scale: {}
design: {kind: latin_hypercube, points: 4}
futures: 2
replicates: 2
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "base.yaml").write_text(SMALL.read_text("utf-8"), "utf-8")
    return tmp_path


def read(room: Path, text: str) -> detente.Sweep:
    (room / "sweep.yaml").write_text(text, "utf-8")
    return detente.read_sweep(room / "sweep.yaml")


def faults(room: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(room, text)
    return [str(fault).replace(str(room) + "/", "") for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_a_good_file(room: Path) -> None:
    sweep = read(room, GOOD)
    assert (sweep.runs, sweep.cell, list(sweep.packages), sweep.reference) == (32, 4, ["none", "both"], "none")
    factor = sweep.factors[0]
    assert (factor.low, factor.high, factor.unit) == (0.7, 1.3, "factor")  # the range of its passport
    assert sweep.table["parameters.grievance_scale"].between(0.7, 1.3).all()


CASES = {
    "parameters.grievance_scale: {}": [
        ("parameters.grievence_scale: {}", "sweep.yaml:7:3: factors.parameters.grievence_scale: nothing is called "
         "'parameters.grievence_scale'; did you mean 'parameters.grievance_scale'?"),
        ("parameters.habituation: {}", "sweep.yaml:7:3: factors.parameters.habituation: its passport has no range (it is "
         "fixed at 0.5); give one: range: [low, high]"),
        ("parameters.grievance_scale: {range: [1, 1]}", "sweep.yaml:7:39: factors.parameters.grievance_scale.range: is a "
         "single value; give two different ends, or take the factor out"),
        ("parameters.grievance_scale: {range: [2, 1]}", "runs from 2 down to 1; write the lower end first"),
        ("parameters.grievance_scale: {range: [1, 7]}", "sweep.yaml:7:39: parameters.grievance_scale: found 7.0; 0 to 3 "
         "factor is allowed"),
        ("parameters.grievance_scale: {range: [1, 2], values: [1]}", "range and values are both given; use one"),
        ("parameters.grievance_scale: {values: [1, much]}", "sweep.yaml:7:44: factors.parameters.grievance_scale: found "
         "'much'; parameters.grievance_scale is a number"),
        ("parameters.grievance_scale: {values: [1, 1]}", "1 stands there twice"),
        ("parameters.grievance_scale: {rnge: [1, 2]}", "sweep.yaml:7:32: factors.parameters.grievance_scale.rnge: unknown "
         "key 'rnge'; did you mean 'range'?"),
        ("levers.line.from: {}", "is no number with a passport; list its values: [...]"),
        ("levers.lin.from: {values: [2026]}", "nothing is called 'levers.lin.from'"),
        ("levers.line.form: {values: [2026]}", "nothing is called 'levers.line.form'"),
        ("focus: {values: [ARN, XYZ]}", "no state 'XYZ'"),
        ("levers.line.from: {values: [2026, 2099]}", "2099"),
        ("theries: {values: [realist]}", "theries"),
        ("trusted: {path: 'ties.trust.*.ARN'}", "numbers with different ranges; give one"),
        ("parameters.grievance_scale: {}\n  again: {path: parameters.grievance_scale}", "sweep.yaml:8:3: factors.again: sets "
         "parameters.grievance_scale, which the factor parameters.grievance_scale sets as well"),
        ("point: {path: parameters.grievance_scale}", "the name 'point' is taken"),
        ("x: {path: levers.line.level, range: [0, 1], distribution: log_uniform}", "log_uniform needs a range above 0"),
    ],
    "design: {kind: latin_hypercube, points: 4}": [
        ("design: {kind: latin_hypercub, points: 4}", "did you mean 'latin_hypercube'"),
        ("design: {kind: latin_hypercube}", "sweep.yaml:8:1: design: kind latin_hypercube needs points"),
        ("design: {kind: latin_hypercube, points: 0}", "at least 1 is allowed"),
        ("design: {kind: grid, points: 4}", "sweep.yaml:8:22: design.points: is not for kind grid; it takes kind"),
        ("design: {kind: sobol, samples: 100}", "sweep.yaml:8:32: design.samples: found 100; sobol needs a power of two: "
         "64 or 128"),
        ("design: {kind: sobol_sequence, points: 12}", "sobol_sequence needs a power of two: 8 or 16"),
        ("design: {kind: morris, trajectories: 4, levels: 5}", "found 5; morris needs an even number"),
        ("design: {kind: points, file: nowhere.csv}", "sweep.yaml:8:30: design.file: no file 'nowhere.csv'"),
        ("", "there are factors but no design; for instance design: {kind: grid}"),
    ],
    "replicates: 2": [
        ("replicates: 0", "sweep.yaml:10:13: replicates: found 0; at least 1 is allowed"),
        ("replicates: two", "a whole number is needed"),
        ("replicats: 2", "did you mean 'replicates'?"),
        ("record: [yearli]", "sweep.yaml:10:9: record: nothing to record is called 'yearli'"),
        ("reference: bth", "sweep.yaml:10:12: reference: no package 'bth'; did you mean 'both'?"),
        ("stop: {indicator: trust_in_fokus, error: 0.1, at_most: 10}", "did you mean 'trust_in_focus'"),
        ("stop: {indicator: cohesion, error: 0, at_most: 10}", "found 0; a standard error above 0 is needed"),
        ("stop: {indicator: cohesion, error: 0.1}", "needs at_most"),
        ("schema: 2", "schema: 2 is newer than this program (1); upgrade"),
        ("title: Twice", "key 'title' is given twice; first at line 1"),
    ],
    "scenario: base.yaml": [
        ("scenario: bsae.yaml", "sweep.yaml:2:11: scenario: no file 'bsae.yaml'; did you mean 'base.yaml'?"),
        ("scenario: ../../etc/passwd", "leaves the scenario folder"),
        ("", "needs scenario"),
    ],
    "both: {}": [
        ("both: {levers.lin.level: 1}", "nothing is called 'lin' here; did you mean 'line'?"),
        ("both: {variant: no_cmb}", "no variant 'no_cmb'; did you mean 'no_cbm'?"),
        ("both: {levers.line.level: 3}", "sweep.yaml:5:29: levers.line.level: found 3; 0 to 1 is allowed"),
        ("both: {levers: {new: {lever: hotlin, among: [ARN, COR]}}}", "no lever card 'hotlin'"),
        ("bo-th: {}", "'bo-th' is not a name"),
        ("both: 3", "`key: value` entries are needed"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), [(old, *case) for old, cases in CASES.items() for case in cases])
def test_one_mistake(room: Path, old: str, new: str, words: str) -> None:
    found = faults(room, changed(old, new))
    assert any(words in fault for fault in found), found


def test_all_mistakes_at_once(room: Path) -> None:
    text = (
        changed("futures: 2", "futures: -2")
        .replace("kind: latin", "kind: latn")
        .replace("{}\ndesign", "{rng: 1}\ndesign")
    )
    assert len(faults(room, text)) >= 3


def test_a_factor_is_not_called_like_what_is_recorded(room: Path) -> None:
    text = changed("parameters.grievance_scale: {}", "tension: {path: parameters.grievance_scale}")
    assert read(room, text).factors[0].name == "tension"
    assert any("the name 'tension' is taken" in fault for fault in faults(room, text + "record: [tension]\n"))


def test_points_from_a_file(room: Path) -> None:
    text = changed("{kind: latin_hypercube, points: 4}", "{kind: points, file: points.csv}").replace(
        "  parameters.grievance_scale: {}",
        "  scale: {path: parameters.grievance_scale}\n  begins: {path: levers.line.from, values: [2026, 2027-06]}",
    )
    (room / "points.csv").write_text("begins,scale\n2027-06,0.8\n2026,1.25\n", "utf-8")
    sweep = read(room, text)
    assert sweep.table.to_dict("list") == {"scale": [0.8, 1.25], "begins": ["2027-06", 2026]}
    bad = {
        "begins,scal\n2026,1\n": [
            "points.csv:1:1: column 'scal' is no factor; did you mean 'scale'?", "points.csv:1:1: lacks a column for scale"
        ],
        "begins,scale\n2026,1\n2028,9\n": ["points.csv:3:1: begins: found '2028'; one of 2026, 2027-06 is needed",
                                          "points.csv:3:1: scale: found '9'; 0.7 to 1.3 is the range of the factor"],
        "begins,scale\n2026,nan\n": ["points.csv:2:1: scale: found 'nan'; a number is needed"],
        "begins,scale\n2026\n": ["points.csv:2:1: has 1 value; 2 are needed"],
        "begins,scale\n2026\n\n2028,9\n2026,1,1\n2026,x\n": [
            "points.csv:2:1: has 1 value; 2 are needed", "points.csv:4:1: begins: found '2028'", "points.csv:4:1: scale: found '9'",
            "points.csv:5:1: has 3 values; 2 are needed", "points.csv:6:1: scale: found 'x'; a number is needed",
        ],
        "begins;scale\n2026;1\n": ["points.csv:1:1: semicolons stand between the names; commas are needed"],
        "begins\tscale\n2026\t1\n": ["points.csv:1:1: tabs stand between the names; commas are needed"],
        "begins,scale\n": ["points.csv: holds no points"],
        "scale,scale\n1,1\n": ["names a column twice"],
    }  # fmt: skip
    for content, words in bad.items():
        (room / "points.csv").write_text(content, "utf-8")
        found = faults(room, text)
        assert all(any(word in fault for fault in found) for word in words), found
    (room / "points.csv").write_bytes(b"\xff\xfe\x00")
    assert any("cannot be read" in fault for fault in faults(room, text))


def test_points_as_a_table() -> None:
    import pandas

    table = pandas.DataFrame({"parameters.grievance_scale": [0.5, 1.5], "trusted": [0.3, 0.4], "begins": [2028, 2026]})
    sweep = small(design=None, points=table)
    assert sweep.table["begins"].tolist() == [2028, 2026]
    with pytest.raises(ScenarioError, match="column 'trsuted' is no factor; did you mean 'trusted'"):
        small(design=None, points=table.rename(columns={"trusted": "trsuted"}))


def test_in_python_the_same_care() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'replicates'"):
        small(replicats=3)
    with pytest.raises(ScenarioError, match=r"did you mean 'parameters\.negativity'"):
        small(factors={"parameters.negativty": {}})
    with pytest.raises(UsageError, match="belongs into the Sweep itself"):
        detente.sweep(small(), "nowhere", replicates=3)
    with pytest.raises(UsageError, match="time_limit: found -1"):
        small().run("nowhere", time_limit=-1)


def test_a_scenario_made_in_python_is_swept_as_it_is() -> None:
    from detente.assembly.numbers import with_numbers

    scenario = detente.read_scenario(SMALL)
    changed = with_numbers(scenario, {"parameters.negativity": 2.75})
    sweep = detente.Sweep.of(changed, replicates=2)
    assert sweep.base.parameters["negativity"].value == 2.75
    assert sweep.base.digest() == changed.digest()
    assert detente.Sweep.of(scenario, replicates=2).base == scenario


def test_factors_of_levers_that_only_some_packages_have() -> None:
    sweep = small(
        packages={"none": {}, "more": {"levers": {"talks": {"lever": "summits", "among": ["ARN", "BEL"], "level": 0.5}}}},
        factors={
            "talks": {"path": "levers.talks.level", "range": [0.1, 0.9]},
            "from": {"path": "levers.talks.from", "values": [2026, 2030]},
        },
        design={"kind": "grid"},
    )  # fmt: skip
    plan = plan_of(sweep)
    assert [s.label for s in plan.built.listed] == ["none", "more from=2026", "more from=2030"]
    assert [sorted(s.keys) for s in plan.built.listed] == [[], [0], [0]]


def test_dates_of_stages_postures_and_conditions_are_factors() -> None:
    factors = {
        "observation": {"path": "levers.cbm.stages.observation", "values": [2028, 2030]},
        "posture": {"path": "states.ARN.posture", "values": ["balance", "third_way"]},
        "when": {"path": "levers.cbm.when", "values": ["tension(ARN, COR) < 0.6", "tension(ARN, COR) < 0.2"]},
        "event": {"path": "shocks.islets.at", "values": [2027, 2029]},
    }
    plan = plan_of(small(packages={"all": {}}, factors=factors, design={"kind": "one_at_a_time"}))
    assert len(plan.built.listed) == 5
    assert len({structure.scenario.digest() for structure in plan.built.listed}) == 5


def test_any_top_level_word_is_a_factor() -> None:
    plan = plan_of(small(factors={"focus": {"values": ["ARN", "COR"]}}, design={"kind": "grid"}))
    assert [s.scenario.focus for s in plan.built.listed] == ["ARN", "COR"] * 3
    with pytest.raises(DetenteError, match="start, end and states cannot be factors"):
        plan_of(small(factors={"end": {"values": ["2030-12", "2034-12"]}}, design={"kind": "grid"}))


def test_too_many_builds_of_the_scenario_are_refused() -> None:
    from detente.sweeps import structures

    many = {"begins": {"path": "levers.line.from", "values": [2026, 2027, 2028]}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structures, "MOST_STRUCTURES", 4)
        with pytest.raises(UsageError, match="begins change the build of the scenario in more than 4 ways"):
            plan_of(small(factors=many, design={"kind": "grid"}))
