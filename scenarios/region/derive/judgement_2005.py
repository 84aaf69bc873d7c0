"""What is judged about single states at the opening of 2005, from what was known by the end of 2004."""

from __future__ import annotations

POSTURES = {
    "JPN": ("balance", "alliance, Iraq deployment of 2004, defence programme of December 2004"),
    "USA": ("balance", "alliances, primacy"),
    "KOR": ("balance", "alliance, with engagement of the North"),
    "CHN": ("hedge", "peaceful rise, bides its time"),
    "PRK": ("balance", "left the non-proliferation treaty in 2003"),
    "AUS": ("balance", "alliance, Iraq"),
    "IND": ("third_way", "non-alignment, steps towards the United States since January 2004"),
    "PHL": ("hedge", "ally of the United States; joint survey with China agreed in September 2004"),
    "VNM": ("hedge", "friends with all"),
    "IDN": ("third_way", "free and active, no alliances"),
    "SGP": ("hedge", "United States access, trade with China"),
    "MYS": ("hedge", "quiet on claims, trade with China"),
    "THA": ("hedge", "ally of the United States, trade agreement with China of 2003"),
    "RUS": ("hedge", "treaty with China of 2001, working terms with the United States"),
    "TWN": ("balance", "arms and partners against pressure"),
    "ASEAN": ("third_way", "centrality and consensus"),
}
LATITUDE = {
    "JPN": (0.4, "constitution, article 9; emergency and Iraq laws of 2003-04"),
    "USA": (0.8, "wide authority of the executive"),
    "KOR": (0.6, "divided politics, impeachment of 2004"),
    "CHN": (0.75, "few domestic checks, new leaders since 2002"),
    "PRK": (0.6, "few domestic checks"),
    "AUS": (0.75, "broad agreement of parties"),
    "IND": (0.55, "coalition since May 2004"),
    "PHL": (0.6, "constitution bars foreign bases"),
    "VNM": (0.45, "consensus of the party"),
    "IDN": (0.45, "free and active doctrine"),
    "SGP": (0.65, "small and legally free"),
    "MYS": (0.5, "non-alignment"),
    "THA": (0.6, "strong government"),
    "RUS": (0.65, "few domestic checks"),
    "TWN": (0.3, "few formal relations"),
    "ASEAN": (0.35, "consensus rule"),
}
NATIONALISM = {
    "JPN": 0.4, "USA": 0.5, "KOR": 0.5, "CHN": 0.5, "PRK": 0.55, "AUS": 0.35, "IND": 0.45, "PHL": 0.4, "VNM": 0.45,
    "IDN": 0.45, "SGP": 0.3, "MYS": 0.4, "THA": 0.4, "RUS": 0.5, "TWN": 0.45, "ASEAN": 0.2,
}  # fmt: skip
# Arms that others count with: North Korea had left the treaty and claimed to reprocess, but had tested nothing.
NUCLEAR = {
    "USA": (1.0, 1.0, 1.0), "CHN": (1.0, 1.0, 1.0), "IND": (1.0, 1.0, 1.0), "RUS": (1.0, 1.0, 1.0),
    "PRK": (0.5, 0.0, 1.0),
}  # fmt: skip

# Weight of a domain in a state's spending relative to the region (1 as the average spender); judgement.
EMPHASIS = {
    "maritime": {
        "JPN": 1.6, "USA": 1.0, "KOR": 0.9, "CHN": 1.0, "PRK": 1.0, "AUS": 1.2, "IND": 0.7, "PHL": 0.6, "VNM": 0.6,
        "IDN": 0.8, "SGP": 0.7, "MYS": 0.9, "THA": 0.7, "RUS": 0.9, "TWN": 1.0,
    },
    "missile_defence": {
        "JPN": 1.3, "USA": 1.0, "KOR": 0.7, "CHN": 0.5, "PRK": 0.2, "AUS": 0.3, "IND": 0.4, "PHL": 0.1, "VNM": 0.2,
        "IDN": 0.1, "SGP": 0.4, "MYS": 0.1, "THA": 0.1, "RUS": 2.0, "TWN": 1.2,
    },
    "cyber": {
        "JPN": 0.7, "USA": 1.0, "KOR": 1.0, "CHN": 1.2, "PRK": 1.5, "AUS": 1.0, "IND": 0.7, "PHL": 0.4, "VNM": 0.6,
        "IDN": 0.5, "SGP": 1.2, "MYS": 0.6, "THA": 0.5, "RUS": 2.0, "TWN": 1.0,
    },
    "space": {
        "JPN": 1.0, "USA": 1.1, "KOR": 0.4, "CHN": 1.0, "PRK": 0.2, "AUS": 0.3, "IND": 1.2, "PHL": 0.1, "VNM": 0.1,
        "IDN": 0.2, "SGP": 0.2, "MYS": 0.1, "THA": 0.2, "RUS": 1.8, "TWN": 0.3,
    },
}  # fmt: skip

# Stances: that maritime claims follow the convention on the law of the sea; open trade (World Trade Organization and
# agreements in force or under negotiation by 2004).
MARITIME = {
    "JPN": 0.7, "USA": 0.5, "KOR": 0.4, "CHN": -0.5, "PRK": -0.3, "AUS": 0.7, "IND": 0.5, "PHL": 0.6, "VNM": 0.5,
    "IDN": 0.6, "SGP": 0.6, "MYS": 0.4, "THA": 0.2, "RUS": 0.0, "TWN": 0.1, "ASEAN": 0.4,
}  # fmt: skip
TRADE = {
    "JPN": 0.3, "USA": 0.4, "KOR": 0.3, "CHN": 0.4, "PRK": -0.9, "AUS": 0.5, "IND": 0.0, "PHL": 0.2, "VNM": 0.2,
    "IDN": 0.2, "SGP": 0.8, "MYS": 0.4, "THA": 0.5, "RUS": -0.1, "TWN": 0.3, "ASEAN": 0.4,
}  # fmt: skip
PLANS = {"PRK": (0.0, -0.03, 0.03, "no spending data")}
