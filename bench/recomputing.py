"""Working out the dates, warnings and cost of one secondment anew, as its pages do."""

from datetime import UTC, datetime

from bench.office import an_office
from bench.timing import Times
from secondments import clock
from secondments.secondment import course, queries, said
from secondments.secondment.ladder import rungs
from secondments.terms import costs
from tests.builders import a_proposal, a_world

SENT = datetime(2027, 1, 18, 9, tzinfo=UTC)


def measure(turns: int) -> Times:
    """The case is loaded once; a turn asks the database for nothing but the rates it holds."""
    times = Times()
    with an_office() as office, office.app.app_context(), clock.stopped_at(SENT):
        cast = a_world()
        s = queries.case(a_proposal(cast).ref, reader=cast.trainee)
        for turn in range(turns + 1):
            now = said.now(s)
            with times.taken():
                rungs(course.course(s, now))
                course.warned(s)
                course.impact(s, now)
                course.short_notice_is_explained(s)
                costs.of(s)
            if not turn:
                times.all.clear()  # the first one warms up
    return times
