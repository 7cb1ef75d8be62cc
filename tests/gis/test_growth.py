"""An import does not grow faster than the district."""

from __future__ import annotations

import math
import time

from benchmarks.import_growth import measured

SMALL, LARGE = 1_280, 7_680
STEEPEST = 1.3
"""Of the time of processors; at these sizes fixed costs still count in favour, noise against."""


def test_six_times_the_buildings_take_about_six_times_the_work() -> None:
    spent = {}
    for size in (SMALL, LARGE):
        start = time.process_time()
        row = measured(size)
        spent[row["buildings"]] = time.process_time() - start
    (few, short), (many, long) = sorted(spent.items())
    assert many / few > 4
    assert math.log(long / short) / math.log(many / few) < STEEPEST
