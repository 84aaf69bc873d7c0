"""Rival theories over the whole kernel: one World, different acts; what a theory does not know changes no bit."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from kernel import Kept, fixed, read, run, same, short

from detente.engine.acting import propose
from detente.world.arrays import DYADS, STATES
from detente.world.variables import THEORIES

RUNS = range(12)
STARTED = ("act", "reading", "read_of", "good_expected", "bad_expected")
"""What a first World holds of acts and of what is expected of them."""


@cache
def of(theory: str) -> Kept:
    """Return twelve runs of the five states under a theory."""
    return run(read(f"theory={theory}"), RUNS)


def test_the_default_is_mixed() -> None:
    assert same(of("mixed"), run(read(), RUNS))


def test_four_theories_act_differently_on_one_and_the_same_world() -> None:
    """Same seed: World 0 is the same to the last bit but for first acts and what is expected of them; the acts then differ."""
    worlds = {theory: of(theory).record.worlds for theory in THEORIES}
    for one, other in combinations(THEORIES, 2):
        for k, name in enumerate(DYADS):
            alike = np.array_equal(worlds[one][:, 0, k], worlds[other][:, 0, k])
            assert alike or name in STARTED, (one, other, name)
        assert np.array_equal(of(one).record.state_worlds[:, 0], of(other).record.state_worlds[:, 0])
        act = DYADS.index("act")
        assert (worlds[one][:, 1, act] != worlds[other][:, 1, act]).mean() > 0.02, (one, other)
        assert not np.array_equal(worlds[one][:, -1, DYADS.index("trust")], worlds[other][:, -1, DYADS.index("trust")])


def test_all_theories_share_their_luck() -> None:
    """Only what is chosen differs: dated shocks strike alike, and shocks that hang on nothing of the course as well."""
    dated = [of("mixed").program.shock_names.index(name) for name in ("islets", "tariff")]
    for theory in THEORIES:
        assert np.array_equal(of(theory).record.events[:, :, dated], of("mixed").record.events[:, :, dated])


# --- choice ---------------------------------------------------------------------------------------------------------

KNOWN = {
    "mixed": {"now.trust", "now.alignment", "base.commitment", "now.interdependence", "flow.active", "now.threat",
              "now.claim", "now.stage", "flow.nationalism_row", "base.threshold_row"},
    "realist": {"flow.common_threat", "now.alignment", "base.commitment", "now.threat", "now.claim", "flow.power",
                "now.stage"},
    "liberal": {"now.interdependence", "base.commitment", "now.reading", "now.channel", "now.stage"},
    "constructivist": {"now.trust", "now.intent", "flow.active", "now.claim", "flow.nationalism_row",
                       "base.threshold_row"},
}  # fmt: skip
"""What each theory's choice reads of World, baseline and flow."""
NOBODY = {
    "now.grievance", "now.trigger", "now.credibility", "now.interoperability", "now.know_how", "now.mood", "now.act",
    "now.misperception", "base.pledge", "base.support", "base.distance", "flow.good", "flow.bad", "flow.perceived",
}  # fmt: skip
WEIGHED = {"mixed": {0, 1, 2, 3}, "realist": {1}, "liberal": {3}, "constructivist": {0, 2}}


def chances(kept: Kept) -> Any:
    """Return what everybody is about to do, from the records of a run as they stand."""
    room, w = kept.room, kept.program.layout.width
    now, base, flow = room.worlds[kept.program.scenario.steps % 2], room.base[0], room.flow[0]
    propose(now, base, flow, kept.program.region[0], room.parameters[0], 5, w)
    return np.array([flow["cooperate"], flow["press"]])


@pytest.mark.parametrize("theory", THEORIES)
def test_reasons_that_a_theory_ignores_change_no_bit_of_choice(theory: str) -> None:
    """Each number of World, baseline and flow, moved alone, moves the chances exactly where the theory reads it."""
    kept = run(short(read(f"theory={theory}"), 9), [3])
    records = {
        "now": kept.room.worlds[kept.program.scenario.steps % 2],
        "base": kept.room.base[0],
        "flow": kept.room.flow[0],
    }
    mask = kept.program.region[0]["mask"]
    plain = chances(kept)
    for place in sorted(set().union(NOBODY, *KNOWN.values())):
        record, name = place.split(".")
        array = records[record][name]
        before = array.copy()
        array += 0.25 * mask
        changed = not np.array_equal(chances(kept), plain)
        array[:] = before
        assert changed == (place in KNOWN[theory]), place
        assert np.array_equal(chances(kept), plain)
    for k, weights in enumerate(records["flow"]["posture"]):
        before = weights.copy()
        weights *= 1.5
        assert np.array_equal(chances(kept), plain) == (k not in WEIGHED[theory]), k
        weights[:] = before


OF_CHOICE = {
    "mixed": ("choice_sharpness", "cooperate_alignment", "cooperate_commitment", "cooperate_stake",
              "cooperate_nationalism", "cooperate_grievance", "cooperate_fear", "press_threat", "press_claim",
              "press_grievance", "press_stake", "press_commitment", "press_crisis"),
    "realist": ("cooperate_common_threat", "cooperate_alignment", "cooperate_commitment", "cooperate_fear",
                "press_threat", "press_opportunity", "press_commitment", "press_crisis"),
    "liberal": ("cooperate_stake", "cooperate_commitment", "cooperate_reciprocity", "cooperate_contact", "press_stake",
                "press_commitment", "press_reciprocity", "press_crisis"),
    "constructivist": ("choice_sharpness", "cooperate_image", "cooperate_nationalism", "cooperate_grievance",
                       "press_image", "press_claim", "press_grievance"),
}  # fmt: skip
OF_INTENT = {
    "mixed": ("intent_acts", "intent_alignment", "intent_crisis"), "realist": ("intent_alignment", "intent_power"),
    "liberal": ("intent_acts", "intent_crisis"), "constructivist": ("intent_acts", "intent_crisis", "intent_grievance"),
}  # fmt: skip
OF_CONSENT = {
    "mixed": ("consent_trust", "consent_threat", "consent_latitude", "consent_grievance", "consent_nationalism",
              "consent_priorities", "consent_contact"),
    "realist": ("consent_threat", "consent_latitude", "consent_priorities"),
    "liberal": ("consent_trust", "consent_latitude", "consent_priorities", "consent_contact"),
    "constructivist": ("consent_trust", "consent_latitude", "consent_grievance", "consent_nationalism"),
}  # fmt: skip
ALL = sorted({name for table in (OF_CHOICE, OF_INTENT, OF_CONSENT) for names in table.values() for name in names})


@pytest.mark.parametrize("theory", THEORIES)
@pytest.mark.parametrize("name", ALL)
def test_a_parameter_of_another_theory_changes_no_bit_of_a_run(theory: str, name: str) -> None:
    """Choice, intent and consent: parameters of terms that a theory does not know are idle, those that it knows are not."""
    scenario = read(f"theory={theory}")
    plain, other = (
        run(fixed(scenario, **{name: value}), range(6), sampled=False)
        for value in (scenario.parameters[name].low, scenario.parameters[name].high)
    )
    own = {*OF_CHOICE[theory], *OF_INTENT[theory], *OF_CONSENT[theory]}
    assert same(plain, other) == (name not in own)


# --- expectations of liberals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["low", "value", "high"])
def test_liberals_expect_what_answers_itself(end: str) -> None:
    """At the start the chances that follow from what is expected give what is expected (1e-3), in every dyad.

    Another round of answers would move nothing to speak of, at either end of the range of reciprocity.
    """
    scenario = read("theory=liberal")
    reply = {n: getattr(scenario.parameters[n], end) for n in ("cooperate_reciprocity", "press_reciprocity")}
    kept = run(short(fixed(scenario, **reply, misperception_base=0.0), 1), [0], sampled=False)
    room, w = kept.room, kept.program.layout.width
    now, base, flow = room.worlds[0], room.base[0], room.flow[0]
    now["reading"][:] = base["good"] - base["bad"]
    propose(now, base, flow, kept.program.region[0], room.parameters[0], 5, w)
    for found, chance in ((base["good"], flow["cooperate"]), (base["bad"], flow["press"])):
        assert pytest.approx(chance.reshape(w, w), abs=1e-3) == found.reshape(w, w).T


def test_every_state_variable_of_a_theory_stays_in_bounds() -> None:
    for theory in THEORIES:
        found = of(theory).record.state_worlds
        posture = found[:, :, STATES.index("posture")]
        assert set(np.unique(posture)) <= {1.0, 2.0, 3.0, 4.0}
        assert np.isfinite(found).all()
