"""What is judged about the newcomers of the wider region, each alone: France, the European Union and Sri Lanka."""

from __future__ import annotations

NAMES = {"FRA": "France", "EU": "European Union", "LKA": "Sri Lanka"}

POSTURES = {
    "FRA": ("third_way", "strategic autonomy, a power of balances in the Indo-Pacific strategy of 2018-22"),
    "EU": ("third_way", "strategic autonomy; partner, competitor and rival at once"),
    "LKA": ("hedge", "non-aligned, between India, China and Western lenders"),
}

LATITUDE = {
    "FRA": (0.75, "wide authority of the president over forces"),
    "EU": (0.35, "unanimity in foreign policy"),
    "LKA": (0.5, "two thirds of parliament, and a programme of the International Monetary Fund"),
}
NATIONALISM = {"FRA": 0.45, "EU": 0.2, "LKA": 0.45}
NUCLEAR = ("FRA",)

# Weight of a domain in spending relative to the fifteen states (1 as the average spender).
EMPHASIS = {
    "maritime": {"FRA": 1.0, "LKA": 0.6},
    "missile_defence": {"FRA": 0.7, "LKA": 0.1},
    "cyber": {"FRA": 1.0, "LKA": 0.3},
    "space": {"FRA": 1.3, "LKA": 0.1},
}
MARITIME = {"FRA": 0.7, "EU": 0.6, "LKA": 0.1}
TRADE_STANCE = {"FRA": 0.2, "EU": 0.3, "LKA": 0.0}

# Means for levers where no table speaks: value, low, high, reason.
BUDGETS = {
    "ASEAN": (3.0, 1.0, 6.0, "small secretariat; its members act"),
    "EU": (6.0, 2.0, 12.0, "trade and aid are its own, forces are its members'"),
}
