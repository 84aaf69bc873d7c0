"""Prints the base rates of crises and of random shocks that the catalogue quotes, from disputes, launches and events.

Run it as `DETENTE_REFERENCE=path python scenarios/region/derive_base_rates.py [2005]`.  It writes nothing.  With 2005 it
prints what was known at the opening of 2005, for the priors of hindcasts: disputes to 2004, and nothing of later events.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from derive.data import STATES, Pair, mean, pairs, published, quantile, reference
from derive.moment import open_at
from derive.record import claim, claims
from derive.relations import intent

AT_2005 = __name__ == "__main__" and sys.argv[1:] == ["2005"]
if AT_2005:
    open_at(2005)
FIRST, LAST = 1990, 2004 if AT_2005 else 2014
YEARS = LAST - FIRST + 1
CLOSED = (frozenset(("CHN", "RUS")), frozenset(("MYS", "SGP")), frozenset(("IDN", "MYS")))  # claims open in those years
POWER = (0.15, 0.3, 0.5)  # share of intent that power turns into threat: at the start of the region 0.3 for open claims


def disputes() -> dict[tuple[Pair, str], dict[str, str]]:
    """Return the first row of every dispute between two originators since 1990, per pair."""
    found: dict[tuple[Pair, str], dict[str, str]] = {}
    for row in reference("mids"):
        joined = row["orig1"] == row["orig2"] == "1"
        if row["core"] == "1" and row["onset"] == "1" and joined and FIRST <= int(row["year"]) <= LAST:
            found.setdefault((frozenset((row["iso1"], row["iso2"])), row["dispnum"]), row)
    return found


def factor(first: str, second: str, power: float) -> float:
    """Return by how much the model raises a pair's onset rate over its base (modes; grievance and pressure small)."""
    threat = power * (intent(first, second).value + intent(second, first).value) / 2
    return math.exp(2.0 * threat + 1.8 * claim(first, second) + 1.0 * claim(first, second) * 0.05 + 0.8 * 0.1)


def onset() -> None:
    """Print dispute rates per pair-year and the base rate they imply."""
    found = disputes()
    count = Counter(pair for pair, _ in found)
    claimed = set(claims()) | set(CLOSED)
    everyone = [frozenset(p) for p in pairs(STATES)]
    groups = {
        "all": everyone,
        "claim": [p for p in everyone if p in claimed],
        "no claim": [p for p in everyone if p not in claimed],
    }
    for name, group in groups.items():
        print(
            f"disputes per pair-year, {name}: "
            f"{sum(count[p] for p in group) / len(group) / YEARS:.3f} ({len(group)} pairs)"
        )
    for power in POWER:
        size = {frozenset(p): factor(*p, power) for p in pairs(STATES)}
        for name, group in groups.items():
            base = sum(count[p] for p in group) / YEARS / sum(size[p] for p in group)
            print(f"onset base at power {power}, {name}: {base:.4f}")
        dice = random.Random(1)
        draws = [[dice.choice(everyone) for _ in everyone] for _ in range(1000)]
        bases = [sum(count[p] for p in d) / YEARS / sum(size[p] for p in d) for d in draws]
        print(f"  resampled pairs, 5 to 95 per cent: {quantile(bases, 0.05):.4f} to {quantile(bases, 0.95):.4f}")


def slope() -> None:
    """Print the claim effect that disputes ask for: Poisson fit of base and claim with the other terms held."""
    count = Counter(pair for pair, _ in disputes())
    everyone = list(pairs(STATES))
    salience = {p: max(claim(*p), 0.5 * (frozenset(p) in CLOSED)) for p in everyone}
    others = {p: factor(*p, POWER[1]) / math.exp(1.8 * claim(*p)) for p in everyone}
    dice = random.Random(1)
    draws = [everyone, *([dice.choice(everyone) for _ in everyone] for _ in range(400))]
    fits = [_poisson([(others[p], salience[p], count[frozenset(p)]) for p in draw]) for draw in draws]
    spans = [(quantile([f[k] for f in fits[1:]], 0.05), quantile([f[k] for f in fits[1:]], 0.95)) for k in (0, 1)]
    print(f"with a free claim effect: base {fits[0][0]:.4f} ({spans[0][0]:.4f} to {spans[0][1]:.4f}), "
          f"claim {fits[0][1]:.2f} ({spans[1][0]:.2f} to {spans[1][1]:.2f})")  # fmt: skip


def _poisson(rows: list[tuple[float, float, int]]) -> tuple[float, float]:
    """Return base and claim effect of the best Poisson fit (Newton on the effect, base in closed form)."""
    effect = 2.0
    for _ in range(50):
        sizes = [other * math.exp(effect * q) for other, q, _ in rows]
        total = math.fsum(sizes)
        usual = math.fsum(s * q for s, (_, q, _) in zip(sizes, rows, strict=True)) / total
        spread = math.fsum(s * q * q for s, (_, q, _) in zip(sizes, rows, strict=True)) / total - usual**2
        events = sum(n for _, _, n in rows)
        effect += (sum(n * q for _, q, n in rows) / events - usual) / spread
        effect = min(max(effect, 0.0), 8.0)
    return sum(n for _, _, n in rows) / YEARS / math.fsum(o * math.exp(effect * q) for o, q, _ in rows), effect


def reached(ratio: float) -> list[float]:
    """Return the chance that a crisis begun at stage 1 tops out at stages 1 to 4, for escalation over resolution."""
    reach = [ratio**k / sum(ratio**m for m in range(k + 1)) for k in range(4)]
    return [reach[0] - reach[1], reach[1] - reach[2], reach[2] - reach[3], reach[3]]


def stay(ratio: float) -> float:
    """Return the mean time to calm from stage 1, in units of 1 / resolution."""
    time = [0.0, 0.0, 0.0, 0.0, 0.0]
    for _ in range(2000):
        for s in range(1, 5):
            up = ratio if s < 4 else 0.0
            time[s] = (1 + up * (time[s + 1] if s < 4 else 0.0) + time[s - 1]) / (1 + up)
    return time[1]


def course() -> None:
    """Print how far and how long disputes go, and the escalation and resolution rates they imply."""
    rows = list({number: row for (_, number), row in disputes().items()}.values())
    force = [r for r in rows if int(r["disp_hostlev"]) >= 4]
    deaths = [r for r in rows if int(r["disp_fatality"]) >= 1]
    wars = [r for r in rows if int(r["disp_hostlev"]) == 5]
    print(
        f"{len(rows)} disputes: use of force {len(force) / len(rows):.2f}, "
        f"deaths {len(deaths) / len(rows):.2f}, war {len(wars)}"
    )
    tops = [len(rows) - len(force), len(force) - len(deaths), len(deaths) - len(wars), len(wars)]
    grid = [k / 200 for k in range(10, 200)]
    fits = {x: sum(n * math.log(p) for n, p in zip(tops, reached(x), strict=True)) for x in grid}
    best = max(grid, key=lambda x: fits[x])
    inside = [x for x in grid if fits[best] - fits[x] < 1.92]
    print(f"escalation over resolution: {best:.3f} (95 per cent {inside[0]:.3f} to {inside[-1]:.3f})")
    for name, chosen in (
        ("all", rows),
        ("answered", [r for r in rows if r["disp_reciprocated"] == "1"]),
        ("force", force),
    ):
        days = [float(r["disp_mindur_days"]) for r in chosen]
        rate = stay(best) / (mean(days) / 365.25)
        print(
            f"duration, {name}: mean {mean(days):.0f}, median {quantile(days, 0.5):.0f} days; "
            f"resolution {rate:.2f} a year"
        )
        print(
            f"  base: resolution {rate / 1.27:.2f} at contact 0.45, "
            f"escalation {rate * best / math.exp(0.47 + 2 * 0.12):.2f} at nationalism 0.47"
        )


def shocks() -> None:
    """Print the rates of launches, history controversies and territorial incidents (2005: of launches alone)."""
    for first, last in ((1990, 2004),) if AT_2005 else ((2012, 2024), (2014, 2024), (2019, 2024)):
        rows = [r for r in reference("nk_missiles") if first <= int(r["year"]) <= last]
        days = sum(int(r["launch_days"]) for r in rows) / (last - first + 1)
        share = len({(r["year"], r["month"]) for r in rows if int(r["launch_days"]) > 0}) / 12 / (last - first + 1)
        print(
            f"North Korean launches {first}-{last}: {days:.1f} days a year, {share:.2f} of months, "
            f"monthly rate {-12 * math.log(1 - share):.1f}"
        )
    for kind in () if AT_2005 else ("history_controversy", "territorial_incident"):
        count: Counter[Pair] = Counter()
        for row in published("events"):
            if row["kind"] == kind and "2005" <= row["date"][:4] <= "2024":
                count.update(frozenset((row["initiator"], t)) for t in row["targets"].split(";"))
        top = ", ".join(f"{'-'.join(sorted(p))} {n / 20:.2f}" for p, n in count.most_common(6))
        among = sum(n for p, n in count.items() if p in claims()) / len(claims()) / 20
        print(f"{kind} a year: {top}; mean over pairs with a claim {among:.2f}")


if __name__ == "__main__":
    onset()
    slope()
    course()
    shocks()
