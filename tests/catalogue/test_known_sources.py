"""Every source of the bibliography says by when its content was known, and no earlier than its own title tells."""

from __future__ import annotations

import re

import pytest

from detente.scenario import Source
from detente.scenario.citing import cited_by_catalogue

SOURCES = [citation.source for citation in cited_by_catalogue()]
# Data sets whose data end before the year in which the version used was printed or copied: what they tell was known then.
ENDS = {"AMEN": "2000", "CShapes": "2019", "MIDs": "2014"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_a_source_was_known_no_earlier_than_the_years_it_names(source: Source) -> None:
    """A study dated before it was printed, or a poll before it was taken, would let later outcomes into a hindcast."""
    assert re.fullmatch(r"(19|20)\d\d", source.known_by), source.known_by
    named = [int(year) for year in re.findall(r"(?<![-\d:/.])((?:19|20)\d\d)(?![\d:])", source.citation)]
    if source.key in ENDS:
        assert source.known_by == ENDS[source.key]
    else:
        assert int(source.known_by) >= max(named, default=0)
