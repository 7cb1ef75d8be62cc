"""Warming up is drawing rows whose best plans are known, and leaves nothing to be compiled."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

from optimizer.redraw import Prepared, advance, begin, prepare, warm
from tests.drawn_town import drawn_town
from tests.optimizer.towns import asked

ROOT = Path(__file__).parents[2]


def test_rows_in_three_have_two_cuts() -> None:
    assert warm() == (2.0, 2.0)


def test_a_part_and_its_search_come_back_from_another_process_frozen() -> None:
    town = drawn_town()
    prepared = prepare(asked(town.graph, task="norm"))
    assert isinstance(prepared, Prepared)
    part = pickle.loads(pickle.dumps(prepared.parts[0]))  # noqa: S301 -- our own
    state = pickle.loads(pickle.dumps(begin(part, 1)))  # noqa: S301 -- our own
    assert not any(
        array.flags.writeable for array in (part.indptr, part.households, state.best, state.stream)
    )
    assert not advance(part, state, 100).grid_of.flags.writeable


def compile_what_a_redraw_needs() -> set[str]:
    """Warm up, redraw a town as another process would in every task, and name what was compiled late."""
    warm()
    before = _signatures()
    town = drawn_town()
    for task in ("only-over", "norm"):
        problem = asked(town.graph, task=task, today=town.today)
        prepared = prepare(problem)
        assert isinstance(prepared, Prepared)
        for part in prepared.parts:
            sent = pickle.loads(pickle.dumps(part))  # noqa: S301 -- our own
            advance(sent, begin(sent, 1), 5000)
    return {name for name, count in _signatures().items() if count > before.get(name, 0)}


def _signatures() -> dict[str, int]:
    """How often each kernel was compiled."""
    return {
        f"{name}.{key}": len(kernel.signatures)
        for name, module in sorted(sys.modules.items())
        if name.startswith("optimizer.redraw.") and name.endswith("_kernels")
        for key, kernel in vars(module).items()
        if hasattr(kernel, "signatures")
    }


def test_a_redraw_needs_no_kernel_that_is_not_warm() -> None:
    asked_for = "from tests.optimizer.test_warm import compile_what_a_redraw_needs as c; print(*c())"
    ran = subprocess.run(
        [sys.executable, "-c", asked_for], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []
