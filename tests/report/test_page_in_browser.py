"""The page in a real browser: it draws, asks for nothing, moves with the slider, and holds on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from browsing import Watched

TEXTS = "nodes => nodes.map(node => node.textContent)"
CONTRAST = """() => {
  const paper = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = paper.getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((v) => v / 255);
    const [r, g, b] = parts.map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const cell = document.querySelector('[data-part="matrix"] .cell');
  const [rect, text] = [cell.querySelector("rect"), cell.querySelector("text")];
  const found = [];
  for (const kind of ["level", "rise", "fall"]) for (let share = 0; share <= 100; share += 1) {
    cell.setAttribute("class", `cell ${kind}`);
    cell.style.setProperty("--v", `${share}%`);
    const [a, b] = [light(getComputedStyle(rect).fill), light(getComputedStyle(text).fill)];
    found.push((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return Math.min(...found);
}"""
OVER = """() => [...document.querySelectorAll("main figure svg, main table")].filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map((node) => node.getAttribute("aria-label") || node.textContent.slice(0, 60))"""
UNNAMED = """() => [...document.querySelectorAll("svg, input, select, [role=img], [role=region]")].filter((node) =>
  !node.closest("[hidden]") && !node.getAttribute("aria-hidden") && !node.getAttribute("aria-label")
  && !(node.labels && node.labels.length)).map((node) => node.outerHTML.slice(0, 90))"""


@pytest.fixture
def opened(browser: Any, page: str, written: Callable[[str], str]) -> Iterator[Callable[..., Watched]]:
    """Return a function that opens the page of the small result, or another one; all are closed in the end."""
    held: list[Watched] = []

    def open_page(text: str = page, **options: Any) -> Watched:
        watched = Watched(browser, **options)
        held.append(watched)
        watched.page.goto(written(text))
        watched.page.wait_for_selector('[data-part="matrix"] .cell')
        return watched

    yield open_page
    for watched in held:
        watched.close()


def cells(watched: Watched) -> list[str]:
    found: list[str] = watched.page.eval_on_selector_all('[data-part="matrix"] .cell text', TEXTS)
    return found


def test_it_draws_every_figure_and_asks_for_nothing(opened: Callable[..., Watched]) -> None:
    watched = opened()
    assert watched.faults == []
    assert watched.asked == []
    empty = watched.page.eval_on_selector_all(
        "[data-part].chart", "nodes => nodes.filter(n => !n.querySelector('svg')).length"
    )
    assert empty == 0
    assert len(cells(watched)) == 6
    assert watched.page.evaluate(UNNAMED) == []


def test_the_slider_moves_the_date_by_keyboard_alone(opened: Callable[..., Watched]) -> None:
    watched = opened()
    before, page = cells(watched), watched.page
    slider = page.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    assert page.locator(".year .value").text_content() == "2025"
    assert slider.get_attribute("aria-valuetext") == "2025"
    assert set(cells(watched)) == {"0"}  # at the start nothing differs yet
    page.keyboard.press("ArrowRight")
    assert page.locator(".year .value").text_content() == "2026"
    page.keyboard.press("End")
    assert cells(watched) == before


def test_arms_ties_and_the_table_beside_them(opened: Callable[..., Watched]) -> None:
    watched = opened()
    page = watched.page
    page.get_by_label("scenario", exact=True).check()
    assert all(0 <= int(text) <= 100 for text in cells(watched))
    page.locator(".from select").select_option("COR")
    page.locator(".to select").select_option("BEL")
    assert page.locator('[data-part="tie-title"]').text_content() == "Trust: Coria → Belmark"
    page.locator(".variable select").select_option("alignment")
    assert page.locator('[data-part="tie-title"]').text_content() == "Alignment: Coria and Belmark"
    page.locator('[data-part="twin"] summary').click()
    rows = page.locator('[data-part="twin"] tbody tr')
    rows.first.wait_for()
    assert rows.count() == 3
    assert (
        rows.nth(0).locator("td").nth(1).text_content() == rows.nth(1).locator("td").nth(0).text_content()
    )  # a pair is one
    assert watched.faults == []


def test_pointer_and_keys_tell_values(opened: Callable[..., Watched]) -> None:
    watched = opened()
    page, tip = watched.page, watched.page.locator('[data-part="matrix"] .tip')
    page.locator('[data-part="matrix"] [data-spot="BEL>COR"]').hover()
    assert "Belmark → Coria" in (tip.text_content() or "")
    assert "change:" in (tip.text_content() or "")
    page.locator('[data-part="matrix"] [data-spot="ARN>BEL"]').focus()
    page.keyboard.press("ArrowDown")  # the diagonal holds nothing, and is stepped over
    assert page.evaluate("document.activeElement.getAttribute('data-spot')") == "COR>BEL"
    page.keyboard.press("Enter")
    assert page.locator('[data-part="tie-title"]').text_content() == "Trust: Coria → Belmark"
    page.locator('[data-part="tie"] svg').hover(position={"x": 120, "y": 60})
    assert "scenario:" in (page.locator('[data-part="tie"] .tip').text_content() or "")
    page.keyboard.press("Escape")
    assert page.locator('[data-part="matrix"] .tip').is_hidden()


@pytest.mark.parametrize("width", [375, 800, 1280])
def test_no_width_makes_the_page_scroll_sideways(opened: Callable[..., Watched], width: int) -> None:
    watched = opened(width=width)
    assert watched.page.evaluate("document.documentElement.scrollWidth") == width
    assert watched.page.evaluate(
        "[...document.querySelectorAll('.chart text')].every(node => parseFloat(getComputedStyle(node).fontSize) >= 11)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_on_colours_can_be_read(opened: Callable[..., Watched], scheme: str) -> None:
    watched = opened(color_scheme=scheme)
    assert watched.page.evaluate(CONTRAST) >= 4.5
    paper = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, paper[4:-1].split(","))) > 384) == (scheme == "light")


def test_forced_colours_and_stilled_motion_are_heeded(opened: Callable[..., Watched]) -> None:
    watched = opened(forced_colors="active", reduced_motion="reduce")
    assert watched.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    fills = watched.page.eval_on_selector_all(
        '[data-part="matrix"] .cell rect', "nodes => nodes.map(n => getComputedStyle(n).fill)"
    )
    assert len(set(fills)) == 1  # numbers say what colours no longer may


def test_on_paper_nothing_is_cut(opened: Callable[..., Watched]) -> None:
    """At the width of an A4 sheet without its margins (178 mm), and from a dark screen."""
    watched = opened(color_scheme="dark")
    page = watched.page
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 673, "height": 970})
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(OVER) == []
    tall = page.eval_on_selector_all(
        "main figure svg", "nodes => Math.max(...nodes.map(n => n.getBoundingClientRect().height))"
    )
    assert tall < 940
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".controls").first.is_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_hostile_names_are_shown_and_do_nothing(opened: Callable[..., Watched], hostile_page: str) -> None:
    watched = opened(hostile_page)
    page = watched.page
    assert page.locator("h1").text_content() == '</script><img src=x onerror=alert(1)> "quoted" & <b>bold</b>'
    page.locator('[data-part="matrix"] [data-spot="COR>ARN"]').hover()
    assert "<img src=x onerror=alert(3)>" in (page.locator('[data-part="matrix"] .tip').text_content() or "")
    assert page.locator("img, b").count() == 0
    assert watched.faults == []
    assert watched.asked == []


def test_without_scripts_the_tables_hold_the_numbers(
    opened: Callable[..., Watched], browser: Any, page: str, written: Callable[[str], str]
) -> None:
    watched = Watched(browser, java_script_enabled=False)
    watched.page.goto(written(page))
    assert "switched off here" in (watched.page.locator("noscript").text_content() or "")
    assert watched.page.get_by_role("row", name="Cohesion of the bloc").first.is_visible()
    assert watched.page.locator(".controls").first.is_hidden()
    watched.close()
