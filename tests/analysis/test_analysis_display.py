"""What a notebook shows of an attribution and of a ledger: shares, errors, and how many are left out; nothing is run."""

from __future__ import annotations

import pandas

from detente.analysis.attribution import Attribution, Share
from detente.analysis.ledger import Explanation
from detente.world.text import DISCLAIMER


def test_shares_are_shown_with_what_is_known_of_them() -> None:
    nan = float("nan")
    shares = tuple(Share(f"<b>{k}</b>", "lever", "", 0.01 / (k + 1), 0.001, nan, nan, nan, "none") for k in range(18))
    found = Attribution("trust_in_focus", "share", 0.5, 0.6, 0.1, 0.002, nan, nan, nan, shares, "exact", 4, 20, 2, 3)
    html = found._repr_html_()
    assert "+0.1 share (Monte Carlo error 0.002)" in html
    assert "<b>" not in html
    assert "and 3 more" in html
    assert html.count(DISCLAIMER) == 1


def test_bookings_are_shown_with_their_errors_or_without_for_one_run() -> None:
    table = pandas.DataFrame({"conduct": [0.1, 0.1], "lever x: goodwill": [-0.05, 0.0]})
    many = Explanation("trust", "BEL", "ARN", (0, 1), 0.4, 0.55, table, pandas.Series({"conduct": 0.02}))
    assert "0.400 to 0.550 (+0.150 share)" in many._repr_html_()
    assert "+0.2000" in many._repr_html_()
    assert "0.02" in many._repr_html_()
    assert "one run" in many._replace(runs=(0,), errors=None)._repr_html_()
