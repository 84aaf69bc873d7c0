"""What a run found, as commands hand it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from detente.analysis.paired import Contrast
    from detente.analysis.reasons import Reason
    from detente.ensemble import Ensemble


class Answer(NamedTuple):
    """What a run found."""

    ensemble: Ensemble
    reference: Ensemble | None
    contrasts: list[Contrast]
    reasons: list[Reason]
    stalls: dict[str, dict[str, float]]
