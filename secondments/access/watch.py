"""What access says to the log of security events: tries, proofs, changes and ends."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from secondments import security_log
from secondments.errors import InvalidInput


@contextmanager
def of(name: str, *, method: str) -> Iterator[None]:
    """A try that is refused leaves its line; one that works is said where its result is known."""
    try:
        yield
    except InvalidInput:
        security_log.event(name, result="refused", method=method)
        raise


def signed_in(methods: Iterable[str]) -> None:
    security_log.event("sign_in", result="ok", method="+".join(methods))


def proved(methods: Iterable[str]) -> None:
    security_log.event("step_up", result="ok", method="+".join(methods))


def factor_changed(action: str) -> None:
    security_log.event("factor_changed", what=action)


def ended(why: str) -> None:
    security_log.event("session_ended", why=why)
