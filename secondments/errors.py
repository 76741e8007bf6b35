"""What can go wrong, in words for the person who asked. web/errors.py turns these into pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class DomainError(Exception):
    """The request cannot be carried out; str(error) is a sentence for the user."""


class NotFound(DomainError):
    """No such record, or none that you may know of."""


class NotAllowed(DomainError):
    """Someone else may do this, but not you."""


class NotStrongEnough(NotAllowed):
    """You may do this once you have shown more of who you are: by a second factor."""


@dataclass(frozen=True)
class Blocker:
    """Why something cannot be done yet: a code, a sentence, whose move it is and where to fix it.

    The sentence is a constant with named parameters, filled at the edge by `str()`.
    """

    code: str
    sentence: str
    who: str = ""
    fix: str = ""  # a section of the secondment's pages, for example "company"
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.values)


class NotPossibleNow(DomainError):
    """You may do this, but not in the record's present state."""

    def __init__(self, reason: str | Blocker, *others: Blocker) -> None:
        super().__init__(str(reason))
        self.blockers: Sequence[Blocker] = (
            (reason, *others) if isinstance(reason, Blocker) else others
        )


class Stale(NotPossibleNow):
    """The record is no longer the one you were looking at."""

    def __init__(self, reason: str, *, seen: int, newest: int) -> None:
        super().__init__(reason)
        self.seen, self.newest = seen, newest


class Gone(DomainError):
    """A link that was used, replaced or has expired; says where to go."""


class TooMany(DomainError):
    """Too many tries; `retry_after` in seconds."""

    def __init__(self, sentence: str, *, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class InvalidInput(DomainError):
    """What was entered cannot be used; `fields` says which and why."""

    def __init__(self, sentence: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class Altered(DomainError):
    """A stored document is not what was put there; it is never served."""


class CannotStart(DomainError):
    """The service cannot start; the sentence tells the operator what to do about it."""


class ProgrammingError(Exception):
    """A rule of the codebase was broken; never shown to users, never caught."""
