"""Writes scenarios/hindcast/calibrated_2018.yaml: what surveys to 2018 said of the model, over the region of 2025.

Run it as `python scenarios/hindcast/derive_posterior.py [--surveys FILE --events FILE --posterior FILE]`, with the files that
`detente calibrate` was given and the sample it wrote (default: those that lie here).  The same sample gives the same bytes.
Only numbers that the data informed are written (docs/calibration_recovery.md says how far known ones are found again).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from detente.history.feeding import drawn, layer, sources_of
from detente.history.fit_dates import parse_fit
from detente.history.hindcasting import prepare, read_inputs
from detente.history.kept import require_kept
from detente.history.posterior import Posterior, told
from detente.history.unknowns import Unknown
from detente.scenario.scenario import Scenario

HERE = Path(__file__).parent


def header(scenario: Scenario, unknowns: tuple[Unknown, ...], posterior: Posterior) -> list[str]:
    """Return the comment on top: what was carried, and what was not and why."""
    carried = {one.unknown for one in drawn(scenario, unknowns, posterior)}
    said = [one for one in told(unknowns, posterior.u) if one.of_model]
    stayed = [f"{one.name} ({one.contraction:.2f})" for one in said if not one.informed]
    other = [one.name for one in said if one.informed and one.name not in carried]
    return [
        "# What surveys and dated events to the fit date said of the model's numbers, laid over the region of 2025.",
        "# Written by scenarios/hindcast/derive_posterior.py from a posterior sample; do not edit by hand.",
        f"# Sample: {len(posterior.u)} settings, {posterior.manifest['histories']:,} simulated histories, digests of scenario "
        f"{posterior.manifest['scenario_digest'][:12]}, surveys {posterior.manifest['surveys']['digest'][:12]}, "
        f"events {posterior.manifest['events']['digest'][:12]}.",
        "# Carried: numbers that lost at least 30 % of their prior variance, as median and range of 5 to 95 %.  Their priors",
        "# were those of 2005 (priors_2005*.yaml), not the catalogue's: a value may lie outside the catalogue's range.",
        f"# Left at the catalogue's: {', '.join(stayed) or 'none'} (share of prior variance gone).",
        *([f"# Informed, but no number of a present-day scenario: {', '.join(other)}."] if other else []),
        "# Correlations between these numbers are lost: each is drawn by itself.",
    ]


def main() -> None:
    """Read the sample and write the layer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", type=Path, default=HERE / "east_asia_2005.yaml")
    parser.add_argument("--surveys", type=Path, nargs="+", default=[HERE / "data" / "trust_surveys.csv"])
    parser.add_argument("--events", type=Path, default=HERE / "data" / "events.csv")
    parser.add_argument("--posterior", type=Path, default=HERE / "posterior_2018.csv")
    parser.add_argument("--out", type=Path, default=HERE / "calibrated_2018.yaml")
    options = parser.parse_args()
    fit = parse_fit(json.loads(options.posterior.with_name(f"{options.posterior.name}.json").read_text())["fit_until"])
    inputs = read_inputs(options.scenario, options.surveys, options.events, fit)
    unknowns = prepare(inputs).setup.unknowns
    posterior = require_kept(options.posterior, inputs.manifest, unknowns)
    sources = {**sources_of(inputs.surveys.frame["measure"]), "DatedEvents": ""}
    title = "The region of 2025 with what surveys informed"
    body = layer(
        drawn(inputs.scenario, unknowns, posterior), posterior, sources, title, "../region/east_asia_2025.yaml"
    )
    text = "\n".join([*header(inputs.scenario, unknowns, posterior), body])
    options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
