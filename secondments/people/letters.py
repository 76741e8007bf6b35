"""The letters about joining by oneself."""

from secondments import letters
from secondments.people.joining_models import JoinRequest
from secondments.people.models import Person
from secondments.people.roles import ROLE_WORDS


def somebody_joins(confirmer: Person, asked: JoinRequest) -> None:
    """To whoever can say whether it is they."""
    _post(confirmer, "people_somebody_joins", asked)


def joined(asked: JoinRequest) -> None:
    _post(asked.person, "people_joined", asked)


def not_joined(asked: JoinRequest) -> None:
    _post(asked.person, "people_not_joined", asked)


def _post(person: Person, event: str, asked: JoinRequest) -> None:
    letters.post(
        to=letters.Recipient(person.id, person.name, person.email),
        event=event,
        seq=str(asked.id),
        template=f"{event}.txt",
        asked=asked,
        role=ROLE_WORDS[asked.role].lower(),
    )
