"""From frozen terms and a clause library to the document: what applies, numbered and filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from secondments.agreements import facts, requirements, schedules, special, summary, typography
from secondments.agreements.particulars import Particulars
from secondments.agreements.terms import Capacity, Party, Terms, fingerprint
from secondments.catalogue.parameters import PARAMETERS
from secondments.documents import contract
from secondments.documents.contract import Contract, Paragraph, Row, Signature
from secondments.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from secondments.agreements.library import Clause, Library, Template
    from secondments.agreements.passages import Numbers

OTHER_TEXTS = "These terms were agreed on the clause texts {agreed}, not on {given}."
NONE_OF_THEM = "of the library alone"
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
    requirements.check(terms)
    _check_library(terms, library)
    template, digest = library.template(terms.kind), fingerprint(terms)
    if library.sets_type:
        terms = typography.of(terms)
    selection = _select(terms, library, template)
    clauses = (*_clauses(terms, selection), *special.clauses(terms, len(selection.clauses)))
    definitions = _definitions(terms, library, selection, clauses)
    opening = Particulars(edition.version, digest, definitions)
    places = _places(selection)
    return Contract(
        title=template.title,
        reference=terms.reference,
        version=edition.version,
        owner=edition.owner,
        parties=tuple(_party(terms, party) for party in terms.parties),
        key_terms=summary.key_terms(terms),
        clauses=clauses,
        schedules=schedules.build(terms, selection.schedules, opening, places),
        statement=summary.statement(terms, edition.version),
        signatures=tuple(_signature(terms, party) for party in terms.parties),
        fingerprint=digest,
        issued=summary.issued(terms, edition.issued_on) if edition.issued_on else "",
        verify_at=edition.verify_at,
        seal_remark=edition.seal_remark,
    )


def _check_library(terms: Terms, library: Library) -> None:
    if terms.library != library.version:
        raise InvalidInput(OTHER_LIBRARY.format(agreed=terms.library, given=library.version))
    if terms.amendments != library.amendments:
        agreed, given = (", ".join(x.amendments) or NONE_OF_THEM for x in (terms, library))
        raise InvalidInput(OTHER_TEXTS.format(agreed=agreed, given=given))


def _select(terms: Terms, library: Library, template: Template) -> Selection:
    clauses = tuple(each for each in library.clauses_of(template) if each.when.holds(terms))
    codes = schedules.that_apply(terms, template.schedules)
    numbers = {("clause", each.code): number for number, each in enumerate(clauses, start=1)}
    numbers |= {("schedule", code): number for number, code in enumerate(codes, start=1)}
    return Selection(clauses, codes, numbers, facts.of(terms))


def _places(selection: Selection) -> dict[str, int]:
    """The number of the clause of each parameter: its own, or else the first that asks for it."""
    found: dict[str, int] = {}
    for clause in selection.clauses:
        number = selection.numbers["clause", clause.code]
        asked = [p.when.parameters | p.names for p in clause.passages]
        for name in sorted(clause.when.parameters.union(*asked) & PARAMETERS.keys()):
            found.setdefault(name, number)
    for name, parameter in PARAMETERS.items():
        place = ("clause", parameter.clause)
        if place in selection.numbers:
            found[name] = selection.numbers[place]
    return found


def _party(terms: Terms, party: Party) -> contract.Party:
    return contract.Party(party.name, f"the {facts.word_of(terms, party.capacity)}")


def _clauses(terms: Terms, selection: Selection) -> tuple[contract.Clause, ...]:
    return tuple(
        contract.Clause(number, clause.code, clause.title, _paragraphs(terms, selection, clause))
        for number, clause in enumerate(selection.clauses, start=1)
    )


def _paragraphs(terms: Terms, selection: Selection, clause: Clause) -> tuple[Paragraph, ...]:
    number = selection.numbers["clause", clause.code]
    applicable = [passage for passage in clause.passages if passage.when.holds(terms)]
    return tuple(
        Paragraph(
            f"{number}.{nth}",
            passage.filled(selection.facts, selection.numbers),
            passage.filled_points(selection.facts, selection.numbers),
        )
        for nth, passage in enumerate(applicable, start=1)
    )


def _definitions(
    terms: Terms, library: Library, selection: Selection, clauses: tuple[contract.Clause, ...]
) -> tuple[Row, ...]:
    """The words with capitals that the clauses of this agreement use."""
    paragraphs = [paragraph for clause in clauses for paragraph in clause.paragraphs]
    texts = [text for each in paragraphs for text in (each.text, *each.points)]
    said = " ".join("".join(run.text for run in text) for text in texts)
    return tuple(
        Row(each.word, each.passage.filled(selection.facts, selection.numbers))
        for each in library.definitions
        if each.word.removesuffix("s") in said and each.passage.when.holds(terms)
    )


def _signature(terms: Terms, party: Party) -> Signature:
    heading, purpose = f"Signed for {party.name}", f"Signature of {party.signatory}"
    if party.capacity is Capacity.SECONDEE:
        heading = f"Signed by the {facts.word_of(terms, party.capacity)}"
    else:
        purpose = f"{facts.together(purpose, party.signatory_title)}, for {party.name}"
    return Signature(party.field, heading, party.signatory, party.signatory_title, purpose)
