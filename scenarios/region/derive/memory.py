"""Historical grievance and how awake it is at the start.  Salience in the observer's politics; judges no claim."""

from __future__ import annotations

import math

from derive import relations_2005, wider_ties
from derive.data import NEWCOMERS, published
from derive.moment import now, pick
from derive.passport import Passport, assumed, derived

# What kind of memory: value, low, high, literature.
KINDS = {
    "occupation": (0.72, 0.5, 0.9, ("Lind2008", "CheEtAl2015")),  # rule or war of conquest, kept alive by the state
    "faded_occupation": (0.2, 0.05, 0.4, ("Lind2008",)),  # the same, seldom raised
    "war": (0.5, 0.25, 0.75, ("CheEtAl2015", "FoukaVoth2022")),  # war or partition still commemorated
    "faded_war": (0.18, 0.04, 0.4, ("CheEtAl2015",)),
    "wound": (0.45, 0.2, 0.7, ("ICOW",)),  # persons or land held or taken, an open question
    "friction": (0.15, 0.03, 0.35, ("DatedEvents",)),  # repeated quarrels
}

MEMORIES = {
    ("KOR", "JPN"): ("occupation", "colonial rule 1910-45, forced labour, comfort women"),
    ("CHN", "JPN"): ("occupation", "war 1931-45, Nanjing"),
    ("PRK", "JPN"): ("occupation", "colonial rule 1910-45, never settled"),
    ("TWN", "JPN"): ("faded_occupation", "colonial rule 1895-1945"),
    ("PHL", "JPN"): ("faded_occupation", "occupation 1942-45"),
    ("IDN", "JPN"): ("faded_occupation", "occupation 1942-45"),
    ("SGP", "JPN"): ("faded_occupation", "occupation 1942-45, Sook Ching"),
    ("MYS", "JPN"): ("faded_occupation", "occupation 1942-45"),
    ("VNM", "JPN"): ("faded_occupation", "occupation 1940-45, famine"),
    ("ASEAN", "JPN"): ("faded_occupation", "as its members"),
    ("AUS", "JPN"): ("faded_war", "war 1941-45, prisoners of war"),
    ("USA", "JPN"): ("faded_war", "war 1941-45"),
    ("RUS", "JPN"): ("faded_war", "wars 1904-45"),
    ("THA", "JPN"): ("faded_war", "Burma railway"),
    ("JPN", "USA"): ("faded_war", "bombing, occupation, bases in Okinawa"),
    ("JPN", "RUS"): ("wound", "Kuril Islands/Northern Territories, internment"),
    ("JPN", "PRK"): ("wound", "abductions"),
    ("JPN", "CHN"): ("friction", "protests of 2005 and 2012, detentions"),
    ("JPN", "KOR"): ("friction", "reopened settlements, Takeshima/Dokdo"),
    ("CHN", "USA"): ("war", "Korean War, Taiwan, Belgrade 1999"),
    ("USA", "CHN"): ("friction", "Korean War, spying, trade"),
    ("PRK", "USA"): ("occupation", "bombing in the Korean War, kept alive by the state"),
    ("USA", "PRK"): ("friction", "Korean War, Pueblo, detainees"),
    ("KOR", "PRK"): ("war", "Korean War, attacks of 1968-2010"),
    ("PRK", "KOR"): ("war", "Korean War, partition"),
    ("KOR", "CHN"): ("faded_war", "Korean War, history disputes, THAAD boycott"),
    ("CHN", "KOR"): ("friction", "THAAD, cultural disputes"),
    ("KOR", "RUS"): ("faded_war", "Korean War, airliner 1983"),
    ("KOR", "USA"): ("friction", "partition, accidents around bases"),
    ("VNM", "CHN"): ("war", "war of 1979, Paracels 1974, Johnson reef 1988"),
    ("CHN", "VNM"): ("faded_war", "war of 1979"),
    ("VNM", "USA"): ("faded_war", "war to 1975"),
    ("USA", "VNM"): ("faded_war", "war to 1975"),
    ("IND", "CHN"): ("war", "war of 1962, Galwan 2020"),
    ("CHN", "IND"): ("faded_war", "war of 1962, Tibet"),
    ("IND", "USA"): ("friction", "1971, sanctions of 1998"),
    ("PHL", "CHN"): ("wound", "Scarborough Shoal, Second Thomas Shoal"),
    ("PHL", "USA"): ("faded_occupation", "war of 1899-1902, bases"),
    ("TWN", "CHN"): ("war", "civil war, missiles of 1995-96, drills since 2022"),
    ("CHN", "TWN"): ("war", "civil war, unfinished in official memory"),
    ("RUS", "USA"): ("war", "Cold War and the order after 1991, in official memory"),
    ("USA", "RUS"): ("friction", "Cold War, interference, Ukraine"),
    ("CHN", "RUS"): ("faded_war", "treaties of the 19th century, 1969"),
    ("RUS", "CHN"): ("friction", "border war of 1969"),
    ("IDN", "CHN"): ("faded_war", "1965 and after, fishing incidents"),
    ("IDN", "MYS"): ("friction", "Confrontation, Ambalat, migrant workers"),
    ("MYS", "IDN"): ("friction", "Confrontation, Ambalat"),
    ("MYS", "SGP"): ("friction", "separation of 1965, water, Pedra Branca"),
    ("SGP", "MYS"): ("friction", "separation of 1965, water"),
    ("SGP", "IDN"): ("friction", "Confrontation, marines of 1965"),
    ("PHL", "MYS"): ("friction", "Sabah"),
    ("MYS", "PHL"): ("friction", "Sabah, Lahad Datu 2013"),
    ("IDN", "AUS"): ("friction", "East Timor 1999, spying of 2013"),
    ("AUS", "IDN"): ("friction", "East Timor 1975-99"),
    ("AUS", "CHN"): ("friction", "trade bans of 2020-23"),
    ("THA", "VNM"): ("faded_war", "Cambodian war of the 1980s"),
    ("VNM", "THA"): ("faded_war", "bases in the war to 1975"),
    ("MYS", "CHN"): ("friction", "Emergency, survey ships"),
    ("ASEAN", "CHN"): ("friction", "South China Sea"),
} | wider_ties.MEMORIES
AWAKE = ("history_controversy", "territorial_incident", "military_clash", "trade_coercion", "alliance_strain")
WIDER = 1.5  # the kinds were ranked with studies at hand that came after 2005: half as wide again
HALF_LIFE = 0.7  # years; the mode of trigger_half_life


def grievance(observer: str, target: str) -> Passport | None:
    """Return the stock of historical grievance (rule G), or nothing where no history is listed."""
    if not remembered(observer, target):
        return None
    kind, cause = MEMORIES[observer, target]
    value, low, high, source = KINDS[kind]
    if now().start == 2005.0:
        return _in_2005(observer, target)
    if {observer, target} & set(NEWCOMERS):
        source = tuple(key for key in source if key != "DatedEvents")
    return assumed(value, low, high, f"G {kind.replace('_', ' ')}: {cause}", *source)


def remembered(observer: str, target: str) -> bool:
    """Tell whether a history between the two is listed for the moment."""
    return (observer, target) in MEMORIES and (observer, target) not in pick((), relations_2005.NONE_YET)


def _in_2005(observer: str, target: str) -> Passport:
    """Return the stock at the opening of 2005: the same kinds with wider ranges, and no study that came later."""
    kind, cause = MEMORIES[observer, target]
    kind = relations_2005.KIND.get((observer, target), kind)
    value, low, high, _ = KINDS[kind]
    cause = relations_2005.CAUSES.get((observer, target), cause)
    low, high = max(value - WIDER * (value - low), 0.01), min(value + WIDER * (high - value), 0.97)
    return assumed(value, low, high, f"G {kind.replace('_', ' ')}: {cause}")


def trigger(observer: str, target: str) -> Passport | None:
    """Return how awake the grievance is (rule G: 0.1, and more by dated quarrels still remembered)."""
    if not remembered(observer, target):
        return None
    if now().start == 2005.0:
        value, low, high, reason = relations_2005.AWAKE.get((observer, target), (0.1, 0.03, 0.35, "no quarrel at hand"))
        return assumed(value, low, high, f"G judged: {reason}")
    if {observer, target} & set(NEWCOMERS):
        return assumed(0.1, 0.03, 0.35, "G asleep; the table of dated quarrels covers no newcomer", "FoukaVoth2022")
    felt = 0.0
    for row in published("events"):
        time = float(row["date"][:4]) + (float(row["date"][5:7] or 1) - 0.5) / 12
        parties = {row["initiator"], *row["targets"].split(";")}
        if row["kind"] in AWAKE and {observer, target} <= parties and time < now().start:
            felt += float(row["intensity"]) / 3 * 0.5 ** ((now().start - time) / HALF_LIFE)
    value = 0.1 + 0.4 * (1 - math.exp(-felt / 2))
    return derived(
        value, value / 3, min(value * 1.8 + 0.1, 1.0), "DatedEvents", "FoukaVoth2022", reason="G quarrels to 2024"
    )
