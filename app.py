"""The web application, composed: settings → store → services → network → desk."""

from __future__ import annotations

import sys
from threading import Thread
from typing import TYPE_CHECKING, Final

import waitress

from data.reference import shipped_standards
from data.store import Store
from domain.settings import RedrawSettings
from layouts.desk import create_desk
from optimizer.redraw import warm
from scenarios.cases import build_case
from scenarios.choosing import Choosing
from scenarios.coaching import Coaching
from scenarios.collection.collecting import Collecting
from scenarios.collection.rounds import Rounds
from scenarios.contrasting import Contrasting
from scenarios.desk import Desk
from scenarios.editing import Editing
from scenarios.finding import Finder
from scenarios.founding import Founding
from scenarios.intake.intakes import Intakes
from scenarios.intake.shelf import Shelf
from scenarios.own_standards import OwnStandards
from scenarios.redraw_work import RedrawWork
from scenarios.register import register_dataset, register_folder
from scenarios.running.runner import Runner
from scenarios.running.runner_process import RunnerProcess, end_of_parent
from scenarios.running.runs import StoreRuns
from scenarios.services import Services
from scenarios.shading import Shading, prepare
from scenarios.staff_desk import StaffDesk
from scenarios.trading import Trading
from scenarios.viewer import Viewer
from server.network import create_network

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flask import Flask

    from data.settings import Settings
    from data.store.records import RunRecord

SAMPLE: Final = "yanliang"
THREADS: Final = 8


def create_services(settings: Settings) -> Services:
    """Everything behind the faces, on the store of these settings."""
    store = Store(settings.home, database=settings.database)
    standards = shipped_standards()
    own = OwnStandards(store, standards)
    viewer = Viewer(store, settings.home, own)
    editing = Editing(store, viewer)
    runs = StoreRuns(store)
    shelf = Shelf(settings.home, most_bytes=settings.upload_mb << 20, days=settings.intake_days)
    rounds = Rounds(store, own)
    desk = Desk(store, viewer, settings.home)
    return Services(
        store=store,
        runs=runs,
        viewer=viewer,
        desk=desk,
        staffing=StaffDesk(store, viewer, desk),
        editing=editing,
        choosing=Choosing(editing, viewer),
        founding=Founding(editing, viewer),
        coaching=Coaching(editing, viewer),
        intakes=Intakes(shelf, store, standards),
        rounds=rounds,
        collecting=Collecting(shelf, rounds, viewer, store),
        shading=Shading(viewer),
        finder=Finder(viewer),
        trading=Trading(runs, viewer),
        contrasting=Contrasting(viewer),
    )


def create_desk_on(settings: Settings) -> tuple[Services, Flask]:
    """The services of a home and the desk on them as a WSGI application; long work is the runner's."""
    services = create_services(settings)
    network = create_network(services)
    create_desk(services, network)
    return services, network


def serve_desk(settings: Settings, folders: Sequence[Path]) -> None:
    """Open the desk with its runner beside it until interrupted; build the sample where there is nothing."""
    services, network = create_desk_on(settings)
    standards = shipped_standards()
    for folder in folders:
        register_folder(services.store, folder, standards)
    if not services.viewer.districts():
        register_dataset(services.store, build_case(SAMPLE), standards)
    for ready in (prepare, warm):
        Thread(target=ready, daemon=True).start()
    process = RunnerProcess([sys.executable, "-m", "cli", "runner"])
    print(f"http://{settings.host}:{settings.port}", flush=True)  # noqa: T201 -- where to look
    try:
        waitress.serve(
            network, host=settings.host, port=settings.port, threads=THREADS, _quiet=True,
            max_request_body_size=settings.upload_mb << 20,
        )  # fmt: skip
    finally:
        process.stop()


def serve_runs(settings: Settings) -> None:
    """Be the runner of a home: take up its runs until the desk that started it ends."""
    store = Store(settings.home, database=settings.database)
    own = OwnStandards(store, shipped_standards())
    viewer = Viewer(store, settings.home, own)

    def work_for(run: RunRecord) -> RedrawWork:
        asked = RedrawSettings(**run.settings)  # type: ignore[arg-type]
        return RedrawWork(
            dataset=viewer.dataset(run.dataset),
            settings=asked,
            standards=own.at(run.dataset, run.standards),
            name=run.name or viewer.next_name(run.dataset),
            kept=viewer.scenario(run.dataset, asked.keep).plan if asked.keep else None,
        )

    runner = Runner(store, work_for, workers=settings.workers, scheduler=settings.scheduler, warm=warm)
    runner.serve(end_of_parent())
