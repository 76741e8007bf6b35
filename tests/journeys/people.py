"""`python -m tests.journeys.people`: the demo people in an empty database, and no case."""

import config
from secondments.application import create_app
from secondments.demo import loading, world
from secondments.secondment.queries import calendar

if __name__ == "__main__":
    app = create_app(config.load())
    with app.app_context():
        world.create(None, by=calendar(), password=loading.password_of(app))
