"""The hands that compute: this process, processes beside it, or machines elsewhere."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """An executor, and how many tasks it works on at a time."""

    executor: Executor
    lanes: int


class Inline(Executor):
    """An executor without hands of its own: a task is done when it is given."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # noqa: ANN401 -- as in the base class
        """Do a task now."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 -- a future carries whatever its task raised
            future.set_exception(error)
        return future


@contextmanager
def crew(workers: int, *, scheduler: str = "") -> Iterator[Crew]:
    """Yield so many hands: one works inline, more are processes, a Dask scheduler brings its own.

    Processes are spawned, never forked, ignore the keyboard, and end with their parent however
    it ends.
    """
    if scheduler:
        with importlib.import_module("distributed").Client(scheduler) as client:
            yield Crew(executor=client.get_executor(), lanes=max(1, sum(client.ncores().values())))
    elif workers == 1:
        yield Crew(executor=Inline(), lanes=1)
    else:
        spawn = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin_work)
        try:
            yield Crew(executor=pool, lanes=workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin_work() -> None:
    """Set a worker up: deaf to the keyboard, and bound to its parent's life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """End this process as soon as its parent has ended."""
    wait([sentinel])
    os._exit(1)
