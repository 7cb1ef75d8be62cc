"""Names of everything a callback speaks to."""

from __future__ import annotations

from typing import Final

ADDRESS: Final = "address"
DESK: Final = "desk"

MAP: Final = "unit-map"
BEFORE_MAP: Final = "before-map"
AFTER_MAP: Final = "after-map"
INSPECTOR: Final = "inspector"
GRID_TABLE: Final = "grid-table"

FIX_OVER: Final = "fix-over"
REDRAW_ALL: Final = "redraw-all"
STOP_RUN: Final = "stop-run"
RUN_TICK: Final = "run-tick"
RUN_PROGRESS: Final = "run-progress"
NORM_LOW: Final = "norm-low"
NORM_HIGH: Final = "norm-high"
CROSS: Final = "cross"
GRID_COUNT: Final = "grid-count"
EFFORT: Final = "effort"
SEED: Final = "seed"
RUN_SAYS: Final = "run-says"

SCENARIO_CHOICE: Final = "scenario-choice"
BESIDE_CHOICE: Final = "beside-choice"
CHANGE_TABLE: Final = "change-table"
CROSSWALK_TABLE: Final = "crosswalk-table"
PICKED: Final = "picked"

PREPARE: Final = "prepare-handover"
HANDOVER: Final = "handover"
HANDOVER_WAIT: Final = "handover-wait"

EDIT_MAP: Final = "edit-map"
EDIT_SAYS: Final = "edit-says"
EDIT_STATE: Final = "edit-state"
EDIT_SELECT: Final = "edit-select"
EDIT_BRUSH: Final = "edit-brush"
EDIT_SPLIT: Final = "edit-split"
EDIT_MERGE: Final = "edit-merge"
EDIT_UNDO: Final = "edit-undo"
EDIT_REDO: Final = "edit-redo"
EDIT_WIDER: Final = "edit-wider"
EDIT_OFFER: Final = "edit-offer"
EDIT_CHOSEN: Final = "edit-chosen"
EDIT_KEEP: Final = "edit-keep"
