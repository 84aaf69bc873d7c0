"""What a framework is, and how much the usual kinds of duty commit."""

from __future__ import annotations

from typing import NamedTuple

from derive.passport import Passport, assumed, derived


class Framework(NamedTuple):
    """A named group: kind, members, commitment, first year and sources (none: general knowledge)."""

    key: str
    name: str
    kind: str
    members: tuple[str, ...]
    commitment: Passport
    since: int
    source: tuple[str, ...]


PLEDGE = derived(0.75, 0.6, 0.85, "Leeds2003", reason="alliances honoured in about 75 per cent of cases (finding E-38)")
UNTESTED = assumed(0.6, 0.35, 0.8, "a pledge between governments whose record of delivery is thin", "Leeds2003")
CONSULT = assumed(0.5, 0.3, 0.7, "duty to consult or to cooperate, no pledge to defend")
TALK = assumed(0.35, 0.15, 0.55, "regular dialogue without duties")
MEET = assumed(0.25, 0.1, 0.45, "consensus forum without duties")
HOUSE = assumed(0.4, 0.2, 0.6, "charter and dispute articles, no defence pledge")
ELSEWHERE = assumed(0.3, 0.1, 0.6, "binds in the North Atlantic alone (article 6); worth in Asia judged", "Leeds2003")
UNION = assumed(0.7, 0.5, 0.85, "treaty of union with a clause of mutual assistance, untested")
