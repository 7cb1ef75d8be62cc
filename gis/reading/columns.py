"""Columns: what a profile says of counts, of joined tables and of official lists of codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSpec:
    """A column of counts: its name in our words, its field (none: each row counts one), basis and date.

    Attributes
    ----------
    spread
        A layer of areas that has the count of this name: its totals are spread over the rows in each
        area, whole and to the last one.
    raster
        A population raster whose cells are shared by the rows in each; with `spread` they only say
        how the totals of the areas are shared.
    by
        What a row weighs when it shares: `rows` (all alike), `area`, `volume` (area × floors), or
        the name of another count of the layer.
    of, factor
        Another count of the layer that this one follows from, and the key of the standard by which.
    """

    name: str
    basis: str
    date: str
    field: str = ""
    official: bool = True
    spread: str = ""
    raster: str = ""
    by: str = ""
    of: str = ""
    factor: str = ""

    @property
    def elsewhere(self) -> bool:
        """Whether it comes from elsewhere than the rows themselves."""
        return bool(self.spread or self.raster or self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSpec:
    """A table whose `fields` belong to features of a layer: `on` there equals `key` in the table.

    Both may be several fields. With `names` they are names of areas, from the outermost inwards,
    which may be spelt in different ways.
    """

    file: str
    key: str | tuple[str, ...]
    on: str | tuple[str, ...]
    fields: tuple[str, ...]
    layer: str = ""
    encoding: str = ""
    names: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Fields of the table that say whose a row is."""
        return (self.key,) if isinstance(self.key, str) else self.key

    @property
    def own_keys(self) -> tuple[str, ...]:
        """Fields of the layer that equal them."""
        return (self.on,) if isinstance(self.on, str) else self.on


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentSpec:
    """A level above the communities that their rows name themselves, without outlines of its own.

    Its code is that of the field `code`, or the first `prefix` characters of the community's code;
    its name that of the field `title`, or its code.
    """

    key: str
    code: str = ""
    title: str = ""
    prefix: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListSpec:
    """An official list of the areas of one level: fields of code, name and, where it has one, parent's name.

    `system` says whose codes they are: `statistics`, `civil-affairs` or `police`.
    """

    system: str
    level: str
    file: str
    code: str
    name: str
    parent: str = ""
