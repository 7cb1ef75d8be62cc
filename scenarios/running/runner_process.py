"""The runner as a child of the desk: kept alive while the desk is open, gone when it closes."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

AGAIN_S = 1.0
GRACE_S = 10.0


class RunnerProcess:
    """A command kept running until told to stop.

    The child holds the other end of a pipe and ends when it closes (`end_of_parent`): so it ends
    with this process however this process ends, on any system.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start the command, and again whenever it ends by itself."""
        self._command = list(command)
        self._stopping = threading.Event()
        self._child = self._start()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        """The process id of the child there is now."""
        return self._child.pid

    def stop(self) -> None:
        """End the child: it finishes its slice, writes it down, and goes."""
        self._stopping.set()
        self._keeper.join()
        if self._child.stdin is not None:
            self._child.stdin.close()
        try:
            self._child.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 -- our own command line, given by the entry point
            self._command,
            stdin=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            start_new_session=os.name == "posix",
        )

    def _keep(self) -> None:
        while not self._stopping.is_set():
            try:
                self._child.wait(AGAIN_S / 4)
            except subprocess.TimeoutExpired:
                continue
            log.warning("runner ended", extra={"code": self._child.returncode})
            if not self._stopping.wait(AGAIN_S):
                self._child = self._start()


def end_of_parent() -> Callable[[], bool]:
    """Return what says whether to end: the parent's pipe has closed, or a signal asked for it."""
    ended = threading.Event()
    threading.Thread(target=_read_to_end, args=(ended,), daemon=True).start()
    for name in ("SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return ended.is_set


def _read_to_end(ended: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    ended.set()
