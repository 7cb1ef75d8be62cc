"""Every command ends with the exit code that is promised, and with `--json` prints one document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gis.dataset_folder import write_dataset
from tests.command import gridwright, told
from tests.drawn_town import drawn_town

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drawn town through the commands: `dataset`, `drawn`, `staffed`, `export`."""
    folder: Path = tmp_path_factory.mktemp("line")
    dataset = folder / "dataset"
    write_dataset(drawn_town(), dataset)
    drawn = told("redraw", dataset, "--grids", 9, "--workers", 1, "--out", folder / "drawn")
    assert drawn["grids"] == 9
    staffed = told("staff", folder / "drawn", "--dataset", dataset, "--out", folder / "staffed")
    assert staffed["roles"]
    export = told(
        "export",
        folder / "staffed",
        "--dataset",
        dataset,
        "--audience",
        "internal",
        "--out",
        folder / "export",
    )
    assert "manifest.json" in export["files"]
    return folder


def test_the_whole_line_of_a_drawn_town_is_right(line: Path) -> None:
    assert told("evaluate", line / "dataset")["grids"] == 6
    assert told("evaluate", line / "staffed", "--dataset", line / "dataset")["grids"] == 9
    assert len(told("compare", line / "dataset", line / "drawn", line / "staffed")["moved"]) == 2
    assert told("verify", line / "export")["checks"]
    assert told("inspect", line / "export" / "layers_内部资料.gpkg")["files"][0]["layers"]
    assert told("cases")["cases"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_json_every_command_speaks_in_sentences(line: Path, language: str) -> None:
    for words in (
        ("evaluate", line / "staffed", "--dataset", line / "dataset"),
        ("compare", line / "dataset", line / "staffed"),
        ("verify", line / "export"),
    ):
        ran = gridwright(*words, "--lang", language)
        assert ran.exit_code == 0
        assert ran.stdout.strip()
        assert not ran.stdout.startswith("{")


@pytest.mark.parametrize("command", ["redraw", "staff", "export", "case"])
def test_a_folder_that_holds_something_is_never_written_to(line: Path, tmp_path: Path, command: str) -> None:
    dataset, drawn = line / "dataset", line / "drawn"
    words = {
        "redraw": (dataset,),
        "staff": (drawn, "--dataset", dataset),
        "export": (drawn, "--dataset", dataset, "--audience", "internal"),
        "case": ("yanliang",),
    }
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    found = told(command, *words[command], "--out", tmp_path, status=1)
    assert found["error"]["code"] == "format.folder-not-empty"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    found = told(command, *words[command], "--out", tmp_path / "mine.txt", status=1)
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_newer_format_is_refused_with_a_sentence(line: Path, tmp_path: Path) -> None:
    for folder, about in (("dataset", "dataset.json"), ("drawn", "scenario.json")):
        newer = tmp_path / folder
        newer.mkdir()
        for path in (line / folder).rglob("*"):
            if path.is_file():
                target = newer / path.relative_to(line / folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
        stated = json.loads((newer / about).read_text(encoding="utf-8"))
        (newer / about).write_text(json.dumps({**stated, "format": 2}), encoding="utf-8")
    for words in ((tmp_path / "dataset",), (tmp_path / "drawn", "--dataset", line / "dataset")):
        found = told("evaluate", *words, status=1)
        assert found["error"]["code"] == "format.too-new"
        assert "2" in found["error"]["text"]


def test_a_rejected_input_lists_all_its_problems(tmp_path: Path) -> None:
    profile = ROOT / "data" / "profiles" / "cambridge.toml"
    found = told("import", profile, "--root", tmp_path, "--out", tmp_path / "out", status=3)
    assert len(found["rejected"]) > 5
    for row in found["rejected"]:
        assert set(row) == {"code", "severity", "file", "layer", "feature", "field", "value", "text"}
    ran = gridwright("import", profile, "--root", tmp_path, "--out", tmp_path / "out", "--lang", "en")
    assert ran.exit_code == 3
    assert len(ran.stderr.splitlines()) == len(found["rejected"])
    assert all(row["file"] in ran.stderr for row in found["rejected"])
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_told_by_inspect(tmp_path: Path) -> None:
    found = told("inspect", tmp_path / "nothing.shp", status=1)
    assert found["files"][0]["problems"][0]["code"] == "file.missing"
    assert "nothing.shp" in gridwright("inspect", tmp_path / "nothing.shp").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("case", "atlantis", "--out", "{out}"), "unknown.case"),
        (("redraw", "{line}/dataset", "--low", 300, "--out", "{out}"), "value.norm-pair"),
        (("redraw", "{line}/dataset", "--basis", "nothing", "--out", "{out}"), "value.no-such-count"),
        (("compare", "{line}/dataset", *["{line}/drawn"] * 5), "value.compare-number"),
        (
            ("export", "{line}/drawn", "--dataset", "{line}/dataset", "--audience", "internal",
             "--crs", "EPSG:99", "--out", "{out}"),
            "value.export-crs",
        ),
        (("partition", "{line}/graph.json", "--parts", 2, "--out", "{out}"), "format.no-graph"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_wrong_usage(
    line: Path, tmp_path: Path, words: tuple[object, ...], code: str
) -> None:
    filled = [str(word).format(line=line, out=tmp_path / "out") for word in words]
    found = told(*filled, status=1 if code.startswith("format") else 2)
    assert found["error"]["code"] == code
    assert found["error"]["text"] != code
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_to_is_said(line: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    out = tmp_path / "file" / "below"
    found = told("redraw", line / "dataset", "--workers", 1, "--proposals", 0, "--out", out, status=1)
    assert found["error"]["code"] == "format.out-of-reach"
    assert str(tmp_path / "file") in found["error"]["text"]


def test_a_command_line_that_cannot_be_read_is_told_as_a_document_too() -> None:
    words = ["redraw", "somewhere", "--grids", "0", "--out", "nowhere"]
    ran = subprocess.run(
        [sys.executable, "-m", "cli", *words, "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert json.loads(ran.stdout)["error"]["code"] == "usage"
    assert "--grids" in ran.stderr


@pytest.mark.parametrize(
    ("words", "needless"),
    [
        (["--help"], {"numpy", "geopandas", "numba", "dash", "pulp", "sqlalchemy"}),
        (["verify", "nowhere"], {"numba", "dash", "pulp", "highspy", "sqlalchemy", "scipy.optimize"}),
    ],
)
def test_what_starts_quickly_loads_only_what_it_needs(words: list[str], needless: set[str]) -> None:
    asked = f"import sys\nfrom cli import cli\ntry:\n cli({words!r})\nfinally:\n print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False)
    loaded = set(ran.stdout.split())
    assert "typer" in loaded
    assert not needless & loaded
