"""Who belongs to which audience of notes and files: as a rule, and as a WHERE clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from secondments.policy import sight
from secondments.policy.covering import is_on_the_company_side, is_on_the_home_side
from secondments.policy.parts import is_office
from secondments.policy.standing import (
    OFFICE,
    TRAINING_ROLES,
    has_a_part_at_home,
    is_applicant,
    roles_at,
)

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.file_models import CaseFile
    from secondments.secondment.models import Secondment

APPROVING_ROLES = {"employer_release", OFFICE}
SCIENCE = "research_outline"


def _is_of_the_deanery(person: Person, s: Secondment) -> bool:
    return bool(TRAINING_ROLES & roles_at(person, s.training_body_id))


def _is_home_only(person: Person, s: Secondment) -> bool:
    return is_on_the_home_side(person, s) and not is_on_the_company_side(person, s)


def _is_officer(person: Person, s: Secondment) -> bool:
    decides = has_a_part_at_home(person, s, APPROVING_ROLES)
    return decides and not is_applicant(person, s) and not is_on_the_company_side(person, s)


def _is_deanery_or_applicant(person: Person, s: Secondment) -> bool:
    concerned = is_applicant(person, s) or _is_of_the_deanery(person, s)
    return concerned and not is_on_the_company_side(person, s)


def _is_company_only(person: Person, s: Secondment) -> bool:
    return is_on_the_company_side(person, s) and not is_on_the_home_side(person, s)


def _is_on_the_case(person: Person, s: Secondment) -> bool:
    return is_on_the_home_side(person, s) or is_on_the_company_side(person, s)


# Whoever were on both sides would be in no audience of one side alone (rule R4).
BELONGS: Mapping[str, Callable[[Person, Secondment], bool]] = {
    "home": _is_home_only,
    "officers": _is_officer,
    "deanery": _is_deanery_or_applicant,
    "everyone": _is_on_the_case,
    "company": _is_company_only,
}


def belongs(person: Person, s: Secondment, readers: str) -> bool:
    """Whether `person` is of this audience of the case, and sees the case at all."""
    return sight.can_see(person, s) and BELONGS[readers](person, s)


def may_write_to(person: Person, record: Any) -> bool:
    return belongs(person, record.secondment, record.readers)


def can_read(person: Person, record: Any) -> bool:
    """A note or a file. A test holds it equal to the clauses below."""
    s = record.secondment
    if person.is_calendar:
        return True
    return belongs(person, s, record.readers) and not _is_withheld(person, record, s)


def _is_withheld(person: Person, record: Any, s: Secondment) -> bool:
    """Of files: taken away, not ready for others than its sender, or science before an NDA."""
    if not hasattr(record, "removed_at"):
        return False
    unready = record.state != "ready" and record.by_id != person.id
    early = record.kind == SCIENCE and s.nda_signed_on is None
    is_of_the_company = is_on_the_company_side(person, s)
    return record.removed_at is not None or unready or (early and is_of_the_company)


def is_the_sender(person: Person, file: CaseFile) -> bool:
    return person.id == file.by_id and can_read(person, file)


def is_the_writer(person: Person, note: Any) -> bool:
    return person.id == note.by_id and can_read(person, note)


def visible_notes(n: Any, me: Person) -> ColumnElement[bool]:
    if me.is_calendar:
        return true()
    return _of_an_audience(n, me)


def visible_files(f: Any, me: Person) -> ColumnElement[bool]:
    """Ready, or one's own; and science for a company only after an NDA."""
    if me.is_calendar:
        return true()
    s = _case(f)
    withheld = and_(f.kind == SCIENCE, f.secondment.has(_before_an_nda(s, me)))
    return and_(
        f.removed_at.is_(None),
        or_(f.state == "ready", f.by_id == me.id),
        not_(withheld),
        _of_an_audience(f, me),
    )


def _before_an_nda(s: Any, me: Person) -> ColumnElement[bool]:
    return and_(s.nda_signed_on.is_(None), sight.on_the_company_side(s, me))


def _of_an_audience(record: Any, me: Person) -> ColumnElement[bool]:
    s = _case(record)
    applicant, home, company = (
        s.applicant_id == me.id,
        sight.on_the_home_side(s, me),
        sight.on_the_company_side(s, me),
    )
    deanery, officers = _at(s.training_body_id, me, TRAINING_ROLES), _officers(s, me)
    clauses: Mapping[str, ColumnElement[bool]] = {
        "home": and_(home, not_(company)),
        "officers": and_(officers, not_(applicant), not_(company)),
        "deanery": and_(or_(applicant, deanery), not_(company)),
        "everyone": or_(home, company),
        "company": and_(company, not_(home)),
    }
    reads = or_(*(and_(record.readers == name, clause) for name, clause in clauses.items()))
    theirs: ColumnElement[bool] = record.secondment.has(
        and_(sight.visible_secondments(s, me), reads)
    )
    return theirs


def _case(record: Any) -> Any:
    return record.secondment.property.mapper.class_


def _officers(s: Any, me: Person) -> ColumnElement[bool]:
    return _with_a_part(s, me, APPROVING_ROLES)


def _with_a_part(s: Any, me: Person, employer_roles: set[str]) -> ColumnElement[bool]:
    """Never NULL, so that it may be negated."""
    return func.coalesce(or_(*sight.home_parts(s, me, employer_roles)), false())


def _at(organisation_id: Any, me: Person, roles: set[str]) -> ColumnElement[bool]:
    """Never NULL, so that it may be negated."""
    held = {m.organisation_id for m in me.memberships if m.is_live and str(m.role) in roles}
    return and_(organisation_id.is_not(None), organisation_id.in_(held))


def may_call(by: Person, person: Person, s: Secondment, readers: str) -> bool:
    """Whether `by` may mention `person`: one of the readers; a company is not told who decides."""
    is_known = (
        is_on_the_home_side(by, s)
        or is_on_the_company_side(person, s)
        or is_applicant(person, s)
        or is_office(person, s)
    )
    return is_known and belongs(person, s, readers)
