"""The board (进度表) of a collection round: how far each street is, and each community in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.store.records import ReturnRecord
    from scenarios.collection.form import Form

State = Literal["missing", "faulty", "returned", "merged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityRow:
    """One community: `faults` of its last workbook, `came` the day of it, both 0 and empty without one.

    `merged` says that figures of the round are in use, also where a later workbook has faults.
    """

    community: str
    name: str
    street: str
    faults: int
    came: str
    merged: bool

    @property
    def state(self) -> State:
        """How far it is: what has faults must go back, whatever was merged before."""
        if self.faults:
            return "faulty"
        return "merged" if self.merged else "returned" if self.came else "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRow:
    """One street, in communities.

    `sent` = `back` + `missing`; of those back, `faulty` have faults in their last workbook; `merged`
    have figures of the round in use; `last` is the day of the last workbook, empty before the first.
    """

    street: str
    sent: int
    back: int
    faulty: int
    merged: int
    missing: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The board of one round: streets in the order of their codes, all of them together, communities."""

    round: str
    streets: tuple[StreetRow, ...]
    total: StreetRow
    communities: tuple[CommunityRow, ...]

    def row(self) -> dict[str, Any]:
        """Return it as plain JSON, streets by name."""
        return {
            "round": self.round, "streets": [asdict(street) for street in self.streets],
            "total": asdict(self.total),
            "communities": [asdict(one) | {"state": one.state} for one in self.communities],
        }  # fmt: skip


def board(
    forms: Sequence[Form], street: Mapping[str, str], returns: Iterable[ReturnRecord],
    merged: Collection[str], *, round_: str,
) -> Board:  # fmt: skip
    """Return the board of a round that was sent to all `forms`.

    `street` gives the name of the area over each community by its code, `returns` the last workbook
    of each community that sent one, `merged` the communities whose figures of the round are in use.
    """
    came = {record.community: record for record in returns}
    rows = tuple(
        CommunityRow(
            community=form.code, name=form.name, street=street[form.code], merged=form.code in merged,
            faults=came[form.code].faults if form.code in came else 0,
            came=came[form.code].came if form.code in came else "",
        )
        for form in forms
    )  # fmt: skip
    names = dict.fromkeys(street[form.code] for form in forms)
    return Board(
        round=round_, total=_summed("", rows), communities=rows,
        streets=tuple(_summed(name, [row for row in rows if row.street == name]) for name in names),
    )  # fmt: skip


def _summed(name: str, rows: Sequence[CommunityRow]) -> StreetRow:
    back = sum(bool(row.came) for row in rows)
    return StreetRow(
        street=name, sent=len(rows), back=back, missing=len(rows) - back,
        faulty=sum(row.faults > 0 for row in rows), merged=sum(row.merged for row in rows),
        last=max((row.came for row in rows), default=""),
    )  # fmt: skip
