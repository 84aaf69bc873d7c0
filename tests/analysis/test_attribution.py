"""Attribution of a difference: mixtures are the runs they stand for, shares add up, and names are answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import detente
from detente.analysis import game
from detente.analysis.differences import differences, in_force
from detente.analysis.game import pose
from detente.analysis.measures import measure_of
from detente.analysis.mixtures import Mixtures, mixtures_of
from detente.analysis.paths import paths, tie_of
from detente.analysis.players import OTHERS, players_of
from detente.assembly import assemble
from detente.errors import UsageError
from detente.scenario import Scenario, read_reference, read_scenario
from detente.world.outcomes import INDICATORS

ROOT = Path(__file__).parents[2]
FIVE = ROOT / "tests" / "data" / "five_states.yaml"
SHORT = ["end=2030-12-31"]
MIXED = [
    "levers.three.level=0.4", "levers.rescue.from=2027", "levers.quiet.level=0", "levers.drills.level=0",
    "shocks.tests.size=0", "shocks.memory.rate=0.8", "shocks.islets.at=2028-03", "parameters.negativity=1.4",
]  # fmt: skip
IDS = np.arange(8)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(FIVE, None, SHORT)


@pytest.fixture(scope="module")
def reference(scenario: Scenario) -> Scenario:
    found = read_reference(scenario)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def other() -> Scenario:
    return read_scenario(FIVE, None, [*SHORT, *MIXED])


def mixtures(scenario: Scenario, reference: Scenario) -> Mixtures:
    players = players_of(scenario, reference)
    return mixtures_of(scenario, reference, players, 3, 4, measure_of("trust_in_focus", scenario))


def by_hand(scenario: Scenario, reference: Scenario, taken: int) -> Scenario:
    """Mix two scenarios as a user would: what is taken from the scenario, the rest from the reference."""
    players = players_of(scenario, reference)
    chosen = {item.key for k, player in enumerate(players) if taken >> k & 1 for item in player.items}
    base = scenario if "everything else" in chosen else reference
    parts = {}
    for group in ("levers", "shocks"):
        ours, theirs = getattr(scenario, group), getattr(reference, group)
        keys = {*ours, *theirs}
        parts[group] = {key: (ours if key in chosen else theirs)[key] for key in keys
                        if key in (ours if key in chosen else theirs)}  # fmt: skip
    return replace(base, **parts)


# --- mixtures are the runs they stand for, to the bit -----------------------------------------------------------------


def test_what_differs_is_found_whichever_way(scenario: Scenario, other: Scenario) -> None:
    found = {(item.kind, item.key) for item in differences(scenario, other)}
    levers = {("lever", key) for key in ("three", "rescue", "quiet", "drills")}
    shocks = {("shock", key) for key in ("tests", "memory", "islets")}
    assert found == levers | shocks | {("rest", "everything else")}
    assert found == {(item.kind, item.key) for item in differences(other, scenario)}
    titles = {item.key: item.title for item in differences(other, scenario)}
    assert titles["quiet"].endswith("switched off")
    assert titles["three"].endswith("changed")


@pytest.mark.parametrize("turned", [False, True])
def test_a_mixture_is_the_run_it_stands_for(scenario: Scenario, other: Scenario, turned: bool) -> None:
    # Levers act, pay and add up in order of name: `three_more` stands right behind both versions of `three`.
    more = replace(scenario.levers["three"], key="three_more")
    sides = [replace(side, levers={**side.levers, "three_more": more}) for side in (scenario, other)]
    one, two = reversed(sides) if turned else sides
    mixed = mixtures(one, two)
    taken = np.random.default_rng(5).choice(1 << mixed.players, 24, replace=False)
    for coalition in (0, mixed.full, *map(int, taken)):
        values, _ = mixed.evaluate(coalition ^ mixed.flipped, IDS)
        run = detente.run(by_hand(one, two, coalition), 8, 3, replicates=4, record="indicators")
        assert (values == run.summary[:, 0]).all()


def test_a_lever_that_nobody_granted_changes_no_bit(scenario: Scenario, reference: Scenario) -> None:
    found = pose(scenario, reference, "cohesion", runs=12, seed=3, replicates=4)
    mixed = mixtures_of(scenario, reference, found.players, 3, 4, found.measure)
    played = found.play()
    assert played.evaluations < 0.97 * played.coalitions * 12
    ids = np.arange(12)
    values = np.array([mixed.evaluate(coalition, ids)[0] for coalition in range(1 << mixed.players)])
    assert (played.shares == game.shares_from(values, mixed.players)).all()


# --- laws -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["trust_in_focus", "crisis_onset", "trust(BEL, ARN)", "nationalism(COR)"])
def test_shares_add_up_to_the_difference_in_every_run(scenario: Scenario, other: Scenario, of: str) -> None:
    for permutations in (None, 2):
        found = pose(scenario, other, of, runs=8, seed=3, replicates=4, permutations=permutations)
        played = found.play()
        gap = played.scenario - played.reference
        assert np.abs(gap).max() > 0.0
        assert played.shares.sum(axis=0) == pytest.approx(gap, abs=1e-12)


def test_blocks_threads_and_order_in_the_file_change_no_bit(
    scenario: Scenario, reference: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned = replace(scenario, levers=dict(reversed(scenario.levers.items())))
    for permutations in (None, 2):
        among = ["line", "quiet", "three", "gift"]
        options = {"runs": 12, "seed": 3, "replicates": 4, "permutations": permutations, "among": among}
        whole = detente.attribute(scenario, reference, **options, workers=3)
        with monkeypatch.context() as patch:
            patch.setattr(game, "BLOCK", 5)
            patch.setattr(game, "AT_ONCE", 7)
            cut = detente.attribute(turned, reference, **options, workers=1)
        assert [share[:5] for share in cut.shares] == [share[:5] for share in whole.shares]
        assert (cut.difference, cut.error) == (whole.difference, whole.error)


def test_sampled_orders_agree_with_all_of_them(scenario: Scenario, reference: Scenario) -> None:
    options = {"runs": 40, "seed": 3, "replicates": 4, "among": ["three", "gift", "quiet", "rescue"]}
    exact = pose(scenario, reference, "trust_in_focus", **options).play()  # type: ignore[arg-type]
    sampled = pose(scenario, reference, "trust_in_focus", **options, permutations=2).play()  # type: ignore[arg-type]
    assert (sampled.scenario == exact.scenario).all()
    assert (sampled.reference == exact.reference).all()
    apart = sampled.shares - exact.shares
    assert np.abs(apart).max() > 0.0
    error = apart.std(axis=1, ddof=1) / np.sqrt(apart.shape[1])
    assert (np.abs(apart.mean(axis=1)) <= 4.0 * error + 1e-15).all()


def test_for_two_players_an_order_and_its_reverse_are_all(scenario: Scenario, reference: Scenario) -> None:
    options = {"runs": 8, "seed": 3, "among": {"some": ["three", "gift"]}}
    exact = pose(scenario, reference, "cohesion", **options).play()  # type: ignore[arg-type]
    sampled = pose(scenario, reference, "cohesion", **options, permutations=2).play()  # type: ignore[arg-type]
    assert sampled.shares == pytest.approx(exact.shares, abs=1e-15)


def test_more_than_ten_are_sampled(scenario: Scenario) -> None:
    nothing = replace(scenario, levers={}, shocks={})
    found = detente.attribute(scenario, nothing, runs=4, seed=3, replicates=2)
    assert len(found.shares) == 13
    assert found.method == "sampled permutations"
    assert sum(share.share for share in found.shares) == pytest.approx(found.difference, abs=1e-12)


def test_a_lever_whose_condition_never_holds_gets_exactly_nothing(scenario: Scenario, reference: Scenario) -> None:
    idle = replace(scenario.levers["quiet"], when=(("number", 1.0), ("number", 0.0), ("<",)))
    found = detente.attribute(replace(scenario, levers={**scenario.levers, "quiet": idle}), reference, runs=8,
                              among=["quiet", "three", "gift"])  # fmt: skip
    share = {share.name: share for share in found.shares}["quiet"]
    assert (share.share, share.error) == (0.0, 0.0)
    assert found.evaluations <= 8 * 8


def test_twins_get_the_same(scenario: Scenario, reference: Scenario) -> None:
    # A lever that asks nobody draws nothing: the same one under another name does the same.
    fleet = scenario.levers["fleet"]
    twins = {"fleet": fleet, "armada": replace(fleet, key="armada"), "gift": scenario.levers["gift"]}
    found = detente.attribute(replace(scenario, levers=twins), reference, "power_competition", runs=8)
    shares = {share.name: share for share in found.shares}
    assert shares["fleet"].share == pytest.approx(shares["armada"].share, abs=1e-14)
    assert abs(shares["fleet"].share) > 1e-6


def test_turning_the_question_round_turns_the_signs(scenario: Scenario, other: Scenario) -> None:
    among = ["quiet", "three", "drills", "tests", "everything else"]
    options = {"runs": 8, "seed": 3, "replicates": 4, "among": among}
    there = {share.name: share.share for share in detente.attribute(scenario, other, **options).shares}  # type: ignore[arg-type]
    back = {share.name: share.share for share in detente.attribute(other, scenario, **options).shares}  # type: ignore[arg-type]
    assert there.keys() == back.keys()
    for name, share in there.items():
        assert back[name] == pytest.approx(-share, abs=1e-14)


# --- what is said -----------------------------------------------------------------------------------------------------


def test_an_attribution_says_what_it_is(scenario: Scenario) -> None:
    found = detente.attribute(scenario, runs=40, seed=3, replicates=4, among=["three", "gift"])
    assert found.of == "trust_in_focus"
    assert found.title == "Trust in Arnland"
    assert found.titles == ("the same without levers", scenario.title)
    assert found.difference == pytest.approx(found.scenario - found.reference, abs=1e-12)
    assert found.low <= found.difference <= found.high
    sizes = [abs(share.share) for share in found.shares]
    assert sizes == sorted(sizes, reverse=True)
    assert list(found.table.columns) == ["kind", "title", "share", "error", "low", "high", "agreement", "evidence"]
    assert {share.name: share.kind for share in found.shares} == {"three": "lever", "gift": "lever", OTHERS: "rest"}
    assert {share.name: share.evidence for share in found.shares}["three"] == scenario.levers["three"].evidence


def test_groups_hold_together(scenario: Scenario) -> None:
    among = {"Coria": ["cbm", "line"], "Belmark": ["rescue", "levers.quiet"]}
    found = detente.attribute(scenario, runs=8, among=among)
    assert {share.name for share in found.shares} == {"Coria", "Belmark", OTHERS}
    assert found.coalitions == 8
    weakest = {share.name: share.evidence for share in found.shares}
    assert weakest["Belmark"] == "none"


def test_progress_counts_every_evaluation(scenario: Scenario, reference: Scenario) -> None:
    for permutations in (None, 4):
        found = pose(scenario, reference, "cohesion", ["three", "gift"], runs=8, permutations=permutations)
        ticks: list[int] = []
        found.play(tick=ticks.append)
        assert sum(ticks) == found.evaluations


@pytest.mark.parametrize(
    ("of", "like"),
    [("trust(*, ARN)", "trust_in_focus"), ("trust( BEL ,ARN )", "trust(BEL, ARN)")],
)
def test_a_tie_is_measured_as_an_indicator_is(scenario: Scenario, of: str, like: str) -> None:
    options = {"runs": 8, "seed": 3, "among": ["three", "gift"]}
    one, two = (detente.attribute(scenario, of=name, **options) for name in (of, like))  # type: ignore[arg-type]
    assert one.difference == pytest.approx(two.difference, abs=1e-7)
    assert one.unit == two.unit == "share"


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ("trust_in_fokus", "did you mean 'trust_in_focus'"),
        ("trusst(ARN, BEL)", "did you mean 'trust'"),
        ("trust(ARN)", r"write trust\(OBSERVER, TARGET\)"),
        ("nationalism(ARN, BEL)", r"write nationalism\(STATE\)"),
        ("trust(ARM, *)", r"no state 'ARM'; did you mean 'ARN'.*\n.*no state '\*'"),
        ("trust(ARN, ARN)", "two different states"),
        ("nationalism(*)", r"no state '\*'"),
        ("budget(ARN)", "no variable 'budget' changes"),
    ],
)
def test_what_cannot_be_measured_is_answered(scenario: Scenario, of: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        detente.attribute(scenario, of=of)


@pytest.mark.parametrize(
    ("among", "words"),
    [
        (["thre"], "did you mean 'three'"),
        ("thre", "did you mean 'three'"),
        (["islets"], "'islets' is the same on both sides"),
        (["quiet"], "'quiet' is off on both sides"),
        (["three", "three"], None),
        ({"a": ["three"], "b": ["three"]}, "'three' is named twice"),
        ({"three": ["gift"]}, "cannot be called 'three'"),
        ({"a": []}, "'a' is empty"),
        ([], "names nothing"),
        (["nobody", "quiet"], "nothing that differs is called 'nobody'(.|\n)*'quiet' is off"),
    ],
)
def test_wrong_players_are_answered(scenario: Scenario, among: object, words: str | None) -> None:
    off = scenario.with_levers_off("quiet")
    reference = read_reference(off)
    assert reference is not None
    if words is None:
        assert len(players_of(off, reference, among)) == 2  # type: ignore[arg-type]  # said twice is said once
        return
    with pytest.raises(UsageError, match=words):
        players_of(off, reference, among)  # type: ignore[arg-type]


def test_a_name_of_two_is_told_apart(scenario: Scenario, reference: Scenario) -> None:
    shocks = {**scenario.shocks, "three": replace(scenario.shocks["tests"], key="three")}
    both = replace(scenario, shocks=shocks)
    assert {"levers.three", "shocks.three"} <= {player.name for player in players_of(both, reference)}
    with pytest.raises(UsageError, match=r"write levers.three or shocks.three"):
        players_of(both, reference, ["three"])
    assert players_of(both, reference, ["shocks.three"])[0].kind == "shock"


def test_nothing_to_attribute_is_said(scenario: Scenario, reference: Scenario) -> None:
    with pytest.raises(UsageError, match="nothing to attribute"):
        detente.attribute(scenario, scenario)
    with pytest.raises(UsageError, match="nothing to attribute"):
        detente.attribute(reference)
    with pytest.raises(UsageError, match="an even number"):
        detente.attribute(scenario, permutations=3)
    with pytest.raises(UsageError, match="runs"):
        detente.attribute(scenario, runs=0)
    with pytest.raises(UsageError, match="focal states differ"):
        detente.attribute(scenario, replace(reference, focus="BEL"))


def test_too_many_players_are_to_be_grouped(scenario: Scenario) -> None:
    many = {f"gift{k}": replace(scenario.levers["gift"], key=f"gift{k}") for k in range(63)}
    crowd, nobody = replace(scenario, levers=many), replace(scenario, levers={})
    with pytest.raises(UsageError, match="63 things differ, and at most 62"):
        detente.attribute(crowd, nobody)
    found = detente.attribute(crowd, nobody, among={"half": list(many)[:31]}, runs=2, replicates=1)
    assert len(found.shares) == 2


def test_off_is_off_however_it_is_said(scenario: Scenario) -> None:
    three, islets = scenario.levers["three"], scenario.shocks["islets"]
    late = replace(three, first_step=scenario.steps)
    never = replace(three, stages=((0, 0.0),))
    assert in_force(three, scenario.steps)
    assert not any(in_force(lever, scenario.steps) for lever in (late, never, None))
    assert in_force(islets, scenario.steps)
    assert not in_force(replace(islets, steps=()), scenario.steps)


# --- the path ---------------------------------------------------------------------------------------------------------


def test_paths_add_up_to_the_difference_of_the_changes(scenario: Scenario, reference: Scenario) -> None:
    found = paths(scenario, reference, runs=40, seed=3, replicates=4, sample=5)
    ends = [detente.run(side, 40, 3, replicates=4).data["trust"].sel(target="ARN").isel(run=found.attrs["runs"])
            for side in (reference, scenario)]  # fmt: skip
    changes = [float((path.isel(time=-1) - path.isel(time=0)).mean()) for path in ends]
    sums = found.sum()
    assert sums["reference"] == pytest.approx(changes[0], abs=1e-6)
    assert sums["scenario"] == pytest.approx(changes[1], abs=1e-6)
    assert sums["difference"] == pytest.approx(sums["scenario"] - sums["reference"], abs=1e-12)
    assert any(cause.startswith("lever ") for _, cause in found.index)


def test_everyone_is_the_mean_over_the_others(scenario: Scenario) -> None:
    program = assemble(scenario, 3)
    whole = detente.explain(program, 4, [0, 5], "trust", "*", "ARN")
    each = [detente.explain(program, 4, [0, 5], "trust", name, "ARN") for name in scenario.states if name != "ARN"]
    assert whole.end == pytest.approx(np.mean([one.end for one in each]), abs=1e-12)
    for cause, amount in whole.totals.items():
        assert amount == pytest.approx(np.mean([one.totals.get(cause, 0.0) for one in each]), abs=1e-12)
    assert float(whole.totals.sum()) == pytest.approx(whole.end - whole.start, abs=1e-12)


def test_only_what_is_booked_has_a_path(scenario: Scenario, reference: Scenario) -> None:
    assert tie_of("trust_in_focus", scenario) == ("trust", "*", "ARN")
    assert tie_of("alignment(BEL, COR)", scenario) == ("alignment", "BEL", "COR")
    assert tie_of("nationalism(ARN)", scenario) == ("nationalism", "ARN", None)
    for of in ("doubt(ARN)", *list(INDICATORS)[1:]):
        assert tie_of(of, scenario) is None
    with pytest.raises(UsageError, match="no ledger"):
        paths(scenario, reference, "cohesion")
