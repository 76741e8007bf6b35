"""The schedule of particulars: parties, people, words with capitals, grounds, this document."""

from collections.abc import Iterator
from dataclasses import dataclass

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Capacity, Kind, Party, Terms
from secondments.documents.contract import (
    Block,
    Column,
    Facts,
    Listing,
    Row,
    Table,
    plain,
)

# The kinds under which somebody works for the host.
HAS_WORK = {Kind.SECONDMENT, Kind.ADVISORY}


@dataclass(frozen=True)
class Particulars:
    """What this schedule says besides the terms."""

    version: int
    fingerprint: str
    definitions: tuple[Row, ...]


def blocks(terms: Terms, particulars: Particulars) -> Iterator[Block]:
    yield _parties(terms)
    yield _people(terms)
    if particulars.definitions:
        yield Facts("Words with capitals", particulars.definitions)
    grounds = terms.parameters["immediate_grounds"]
    if terms.kind in HAS_WORK and isinstance(grounds, tuple) and grounds:
        said = (facts.of_person(terms, facts.sentence(each)) for each in grounds)
        yield Listing("Grounds for ending at once", tuple(said))
    yield _this_document(terms, particulars)


def _parties(terms: Terms) -> Table:
    return Table(
        "Parties",
        (Column("Party", 16), Column("Who", 44), Column("Address for notices", 40)),
        tuple((facts.word_of(terms, p.capacity), _who(terms, p), p.address) for p in terms.parties),
    )


def _who(terms: Terms, party: Party) -> str:
    if party.capacity is Capacity.SECONDEE:
        return facts.together(party.name, terms.secondee)
    return facts.together(party.name, f"company number {party.number}" if party.number else "")


def _people(terms: Terms) -> Table:
    manager, contact = terms.host_manager, terms.home_contact
    people: list[tuple[str, str]] = []
    # The clauses of the other kinds give these two nothing to do.
    if terms.kind in HAS_WORK:
        people += [
            ("Host’s Manager", facts.together(manager.name, manager.description)),
            ("Employer’s Contact", facts.together(contact.name, contact.description)),
        ]
    people += [
        (f"{p.capacity.word}’s signatory", facts.together(p.signatory, p.signatory_title))
        for p in terms.parties
        if p.capacity is not Capacity.SECONDEE
    ]
    return Table("People", (Column("Role", 30), Column("Who", 70)), tuple(people))


def _this_document(terms: Terms, particulars: Particulars) -> Facts:
    first, last = particulars.fingerprint[:32], particulars.fingerprint[32:]
    rows = {
        "Reference and version": f"{terms.reference}, version {particulars.version}",
        "Clauses": _clauses(terms),
        "Fingerprint (SHA-256) of the terms": f"{words.hash_full(first)}\n{words.hash_full(last)}",
    }
    return Facts("This document", tuple(Row(label, plain(text)) for label, text in rows.items()))


def _clauses(terms: Terms) -> str:
    """Of which texts the agreement is made: the library, and what was amended since."""
    library = f"Version {terms.library} of the clause library"
    if not terms.amendments:
        return library
    return f"{library}, with {words.listed(terms.amendments)} as amended"
