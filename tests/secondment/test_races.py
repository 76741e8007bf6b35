"""Two people at once, on real PostgreSQL, each with a session of their own."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from secondments import clock
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.people.models import Cover, Person, Role
from secondments.secondment import covers, drafts, queries, votes
from secondments.secondment.choices import Decision
from secondments.secondment.covers import Away
from secondments.secondment.lifecycle import State
from tests.builders import a_draft, a_person, a_proposal, a_world, supported

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


def test_two_colleagues_of_one_office_at_the_same_step_are_one_decision(app):
    """Anyone of them may; whoever comes second reads a sentence and changes nothing."""
    cast = a_world()
    second = a_person("Dr Miriam Castell", (Role.DEAN, cast.training_body))
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.release)
        act = support_of(s.revision)
        [problem] = at_once(app, s, (act, cast.dean), (act, second))
        assert isinstance(problem, NotPossibleNow | NotAllowed)
        assert str(problem)
        assert len([v for v in s.votes if v.step == "PGD"]) == 1
        assert s.state is State.SUPERVISOR_APPROVED


def test_who_is_away_and_who_covers_at_once_decide_once(app):
    cast = a_world()
    a_cover(cast)
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.release)
        act = support_of(s.revision)
        [problem] = at_once(app, s, (act, cast.dean), (act, cast.director))
        assert isinstance(problem, NotPossibleNow | NotAllowed)
        [vote] = [v for v in s.votes if v.step == "PGD"]
        assert cast.dean.id in {vote.person_id, vote.on_behalf_of_id}


def test_a_cover_that_ends_while_its_holder_decides_has_one_order(app):
    """Either the decision came first and stands, or the end did and it is refused in words."""
    cast = a_world()
    for _ in range(PAIRS):
        s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.release)
        cover_id = a_cover(cast)

        def end(_s, person, cover_id=cover_id):
            covers.end_cover(db.session.get_one(Cover, cover_id), by=person)

        problems = at_once(app, s, (support_of(s.revision), cast.director), (end, cast.dean))
        given = [v for v in s.votes if v.step == "PGD"]
        assert len(given) + len(problems) == 1
        assert all(isinstance(problem, NotAllowed) for problem in problems)
        assert db.session.get_one(Cover, cover_id).until_on == TODAY.date()


def test_a_decision_waits_for_a_cover_that_is_being_ended_and_is_then_refused(app):
    """Not even the moment between looking and recording lets one through."""
    cast = a_world()
    s = supported(a_proposal(cast), cast.supervisor, cast.director, cast.release)
    a_cover(cast)
    problems, act, s_id, who = [], support_of(s.revision), s.id, cast.director.id
    db.session.rollback()

    def decide():
        with app.app_context(), clock.stopped_at(TODAY):
            try:
                act(queries.by_id(s_id), db.session.get_one(Person, who))
            except NotAllowed as problem:
                problems.append(problem)
            db.session.remove()

    thread = threading.Thread(target=decide)
    with db.engine.begin() as ending:
        ending.execute(db.update(Cover).values(until_on=TODAY.date()))
        thread.start()
        thread.join(3)
        assert thread.is_alive()  # it waits
    thread.join()
    db.session.expire_all()
    assert "that has ended" in str(problems[0])
    assert [v for v in s.votes if v.step == "PGD"] == []


def a_cover(cast):
    away = Away(cast.dean, cast.director, TODAY.date(), TODAY.date() + timedelta(days=9))
    covers.set_cover(away, by=cast.dean)
    return db.session.scalars(db.select(Cover.id).where(Cover.until_on > TODAY.date())).one()


def test_two_covers_of_one_person_at_once_are_one(app):
    cast = a_world()
    known = [cast.dean.id, cast.director.id]
    problems = []

    def arrange():
        with app.app_context(), clock.stopped_at(TODAY):
            dean, director = (db.session.get(Person, key) for key in known)
            away = Away(dean, director, TODAY.date(), TODAY.date() + timedelta(days=9))
            try:
                covers.set_cover(away, by=dean)
            except InvalidInput as problem:
                problems.append(problem)
            db.session.remove()

    for _ in range(PAIRS):
        threads = [threading.Thread(target=arrange) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert db.session.scalar(db.select(db.func.count(Cover.id))) == 1
        assert "decides for them in that time already" in str(problems.pop())
        db.session.rollback()
        with db.engine.begin() as ending:
            ending.execute(db.delete(Cover))


def test_two_windows_that_keep_at_once_do_not_overwrite_each_other(app):
    """As the page's script asks: the case is read and locked first, then kept."""
    cast = a_world()
    ref, key = a_draft(cast).ref, cast.trainee.id
    problems = []

    def keep(words, both):
        with app.app_context(), clock.stopped_at(TODAY):
            me = db.session.get_one(Person, key)
            both.wait(10)
            s = queries.to_write(ref, reader=me)
            try:
                drafts.save(s, by=me, revision=seen, answers={"benefits": words})
            except Stale as problem:
                problems.append(problem)
            db.session.remove()

    for turn in range(PAIRS):
        db.session.rollback()
        seen, both = queries.by_ref(ref).revision, threading.Barrier(2)
        db.session.rollback()
        said = [f"Teaching, {turn}, {window}." for window in ("one", "two")]
        threads = [threading.Thread(target=keep, args=(words, both)) for words in said]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        s = queries.by_ref(ref)
        assert (s.revision, s.proposal.benefits in said) == (seen + 1, True)
        assert [problem.seen for problem in problems] == [seen]
        problems.clear()


def test_a_lock_of_another_transaction_is_not_relied_on(app):
    cast = a_world()
    s = queries.to_write(a_draft(cast).ref, reader=cast.trainee)
    seen = s.revision
    db.session.commit()  # ends the lock, while the case is still at hand
    with app.app_context():
        other = queries.by_ref(s.ref)
        drafts.save(other, by=other.applicant, revision=seen, answers={"benefits": "Teaching."})
        db.session.remove()
    with pytest.raises(Stale):
        drafts.save(s, by=cast.trainee, revision=seen, answers={"benefits": "Other teaching."})
