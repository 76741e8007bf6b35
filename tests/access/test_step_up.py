"""Step-up: a grant is for one act on one document, once, within five minutes."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from secondments import clock
from secondments.access import queries, service, step_up
from secondments.access.factors.proving import Proof
from secondments.access.models import AuthSession, OneTime
from secondments.errors import InvalidInput, NotAllowed, TooMany
from secondments.extensions import db
from secondments.people.models import Person
from tests.access.browser import PASSWORD

SHOWN, OTHER = "a" * 64, "b" * 64
MINE = Proof(password=PASSWORD)
FOR = {"purpose": "sign", "document_sha256": SHOWN}


@pytest.fixture
def person(office, carys, person_called):
    return person_called(carys)


@pytest.fixture
def session(person):
    return a_session(person)


@pytest.fixture
def grant(person, session) -> uuid.UUID:
    return step_up.grant(session, person, MINE, **FOR).id


def a_session(person: Person) -> AuthSession:
    """One more place where the person is signed in."""
    token = service.open_session(
        person, by=person, method="password", browser=service.Browser("", ""), instead_of=None
    )
    wanted = select(AuthSession).where(AuthSession.token_hash == queries.hash_of(token))
    return db.session.scalars(wanted).one()


def used(grant_id, person, **other) -> None:
    step_up.consume(grant_id, person=person, **{**FOR, **other})


def test_the_password_gives_a_grant_that_works_once(person, grant):
    used(grant, person)
    db.session.commit()
    with pytest.raises(NotAllowed, match="Confirm again"):
        used(grant, person)


def test_an_act_that_fails_gives_the_grant_back(person, grant):
    used(grant, person)
    db.session.rollback()
    used(grant, person)


def test_a_wrong_password_gives_none_and_says_so_at_its_field(person, session, count):
    with pytest.raises(InvalidInput) as refused:
        step_up.grant(session, person, Proof(password="not this one"), **FOR)
    assert list(refused.value.fields) == ["password"]
    assert count(OneTime) == 0


def test_none_typed_is_asked_for_and_counts_as_no_try(person, session):
    for _ in range(12):
        with pytest.raises(InvalidInput, match="Enter your password"):
            step_up.grant(session, person, Proof(), **FOR)
    step_up.grant(session, person, MINE, **FOR)


def test_guessing_is_limited_together_with_the_sign_in(person, session):
    for _ in range(10):
        with pytest.raises(InvalidInput):
            step_up.grant(session, person, Proof(password="not this one"), **FOR)
    with pytest.raises(TooMany):
        step_up.grant(session, person, MINE, **FOR)
    with pytest.raises(TooMany):
        service.identify(person.email, PASSWORD, place="198.51.100.4")


@pytest.mark.parametrize("other", [{"purpose": "issue"}, {"document_sha256": OTHER}])
def test_it_is_for_no_other_act_and_no_other_document(person, grant, other):
    with pytest.raises(NotAllowed):
        used(grant, person, **other)
    used(grant, person)


def test_it_is_for_nobody_else(person, grant, someone, person_called):
    other = person_called(someone("Dr Somebody Else"))
    with pytest.raises(NotAllowed):
        used(grant, other)


def test_it_lasts_five_minutes(person, grant, later):
    later(OneTime, timedelta(minutes=4, seconds=55), OneTime.expires_at)
    used(grant, person)
    db.session.rollback()
    later(OneTime, timedelta(seconds=6), OneTime.expires_at)
    with pytest.raises(NotAllowed):
        used(grant, person)


def test_it_dies_with_its_session(person, session, grant):
    a_session(person)
    db.session.delete(session)
    db.session.commit()
    with pytest.raises(NotAllowed):
        used(grant, person)


def test_another_session_of_the_same_person_cannot_use_it(person, session, grant):
    db.session().info["auth_session"] = a_session(person).id
    with pytest.raises(NotAllowed):
        used(grant, person)


def test_the_session_of_somebody_else_gets_no_grant(session, someone, person_called):
    other = person_called(someone("Dr Somebody Else"))
    with pytest.raises(NotAllowed):
        step_up.grant(session, other, MINE, **FOR)


def test_an_invented_grant_is_none(person, session):
    with pytest.raises(NotAllowed):
        used(uuid.uuid4(), person)


def test_of_two_acts_at_once_one_gets_it(app, person, grant):
    start, won = threading.Barrier(2), []
    db.session.refresh(person)
    db.session.expunge(person)
    db.session.rollback()

    def act() -> None:
        with app.app_context():
            start.wait()
            try:
                step_up.consume(grant, person=person, **FOR)
                won.append(clock.wall())
            except NotAllowed:
                pass
            db.session.commit()

    both = [threading.Thread(target=act) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(won) == 1
