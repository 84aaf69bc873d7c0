"""A hypothesis in full: rival theories, where it flips, each state's outcomes, what others answer."""

from __future__ import annotations

import numpy as np
from toys import studied, toys

import detente
from detente.claims import judging
from detente.claims.worth import OUTCOMES
from detente.world.variables import THEORIES


def test_the_answer_is_given_as_it_is_and_under_every_theory() -> None:
    item = studied().hypotheses[0]
    assert item.verdict == judging.HOLDS
    assert tuple(item.theories) == THEORIES
    mixed = item.theories["mixed"][1].tested[0].estimates[0]
    own = item.found.tested[0].estimates[0]
    assert np.array_equal(mixed.by_set, own.by_set[: len(mixed.by_set)])
    means = {round(found.tested[0].estimates[0].mean, 12) for _, found in item.theories.values()}
    assert len(means) > 1  # theories differ in mechanisms: the same lever does not do the same


def test_the_map_flips_with_the_sign_of_the_influence() -> None:
    found = studied().hypotheses[0].map
    assert (len(found), len(found[0])) == (3, 3)
    for low, _, high in found:
        assert low.high < 0.0 < high.low


def test_outcomes_stand_for_every_state_and_are_those_of_plain_runs() -> None:
    item = studied().hypotheses[0]
    assert set(item.by_state) == {"ARN", "BEL", "COR"}
    assert all(set(row) == set(OUTCOMES) for row in item.by_state.values())
    cells = [toys().scenarios.of(cell) for cell in item.hypothesis.test.cells.values()]
    runs = [detente.run(cell, 24, 5, replicates=2).data["trust"].sel(target="ARN") for cell in cells]
    means = [run.sel(time=slice("2030-02-01", None)).mean(["observer", "time"]).to_numpy() for run in runs]
    assert np.isclose(item.by_state["ARN"]["trust_received"].mean, (means[1] - means[0]).mean(), rtol=1e-4)
    assert item.by_state["ARN"]["capability_to_cope"].mean != item.by_state["BEL"]["capability_to_cope"].mean


def test_answers_are_judged_beside_doing_nothing() -> None:
    (answers,) = studied().hypotheses[0].answers
    assert answers.state == "COR"
    nothing, arms = answers.options
    assert nothing.worth.mean == 0.0
    assert answers.best == max(answers.options, key=lambda option: option.worth.mean).option
    assert np.isfinite([arms.worth.mean, arms.remaining.mean]).all()
    assert nothing.remaining.mean == studied().hypotheses[0].map[1][2].mean or nothing.remaining.mean > 0.0
