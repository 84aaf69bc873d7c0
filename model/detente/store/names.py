"""What the files of a results folder are called, and the number of their format."""

from __future__ import annotations

FORMAT = 1
KEPT_BITS = 11
"""Bits of the mantissa that single-precision variables keep on disk (12 significant ones)."""
DATA, SCENARIO, REFERENCE, MANIFEST = "ensemble.nc", "scenario.yaml", "reference.yaml", "manifest.json"
FIGURES = "figures"
PACKAGES = ("numpy", "numba", "llvmlite", "xarray", "h5netcdf", "mesa", "pydantic", "pyyaml")
