"""The scenarios that come with the project: what a user puts beside them is not held to its tests."""

from __future__ import annotations

from pathlib import Path

SCENARIOS = Path(__file__).parents[1] / "scenarios"
NAMES = (
    "adaptive",
    "alliance_strain",
    "autonomy",
    "back_channel_deadlock",
    "calibrated_status_quo",
    "cod_wars",
    "deterrence_first",
    "distant_shocks",
    "emerging_domains",
    "exclusive_web",
    "hub_and_network",
    "inclusive_web",
    "layered_strategy",
    "limits",
    "minor_partner",
    "power_shift",
    "recommendations",
    "reconcile",
    "relapse",
    "rising_tension",
    "status_quo",
    "summits_and_working_groups",
    "third_way",
    "transparency_and_exercises",
    "unified_framework",
    "vision",
    "wider_status_quo",
)
FILES = [SCENARIOS / f"{name}.yaml" for name in NAMES]
REGIONS = [
    SCENARIOS / "region" / f"{name}.yaml" for name in ("east_asia_2025", "north_atlantic_1972", "wider_asia_2025")
]
