"""Letters of correction (更正函): to each community the faults of its workbook, and what to do by when."""

from __future__ import annotations

import zipfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from domain.errors import FormatError
from scenarios.collection.letter_template import drawn_template
from scenarios.collection.packing import repacked
from scenarios.collection.quoting import (
    code_to_copy,
    figure_to_copy,
    file_to_copy,
    head_to_copy,
    sheet_to_copy,
)
from scenarios.documents import problem_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from domain.outcome import Problem
    from scenarios.collection.back import Returned
    from scenarios.collection.form import Form
    from scenarios.documents import Tell

BROKEN = (
    zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, OSError, AttributeError, TypeError,
    TemplateError,
)  # fmt: skip
CODES = ("collect.unknown-code", "collect.code-twice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row of a letter; empty where there is nothing to say: a row that is gone has no cell."""

    no: int
    file: str
    sheet: str
    cell: str
    head: str
    found: str
    text: str


class Letters:
    """Writes the letters of one round by one template in the language of `tell`."""

    def __init__(self, *, round_: str, by: str, template: Path | None, tell: Tell) -> None:
        """Read the template, the drawn one where none is given; `by` is the last day, as 2026-11-30."""
        self.round, self.tell, self.template = round_, tell, template
        self.by = _day(by, tell)
        self.data = drawn_template(tell) if template is None else _read(template)
        self.env = SandboxedEnvironment(undefined=StrictUndefined)
        self._check()

    def write(
        self, forms: Sequence[Form], faulty: Iterable[Returned], street: Mapping[str, str]
    ) -> dict[str, bytes]:
        """Return a letter for each community with a faulty workbook, by file name.

        `street` gives the name of the area over each community by its code. A workbook that nobody
        can say the community of gets no letter.
        """
        mine: dict[str, list[Returned]] = {}
        for one in faulty:
            mine.setdefault(one.community, []).append(one)
        name = self.tell("letter.file")
        return {
            f"{form.file.removesuffix('.xlsx')}_{name}.docx": self._letter(
                form, mine[form.code], street[form.code]
            )
            for form in forms
            if form.code in mine
        }

    def faults(self, form: Form, returned: Iterable[Returned]) -> tuple[Fault, ...]:
        """Return the rows of one community's letter, in the order in which they were found."""
        errors = [problem for one in returned for problem in one.problems if problem.severity == "error"]
        copied = [self._copied(problem, form) for problem in errors]
        return tuple(
            Fault(
                no=no, file=problem.file, sheet=problem.layer, cell=str(problem.facts.get("cell", "")),
                head=problem.field, found=problem.feature if problem.code in CODES else problem.value,
                text=row["text"],
            )
            for no, (problem, row) in enumerate(
                zip(copied, problem_rows(copied, self.tell), strict=True), start=1
            )
        )  # fmt: skip

    def _copied(self, problem: Problem, form: Form) -> Problem:
        """A problem with nothing of the workbook in it that could be about a person."""
        value, hidden = problem.value, self.tell("letter.not-copied")
        if problem.code == "collect.community-twice":
            value = "、".join(self._file(file, form) for file in value.split("、"))
        elif value:
            value = figure_to_copy(value) or hidden
        feature = problem.feature
        if problem.code in CODES:
            feature = code_to_copy(feature, form) or hidden
        return replace(
            problem, value=value, feature=feature, field=head_to_copy(problem.field),
            file=self._file(problem.file, form),
            layer=(sheet_to_copy(problem.layer) or self.tell("letter.sheet")) if problem.layer else "",
        )  # fmt: skip

    def _file(self, file: str, form: Form) -> str:
        return file_to_copy(file, form) or self.tell("letter.renamed", file=form.file)

    def _letter(self, form: Form, returned: Sequence[Returned], street: str) -> bytes:
        faults = self.faults(form, returned)
        return self._rendered(
            {
                "round": self.round, "street": street, "community": form.name, "code": form.code,
                "by": self.by, "count": len(faults), "faults": [asdict(fault) for fault in faults],
                "files": "、".join(sorted({fault.file for fault in faults})),
            }
        )  # fmt: skip

    def _rendered(self, told: Mapping[str, object]) -> bytes:
        letter = DocxTemplate(BytesIO(self.data))
        held = BytesIO()
        try:
            letter.render(dict(told), self.env, autoescape=True)
            letter.save(held)
        except BROKEN as error:
            raise FormatError("letter-template", file=str(self.template), reason=str(error)) from error
        return repacked(held.getvalue())

    def _check(self) -> None:
        """Refuse a template that cannot be filled in, or would leave out the faults or the last day."""
        blank = Fault(no=1, file="f", sheet="s", cell="A1", head="h", found="1", text="t")
        self._rendered(
            {"round": "r", "street": "s", "community": "c", "code": "1", "by": "d", "count": 1,
             "files": "f", "faults": [asdict(blank)]}
        )  # fmt: skip
        named = DocxTemplate(BytesIO(self.data)).get_undeclared_template_variables(self.env)
        for name in ("faults", "by"):
            if name not in named:
                raise FormatError("letter-without", file=str(self.template), name=name)


def _read(template: Path) -> bytes:
    if not template.is_file():
        raise FormatError("letter-template", file=str(template), reason="-")
    return template.read_bytes()


def _day(by: str, tell: Tell) -> str:
    """The last day, as a letter says it."""
    if not by:
        raise FormatError("no-deadline")
    try:
        day = date.fromisoformat(by)
    except ValueError as error:
        raise FormatError("not-a-day", value=by) from error
    return tell("letter.day", year=str(day.year), month=str(day.month), day=str(day.day))
