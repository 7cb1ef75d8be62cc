"""A PostgreSQL server with PostGIS of one's own while tests run; where none is installed, a reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "postgres"


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a new, empty database with PostGIS; skip where there is no server."""
    found = shutil.which("initdb") or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None
    )
    if found is None:
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))
    try:
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, USER, USER)
        _run(found, "-D", str(folder / "d"), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        control = str(Path(found).with_name("pg_ctl"))
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        _run(control, "-D", str(folder / "d"), "-o", options, "-w", "-l", str(folder / "log"), "start")
        try:
            yield _with_postgis(f"postgresql://{USER}@/postgres?host={folder}")
        finally:
            _run(control, "-D", str(folder / "d"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_postgis(address: str) -> str:
    """Return an address whose database has PostGIS."""
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION postgis")
        except psycopg.Error:
            pytest.skip("PostgreSQL is installed, PostGIS is not")
    return address


def _run(*command: str) -> None:
    """Run a command of the server as its user."""
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*before, *command], check=True, capture_output=True, cwd="/", timeout=60)
