"""The services themselves, whatever page asks: an old page or an address gets nobody past them."""

import threading
from datetime import date

import pytest

from secondments.agreements.clause_models import TextState
from secondments.clauses import queries, service
from secondments.clauses.service import Seen, Wording
from secondments.demo import world
from secondments.errors import NotAllowed, NotPossibleNow, Stale
from secondments.extensions import db
from secondments.people.models import Person
from tests.clauses.writing import AT, NEW, REVIEWER, WRITER, sent, written

DAY = date(2027, 2, 1)
OTHER = Wording("Leaving", "Other words.", "Why not.")


def person(name):
    return db.session.query(Person).filter_by(email=world.address_of(name)).one()


def the_text(number=2):
    return queries.text("CL25", number, reader=person(WRITER))


@pytest.fixture
def reviewed(stage):
    """A text in review, with the app context held."""
    written(stage)
    sent(stage)
    with stage.app.app_context():
        yield the_text()
        db.session.rollback()


@pytest.fixture
def draft(stage):
    written(stage)
    with stage.app.app_context():
        yield the_text()
        db.session.rollback()


def test_a_text_in_review_is_not_saved(reviewed):
    with pytest.raises(NotPossibleNow, match="being reviewed"):
        service.save("CL25", by=person(WRITER), wording=OTHER, seen=Seen(2, 1))
    assert the_text().text == NEW


def test_only_what_is_in_review_is_approved_or_sent_back(draft):
    by = person(REVIEWER)
    with pytest.raises(NotPossibleNow, match="not waiting for a review"):
        service.approve(draft, by=by, saves=1, effective_from=DAY)
    with pytest.raises(NotPossibleNow, match="not waiting for a review"):
        service.send_back(the_text(), by=by, saves=1, note="No.")
    assert the_text().state is TextState.DRAFT


def test_what_was_saved_since_is_not_sent_for_review(draft):
    service.save("CL25", by=person(WRITER), wording=OTHER, seen=Seen(2, 1))
    with pytest.raises(Stale):
        service.submit(the_text(), by=person(WRITER), saves=1)
    assert the_text().state is TextState.DRAFT


def test_what_was_changed_since_it_was_read_is_not_approved(reviewed):
    with pytest.raises(Stale):
        service.approve(reviewed, by=person(REVIEWER), saves=7, effective_from=DAY)


def test_an_approved_text_is_neither_approved_again_nor_withdrawn(reviewed):
    service.approve(reviewed, by=person(REVIEWER), saves=1, effective_from=DAY)
    with pytest.raises(NotPossibleNow):
        service.approve(the_text(), by=person(REVIEWER), saves=1, effective_from=DAY)
    with pytest.raises(NotPossibleNow, match="not being written any more"):
        service.withdraw(the_text(), by=person(WRITER), saves=1)
    with pytest.raises(NotPossibleNow, match="Only a draft"):
        service.submit(the_text(), by=person(WRITER), saves=1)


def test_a_writer_neither_approves_nor_sends_back(reviewed):
    for act, more in (
        (service.approve, {"effective_from": DAY}),
        (service.send_back, {"note": "x"}),
    ):
        with pytest.raises(NotAllowed, match="written none of it"):
            act(reviewed, by=person(WRITER), saves=1, **more)


def test_of_two_saves_at_the_same_moment_one_is_kept(stage):
    written(stage)
    answers, ready = [], threading.Barrier(2)

    def save(name):
        with stage.app.app_context():
            by, wording = person(name), Wording("Leaving", f"By {name}.", "Why.")
            ready.wait()
            try:
                service.save("CL25", by=by, wording=wording, seen=Seen(2, 1))
                answers.append(name)
            except NotPossibleNow:
                answers.append("refused")
            finally:
                db.session.remove()

    both = [threading.Thread(target=save, args=(name,)) for name in (WRITER, REVIEWER)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert answers.count("refused") == 1
    kept = next(name for name in answers if name != "refused")
    assert f"By {kept}." in stage.sees(WRITER, f"{AT}/2")
