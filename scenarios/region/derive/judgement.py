"""What is judged about single states where no table speaks: names, postures, character, emphasis, plans."""

from __future__ import annotations

from derive import newcomers
from derive.data import MEMBERS

NAMES = {
    "JPN": "Japan",
    "USA": "United States",
    "KOR": "South Korea",
    "CHN": "China",
    "PRK": "North Korea",
    "AUS": "Australia",
    "IND": "India",
    "PHL": "Philippines",
    "VNM": "Vietnam",
    "IDN": "Indonesia",
    "SGP": "Singapore",
    "MYS": "Malaysia",
    "THA": "Thailand",
    "RUS": "Russia",
    "TWN": "Taiwan",
    "ASEAN": "ASEAN",
} | newcomers.NAMES

POSTURES = {
    "JPN": ("balance", "alliance, counterstrike and higher spending since 2022"),
    "USA": ("balance", "alliances and trade controls"),
    "KOR": ("balance", "alliance and Camp David; hedging towards China in trade"),
    "CHN": ("balance", "builds weight against the United States"),
    "PRK": ("balance", "nuclear forces and treaties with China and Russia"),
    "AUS": ("balance", "AUKUS and Quad"),
    "IND": ("third_way", "Quad, SCO and strategic autonomy at once"),
    "PHL": ("balance", "access and joint patrols since 2023"),
    "VNM": ("hedge", "no alliances, partnerships with all powers"),
    "IDN": ("third_way", "free and active, no alliances"),
    "SGP": ("hedge", "United States access, trade with China"),
    "MYS": ("hedge", "quiet on claims, trade with China"),
    "THA": ("hedge", "ally of the United States, arms and trade from China"),
    "RUS": ("balance", "with China and North Korea against the United States"),
    "TWN": ("balance", "arms and partners against pressure"),
    "ASEAN": ("third_way", "centrality and consensus"),
} | newcomers.POSTURES

# Judged character: latitude and nationalism with their reasons.
LATITUDE = {
    "JPN": (0.5, "constitution, article 9; laws of 2015"),
    "USA": (0.8, "wide authority of the executive"),
    "KOR": (0.6, "divided politics on Japan"),
    "CHN": (0.8, "few domestic checks"),
    "PRK": (0.5, "sanctions"),
    "AUS": (0.75, "broad agreement of parties"),
    "IND": (0.6, "strategic autonomy"),
    "PHL": (0.6, "constitution bars foreign bases"),
    "VNM": (0.45, "four noes of the defence white paper"),
    "IDN": (0.45, "free and active doctrine"),
    "SGP": (0.65, "small and legally free"),
    "MYS": (0.5, "non-alignment"),
    "THA": (0.55, "military in politics"),
    "RUS": (0.6, "few domestic checks, sanctions"),
    "TWN": (0.3, "few formal relations"),
    "ASEAN": (0.35, "consensus rule"),
} | newcomers.LATITUDE
NATIONALISM = {
    "JPN": 0.4,
    "USA": 0.5,
    "KOR": 0.5,
    "CHN": 0.55,
    "PRK": 0.55,
    "AUS": 0.35,
    "IND": 0.55,
    "PHL": 0.45,
    "VNM": 0.5,
    "IDN": 0.45,
    "SGP": 0.3,
    "MYS": 0.4,
    "THA": 0.4,
    "RUS": 0.55,
    "TWN": 0.45,
    "ASEAN": 0.2,
} | newcomers.NATIONALISM
NUCLEAR = ("USA", "CHN", "PRK", "IND", "RUS", *newcomers.NUCLEAR)

# Weight of a domain in a state's spending relative to the region (1 as the average spender); judgement.
EMPHASIS = {
    "maritime": {
        "JPN": 1.6,
        "USA": 1.0,
        "KOR": 1.0,
        "CHN": 1.4,
        "PRK": 1.0,
        "AUS": 1.2,
        "IND": 0.7,
        "PHL": 0.6,
        "VNM": 0.7,
        "IDN": 0.8,
        "SGP": 0.7,
        "MYS": 0.9,
        "THA": 0.6,
        "RUS": 0.9,
        "TWN": 1.0,
    }
    | newcomers.EMPHASIS["maritime"],
    "missile_defence": {
        "JPN": 2.0,
        "USA": 1.0,
        "KOR": 1.3,
        "CHN": 0.7,
        "PRK": 0.2,
        "AUS": 0.5,
        "IND": 0.5,
        "PHL": 0.1,
        "VNM": 0.2,
        "IDN": 0.1,
        "SGP": 0.5,
        "MYS": 0.1,
        "THA": 0.1,
        "RUS": 2.0,
        "TWN": 1.5,
    }
    | newcomers.EMPHASIS["missile_defence"],
    "cyber": {
        "JPN": 0.7,
        "USA": 1.0,
        "KOR": 1.0,
        "CHN": 1.6,
        "PRK": 5.0,
        "AUS": 1.2,
        "IND": 0.7,
        "PHL": 0.4,
        "VNM": 1.2,
        "IDN": 0.6,
        "SGP": 1.5,
        "MYS": 0.8,
        "THA": 0.5,
        "RUS": 2.5,
        "TWN": 1.0,
    }
    | newcomers.EMPHASIS["cyber"],
    "space": {
        "JPN": 1.0,
        "USA": 1.1,
        "KOR": 0.5,
        "CHN": 1.2,
        "PRK": 0.3,
        "AUS": 0.3,
        "IND": 1.2,
        "PHL": 0.1,
        "VNM": 0.1,
        "IDN": 0.2,
        "SGP": 0.2,
        "MYS": 0.1,
        "THA": 0.2,
        "RUS": 1.5,
        "TWN": 0.3,
    }
    | newcomers.EMPHASIS["space"],
}
DOMAINS = ("conventional", *EMPHASIS)

# Judged stances: support for the rule that maritime claims follow the law of the sea and its award of 2016.
MARITIME = {
    "JPN": 0.8,
    "USA": 0.7,
    "KOR": 0.4,
    "CHN": -0.8,
    "PRK": -0.3,
    "AUS": 0.8,
    "IND": 0.6,
    "PHL": 0.9,
    "VNM": 0.7,
    "IDN": 0.5,
    "SGP": 0.6,
    "MYS": 0.4,
    "THA": 0.1,
    "RUS": -0.5,
    "TWN": 0.2,
    "ASEAN": 0.4,
} | newcomers.MARITIME
# Members of the regional trade agreements: RCEP 0.4, CPTPP 0.3; then judged corrections for tariffs and sanctions.
RCEP = ("JPN", "KOR", "CHN", "AUS", *MEMBERS)
CPTPP = ("JPN", "AUS", "VNM", "SGP", "MYS")
TRADE_STANCE = {"USA": -0.4, "IND": -0.2, "PRK": -0.9, "RUS": -0.5, "TWN": 0.2, "PHL": -0.1} | newcomers.TRADE_STANCE

# Plans and wars since the spending data end in 2020: growth of capability, judged.
PLANS = {
    "PRK": (0.0, -0.03, 0.03, "no spending data"),
    "JPN": (0.01, -0.02, 0.05, "two per cent of GDP by 2027 decided in 2022; below the mean 2010-20"),
    "RUS": (0.0, -0.04, 0.05, "war economy and losses since 2022"),
    "TWN": (0.005, -0.01, 0.03, "spending raised since 2022; below the mean 2010-20"),
}
