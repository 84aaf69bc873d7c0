"""The World as the kernel sees it: records of named arrays, one pointer each, whose shapes the compiler knows.

Dyad arrays have length W x W (W: the padded width; row observes column), state arrays W, domain and issue arrays
5 x W, all flat.  `World` changes each step, `Baseline` is fixed by the start of a run, `Flow` is scratch that every
step writes anew, `Region` is fixed by scenario and seed.  `Plan` holds levers and shocks as sparse rows.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

DYADS = (
    "mood", "trust", "anchor", "good_expected", "bad_expected", "grievance", "trigger", "intent", "threat",
    "kept", "broken", "credibility", "interdependence", "misperception", "act",
    "alignment", "channel", "interoperability", "claim", "know_how", "stage", "reading", "read_of",
)  # fmt: skip
STATES = ("nationalism", "doubt", "posture", "burden", "access_denial")
BLOCKS = ("capability", "planned", "priorities", "leaning")
GIVEN_DYADS = (
    "trust", "grievance", "trigger", "intent", "credibility", "interdependence",
    "alignment", "channel", "interoperability", "claim", "distance", "know_how",
)  # fmt: skip
GIVEN_STATES = (
    "nationalism", "capability.conventional", "capability.maritime", "capability.missile_defence", "capability.cyber",
    "capability.space", *(f"priorities[{k}]" for k in range(5)), "budget", "patience", "zero_sum", "latitude", "growth",
    "nuclear", "access_denial",
)  # fmt: skip
BASE_DYADS = (
    "good", "bad", "active", "tension", "intent_logit", "norm", "kept", "broken", "interdependence", "trigger",
    "alignment", "channel", "interoperability", "claim", "know_how", "distance", "priority_distance", "common_threat", "balance",
    "reach", "threshold_row", "commitment", "pledge", "support", "power",
)  # fmt: skip
BASE_STATES = (
    "nationalism", "arms", "budget", "latitude", "growth", "nuclear", "threshold", "grown", "greatest", "belief",
)  # fmt: skip
FLOW_DYADS = (
    "perceived", "good", "bad", "active", "cooperate", "press", "common_threat", "power", "allied", "balance",
    "priority_distance", "nationalism_row", "onset", "escalation", "resolution", "up", "leave", "talk",
)  # fmt: skip
CHANNEL_COUNT, STATE_CHANNEL_COUNT, IMPULSE_COUNT, STATE_IMPULSE_COUNT = 17, 7, 9, 4
PROCESSES = ("conduct", "crisis", "start", "posture")


@cache
def world_type(width: int) -> Any:
    """Return the record of all variables of a region at one moment (all float64, so that it is also one flat buffer)."""
    size = width * width
    fields = [(name, np.float64, (size,)) for name in DYADS]
    fields += [(name, np.float64, (width,)) for name in STATES]
    return np.dtype(fields + [(name, np.float64, (5 * width,)) for name in BLOCKS])


@cache
def baseline_type(width: int) -> Any:
    """Return the record of what the start of a run fixes: the resting levels that the present already contains."""
    size = width * width
    fields = [(name, np.float64, (size,)) for name in BASE_DYADS] + [
        (name, np.float64, (width,)) for name in BASE_STATES
    ]
    return np.dtype(
        [
            *fields,
            ("innate", np.float64, (5 * width,)),
            ("average", np.float64, (5,)),
        ]
    )


@cache
def flow_type(width: int) -> Any:
    """Return the record of one step's scratch: draws, perceptions, propensities, channels, impulses, products."""
    size, f = width * width, np.float64
    return np.dtype(
        [(name, f, (size,)) for name in FLOW_DYADS]
        + [("draws", f, (4, size)), ("work", f, (8, size)), ("turned", f, (2, size)), ("strength", f, (width,))]
        + [("channels", f, (CHANNEL_COUNT, size)), ("state_channels", f, (STATE_CHANNEL_COUNT, width))]
        + [("impulses", f, (IMPULSE_COUNT, size)), ("state_impulses", f, (STATE_IMPULSE_COUNT, width)), ("spending", f, (width,))]
        + [("counts", f, (6, width)), ("stack", f, (64,)), ("values", f, (12,)), ("moves", f, (2,))]
        + [("posture", f, (4, size)), ("given", f, (len(GIVEN_DYADS), size)), ("given_states", f, (len(GIVEN_STATES), width))]
    )  # fmt: skip


@cache
def region_type(width: int) -> Any:
    """Return the record of masks, name hashes, keys and the distributions of given values."""
    size, f, u = width * width, np.float64, np.uint64
    d, s = len(GIVEN_DYADS), len(GIVEN_STATES)
    return np.dtype(
        [("mask", f, (size,)), ("bloc_pairs", f, (size,))]
        + [(name, u, (size,)) for name in ("first", "second", "lower", "upper")]
        + [("state_hash", u, (width,)), ("posture", np.int64, (width,)), ("bloc", np.int64, (width,))]
        + [(f"dyad_{name}", f, (d, size)) for name in ("low", "mode", "high", "flat")] + [("dyad_keys", u, (d, 2))]
        + [(f"state_{name}", f, (s, width)) for name in ("low", "mode", "high", "flat")] + [("state_keys", u, (s, 2))]
        + [("process_keys", u, (len(PROCESSES), 2)), ("zeros", u, (width,))]
        + [("issue_hash", u, (5,)), ("issues", np.int64, (1,)), ("theory", np.int64, (1,))]
    )  # fmt: skip


class Plan(NamedTuple):
    """Levers and shocks: their numbers (indices into the run's scalars), schedules, members, sparse rows, conditions."""

    scalar_low: Array
    scalar_mode: Array
    scalar_high: Array
    scalar_flat: Array
    scalar_keys: Array
    years: Array
    framework_scalar: Array
    framework_start: Array
    framework_target: Array
    framework_kind: Array
    lever_keys: Array
    lever_scalars: Array
    lever_level: Array
    lever_members: Array
    lever_start: Array
    lever_asked: Array
    lever_pays: Array
    lever_pledge: Array
    row_lever: Array
    row_scalar: Array
    row_channel: Array
    row_kind: Array
    row_start: Array
    row_target: Array
    code_start: Array
    code: Array
    code_value: Array
    rule_start: Array
    rule: Array
    rule_value: Array
    lever_announced: Array
    talk_start: Array
    talk_target: Array
    shock_keys: Array
    shock_scalars: Array
    shock_by: Array
    shock_pair: Array
    shock_events: Array
    hit_shock: Array
    hit_scalar: Array
    hit_impulse: Array
    hit_kind: Array
    hit_start: Array
    hit_target: Array
    shock_towards: Array


class Room(NamedTuple):
    """One thread's working memory: two Worlds that take turns, baseline, scratch, levers, shocks, scalars.

    levers [2, 2, L]: delivered level and outcome of consent, now and next; clocks [2, L]: share moved in a step while
    building up and while fading; shocks [5, S]: expected rate now and next, events of this step, usual rate,
    magnitude; hits [H]: what each impulse row gave this step; `flat` is the Worlds as [2, all variables].
    """

    worlds: Array
    base: Array
    flow: Array
    levers: Array
    clocks: Array
    shocks: Array
    hits: Array
    scalars: Array
    parameters: Any
    flat: Array


class Swept(NamedTuple):
    """Numbers that a sweep gives each run in place of what is drawn: `values` [R, F], and where each column goes.

    `scalar_at` are positions among the scalars, `dyad_at` and `state_at` flat positions in the given values;
    the `..._from` beside them name the column.
    """

    values: Array
    scalar_at: Array
    scalar_from: Array
    dyad_at: Array
    dyad_from: Array
    state_at: Array
    state_from: Array


def nothing_swept() -> Swept:
    """Return the Swept that leaves everything as it is drawn."""
    none = np.zeros(0, np.int64)
    return Swept(np.zeros((0, 0)), none, none, none, none, none, none)


class Record(NamedTuple):
    """What a block of runs keeps, runs first; arrays of no rows where nothing is kept.

    summary [R, 12]; series [R, T, 12]; worlds [R, T+1, V, N, N] and state_worlds [R, T+1, S, N] (float32);
    outcomes [R, T, 2, L] (delivered level, consent); reasons [R, L, 10] (steps by outcome of consent);
    crises [R, 4] (onsets, ends, pair-steps in crisis, pair-steps at the top stage); events [R, T, S];
    hits [R, T, H] (what each impulse row of a shock gave).
    """

    summary: Array
    series: Array
    worlds: Array
    state_worlds: Array
    outcomes: Array
    reasons: Array
    crises: Array
    events: Array
    hits: Array


def make_room(width: int, levers: int, shocks: int, hits: int, scalars: int, parameter_type: Any) -> Room:
    """Return zeroed working memory; the kernel itself allocates nothing."""
    worlds = np.zeros(2, world_type(width))
    numbers = np.zeros(scalars)
    parameters = numbers[: len(parameter_type.names)].view(parameter_type)
    return Room(
        worlds, np.zeros(1, baseline_type(width)), np.zeros(1, flow_type(width)), np.zeros((2, 2, levers)), np.zeros((2, levers)),
        np.zeros((5, shocks)), np.zeros(hits), numbers, parameters, worlds.view(np.float64).reshape(2, -1),
    )  # fmt: skip


def position(name: str, width: int) -> int:
    """Return where a variable starts in the flat buffer of a World."""
    return int(world_type(width).fields[name][1]) // 8
