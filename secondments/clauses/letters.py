"""Letters about clause texts: to those who may review one, and to those who wrote it."""

from collections.abc import Sequence

from secondments import letters
from secondments.agreements.clause_models import ClauseText
from secondments.clauses import queries
from secondments.people.models import Person


def submitted(text: ClauseText, *, by: Person) -> None:
    _post(queries.reviewers_of(text), text, "clause_submitted", by=by)


def approved(text: ClauseText, *, by: Person) -> None:
    _post(queries.writers_of(text), text, "clause_approved", by=by)


def sent_back(text: ClauseText, *, by: Person) -> None:
    _post(queries.writers_of(text), text, "clause_sent_back", by=by)


def _post(people: Sequence[Person], text: ClauseText, event: str, *, by: Person) -> None:
    for person in people:
        letters.post(
            to=letters.Recipient(person.id, person.name, person.email),
            event=event,
            seq=f"{text.id}:{text.saves}",
            template=f"{event}.txt",
            code=text.code,
            number=text.number,
            title=text.title,
            why=text.why,
            by=by.name,
            note=text.note,
            day=text.effective_from,
        )
