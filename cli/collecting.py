"""Commands of a round of collection: workbooks out, workbooks in, versions kept."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json, Lang, Out, StandardsFile, refusals, said_in, standards_of, tell_done

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from scenarios.collection.rounds import Rounds

app = typer.Typer()

WHO = "planner"
Who = Annotated[str, typer.Option("--who", help="Role of whoever keeps it, never a name.")]
Round = Annotated[str, typer.Option("--round", help="Name of the round, as 2026-11.")]


@app.command()
def survey(
    dataset: Path,
    round_: Round,
    out: Out,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write a workbook for every community of a DATASET, to be filled in."""
    from scenarios.commands.survey import survey as write_workbooks

    with refusals("survey", lang, json_) as tell:
        done = write_workbooks(
            dataset, out, round_=round_, standards=standards_of(standards), word=_count_in_chinese, tell=tell
        )
        tell_done(done, json_)


@app.command()
def collect(
    dataset: Path,
    folder: Path,
    round_: Round,
    out: Annotated[
        Path | None, typer.Option("--out", help="DATASET to write with the sound figures.")
    ] = None,
    date: Annotated[str, typer.Option("--date", help="Day of the figures, with --out.")] = "",
    letters: Annotated[
        Path | None, typer.Option("--letters", help="Folder to write letters of correction into.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Last day for corrected workbooks, with --letters.")] = "",
    template: Annotated[
        Path | None, typer.Option("--template", help="Letter of your own, see the command letter.")
    ] = None,
    letter_lang: Annotated[str, typer.Option("--letter-lang", help="zh or en.")] = "zh",
    into: Annotated[
        str, typer.Option("--into", help="Name of a series of versions of this home to merge into.")
    ] = "",
    who: Who = WHO,
    unplaced: Annotated[
        Path | None, typer.Option("--unplaced", help="Table of new buildings to place by hand, to write.")
    ] = None,
    placed: Annotated[Path | None, typer.Option("--placed", help="That table, filled in.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Check the workbooks in FOLDER, tell what is faulty and missing, and merge the sound ones."""
    from scenarios.commands.collection import Hand, Keeping, Post
    from scenarios.commands.collection import collect as read_workbooks

    with refusals("collect", lang, json_) as tell, ExitStack() as held:
        keeping = None
        if into:
            keeping = Keeping(rounds=held.enter_context(_rounds(standards))[1], series=into, who=who)
        post = None
        if letters is not None:
            post = Post(folder=letters, by=by, template=template, tell=said_in(letter_lang))
        done = read_workbooks(
            dataset, folder, out, round_=round_, date=date, standards=standards_of(standards),
            word=_count_in_chinese, tell=tell, post=post,
            keeping=keeping, hand=Hand(write=unplaced, read=placed),
        )  # fmt: skip
        tell_done(done, json_)


@app.command()
def letter(
    out: Annotated[Path, typer.Option("--out", help="The .docx to write; must not be there.")],
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write the letter of correction as a template, to be edited and given to collect."""
    from scenarios.commands.survey import letter as write_template

    with refusals("letter", lang, json_) as tell:
        tell_done(write_template(out, tell=tell), json_)


@app.command()
def versions(
    series: Annotated[str, typer.Argument(help="Name given to collect with --into; all without.")] = "",
    number: Annotated[
        int | None, typer.Option("--number", help="Version to tell; the newest without.")
    ] = None,
    back: Annotated[int | None, typer.Option("--back", help="Make this version the newest again.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="DATASET to write with its figures.")] = None,
    who: Who = WHO,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Tell the versions of collected figures and what each changed, and go back to an earlier one."""
    from scenarios.commands.versions import list_series, show_versions

    with refusals("versions", lang, json_) as tell, _rounds(standards) as (store, rounds):
        done = list_series(store)
        if series:
            done = show_versions(store, rounds, series, number=number, back=back, out=out, who=who, tell=tell)
        tell_done(done, json_)


def _count_in_chinese(name: str) -> str:
    """Workbooks are filled in by communities, whoever makes them."""
    from layouts.text import say

    return say(f"count.{name}", "zh_Hans")


@contextmanager
def _rounds(standards: Path | None) -> Iterator[tuple[Store, Rounds]]:
    """Yield the store of this home, and the rounds kept in it."""
    from data.settings import Settings
    from data.store import Store
    from scenarios.collection.rounds import Rounds
    from scenarios.own_standards import OwnStandards

    settings = Settings()
    store = Store(settings.home, database=settings.database)
    try:
        yield store, Rounds(store, OwnStandards(store, standards_of(standards)))
    finally:
        store.close()
