"""One section of a proposal to fill in, and where to go once it is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy
from secondments.forms import Rows
from secondments.secondment import beginning_page, company_section, points_page
from secondments.secondment.company_section import CompanyNow
from secondments.secondment.course import warnings
from secondments.secondment.eligibility import Warn
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.keeping import ANOTHER, LATER
from secondments.secondment.kept_forms import KeptForm
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.overlaps import warned
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.said import now
from secondments.secondment.section_forms import form_of
from secondments.secondment.sections import Section, sections_of

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment


@dataclass(frozen=True)
class SectionPage:
    """One section to fill in."""

    heading: Heading
    section: Section
    form: KeptForm
    href: str
    back: str
    onward: str
    warned: Mapping[str, Sequence[str]]
    unusual: Sequence[Warn]
    company: CompanyNow
    begun: str

    @property
    def told(self) -> list[str]:
        """The questions of this page that something is said beside."""
        return [answer.name for answer in self.form.answers() if answer.name in self.warned]

    @property
    def is_unusual(self) -> bool:
        """Whether there is something that a deanery would want justified."""
        return bool(self.unusual)

    def after(self, s: Secondment, *, then: str, told: Collection[str]) -> str:
        """Where to go once it is saved: on to the next section, or back to the list for now.

        First here again for another row, or when there is something to say that was not said
        before.
        """
        if then == ANOTHER:
            return f"{self.href}{self._next_row()}"
        if then == LATER:
            return self.back
        found = warned(s, self.section.code)
        new = [a.name for a in self.form.answers() if a.name in found and a.name not in told]
        return f"{self.href}{PROPOSAL[new[0]].anchor}" if new else self.onward

    def _next_row(self) -> str:
        """The first box of the row that is still blank, or of the last."""
        rows = (answer for answer in self.form.answers() if isinstance(answer, Rows))
        return next((f"#{each.id}-{len(each.boxes)}-kind" for each in rows), "")


def form_to_write(s: Secondment, code: str, *, reader: Person) -> KeptForm:
    """The form of one section alone, to keep what is typed. Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "secondment.save", s)
    LIFECYCLE.require(s, "save")
    return form_of(s, code)


def section_page(s: Secondment, code: str, *, reader: Person) -> SectionPage:
    """One section with its form. Raises NotAllowed, NotPossibleNow."""
    form, sections = form_to_write(s, code, reader=reader), sections_of(s)
    said = warned(s, code)
    pointed = points_page.put_beside(form, s)
    for answer in form.answers():
        answer.warnings = list(said.get(answer.name, ()))
    return SectionPage(
        heading=heading(s, reader=reader, here="proposal"),
        section=sections[code],
        form=form,
        href=path(s, f"proposal/{code}"),
        back=path(s, "proposal"),
        onward=company_section.onward(s, code),
        warned=said,
        unusual=warnings(s, now(s)),
        company=company_section.now(s, [p for p in pointed if p.name == "company_id"]),
        begun=beginning_page.of_section(s, code),
    )
