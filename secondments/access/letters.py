"""The letters about signing in. Two of them carry a link that works once."""

import uuid
from typing import Any

from flask import current_app

from secondments import letters
from secondments.access import one_time
from secondments.people.models import Person

LINK = "{base_url}/choose-password/{token}"


def invitation(person: Person) -> str:
    """To someone new: a link to choose a password, good for seven days. Returns the link."""
    return _with_link(person, one_time.INVITATION, "access_invitation.txt")


def reset(person: Person) -> str:
    """To someone who has forgotten the password: a link for half an hour. Returns the link."""
    return _with_link(person, one_time.RESET, "access_reset.txt")


def password_changed(person: Person, *, change: uuid.UUID) -> None:
    _post(person, "access_password_changed", change, "access_password_changed.txt")


def security(person: Person, *, what: str, change: uuid.UUID) -> None:
    """What guards the account has changed; `what` is a sentence without its full stop."""
    _post(person, "access_security", change, "access_security.txt", what=what)


def unlinked(person: Person, *, label: str, name: str, mark: str) -> None:
    """To an administrator: a sign-in with a provider that is linked to no account. Once a mark."""
    _post(person, "access_unlinked", mark, "access_unlinked.txt", label=label, name=name)


def _with_link(person: Person, purpose: str, template: str) -> str:
    row_id, token = one_time.make(purpose, person)
    link = LINK.format(base_url=current_app.config["BASE_URL"], token=token)
    _post(person, f"access_{purpose}", row_id, template, link=link)
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
