"""Damage files for some minutes and see whether any makes the reader fall: `fuzz_input.py 20`.

Every case is a file of a known format with bytes changed, doubled, cut out or cut off. It is looked
at in a process of its own with a memory limit; what ends otherwise than in layers or in a problem,
or takes too long, is kept in a folder and told.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.formats import make_formats  # noqa: E402 -- after the path is set
from gis.reading.inspection import inspect_files  # noqa: E402

LONGEST_S = 30
MEMORY = 4 << 30
BATCH = 200
LARGEST = 2 << 20
PARTS = (".shp", ".shx", ".dbf", ".cpg", ".prj")


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Return the content with some damage."""
    raw = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        if not raw:
            break
        at = dice.randrange(min(len(raw), dice.choice((64, 512, len(raw)))))
        match dice.randrange(5):
            case 0:
                raw[at] = dice.randrange(256)
            case 1:
                raw[at : at + 4] = dice.choice((b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff"))
            case 2:
                del raw[at : at + dice.randint(1, 64)]
            case 3:
                raw[at:at] = raw[at : at + dice.randint(1, 64)]
            case _:
                del raw[at + 1 :]
    return bytes(raw)


def work(seeds: list[Path], first: int, room: Path, told: multiprocessing.Queue[tuple[str, str]]) -> None:
    """Look at a batch of damaged files; what goes wrong is told with its case."""
    warnings.simplefilter("ignore")  # what the readers grumble about is no matter here
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(first, first + BATCH):
        dice = random.Random(number)  # noqa: S311 -- no secret
        seed = dice.choice(seeds)
        folder = room / str(number)
        folder.mkdir()
        for part in seed.parent.glob(f"{seed.stem}.*") if seed.suffix in PARTS else [seed]:
            shutil.copyfile(part, folder / part.name)
        victim = dice.choice(sorted(folder.iterdir()))
        victim.write_bytes(damaged(victim.read_bytes(), dice))
        told.put(("at", f"{number} {seed.name}"))
        try:
            facts = inspect_files([folder / seed.name])[0]
            if not facts.layers and not any(problem.severity == "error" for problem in facts.problems):
                told.put(("silent", f"{number} {seed.name}"))
        except Exception:  # noqa: BLE001 -- that is what is looked for
            told.put(("fell", f"{number} {seed.name}\n{traceback.format_exc()}"))
        shutil.rmtree(folder)


def main() -> None:
    """Run for so many minutes and print what was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("minutes", type=float)
    ask.add_argument("--first", type=int, default=1, help="number of the first case; cases repeat by number")
    asked = ask.parse_args()
    room = Path(tempfile.mkdtemp(prefix="gridwright-fuzz-"))
    made = room / "made"
    made.mkdir()
    seeds = [path for path in make_formats(made) if path.is_file()]
    real = ROOT.parent / "shared" / "data" / "importer"
    seeds += sorted(p for p in real.rglob("*.*") if p.suffix in (".shp", ".zip", ".gpkg", ".geojson", ".seq"))
    seeds = [path for path in seeds if path.stat().st_size < LARGEST]
    end, number, bad = time.monotonic() + 60 * asked.minutes, asked.first, []
    while time.monotonic() < end:
        told: multiprocessing.Queue[tuple[str, str]] = multiprocessing.Queue()
        process = multiprocessing.Process(target=work, args=(seeds, number, room, told))
        process.start()
        last, since = "", time.monotonic()
        while process.is_alive() or not told.empty():
            try:
                what, case = told.get(timeout=1)
            except Exception:  # noqa: BLE001 -- nothing was told in this second
                if time.monotonic() - since > LONGEST_S:
                    process.kill()
                    bad.append(("hung", last))
                    break
                continue
            since = time.monotonic()
            if what == "at":
                last = case
            else:
                bad.append((what, case))
        process.join()
        if process.exitcode not in (0, -9):
            bad.append((f"ended with {process.exitcode}", last))
        done = int(last.split()[0]) + 1 if last else number + BATCH
        number = done if process.exitcode else number + BATCH
    print(
        f"{number - asked.first} cases from {len(seeds)} files in {asked.minutes:g} minutes: {len(bad)} bad"
    )
    for what, case in bad:
        print(what, case)
    shutil.rmtree(room)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
