"""Help in the contest of power: kinds of frameworks, access denied; know-how."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from kernel import QUIET, Array, Kept, fixed, read, run, short

from detente.assembly.rows import DYAD_CHANNELS
from detente.compiled import exp, log
from detente.scenario import Scenario
from detente.world.arrays import DYADS, STATES
from detente.world.variables import DOMAINS

Write = Callable[[str], Scenario]
ARN, BEL, COR, DAL, ERS = range(5)


def of_base(kept: Kept, name: str) -> Array:
    return np.asarray(kept.room.base[0][name].reshape(16, 16)[:5, :5])


def started(*overrides: str, **values: float) -> Kept:
    """Return the first step of the five states at the mode of everything."""
    return run(short(fixed(read(*overrides), **values), 1), [0], sampled=False)


# --- kinds of frameworks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "pledge", "support"),
    [("alliance", 0.9, 0.9), ("partnership", 0.0, 0.36), ("dialogue", 0.0, 0.0), ("forum", 0.0, 0.0)],
)
def test_what_a_kind_of_framework_brings(kind: str, pledge: float, support: float) -> None:
    """All bind conduct; allies have promised to fight, partners help in part (0.4 here), the others do not."""
    kept = started(f"frameworks.far_pact.kind={kind}", partner_support=0.4)
    for name, wanted in (("commitment", 0.9), ("pledge", pledge), ("support", support)):
        found = of_base(kept, name)
        assert found[ARN, DAL] == found[DAL, ARN] == pytest.approx(wanted, rel=1e-15), name
        assert found[ARN, BEL] == found[BEL, ARN] == 0.7, name
        assert np.count_nonzero(found) == (2 if wanted == 0.0 else 4), name


def test_the_strongest_help_counts() -> None:
    """Of an alliance and a partnership of one pair: 0.5 pledged and 0.4 x 0.9 supported give 0.5; weaker pledges give way."""
    text = "frameworks.circle={name: C, kind: partnership, members: [ARN, DAL], commitment: 0.9}"
    for pledged, wanted in ((0.5, 0.5), (0.2, 0.36)):
        kept = started(text, f"frameworks.far_pact.commitment={pledged}", partner_support=0.4)
        assert of_base(kept, "pledge")[ARN, DAL] == pledged
        assert of_base(kept, "support")[ARN, DAL] == pytest.approx(wanted, rel=1e-15)
        assert of_base(kept, "commitment")[ARN, DAL] == 0.9


def of_states(kept: Kept, name: str) -> Array:
    return np.asarray(kept.room.worlds[0][name][:5])


def test_help_lowers_the_power_of_others_by_its_kind() -> None:
    """Power over ARN falls with the help of DAL: alliance, partnership, dialogue in that order; a forum is a dialogue.

    At full support a partnership is an alliance, at none a dialogue, to the last bit of power; but doubt and burden
    know allies alone.
    """
    kinds = ("alliance", "partnership", "dialogue", "forum")
    found = {kind: started(f"frameworks.far_pact.kind={kind}", partner_support=0.4) for kind in kinds}
    over = {kind: of_base(kept, "power")[ARN, COR] for kind, kept in found.items()}
    assert over["alliance"] < over["partnership"] < over["dialogue"] == over["forum"]
    for support, kind in ((1.0, "alliance"), (0.0, "dialogue")):
        partnership = started("frameworks.far_pact.kind=partnership", partner_support=support)
        assert np.array_equal(of_base(partnership, "power"), of_base(found[kind], "power"))
    doubt = {kind: of_states(kept, "doubt") for kind, kept in found.items()}
    assert doubt["alliance"][DAL] == pytest.approx(0.2, abs=1e-5)
    assert doubt["partnership"][DAL] == doubt["dialogue"][DAL] == 0.0
    burden = {kind: of_states(kept, "burden") for kind, kept in found.items()}
    p = found["alliance"].room.parameters[0]
    weights = np.array([p[f"weight_{domain}"] for domain in DOMAINS])
    total = weights @ found["alliance"].room.worlds[0]["capability"].reshape(5, 16)[:, :5]
    assert burden["alliance"] == pytest.approx(
        [total[ARN] / total[[ARN, BEL, DAL]].sum(), total[BEL] / total[[ARN, BEL]].sum(), 1.0,
         total[DAL] / total[[ARN, DAL]].sum(), 1.0], rel=1e-13,
    )  # fmt: skip
    assert burden["partnership"][DAL] == 1.0
    assert burden["partnership"][ARN] == pytest.approx(total[ARN] / total[[ARN, BEL]].sum(), rel=1e-13)


# --- access denied --------------------------------------------------------------------------------------------------


def power_by_hand(kept: Kept, denial: Array) -> Array:
    """Return the power of the column over the row in World 0, sum by sum as the description writes it."""
    p, now = kept.room.parameters[0], kept.room.worlds[0]

    def dyads(name: str) -> Array:
        return np.asarray(now[name].reshape(16, 16)[:5, :5])

    weights = np.array([p[f"weight_{domain}"] for domain in DOMAINS])
    bases = weights @ now["capability"].reshape(5, 16)[:, :5] + p["nuclear_weight"] * kept.room.base[0]["nuclear"][:5]
    s = np.array([exp(p["contest_exponent"] * log(x)) for x in bases])
    reach, support = of_base(kept, "reach"), of_base(kept, "support")
    found = np.zeros((5, 5))
    for i in range(5):
        for j in range(5):
            if i != j:
                allied = sum(
                    support[i, k] * dyads("credibility")[i, k] * s[k] * reach[i, k] * (1 - dyads("alignment")[k, j]) / 2
                    * s[k] / (s[k] + denial[j] * s[j])
                    for k in range(5) if k not in (i, j)
                )  # fmt: skip
                x = s[j] * reach[i, j]
                found[i, j] = x / (s[i] + p["ally_weight"] * allied + x)
    return found


@pytest.mark.parametrize(("cor", "ers"), [(0.0, 0.0), (0.5, 0.0), (1.0, 0.25)])
def test_power_where_access_is_denied_by_hand(cor: float, ers: float) -> None:
    """Allies of ARN and BEL get through to COR and ERS with the chance of the contest; nobody else's power moves."""
    kept = started(f"states.COR.access_denial={cor}", f"states.ERS.access_denial={ers}")
    denial = np.array([0.0, 0.0, cor, 0.0, ers])
    found, open_sea = of_base(kept, "power"), of_base(started(), "power")
    assert found == pytest.approx(power_by_hand(kept, denial), rel=1e-12)
    moved = found != open_sea
    assert np.array_equal(moved.any(0), denial > 0.0)
    assert (found[moved] > open_sea[moved]).all()
    assert set(np.nonzero(moved)[0]) <= {ARN, BEL, DAL}


# --- know-how -------------------------------------------------------------------------------------------------------

WORKS = """cards:
  levers:
    works: {title: W, form: pact, influences: {goodwill: 0.2, contact: 0.1, contact_floor: 0.4, crisis_duration: 1.0, alignment: 0.1, learning: 0.5, image: 0.3, restraint: -0.2}, side_effects: {threat_to_outsiders: 0.3, nationalism: 0.1}, lag: 0.001, fade: 1, cost: 0, evidence: none}
"""  # noqa: E501


def knowing(only: Write, know_how: float, until: int = 2035, **values: float) -> Scenario:
    """Return five states that all know how, two of which work together until a year, and nothing else going on."""
    window = "" if until == 2035 else f", until: {until}"
    names = ("ARN", "BEL", "COR", "DAL", "ERS")
    rows = "".join(
        f"    {a}: {{{', '.join(f'{b}: {know_how}' for b in names[k + 1 :])}}}\n" for k, a in enumerate(names[:-1])
    )
    use = f"levers: {{joint: {{lever: works, among: [ARN, BEL], level: 0.5{window}}}}}\n"
    return fixed(only(f"{WORKS}{use}ties:\n  know_how:\n{rows}"), **{**QUIET, "consent_base": 100.0, **values})


def channels(kept: Kept) -> dict[str, Array]:
    flow = kept.room.flow[0]
    found = {name: flow["channels"][k].reshape(16, 16)[:5, :5].copy() for k, name in enumerate(DYAD_CHANNELS)}
    return found | {"of states": flow["state_channels"][:, :5].copy()}


def test_levers_work_better_between_those_who_know_how(only: Write) -> None:
    """Every dyad influence but floors of contact and what outsiders fear is (1 + gain x know-how) times as strong."""
    knows, learns = (
        run(short(knowing(only, x, learning_gain=0.3), 1), [0], sampled=False) for x in (0.6, 0.0)
    )  # fmt: skip
    more, less = channels(knows), channels(learns)
    for name, found in less.items():
        plain = name in ("contact_floor", "threat_to_outsiders", "of states")
        assert more[name] == pytest.approx(found * (1.0 if plain else 1 + 0.3 * 0.6), rel=1e-14), name
    used = ("goodwill", "contact", "contact_floor", "crisis_duration", "alignment", "learning", "image", "restraint",
            "threat_to_outsiders", "of states")  # fmt: skip
    assert all(less[name].any() for name in used)
    assert less["goodwill"][ARN, BEL] == pytest.approx(0.2 * 0.5, rel=1e-12)


def test_without_a_gain_know_how_changes_nothing_else(only: Write) -> None:
    """At learning_gain 0 what a pair has learnt moves no bit of any other variable."""
    knows, learns = (run(knowing(only, x, learning_gain=0.0), [0], sampled=False) for x in (0.6, 0.0))
    for name in (*DYADS, *STATES):
        assert np.array_equal(knows.full(name), learns.full(name)) == (name != "know_how"), name


def test_know_how_is_learnt_at_work_and_forgotten_after(only: Write) -> None:
    """Step by step as the formula says, between the two at work alone; forgetting halves it each half-life."""
    h = 4.0
    scenario = knowing(only, 0.2, until=2029, know_how_half_life=h)
    kept = run(scenario, [0], sampled=False)
    path = np.asarray(kept.record.worlds[0, :, DYADS.index("know_how")], float)
    level = np.asarray(kept.record.outcomes[0, :, 0, 0])
    gain, keep = kept.room.parameters[0]["learning_gain"], 2 ** (-0.25 / h)
    span, wanted = (1 - keep) * h / math.log(2), [0.2]
    for x in level:
        now = wanted[-1]
        learning = x * 0.5 * (1 + gain * now)
        wanted.append(now + (0.2 - now) * (1 - keep) + (1 - now) * learning * span)
    assert path[:, ARN, BEL] == pytest.approx(wanted, rel=1e-6)
    assert np.array_equal(path[:, ARN, BEL], path[:, BEL, ARN])
    assert (path[:, ARN, COR] == path[0, ARN, COR]).all()
    peak = int(np.argmax(wanted))
    assert 16 <= peak < 30
    assert wanted[-1] < wanted[peak] - 0.05
    assert wanted[-1] > 0.25
