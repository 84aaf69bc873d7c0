"""Maps: places of states, the part of the globe that is shown, the halves of ties, and what is said where a place is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from crowds import with_states
from looking import faults_of_layout, words
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from detente import figures
from detente.errors import UsageError
from detente.figures import FIGURES, Choice, Material
from detente.figures.geography.framing import frame_of, unrolled
from detente.figures.geography.reading import coasts, known_places, middle, places_of
from detente.figures.mapping import STATUS

PLACES = {"ARN": (10.0, 50.0), "BEL": (12.0, 51.0), "COR": (30.0, 45.0), "DAL": (-3.0, 40.0), "ERS": (179.0, 60.0)}


def test_coasts_and_places_are_on_the_globe() -> None:
    points = np.concatenate(coasts())
    assert len(coasts()) > 100
    assert np.abs(points[:, 1]).max() <= 90.0
    assert all(np.allclose(ring[0], ring[-1]) for ring in coasts())
    assert len(known_places()) > 220
    assert all(-180.0 <= x <= 180.0 and -60.0 < y < 85.0 for x, y in known_places().values())


def test_a_place_lies_on_the_land_of_its_code() -> None:
    from matplotlib.path import Path

    large = [known_places()[code] for code in ("BRA", "RUS", "USA", "CHN", "AUS", "IND", "ISL", "SUN")]
    rings = [ring + np.array([turn, 0.0]) for turn in (-360.0, 0.0, 360.0) for ring in coasts()]
    assert all(any(Path(ring).contains_point(place) for ring in rings) for place in large)
    assert known_places()["SUN"] == known_places()["RUS"]


def test_the_middle_of_places_around_the_date_line_is_there() -> None:
    x, y = middle([(170.0, 10.0), (-170.0, 10.0)])
    assert abs(abs(x) - 180.0) < 1e-6
    assert y == pytest.approx(10.15, abs=0.1)


def test_longitudes_are_counted_on_from_the_widest_gap() -> None:
    assert np.ptp(unrolled(np.array([170.0, -170.0, 178.0]))) == pytest.approx(20.0)
    assert np.ptp(unrolled(np.array([-10.0, 5.0, 40.0]))) == pytest.approx(50.0)


def test_who_lies_far_off_stands_at_the_edge_in_the_right_direction_and_nobody_hides_another() -> None:
    near = {f"S{k}": (100.0 + 6 * (k % 3), 5.0 * (k // 3)) for k in range(9)}
    frame = frame_of({**near, "FAR": (-100.0, 10.0), "SAME": near["S4"]}, "S4")
    at = {key: k for k, key in enumerate(frame.keys)}
    assert not frame.inside[at["FAR"]]
    assert frame.inside.sum() == 10
    assert frame.spots[at["FAR"], 0] > frame.spots[: at["FAR"], 0].max()  # east: the way over the date line is shorter
    assert frame.west < frame.spots[:, 0].min()
    assert frame.spots[:, 0].max() < frame.east
    drawn = frame.spots * [1.0, frame.stretch]
    apart = np.hypot(*(drawn[:, None] - drawn[None]).transpose(2, 0, 1)) + 99.0 * np.eye(11)
    half = max(frame.east - frame.west, (frame.north - frame.south) * frame.stretch) / 2.0
    assert apart.min() > 0.1 * half


def test_a_map_alone_says_what_it_is_and_takes_no_position(five: Material) -> None:
    figure = figures.region_map(five, places=PLACES).figure
    assert isinstance(figure, Figure)
    said = words(figure)
    assert STATUS in said
    assert "trust (share)" in said
    assert "half of a line next to a state" in said
    assert "Dashed rim" in said
    assert faults_of_layout(figure) == []
    assert len(figure.axes) == 4  # two maps and their scales


def test_the_half_next_to_a_state_shows_what_it_holds(five: Material) -> None:
    figure = Figure(figsize=(6, 5))
    axes = figures.region_map(five, ax=figure.subplots(), places=PLACES)
    frame = frame_of(places_of(five.scenario, PLACES), five.scenario.focus)
    a, b = frame.keys.index("ARN"), frame.keys.index("DAL")
    half = np.array([frame.spots[b], (frame.spots[a] + frame.spots[b]) / 2.0])
    import matplotlib as mpl

    held = five.mean("trust")[list(five.scenario.states).index("DAL"), list(five.scenario.states).index("ARN")]
    wanted = to_hex(mpl.colormaps["cividis"](held))
    found = {
        to_hex(colour)
        for lines in axes.collections if isinstance(lines, LineCollection) and len(lines.get_colors()) > 1
        for segment, colour in zip(lines.get_segments(), lines.get_colors(), strict=True) if np.allclose(segment, half)
    }  # fmt: skip
    assert found == {wanted}


def test_unknown_places_are_said_in_words(five: Material) -> None:
    with pytest.raises(UsageError, match=r"no place on the map is known for .*places=\{'ARN'"):
        figures.region_map(with_states(five, 2), places={})
    with pytest.raises(UsageError, match="a single state"):
        figures.region_map(with_states(five, 1), places={})
    assert "no place on the map" in FIGURES["map"].lacking(five)
    some = figures.region_map(five, places={"ARN": (10.0, 50.0), "COR": (30.0, 45.0)}).figure
    assert "Not drawn, as their place is not known: DAL, ERS" in words(some)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="did you mean 'ARN'"):
        figures.region_map(five, places={"ARM": (1.0, 2.0)})
    with pytest.raises(UsageError, match="latitude"):
        figures.region_map(five, places={"ARN": (1.0, 200.0)})


def test_known_codes_need_no_places(five: Material) -> None:
    renamed = dict(zip(five.scenario.states, ("NOR", "SWE", "FIN", "EST", "ISL"), strict=True))
    states = {renamed[key]: replace(state, key=renamed[key]) for key, state in five.scenario.states.items()}
    states["UNION"] = replace(states["NOR"], key="UNION", members=("NOR", "SWE", "LVA"))
    scenario = replace(five.scenario, states=states, focus="NOR", bloc=("NOR",))
    assert set(places_of(scenario)) == set(states)
    five_only = replace(scenario, states={key: state for key, state in states.items() if key != "UNION"})
    data = five.data.assign_coords(observer=list(five_only.states), target=list(five_only.states))
    material = Material(five_only, data)
    assert FIGURES["map"].lacking(material) == ""
    (drawn,) = FIGURES["map"].draw(material, Choice(of="trust", at="2030")).values()
    assert "5-95 % of runs" in words(drawn)  # without a reference: levels with their range
    assert faults_of_layout(drawn) == []


@pytest.mark.parametrize("count", [2, 60])
def test_two_states_and_sixty(five: Material, count: int) -> None:
    crowd = with_states(five, count)
    spread = {key: (20.0 + 5.0 * (k % 10), 5.0 * (k // 10)) for k, key in enumerate(crowd.scenario.states)}
    figure = figures.region_map(crowd, places=spread).figure
    assert faults_of_layout(figure) == []  # type: ignore[arg-type]
    assert ("Among more than 20 states" in words(figure)) == (count == 60)  # type: ignore[arg-type]
