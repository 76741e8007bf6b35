"""`python -m tests.journeys.people`: the demo people in an empty database, and no case.

On a day before those of every story, whatever the day on which the tests are run.
"""

from datetime import UTC, datetime

import config
from secondments.application import create_app
from secondments.demo import business_clock, loading, world
from secondments.secondment.queries import calendar

FIRST_DAY = datetime(2026, 11, 30, 9, tzinfo=UTC)

if __name__ == "__main__":
    app = create_app(config.load())
    with app.app_context():
        world.create(None, by=calendar(), password=loading.password_of(app))
        business_clock.move_to(None, by=calendar(), moment=FIRST_DAY)
