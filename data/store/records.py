"""What the store knows of a dataset, a scenario, a draft and a run, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.own_standards import OwnNumber
    from domain.proposal import StoppedBy

ScenarioState = Literal[
    "draft", "walked", "consultation", "notice", "submitted", "approved", "in-force", "retired"
]
RunState = Literal["queued", "running", "done", "stopped", "failed", "infeasible"]

SCENARIO_STATES: Final[tuple[ScenarioState, ...]] = (
    "draft", "walked", "consultation", "notice", "submitted", "approved", "in-force", "retired",
)  # fmt: skip
ENDED: Final[tuple[RunState, ...]] = ("done", "stopped", "failed", "infeasible")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRecord:
    """A dataset in the store; `kept` is the UTC time at which it came, ISO 8601."""

    id: str
    name: str
    title: str
    title_en: str
    digest: str
    folder: str
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRecord:
    """A version of a district's figures.

    Attributes
    ----------
    series, n
        What the figures are kept as, and the number of the version, from 1.
    dataset
        The dataset that holds them.
    round, date
        The collection round that they came in by, and the day of the figures; both empty at the first.
    who, at
        In which role somebody kept them, and when, UTC, ISO 8601.
    back_to
        Number of the earlier version that this one is again, or None.
    merged
        Codes of the communities whose figures of the round are in it.
    changes
        What changed against the version before, plain JSON, a row for each community.
    """

    series: str
    n: int
    dataset: str
    round: str
    date: str
    who: str
    at: str
    back_to: int | None
    merged: tuple[str, ...]
    changes: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnRecord:
    """The last workbook of a community in a round: its faults, the day of its file, and when it was read."""

    community: str
    faults: int
    came: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsChange:
    """A change of a dataset's standards: the numbers it gave, None for a shipped one put back.

    `undoes` is the number of the change that it took back, None where it took none back.
    """

    n: int
    numbers: Mapping[str, OwnNumber | None]
    undoes: int | None
    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRecord:
    """A scenario in the store; `parent` is the scenario it branched from, `state` its stage."""

    id: str
    dataset: str
    parent: str | None
    name: str
    state: ScenarioState
    baseline: bool
    plan_digest: str
    recipe: str
    folder: str
    kept: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    """A draft in the store and the number of its edits; the edits themselves come apart."""

    id: str
    scenario: str
    name: str
    edits: int
    kept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run (运算) and how far it is.

    Attributes
    ----------
    settings
        What was asked, plain JSON.
    standards
        Number of the last change of the dataset's own standards when it was asked for, 0 for none.
    priority
        A run of a higher priority goes first, also before one that is running.
    cancel
        Whether somebody asked to stop and keep the best so far.
    starts
        How often a runner took it up since it last got on.
    seq
        Number of the last change of its parts.
    parts, parts_done, parts_proven
        Parts in all, with nothing left to do, and proven to be best.
    value
        Sum of the best values of the parts begun, or None before the first.
    proposals, proposals_asked
        Proposals made and asked for.
    elapsed_s
        Seconds of work, over all starts.
    result
        The scenario it ended in, or None.
    outcome
        What to say of an end without a scenario: `code` and `facts`, or `clashes`.
    """

    id: str
    dataset: str
    name: str
    settings: Mapping[str, object]
    standards: int
    state: RunState
    priority: int
    cancel: bool
    starts: int
    seq: int
    parts: int
    parts_done: int
    parts_proven: int
    value: float | None
    proposals: int
    proposals_asked: int
    elapsed_s: float
    stopped_by: StoppedBy | Literal[""]
    result: str | None
    outcome: Mapping[str, object]
    queued: str
    started: str
    ended: str

    @property
    def ended_already(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    """One part of a run as it stands: what everybody may see, and what the runner resumes from.

    `units` and `grids` are little-endian int32: positions in the unit set, and for each the number
    of its grid in the plan as it would be now. `state` is the checkpoint, None once the run ended.
    `seq` says which change of the run this is; it never repeats.
    """

    part: int
    seq: int
    code: str
    proposals: int
    value: float
    done: bool
    proven: bool
    units: bytes
    grids: bytes
    state: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Totals of a run that change with every checkpoint."""

    parts: int
    parts_done: int
    parts_proven: int
    value: float | None
    proposals: int
    proposals_asked: int
    elapsed_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What the runner must know between slices: the last change, whether to stop, who waits."""

    seq: int
    cancel: bool
    waiting_priority: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to run, held by one process; a later holder has a higher token."""

    token: int
    owner: str
