"""Claims of the sources as data, and what the model says of each: cells are run, judged by fixed rules, and registered."""

from detente.claims.content import Claim, Claims, Hypothesis, Rules
from detente.claims.reading import read_claims
from detente.claims.studying import Report, study

__all__ = ["Claim", "Claims", "Hypothesis", "Report", "Rules", "read_claims", "study"]
