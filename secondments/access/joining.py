"""Making an account oneself: the address is shown to be one's own before there is a person."""

import uuid
from dataclasses import asdict

from secondments import jobs
from secondments.access import letters, one_time, queries
from secondments.errors import Gone
from secondments.extensions import Json, db
from secondments.people import joining as people_joining
from secondments.people import queries as people
from secondments.people.joining import Joining
from secondments.people.models import Organisation, Person, Role
from secondments.use_case import use_case


def ask(said: Joining) -> None:
    """A letter goes to the address, another one when it has an account: asking tells nobody.

    Raises InvalidInput.
    """
    people_joining.check(said)
    _ask(None, by=people.calendar(), said=_plain(said))


@use_case("access.ask_to_join")
def _ask(_nothing: None, *, by: Person, said: Json) -> None:
    jobs.defer("access.send_join", said=said)


def send(said: Json) -> None:
    """For use inside a job."""
    known = people.by_email(said["email"])
    if known is not None:
        if known.left_at is None:
            letters.known_already(known, asked=uuid.uuid4())
        return
    _, token = one_time.make(one_time.JOIN, None, data=said)
    letters.join(said, token, where=where(_read(said)))


def read(token: str) -> Joining:
    """What was said with this link; looking does not use it up. Raises Gone."""
    found = one_time.find(token, one_time.JOIN)
    if found is None:
        raise Gone(one_time.NO_LONGER)
    return _read(found.data)


def finish(token: str) -> Person:
    """The new person. Raises Gone, also when the address has got an account in the meantime."""
    said = read(token)
    if queries.account_of(said.email) is not None:
        raise Gone(one_time.NO_LONGER)
    made = _finish(None, by=people.calendar(), token=token)
    return people.get_person(uuid.UUID(made))


def where(said: Joining) -> str:
    found = db.session.get(Organisation, said.organisation_id)
    return found.name if found is not None else ""


@use_case("people.join")
def _finish(_nothing: None, *, by: Person, token: str) -> str:
    used = one_time.consume(token, one_time.JOIN)
    return people_joining.admit(_read(used.data))


def _plain(said: Joining) -> Json:
    told = asdict(said)
    return {**told, "role": str(said.role), "organisation_id": str(said.organisation_id)}


def _read(said: Json) -> Joining:
    role, at = Role(said["role"]), uuid.UUID(said["organisation_id"])
    return Joining(said["name"], said["email"], role, at, said["said"])
