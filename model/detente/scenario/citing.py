"""Which sources a scenario leans on: how many of its numbers, of which standing, in which parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.scenario.catalogue_files import catalogue_file
from detente.scenario.context import Context, Memory, text
from detente.scenario.faults import Faults
from detente.scenario.positioned import Mapping, child, entries
from detente.scenario.quantities import Quantity, written
from detente.scenario.reach import read_catalogue
from detente.scenario.regions import read_parameters
from detente.scenario.scenario import Scenario, Source

# What the mechanisms dock to or take their terms from, by their names; `ODD.md` says how.  The others lean on nothing
# published.
THEORY: dict[str, tuple[str, ...]] = {
    "alignment": ("Marvel2011", "FriedkinJohnsen1999", "DeGroot1974"),
    "capability": ("Richardson1960",),
    "choice": ("Kydd2000", "Kydd2005"),
    "constructivist": ("Kydd2000", "Kydd2005", "Wendt1992"),
    "liberal": ("Axelrod1984",),
    "perception": ("NowakSigmund1992",),
    "realist": ("Mearsheimer2001", "Waltz1979"),
    "threat": ("KTAB",),
    "trust": ("Kydd2000", "Kydd2005"),
}


@dataclass(frozen=True)
class Citation:
    """A source, and the numbers that lean on it: by standing, and by the part they stand in (`ties.trust`)."""

    source: Source
    standings: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)

    @property
    def numbers(self) -> int:
        """Return how many numbers lean on the source."""
        return self.standings.total()


def cited_by(scenario: Scenario) -> list[Citation]:
    """Return every source a scenario names, those with most numbers first; some are named by no number at all."""
    return _counted(((key, quantity) for key, quantity, _ in scenario.passports()), scenario.sources)


def cited_by_catalogue() -> list[Citation]:
    """Return the shipped bibliography, with the numbers of shipped parameters and cards that lean on each source."""
    reach = read_catalogue()
    found = [
        (f"{kind}.{card.key}.{name}", quantity)
        for kind, cards in reach.cards.items() for card in cards.values() for name, quantity in card.numbers().items()
    ]  # fmt: skip
    tree = Mapping(catalogue_file("parameters.yaml").layer, 0, 0)
    tree.items.update(parameters=catalogue_file("parameters.yaml"), sources=catalogue_file("sources.yaml"))
    parameters = read_parameters(Context(tree, Faults(), Memory()))
    return _counted([*found, *((f"parameters.{key}", q) for key, q in parameters.items())], reach.sources)


def theory() -> dict[str, tuple[Source, list[str]]]:
    """Return the sources of the mechanisms by key, each with the mechanisms that dock to it."""
    table = dict(entries(catalogue_file("sources.yaml")))
    found: dict[str, tuple[Source, list[str]]] = {}
    for mechanism, keys in THEORY.items():
        for key in keys:
            node = table[key]
            source = Source(
                key, text(child(node, "citation")), text(child(node, "url")), written(child(node, "known_by"))
            )
            found.setdefault(key, (source, []))[1].append(mechanism)
    return dict(sorted(found.items()))


def _counted(numbers: Iterable[tuple[str, Quantity]], sources: dict[str, Source]) -> list[Citation]:
    found = {key: Citation(source) for key, source in sources.items()}
    for name, quantity in numbers:
        part = ".".join(name.split(".")[: 2 if name.startswith(("ties", "levers", "shocks")) else 1])
        for key in quantity.source:
            found[key].standings[quantity.standing] += 1
            found[key].parts[part] += 1
    return sorted(found.values(), key=lambda citation: (-citation.numbers, citation.source.key))
