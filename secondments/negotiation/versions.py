"""Versions of the terms: kept after every act that changes them, and compared with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from secondments import audit, clock, words
from secondments.agreements import drawing_up, service, terms
from secondments.agreements.terms import Capacity, Terms
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import ProgrammingError
from secondments.extensions import db
from secondments.negotiation import queries
from secondments.negotiation.models import TermsVersion
from secondments.secondment.lifecycle import State
from secondments.use_case import finishing

if TYPE_CHECKING:
    from secondments.agreements.models import Agreement
    from secondments.secondment.models import Secondment

KEPT_IN = {State.SUPERVISOR_APPROVED, State.COMPANY_AGREED, State.CONTRACT_ISSUED}


@dataclass(frozen=True)
class Changed:
    """One thing that two versions say differently; nothing where it was not said."""

    part: str
    label: str
    before: str
    after: str
    parameter: str = ""


@finishing
def _keep(s: Secondment) -> None:
    """A version more, when the terms are others than those of the last one."""
    now = audit.current(db.session())
    if now is None or s.state not in KEPT_IN or not service.can_be_drawn_up(s):
        return
    text = _as_they_stand(s)
    newest = queries.newest_version(s)
    digest = terms.digest(text)
    if newest is not None and newest.sha256 == digest:
        return
    db.session.add(
        TermsVersion(
            secondment_id=s.id,
            number=newest.number + 1 if newest else 1,
            at=clock.now(),
            by_id=now.by.id,
            action=now.action,
            terms=text,
            sha256=digest,
        )
    )


def _as_they_stand(s: Secondment) -> str:
    """Those of the contract where one is out, else as they would be drawn up now."""
    if s.state is State.CONTRACT_ISSUED and s.agreement is not None:
        return s.agreement.terms
    return terms.canonical(drawing_up.terms_of(s, service.seats_so_far(s)))


def issued_as(agreements: list[Agreement]) -> Mapping[str, int]:
    """The version of the contract that was made of the terms with this digest."""
    return {agreement.terms_sha256: agreement.version for agreement in agreements}


def compare(before: TermsVersion, after: TermsVersion) -> list[Changed]:
    """Everything that differs, in the order of the agreement."""
    old, new = terms.from_json(before.terms), terms.from_json(after.terms)
    first, second = _rows(old), _rows(new)
    return [
        Changed(part, label, first.get(key, ""), second.get(key, ""), key[1])
        for key, (part, label) in _labels({**first, **second}).items()
        if first.get(key, "") != second.get(key, "")
    ]


Key = tuple[str, str]  # the part of the agreement, and what it is about


def _labels(rows: Mapping[Key, str]) -> Mapping[Key, tuple[str, str]]:
    found = {}
    for part, name in rows:
        parameter = PARAMETERS.get(name)
        found[part, name] = (part, parameter.label if parameter else name)
    return found


def _rows(of: Terms) -> dict[Key, str]:
    """The terms as labelled text, so that any two can be laid side by side."""
    return {
        **{("Parties", label): said for label, said in _parties(of)},
        **{("Work and time", label): said for label, said in _work(of)},
        **{("Money", label): said for label, said in _money(of)},
        **{("Terms", name): _say(name, value) for name, value in of.parameters.items()},
        **{
            ("Special conditions", f"{nth}. {each.title}"): each.text
            for nth, each in enumerate(of.special, start=1)
        },
        ("This document", "Clauses"): of.library,
        ("This document", "Amended clauses"): ", ".join(of.amendments),
    }


def _parties(of: Terms) -> Iterator[tuple[str, str]]:
    for party in of.parties:
        yield party.capacity.word, party.name
        if party.number:
            yield f"{party.capacity.word}’s number", party.number
        if party.capacity is not Capacity.SECONDEE:
            signs = ", ".join(filter(None, [party.signatory, party.signatory_title]))
            yield f"{party.capacity.word}’s signatory", signs


def _work(of: Terms) -> Iterator[tuple[str, str]]:
    yield "Role", of.work.role
    yield "Department", of.work.department
    yield "Summary", of.work.summary
    yield "Objectives", "\n".join(of.work.objectives)
    yield "First day", words.day(of.first_day)
    yield "Last day", words.day(of.last_day)
    yield "Time", words.share(of.share)
    yield "Place", of.site
    yield "Host’s Manager", of.host_manager.name
    yield "Employer’s Contact", of.home_contact.name
    if of.training is not None:
        yield "Training", of.training.category
        yield "Credit", words.counted(of.training.credit_months, "month")


def _money(of: Terms) -> Iterator[tuple[str, str]]:
    if of.charge is None:
        yield "Charge", "None"
        return
    yield "Charge before VAT", words.money(of.charge.net)
    yield "VAT", words.money(of.charge.vat)
    yield "Total", words.money(of.charge.total)
    yield "Months", f"{Decimal(of.charge.months).normalize():f}"
    yield "Invoices", str(len(of.charge.instalments))


def _say(name: str, value: object) -> str:
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise ProgrammingError(f"There is no parameter {name} any more.")
    said = parameter.say(value)  # type: ignore[arg-type]
    return f"{said[:1].upper()}{said[1:]}"
