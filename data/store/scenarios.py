"""Scenarios: frozen plans, the stage each has reached, and what branched from what."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from data.store.folders import now
from data.store.records import SCENARIO_STATES, ScenarioRecord
from data.store.tables import scenarios
from domain.errors import ConflictError, FormatError, InvalidValueError, UnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store.connection import Database
    from data.store.datasets import Datasets
    from data.store.folders import Folder, Folders
    from data.store.records import ScenarioState

ABOUT = "scenario.json"


class Scenarios:
    """Every scenario of the store."""

    def __init__(self, database: Database, folders: Folders, datasets: Datasets) -> None:
        """Keep the rows in the database and the files as folders."""
        self._database, self._folders, self._datasets = database, folders, datasets

    def register(self, files: Mapping[str, bytes], *, parent: str | None = None) -> ScenarioRecord:
        """Keep a scenario's files and return its record; registered twice, it is there once.

        Raises
        ------
        UnknownError
            When the dataset it was drawn on is not in the store.
        """
        if ABOUT not in files:
            raise FormatError("no-scenario", file=ABOUT)
        about = json.loads(files[ABOUT])
        provenance = about["provenance"]
        record = ScenarioRecord(
            id=secrets.token_hex(6),
            dataset=self._datasets.by_digest(about["dataset"]).id,
            parent=parent,
            name=about["name"],
            state="draft",
            baseline=about["baseline"],
            plan_digest=provenance["plan_digest"],
            recipe=provenance["recipe"],
            folder=self._folders.put(files),
            kept=now(),
            changed=now(),
        )
        same = (scenarios.c.folder == record.folder) & scenarios.c.parent.is_not_distinct_from(parent)
        with self._database.writing() as connection:
            row = connection.execute(select(scenarios).where(same)).mappings().first()
            if row is not None:
                return ScenarioRecord(**row)
            connection.execute(insert(scenarios).values(**asdict(record)))
        return record

    def branch(self, scenario: str, *, name: str) -> ScenarioRecord:
        """Return a new draft with the same plan as a scenario, which itself stays as it is."""
        time = now()
        parent = self.get(scenario)
        record = replace(
            parent,
            id=secrets.token_hex(6),
            parent=parent.id,
            name=name,
            state="draft",
            baseline=False,
            kept=time,
            changed=time,
        )
        with self._database.writing() as connection:
            connection.execute(insert(scenarios).values(**asdict(record)))
        return record

    def advance(self, scenario: str, *, seen: ScenarioState) -> ScenarioRecord:
        """Take a scenario from the stage that the caller has seen to the next; there is no way back.

        Raises
        ------
        ConflictError
            When somebody else moved it on since.
        """
        at = SCENARIO_STATES.index(seen)
        if at + 1 == len(SCENARIO_STATES):
            raise InvalidValueError("last-state", state=seen)
        mine = (scenarios.c.id == scenario) & (scenarios.c.state == seen)
        with self._database.writing() as connection:
            changed = connection.execute(
                update(scenarios).where(mine).values(state=SCENARIO_STATES[at + 1], changed=now())
            )
            found = changed.rowcount
        record = self.get(scenario)
        if not found:
            raise ConflictError(
                "scenario-state", id=scenario, seen=f"state.{seen}", found=f"state.{record.state}"
            )
        return record

    def rename(self, scenario: str, *, name: str) -> None:
        """Give a scenario another name; its files keep the one they were made with."""
        self.get(scenario)
        with self._database.writing() as connection:
            connection.execute(
                update(scenarios).where(scenarios.c.id == scenario).values(name=name, changed=now())
            )

    def of(self, dataset: str) -> tuple[ScenarioRecord, ...]:
        """Return the scenarios of a dataset: today's first, then as they came."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(scenarios)
                .where(scenarios.c.dataset == dataset)
                .order_by(scenarios.c.baseline.desc(), scenarios.c.kept, scenarios.c.id)
            ).mappings()
            return tuple(ScenarioRecord(**row) for row in rows)

    def get(self, scenario: str) -> ScenarioRecord:
        """Return a scenario by its id."""
        with self._database.reading() as connection:
            row = connection.execute(select(scenarios).where(scenarios.c.id == scenario)).mappings().first()
        if row is None:
            raise UnknownError("scenario", id=scenario)
        return ScenarioRecord(**row)

    def files(self, scenario: str) -> Folder:
        """Return the files of a scenario."""
        return self._folders.get(self.get(scenario).folder)
