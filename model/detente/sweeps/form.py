"""The form of sweep files: which keys stand where, and of which kind their values are."""

from __future__ import annotations

from detente.scenario.kinds import (
    ANYTHING,
    NUMBER,
    OPTIONAL_NAMES,
    TEXT,
    TITLE,
    TRUTH,
    Form,
    listing,
    table,
    whole,
    words,
)
from detente.world.outcomes import INDICATORS

DESIGNS = ("grid", "one_at_a_time", "latin_hypercube", "sobol", "sobol_sequence", "morris", "random", "points")
MOST_UNITS = 2**31 - 1

FACTOR = Form(
    "Factor",
    "A number (or a word) of the scenario that the sweep sets; left empty, it spans the range of its passport.",
    {
        "path": OPTIONAL_NAMES.explained("the key or keys of the scenario it sets (default: the factor's own name)"),
        "range": listing(NUMBER, 2, 2).optional().explained("[low, high] (default: the passport's)"),
        "values": listing(ANYTHING, 1).optional().explained("the only values it takes, instead of a range"),
        "distribution": words("uniform", "triangular", "log_uniform").default("uniform"),
        "levels": whole(2, 1000).optional().explained("steps of a grid, or one at a time (default: 5)"),
        "meaning": TEXT.default(""),
    },
)
DESIGN = Form(
    "Design",
    "How points are chosen among all values of the factors.",
    {
        "kind": words(*DESIGNS),
        "points": whole(1, 10_000_000)
        .optional()
        .explained("how many points (latin_hypercube, random, sobol_sequence)"),
        "samples": whole(1, 10_000_000).optional().explained("base samples of sobol: a power of two"),
        "trajectories": whole(2, 100_000).optional().explained("trajectories of morris"),
        "levels": whole(2, 1000).default(4).explained("levels of morris: an even number"),
        "second_order": TRUTH.default(False).explained("sobol: also what makes indices of second order"),
        "scramble": TRUTH.default(True).explained("sobol, sobol_sequence: scrambled"),
        "file": TEXT.optional().explained("points: a CSV file with a column for each factor, beside the sweep file"),
        "seed": whole(0).optional().explained("the key of the design (default: the sweep's)"),
    },
)
STOP = Form(
    "Stop",
    "Add batches of futures (or replicates) until a paired difference is known well enough.",
    {
        "indicator": words(*INDICATORS),
        "error": NUMBER.explained("the standard error to be reached, in the unit of the indicator"),
        "at_most": whole(2, MOST_UNITS).explained("futures (without futures: replicates) after which it stops anyway"),
        "each": words("design", "point")
        .default("design")
        .explained("known on average over the design, or at every point"),
    },
)
SWEEP = Form(
    "SweepFile",
    "A sweep: packages of levers at points of a design, in many futures, on common random numbers.",
    {
        "schema": whole(1).default(1).explained("version of this format"),
        "title": TITLE,
        "question": TEXT.default(""),
        "about": TEXT.default(""),
        "scenario": TITLE.explained("the scenario file that is swept"),
        "variant": TEXT.optional(),
        "packages": table(table(ANYTHING)).default({}),
        "reference": TEXT.optional().explained("the package that others are compared with (default: the first)"),
        "factors": table(FACTOR).default({}),
        "design": DESIGN.optional(),
        "futures": whole(1, MOST_UNITS)
        .optional()
        .explained("sampled sets of all other numbers (default: all at their modes)"),
        "replicates": whole(1, MOST_UNITS).default(10).explained("runs in each future"),
        "seed": whole(0).optional().explained("the key of all random numbers (default: the scenario's)"),
        "record": OPTIONAL_NAMES.explained(
            "means (always kept), yearly, and variables at the turn of each year: [yearly, trust]"
        ),
        "stop": STOP.optional(),
    },
)
