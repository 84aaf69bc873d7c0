"""The form of scenario files and cards: which keys stand where, and of which kind their values are.

What needs more than one place to judge (states that exist, units and bounds of variables, dates within the horizon)
is checked where the file is resolved.
"""

from __future__ import annotations

from detente.scenario.kinds import (
    ANYTHING,
    DATE,
    NUMBER,
    OPTIONAL_DATE,
    OPTIONAL_DATES,
    OPTIONAL_NAMES,
    SHARE,
    TEXT,
    TITLE,
    TRUTH,
    UNIT,
    Field,
    Form,
    Kind,
    listing,
    quantity,
    table,
    whole,
    words,
)  # fmt: skip
from detente.world.variables import (
    CHANNELS,
    DOMAINS,
    HAZARDS,
    IMPULSES,
    MOST_ISSUES,
    POSTURES,
    THEORIES,
    WHERE,
    Variable,
    initial,
)

TEXTS = listing(TEXT)
RANGE = listing(NUMBER, 2, 2).optional().explained("[low, high], the uncertainty")
_PASSPORT: dict[str, Kind | Field] = {
    "value": NUMBER.optional(),
    "range": RANGE,
    "unit": UNIT.optional(),
    "standing": words("measured", "derived", "assumed").optional(),
    "source": TEXTS.optional(),
    "reason": TEXT.optional(),
    "known_by": OPTIONAL_DATE,
    "distribution": words("triangular", "uniform").optional(),
}
PASSPORT = Form(
    "Passport",
    "A number with unit, range, standing and source; a key left out is inherited from the layer below.",
    _PASSPORT,
)
PARAMETER = Form(
    "Parameter",
    "A parameter of the model as the catalogue declares it.",
    {**_PASSPORT, "meaning": TEXT.default(""), "bounds": listing(NUMBER, 2, 2).optional()},
)
IMPULSE = Form("Impulse", "What one shock of size 1 does, and to whom.", {"where": words(*WHERE), **_PASSPORT})
QUANTITY = quantity(PASSPORT)


def _initial(variable: Variable) -> Field:
    default = ... if variable.default is None else variable.default
    return Field(QUANTITY, default, f"{variable.meaning} ({variable.unit})")


STATE = Form(
    "State",
    "A country or collective actor.",
    {
        "name": TITLE,
        "kind": words("state", "collective").default("state"),
        "members": TEXTS.default([]),
        "posture": words(*POSTURES[1:]),
        **{variable.name: _initial(variable) for variable in initial("state") if "." not in variable.name},
        "capability": Form("Capability", "Strength by domain.", dict.fromkeys(DOMAINS, QUANTITY)),
        "priorities": Field(table(QUANTITY), ..., "stance by issue, -1 to 1, on each of the scenario's `issues`"),
    },
)
FRAMEWORK = Form(
    "Framework",
    "A named group of states.",
    {
        "name": TITLE,
        "kind": words("alliance", "partnership", "dialogue", "forum"),
        "members": listing(TEXT, 2),
        "commitment": QUANTITY,
        "since": OPTIONAL_DATE,
        "source": TEXTS.optional(),
    },
)
SOURCE = Form(
    "Source", "One entry of the bibliography.", {"citation": TITLE, "url": TEXT.optional(), "known_by": OPTIONAL_DATE}
)
_TIES = table(table(QUANTITY))
TIES = Form(
    "Ties",
    "What holds between two states, by variable, observer and target.",
    {
        variable.name: Field(_TIES, ... if variable.default is None else {}, f"{variable.meaning} ({variable.unit})")
        for variable in (*initial("dyad"), *initial("pair"))
    },
)

CHANNEL_STRENGTHS = table(QUANTITY, tuple(CHANNELS))
_CARD: dict[str, Kind | Field] = {
    "title": TITLE,
    "claims": TEXTS.default([]),
    "evidence": words("none", "weak", "some", "good"),
    "note": TEXT.default(""),
}
LEVER_CARD = Form(
    "LeverCard",
    "A lever of the catalogue, or one a user made.",
    {
        **_CARD,
        "challenge": TEXT.default(""),
        "response": TEXT.default(""),
        "expected": TEXT.default(""),
        "form": words("pact", "offer", "unilateral"),
        "stages": table(SHARE).default({}),
        "influences": CHANNEL_STRENGTHS,
        "side_effects": CHANNEL_STRENGTHS.default({}),
        "lag": QUANTITY,
        "fade": QUANTITY,
        "cost": QUANTITY,
        "authority": TEXT.default(""),
        "reversibility": TEXT.default(""),
    },
)
SHOCK_CARD = Form(
    "ShockCard",
    "A kind of shock.",
    {
        **_CARD,
        "influences": table(IMPULSE, tuple(IMPULSES)),
        "rate": QUANTITY,
        "hazard": table(QUANTITY, HAZARDS).default({}),
    },
)
LEVER_USE = Form(
    "LeverUse",
    "A lever in force among named states.",
    {
        "lever": TITLE,
        "title": TEXT.optional(),
        "among": TEXTS.optional(),
        "by": TEXT.optional(),
        "to": OPTIONAL_NAMES,
        "from": OPTIONAL_DATE,
        "until": OPTIONAL_DATE,
        "level": QUANTITY.default(1.0),
        "stage": TEXT.optional(),
        "stages": table(DATE).optional(),
        "when": TEXT.optional(),
        "follows": TEXT.optional(),
        "announced": QUANTITY.optional(),
        "influences": CHANNEL_STRENGTHS.optional(),
    },
)
SHOCK_USE = Form(
    "ShockUse",
    "A shock on dates (`at`) or at random (`rate`).",
    {
        "shock": TITLE,
        "title": TEXT.optional(),
        "by": TEXT.optional(),
        "on": OPTIONAL_NAMES,
        "towards": Field(table(QUANTITY), {}, "where new leaders lean by issue, -1 to 1; drawn when left out"),
        "at": OPTIONAL_DATES,
        "rate": QUANTITY.optional(),
        "trend": QUANTITY.optional(),
        "size": QUANTITY,
    },
)
CARDS = Form(
    "Cards",
    "Cards a user made, or parts of catalogue cards to change.",
    {"levers": table(LEVER_CARD).default({}), "shocks": table(SHOCK_CARD).default({})},
)
FOLDER = Form(
    "CardFolder",
    "A folder of cards, with the shipped ones below it.",
    {"sources": table(SOURCE), "parameters": table(quantity(PARAMETER)), "cards": CARDS},
)
FILE = Form(
    "ScenarioFile",
    "A scenario file with everything it extends laid below it.",
    {
        "schema": whole(1).default(1).explained("version of this format"),
        "complete": TRUTH.default(False).explained("the file stands alone: nothing is taken from the catalogue"),
        "title": TITLE,
        "question": TEXT.default(""),
        "about": TEXT.default(""),
        "extends": TEXT.optional(),
        "catalogue": OPTIONAL_NAMES.explained("folders of cards of one's own, beside the file"),
        "reference": TEXT.optional(),
        "start": DATE,
        "end": DATE,
        "step": words("month", "quarter", "year"),
        "runs": whole(1, 10_000_000).default(500),
        "replicates": whole(1).default(10),
        "seed": whole(0).default(1),
        "theory": words(*THEORIES).default(THEORIES[0]),
        "focus": TEXT,
        "bloc": listing(TEXT, 1).optional(),
        "sources": table(SOURCE).default({}),
        "issues": listing(TITLE, 1, MOST_ISSUES).explained("on which states take a stance; up to five"),
        "states": table(STATE),
        "frameworks": table(FRAMEWORK).default({}),
        "ties": TIES,
        "parameters": table(quantity(PARAMETER)).default({}),
        "cards": CARDS.default({}),
        "levers": table(LEVER_USE).default({}),
        "shocks": table(SHOCK_USE).default({}),
        "variants": table(table(ANYTHING)).default({}),
    },
)
