"""Two people at once, on real PostgreSQL, each with a session of their own."""

import threading
import uuid
from datetime import UTC, datetime

import pytest

from secondments import clock
from secondments.errors import NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import drafts, queries, votes
from secondments.secondment.choices import Decision
from secondments.secondment.lifecycle import State
from tests.builders import a_draft, a_proposal, a_world, supported

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
PAIRS = 8


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(TODAY):
        yield


def at_once(app, s, *acts):
    """Run `act(secondment, person)` for each (act, person) at the same instant; their errors."""
    barrier, problems, s_id = threading.Barrier(len(acts)), [], s.id
    db.session.rollback()

    def run(act, person_id):
        with app.app_context(), clock.stopped_at(TODAY):
            mine = queries.by_id(s_id), db.session.get_one(Person, person_id)
            barrier.wait(10)
            try:
                act(*mine)
            except Exception as problem:  # noqa: BLE001 - the test says which are right
                problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=run, args=(act, person.id)) for act, person in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return problems


def support_of(revision):
    return lambda s, person: votes.support(s, by=person, revision=revision)


def return_of(revision):
    return lambda s, person: votes.send_back(
        s, by=person, revision=revision, reason="dates", message="Too soon for the rota."
    )


def test_two_parallel_approvers_at_once_both_count_and_it_moves_on(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director)
        act = support_of(s.revision)
        assert at_once(app, s, (act, cast.dean), (act, cast.release)) == []
        assert s.state is State.SUPERVISOR_APPROVED
        assert [entry.seq for entry in reversed(queries.history(s))] == list(range(1, s.seq + 1))


def test_approve_against_return_has_one_winner(app):
    cast = a_world()
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.release)
        acts = (support_of(s.revision), cast.dean), (return_of(s.revision), cast.dean)
        problems = at_once(app, s, *acts)
        assert len(problems) == 1
        # Stale, or not this person's step any more: either way a sentence, never a crash.
        assert isinstance(problems[0], NotPossibleNow | NotAllowed)
        deans = [v.decision for v in s.votes if v.person_id == cast.dean.id]
        assert deans in ([Decision.SUPPORT], [Decision.RETURN])
        moved = {Decision.SUPPORT: State.SUPERVISOR_APPROVED, Decision.RETURN: State.RETURNED}
        assert s.state is moved[deans[0]]


def test_a_return_and_the_other_approvers_support_have_one_order_and_lose_nothing(app):
    """Either the support came first and stands, or the return did and it was refused as stale."""
    cast = a_world()
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director)
        acts = (support_of(s.revision), cast.dean), (return_of(s.revision), cast.release)
        problems = at_once(app, s, *acts)
        assert all(isinstance(problem, NotPossibleNow | NotAllowed) for problem in problems)
        assert s.state is State.RETURNED
        standing = {vote.person_id for vote in s.standing_votes}
        assert (cast.dean.id in standing) == (not problems)
        assert len(standing) == len(s.standing_votes)


def test_four_posts_of_one_form_are_one_decision(app):
    cast = a_world()
    s = a_proposal(cast)
    key, revision = uuid.uuid4(), s.revision

    def once(s, person):
        votes.support(s, by=person, revision=revision, once=key)

    assert at_once(app, s, *[(once, cast.supervisor)] * 4) == []
    assert len(s.votes) == 1


def test_sending_twice_at_once_sends_once(app):
    cast = a_world()
    s = a_draft(cast)
    revision = s.revision

    def send(s, person):
        drafts.send(s, by=person, revision=revision)

    problems = at_once(app, s, (send, cast.trainee), (send, cast.trainee))
    assert [type(p) for p in problems] == [NotPossibleNow]
    assert [sent.version for sent in s.sent] == [1]
