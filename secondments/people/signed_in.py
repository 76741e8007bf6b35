"""Who is at the keyboard."""

from typing import cast

from flask_login import current_user

from secondments.errors import ProgrammingError
from secondments.people.models import Person


def somebody() -> Person | None:
    """The signed-in person, or None on a page that is open to all."""
    signed_in = current_user._get_current_object()
    return cast(Person, signed_in.person) if signed_in.is_authenticated else None


def me() -> Person:
    """The signed-in person. Call it only behind the sign-in door."""
    person = somebody()
    if person is None:
        raise ProgrammingError("me() was asked on a page that is open to all")
    return person
