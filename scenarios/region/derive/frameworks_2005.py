"""The named groups of states at the opening of 2005: the older ones of the list for 2025, and those since ended or renewed."""

from __future__ import annotations

from derive.data import MEMBERS
from derive.kinds import CONSULT, MEET, TALK, Framework

# Of the list for 2025, those that stood in 2004 under the same name.
STANDING = (
    "us_japan_treaty", "us_korea_treaty", "us_philippines_treaty", "anzus", "us_thailand", "china_north_korea_treaty",
    "russia_china_partnership", "five_power", "taiwan_relations_act", "asean",
)  # fmt: skip
ASEAN_PLUS_THREE = ("JPN", "KOR", "CHN", *MEMBERS)
FORUM = ("JPN", "USA", "KOR", "CHN", "PRK", "AUS", "IND", "RUS", *MEMBERS, "ASEAN")

OTHERS = (
    Framework(
        "russia_north_korea_friendship", "Russia-North Korea treaty of friendship", "dialogue", ("RUS", "PRK"),
        TALK, 2000, ("ATOP",),
    ),
    Framework(
        "trilateral_oversight", "Trilateral coordination and oversight group", "dialogue", ("USA", "JPN", "KOR"),
        TALK, 1999, (),
    ),
    Framework(
        "trilateral_security_dialogue", "United States-Japan-Australia security dialogue", "dialogue",
        ("USA", "JPN", "AUS"), TALK, 2002, (),
    ),
    Framework("six_party_talks", "Six-party talks", "forum", ("USA", "CHN", "JPN", "KOR", "PRK", "RUS"), MEET, 2003, ()),
    Framework("japan_india", "Japan-India global partnership", "dialogue", ("JPN", "IND"), TALK, 2000, ()),
    Framework("us_india", "Next steps in strategic partnership", "dialogue", ("USA", "IND"), TALK, 2004, ()),
    Framework("us_singapore", "United States-Singapore access", "partnership", ("USA", "SGP"), CONSULT, 1990, ()),
    Framework("india_russia", "India-Russia strategic partnership", "partnership", ("IND", "RUS"), CONSULT, 2000, ()),
    Framework("russia_vietnam", "Russia-Vietnam strategic partnership", "dialogue", ("RUS", "VNM"), TALK, 2001, ()),
    Framework(
        "asean_plus_three", "ASEAN plus three", "forum", (*ASEAN_PLUS_THREE, "ASEAN"), MEET, 1997, (),
    ),
    Framework("asean_regional_forum", "ASEAN regional forum", "forum", FORUM, MEET, 1994, ()),
)  # fmt: skip
# How close they bring two states, where the kind does not say it.
DEPTH_OF = {
    "asean": 0.5, "asean_plus_three": 0.1, "asean_regional_forum": 0.05, "six_party_talks": 0.1,
    "russia_china_partnership": 0.6, "india_russia": 0.5,
}  # fmt: skip
