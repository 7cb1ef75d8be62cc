"""The redraw beside other programs and published optima: `python benchmarks/redraw_goals.py G1 G3 …`.

Needs `benchmarks/requirements.txt` and the instances at `../shared/bench`. Each goal prints its
rows; programs take turns in one process, and what is timed is the median of three turns.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import beside_optima, beside_programs

if TYPE_CHECKING:
    from collections.abc import Callable

GOALS: dict[str, Callable[[], None]] = {
    "G1": beside_programs.g1,
    "G2": beside_programs.g2,
    "G3": beside_programs.g3,
    "G4": beside_programs.g4,
    "G5": lambda: beside_optima.against_published("G5", "cut", 5.0, 3),
    "G6": lambda: beside_optima.against_published("G6", "inertia", 10.0, 1),
    "G7": beside_optima.g7,
    "G8": beside_optima.g8,
    "G9": beside_programs.g9,
    "G10": beside_optima.g10,
    "G11": beside_optima.g11,
}

if __name__ == "__main__":
    for goal in sys.argv[1:] or GOALS:
        GOALS[goal]()
