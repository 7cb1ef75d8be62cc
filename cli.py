"""The command line, composed."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from typer.exceptions import TyperException

from domain.errors import FormatError, GridwrightError
from domain.settings import RedrawSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from domain.standards import Standards
    from gis.dataset import Dataset
    from scenarios.collection.rounds import Rounds
    from scenarios.commands.done import Done
    from scenarios.documents import Tell

cli = typer.Typer(
    name="gridwright", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")]
Lang = Annotated[str, typer.Option("--lang", help="zh or en.", envvar="GRIDWRIGHT_LANG")]
Out = Annotated[Path, typer.Option("--out", help="Folder to write; must be empty or absent.")]
StandardsFile = Annotated[Path | None, typer.Option("--standards", help="Standards of your own (TOML).")]


@cli.callback()
def gridwright() -> None:
    """Gridwright 织网: redraw, staff and hand over service grids."""
    from data.kernels import place_kernels

    place_kernels(_home)


@cli.command()
def cases(json_: Json = False) -> None:
    """List the built-in cases."""
    from scenarios.cases import cases as built_in
    from scenarios.commands.done import Done
    from scenarios.documents import cases_document

    found = built_in()
    _tell(
        Done(document=cases_document(found), lines=tuple(f"{one.name}\t{one.title}" for one in found)), json_
    )


@cli.command()
def case(name: str, out: Out, json_: Json = False, lang: Lang = "zh") -> None:
    """Build a case into a DATASET folder."""
    from scenarios.cases import build_case
    from scenarios.commands.grounds import build

    with _refusals("case", lang, json_) as tell:
        _tell(build("case", lambda: build_case(name), out, tell), json_)


@cli.command("inspect")
def inspect_(files: list[Path], json_: Json = False, lang: Lang = "zh") -> None:
    """Say what is in files, and what is wrong with them."""
    from gis.reading.inspection import inspect_files
    from scenarios.commands.grounds import inspected

    with _refusals("inspect", lang, json_) as tell:
        _tell(inspected(inspect_files(files), tell), json_)


@cli.command()
def codes(
    layer: Annotated[str, typer.Argument(help="FILE:code,name,parent of the areas.")],
    lists: Annotated[list[str], typer.Argument(help="FILE:code,name,parent of each official list.")],
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Hold the codes of areas against official lists, joined by name inside the parent."""
    from scenarios.commands.codes import compared_codes

    with _refusals("codes", lang, json_) as tell:
        _tell(compared_codes(layer, lists, tell), json_)


@cli.command("import")
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
        return import_profile(profile, tuple(root or [profile.parent]), _standards(standards))

    with _refusals("import", lang, json_) as tell:
        _tell(build("import", read, out, tell), json_)


@cli.command()
def redraw(
    dataset: Path,
    out: Out,
    only_over: Annotated[bool, typer.Option("--only-over", help="Fix only grids over limit.")] = False,
    grids: Annotated[int | None, typer.Option("--grids", min=1, help="Exactly so many grids.")] = None,
    norm: Annotated[bool, typer.Option("--norm", help="As many grids as the norm asks.")] = False,
    from_today: Annotated[bool, typer.Option("--from-today", help="Start from today's lines.")] = False,
    basis: Annotated[str, typer.Option("--basis", help="Count column of the norm.")] = "",
    standards: StandardsFile = None,
    low: Annotated[int | None, typer.Option("--low", min=1)] = None,
    high: Annotated[int | None, typer.Option("--high", min=1)] = None,
    cross: Annotated[float | None, typer.Option("--cross", min=0, max=1)] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Norms are laws.")] = False,
    effort: Annotated[Literal["quick", "normal", "thorough"], typer.Option("--effort")] = "normal",
    proposals: Annotated[int | None, typer.Option("--proposals", min=0)] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    workers: Annotated[int, typer.Option("--workers", min=1)] = 2,
    name: Annotated[str, typer.Option("--name")] = "",
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Redraw a DATASET into a SCENARIO folder."""
    if sum((only_over, grids is not None, norm)) > 1:
        raise typer.BadParameter("--only-over, --grids and --norm exclude each other")
    from scenarios.commands.plans import redraw_folder

    with _refusals("redraw", lang, json_) as tell:
        task: Literal["norm", "count", "only-over"] = (
            "count" if grids is not None else "norm" if norm else "only-over"
        )
        settings = RedrawSettings(
            task=task, grids=grids, basis=basis, from_today=from_today, low=low, high=high, strict=strict,
            cross=_usual_cross(cross, task, standards),
            effort=effort, proposals=proposals, seconds=seconds, seed=seed,
        )  # fmt: skip
        found = redraw_folder(
            dataset, out, settings, _standards(standards), workers=workers, name=name, tell=tell
        )
        _tell(found, json_)


@cli.command()
def staff(
    scenario: Path,
    out: Out,
    dataset: Annotated[Path, typer.Option("--dataset", help="DATASET the scenario was drawn on.")],
    pool: Annotated[Path | None, typer.Option("--pool", help="CSV: community, type, heads.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Staff a SCENARIO and write it with its posts."""
    from scenarios.commands.plans import staff_folder

    with _refusals("staff", lang, json_) as tell:
        _tell(staff_folder(scenario, dataset, out, _standards(standards), pool=pool, tell=tell), json_)


@cli.command()
def evaluate(
    folder: Path,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="DATASET of a SCENARIO.")] = None,
    basis: Annotated[str, typer.Option("--basis")] = "",
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Score a SCENARIO, or today's grids of a DATASET."""
    from scenarios.commands.plans import evaluate_folder

    with _refusals("evaluate", lang, json_) as tell:
        _tell(evaluate_folder(folder, dataset, _standards(standards), basis=basis, tell=tell), json_)


@cli.command()
def compare(
    dataset: Path,
    scenarios: list[Path],
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Compare SCENARIOs with today's grids of their DATASET."""
    from scenarios.commands.plans import compare_folders

    with _refusals("compare", lang, json_) as tell:
        _tell(compare_folders(dataset, scenarios, _standards(standards), tell=tell), json_)


WHO = "planner"
Who = Annotated[str, typer.Option("--who", help="Role of whoever keeps it, never a name.")]
Round = Annotated[str, typer.Option("--round", help="Name of the round, as 2026-11.")]


@cli.command()
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

    with _refusals("survey", lang, json_) as tell:
        done = write_workbooks(
            dataset, out, round_=round_, standards=_standards(standards), word=_count_in_chinese, tell=tell
        )
        _tell(done, json_)


@cli.command()
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

    with _refusals("collect", lang, json_) as tell, ExitStack() as held:
        keeping = None
        if into:
            keeping = Keeping(rounds=held.enter_context(_rounds(standards))[1], series=into, who=who)
        post = None
        if letters is not None:
            post = Post(folder=letters, by=by, template=template, tell=_said_in(letter_lang))
        done = read_workbooks(
            dataset, folder, out, round_=round_, date=date, standards=_standards(standards),
            word=_count_in_chinese, tell=tell, post=post,
            keeping=keeping, hand=Hand(write=unplaced, read=placed),
        )  # fmt: skip
        _tell(done, json_)


@cli.command()
def letter(
    out: Annotated[Path, typer.Option("--out", help="The .docx to write; must not be there.")],
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write the letter of correction as a template, to be edited and given to collect."""
    from scenarios.commands.survey import letter as write_template

    with _refusals("letter", lang, json_) as tell:
        _tell(write_template(out, tell=tell), json_)


@cli.command()
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

    with _refusals("versions", lang, json_) as tell, _rounds(standards) as (store, rounds):
        done = list_series(store)
        if series:
            done = show_versions(store, rounds, series, number=number, back=back, out=out, who=who, tell=tell)
        _tell(done, json_)


def _count_in_chinese(name: str) -> str:
    """Workbooks are filled in by communities, whoever makes them."""
    from layouts.text import say

    return say(f"count.{name}", "zh_Hans")


@cli.command("stress")
def stress_(
    dataset: Path,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="SCENARIO; today's grids without.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", help="Workers on duty in each grid.")] = 1,
    more: Annotated[float, typer.Option("--more", help="More events by this share, as 0.3.")] = 0.0,
    runs: Annotated[int, typer.Option("--runs")] = 20,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Simulate a year of events on the grids of a DATASET: on time or not, queues, load."""
    from scenarios.commands.stress import stressed

    with _refusals("stress", lang, json_) as tell:
        done = stressed(
            dataset, scenario, _standards(standards), workers=workers, more=more, runs=runs, seed=seed,
            tell=tell,
        )  # fmt: skip
        _tell(done, json_)


@cli.command()
def seats(
    calls: Annotated[Path, typer.Argument(help="CSV with the columns hour (0-23) and calls.")],
    seconds: Annotated[float, typer.Option("--seconds", help="How long a call takes.")] = 180,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say how many seats and posts a hotline needs (Erlang C)."""
    from scenarios.commands.stress import hotline

    with _refusals("seats", lang, json_) as tell:
        _tell(hotline(calls, _standards(standards), seconds=seconds, tell=tell), json_)


@cli.command()
def sites(
    dataset: Path,
    model: Annotated[
        Literal["median", "centre", "fewest", "most"],
        typer.Option("--model", help="Shortest sum, shortest farthest, fewest sites, most reached."),
    ] = "median",
    sites_: Annotated[int, typer.Option("--sites", help="How many; not for fewest.")] = 5,
    reach: Annotated[float, typer.Option("--reach", help="Metres, for fewest and most.")] = 1000,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say in which communities of a DATASET offices or stops of rounds stand best."""
    from scenarios.commands.sites import sited

    with _refusals("sites", lang, json_) as tell:
        _tell(
            sited(dataset, _standards(standards), model=model, sites=sites_, reach_m=reach, tell=tell), json_
        )


@cli.command("specialists")
def specialists_(
    dataset: Path,
    pool: Annotated[Path, typer.Option("--pool", help="CSV: community, type, heads.")],
    seats_: Annotated[int, typer.Option("--seats", help="Seats that each grid needs.", min=1)] = 1,
    cap: Annotated[int, typer.Option("--cap", help="Grids that one specialist serves.", min=1)] = 5,
    farthest: Annotated[float, typer.Option("--farthest", help="Metres.", min=0)] = 20000,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Spread specialists over the grids of a DATASET, many to many, none beyond a cap."""
    from scenarios.commands.specialists import specialists

    with _refusals("specialists", lang, json_) as tell:
        done = specialists(
            dataset, pool, _standards(standards), seats=seats_, cap=cap, farthest_m=farthest, tell=tell
        )
        _tell(done, json_)


@cli.command("coverage")
def coverage_(
    dataset: Path,
    kind: Annotated[str, typer.Option("--kind", help="Kind of the facilities, as police-station.")],
    mode: Annotated[Literal["walk", "drive"], typer.Option("--mode")] = "walk",
    minutes: Annotated[float | None, typer.Option("--minutes", help="Instead of the standard's.")] = None,
    count: Annotated[str, typer.Option("--count", help="Count of people; that of the norm otherwise.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Workbook to write.")] = None,
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Say who in a DATASET reaches a facility in time, who does not, and who has a second one."""
    from scenarios.commands.coverage import covered

    with _refusals("coverage", lang, json_) as tell:
        done = covered(
            dataset, kind, _standards(standards), mode=mode, minutes=minutes, count=count, out=out, tell=tell
        )
        _tell(done, json_)


@cli.command()
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

    with _refusals("migrate", lang, json_) as tell:
        _tell(migrate_folder(scenario, old, new, out, _standards(standards), name=name, tell=tell), json_)


@cli.command()
def export(
    scenario: Path,
    out: Out,
    dataset: Annotated[Path, typer.Option("--dataset", help="DATASET the scenario was drawn on.")],
    audience: Annotated[Literal["internal", "public"], typer.Option("--audience")],
    format_: Annotated[str, typer.Option("--format", help="shp,gpkg,geojson")] = "shp,gpkg,geojson",
    crs: Annotated[str | None, typer.Option("--crs", help="e.g. EPSG:4545")] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="gbk,utf-8")] = "gbk,utf-8",
    standards: StandardsFile = None,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Write the hand-over of a SCENARIO."""
    from scenarios.commands.handover import export_folder

    with _refusals("export", lang, json_) as tell:
        found = export_folder(
            scenario, dataset, out, _standards(standards), tell=tell,
            audience=audience, formats=format_.split(","), crs=crs, encodings=encoding.split(","),
        )  # fmt: skip
        _tell(found, json_)


@cli.command()
def verify(folder: Path, json_: Json = False, lang: Lang = "zh") -> None:
    """Check an export from its files alone; exit code 1 when it is not right."""
    from scenarios.commands.verify import verify_folder

    with _refusals("verify", lang, json_) as tell:
        _tell(verify_folder(folder, tell=tell), json_)


@cli.command()
def partition(
    graph: Path,
    parts: Annotated[int, typer.Option("--parts", min=1, help="Number of parts.")],
    out: Annotated[Path, typer.Option("--out", help="Assignment to write (JSON).")],
    tolerance: Annotated[float | None, typer.Option("--tolerance", min=0, max=1)] = None,
    low: Annotated[int | None, typer.Option("--low", min=0)] = None,
    high: Annotated[int | None, typer.Option("--high", min=0)] = None,
    objective: Annotated[Literal["cut", "inertia", "diameter"], typer.Option("--objective")] = "cut",
    balance: Annotated[str, typer.Option("--balance", help="Only pop so far.")] = "pop",
    nest: Annotated[str, typer.Option("--nest", help="Refused here: redraw a dataset to nest grids.")] = "",
    bound: Annotated[
        bool, typer.Option("--bound", help="Refused here: redraw certifies by community.")
    ] = False,
    effort: Annotated[Literal["quick", "normal", "thorough"], typer.Option("--effort")] = "normal",
    proposals: Annotated[int | None, typer.Option("--proposals", min=0)] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0)] = None,
    seed: Annotated[int, typer.Option("--seed")] = 1,
    json_: Json = False,
    lang: Lang = "zh",
) -> None:
    """Cut any graph into connected parts, the weight of each within bounds."""
    from scenarios.partition import Cut, partition_file, supported

    with _refusals("partition", lang, json_) as tell:
        asked = Cut(
            parts=parts, tolerance=tolerance, low=low, high=high,
            objective=supported(objective=objective, balance=balance, nest=nest, bound=bound),
            effort=effort, proposals=proposals, seconds=seconds, seed=seed,
        )  # fmt: skip
        _tell(partition_file(graph, out, asked, tell=tell), json_)


@cli.command()
def serve(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="DATASET or SCENARIO folders to register.")
    ] = None,
    host: Annotated[str | None, typer.Option("--host")] = None,
    port: Annotated[int | None, typer.Option("--port")] = None,
    lang: Lang = "zh",
) -> None:
    """Open the desk; the built-in sample is there when nothing else is."""
    from app import serve_desk
    from data.settings import Settings

    given = {key: value for key, value in {"host": host, "port": port}.items() if value is not None}
    with _refusals("serve", lang, json_=False):
        serve_desk(Settings(**given), folders or [])  # type: ignore[arg-type]


@cli.command(hidden=True)
def runner() -> None:
    """Work on the runs of this home; started by `serve`."""
    from app import serve_runs
    from data.settings import Settings

    serve_runs(Settings())


def main() -> None:
    """Run the command line; with `--json` wrong usage is told as a document too."""
    if "--json" not in sys.argv:
        cli()
    try:
        sys.exit(cli(standalone_mode=False))
    except TyperException as wrong:
        from scenarios.commands.done import wrong_usage

        command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
        done = wrong_usage(command, wrong.format_message())
    print(*done.lines, sep="\n", file=sys.stderr)
    print(json.dumps(done.document, ensure_ascii=False))
    sys.exit(done.status)


def _said_in(lang: str) -> Tell:
    """What says texts in a language."""
    from layouts.text import say

    def tell(code: str, /, **facts: str | float) -> str:
        return say(code, "en" if lang == "en" else "zh_Hans", **facts)

    return tell


def _home() -> Path:
    """The folder of this installation's things."""
    from data.settings import Settings

    return Settings().home


@contextmanager
def _rounds(standards: Path | None) -> Iterator[tuple[Store, Rounds]]:
    """Yield the store of this home, and the rounds kept in it."""
    from data.settings import Settings
    from data.store import Store
    from scenarios.collection.rounds import Rounds

    settings = Settings()
    store = Store(settings.home, database=settings.database)
    try:
        yield store, Rounds(store, _standards(standards))
    finally:
        store.close()


def _standards(path: Path | None) -> Standards:
    """The shipped standards, with a user's own in their place."""
    from data.reference import shipped_standards, standards_with

    return shipped_standards() if path is None else standards_with(path)


def _usual_cross(cross: float | None, task: str, standards: Path | None) -> float | None:
    """The cap on households crossing old borders: as given, else the standard's for the default run."""
    return _standards(standards)["redraw.cross-share"] if cross is None and task == "only-over" else cross


def _tell(done: Done, json_: bool) -> None:
    """Print the document, or its lines for people, and end with its exit code."""
    print(json.dumps(done.document, ensure_ascii=False) if json_ else "\n".join(done.lines))
    if done.status:
        raise typer.Exit(done.status)


@contextmanager
def _refusals(command: str, lang: str, json_: bool) -> Iterator[Tell]:
    """Yield what says texts in the user's language; say what was refused, with the exit code for it."""
    from scenarios.commands.done import refused

    tell = _said_in(lang)
    try:
        yield tell
    except GridwrightError as error:
        done = refused(command, error, tell)
    except OSError as error:
        done = refused(command, FormatError("out-of-reach", reason=str(error)), tell)
    else:
        return
    print(*done.lines, sep="\n", file=sys.stderr)
    if json_:
        print(json.dumps(done.document, ensure_ascii=False))
    raise typer.Exit(done.status)


if __name__ == "__main__":
    main()
