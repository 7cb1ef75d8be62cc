"""What a plan is worth: every formula once, and every number by its key.

`MEASURES` holds the numbers that a scorecard shows; each takes a `Subject`. The formulae behind
them stand in `shape`, `spread`, `agreement`, `service` and `estates` and take arrays.
"""

from domain.measures.registry import MEASURES, Measure
from domain.measures.subject import Subject

__all__ = ["MEASURES", "Measure", "Subject"]
