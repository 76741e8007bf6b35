"""The schedule of particulars: parties, people, words with capitals, grounds, this document."""

from collections.abc import Iterator
from dataclasses import dataclass

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Capacity, Party, Terms
from secondments.documents.contract import (
    Block,
    Column,
    Facts,
    Listing,
    Row,
    Table,
    plain,
)


@dataclass(frozen=True)
class Particulars:
    """What this schedule says besides the terms."""

    version: int
    fingerprint: str
    definitions: tuple[Row, ...]


def blocks(terms: Terms, particulars: Particulars) -> Iterator[Block]:
    yield _parties(terms)
    yield _people(terms)
    yield Facts("Words with capitals", particulars.definitions)
    grounds = terms.parameters["immediate_grounds"]
    if isinstance(grounds, tuple) and grounds:
        yield Listing("Grounds for ending at once", tuple(map(facts.sentence, grounds)))
    yield _this_document(terms, particulars)


def _parties(terms: Terms) -> Table:
    return Table(
        "Parties",
        (Column("Party", 16), Column("Who", 44), Column("Address for notices", 40)),
        tuple((p.capacity.word, _who(terms, p), p.address) for p in terms.parties),
    )


def _who(terms: Terms, party: Party) -> str:
    if party.capacity is Capacity.SECONDEE:
        return facts.together(party.name, terms.secondee)
    return facts.together(party.name, f"company number {party.number}" if party.number else "")


def _people(terms: Terms) -> Table:
    manager, contact = terms.host_manager, terms.home_contact
    people = [
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
        "Clauses": f"Version {terms.library} of the clause library",
        "Fingerprint (SHA-256) of the terms": f"{words.hash_full(first)}\n{words.hash_full(last)}",
    }
    return Facts("This document", tuple(Row(label, plain(text)) for label, text in rows.items()))
