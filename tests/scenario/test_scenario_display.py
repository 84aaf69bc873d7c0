"""What a notebook shows of a scenario: its passports, whole where there are few, and never anything that runs."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from detente.scenario import read_scenario

ROOT = Path(__file__).parents[2]
HOSTILE = "<script>alert('x')</script> & \"'><img src=x onerror=y>"


class Page(HTMLParser):
    """Counts tags and keeps the text; complains about a tag that is closed without being open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.said = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data + " "


def page(html: str) -> Page:
    found = Page()
    found.feed(html)
    assert found.open == []
    return found


def test_it_shows_who_what_and_the_passports() -> None:
    scenario = read_scenario(ROOT / "tests" / "museum" / "base.yaml")
    found = page(scenario._repr_html_())
    for words in (
        scenario.title,
        scenario.question,
        "Arnland",
        "confidence_building",
        "0.4 to 0.6",
        "Almanac",
    ):
        assert words in found.said
    assert "measured" in found.said
    assert f"passports: parameters ({len(scenario.parameters)} numbers)" in found.said
    assert all(f"parameters.{name}" in found.said for name in scenario.parameters)
    assert "dated, 1 times" in found.said


def test_a_large_scenario_stays_small_and_says_what_is_left_out() -> None:
    html = read_scenario(ROOT / "scenarios" / "unified_framework.yaml")._repr_html_()
    assert len(html) < 150_000
    assert "and 228 more" in page(html).said  # of the 240 ties of trust
    assert "2025-01-01" in html


def test_nothing_a_scenario_says_is_read_as_html() -> None:
    scenario = read_scenario(ROOT / "tests" / "museum" / "base.yaml")
    states = {key: replace(state, name=HOSTILE) for key, state in scenario.states.items()}
    levers = {key: replace(lever, key=HOSTILE) for key, lever in scenario.levers.items()}
    parameters = {key: replace(quantity, reason=HOSTILE) for key, quantity in scenario.parameters.items()}
    hostile = replace(
        scenario, title=HOSTILE, question=HOSTILE, states=states, levers=levers, parameters=parameters, tree=None
    )
    found = page(hostile._repr_html_())
    assert not found.tags & {"script", "img"}
    assert HOSTILE in found.said


def test_a_scenario_without_levers_says_so() -> None:
    scenario = replace(read_scenario(ROOT / "tests" / "museum" / "base.yaml"), levers={}, tree=None)
    assert "0 levers" in scenario._repr_html_()
