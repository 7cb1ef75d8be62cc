"""Commands that read ground: cases, files, profiles, codes of areas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json, Lang, Out, StandardsFile, refusals, standards_of, tell_done

if TYPE_CHECKING:
    from gis.dataset import Dataset

app = typer.Typer()


@app.command()
def cases(json_: Json = False) -> None:
    """List the built-in cases."""
    from scenarios.cases import cases as built_in
    from scenarios.commands.done import Done
    from scenarios.documents import cases_document

    found = built_in()
    tell_done(
        Done(document=cases_document(found), lines=tuple(f"{one.name}\t{one.title}" for one in found)), json_
    )


@app.command()
def case(name: str, out: Out, json_: Json = False, lang: Lang = "zh") -> None:
    """Build a case into a DATASET folder."""
    from scenarios.cases import build_case
    from scenarios.commands.grounds import build

    with refusals("case", lang, json_) as tell:
        tell_done(build("case", lambda: build_case(name), out, tell), json_)


@app.command("inspect")
def inspect_(files: list[Path], json_: Json = False, lang: Lang = "zh") -> None:
    """Say what is in files, and what is wrong with them."""
    from gis.reading.inspection import inspect_files
    from scenarios.commands.grounds import inspected

    with refusals("inspect", lang, json_) as tell:
        tell_done(inspected(inspect_files(files), tell), json_)


@app.command()
def codes(
    layer: Annotated[str, typer.Argument(help="FILE:code,name,parent of the areas.")],
    lists: Annotated[list[str], typer.Argument(help="FILE:code,name,parent of each official list.")],
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Hold the codes of areas against official lists, joined by name inside the parent."""
    from scenarios.commands.codes import compared_codes

    with refusals("codes", lang, json_) as tell:
        tell_done(compared_codes(layer, lists, tell), json_)


@app.command("import")
def import_(
    profile: Path,
    out: Out,
    root: Annotated[list[Path] | None, typer.Option("--root", help="Where the layers are.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Read layers by a profile, check them, and write a DATASET folder."""
    from scenarios.commands.grounds import build
    from scenarios.importing import import_profile

    def read() -> Dataset:
        return import_profile(profile, tuple(root or [profile.parent]), standards_of(standards))

    with refusals("import", lang, json_) as tell:
        tell_done(build("import", read, out, tell), json_)


@app.command()
def migrate(
    scenario: Path,
    old: Annotated[Path, typer.Option("--from", help="DATASET the scenario was drawn on.")],
    new: Annotated[Path, typer.Option("--to", help="DATASET of the same ground, units cut anew.")],
    out: Out,
    standards: StandardsFile = None,
    name: Annotated[str, typer.Option("--name")] = "",
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Carry a SCENARIO over to a DATASET whose units were cut anew."""
    from scenarios.commands.migration import migrate_folder

    with refusals("migrate", lang, json_) as tell:
        tell_done(
            migrate_folder(scenario, old, new, out, standards_of(standards), name=name, tell=tell), json_
        )
