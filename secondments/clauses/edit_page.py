"""Writing a clause text: the form, what may stand in it, and the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy
from secondments.agreements import amending, clause_queries, library, placeholders
from secondments.agreements.passages import SCHEDULES
from secondments.clauses import number_page, queries, showing
from secondments.clauses.forms import TextForm
from secondments.clauses.page import HOME, today
from secondments.clauses.service import IN_REVIEW
from secondments.errors import NotPossibleNow

if TYPE_CHECKING:
    from secondments.agreements.library import Library
    from secondments.agreements.placeholders import Problem
    from secondments.clauses.showing import Shown
    from secondments.people.models import Person


@dataclass(frozen=True)
class Preview:
    """What is typed, as a reader would see it, or what is wrong with it."""

    title: str
    problems: Sequence[Problem]
    paragraphs: Sequence[Shown]


@dataclass(frozen=True)
class EditPage:
    code: str
    number: int
    base: int
    form: TextForm
    note: str
    placeholders: Sequence[tuple[str, str]]
    clauses: Sequence[tuple[str, str]]
    schedules: Sequence[str]
    current: Library
    review: str
    href: str
    back: str

    @property
    def preview(self) -> Preview:
        """Of what is in the form now."""
        title, text = self.form.title.typed, self.form.text.typed.replace("\r\n", "\n").strip()
        clause, problems = amending.read(self.current, self.code, title, text)
        shown = [] if problems else showing.paragraphs(self.current, clause)
        return Preview(title, problems, shown)


def of(code: str, *, reader: Person, start: int | None = None) -> EditPage:
    """`start` is the number to begin from: the one in force where none is said.

    Raises NotAllowed, NotFound, NotPossibleNow while the text is reviewed.
    """
    policy.require(reader, "clauses.write", code)
    current, known = clause_queries.in_force(today()), queries.open_text(code)
    clause = current.clause(code)
    if known is not None and not known.can_be_written:
        raise NotPossibleNow(IN_REVIEW)
    base = known.base if known else start or number_page.in_force(code)
    text = known.as_amendment if known else number_page.amendment(code, base, reader=reader)
    return EditPage(
        code=clause.code,
        number=known.number if known else queries.last_number(code) + 1,
        base=base,
        form=TextForm(
            number=known.number if known else 0,
            saves=known.saves if known else 0,
            base=base,
            title=text.title,
            text=text.text,
            why=known.why if known else "",
        ),
        note=known.note or "" if known else "",
        placeholders=list(placeholders.meanings()),
        clauses=[(each.code, each.title) for each in current.clauses],
        schedules=SCHEDULES,
        current=current,
        review=library.REVIEW_NEEDED,
        href=f"{HOME}/{code}",
        back=f"{HOME}/{code}",
    )
