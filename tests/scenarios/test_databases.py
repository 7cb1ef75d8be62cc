"""Layers come out of PostGIS tables as they come out of files; what stands against it is said."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import psycopg
import pytest
import shapely

from data.postgis import Table, TableRefusedError, is_address, opened_table
from data.reference import shipped_standards
from domain.errors import ImportRejected
from gis.files.rows import ShapesRefusedError, keep_rows
from gis.reading.columns import JoinSpec
from gis.reading.layer_spec import LayerSpec
from gis.reading.profile import Profile
from layouts.text import LANGUAGES, texts
from scenarios import databases
from scenarios.databases import brought
from scenarios.importing import import_profile
from tests.gis.drawn_ground import draw
from tests.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
WHYS = (
    "address", "connection", "no-shapes", "refused", "several-crs", "several-shapes", "table", "unnamed",
)  # fmt: skip


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A database with PostGIS."""
    with server() as found:
        yield found


@pytest.fixture
def town(address: str, tmp_path: Path) -> Path:
    """The drawn town, its parcels and communities in the database; the profile that takes them from there."""
    path = draw(tmp_path)
    text = path.read_text(encoding="utf-8")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS town CASCADE; CREATE SCHEMA town")
        for name in ("parcels", "communities"):
            fill(connection, name, gpd.read_file(tmp_path / f"{name}.gpkg", engine="pyogrio"))
            (tmp_path / f"{name}.gpkg").rename(tmp_path / f"kept-{name}.gpkg")
            there = f'file = "{address}"\nlayer = "town.{name}"'
            text = text.replace(f'file = "{name}.gpkg"', there)
    (tmp_path / "town.toml").write_text(text, encoding="utf-8")
    return tmp_path / "town.toml"


def fill(connection: psycopg.Connection[tuple[Any, ...]], name: str, table: gpd.GeoDataFrame) -> None:
    """Write a layer as a table, with a column that nobody asks for."""
    kinds = {"i": "bigint", "f": "numeric(12,2)"}
    fields = [field for field in table.columns if field != "geometry"]
    columns = [f"{field} {kinds.get(table[field].dtype.kind, 'text')}" for field in fields]
    create = (
        f"CREATE TABLE town.{name} ({', '.join(columns)}, owner_name text, shape geometry(Geometry, 4547))"
    )
    connection.execute(create)
    marks = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO town.{name} VALUES ({marks}, 'x', ST_GeomFromWKB(%s, 4547))"  # noqa: S608 -- drawn here
    with connection.cursor() as cursor:
        for row, shape in zip(table[fields].itertuples(index=False), table.geometry, strict=True):
            values = [value.item() if isinstance(value, np.generic) else value for value in row]
            cursor.execute(insert, [*values, shapely.to_wkb(shape)])


def test_a_town_in_tables_is_the_town_in_files(town: Path) -> None:
    found = import_profile(town, [town.parent], shipped_standards())
    for name in ("parcels", "communities"):
        (town.parent / f"kept-{name}.gpkg").rename(town.parent / f"{name}.gpkg")
    drawn = import_profile(draw(town.parent), [town.parent], shipped_standards())
    assert found.info.totals == drawn.info.totals
    assert found.graph.units.codes == drawn.graph.units.codes
    households = [town.graph.units.count("households").tolist() for town in (found, drawn)]
    assert households[0] == households[1]
    assert shapely.equals(found.footprints, drawn.footprints).all()


def refused(address: str, name: str, fields: Sequence[str] = ("id",), *, spatial: bool = True) -> str:
    """Why a table is not read."""
    with (
        pytest.raises(TableRefusedError) as told,
        opened_table(address, name, fields, spatial=spatial) as found,
    ):
        list(found.rows)
    return told.value.why


def test_what_stands_against_a_table_is_said(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("""
            DROP SCHEMA IF EXISTS odd CASCADE; CREATE SCHEMA odd;
            CREATE TABLE odd.bare (id text);
            CREATE TABLE odd.two (id text, a geometry, b geometry);
            CREATE TABLE odd.mixed (id text, a geometry);
            INSERT INTO odd.mixed VALUES
              ('1', ST_SetSRID(ST_Point(1, 2), 4326)), ('2', ST_SetSRID(ST_Point(1, 2), 4490));
            DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN;
            GRANT USAGE ON SCHEMA odd TO stranger;
        """)
    assert refused(address, "odd.nothing") == "table"
    assert refused(address, "odd.bare") == "no-shapes"
    assert refused(address, "odd.two") == "several-shapes"
    assert refused(address, "odd.two.c") == "no-shapes"
    assert refused(address, "odd.mixed") == "several-crs"
    assert refused(address.replace("postgres@", "stranger@"), "odd.mixed") == "refused"
    with opened_table(address, "odd.two.b", ["id", "unknown"], spatial=True) as found:
        assert (found.columns, found.fields, found.crs, list(found.rows)) == (("id",), ("id",), "", [])


def test_nothing_can_be_written_through_the_connection(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("""
            CREATE SCHEMA IF NOT EXISTS trap; CREATE TABLE IF NOT EXISTS trap.hits (n int);
            CREATE OR REPLACE FUNCTION trap.hit() RETURNS text LANGUAGE sql VOLATILE
              AS $$ INSERT INTO trap.hits VALUES (1) RETURNING 'x' $$;
            CREATE OR REPLACE VIEW trap.view AS SELECT trap.hit() AS id;
        """)
        assert refused(address, "trap.view", spatial=False) == "refused"
        assert connection.execute("SELECT count(*) FROM trap.hits").fetchone() == (0,)


def test_rows_come_by_their_values_with_their_crs(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("""
            DROP TABLE IF EXISTS spots;
            CREATE TABLE spots (code text, hs numeric, at geography(Point, 4326));
            INSERT INTO spots VALUES ('010', 3, 'POINT(109 34)'), ('002', 4, 'POINT(109 35)'),
                ('1', NULL, NULL);
        """)
    with opened_table(address, "spots", ["code", "hs"], spatial=True) as found:
        assert (found.crs, found.columns) == ("EPSG:4326", ("code", "hs"))
        rows = list(found.rows)
    assert [row[:2] for row in rows] == [("002", Decimal(4)), ("010", Decimal(3)), ("1", None)]
    assert shapely.from_wkb(rows[0][2]).equals(shapely.Point(109, 35))


@pytest.mark.parametrize(("text", "why"), [(NOWHERE, "connection"), ("postgresql://a:b:c@[", "address")])
def test_no_connection_is_said_without_the_address(text: str, why: str) -> None:
    assert is_address(text)
    with pytest.raises(TableRefusedError) as told, opened_table(text, "t", (), spatial=True):
        pass
    assert told.value.why == why
    assert "postgresql://" not in told.value.reason


def test_all_problems_of_tables_and_files_come_together(tmp_path: Path) -> None:
    path = draw(tmp_path)
    (tmp_path / "roads.gpkg").unlink()
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('file = "parcels.gpkg"', f'file = "{NOWHERE}"\nlayer = "a.b"'), encoding="utf-8"
    )
    with pytest.raises(ImportRejected) as told:
        import_profile(path, [tmp_path], shipped_standards())
    codes = {(problem.code, problem.layer) for problem in told.value.problems}
    assert {("database.connection", "parcels"), ("file.missing", "roads")} <= codes
    assert NOWHERE not in str(told.value.problems)


def test_the_seam_brings_fields_joins_and_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table in the place of a database: what is asked of it, and what becomes of its rows."""
    asked = []

    @contextmanager
    def table(address: str, name: str, fields: Sequence[str], *, spatial: bool) -> Iterator[Table]:
        asked.append((address, name, tuple(fields), spatial))
        shape = shapely.to_wkb(shapely.Point(1, 2)) if spatial else None
        columns = ("姓名", "身份证号") if name == "persons" else tuple(fields)
        rows = iter([(*[f"0{n}" for n in range(len(fields))], shape)])
        yield Table(columns=columns, fields=tuple(fields), crs="EPSG:4490" if spatial else "", rows=rows)

    monkeypatch.setattr(databases, "opened_table", table)
    join = JoinSpec(file="postgresql://h/d", layer="more", key="k", on="id", fields=("hs",))
    spec = LayerSpec(
        name="a", role="facilities", file="postgresql://h/d", layer="s.t", code="id", joins=(join,)
    )
    wrong = LayerSpec(name="b", role="facilities", file="postgresql://h/d", layer="persons")
    nameless = LayerSpec(name="c", role="facilities", file="postgresql://h/d")
    profile = Profile(name="p", title="", title_en="", crs="EPSG:4547", layers=(spec, wrong, nameless))
    with brought(profile) as (local, folders, problems):
        (layer,) = local.layers
        table_there = gpd.read_parquet(folders[0] / layer.file)
        more = pd.read_parquet(folders[0] / layer.joins[0].file)
    assert asked[:2] == [
        ("postgresql://h/d", "s.t", ("id",), True), ("postgresql://h/d", "more", ("k", "hs"), False),
    ]  # fmt: skip
    assert (table_there["id"].tolist(), table_there.crs.to_epsg()) == (["00"], 4490)
    assert more.to_dict("list") == {"k": ["00"], "hs": ["01"]}
    assert [(problem.code, problem.layer) for problem in problems] == [
        ("guard.persons", "b"), ("database.unnamed", "c"),
    ]  # fmt: skip
    assert "postgresql" not in str(local)


def test_values_are_kept_as_numbers_or_text(tmp_path: Path) -> None:
    rows = [(Decimal(3), Decimal("1.5"), date(2025, 6, 30), 9_007_199_254_740_993, "007"), (None,) * 5]
    keep_rows(tmp_path / "a.parquet", list("abcde"), [(*row, None) for row in rows], crs="", spatial=False)
    table = pd.read_parquet(tmp_path / "a.parquet")
    assert table.iloc[0].tolist() == [3, 1.5, "2025-06-30", 9_007_199_254_740_993, "007"]
    assert table.iloc[1].isna().all()
    with pytest.raises(ShapesRefusedError):
        keep_rows(tmp_path / "b.parquet", [], [(b"\x01nothing",)], crs="", spatial=True)


def test_every_refusal_has_its_text() -> None:
    assert all(f"database.{why}" in texts(language) for why in WHYS for language in LANGUAGES)
