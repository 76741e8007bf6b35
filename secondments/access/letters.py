"""The letters about signing in. Some carry a link that works once."""

import uuid
from datetime import datetime
from typing import Any

from flask import current_app

from secondments import letters
from secondments.access import one_time
from secondments.extensions import Json
from secondments.people.models import Person

CHOOSE = "{base_url}/choose-password/{token}"
INVITED = "{base_url}/invitation/{token}"
JOIN = "{base_url}/join/{token}"
STOP = "{base_url}/account-recovery/{token}"


def invitation(person: Person, data: Json, *, said: object, replaces: bool) -> str:
    """To someone new, good for seven days. Returns the link."""
    row = one_time.make(one_time.INVITATION, person, data=data, replaces=replaces)
    return _with(row, person, "access_invitation", INVITED, said=said)


def answered(inviter: Person, person: Person, *, accepted: bool, answer: uuid.UUID) -> None:
    """To whoever invited somebody."""
    _post(inviter, "access_answered", answer, "access_answered.txt", who=person, accepted=accepted)


def recovery_asked(person: Person, *, by: Person, due_at: datetime) -> None:
    """A day ahead, with a link that stops it."""
    row = one_time.make(one_time.STOP_RECOVERY, person)
    _with(row, person, "access_recovery", STOP, by=by.name, due_at=due_at)


def join(said: Json, token: str, *, where: str) -> None:
    """To an address that has no account yet."""
    letters.post(
        to=letters.Recipient(None, said["name"], said["email"]),
        event="access_join",
        seq=one_time.hash_of(one_time.JOIN, token)[:32],
        template="access_join.txt",
        link=JOIN.format(base_url=current_app.config["BASE_URL"], token=token),
        where=where,
    )


def known_already(person: Person, *, asked: uuid.UUID) -> None:
    """To somebody who has an account, when another is asked for under its address."""
    _post(person, "access_known", asked, "access_known.txt")


def reset(person: Person) -> str:
    """To someone who has forgotten the password: a link for half an hour. Returns the link."""
    return _with(one_time.make(one_time.RESET, person), person, "access_reset", CHOOSE)


def password_changed(person: Person, *, change: uuid.UUID) -> None:
    _post(person, "access_password_changed", change, "access_password_changed.txt")


def security(person: Person, *, what: str, change: uuid.UUID) -> None:
    """What guards the account has changed; `what` is a sentence without its full stop."""
    _post(person, "access_security", change, "access_security.txt", what=what)


def unlinked(person: Person, *, label: str, name: str, mark: str) -> None:
    """To an administrator: a sign-in with a provider that is linked to no account. Once a mark."""
    _post(person, "access_unlinked", mark, "access_unlinked.txt", label=label, name=name)


def _with(row: tuple[uuid.UUID, str], person: Person, event: str, where: str, **values: Any) -> str:
    row_id, token = row
    link = where.format(base_url=current_app.config["BASE_URL"], token=token)
    _post(person, event, row_id, f"{event}.txt", link=link, **values)
    return link


def _post(person: Person, event: str, seq: object, template: str, **values: Any) -> None:
    letters.post(
        to=letters.Recipient(person.id, person.name, person.email),
        event=event,
        seq=str(seq),
        template=template,
        address=person.email,
        **values,
    )
