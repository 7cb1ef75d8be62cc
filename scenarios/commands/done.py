"""What a command found, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.documents import infeasible_document

if TYPE_CHECKING:
    from domain.outcome import Infeasible
    from scenarios.documents import Document, Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command found: the document for programs, the lines for people."""

    document: Document
    lines: tuple[str, ...]


def no_plan(command: str, answer: Infeasible, tell: Tell) -> Done:
    """The answer that no plan exists, in a line for each clash."""
    told = infeasible_document(command, answer, tell)
    return Done(document=told, lines=tuple(reason["text"] for reason in told["infeasible"]))
