"""Filling in the deanery's forms, outside every transaction, whenever the record has changed."""

import uuid
from collections.abc import Iterator

from secondments import clock, jobs
from secondments.deanery import assembly, drawing_up, queries, service
from secondments.deanery.service import Made, Wanted
from secondments.documents import form
from secondments.documents.desk import desk
from secondments.documents.values import PrintingFailed
from secondments.secondment import queries as secondments
from secondments.secondment.course import is_training
from secondments.secondment.models import Secondment


@jobs.periodic("* * * * *")
@jobs.job("deanery.catch_up")
def catch_up() -> None:
    """Look at every case that has changed; each in its own job, so that none holds up another."""
    for secondment_id in queries.behind(assembly.edition()):
        jobs.defer(
            "deanery.make",
            queueing_lock=f"deanery:{secondment_id}",
            secondment_id=str(secondment_id),
        )


@jobs.job("deanery.make", queue="documents", retry=0)
def make(secondment_id: str) -> None:
    """Print the forms of a case whose words have changed; the others stay. Safe to repeat.

    One that fails holds up no other, is told on the page and is tried again by a later catch_up.
    """
    with jobs.step():
        s = secondments.by_id(uuid.UUID(secondment_id))
        wanted = list(_not_yet_made(s)) if is_training(s) and s.sent else []
    problem: PrintingFailed | None = None
    for one in wanted:
        try:
            printed = _printed(one)
        except PrintingFailed as error:
            problem = error
            with jobs.step():
                service.keep_problem(one, str(error))
        else:
            with jobs.step():
                service.keep(one, printed)
    if problem:
        raise problem
    with jobs.step():
        service.forget_problem(uuid.UUID(secondment_id))


def _not_yet_made(s: Secondment) -> Iterator[Wanted]:
    facts, today, edition = drawing_up.as_sent(s), clock.today(s.zone), assembly.edition()
    for kind in assembly.offered(facts):
        drawn = assembly.draw(kind, facts)
        wanted = Wanted(
            secondment_id=s.id,
            kind=kind,
            version=facts.version,
            fingerprint=assembly.fingerprint(drawn),
            html=form.to_print(drawn, on=today),
            seq=s.seq,
            edition=edition,
        )
        if not service.still_says(wanted):
            yield wanted


def _printed(wanted: Wanted) -> Made:
    printed = desk().press.render(wanted.html)
    return Made(desk().store.put(printed.pdf), printed.pages, len(printed.pdf))
