"""What terms must hold before they can be an agreement of their kind."""

from collections.abc import Callable, Mapping

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Capacity, Kind, Terms
from secondments.errors import InvalidInput
from secondments.secondment.choices import Arrangement

NEEDED = (Capacity.EMPLOYER, Capacity.HOST, Capacity.SECONDEE)
ADVISORY = "An advisory appointment is no secondment: it needs an agreement of its own kind."
NOT_ADVISORY = "An advisory agreement is for an appointment to advise, and this is a secondment."
INCOMPLETE = "The agreement needs {needed}, and each party only once."
MISSING = " Still missing: {missing}."
NO_CHARGE = "The agreement needs a charge if the Host repays the Employer, and else none."
NO_PAYEE = "Say whether the fee is paid to the Employer or to the Adviser."
NO_VARIED_AGREEMENT = "A variation needs the reference and version of the agreement that it varies."
NOTHING_VARIED = "A variation needs at least one term that changes."
PAYEES = {"employer", "person"}


def check(terms: Terms) -> None:
    """Raises InvalidInput with the sentence that says what is missing."""
    _check_parties(terms)
    if sentence := WHY_NOT[terms.kind](terms):
        raise InvalidInput(sentence)


def _check_parties(terms: Terms) -> None:
    there = [party.capacity for party in terms.parties]
    missing = [_named(terms, each) for each in NEEDED if each not in there]
    if missing or len(set(there)) < len(there):
        needed = words.listed(_named(terms, each) for each in NEEDED)
        sentence = INCOMPLETE.format(needed=needed)
        raise InvalidInput(
            sentence + (MISSING.format(missing=words.listed(missing)) if missing else "")
        )


def _named(terms: Terms, capacity: Capacity) -> str:
    word = facts.word_of(terms, capacity)
    return f"{'an' if word[0] in 'AEIOU' else 'a'} {word}"


def _secondment(terms: Terms) -> str:
    if terms.arrangement is Arrangement.ADVISORY:
        return ADVISORY
    return NO_CHARGE if terms.arrangement.is_recharged is (terms.charge is None) else ""


def _advisory(terms: Terms) -> str:
    if terms.arrangement is not Arrangement.ADVISORY:
        return NOT_ADVISORY
    return NO_PAYEE if terms.charge and terms.fee_paid_to not in PAYEES else ""


def _nda(_terms: Terms) -> str:
    return ""


def _variation(terms: Terms) -> str:
    if not terms.variation_of:
        return NO_VARIED_AGREEMENT
    return "" if terms.varies else NOTHING_VARIED


WHY_NOT: Mapping[Kind, Callable[[Terms], str]] = {
    Kind.SECONDMENT: _secondment,
    Kind.ADVISORY: _advisory,
    Kind.NDA: _nda,
    Kind.VARIATION: _variation,
}
