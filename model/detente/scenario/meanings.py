"""What the keys of scenario files and cards mean, in the words an editor shows; by form and key."""

from __future__ import annotations

EVIDENCE = {
    "none": "no quantitative evidence", "weak": "weak evidence", "some": "some evidence", "good": "good evidence",
}  # fmt: skip

FILE = {
    "title": "what the scenario is called",
    "question": "what it is to answer",
    "about": "what a reader should know of it",
    "extends": "a scenario file below which nothing need be said again; relative, inside the scenario folder",
    "reference": "what it is compared with: a variant's name or a scenario file (default: the same without levers)",
    "start": "first day: 2025, 2025-04 or 2025-04-01",
    "end": "last day: 2044, 2044-12 or 2044-12-31",
    "step": "length of a step",
    "runs": "how many runs, a multiple of replicates",
    "replicates": "runs on each set of sampled assumptions",
    "seed": "the key of all random numbers",
    "theory": "which mechanisms drive choice, intent and consent; mixed is all of them",
    "focus": "the state the question is about",
    "bloc": "the states whose cohesion is measured (default: all)",
    "sources": "bibliography of the scenario, beside the shipped one",
    "states": "the states by name",
    "frameworks": "alliances, partnerships, dialogues and forums by name",
    "ties": "what holds between two states",
    "parameters": "parameters of the model, where they differ from the catalogue",
    "cards": "cards made here, or parts of others to change",
    "levers": "levers in use, under names of your own",
    "shocks": "shocks to come, under names of your own",
    "variants": "named differences, as dotted paths: {levers.*.level: 0}",
}
LEVER_USE = {
    "lever": "the card: `detente levers` lists them",
    "title": "a name to be shown instead of the card's",
    "among": "the parties of a pact; all must consent",
    "by": "the giver of an offer, or who acts alone",
    "to": "the receivers of an offer",
    "from": "first day in force (default: the start)",
    "until": "first day no longer in force (default: never)",
    "level": "how much of it, 0 to 1",
    "stage": "the stage it is in throughout",
    "stages": "the first day of each stage",
    "when": "only while this holds, for instance tension(A, B) < 0.6",
    "follows": "a rule whose value, cut to 0..1, multiplies the level each step, for instance doubt(A)",
    "announced": "the level promised in public while it is in its window (default: nothing beyond what is done)",
    "influences": "strengths that differ from the card's, in this use",
}
SHOCK_USE = {
    "shock": "the card: `detente shocks` lists them",
    "title": "a name to be shown instead of the card's",
    "by": "the state it comes from",
    "on": "the states it falls on",
    "at": "its dates",
    "rate": "how often a year, at random; {} takes the card's rate",
    "trend": "growth of the rate: it is multiplied by exp(trend x years since the start)",
    "size": "how large; the card's numbers are those of size 1",
}
CARD = {
    "title": "what it is called",
    "claims": "numbers of the claims it stands for",
    "evidence": "how good the quantitative evidence is",
    "note": "what else a user should know",
    "challenge": "what it answers",
    "response": "what it is",
    "expected": "what is hoped of it",
    "form": "pact: all must consent; offer: the receivers must; unilateral: nobody is asked",
    "stages": "share of the level in each stage",
    "influences": "what it moves, with strength",
    "side_effects": "what it moves besides",
    "lag": "time to build up",
    "fade": "half-life after it stops",
    "cost": "what each party pays at full level",
    "authority": "whose decision it is",
    "reversibility": "how easily it is undone",
    "rate": "how often it happens where a scenario says `rate: {}`",
    "hazard": "log factor of the rate for each unit of these variables",
}
PASSPORT = {
    "value": "the number; mode of a triangular distribution",
    "range": "[low, high], the uncertainty that is sampled",
    "unit": "the unit; it must be the declared one",
    "standing": "measured and derived need a source, assumed a reason",
    "source": "keys of the bibliography",
    "reason": "why this value and range",
    "known_by": "year or day by which what it leans on was known (default: the latest of its sources)",
    "distribution": "how the range is sampled",
    "where": "whom it moves: on->by is the victim's view of the culprit",
}
STATE = {
    "name": "the name to be shown",
    "kind": "a collective has members, and may stand beside them",
    "members": "the states a collective is made of",
    "posture": "how it weighs threat, autonomy and ties when it chooses",
    "capability": "strength by domain",
    "priorities": "stance by issue, -1 to 1",
}
FRAMEWORK = {
    "name": "the name to be shown",
    "kind": "how binding it is meant to be",
    "members": "its states, two or more",
    "commitment": "how firmly its members stand by one another",
    "since": "its first day",
    "source": "keys of the bibliography",
}
CARDS = {"levers": "lever cards by name", "shocks": "shock cards by name"}
SOURCE = {
    "citation": "the entry as it is to be cited", "url": "where it is found",
    "known_by": "year or day by which its content was known: published, or the last data of the version used",
}  # fmt: skip
MEANINGS: dict[str, dict[str, str]] = {
    "ScenarioFile": FILE, "LeverUse": LEVER_USE, "ShockUse": SHOCK_USE, "LeverCard": CARD, "ShockCard": CARD,
    "State": STATE, "Framework": FRAMEWORK, "Cards": CARDS,
    "Passport": PASSPORT, "Parameter": PASSPORT, "Impulse": PASSPORT, "Source": SOURCE,
}  # fmt: skip
