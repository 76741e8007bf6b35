"""`python -m tests.journeys.plays`: the answers of the worked cases, as JSON; or some of a story.

With `CASE REF FROM TO`, the scenes after FROM up to TO are played by the demonstration's own acts;
with `CASE new TO`, from the draft on. What other journeys play in the browser need not be again.
"""

import json
import sys
import time
from datetime import UTC, date, datetime

from flask import Flask

import config
from secondments import clock, jobs
from secondments.agreements.models import Status
from secondments.application import create_app
from secondments.demo import cases, loading, worked, world
from secondments.demo.cases import Case, Scene, Stage
from secondments.extensions import db
from secondments.secondment import queries

PATIENCE = 120.0


def answers() -> dict[str, dict[str, object]]:
    """By case; as JSON holds them, which is what filling.py takes."""
    return {
        name: cases.answers_of(case, world.cast(case.trainee, case.company))
        for name, case in worked.CASES.items()
    }


def begun(case: Case) -> str:
    with clock.stopped_at(_nine(date(*case.begun))):
        return cases.begin(case, world.cast(case.trainee, case.company)).ref


def play(app: Flask, case: Case, ref: str, scene: Scene) -> None:
    with clock.stopped_at(_nine(date(*scene.day))):
        cast = world.cast(case.trainee, case.company)
        scene.act(Stage(cast, queries.by_ref(ref), loading.password_of(app), case))
        db.session.close()
        # The service's own worker may be at the same job: whoever is second tries again later.
        jobs.run_due(app, raising=False)
        _wait_for_the_document(ref)


def _wait_for_the_document(ref: str) -> None:
    """The service's own worker may have taken the job."""
    end = time.monotonic() + PATIENCE
    while (made := queries.by_ref(ref).agreement) and made.status is Status.PREPARING:
        assert time.monotonic() < end, f"The agreement of {ref} was not made"
        db.session.close()
        time.sleep(0.3)


def _nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def main(app: Flask, name: str, ref: str, *days: str) -> str:
    case = worked.CASES[name]
    first, last = (days[0], days[-1]) if ref != "new" else ("2000-01-01", days[-1])
    ref = begun(case) if ref == "new" else ref
    for scene in case.scenes:
        if date.fromisoformat(first) < date(*scene.day) <= date.fromisoformat(last):
            play(app, case, ref, scene)
    return ref


if __name__ == "__main__":
    app = create_app(config.load())
    with app.app_context():
        told = main(app, *sys.argv[1:]) if sys.argv[1:] else json.dumps(answers(), default=str)
        print(told)  # noqa: T201
