"""Links to choose a password: they work once, expire, and tell an outsider nothing."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from secondments import clock, jobs
from secondments.access import passwords
from secondments.access.models import AuthSession, Credential, OneTime
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people import service
from secondments.use_case import Receipt
from tests.access.browser import Browser, words

NEW = "slate kettle walks north"
GONE = "This link is no longer used"


@pytest.fixture
def reset_link(carys, a_browser, link_to) -> str:
    a_browser().send("/forgotten-password", email=carys)
    return link_to(carys)


def test_the_answer_is_the_same_for_an_address_that_nobody_has(carys, a_browser, letters_to):
    known, unknown = (
        a_browser().send("/forgotten-password", email=email) for email in (carys, "no@example.org")
    )
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert known.text == unknown.text
    assert "If that address has an account" in a_browser().see(known.location).text
    assert [x.event for x in letters_to(carys)] == ["access_reset"]
    assert letters_to("no@example.org") == []


def test_the_letter_goes_to_the_address_that_is_kept_not_to_the_one_typed(
    carys, a_browser, letters_to
):
    a_browser().send("/forgotten-password", email=carys.upper())
    assert [x.to_address for x in letters_to(carys)] == [carys]


def test_who_has_left_gets_no_letter(app, admin, carys, a_browser, person_called, letters_to):
    with app.app_context():
        service.leave(person_called(carys), by=person_called(admin))
    a_browser().send("/forgotten-password", email=carys)
    assert letters_to(carys) == []


def test_a_link_sets_the_password_ends_every_session_and_signs_nobody_in(
    carys, reset_link, a_browser, signed_in, letters_to
):
    elsewhere, browser = signed_in(carys), a_browser()
    answer = browser.send(reset_link, password=NEW)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert not browser.is_in()
    assert not elsewhere.is_in()
    assert a_browser().sign_in(carys).status_code == 400
    assert a_browser().sign_in(carys, NEW).status_code == 302
    assert [x.event for x in letters_to(carys)] == ["access_reset", "access_password_changed"]


def test_looking_at_a_link_never_uses_it_up(reset_link, a_browser):
    for _ in range(3):  # a mail scanner, its cache, and the person
        assert a_browser().see(reset_link).status_code == 200
        assert a_browser().client.head(reset_link).status_code == 200
    assert a_browser().send(reset_link, password=NEW).status_code == 302


def test_a_used_link_says_where_to_go(reset_link, a_browser):
    form = a_browser()
    token = form.token(reset_link)
    assert form.send(reset_link, password=NEW).status_code == 302
    again = form.client.post(reset_link, data={"csrf_token": token, "password": NEW})
    for answer in (a_browser().see(reset_link), again):
        assert answer.status_code == 410
        assert GONE in answer.text
        assert "I have forgotten my password" in answer.text


def test_of_two_posts_at_once_one_wins(app, carys, reset_link, letters_to):
    browsers = [Browser(app), Browser(app)]
    tokens = [browser.token(reset_link) for browser in browsers]
    start, answers = threading.Barrier(2), {}

    def post(n: int) -> None:
        start.wait()
        given = {"csrf_token": tokens[n], "password": f"{NEW} {n}"}
        answers[n] = browsers[n].client.post(reset_link, data=given).status_code

    both = [threading.Thread(target=post, args=(n,)) for n in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(answers.values()) == [302, 410]
    winner = next(n for n, status in answers.items() if status == 302)
    with app.app_context():
        kept = db.session.scalar(select(Credential.password_hash))
        assert passwords.matches(kept, f"{NEW} {winner}")
    assert [x.event for x in letters_to(carys)] == ["access_reset", "access_password_changed"]


def test_a_reset_lasts_half_an_hour(reset_link, a_browser, later):
    later(OneTime, timedelta(minutes=29), OneTime.expires_at)
    assert a_browser().see(reset_link).status_code == 200
    later(OneTime, timedelta(minutes=2), OneTime.expires_at)
    assert a_browser().see(reset_link).status_code == 410


def test_a_newer_link_replaces_the_older(carys, reset_link, a_browser, link_to):
    a_browser().send("/forgotten-password", email=carys)
    newer = link_to(carys)
    assert newer != reset_link
    assert a_browser().see(reset_link).status_code == 410
    assert a_browser().see(newer).status_code == 200


def test_the_link_of_someone_who_has_left_is_gone(
    app, admin, carys, reset_link, a_browser, person_called
):
    with app.app_context():
        service.leave(person_called(carys), by=person_called(admin))
    assert a_browser().see(reset_link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "%ff%fe", "a" * 5000, "..%2f..", "💥"])
def test_an_invented_link_is_gone_or_not_found(carys, a_browser, token):
    assert a_browser().see(f"/choose-password/{token}").status_code in {404, 410}


def test_tokens_are_not_in_the_database(app, reset_link):
    token = reset_link.rpartition("/")[2]
    with app.app_context():
        kept = db.session.scalars(select(OneTime.token_hash)).all()
    assert len(token) == 43  # 256 bits
    assert token not in kept


def test_the_link_is_blotted_out_of_letters_that_were_sent(app, carys, reset_link, letters_to):
    assert reset_link in letters_to(carys)[0].body
    jobs.run_due(app, queue="letters")
    with app.app_context():
        jobs.JOBS["access.sweep"]()
        db.session.commit()
        body = db.session.scalar(select(Letter.body).where(Letter.event == "access_reset"))
    assert "choose-password/(this link was shown once" in body
    assert reset_link not in body


def test_the_answers_to_forms_are_forgotten_after_a_month(app, carys, person_called):
    with app.app_context():
        person = person_called(carys)
        for days in (30, 32):
            at = clock.wall() - timedelta(days=days)
            receipt = {"once": uuid.uuid4(), "action": f"{days} days", "answer": None, "at": at}
            db.session.execute(insert(Receipt).values(person_id=person.id, **receipt))
        db.session.commit()
        jobs.JOBS["access.sweep"]()
        db.session.commit()
        assert db.session.scalars(select(Receipt.action)).all() == ["30 days"]


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", passwords.TOO_SHORT),
        ("password1234", passwords.TOO_COMMON),
        ("CarysWhitfield1!", passwords.TOO_CLOSE),
        ("k3#Qm9vTz!px\0k3", passwords.CANNOT_BE_KEPT),
        ("x" * 1025, "Use at most 1,024 characters"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_the_link_still_works(
    reset_link, a_browser, password, says
):
    answer = a_browser().send(reset_link, password=password)
    assert answer.status_code == 400
    assert says in answer.text
    assert a_browser().send(reset_link, password=NEW).status_code == 302


def test_ten_megabytes_of_password_are_refused(reset_link, a_browser):
    assert a_browser().send(reset_link, password="x" * 10**7).status_code in {400, 413}
    assert a_browser().send(
        "/sign-in", email="a@example.org", password="y" * 10**7
    ).status_code in {
        400,
        413,
    }


def test_six_letters_in_a_day_and_then_it_is_too_many(carys, a_browser):
    for email in (carys, "nobody@example.org"):
        answers = [a_browser().send("/forgotten-password", email=email) for _ in range(6)]
        assert [a.status_code for a in answers] == [302] * 5 + [429]


class TestChanging:
    def test_the_other_sessions_end_and_this_browser_stays_in(self, carys, signed_in, count):
        here, there = signed_in(carys), signed_in(carys)
        answer = here.send(
            "/account/password", current_password="tea kettle fence marble", password=NEW
        )
        assert answer.location == "/account"
        assert here.is_in()
        assert not there.is_in()
        assert count(AuthSession) == 1

    def test_it_needs_the_password_of_now(self, carys, signed_in, a_browser):
        answer = signed_in(carys).send(
            "/account/password", current_password="not this one", password=NEW
        )
        assert answer.status_code == 400
        assert "This is not your password." in answer.text
        assert a_browser().sign_in(carys, NEW).status_code == 400

    def test_guessing_it_here_is_limited_like_guessing_it_at_the_door(self, carys, signed_in):
        browser = signed_in(carys)
        for _ in range(10):
            browser.send("/account/password", current_password="not this one", password=NEW)
        answer = browser.send("/account/password", current_password="not this one", password=NEW)
        assert answer.status_code == 429


def test_the_pages_of_a_link_never_name_the_person_to_a_stranger(a_browser, carys):
    gone = a_browser().see("/choose-password/" + "a" * 43)
    assert carys not in words(gone)
