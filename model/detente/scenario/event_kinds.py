"""How kinds of dated events enter a scenario: `catalogue/event_kinds.yaml` as plain data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.positioned import plain

SIGNS = {"shocks": -1, "levers": 1, "unsigned": 0}


class Kind(NamedTuple):
    """One kind: `card` of `table` (shocks, levers; both empty where it has no sign), its `form`, its group, and more.

    `returned`: the public of the side that began it sours as well; `by_side`: bystanders feel it by their alignment;
    `renews`: it ends what was felt about the leader before; `sign`: -1 conflictive, 1 cooperative, 0 without a sign.
    """

    key: str
    table: str
    card: str
    form: str
    group: str
    returned: bool
    by_side: bool
    renews: bool
    sign: int


class EventKinds(NamedTuple):
    """All kinds by name, and the scales that they share."""

    kinds: dict[str, Kind]
    low: int
    high: int
    level_of_one: float
    pulse: float
    returned: dict[str, object]
    given: dict[str, dict[str, object]]
    silent: tuple[str, ...]
    outside: tuple[str, ...]

    def cards(self, group: str) -> tuple[tuple[str, str], ...]:
        """Return the (table, card) pairs of a group, sorted."""
        return tuple(sorted({(kind.table, kind.card) for kind in self.kinds.values() if kind.group == group}))


@cache
def read_event_kinds() -> EventKinds:
    """Return the shipped mapping."""
    tree = plain(catalogue_file("event_kinds.yaml"))
    kinds = {
        key: Kind(key, "" if table == "unsigned" else table, entry.get("card", ""),
                  _form(table, entry), entry.get("group", ""),
                  bool(entry.get("returned", False)), bool(entry.get("by_side", False)),
                  bool(entry.get("renews", False)), entry.get("sign", SIGNS[table]))
        for table in ("shocks", "levers", "unsigned") for key, entry in tree[table].items()
    }  # fmt: skip
    return EventKinds(
        kinds, tree["intensity"]["low"], tree["intensity"]["high"], tree["level_of_one"], tree["pulse"]["years"],
        tree["returned"], tree["given"], tuple(tree["silent"]), tuple(tree["outside"]),
    )  # fmt: skip


def _form(table: str, entry: dict[str, str]) -> str:
    """Return the form of a lever's card."""
    return str(plain(catalogue_file(f"levers/{entry['card']}.yaml"))["form"]) if table == "levers" else ""


def impulses_of(card: str) -> tuple[str, ...]:
    """Return the impulses of a shock card of the catalogue."""
    return tuple(plain(catalogue_file(f"shocks/{card}.yaml"))["influences"])
