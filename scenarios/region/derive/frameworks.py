"""The named groups of states at the opening of 2025 and how close they bring two states."""

from __future__ import annotations

from derive.data import MEMBERS, STATES
from derive.frameworks_2005 import DEPTH_OF as DEPTH_OF_2005
from derive.frameworks_2005 import OTHERS, STANDING
from derive.kinds import CONSULT, HOUSE, MEET, PLEDGE, TALK, UNTESTED, Framework
from derive.moment import pick
from derive.passport import Passport, assumed
from derive.wider_frameworks import WIDER_FRAMEWORKS

SUMMIT = tuple(s for s in STATES if s not in ("PRK", "TWN"))

FRAMEWORKS = (
    Framework(
        "us_japan_treaty", "United States-Japan security treaty", "alliance", ("USA", "JPN"), PLEDGE, 1960, ("ATOP",)
    ),
    Framework(
        "us_korea_treaty",
        "United States-Korea mutual defence treaty",
        "alliance",
        ("USA", "KOR"),
        PLEDGE,
        1954,
        ("ATOP",),
    ),
    Framework(
        "us_philippines_treaty",
        "United States-Philippines mutual defence treaty",
        "alliance",
        ("USA", "PHL"),
        PLEDGE,
        1952,
        ("ATOP",),
    ),
    Framework("anzus", "ANZUS treaty", "alliance", ("USA", "AUS"), PLEDGE, 1952, ("ATOP",)),
    Framework(
        "us_thailand", "Manila pact and Thanat-Rusk communique", "alliance", ("USA", "THA"), UNTESTED, 1954, ("ATOP",)
    ),
    Framework(
        "china_north_korea_treaty", "China-North Korea treaty", "alliance", ("CHN", "PRK"), UNTESTED, 1961, ("ATOP",)
    ),
    Framework(
        "russia_north_korea_treaty",
        "Russia-North Korea strategic partnership treaty",
        "alliance",
        ("RUS", "PRK"),
        UNTESTED,
        2024,
        ("ATOP",),
    ),
    Framework(
        "russia_china_partnership",
        "Russia-China treaty of good-neighbourliness",
        "partnership",
        ("RUS", "CHN"),
        CONSULT,
        2001,
        ("ATOP",),
    ),
    Framework(
        "trilateral",
        "Camp David trilateral",
        "partnership",
        ("USA", "JPN", "KOR"),
        CONSULT,
        2023,
        ("ATOP", "DatedEvents"),
    ),
    Framework("quad", "Quad", "dialogue", ("USA", "JPN", "AUS", "IND"), TALK, 2017, ("DatedEvents",)),
    Framework(
        "aukus",
        "AUKUS (with the United Kingdom, which is outside the region)",
        "partnership",
        ("USA", "AUS"),
        CONSULT,
        2021,
        ("DatedEvents",),
    ),
    Framework(
        "japan_australia",
        "Japan-Australia joint declaration and access agreement",
        "partnership",
        ("JPN", "AUS"),
        CONSULT,
        2022,
        ("ATOP", "DatedEvents"),
    ),
    Framework(
        "japan_philippines_raa",
        "Japan-Philippines reciprocal access agreement",
        "partnership",
        ("JPN", "PHL"),
        CONSULT,
        2024,
        ("ATOP", "DatedEvents"),
    ),
    Framework(
        "japan_india",
        "Japan-India special strategic partnership",
        "partnership",
        ("JPN", "IND"),
        CONSULT,
        2014,
        ("DatedEvents",),
    ),
    Framework(
        "us_india",
        "United States-India defence partnership",
        "partnership",
        ("USA", "IND"),
        CONSULT,
        2016,
        (),
    ),
    Framework(
        "us_singapore",
        "United States-Singapore strategic framework",
        "partnership",
        ("USA", "SGP"),
        CONSULT,
        2005,
        (),
    ),
    Framework(
        "us_vietnam",
        "United States-Vietnam comprehensive strategic partnership",
        "dialogue",
        ("USA", "VNM"),
        TALK,
        2023,
        (),
    ),
    Framework(
        "japan_vietnam",
        "Japan-Vietnam comprehensive strategic partnership",
        "dialogue",
        ("JPN", "VNM"),
        TALK,
        2023,
        (),
    ),
    Framework(
        "india_russia",
        "India-Russia special strategic partnership",
        "partnership",
        ("IND", "RUS"),
        CONSULT,
        2010,
        (),
    ),
    Framework(
        "russia_vietnam",
        "Russia-Vietnam comprehensive strategic partnership",
        "dialogue",
        ("RUS", "VNM"),
        TALK,
        2012,
        (),
    ),
    Framework(
        "five_power",
        "Five Power Defence Arrangements (with members outside the region)",
        "partnership",
        ("AUS", "SGP", "MYS"),
        CONSULT,
        1971,
        (),
    ),
    Framework(
        "korea_australia",
        "Korea-Australia comprehensive strategic partnership",
        "dialogue",
        ("KOR", "AUS"),
        TALK,
        2021,
        (),
    ),
    Framework(
        "northeast_asia_summit",
        "China-Japan-Korea trilateral summit",
        "forum",
        ("CHN", "JPN", "KOR"),
        MEET,
        2008,
        ("DatedEvents",),
    ),
    Framework(
        "taiwan_relations_act",
        "Taiwan Relations Act (domestic law, no pledge)",
        "dialogue",
        ("USA", "TWN"),
        assumed(0.45, 0.2, 0.7, "arms and contacts by domestic law, no treaty", "ATOP"),
        1979,
        ("ATOP",),
    ),
    Framework("asean", "ASEAN", "forum", (*MEMBERS, "ASEAN"), HOUSE, 1967, ("ATOP",)),
    Framework("east_asia_summit", "East Asia Summit", "forum", (*SUMMIT, "ASEAN"), MEET, 2005, ("DatedEvents",)),
)

EVERY = (*FRAMEWORKS, *WIDER_FRAMEWORKS)
# Findings are numbered by a table that is younger than 2005.
AT_2005 = tuple(
    f._replace(commitment=f.commitment._replace(reason=f.commitment.reason.removesuffix(" (finding E-38)")))
    for f in (*(f for f in FRAMEWORKS if f.key in STANDING), *OTHERS)
)

# How close a common framework brings two states, 0 to 1: judgement, ordered by the depth of the duty.
DEPTH = {"alliance": 1.0, "partnership": 0.6, "dialogue": 0.4, "forum": 0.2}
DEPTH_OF = {
    "asean": 0.5, "east_asia_summit": 0.1, "russia_china_partnership": 0.7, "india_russia": 0.5,
    "north_atlantic_treaty": 0.8, "european_union": 0.9,
}  # fmt: skip


def _shared(first: str, second: str) -> list[Framework]:
    """Return the common frameworks of two entities."""
    return [f for f in pick(EVERY, AT_2005) if {first, second} <= set(f.members)]


def _depth(framework: Framework) -> float:
    """Return how close a framework brings its members."""
    return pick(DEPTH_OF, DEPTH_OF_2005).get(framework.key, DEPTH[framework.kind])


def closeness(first: str, second: str) -> float:
    """Return the deepest common framework of two entities (0 none, 1 defence alliance)."""
    return max((_depth(f) for f in _shared(first, second)), default=0.0)


def kind_between(first: str, second: str) -> str:
    """Return the kind of the deepest common framework, or `none`."""
    shared = _shared(first, second)
    return max(shared, key=_depth).kind if shared else "none"


def commitment_between(first: str, second: str) -> Passport | None:
    """Return the strongest commitment among the common frameworks, if any."""
    shared = [f.commitment for f in _shared(first, second)]
    return max(shared, key=lambda c: c.value) if shared else None


def allied(first: str, second: str) -> bool:
    """Tell whether a defence pledge links the two."""
    return kind_between(first, second) == "alliance"
