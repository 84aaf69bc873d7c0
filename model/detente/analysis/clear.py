"""Which mean differences are beyond chance, as marks that are short enough to be sent to a page."""

from __future__ import annotations

import numpy as np

from detente.world.arrays import Array


def clear_marks(differences: Array, errors: Array) -> list[str]:
    """Return which mean differences [time, observer, target] are beyond two errors: per time a text of 0 and 1, row by row.

    Judge numbers as they are: small changes, once rounded, pass for clear, or no longer do.
    """
    clear = np.abs(differences) > 2.0 * errors
    return ["".join("1" if one else "0" for one in np.ravel(at)) for at in clear]
