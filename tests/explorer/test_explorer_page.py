"""The page in a real browser: moved by keyboard, pinned, saved; nothing foreign asked for, nothing hostile run."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import detente
from browsing import Watched
from detente.explorer.serving import Options, Serving, serving

HOSTILE = {
    "title": "</script><script>window.hit=1</script>",
    "question": '<img src=x onerror="window.hit=2">',
    "name": "<b onmouseover=window.hit=3>Bel</b> & 'mark' \\\"",
    "hebrew": "שלום עולם",
    "cjk": "日本国 <svg/onload=window.hit=4>",
    "source": "<a href='javascript:window.hit=5'>Almanac</a>",
}


def opened(browser: Any, served: Serving, **options: Any) -> Watched:
    """Return the page of a served scenario; only the server itself may be asked for anything."""
    address = served.server.address
    found = Watched(browser, allowed=(address.partition("#")[0],), **options)
    found.page.goto(address)
    return found


def ready(found: Watched) -> Any:
    """Return the page once the first charts and all runs are there."""
    found.page.locator("#matrix .cell").first.wait_for(timeout=60_000)
    found.page.locator("#status").get_by_text("256 paired runs").wait_for(timeout=60_000)
    return found.page


def settled(page: Any, before: str) -> None:
    """Wait until the words on the answer are others than before, and all runs stand behind them."""
    for _ in range(1200):
        if page.locator("#sure").inner_text() != before and "256 paired runs." in page.locator("#sure").inner_text():
            return
        page.wait_for_timeout(50)
    raise AssertionError("the answer did not change")


@pytest.fixture
def watched(browser: Any, served: Serving) -> Iterator[Watched]:
    found = opened(browser, served)
    yield found
    found.close()
    assert found.faults == [] and found.asked == []


def test_an_analyst_moves_pins_and_saves_by_keyboard(watched: Watched, folder: Path) -> None:
    page = ready(watched)
    assert page.title() == "A child of the base: detente explorer"
    before = page.locator("#sure").inner_text()
    page.get_by_role("button", name="Pin this variant").press("Enter")
    slider = page.get_by_role("slider", name="Confidence-building measures: level")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("#changes li").wait_for()
    assert "0.5 → 0.53" in page.locator("#changes").inner_text()
    assert slider.get_attribute("aria-valuetext") == "0.53"
    settled(page, before)
    assert page.locator("#beside").inner_text().startswith("Pinned beside it")
    assert page.locator("#fan .line.pinned").count() == 1 and page.locator("#arm option").count() == 4
    page.get_by_role("button", name="Save as a file").press("Enter")
    page.get_by_label("Name of the file").fill("by_keyboard")
    page.keyboard.press("Enter")
    page.get_by_text("Saved: by_keyboard.yaml").wait_for()
    assert detente.read_scenario(folder / "by_keyboard.yaml").levers["cbm"].level.value == 0.53
    page.get_by_role("button", name="Undo all").press("Enter")
    assert page.locator("#changes li").count() == 0 and slider.input_value() == "0.5"


def test_what_is_looked_at_is_chosen_by_keyboard(watched: Watched) -> None:
    page = ready(watched)
    page.locator("#matrix .cell[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    picked = page.locator("#matrix .cell.picked").get_attribute("data-spot")
    assert picked == f"{page.locator('#observer').input_value()}>{page.locator('#target').input_value()}"
    year = page.locator("#year")
    year.focus()
    page.keyboard.press("Home")
    assert "2025" in page.locator("#matrix-title").inner_text()
    assert set(page.locator("#matrix .cell text").all_text_contents()) == {"0"}  # nothing has changed at the start
    page.get_by_role("button", name="Nationalist backlash").press("Enter")
    assert page.locator("#fan-title").inner_text().startswith("Nationalist backlash")
    page.locator("#fan svg").focus()
    page.keyboard.press("ArrowLeft")
    assert "scenario:" in str(page.locator("#fan svg").get_attribute("aria-label"))


def test_assumptions_are_searched_held_and_given_back(watched: Watched) -> None:
    page = ready(watched)
    page.get_by_label("Search by name").fill("almanac trust arnland")
    assert page.locator("#found").inner_text() == "1 found"
    box = page.locator("#assumptions .assumption")
    assert box.locator("output").inner_text() == "sampled"
    box.get_by_role("slider").focus()
    page.keyboard.press("End")
    page.locator("#changes li").wait_for()
    assert box.locator("output").inner_text() == "held at 0.6"
    page.get_by_role("button", name="Undo: Trust").click()
    assert box.locator("output").inner_text() == "sampled"


def test_every_chart_has_words_and_a_table(watched: Watched) -> None:
    page = ready(watched)
    for words in ("fan-words", "matrix-words", "network-words", "tie-words"):
        assert len(page.locator(f"#{words}").inner_text()) > 40
    for table, rows in (("fan-table", 10), ("matrix-table", 3), ("tie-table", 11)):
        page.locator(f"details:has(#{table}) > summary").press("Enter")
        page.locator(f"#{table} tbody tr").first.wait_for()
        assert page.locator(f"#{table} tbody tr").count() == rows


def test_everything_to_be_used_has_a_name_and_a_size(watched: Watched) -> None:
    page = ready(watched)
    page.get_by_label("Group").select_option(index=1)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary, [tabindex='0']")].filter((one) => {
          if (!one.checkVisibility()) return false;
          const named = one.getAttribute("aria-label") || one.textContent.trim() || (one.labels && one.labels.length);
          return !named || one.getBoundingClientRect().height < 12;
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("options", [
    {"width": 375, "height": 812, "has_touch": True}, {"color_scheme": "dark"}, {"forced_colors": "active"},
    {"width": 800, "reduced_motion": "reduce"},
], ids=["phone", "dark", "forced colours", "reduced motion"])  # fmt: skip
def test_it_holds_on_any_screen(browser: Any, served: Serving, options: dict[str, Any]) -> None:
    found = opened(browser, served, **options)
    page = ready(found)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.getAnimations().length") == 0
    contrast = page.evaluate(CONTRAST)
    assert min(contrast.values()) >= 4.5, contrast
    found.close()
    assert found.faults == [] and found.asked == []


CONTRAST = """() => {  // of the words on a page against what is behind them
  const drawn = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parts = (colour) => { drawn.clearRect(0, 0, 1, 1); drawn.fillStyle = colour; drawn.fillRect(0, 0, 1, 1); return [...drawn.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const behind = (one) => { for (let at = one; at; at = at.parentElement) { const found = parts(getComputedStyle(at).backgroundColor); if (found[3] === 255) return found; } return [255, 255, 255, 255]; };
  const found = {};
  for (const name of ["h1", ".facts", "#status", "#bottom-line", "#sure", ".lever .who", ".lever output", "figcaption", "#indicators td", ".verdict", "summary"]) {
    const one = document.querySelector(name), [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))];
    found[name] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
}"""  # noqa: E501


def test_a_wrong_address_is_told_in_words(browser: Any, served: Serving) -> None:
    address = served.server.address.partition("#")[0]
    for token, words in (("", "not complete"), ("#guess", "the token is missing or wrong")):
        page = browser.new_page()
        page.goto(address + token)
        page.get_by_text(words).wait_for()
        assert page.locator("#bench").is_hidden()
        page.close()


def test_the_page_outlives_its_worker(watched: Watched, served: Serving) -> None:
    page = ready(watched)
    os.kill(served.supervisor.pid, signal.SIGKILL)
    page.get_by_role("slider", name="Crisis hotline: level").focus()
    page.keyboard.press("Home")
    page.locator("#changes li").wait_for()
    page.locator("#trouble").wait_for(state="hidden", timeout=60_000)
    page.locator("#status").get_by_text("256 paired runs").wait_for(timeout=60_000)
    watched.faults = [one for one in watched.faults if "Failed to load resource" not in one]  # the refused run


def test_hostile_names_do_nothing_but_stand_there(browser: Any, tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "museum" / "base.yaml", tmp_path / "base.yaml")
    (tmp_path / "hostile.yaml").write_text(
        f"""
title: '{HOSTILE["title"]}'
question: '{HOSTILE["question"]}'
extends: base.yaml
states: {{ARN: {{name: "{HOSTILE["cjk"]}"}}, BEL: {{name: "{HOSTILE["name"]}"}}, COR: {{name: "{HOSTILE["hebrew"]}"}}}}
sources: {{Almanac: {{citation: "{HOSTILE["source"]}"}}}}
levers: {{cbm: {{title: '<iframe src="//evil.example">'}}, line: {{level: {{reason: '<script>window.hit=6</script>'}}}}}}
"""
    )
    with serving(tmp_path / "hostile.yaml", None, Options(save_in=tmp_path)) as found:
        seen = opened(browser, found)
        page = ready(seen)
        page.get_by_label("Search by name").fill("almanac")
        while page.locator("details:not([open]) > summary").count():
            page.locator("details:not([open]) > summary").first.press("Enter")
        page.locator("#matrix .cell").first.hover()
        page.locator("#network .node").first.focus()
        assert page.locator("#title").inner_text() == HOSTILE["title"]
        assert page.locator("#question").inner_text() == HOSTILE["question"]
        assert page.locator("img, iframe, b, script[src], a[href^=javascript], svg svg").count() == 0
        assert page.evaluate("window.hit === undefined && document.scripts.length === 1")
        text = page.locator("body").inner_text()
        assert all(words in text for words in (HOSTILE["hebrew"], HOSTILE["cjk"], HOSTILE["source"], "<iframe src="))
        seen.close()
        assert seen.faults == [] and seen.asked == []
