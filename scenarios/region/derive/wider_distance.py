"""Distances of the newcomers: great circles between outer points of each land, since no table covers them."""

from __future__ import annotations

import math
from functools import cache

from derive.passport import Passport, assumed

EARTH = 6371.0  # km
FLOOR = 50.0

# Points (latitude, longitude) of each land that face the newcomers; among the fifteen states themselves they mean nothing.
POINTS = {
    "JPN": ((24.4, 123.0), (33.2, 129.7), (45.4, 141.9)),
    "USA": ((44.9, -66.9), (65.6, -168.1), (21.3, -157.9), (13.4, 144.8)),
    "KOR": ((33.2, 126.3), (37.9, 124.7)),
    "CHN": ((18.3, 109.0), (21.5, 101.6), (27.7, 88.9), (39.4, 74.0), (48.4, 87.8)),
    "PRK": ((39.9, 124.2), (42.3, 130.6)),
    "AUS": ((-10.7, 142.5), (-21.8, 114.1), (-31.9, 115.8), (-28.6, 153.6)),
    "IND": ((9.2, 79.4), (8.1, 77.5), (20.7, 70.9), (32.5, 75.0)),
    "PHL": ((20.8, 121.9), (9.8, 118.7), (5.0, 119.8)),
    "VNM": ((8.6, 104.7), (22.4, 102.1), (21.5, 108.0)),
    "IDN": ((5.9, 95.3), (-8.8, 115.2), (-8.5, 140.9), (5.5, 125.5)),
    "SGP": ((1.3, 103.8),),
    "MYS": ((6.4, 99.8), (1.9, 109.6), (7.0, 116.7)),
    "THA": ((7.9, 98.3), (20.3, 100.1), (18.8, 97.5)),
    "RUS": ((54.4, 20.0), (43.1, 131.9), (41.3, 47.9), (50.3, 87.6)),
    "TWN": ((22.0, 120.8), (25.3, 121.5)),
    "FRA": ((48.9, 8.0), (48.4, -4.5), (42.7, 9.4)),
    "EU": ((35.0, 34.0), (60.6, 27.9), (39.0, 26.0), (43.8, 28.6)),
    "LKA": ((9.1, 79.7), (6.0, 80.2), (9.8, 80.2), (7.0, 81.9)),
}
# Forces of France stationed overseas: Reunion, New Caledonia, Polynesia.
OVERSEAS = ((-20.9, 55.5), (-22.3, 166.5), (-17.5, -149.6))

# Capitals (latitude, longitude), for the rule of size over distance.
CAPITALS = {
    "JPN": (35.7, 139.7), "USA": (38.9, -77.0), "KOR": (37.6, 127.0), "CHN": (39.9, 116.4), "PRK": (39.0, 125.8),
    "AUS": (-35.3, 149.1), "IND": (28.6, 77.2), "PHL": (14.6, 121.0), "VNM": (21.0, 105.8), "IDN": (-6.2, 106.8),
    "SGP": (1.3, 103.8), "MYS": (3.1, 101.7), "THA": (13.8, 100.5), "RUS": (55.8, 37.6), "TWN": (25.0, 121.5),
    "FRA": (48.9, 2.4), "EU": (50.8, 4.4), "LKA": (6.9, 79.9),
}  # fmt: skip

JUDGED = {
    ("FRA", "EU"): (50.0, 50.0, 200.0, "D a member of the union"),
    ("RUS", "EU"): (50.0, 50.0, 500.0, "D members outside the region border it"),
    ("USA", "FRA"): (700.0, 100.0, 4900.0, "D between own land and troops in Germany, half way in logs"),
    ("USA", "EU"): (500.0, 50.0, 4900.0, "D between own land and troops in Germany, half way in logs"),
    ("USA", "LKA"): (6500.0, 1700.0, 10500.0, "D between own land and bases in Japan and on Diego Garcia"),
}


def great_circle(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the distance in km of two points given as latitude and longitude in degrees."""
    a, b, c, d = (math.radians(x) for x in (*first, *second))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def capitals_apart(first: str, second: str) -> float:
    """Return the distance of two capitals in km."""
    return great_circle(CAPITALS[first], CAPITALS[second])


@cache
def apart(first: str, second: str) -> float:
    """Return the least great circle between the outer points of two lands, in km, rounded to ten, floor 50."""
    least = min(great_circle(p, q) for p in POINTS[first] for q in POINTS[second])
    return max(round(least, -1), FLOOR)


def newcomer_distance(first: str, second: str) -> Passport:
    """Return the distance of a pair with a newcomer (rule D; of France half way to its forces overseas)."""
    for pair in ((first, second), (second, first)):
        if pair in JUDGED:
            value, low, high, reason = JUDGED[pair]
            return assumed(value, low, high, reason)
    own = apart(first, second)
    if "FRA" in (first, second):
        other = second if first == "FRA" else first
        forward = min(min(max(great_circle(p, q), FLOOR) for p in OVERSEAS for q in POINTS[other]), own)
        if forward < own:
            middle = round(math.sqrt(own * forward), -1)
            return assumed(middle, forward * 0.9, own * 1.1, "D between own land and forces overseas, outer points")
    return assumed(own, own * 0.75, own * 1.25 if own > FLOOR else 200.0, "D great circle between outer points")
