"""The letters about a contract that is taken back or could not be made."""

from secondments import letters
from secondments.agreements.models import Agreement
from secondments.people import queries as people
from secondments.people.models import Person


def recalled(agreement: Agreement, message: str) -> None:
    """To everyone who was asked to sign, also those who had."""
    asked = [signatory.person for signatory in agreement.signatories]
    _post(agreement, asked, "contract_recalled", said=message)


def not_made(agreement: Agreement, problem: str) -> None:
    """To the contracts office: the document is missing, and why."""
    s = agreement.secondment
    office = people.offices(s.employer_id, s.university_id)
    _post(agreement, list(office), "document_not_made", said=problem)


def _post(agreement: Agreement, to: list[Person], event: str, *, said: str) -> None:
    s = agreement.secondment
    for person in to:
        letters.post(
            to=letters.Recipient(person.id, person.name, person.email),
            event=event,
            secondment_id=s.id,
            seq=s.seq,
            template=f"agreement_{event}.txt",
            ref=s.ref,
            version=agreement.version,
            secondee=s.applicant.name,
            company=s.company.name if s.company else "",
            said=said,
        )
