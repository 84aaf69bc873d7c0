"""Shares of trade of the newcomers: no table of the reference data covers them, so they are recalled, not checked."""

from __future__ import annotations

from derive.passport import Passport, assumed

# Observer, target: share of the observer's trade in goods about 2023, within a factor of two.  Others: size over distance.
SHARES = {
    ("FRA", "EU"): 0.53, ("FRA", "CHN"): 0.06, ("FRA", "USA"): 0.07, ("FRA", "JPN"): 0.015, ("FRA", "RUS"): 0.005,
    ("FRA", "IND"): 0.012, ("FRA", "LKA"): 0.0007, ("EU", "FRA"): 0.12, ("EU", "CHN"): 0.15, ("EU", "USA"): 0.17,
    ("EU", "JPN"): 0.026, ("EU", "KOR"): 0.025, ("EU", "IND"): 0.024, ("EU", "TWN"): 0.015, ("EU", "RUS"): 0.017,
    ("EU", "VNM"): 0.014, ("EU", "SGP"): 0.01, ("EU", "AUS"): 0.011, ("EU", "LKA"): 0.001,
    ("JPN", "EU"): 0.105, ("USA", "EU"): 0.19, ("KOR", "EU"): 0.1, ("CHN", "EU"): 0.13, ("AUS", "EU"): 0.09,
    ("IND", "EU"): 0.12, ("PHL", "EU"): 0.08, ("VNM", "EU"): 0.09, ("IDN", "EU"): 0.065, ("SGP", "EU"): 0.09,
    ("MYS", "EU"): 0.08, ("THA", "EU"): 0.075, ("RUS", "EU"): 0.1, ("TWN", "EU"): 0.08, ("LKA", "EU"): 0.17,
    ("JPN", "FRA"): 0.013, ("USA", "FRA"): 0.02, ("CHN", "FRA"): 0.014, ("RUS", "FRA"): 0.01, ("KOR", "FRA"): 0.01,
    ("LKA", "IND"): 0.17, ("LKA", "CHN"): 0.15, ("LKA", "USA"): 0.12, ("LKA", "JPN"): 0.025, ("LKA", "SGP"): 0.04,
    ("LKA", "RUS"): 0.015, ("IND", "LKA"): 0.006, ("CHN", "LKA"): 0.0008,
}  # fmt: skip
FACTOR = 2.0


def recalled(observer: str, target: str) -> Passport | None:
    """Return the recalled share of a dyad within a factor of two, or nothing."""
    share = SHARES.get((observer, target))
    if share is None:
        return None
    reason = "trade share recalled from statistics of about 2023, unchecked"
    return assumed(share, share / FACTOR, min(share * FACTOR, (1 + share) / 2), reason)
