"""Which model wrote a result: a replay by another one would show other runs."""

from __future__ import annotations

from detente.analysis.paired import Model, of_two_models, this_model, tools
from detente.store.opening import Result


def model_of(result: Result) -> Model:
    """Return the model that wrote a result, as its manifest tells."""
    manifest = result.manifest
    packages = {"python": manifest.get("python"), **(manifest.get("packages") or {})}
    return Model(str(manifest["detente"]), str(manifest.get("kernel") or ""), tools(packages))


def stale(result: Result) -> str:
    """Return why this program would replay other runs than a result holds, or nothing."""
    reasons = of_two_models(model_of(result), this_model())
    return f"a replay may give other runs: {'; '.join(reasons)}" if reasons else ""
