"""A runner of tiny runs as a process of its own, and a desk that keeps one."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from data.store import Store
from domain.settings import RedrawSettings
from scenarios.running.runner import Runner
from scenarios.running.runner_process import RunnerProcess, end_of_parent
from tests.tiny_engine import TinyWork

if __name__ == "__main__":
    _, role, home, workers = sys.argv
    if role == "runner":
        Runner(
            Store(Path(home)),
            lambda record: TinyWork(settings=RedrawSettings(**record.settings)),
            workers=int(workers),
        ).serve(end_of_parent())
    else:
        child = RunnerProcess([sys.executable, "-m", "tests.scenarios.tiny_runner", "runner", home, workers])
        print(child.pid, flush=True)
        time.sleep(60)
