"""The worker of an intake as a process: `python -m scenarios.intake.worker FOLDER look|check`."""

from __future__ import annotations

import sys
from pathlib import Path

from data.reference import shipped_standards
from scenarios.intake.working import check, look, told
from scenarios.running.runner_process import end_of_parent


def main(folder: Path, what: str) -> None:
    """Do one piece of work, unless the desk that asked for it ends first."""
    with told(folder, what, end_of_parent()) as tell:
        if what == "look":
            look(folder, tell)
        else:
            check(folder, tell, shipped_standards())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
