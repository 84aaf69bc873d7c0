"""The frameworks that tie a newcomer to one old state each, so that no tie among the old ones changes."""

from __future__ import annotations

from derive.kinds import CONSULT, ELSEWHERE, TALK, UNION, Framework

WIDER_FRAMEWORKS = (
    Framework("north_atlantic_treaty", "North Atlantic Treaty", "alliance", ("USA", "FRA"), ELSEWHERE, 1949, ("ATOP",)),
    Framework("european_union", "European Union and its member", "partnership", ("FRA", "EU"), UNION, 1993, ()),
    Framework("japan_france", "Japan-France exceptional partnership", "partnership", ("JPN", "FRA"), CONSULT, 2013, ()),
    Framework(
        "japan_eu",
        "Japan-European Union strategic partnership agreement",
        "partnership",
        ("JPN", "EU"),
        CONSULT,
        2019,
        (),
    ),
    Framework("us_eu", "New Transatlantic Agenda", "partnership", ("USA", "EU"), CONSULT, 1995, ()),
    Framework(
        "australia_eu", "Australia-European Union framework agreement", "dialogue", ("AUS", "EU"), TALK, 2022, ()
    ),
    Framework("india_france", "India-France strategic partnership", "partnership", ("IND", "FRA"), CONSULT, 1998, ()),
    Framework("india_eu", "India-European Union strategic partnership", "dialogue", ("IND", "EU"), TALK, 2004, ()),
    Framework("korea_eu", "Korea-European Union strategic partnership", "dialogue", ("KOR", "EU"), TALK, 2010, ()),
    Framework("australia_france", "Australia-France roadmap", "dialogue", ("AUS", "FRA"), TALK, 2023, ()),
    Framework("asean_eu", "ASEAN-European Union strategic partnership", "dialogue", ("ASEAN", "EU"), TALK, 2020, ()),
    Framework("indonesia_france", "Indonesia-France strategic partnership", "dialogue", ("IDN", "FRA"), TALK, 2011, ()),
    Framework("singapore_france", "Singapore-France strategic partnership", "dialogue", ("SGP", "FRA"), TALK, 2012, ()),
    Framework(
        "vietnam_france",
        "Vietnam-France comprehensive strategic partnership",
        "dialogue",
        ("VNM", "FRA"),
        TALK,
        2024,
        (),
    ),
    Framework("india_sri_lanka", "Colombo Security Conclave", "dialogue", ("IND", "LKA"), TALK, 2011, ()),
    Framework(
        "china_sri_lanka",
        "China-Sri Lanka strategic cooperative partnership",
        "dialogue",
        ("CHN", "LKA"),
        TALK,
        2013,
        (),
    ),
    Framework(
        "japan_sri_lanka", "Japan-Sri Lanka comprehensive partnership", "dialogue", ("JPN", "LKA"), TALK, 2015, ()
    ),
    Framework(
        "us_sri_lanka", "United States-Sri Lanka servicing agreement", "dialogue", ("USA", "LKA"), TALK, 2007, ()
    ),
)
