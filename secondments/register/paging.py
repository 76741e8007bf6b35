"""The place in a list from which its next page goes on, signed, so that it comes only from us."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from secondments.errors import InvalidInput
from secondments.register import filters
from secondments.register.filters import Wanted

NOT_OURS = "This link to a further page of the list cannot be used. Start from the first page."
READ: Mapping[str, Callable[[str], Any]] = {
    filters.CHANGED: datetime.fromisoformat,
    filters.AGE: datetime.fromisoformat,
    filters.STARTS: date.fromisoformat,
    filters.ENDS: date.fromisoformat,
    filters.SECONDEE: str,
    filters.COMPANY: str,
}


@dataclass(frozen=True)
class Place:
    """The last row that was shown: what it is sorted by, and its id."""

    key: date | datetime | str
    id: uuid.UUID


def written(place: Place, wanted: Wanted, *, secret: str) -> str:
    key = place.key if isinstance(place.key, str) else place.key.isoformat()
    return str(_signer(secret).dumps([wanted.sort, wanted.turned, key, str(place.id)]))


def read(text: str, wanted: Wanted, *, secret: str) -> Place | None:
    """None for the first page. Raises InvalidInput for a place we did not write for this order."""
    if not text:
        return None
    try:
        sort, turned, key, row = _signer(secret).loads(text)
    except BadSignature:
        raise InvalidInput(NOT_OURS) from None
    if (sort, turned) != (wanted.sort, wanted.turned):
        raise InvalidInput(NOT_OURS)
    return Place(READ[sort](key), uuid.UUID(row))


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="register.page")
