"""The letters of signing: a receipt for each act, a refusal to everyone, the sealed copy."""

from collections.abc import Iterable
from typing import Any

from secondments import letters
from secondments.agreements.models import Agreement, Signatory
from secondments.people import queries as people
from secondments.people.models import Person


def signed(agreement: Agreement, signatory: Signatory) -> None:
    act = signatory.act
    assert act is not None
    _post(
        agreement,
        [signatory.person],
        "signed",
        "signing_receipt.txt",
        signed_at=act.at,
        digest=act.document_sha256,
        capacity=signatory.capacity,
    )


def refused(agreement: Agreement, signatory: Signatory, message: str) -> None:
    values = {"who": signatory.name, "said": message}
    _post(agreement, _everyone(agreement), "refused", "signing_refused.txt", **values)


def executed(agreement: Agreement) -> None:
    values = {"digest": agreement.sealed_sha256}
    _post(agreement, _everyone(agreement), "executed", "signing_executed.txt", **values)


def _everyone(agreement: Agreement) -> list[Person]:
    """The signatories, the secondee and the contracts office, each once."""
    s = agreement.secondment
    office = people.offices(s.employer_id, s.university_id)
    told = [*(x.person for x in agreement.signatories), s.applicant, *office]
    return list({person.id: person for person in told}.values())


def _post(
    agreement: Agreement, to: Iterable[Person], event: str, template: str, **values: Any
) -> None:
    s = agreement.secondment
    for person in to:
        letters.post(
            to=letters.Recipient(person.id, person.name, person.email),
            event=event,
            secondment_id=s.id,
            seq=s.seq,
            template=template,
            ref=s.ref,
            version=agreement.version,
            secondee=s.applicant.name,
            company=s.company.name if s.company else "",
            starts_on=s.proposal.starts_on,
            ends_on=s.proposal.ends_on,
            **values,
        )
