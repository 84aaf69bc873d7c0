"""Why two scenarios differ: the difference shared out over the levers and shocks that make it (Shapley values)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from detente.analysis.game import Game, Played, pose
from detente.analysis.paired import spread
from detente.analysis.players import Among
from detente.ensemble.ensemble import Progress
from detente.errors import UsageError
from detente.scenario.scenario import Scenario
from detente.scenario.variants import read_reference

if TYPE_CHECKING:
    import pandas


class Share(NamedTuple):
    """What one player adds to a difference, averaged over all orders in which the players could be switched on.

    `kind` is `lever`, `shock`, `group` or `rest` (everything else that differs, or all that is not named); `error` the
    Monte Carlo standard error; `low, high` the 5 to 95 per cent range over assumption sets (NaN with fewer than ten);
    `agreement` the share of sets with the sign of the mean; `evidence` the card's own grading ("" where no card is).
    """

    name: str
    kind: str
    title: str
    share: float
    error: float
    low: float
    high: float
    agreement: float
    evidence: str


class Attribution(NamedTuple):
    """A difference (scenario minus reference) and its shares, largest first; they add up to it.

    `reference` and `scenario` are the means of `of` on both sides and `titles` what the sides are called; `method` is
    `exact` or `sampled permutations`; `coalitions` counts the mixtures of the two sides that were looked at, and
    `evaluations` the runs of them that had to be computed (the others are known to be the same to the bit).
    """

    of: str
    unit: str
    reference: float
    scenario: float
    difference: float
    error: float
    low: float
    high: float
    agreement: float
    shares: tuple[Share, ...]
    method: str
    coalitions: int
    runs: int
    replicates: int
    seed: int
    titles: tuple[str, str] = ("reference", "scenario")
    title: str = ""
    evaluations: int = 0

    def _repr_html_(self) -> str:
        """Return the shares with their uncertainties for notebooks."""
        from detente.analysis.display import html_of_shares

        return html_of_shares(self)

    @property
    def table(self) -> pandas.DataFrame:
        """Return the shares as a table, one row per player (columns: the fields of Share)."""
        import pandas

        return pandas.DataFrame(self.shares, columns=Share._fields).set_index("name")


def attribute(
    scenario: Scenario,
    reference: Scenario | None = None,
    of: str = "trust_in_focus",
    *,
    among: Among | None = None,
    runs: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    permutations: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Share the difference between two scenarios out over what differs: levers, shocks, and everything else as one.

    `reference` defaults to what the scenario is usually compared with (the same without levers).  `of` is an indicator
    or a variable averaged over the horizon: `trust(A, B)`, `trust(*, B)`, `nationalism(A)`.  `among` names some
    players, or groups of them (`{"group": [...]}`); what it leaves out is one player, `all others`.  Shares are Shapley
    values on common random numbers.  `permutations` is how many orders each run samples, 0 all coalitions (exact, up to
    ten players); left out, it is exact where that takes no more than 40,000 runs, else 4 orders a run.  `progress`
    counts evaluations.  Raises `UsageError` for what does not fit.
    """
    reference = read_reference(scenario) if reference is None else reference
    if reference is None:
        raise UsageError("there is nothing to attribute: the scenario has no lever in force and names no reference")
    game = pose(scenario, reference, of, among, runs, seed, replicates, permutations)
    return attribution_of(game, game.play(workers, progress))


def attribution_of(game: Game, played: Played) -> Attribution:
    """Return the Attribution of a game that was played."""
    shares = [
        Share(player.name, player.kind, player.title, *spread(values, game.replicates), player.evidence)
        for player, values in zip(game.players, played.shares, strict=True)
    ]
    shares.sort(key=lambda share: -abs(share.share))
    return Attribution(
        game.measure.of, game.measure.unit, float(played.reference.mean()), float(played.scenario.mean()),
        *spread(played.scenario - played.reference, game.replicates), tuple(shares),
        "sampled permutations" if game.permutations else "exact", played.coalitions,
        game.runs, game.replicates, game.seed, (game.reference.title, game.scenario.title), game.measure.title,
        played.evaluations,
    )  # fmt: skip
