"""Making documents, outside every transaction: the agreement to sign, and drafts to read."""

import uuid

from secondments import jobs
from secondments.agreements import queries, service, terms, wording
from secondments.agreements.models import Agreement, Status
from secondments.documents import contract
from secondments.documents.desk import desk
from secondments.documents.values import Attachment, PrintingFailed
from secondments.secondment import queries as secondments
from secondments.secondment.queries import calendar


@jobs.job("agreements.make", queue="documents", retry=5, priority=10)
def make(agreement_id: str) -> None:
    """Print the frozen terms and put the seal of issue on them. Safe to repeat."""
    with jobs.step():
        agreement = queries.by_id(uuid.UUID(agreement_id))
        if agreement.issued_sha256 is not None or not agreement.is_standing:
            return
        html, attached = contract.to_print(wording.of(agreement)), _attached(agreement)
    try:
        printed = desk().press.render(html, [attached])
        sealed = desk().press.certify(printed.pdf).pdf
    except PrintingFailed as error:
        agreement = queries.by_id(uuid.UUID(agreement_id))
        service.report_problem(agreement, by=calendar(), problem=str(error))
        raise
    made = service.Made(desk().store.put(sealed), printed.pages)
    service.store(queries.by_id(uuid.UUID(agreement_id)), by=calendar(), made=made)


@jobs.periodic("* * * * *")
@jobs.job("agreements.mark_ended")
def mark_ended() -> None:
    """See to it that every version no longer in force says so; each in a job of its own."""
    for agreement_id in queries.unmarked():
        lock = f"mark:{agreement_id}"
        jobs.defer("agreements.mark", queueing_lock=lock, agreement_id=str(agreement_id))


@jobs.job("agreements.mark", queue="documents", retry=0)
def mark(agreement_id: str) -> None:
    """Print a version that is no longer in force again, marked as such. Safe to repeat.

    One that fails is tried again by a later mark_ended.
    """
    with jobs.step():
        agreement = queries.by_id(uuid.UUID(agreement_id))
        if not agreement.lacks_mark:
            return
        why: contract.Mark = "superseded" if agreement.status is Status.SUPERSEDED else "void"
        html = contract.to_print(wording.of(agreement), mark=why)
    name = desk().store.put(desk().press.render(html).pdf)
    service.keep_marked(queries.by_id(uuid.UUID(agreement_id)), by=calendar(), sha256=name)


def _attached(agreement: Agreement) -> Attachment:
    return Attachment(
        name="terms.json",
        content=agreement.terms.encode(),
        description="The agreed terms, machine readable",
        made_at=agreement.issued_at,
    )


@jobs.job("agreements.draft", queue="documents", retry=0)
def draft(secondment_id: str) -> None:
    """A watermarked copy of the agreement as it stands, unless there is one of these terms."""
    with jobs.step():
        s = secondments.by_id(uuid.UUID(secondment_id))
        if s.state not in service.ANSWERED or not service.can_be_drawn_up(s):
            return
        now, document = wording.as_it_stands(s)
        digest = terms.fingerprint(now)
        known = queries.draft(s)
        if known is not None and known.terms_sha256 == digest:
            return
    printed = desk().press.render(contract.to_print(document, mark="draft"))
    name = desk().store.put(printed.pdf)
    with jobs.step():
        s = secondments.by_id(uuid.UUID(secondment_id))
        service.keep_draft(s, terms_sha256=digest, pdf_sha256=name)
