"""Moving the business clock of the demonstration, for every process that shares its database."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from secondments import clock, jobs
from secondments.demo.models import DemoClock
from secondments.errors import NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.use_case import use_case

FRESH_FOR = timedelta(seconds=1)


class Reading:
    """The shift last read, so that a page does not ask for it at every line."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.shift, self.read_at = timedelta(), datetime.min.replace(tzinfo=clock.wall().tzinfo)

    def __call__(self) -> timedelta:
        if clock.wall() - self.read_at > FRESH_FOR:
            self.read_at = clock.wall()
            self.shift = self._read()
        return self.shift

    def _read(self) -> timedelta:
        try:
            with self.app.app_context(), db.engine.connect() as connection:
                seconds = connection.scalar(select(DemoClock.seconds_ahead))
        except SQLAlchemyError:  # no database, no demonstration: the page itself will say so
            return self.shift
        return timedelta(seconds=seconds or 0)


@use_case("demo.move_clock")
def move_to(_nothing: None, *, by: Person, moment: datetime) -> None:
    """Let the business clock go on from `moment`; the calendar catches up.

    The first time it may be set to any day; from then on it never goes back.
    """
    ahead = int((moment - clock.wall()).total_seconds())
    row = db.session.get(DemoClock, 1) or DemoClock(id=1, seconds_ahead=ahead)
    if ahead < row.seconds_ahead:
        raise NotPossibleNow("The demonstration’s clock only goes forward.")
    row.seconds_ahead = ahead
    db.session.add(row)
    jobs.defer("calendar.run", queueing_lock="calendar.run")


def follow(moment: datetime, *, by: Person) -> None:
    """Move the clock to where a played case stopped, unless it is further on already."""
    if not was_set() or moment > clock.now():
        move_to(None, by=by, moment=moment)


def was_set() -> bool:
    return db.session.get(DemoClock, 1) is not None
