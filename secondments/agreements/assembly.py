"""From frozen terms and a clause library to the document: what applies, numbered and filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from secondments.agreements import facts, schedules, summary
from secondments.agreements.particulars import Particulars
from secondments.agreements.terms import Capacity, Party, Terms, fingerprint
from secondments.documents import contract
from secondments.documents.contract import Contract, Paragraph, Row, Signature
from secondments.errors import InvalidInput
from secondments.secondment.choices import Arrangement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from secondments.agreements.library import Clause, Library
    from secondments.agreements.passages import Numbers

NEEDED = {Capacity.EMPLOYER, Capacity.HOST, Capacity.SECONDEE}
ADVISORY = "An advisory appointment is no secondment: it needs an agreement of its own kind."
INCOMPLETE = "The agreement needs an Employer, a Host and a Secondee, and each party only once."
NO_CHARGE = "The agreement needs a charge if the Host repays the Employer, and else none."
OTHER_LIBRARY = "These terms were agreed on version {agreed} of the clauses, not on {given}."


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What is printed about one version besides its terms, and so is not in their fingerprint.

    `issued_on` is None before the issue; `verify_at` is where a reader checks the document;
    `seal_remark` says what a development seal is worth, and is empty for a real one.
    """

    version: int
    owner: str
    verify_at: str
    issued_on: date | None = None
    seal_remark: str = ""


@dataclass(frozen=True)
class Selection:
    """The clauses and schedules that apply to some terms, with the numbers they have there."""

    clauses: tuple[Clause, ...]
    schedules: tuple[str, ...]
    numbers: Numbers
    facts: Mapping[str, str]


def assemble(terms: Terms, library: Library, edition: Edition) -> Contract:
    """The document of these terms. Raises InvalidInput if no document can say them."""
    _refuse_what_cannot_be_said(terms, library)
    selection = _select(terms, library)
    clauses = _clauses(terms, selection)
    digest = fingerprint(terms)
    definitions = _definitions(terms, library, selection, clauses)
    opening = Particulars(edition.version, digest, definitions)
    return Contract(
        title=library.title,
        reference=terms.reference,
        version=edition.version,
        owner=edition.owner,
        parties=tuple(contract.Party(p.name, f"the {p.capacity.word}") for p in terms.parties),
        key_terms=summary.key_terms(terms),
        clauses=clauses,
        schedules=schedules.build(terms, selection.schedules, opening, clauses),
        statement=summary.statement(terms, edition.version),
        signatures=tuple(map(_signature, terms.parties)),
        fingerprint=digest,
        issued=summary.issued(terms, edition.issued_on) if edition.issued_on else "",
        verify_at=edition.verify_at,
        seal_remark=edition.seal_remark,
    )


def _refuse_what_cannot_be_said(terms: Terms, library: Library) -> None:
    capacities = [party.capacity for party in terms.parties]
    if terms.arrangement is Arrangement.ADVISORY:
        raise InvalidInput(ADVISORY)
    if not NEEDED.issubset(capacities) or len(set(capacities)) < len(capacities):
        raise InvalidInput(INCOMPLETE)
    if terms.arrangement.is_recharged is (terms.charge is None):
        raise InvalidInput(NO_CHARGE)
    if terms.library != library.version:
        raise InvalidInput(OTHER_LIBRARY.format(agreed=terms.library, given=library.version))


def _select(terms: Terms, library: Library) -> Selection:
    clauses = tuple(clause for clause in library.clauses if clause.when.holds(terms))
    codes = schedules.that_apply(terms)
    numbers = {("clause", each.code): number for number, each in enumerate(clauses, start=1)}
    numbers |= {("schedule", code): number for number, code in enumerate(codes, start=1)}
    return Selection(clauses, codes, numbers, facts.of(terms))


def _clauses(terms: Terms, selection: Selection) -> tuple[contract.Clause, ...]:
    return tuple(
        contract.Clause(number, clause.code, clause.title, _paragraphs(terms, selection, clause))
        for number, clause in enumerate(selection.clauses, start=1)
    )


def _paragraphs(terms: Terms, selection: Selection, clause: Clause) -> tuple[Paragraph, ...]:
    number = selection.numbers["clause", clause.code]
    applicable = [passage for passage in clause.passages if passage.when.holds(terms)]
    return tuple(
        Paragraph(f"{number}.{nth}", passage.filled(selection.facts, selection.numbers))
        for nth, passage in enumerate(applicable, start=1)
    )


def _definitions(
    terms: Terms, library: Library, selection: Selection, clauses: tuple[contract.Clause, ...]
) -> tuple[Row, ...]:
    """The words with capitals that the clauses of this agreement use."""
    said = " ".join(str(paragraph) for clause in clauses for paragraph in clause.paragraphs)
    return tuple(
        Row(each.word, each.passage.filled(selection.facts, selection.numbers))
        for each in library.definitions
        if each.word.removesuffix("s") in said and each.passage.when.holds(terms)
    )


def _signature(party: Party) -> Signature:
    heading, purpose = f"Signed for {party.name}", f"Signature of {party.signatory}"
    if party.capacity is Capacity.SECONDEE:
        heading = "Signed by the Secondee"
    else:
        purpose = f"{facts.together(purpose, party.signatory_title)}, for {party.name}"
    return Signature(party.field, heading, party.signatory, party.signatory_title, purpose)
