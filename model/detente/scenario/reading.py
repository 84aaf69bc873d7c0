"""`read_scenario`: a file, its ancestors, a variant and overrides -> one checked Scenario, or all faults at once.

Later layers win: catalogue < folders of cards < parent < file < variant < command line (see `folders`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from detente.scenario.cards import plain_card, read_lever_cards, read_shock_cards
from detente.scenario.catalogue_files import catalogue_layer
from detente.scenario.context import Context, Memory, text
from detente.scenario.faults import Faults, listed, shown
from detente.scenario.folders import lay_cards, read_folders
from detente.scenario.horizons import check_schema, find_reference, read_horizon, read_sizes
from detente.scenario.inheriting import Ancestor, load_chain
from detente.scenario.keys import cited
from detente.scenario.levers import read_levers
from detente.scenario.limits import check_counts
from detente.scenario.merging import merge
from detente.scenario.overlays import fitted, parse_override, unfold
from detente.scenario.pairs import mirrored, order_pairs
from detente.scenario.positioned import Layer, Mapping, Node, Scalar, child, entries
from detente.scenario.positioned import Sequence as Listing
from detente.scenario.regions import (
    read_frameworks,
    read_issues,
    read_parameters,
    read_sources_table,
    read_states,
    read_ties,
)
from detente.scenario.scenario import Scenario
from detente.scenario.shocks import read_shocks
from detente.scenario.structure import check_structure
from detente.world.variables import THEORIES

# Groups that name no card; they are by far the largest.
REGION = ("states", "frameworks", "ties", "parameters", "sources")


def read_scenario(path: str | os.PathLike[str], variant: str | None = None, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario in a file, as one of its variants, with `path=value` overrides laid over it.

    Raises `ScenarioError` with every fault found, in file order: where, what was found, what is allowed.
    """
    return Reading(Path(path), overrides).scenario(variant)


class Reading:
    """A file with its layers, from which the plain scenario and any variant are resolved.

    What a variant does not touch is checked and resolved once, however many variants are asked for.
    """

    def __init__(
        self,
        path: Path,
        overrides: Sequence[str] = (),
        overlays: Sequence[Mapping] = (),
        cards: Iterable[str] = (),
    ) -> None:
        """Load the file and its ancestors; raise `ScenarioError` where there is nothing to go on with.

        The cards that `overlays` name, and `cards` of the catalogue, are read too: what is laid over the file may use them.
        """
        faults = self._faults = Faults()
        chain = load_chain(path, faults)
        extra = [tree for text in overrides if (tree := parse_override(text, faults)) is not None]
        if not chain or chain[-1].layer.via:
            faults.raise_any()
        if len(faults) and len(chain) != _expected(chain):
            faults.raise_any()  # without its parent a file would only be blamed for what the parent holds
        _no_sweep(chain, faults)
        self._path, self._extra, self._memory = path, extra, Memory()
        self._tree = _merged(chain, read_folders(chain, path, faults), [*extra, *overlays], faults, cards)
        self._laid = _variants(self._tree, faults)

    def scenario(self, variant: str | None = None, overlays: Sequence[Mapping] = ()) -> Scenario:
        """Return the scenario, as one of its variants; raise `ScenarioError` with every fault found.

        `overlays` are laid over it in order like further variants (dotted keys, stars), wherever they were written.
        """
        faults = self._faults.copied()
        tree = check_structure(self._as(variant, faults, overlays), faults, self._memory)
        context = Context(tree, faults, self._memory)
        scenario = _resolve(context, self._path, variant)
        faults.raise_any()
        assert scenario is not None
        return scenario

    def variant(self, name: str) -> Mapping:
        """Return what a variant of the file says, with dotted paths unfolded and stars as the names they stand for."""
        node = child(self._tree, "variants", name)
        assert isinstance(node, Mapping)
        faults, prefix = Faults(), f"variants.{name}."
        return fitted(unfold(node, node.layer, prefix, faults), mirrored(self._tree), prefix, faults)

    def _as(self, variant: str | None, faults: Faults, overlays: Sequence[Mapping] = ()) -> Mapping:
        """Return the tree as a variant, overlays and, above all, the overrides change it."""
        known = dict(entries(child(self._tree, "variants")))
        if variant is not None and variant not in known:
            hint = faults.nearest(variant, known) or f"; variants: {listed(known) or 'none'}"
            faults.add_at(self._tree.layer, 0, 0, "variants", f"no variant {shown(variant)}{hint}")
        tree = self._tree if variant is None else self._laid.get(variant, self._tree)
        unfolded = [unfold(overlay, overlay.layer, "", faults) for overlay in overlays]
        for overlay in (*unfolded, *self._extra):
            tree = _laid_over(tree, overlay, mirrored(tree), "", faults)
        check_counts(tree, faults)
        return tree


def _no_sweep(chain: list[Ancestor], faults: Faults) -> None:
    """Raise `ScenarioError` for a sweep file: all its keys would be called unknown."""
    own = chain[-1].tree
    if "scenario" in own.items and own.items.keys() & {"packages", "factors", "design"}:
        faults.add_at(own.layer, 0, 0, "scenario", f"this is a sweep file; run it with: detente sweep {own.layer.file}")
        faults.raise_any()


def _expected(chain: list[Ancestor]) -> int:
    """Return how many files the chain should have: one more when its eldest still extends another."""
    return len(chain) + (1 if chain and "extends" in chain[0].tree.items else 0)


def _merged(
    chain: list[Ancestor], folders: list[Mapping | None], extra: list[Mapping], faults: Faults, more: Iterable[str] = ()
) -> Mapping:
    """Return catalogue, ancestors and file laid over one another, each file over the cards that it brings."""
    complete = any(getattr(child(link.tree, "complete"), "value", False) is True for link in chain)
    words = {*_words([*(link.tree for link in chain), *extra]), *more}
    tree = catalogue_layer(words, complete=complete)
    for link, cards in zip(chain, folders, strict=True):
        tree = _laid(lay_cards(tree, cards), order_pairs(link.tree, faults))
    check_counts(tree, faults)
    return tree


def _laid(lower: Mapping, upper: Mapping) -> Mapping:
    result = merge(lower, upper)
    assert isinstance(result, Mapping)
    return result


def _laid_over(tree: Mapping, overlay: Mapping, base: Mapping, prefix: str, faults: Faults) -> Mapping:
    """Return the tree with a variant or override laid over it; `base` is the tree with every pair in both orders."""
    overlay = fitted(overlay, base, prefix, faults)
    result = _laid(tree, order_pairs(overlay, faults))
    result.placed_like(tree)
    return result


def _variants(tree: Mapping, faults: Faults) -> dict[str, Mapping]:
    """Return the tree as each variant changes it; the paths of all of them are checked."""
    base = mirrored(tree)
    found: dict[str, Mapping] = {}
    for name, node in entries(child(tree, "variants")):
        if isinstance(node, Mapping):  # the schema check complains of any other
            layer = Layer(node.layer.file, f"variant {name}", node.layer.rank, node.layer.via)
            prefix = f"variants.{name}."
            found[name] = _laid_over(tree, unfold(node, layer, prefix, faults), base, prefix, faults)
    return found


def _words(trees: list[Mapping]) -> Iterator[str]:
    """Yield every key and text outside the region: whichever of them is a card's name makes that card be read."""
    stack: list[Node] = [node for tree in trees for group, node in tree.items.items() if group not in REGION]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            stack.extend(node.items.values())
            for key in node.items:
                yield from key.split(".") if "." in key else (key,)
        elif isinstance(node, Listing):
            stack.extend(node.items)
        elif isinstance(node, Scalar) and isinstance(node.value, str):
            yield node.value


def _resolve(context: Context, path: Path, variant: str | None) -> Scenario | None:
    """Return the scenario of a checked tree, or None when there is any fault."""
    tree = context.tree
    check_schema(context)
    context.check_names("variants")
    issues = read_issues(context)
    states = context.once(read_states, "states", "sources", "issues")
    horizon = read_horizon(context)
    runs, replicates, seed = read_sizes(context, horizon)
    focus = context.state(child(tree, "focus"), "focus")
    bloc = context.group(child(tree, "bloc"), "bloc") or tuple(states)
    frameworks = context.once(read_frameworks, "frameworks", "states", "sources")
    ties = context.once(read_ties, "ties", "states", "sources")
    parameters = context.once(read_parameters, "parameters", "sources", "complete")
    lever_cards = context.once(read_lever_cards, "cards", "sources")
    shock_cards = context.once(read_shock_cards, "cards", "sources")
    levers = read_levers(context, horizon, lever_cards)
    shocks = read_shocks(context, horizon, shock_cards)
    reference = find_reference(context, path)
    if len(context.faults) or horizon is None or focus is None:
        return None
    scenario = Scenario(
        title=text(child(tree, "title")), question=text(child(tree, "question")), about=text(child(tree, "about")),
        start=horizon.start, end=horizon.end, step=horizon.step, steps=horizon.steps,
        runs=runs, replicates=replicates, seed=seed, focus=focus, bloc=bloc, issues=issues,
        states=states, frameworks=frameworks, ties=ties, parameters=parameters, levers=levers, shocks=shocks,
        sources={}, theory=text(child(tree, "theory"), THEORIES[0]), path=path, variant=variant,
        variants=tuple(sorted(dict(entries(child(tree, "variants"))))),
        reference=reference, tree=tree, origins=context.origins,
        cards={
            "levers": {lever.card: plain_card(lever_cards[lever.card]) for lever in levers.values()},
            "shocks": {shock.card: plain_card(shock_cards[shock.card]) for shock in shocks.values()},
        },
    )  # fmt: skip
    return replace(scenario, sources=read_sources_table(context, cited(scenario)))
