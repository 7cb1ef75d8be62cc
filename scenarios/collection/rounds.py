"""Rounds kept in the store: each merge is a version of a series of figures, and none is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.store.folders import now
from data.store.records import VersionRecord
from domain.errors import ConflictError
from gis.dataset_folder import dataset_files, dataset_from
from scenarios.collection.board import board
from scenarios.collection.differences import differences, same_units
from scenarios.collection.gathering import forms_on, street_of
from scenarios.register import register_dataset
from scenarios.viewer import AtHand

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.store import Store
    from gis.dataset import Dataset
    from scenarios.collection.board import Board
    from scenarios.collection.form import Form
    from scenarios.collection.gathering import Collected
    from scenarios.own_standards import OwnStandards


SERIES_AT_HAND: Final = 4


class Rounds:
    """Series of figures in a store."""

    def __init__(self, store: Store, own: OwnStandards) -> None:
        """Keep datasets and versions in a store; own standards judge today's grids of each version."""
        self._store, self._own = store, own
        self._sent: AtHand[tuple[tuple[Form, ...], dict[str, str]]] = AtHand(SERIES_AT_HAND)

    def dataset(self, series: str, n: int | None = None) -> Dataset:
        """Return the figures of a version, the newest without a number."""
        return dataset_from(self._store.datasets.files(self._store.versions.get(series, n).dataset))

    def begin(self, series: str, dataset: Dataset, *, who: str) -> VersionRecord:
        """Return the newest version of a series, begun with these figures where there is none of its name.

        Raises `FormatError` where the series is of other units.
        """
        if self._store.versions.of(series):
            same_units(dataset.graph.units, self.dataset(series).graph.units)
            return self._store.versions.get(series)
        return self._append(series, 1, dataset, who=who)

    def keep(
        self, base: VersionRecord, dataset: Dataset, *, round_: str, date: str, who: str,
        merged: Collection[str],
    ) -> VersionRecord:  # fmt: skip
        """Keep figures that were merged into a version as the next one; the same figures are kept once.

        `merged` are the communities that came in; those of the same round that the base holds count too.
        Heads of today and the project's own standards go along with the figures.
        Raises `ConflictError` where somebody else kept a version after the base.
        """
        newest = self._store.versions.get(base.series)
        if newest.n != base.n:
            raise ConflictError("version-number", series=base.series, n=base.n + 1, next=newest.n + 1)
        if self._store.datasets.register(dataset_files(dataset)).id == base.dataset:
            return base
        held = already(base, round_)
        kept = self._append(
            base.series, base.n + 1, dataset, before=self.dataset(base.series, base.n), round_=round_,
            date=date, who=who, merged=tuple(sorted({*merged, *held})),
        )  # fmt: skip
        self._store.pools.put(
            kept.dataset, self._store.pools.of(kept.dataset) or self._store.pools.of(base.dataset)
        )
        self._own.carry(base.dataset, kept.dataset)
        return kept

    def note(self, series: str, round_: str, found: Collected) -> None:
        """Keep how the workbooks are that came back, each in the place of its community's last one."""
        self._store.returns.put(series, round_, found.returns(now()))

    def board(self, series: str, round_: str = "") -> Board:
        """Return the board of a round as the store knows it, by default the one that was read last."""
        newest = self._store.versions.get(series)
        rounds = (*self._store.returns.rounds(series), newest.round)
        round_ = round_ or rounds[0]
        forms, street = self._sent.get(newest.dataset, lambda: _sent(self.dataset(series)))
        returns = self._store.returns.of(series, round_)
        return board(forms, street, returns, already(newest, round_), round_=round_)

    def back(self, series: str, n: int, *, who: str) -> VersionRecord:
        """Make an earlier version the newest again, as a version of its own."""
        target, newest = self._store.versions.get(series, n), self._store.versions.get(series)
        return self._append(
            series, newest.n + 1, self.dataset(series, n), before=self.dataset(series), round_=target.round,
            date=target.date, who=who, merged=target.merged, back_to=n,
        )  # fmt: skip

    def _append(
        self, series: str, n: int, dataset: Dataset, *, who: str, before: Dataset | None = None,
        round_: str = "", date: str = "", merged: tuple[str, ...] = (), back_to: int | None = None,
    ) -> VersionRecord:  # fmt: skip
        changes = () if before is None else differences(before.graph.units, dataset.graph.units)
        version = VersionRecord(
            series=series, n=n, dataset=register_dataset(self._store, dataset, self._own.shipped).id,
            round=round_, date=date, who=who, at=now(), back_to=back_to, merged=merged,
            changes=tuple(change.row() for change in changes),
        )  # fmt: skip
        self._store.versions.append(version)
        return version


def already(version: VersionRecord, round_: str) -> tuple[str, ...]:
    """Return the communities whose figures of a round a version holds."""
    return version.merged if version.round == round_ else ()


def _sent(dataset: Dataset) -> tuple[tuple[Form, ...], dict[str, str]]:
    """The forms that went out, and the street of each community."""
    return forms_on(dataset), street_of(dataset)
