"""Intakes as the faces see them: files, what is said about them, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.intake.shelf import Shelf


class Intakes:
    """Everything that is done with an intake."""

    def __init__(self, shelf: Shelf) -> None:
        """Work on a shelf."""
        self.shelf = shelf
