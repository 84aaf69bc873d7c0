"""What is judged about the ties of the newcomers, where no table of the reference data covers them."""

from __future__ import annotations

# Kind of memory as in memory.py, and its cause.
MEMORIES = {
    ("VNM", "FRA"): ("faded_occupation", "colonial rule to 1954, war of 1946-54"),
    ("CHN", "FRA"): ("faded_war", "Summer Palace 1860, leased territories"),
    ("THA", "FRA"): ("faded_war", "treaties of 1893-1907, war of 1940-41"),
    ("FRA", "VNM"): ("faded_war", "war of 1946-54"),
    ("FRA", "AUS"): ("friction", "contract for submarines broken in 2021"),
    ("AUS", "FRA"): ("friction", "nuclear tests in the Pacific to 1996"),
    ("FRA", "USA"): ("friction", "Iraq 2003, submarines in 2021, tariffs"),
    ("FRA", "RUS"): ("friction", "interference, Ukraine"),
    ("RUS", "FRA"): ("friction", "sanctions and arms to Ukraine"),
    ("EU", "RUS"): ("friction", "Ukraine, gas"),
    ("RUS", "EU"): ("friction", "sanctions"),
    ("EU", "CHN"): ("friction", "sanctions of 2021, coercion of Lithuania"),
    ("CHN", "EU"): ("friction", "arms embargo since 1989, sanctions of 2021, tariffs of 2024"),
    ("EU", "USA"): ("friction", "tariffs of 2018"),
    ("LKA", "IND"): ("faded_war", "intervention of 1987-90, support for Tamil groups"),
    ("IND", "LKA"): ("friction", "Tamils, fishermen, murder of a prime minister in 1991"),
    ("LKA", "CHN"): ("friction", "Hambantota, debt"),
    ("LKA", "USA"): ("friction", "resolutions on the end of the civil war"),
}

# Enemies by doctrine or war, as in relations.py: value, low, high, reason.
DOCTRINE = {
    ("FRA", "RUS"): (0.65, 0.45, 0.85, "war in Ukraine since 2022, outside the tables"),
    ("RUS", "FRA"): (0.65, 0.4, 0.85, "war in Ukraine since 2022, outside the tables"),
    ("EU", "RUS"): (0.68, 0.45, 0.85, "war in Ukraine since 2022, outside the tables"),
    ("RUS", "EU"): (0.65, 0.4, 0.85, "war in Ukraine since 2022, outside the tables"),
}

CONTACT = {
    ("CHN", "FRA"): (0.5, 0.3, 0.7, "strategic dialogue, visits of presidents in 2023 and 2024"),
    ("RUS", "FRA"): (0.2, 0.08, 0.35, "thinned since 2022"),
    ("PRK", "FRA"): (0.03, 0.0, 0.1, "no relations; an office of cooperation"),
    ("TWN", "FRA"): (0.2, 0.08, 0.35, "unofficial offices"),
    ("CHN", "EU"): (0.5, 0.3, 0.7, "yearly summits, strained by sanctions and tariffs"),
    ("USA", "EU"): (0.6, 0.4, 0.8, "working contact at every level"),
    ("RUS", "EU"): (0.12, 0.03, 0.25, "summits ended in 2014, contacts cut since 2022"),
    ("PRK", "EU"): (0.06, 0.0, 0.15, "relations since 2001, embassies hardly staffed since 2020"),
    ("TWN", "EU"): (0.3, 0.15, 0.45, "unofficial trade talks"),
    ("IND", "LKA"): (0.6, 0.45, 0.8, "nearest neighbour, credit of 2022, quarrels about fishing"),
    ("CHN", "LKA"): (0.5, 0.35, 0.7, "port, loans and visits"),
    ("PRK", "LKA"): (0.06, 0.0, 0.15, "relations without embassies"),
    ("TWN", "LKA"): (0.06, 0.0, 0.15, "no official relations"),
}

# States that meet at the Asia-Europe Meeting beside those of the East Asia Summit but the United States: rule C's summit.
ASIA_EUROPE = ("FRA", "EU")

# Practice of acting together; pairs not named have none worth counting.
PRACTICE = {
    ("USA", "FRA"): (0.6, 0.4, 0.8, "allied standards, operations and carriers together"),
    ("IND", "FRA"): (0.3, 0.15, 0.5, "Varuna and Garuda exercises, common ships and aircraft"),
    ("AUS", "FRA"): (0.3, 0.15, 0.5, "exercises and patrols in the Pacific"),
    ("JPN", "FRA"): (0.2, 0.08, 0.4, "joint exercises since 2018"),
    ("SGP", "FRA"): (0.15, 0.05, 0.3, "pilots trained in France"),
    ("IDN", "FRA"): (0.1, 0.02, 0.25, "first joint exercises, aircraft ordered in 2022"),
    ("MYS", "FRA"): (0.08, 0.02, 0.2, "submarines and port calls"),
    ("PHL", "FRA"): (0.08, 0.02, 0.2, "joint sail of 2024"),
    ("VNM", "FRA"): (0.05, 0.0, 0.15, "port calls"),
    ("IND", "LKA"): (0.25, 0.1, 0.45, "SLINEX and Mitra Shakti exercises"),
    ("USA", "LKA"): (0.12, 0.03, 0.3, "training at sea"),
    ("AUS", "LKA"): (0.1, 0.02, 0.25, "coast guards against smuggling"),
    ("JPN", "LKA"): (0.1, 0.02, 0.25, "coast guard ships given in 2018"),
    ("CHN", "LKA"): (0.06, 0.0, 0.2, "equipment and port calls"),
}

BELIEF = {
    ("FRA", "USA"): (0.55, 0.3, 0.75, "allies since 1949; submarines in 2021, demands since", "ATOP"),
    ("EU", "USA"): (0.5, 0.3, 0.7, "most of its members are allies; doubts since 2018", "ATOP"),
}

# Trust between the Union and its member, which no rule for strangers fits.
TRUST = {
    ("FRA", "EU"): (0.4, 0.25, 0.6, "a public that trusts its union less than most do; polls recalled, unchecked"),
    ("EU", "FRA"): (0.6, 0.35, 0.8, "a founding member; no poll at hand"),
}
