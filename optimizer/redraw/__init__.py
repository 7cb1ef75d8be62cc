"""How grids are redrawn: apportion, start, improve."""

from optimizer.redraw.apportion import NormRange, norm_range
from optimizer.redraw.assemble import assemble
from optimizer.redraw.engine import ENGINE, SLICE, Progress, budgets, proposals_for, redraw
from optimizer.redraw.part import Part, PartState, Prepared
from optimizer.redraw.prepare import prepare, prepare_caps
from optimizer.redraw.search import advance, begin, finished, grid_of, proven, value
from optimizer.redraw.warm import warm

__all__ = [
    "ENGINE",
    "SLICE",
    "NormRange",
    "Part",
    "PartState",
    "Prepared",
    "Progress",
    "advance",
    "assemble",
    "begin",
    "budgets",
    "finished",
    "grid_of",
    "norm_range",
    "prepare",
    "prepare_caps",
    "proposals_for",
    "proven",
    "redraw",
    "value",
    "warm",
]
