"""How long the explorer takes from a slider that moves to a page that is drawn, in a headless Chromium.

    python benchmarks/explorer.py [SCENARIO] [--moves N]

Prints median and 95th percentile for each stage of runs, of a lever (one side is run again) and of an assumption (both are),
with the load of the machine before it began.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from detente.explorer.serving import Options, serving

UNIFIED = Path(__file__).parents[1] / "scenarios" / "unified_framework.yaml"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
MOVE = """async ([part, value]) => {
  const slider = document.querySelector(`#${part} input[type=range]`), status = document.getElementById("status");
  const began = performance.now(), found = {};
  const done = new Promise((finish) => {
    const seen = new MutationObserver(() => {
      const runs = /(\\d+) paired runs/.exec(status.textContent);
      if (!runs) return;
      requestAnimationFrame(() => {
        if (!(runs[1] in found)) found[runs[1]] = performance.now() - began;
        if (!status.textContent.includes("more are coming")) { seen.disconnect(); finish(); }
      });
    });
    seen.observe(status, { childList: true, subtree: true, characterData: true });
  });
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await done;
  return found;
}"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scenario", nargs="?", type=Path, default=UNIFIED)
    arguments.add_argument("--moves", type=int, default=30)
    options = arguments.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    chromium = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
    with serving(options.scenario, None, Options()) as found, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(found.server.address)
        page.locator("#matters input").first.wait_for(timeout=300_000)
        measure(page, "levers", [k / (2 * options.moves) for k in range(options.moves)])
        measure(page, "matters", [20 + k * 100 // options.moves for k in range(options.moves)])
        browser.close()


def measure(page: Page, part: str, values: list[float]) -> None:
    """Move the first slider of a part to each value and print how long it took until each stage was drawn."""
    page.evaluate(MOVE, [part, values[-1] + 1e-2])
    moves = [page.evaluate(MOVE, [part, value]) for value in values]
    for runs in sorted(moves[0], key=int):
        times = sorted(move[runs] for move in moves if runs in move)
        print(
            f"{part:8} {runs:>4} paired runs: median {median(times):5.0f} ms, 95 % within {times[int(0.95 * len(times))]:5.0f} ms"
        )


if __name__ == "__main__":
    main()
