"""How many statements a piece of work sends to the database: `with count_queries() as sent:`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


class Sent(list[str]):
    """Every statement, in order."""

    def __str__(self) -> str:
        return "\n\n".join(f"{number}. {one}" for number, one in enumerate(self, start=1))


@contextmanager
def count_queries() -> Iterator[Sent]:
    """Statements of every engine of this process, also those outside the session."""
    sent = Sent()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
