"""What the store acknowledged is there, whoever else writes and whoever is killed."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from domain.errors import ConflictError
from tests.store import stroke, today

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
ROUNDS = 60  # three writes each


def writer(home: Path, me: str, own: str, shared: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.data.store_writer", str(home), me, own, shared, str(rounds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def missing(store: Store, acknowledged: Iterable[str]) -> list[str]:
    """Acknowledgements that the store does not bear out."""
    who_of_run = {run.id: run.settings["who"] for run in store.runs.active()}
    lost, edits = [], {}
    for line in acknowledged:
        kind, place, n, who = line.split()
        if kind == "edit" and place not in edits:
            edits[place] = {edit.n: edit.who for edit in store.drafts.edits(place)}
        found = edits[place].get(int(n)) if kind == "edit" else who_of_run.get(place)
        if found != who:
            lost.append(line)
    return lost


def test_three_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    scenario = today(store).id
    shared = store.drafts.open(scenario, name="everybody's").id
    writers = [writer(tmp_path, me, store.drafts.open(scenario, name=me).id, shared, ROUNDS) for me in "abc"]
    said = [line for process in writers for line in process.communicate()[0].splitlines()]

    assert [process.returncode for process in writers] == [0, 0, 0]
    assert len(said) == 3 * 3 * ROUNDS
    assert missing(store, said) == []
    assert [edit.n for edit in store.drafts.edits(shared)] == list(range(1, 3 * ROUNDS + 1))


def test_a_killed_writer_loses_nothing_acknowledged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    scenario = today(store).id
    own, shared = (store.drafts.open(scenario, name=name).id for name in ("own", "shared"))
    process = writer(tmp_path, "a", own, shared, 100_000)
    assert process.stdout is not None
    said = list(islice(process.stdout, 60))
    process.kill()
    said += process.stdout.readlines()
    process.wait()

    assert missing(store, [line for line in said if line.endswith("\n")]) == []
    store.drafts.append(own, stroke(store.drafts.get(own).edits + 1))


def test_an_edit_number_is_given_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    draft = store.drafts.open(today(store).id, name="draft").id
    store.drafts.append(draft, stroke(1))
    for taken_or_early in (1, 3):
        with pytest.raises(ConflictError) as conflict:
            store.drafts.append(draft, stroke(taken_or_early))
        assert conflict.value.facts == {"draft": draft, "n": taken_or_early, "next": 2}
    assert store.drafts.edits(draft) == (stroke(1),)
