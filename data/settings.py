"""Where this installation keeps its things and listens: deployment settings, never planning numbers."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings from the environment, each `GRIDWRIGHT_<NAME>`; only the entry points make one.

    Attributes
    ----------
    home
        Folder of `desk.db` and `objects/`; never inside the program's own folder by default.
    database
        URL of a database in the place of `home/desk.db`, e.g. `postgresql+psycopg://…`.
    host, port
        Where the desk listens.
    workers
        Processes that compute; as many as there are processors by default.
    scheduler
        Address of a Dask scheduler that computes in the place of local processes.
    upload_mb, intake_days
        How large the files of one import may be together, in MB of 2²⁰ bytes; after how many days
        one that nobody has finished is deleted.
    """

    model_config = SettingsConfigDict(env_prefix="GRIDWRIGHT_", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("gridwright", appauthor=False))
    database: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=0, le=65535)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    scheduler: str = ""
    upload_mb: int = Field(default=2048, ge=1)
    intake_days: int = Field(default=7, ge=1)
