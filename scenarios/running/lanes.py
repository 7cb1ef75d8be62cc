"""Every hand busy: tasks of many parts, each part one at a time, until told to stop."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scenarios.running.crew import Crew

    StopReason = Literal["time", "user", "pause"]
    Stop = Callable[[], StopReason | None]
    Ask = Callable[[int], tuple[Callable[..., Any], tuple[Any, ...]] | None]
    _Clock = dict[Future[Any], list[float]]
    Settle = Callable[[int, Any, float], None]

POLL_S = 0.1


def never() -> None:
    """Return no reason to stop."""


def stop_after(seconds: float) -> Stop:
    """Return a stop that says `time` once so many seconds have passed from now."""
    end = time.monotonic() + seconds
    return lambda: "time" if time.monotonic() >= end else None


def keep_busy(
    crew: Crew,
    numbers: Sequence[int],
    *,
    ask: Ask,
    settle: Settle,
    stop: Stop,
    tell: Callable[[Sequence[int]], None],
) -> StopReason | None:
    """Work on the parts in order, as many at a time as there are hands; return why it stopped early.

    `ask` gives the next task of a part, a function and its arguments, or None when it has none
    left; `settle` takes the result and the seconds it took; `tell` hears, once new tasks are on
    their way, which parts were settled. After `stop` has given a reason no task is begun, those
    on their way are settled.
    """
    waiting, reason = deque(numbers), None
    running: dict[Future[Any], int] = {}
    settled: list[int] = []
    clock: _Clock = {}
    try:
        while waiting or running:
            reason = reason or stop()
            while waiting and len(running) < crew.lanes and reason is None:
                number = waiting.popleft()
                if (task := ask(number)) is not None:
                    running[_begin(crew, task, clock)] = number
            if settled:
                tell(settled)
                settled = []
            if not running and reason is not None:
                break
            for future in wait(running, timeout=POLL_S, return_when=FIRST_COMPLETED).done:
                number = running.pop(future)
                settle(number, future.result(), _seconds(clock.pop(future)))
                settled.append(number)
                waiting.appendleft(number)
    finally:
        for future in running:
            future.cancel()
    if settled:
        tell(settled)
    return reason


def _begin(crew: Crew, task: tuple[Callable[..., Any], tuple[Any, ...]], clock: _Clock) -> Future[Any]:
    """Hand a task over, and note when it begins and ends."""
    function, arguments = task
    times = [time.monotonic()]
    future = crew.executor.submit(function, *arguments)
    clock[future] = times
    future.add_done_callback(lambda _: times.append(time.monotonic()))
    return future


def _seconds(times: Sequence[float]) -> float:
    """How long a task took; one that is waited for may be found done before its end is noted."""
    return (times[1] if len(times) > 1 else time.monotonic()) - times[0]
