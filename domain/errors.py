"""Everything that may go wrong, as one tree.

::

    GridwrightError
    ├── InvalidValueError (ValueError)        a value breaks its own invariant
    ├── ImportRejected (ValueError)           input rejected whole, with all its problems
    ├── ProfileError (ValueError)             an import profile cannot be used
    ├── IntakeError (ValueError)              a file does not come in, or an intake cannot go on
    ├── StandardsError (ValueError)           a standards file is wrong
    ├── FormatError (ValueError)              a folder is no dataset or scenario, or too new
    ├── UnknownError (LookupError)            a name, id or digest is not there
    ├── ConflictError (RuntimeError)          somebody else changed it first
    ├── SolverError (RuntimeError)            a solver stopped without an answer
    └── RunError (RuntimeError)               a run ended without a plan
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.outcome import Problem


class GridwrightError(Exception):
    """Base of all deliberate errors: a stable `code` names the text, `facts` fill it in."""

    kind: ClassVar[str] = "error"

    def __init__(self, what: str, **facts: str | float) -> None:
        """Keep the code `kind.what` and the facts that its text in either language needs."""
        self.code = f"{self.kind}.{what}"
        self.facts = facts
        told = ", ".join(f"{key}={value}" for key, value in facts.items())
        super().__init__(f"{self.code}: {told}" if told else self.code)


class InvalidValueError(GridwrightError, ValueError):
    """A value breaks its own invariant."""

    kind = "value"


class ProfileError(GridwrightError, ValueError):
    """An import profile cannot be used as it stands."""

    kind = "profile"


class IntakeError(GridwrightError, ValueError):
    """A file does not come in as it was sent, or an intake is not as far as is asked of it."""

    kind = "intake"


class StandardsError(GridwrightError, ValueError):
    """A standards file is missing a key, a unit or a source, or holds a wrong value."""

    kind = "standards"


class FormatError(GridwrightError, ValueError):
    """A folder is not of the format that its name promises, or of a newer one."""

    kind = "format"


class UnknownError(GridwrightError, LookupError):
    """A case, dataset, scenario, run or object is not there."""

    kind = "unknown"


class ConflictError(GridwrightError, RuntimeError):
    """Somebody else changed the same thing first."""

    kind = "conflict"


class SolverError(GridwrightError, RuntimeError):
    """A solver stopped with neither an answer nor a proof that there is none."""

    kind = "solver"


class RunError(GridwrightError, RuntimeError):
    """A run ended without a plan, through no fault of what was asked."""

    kind = "run"


class ImportRejected(GridwrightError, ValueError):  # noqa: N818 -- an outcome of an import, named as one
    """An input is rejected whole; `problems` holds everything that was found."""

    kind = "import"

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep all problems, in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__("rejected", problems=len(self.problems))
