"""Initial trust of every directed dyad by the stated precedence of rules T1 to T6."""

from __future__ import annotations

import math
from functools import cache

from derive.data import MEMBERS, NEWCOMERS, STATES, dyads, logistic, logit, mean, quantile
from derive.frameworks import allied
from derive.gaps import GapModel
from derive.moment import now, pick
from derive.passport import Passport, assumed, derived, measured
from derive.relations import DOCTRINE
from derive.relations_2005 import LESS
from derive.surveys import (
    COMPLEMENTS,
    QUESTIONS,
    SPREAD,
    Dyad,
    alignment_share,
    complement,
    deviation,
    fall,
    interval,
    old,
    readings,
    recent,
    spread_of_recent,
)  # fmt: skip
from derive.wider_ties import TRUST

PROXY_AGED, PROXY_GAP = 0.25, 0.5  # weight of the forced-choice alignment share beside an old survey, beside the model
SANCTIONING = (
    "JPN",
    "USA",
    "KOR",
    "AUS",
)  # the region's states that imposed sanctions in 2022 (with Singapore, in part)
SCORE_SPREAD = 1.1  # assumed standard deviation of answers on the five-point scale of the Chinese survey
NAMED = 1.0  # logit by which a public is judged to trust a named enemy less than the model says
SCORE_EXTRA = 0.5  # further logit deviation for turning a mean score into a share


def _recent(dyad: Dyad) -> Passport | None:
    """Rule T1: a survey of 2024 or later of this dyad, as it is."""
    reading = recent(dyad)
    if reading is None:
        return None
    low, high = interval(reading.share, deviation(reading.time))
    least, most = spread_of_recent(dyad)
    reason = f"T1 {reading.question} {int(reading.time)}"
    return measured(reading.share, min(low, least), max(high, most), QUESTIONS[reading.question], reason=reason)


def _complement(dyad: Dyad) -> Passport | None:
    """Rule T2: one minus the unfavourable share minus the usual share without opinion."""
    reading = complement(dyad)
    if reading is None:
        return None
    low, high = interval(reading.share, deviation(reading.time, 0.2))
    reason = f"T2 complement of {reading.question} {int(reading.time)}"
    return derived(reading.share, low, high, COMPLEMENTS[reading.question], reason=reason)


def _rescaled(dyad: Dyad) -> Passport | None:
    """Rule T3: mean scores, one-choice and negative-only questions of 2024-2025, turned into a share."""
    rows = {r.question: r for r in readings().get(dyad, ()) if r.time >= now().surveys[0]}
    if "ciss_score_1to5" in rows:
        score = rows["ciss_score_1to5"]
        share = 0.5 * math.erfc((3 - score.share * 100) / SCORE_SPREAD / math.sqrt(2))
        low, high = interval(share, deviation(score.time, SCORE_EXTRA))
        return derived(share, low, high, "CISS", reason="T3 mean score 2025 above the midpoint, spread 1.1 assumed")
    if dyad == ("TWN", "JPN") and "jtea_favourite" in rows:
        share = rows["jtea_favourite"].share
        return derived(
            share, 0.62, 0.9, "JTEA", reason="T3 share naming it the favourite country, 2024-25: near a floor"
        )
    if "eai_identity_negative" in rows:
        rest = 1 - rows["eai_identity_negative"].share
        return derived(
            rest * 0.6,
            rest * 0.25,
            rest,
            "EAI",
            reason="T3 part of those not negative in 2025; neutral answers not printed",
        )
    return None


def _aged(dyad: Dyad) -> Passport | None:
    """Rule T4: the latest survey to 2018, widened by the drift since; a quarter weight to forced-choice alignment.

    Views of Russia among the United States and its allies are lowered by the fall seen where the question was repeated.
    """
    reading = old(dyad)
    if reading is None or reading.time < now().aged[0]:
        return None
    value, spread, why = (
        logit(reading.share),
        deviation(reading.time),
        f"T4 {reading.question} {int(reading.time)}, aged",
    )
    proxy = alignment_share(dyad)
    if proxy is not None:
        value = (1 - PROXY_AGED) * value + PROXY_AGED * logit(proxy)
        why += ", quarter weight to alignment 2024-25"
    if dyad[1] == "RUS" and dyad[0] in SANCTIONING:
        value += fall("RUS", SANCTIONING)
        why += ", less the fall since 2022"
    low, high = interval(logistic(value), spread)
    source = (QUESTIONS[reading.question], *(() if proxy is None else ("ISEAS",)))
    return derived(logistic(value), low, high, *source, reason=why)


RULES = (_recent, _complement, _rescaled, _aged)


def surveyed(dyad: Dyad) -> Passport | None:
    """Return the passport of the first rule that finds a survey of the dyad."""
    return next((p for p in (rule(dyad) for rule in RULES) if p is not None), None)


@cache
def model() -> GapModel:
    """Return the gap model fitted to all surveyed dyads of states."""
    data: dict[Dyad, tuple[float, float]] = {}
    for dyad in dyads(STATES):
        found = surveyed(dyad)
        if found is not None:
            data[dyad] = (found.value, (logit(found.high) - logit(found.low)) / (2 * SPREAD))
    return GapModel(data)


def newcomer(dyad: Dyad) -> bool:
    """Tell whether one of the two belongs to the wider region alone."""
    return bool(set(dyad) & set(NEWCOMERS))


@cache
def stranger_band() -> tuple[float, float]:
    """Return the 5 and 95 per cent residuals of dyads whose two states the fit has never seen."""
    errors = model().strangers()
    return quantile(errors, 0.05), quantile(errors, 0.95)


def _filled(dyad: Dyad) -> Passport:
    """Rule T5: the gap model, its range the residuals out of sample."""
    guess, (low, high) = model().predict(dyad), stranger_band() if newcomer(dyad) else model().band(dyad)
    proxy = alignment_share(dyad)
    if proxy is not None:
        guess = (1 - PROXY_GAP) * guess + PROXY_GAP * logit(proxy)
    left_out = "states" if newcomer(dyad) else model().kind(dyad)
    reason = f"T5 gap model, left-out {left_out}" + ("" if proxy is None else ", half weight to alignment 2024-25")
    top = guess + high
    named = pick(dict.fromkeys(DOCTRINE, "a named enemy"), LESS)
    if dyad in named:
        guess, reason = guess - NAMED, f"{reason}, less for {named[dyad]}"
    elif dyad[1] == "PRK" and not allied(*dyad) and now().start == 2005.0:
        guess, reason = guess - NAMED, f"{reason}, less: nuclear crisis, no public asked"
    elif dyad[1] == "PRK" and not allied(*dyad):
        known = mean(logit(surveyed((o, "PRK")).value) for o in ("KOR", "AUS"))  # type: ignore[union-attr]
        guess, reason = (guess + known) / 2, f"{reason}, half weight to the two publics asked"
    return assumed(logistic(guess), logistic(guess + low), logistic(top), reason)


def _collective(dyad: Dyad) -> Passport:
    """Rule T6: mean over the members of ASEAN where the body itself was not surveyed."""
    observer, target = dyad
    if observer == "ASEAN":
        parts = [trust((m, target)) for m in MEMBERS if m != target]
    else:
        parts = [trust((observer, m)) for m in MEMBERS if m != observer]
    value, low, high = mean(p.value for p in parts), mean(p.low for p in parts), mean(p.high for p in parts)
    return assumed(value, low, high, "T6 mean over members")


def _softened(dyad: Dyad, found: Passport) -> Passport:
    """Rule T4: half weight to the gap model where the last survey is older than ten years."""
    reading = old(dyad)
    if not found.reason.startswith("T4") or "ASEAN" in dyad or reading is None or reading.time > now().start - 10:
        return found
    value = (logit(found.value) + model().without(dyad)) / 2
    low, high = interval(logistic(value), math.hypot(deviation(reading.time), model().miss("dyad")) / 2)
    return derived(logistic(value), low, high, *found.source, reason=f"{found.reason}, half weight to the gap model")


def trust(dyad: Dyad) -> Passport:
    """Return the initial trust of a dyad, known by the last survey that the rules look at: every range leans on all."""
    return _trust(dyad)._replace(known_by=now().surveys[1])


@cache
def _trust(dyad: Dyad) -> Passport:
    found = surveyed(dyad)
    if found is not None:
        return _softened(dyad, found)
    if dyad in TRUST:
        value, low, high, reason = TRUST[dyad]
        return assumed(value, low, high, f"T5 judged: {reason}")
    return _collective(dyad) if "ASEAN" in dyad else _filled(dyad)
