"""The store keeps what it is given, once, and says who came first."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from data.store import Store
from data.store.records import PartRecord, Progress
from data.store.tables import metadata
from domain.errors import ConflictError, FormatError, InvalidValueError, UnknownError
from tests.store import DATASET, SCENARIO, today

if TYPE_CHECKING:
    from pathlib import Path

    from data.store.records import Lease

HALF = Progress(
    parts=2,
    parts_done=1,
    parts_proven=0,
    value=1.5,
    proposals=10,
    proposals_asked=20,
    elapsed_s=0.5,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def part(number: int, *, state: bytes | None = b"state") -> PartRecord:
    return PartRecord(
        part=number, seq=0, code=f"00{number}", proposals=5, value=1.0, done=False, proven=False,
        units=b"", grids=b"", state=state,
    )  # fmt: skip


def test_migrations_from_empty_give_the_tables_that_the_code_speaks_of(store: Store) -> None:
    with store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path, store: Store) -> None:
    with store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FormatError, match="store-too-new"):
        Store(tmp_path)


def test_folders_come_back_as_they_went_in(tmp_path: Path, store: Store) -> None:
    scenario = today(store)
    assert store.datasets.register(DATASET) == store.datasets.all()[0]
    assert store.register(SCENARIO) == scenario
    assert store.register(DATASET).id == scenario.dataset
    again = Store(tmp_path)
    assert dict(again.datasets.files(scenario.dataset)) == DATASET
    assert dict(again.scenarios.files(scenario.id)) == SCENARIO
    assert (scenario.name, scenario.state, scenario.baseline) == ("today", "draft", True)


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a\\b", "C:x", "a/../b"])
def test_a_name_that_leads_out_of_a_folder_is_refused(store: Store, name: str) -> None:
    with pytest.raises(FormatError, match="file-name"):
        store.folders.put({name: b""})


def test_a_scenario_without_its_dataset_is_refused(store: Store) -> None:
    with pytest.raises(UnknownError, match="dataset"):
        store.scenarios.register(SCENARIO)


def test_a_scenario_moves_on_stage_by_stage_and_a_step_back_is_a_branch(store: Store) -> None:
    scenario = today(store)
    assert store.scenarios.advance(scenario.id, seen="draft").state == "walked"
    with pytest.raises(ConflictError, match="scenario-state"):
        store.scenarios.advance(scenario.id, seen="draft")
    branch = store.scenarios.branch(scenario.id, name="B")
    assert (branch.state, branch.parent, branch.folder) == ("draft", scenario.id, scenario.folder)
    assert store.scenarios.get(scenario.id).state == "walked"
    with pytest.raises(InvalidValueError):
        store.scenarios.advance(scenario.id, seen="retired")


def test_runs_wait_in_order_of_priority_and_an_unbegun_one_is_cancelled_at_once(store: Store) -> None:
    dataset = today(store).dataset
    slow, urgent, late = (store.runs.submit(dataset, {}, priority=p).id for p in (0, 5, 1))
    assert [run.id for run in store.runs.active()] == [urgent, late, slow]
    store.runs.cancel(urgent)
    assert (store.runs.get(urgent).state, store.runs.get(urgent).stopped_by) == ("stopped", "user")
    assert [run.id for run in store.runs.active()] == [late, slow]


def test_a_checkpoint_numbers_its_parts_and_is_taken_once(store: Store) -> None:
    run, lease = begun(store)
    signals = store.runs.checkpoint(run, lease, seen=0, parts=[part(0), part(1)], progress=HALF)
    assert (signals.seq, signals.cancel, signals.waiting_priority) == (2, False, None)
    with pytest.raises(ConflictError, match="run-changed"):
        store.runs.checkpoint(run, lease, seen=0, parts=[part(0)], progress=HALF)
    store.runs.cancel(run)
    signals = store.runs.checkpoint(run, lease, seen=2, parts=[part(0, state=None)], progress=HALF)
    assert (signals.seq, signals.cancel) == (3, True)
    assert [(p.part, p.seq) for p in store.runs.parts(run)] == [(1, 2), (0, 3)]
    assert [p.part for p in store.runs.parts(run, after=2)] == [0]
    assert store.runs.checkpoints(run) == {0: b"state", 1: b"state"}


def test_a_run_that_ended_keeps_its_picture_and_drops_its_checkpoints(store: Store) -> None:
    run, lease = begun(store)
    store.runs.checkpoint(run, lease, seen=0, parts=[part(0)], progress=HALF)
    result = store.scenarios.of(store.runs.get(run).dataset)[0].id
    store.runs.end(run, lease, state="done", stopped_by="proposals", result=result)
    record = store.runs.get(run)
    assert (record.state, record.result, record.ended_already) == ("done", result, True)
    assert len(store.runs.parts(run)) == 1
    assert store.runs.checkpoints(run) == {}
    assert store.runs.active() == ()


def test_one_process_holds_the_lease_and_a_dead_one_loses_it(tmp_path: Path, store: Store) -> None:
    run, first = begun(store)
    rival = Store(tmp_path)
    assert rival.leases.acquire() is None
    assert store.leases.beat(first)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE lease SET pid = 4194305, host = :h"), {"h": socket.gethostname()})
    second = rival.leases.acquire()
    assert second is not None
    assert second.token == first.token + 1
    assert not store.leases.beat(first)
    with pytest.raises(ConflictError, match="lease-lost"):
        store.runs.checkpoint(run, first, seen=0, parts=[part(0)], progress=HALF)
    rival.leases.release(second)
    assert store.leases.acquire() is not None


def test_a_silent_holder_on_another_machine_loses_the_lease_after_ten_seconds(store: Store) -> None:
    assert store.leases.acquire() is not None
    for silent_s, free in ((9.0, False), (11.0, True)):
        with store._database.writing() as connection:
            connection.execute(
                text("UPDATE lease SET host = 'elsewhere', heartbeat = :t"), {"t": time.time() - silent_s}
            )
        assert (store.leases.holder() is None) == free
    assert store.leases.acquire() is not None


def begun(store: Store) -> tuple[str, Lease]:
    """A run that this process works on."""
    run = store.runs.submit(today(store).dataset, {"effort": "quick"}).id
    lease = store.leases.acquire()
    assert lease is not None
    assert store.runs.start(run, lease).state == "running"
    return run, lease
