"""Findings: what is wrong with one layer, and what was mended, as it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.outcome import Problem, Repair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.outcome import Severity
    from gis.reading.changes import Change
    from gis.reading.layer_spec import LayerSpec


class Findings:
    """Problems and repairs of one layer as they are found."""

    def __init__(self, spec: LayerSpec) -> None:
        self.spec = spec
        self.problems: list[Problem] = []
        self.repairs: list[Repair] = []
        self.changes: list[Change] = []

    def tell(
        self,
        code: str,
        severity: Severity,
        feature: str = "",
        *,
        field: str = "",
        value: str = "",
        facts: Mapping[str, str | int | float] | None = None,
    ) -> None:
        """Add one problem of this layer."""
        self.problems.append(
            Problem(
                code=code,
                severity=severity,
                file=self.spec.file,
                layer=self.spec.name,
                feature=feature,
                field=field,
                value=value,
                facts=facts or {},
            )
        )

    @property
    def hopeless(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)
