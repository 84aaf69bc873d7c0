"""Every figure against every bad input: it is drawn so that all of it can be read, or a sentence says what is missing."""

from __future__ import annotations

import warnings

import pandas
import pytest
from bad_inputs import EAST_ASIAN, INPUTS, MARKUP, RIGHT_TO_LEFT, SWEEPS, UNKNOWN
from looking import faults_of_layout
from matplotlib.figure import Figure

from detente import figures
from detente.analysis.attribution import Attribution, Share
from detente.analysis.ledger import Explanation
from detente.errors import DetenteError
from detente.figures import FIGURES, SWEEP_FIGURES, Choice, Material
from detente.figures.saving import picture, svg_text

SCRIPTS = {"markup": MARKUP, "right to left": RIGHT_TO_LEFT, "East Asian": EAST_ASIAN, "no font": UNKNOWN}
QUICK = [name for name, kind in FIGURES.items() if not kind.replays]


def drawn(name: str, material: Material) -> dict[str, Figure]:
    """Return the figures of a kind, the map with invented places; raise `DetenteError` that says why there are none."""
    kind = FIGURES[name]
    if name == "map":
        spread = {key: (20.0 + 5.0 * (k % 10), 5.0 * (k // 10)) for k, key in enumerate(material.scenario.states)}
        return {
            "map": figures.region_map(
                material, material.variables[0] if material.variables else "trust", places=spread
            ).figure
        }  # type: ignore[dict-item]
    why = kind.lacking(material)
    if why:
        raise DetenteError(why)
    return kind.draw(
        material, Choice(of="trust") if "of" in kind.options and "trust" in material.variables else Choice()
    )


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("what", [*INPUTS, "one run"])
def test_a_figure_of_runs_can_be_read_or_says_why_not(name: str, what: str, five: Material, one_run: Material) -> None:
    material = one_run if what == "one run" else INPUTS[what](five)
    try:
        found = drawn(name, material)
    except DetenteError as error:
        assert len(str(error)) > 25
        return
    assert {stem: faults_of_layout(figure) for stem, figure in found.items()} == {stem: [] for stem in found}


@pytest.mark.parametrize("name", SWEEP_FIGURES)
@pytest.mark.parametrize("what", SWEEPS)
def test_a_figure_of_a_sweep_can_be_read_or_says_why_not(name: str, what: str) -> None:
    try:
        found = SWEEP_FIGURES[name].draw(figures.tidy(SWEEPS[what]()), Choice())
    except DetenteError as error:
        assert len(str(error)) > 25
        return
    first = dict(list(found.items())[:2])  # one for each package or factor: more are alike
    assert {stem: faults_of_layout(figure) for stem, figure in first.items()} == {stem: [] for stem in first}


def explained(what: str) -> Explanation:
    """Return bookings as no run would give them: none, all dust, one run, hundreds of causes, strange names."""
    causes = {
        "nothing booked": {},
        "zero variance": {"conduct": 0.0, "memory": 1e-15},
        "one run": {"conduct": 0.1},
        "hundreds of causes": {f"lever joint_exercise_number_{k}: goodwill": (-1) ** k / (k + 1) for k in range(300)},
        "markup": {f"shock {name}": 0.1 for name in MARKUP},
        "right to left": {f"shock {name}": -0.1 for name in RIGHT_TO_LEFT},
        "East Asian": {f"lever {name}: goodwill": 0.2 for name in EAST_ASIAN},
        "no font": {f"lever {name}: goodwill": 0.2 for name in UNKNOWN},
    }[what]
    table = pandas.DataFrame(
        {cause: [amount] for cause, amount in causes.items()}, index=[pandas.Timestamp("2030-01-01")]
    )
    errors = None if what == "one run" else pandas.Series(dict.fromkeys(causes, 0.01), dtype=float)
    return Explanation(
        "trust", "BEL", "ARN", (0,) if errors is None else (0, 1), 0.4, 0.4 + sum(causes.values()), table, errors
    )


EXPLAINED = [
    "nothing booked",
    "zero variance",
    "one run",
    "hundreds of causes",
    "markup",
    "right to left",
    "East Asian",
    "no font",
]


@pytest.mark.parametrize("what", EXPLAINED)
def test_a_waterfall_can_be_read_whatever_was_booked(what: str) -> None:
    found = explained(what)
    figure = figures.waterfall(
        found, reference=explained("one run"), names={"BEL": EAST_ASIAN[2], "ARN": MARKUP[1]}
    ).figure
    assert faults_of_layout(figure) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["nothing differs", "zero variance", *SCRIPTS])
def test_an_attribution_can_be_read_whoever_shares(what: str) -> None:
    nan = float("nan")
    names = SCRIPTS.get(what, ("conduct", "memory"))
    amount = 0.0 if what == "zero variance" else 0.02
    shares = tuple(Share(name, "lever", name, amount, 0.0, nan, nan, nan, "none") for name in names)
    shares = () if what == "nothing differs" else shares
    whole = amount * len(shares)
    found = Attribution("trust_in_focus", "share", 0.5, 0.5 + whole, whole, 0.0, nan, nan, nan, shares, "exact", 4, 1, 1, 3,
                        (names[0], names[-1]))  # fmt: skip
    assert faults_of_layout(figures.attribution(found, focus=names[0]).figure) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("what", SCRIPTS)
def test_strange_words_are_saved_without_a_warning(what: str, five: Material) -> None:
    figure = figures.dyads(INPUTS[what](five))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert picture(figure).startswith(b"\x89PNG")
        assert "<script" not in svg_text(figure, "a")
