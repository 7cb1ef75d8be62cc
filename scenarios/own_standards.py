"""The standards of each project: shipped ones with its own numbers in their place, changed and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.own_standards import OwnNumber, changed_together, faults, with_own

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from data.store import Store
    from data.store.records import StandardsChange
    from domain.errors import GridwrightError
    from domain.standards import Standard, Standards

WHO = "planner"


class OwnStandards:
    """What every dataset of a store is judged, drawn and staffed by."""

    def __init__(self, store: Store, shipped: Standards) -> None:
        """Put the numbers that the store keeps in the place of shipped ones."""
        self._table, self.shipped = store.own_standards, shipped
        self._last: dict[str, tuple[dict[str, OwnNumber], Standards]] = {}

    def of(self, district: str) -> Standards:
        """Return the standards of a dataset as they are now."""
        numbers = self.numbers(district)
        known = self._last.get(district)
        if known is None or known[0] != numbers:
            known = self._last[district] = numbers, with_own(self.shipped, numbers)
        return known[1]

    def at(self, district: str, n: int) -> Standards:
        """Return the standards of a dataset as they were after a change, 0 for before the first."""
        return with_own(self.shipped, _numbers(self._table.changes(district)[:n]))

    def numbers(self, district: str) -> dict[str, OwnNumber]:
        """Return the numbers that a dataset has of its own, by key."""
        return _numbers(self._table.changes(district))

    def known(self, district: str, digest: str) -> dict[str, tuple[Standard, Standard]] | None:
        """Return how standards that a dataset once had differ from those of now, then and now by key.

        None where a dataset never had standards of this digest.
        """
        now = self.of(district)
        for n in range(len(self._table.changes(district)), -1, -1):
            then = self.at(district, n)
            if then.digest == digest:
                return {
                    key: (entry, now.entries[key])
                    for key, entry in then.entries.items()
                    if entry.value != now.entries[key].value
                }
        return None

    def faults(self, district: str, values: Mapping[str, float]) -> dict[str, GridwrightError]:
        """Return what is wrong with values for a dataset, by the key that it is wrong with."""
        return faults(self.of(district), values)

    def with_values(self, district: str, values: Mapping[str, float], source: str = "") -> Standards:
        """Return the standards that a dataset would have with other values."""
        own = {key: OwnNumber(value=value, source=source) for key, value in values.items()}
        return with_own(self.shipped, self.numbers(district) | own)

    def save(self, district: str, values: Mapping[str, float], source: str) -> tuple[str, ...]:
        """Keep values as a dataset's own with the reason for them; return the keys that changed.

        One that is the shipped value is none of its own any more.

        Raises
        ------
        GridwrightError
            What is wrong with one of the values; nothing is kept then.
        """
        for fault in self.faults(district, values).values():
            raise fault
        now = self.of(district)
        changed = {
            key: None if value == self.shipped[key] else OwnNumber(value=value, source=source)
            for key, value in values.items()
            if now[key] != value
        }
        if changed:
            self._put(district, changed)
        return tuple(changed)

    def put_back(self, district: str, keys: Collection[str] | None = None) -> tuple[str, ...]:
        """Give some numbers their shipped values again, all without keys; return those that changed.

        Numbers that only make sense together go back together.
        """
        own = self.numbers(district)
        asked = own if keys is None else _families(keys, self.shipped)
        changed = tuple(key for key in own if key in asked)
        if changed:
            self._put(district, dict.fromkeys(changed))
        return changed

    def undo(self, district: str) -> tuple[str, ...]:
        """Take the last change back that still holds; return the keys that changed, none without any."""
        changes = self._table.changes(district)
        target = undoable(changes)
        if target is None:
            return ()
        before = _numbers(_standing(changes, target.n))
        self._put(district, {key: before.get(key) for key in target.numbers}, undoes=target.n)
        return tuple(target.numbers)

    def can_undo(self, district: str) -> bool:
        """Say whether there is a change to take back."""
        return undoable(self._table.changes(district)) is not None

    def carry(self, district: str, onto: str) -> None:
        """Give a later version of a dataset's figures the same numbers, unless it has some of its own."""
        numbers = self.numbers(district)
        if numbers and not self._table.changes(onto):
            self._table.put(onto, numbers, seen=0, who=WHO)

    def _put(
        self, district: str, numbers: Mapping[str, OwnNumber | None], *, undoes: int | None = None
    ) -> None:
        seen = len(self._table.changes(district))
        self._table.put(district, numbers, seen=seen, who=WHO, undoes=undoes)


def undoable(changes: Iterable[StandardsChange]) -> StandardsChange | None:
    """Return the last change that took none back and was not taken back, None without any."""
    changes = tuple(changes)
    gone = {change.undoes for change in changes}
    left = [change for change in changes if change.undoes is None and change.n not in gone]
    return left[-1] if left else None


def _standing(changes: Iterable[StandardsChange], before: int) -> list[StandardsChange]:
    """The changes before one that were not taken back."""
    changes = tuple(changes)
    gone = {change.undoes for change in changes}
    return [c for c in changes if c.n < before and c.undoes is None and c.n not in gone]


def _numbers(changes: Iterable[StandardsChange]) -> dict[str, OwnNumber]:
    """The numbers that hold after some changes."""
    numbers: dict[str, OwnNumber] = {}
    for change in changes:
        for key, number in change.numbers.items():
            if number is None:
                numbers.pop(key, None)
            else:
                numbers[key] = number
    return numbers


def _families(keys: Collection[str], standards: Standards) -> set[str]:
    return {other for key in keys for other in changed_together(key, standards)}
