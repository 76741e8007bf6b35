"""An engine that several use at once: the last to leave closes its connections."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Engine


class Shared:
    """Closed sooner, a connection that somebody still holds would belong to no pool any more."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._users, self._lock = engine, 0, Lock()

    @contextmanager
    def used(self) -> Iterator[Engine]:
        with self._lock:
            self._users += 1
        try:
            yield self._engine
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._engine.dispose()
