"""Signing in and out: who gets in, what an outsider learns, and what ends a session."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask import session as cookie
from sqlalchemy import select, text, update

from secondments import clock
from secondments.access import sessions, throttles
from secondments.access.models import AuthSession, Bucket, Credential
from secondments.access.signed_in import me, signed_in_session
from secondments.errors import NotAllowed
from secondments.extensions import db
from secondments.people import queries, service
from secondments.people.models import CALENDAR_ID, Person
from tests.access.browser import PASSWORD, Browser, statements, words

WRONG = "The email address or the password is not right."
MINUTES = timedelta(minutes=1)


def tried(app: Flask, place: str, times: int) -> None:
    with app.app_context():
        for _ in range(times):
            throttles.take(throttles.PASSWORDS_FROM_ONE_PLACE, place)


def cookie_of(browser: Browser) -> str:
    return browser.client.get_cookie("session").value


def test_the_right_password_signs_in_and_leads_where_the_person_was_going(carys, a_browser):
    answer = a_browser().sign_in(carys, to="/account/password?from=here")
    assert (answer.status_code, answer.location) == (302, "/account/password?from=here")


def test_the_address_may_be_in_capitals(carys, a_browser):
    browser = a_browser()
    browser.sign_in(carys.upper())
    assert browser.is_in()


def test_a_wrong_password_is_refused_with_a_sentence_and_is_not_shown_again(carys, a_browser):
    answer = a_browser().sign_in(carys, "not the password, surely")
    assert answer.status_code == 400
    assert WRONG in answer.text
    assert carys in answer.text
    assert "not the password" not in answer.text


def test_every_reason_not_to_get_in_looks_the_same(
    someone, admin, carys, a_browser, app, person_called
):
    new, gone = someone("Dr Without Password", password=False), someone("Dr Gone Away")
    with app.app_context():
        service.leave(person_called(gone), by=person_called(admin))
    asked = [carys, new, gone, "nobody@example.org"]
    answers = [a_browser().sign_in(email, "entirely wrong words") for email in asked]
    shown = {words(a).replace(email, "ADDRESS") for a, email in zip(answers, asked, strict=True)}
    assert {a.status_code for a in answers} == {400}
    assert len(shown) == 1
    right = a_browser().sign_in(gone, PASSWORD)
    assert words(right).replace(gone, "ADDRESS") in shown


def test_signing_in_gives_the_browser_another_token(carys, a_browser, count):
    browser = a_browser()
    browser.see("/sign-in")
    before = cookie_of(browser)
    browser.sign_in(carys)
    first = cookie_of(browser)
    browser.sign_in(carys)
    assert len({before, first, cookie_of(browser)}) == 3
    assert count(AuthSession) == 1  # the session that this browser had before is over

    thief = a_browser()
    thief.client.set_cookie("session", first)
    assert not thief.is_in()


def test_a_cookie_captured_before_signing_out_is_dead_afterwards(
    carys, signed_in, a_browser, count
):
    browser, thief = signed_in(carys), a_browser()
    thief.client.set_cookie("session", cookie_of(browser))
    assert thief.is_in()
    assert browser.send("/sign-out", page="/account").location == "/sign-in"
    assert not browser.is_in()
    assert not thief.is_in()
    assert count(AuthSession) == 0


def test_signing_out_is_a_post(carys, signed_in):
    browser = signed_in(carys)
    assert browser.see("/sign-out").status_code == 405
    assert browser.is_in()


def test_signing_out_here_leaves_other_places_signed_in(carys, signed_in):
    here, there = signed_in(carys), signed_in(carys)
    here.send("/sign-out", page="/account")
    assert there.is_in()


@pytest.mark.parametrize(("who", "rest"), [("carys", 30), ("admin", 15)])
def test_a_session_ends_after_rest_and_sooner_for_administrators(
    request, signed_in, later, who, rest
):
    browser = signed_in(request.getfixturevalue(who))
    later(AuthSession, (rest - 1) * MINUTES, AuthSession.seen_at)
    assert browser.is_in()  # and has been seen now
    later(AuthSession, (rest - 1) * MINUTES, AuthSession.seen_at)
    assert browser.is_in()
    later(AuthSession, (rest + 1) * MINUTES, AuthSession.seen_at)
    assert not browser.is_in()


def test_a_session_ends_after_twelve_hours_even_without_rest(carys, signed_in, later):
    browser = signed_in(carys)
    later(AuthSession, 719 * MINUTES, AuthSession.created_at)
    assert browser.is_in()
    later(AuthSession, 2 * MINUTES, AuthSession.created_at)
    assert not browser.is_in()


def test_being_seen_is_written_at_most_every_half_minute(app, carys, signed_in, later):
    browser = signed_in(carys)

    def seen():
        with app.app_context():
            return db.session.scalar(select(AuthSession.seen_at))

    at_first = seen()
    browser.see("/account")
    assert seen() == at_first
    later(AuthSession, timedelta(seconds=31), AuthSession.seen_at)
    browser.see("/account")
    assert seen() > at_first


def test_whoever_leaves_is_signed_out_at_once_and_stays_out(
    app, admin, carys, signed_in, a_browser, person_called, letters_to, count
):
    browser = signed_in(carys)
    assert browser.is_in()
    with app.app_context():
        service.leave(person_called(carys), by=person_called(admin))
    assert not browser.is_in()
    assert a_browser().sign_in(carys).status_code == 400
    letters_to(carys)  # runs the jobs
    assert count(AuthSession) == 0  # so that it cannot come alive when the person comes back


def test_ten_wrong_passwords_in_five_minutes_and_then_it_is_too_many(carys, a_browser, later):
    for _ in range(10):
        assert a_browser().sign_in(carys, "wrong words again").status_code == 400
    refused = a_browser().sign_in(carys)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 300
    assert "Nothing is locked" in refused.text

    later(Bucket, timedelta(days=1), Bucket.until)  # what counts is when the tries were
    assert a_browser().sign_in(carys).status_code == 429


def test_the_right_password_works_again_once_the_tries_are_old(app, carys, a_browser):
    for _ in range(10):
        a_browser().sign_in(carys, "wrong words again")
    assert a_browser().sign_in(carys).status_code == 429
    with app.app_context():
        long_ago = clock.wall() - timedelta(minutes=5, seconds=1)
        db.session.execute(update(Bucket).values(tries=[long_ago] * 10))
        db.session.commit()
    assert a_browser().sign_in(carys).status_code == 302


def test_unknown_addresses_are_limited_just_the_same(carys, a_browser):
    answers = [a_browser().sign_in("nobody@example.org", "wrong") for _ in range(11)]
    assert [a.status_code for a in answers] == [400] * 10 + [429]
    assert a_browser().sign_in(carys).status_code == 302  # the place has room for others


def test_a_place_has_its_limit_too_whatever_the_accounts(app, carys, a_browser):
    tried(app, "203.0.113.7", 49)
    here = a_browser(REMOTE_ADDR="203.0.113.7")
    assert here.sign_in("p1@example.org", "wrong").status_code == 400
    assert here.sign_in("p2@example.org", "wrong").status_code == 429
    assert here.sign_in(carys).status_code == 429
    assert a_browser(REMOTE_ADDR="203.0.113.8").sign_in(carys).status_code == 302


def test_a_customer_with_many_addresses_is_one_place(app, carys, a_browser):
    tried(app, "2001:db8:1:2::/64", 50)
    assert a_browser(REMOTE_ADDR="2001:db8:1:2:3::4").sign_in(carys).status_code == 429
    assert a_browser(REMOTE_ADDR="2001:db8:1:3::4").sign_in(carys).status_code == 302


def test_a_forged_forwarding_header_is_no_other_place(app, a_browser):
    tried(app, "203.0.113.9", 50)
    browser = a_browser(REMOTE_ADDR="203.0.113.9")
    answer = browser.client.post(
        "/sign-in",
        data={"csrf_token": browser.token(), "email": "q@example.org", "password": "wrong"},
        headers={"X-Forwarded-For": "198.51.100.1"},
        environ_overrides=browser.environ,
    )
    assert answer.status_code == 429


def test_right_passwords_use_up_no_tries(carys, a_browser):
    for _ in range(12):
        assert a_browser().sign_in(carys).status_code == 302


def test_raised_settings_take_hold_at_the_next_sign_in(app, carys, a_browser):
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with app.app_context():
        db.session.execute(update(Credential).values(password_hash=old))
        db.session.commit()
    assert a_browser().sign_in(carys).status_code == 302
    with app.app_context():
        assert db.session.scalar(select(Credential.password_hash)).startswith(
            "$argon2id$v=19$m=19456,t=2,p=1$"
        )
    assert a_browser().sign_in(carys).status_code == 302


def test_a_session_costs_one_query(app, carys, signed_in):
    browser = signed_in(carys)
    with statements(app) as said:
        assert browser.is_in()
    assert len(said) == 1


def test_the_database_knows_who_is_asking(app, carys, signed_in):
    kept = f"session={cookie_of(signed_in(carys))}"
    with app.test_request_context("/account", headers={"Cookie": kept}):
        person = me()
        assert isinstance(person, Person)
        assert signed_in_session().person_id == person.id
        asking = text("SELECT current_setting('app.person', true)")
        assert db.session.scalar(asking) == str(person.id)
        db.session.rollback()
        assert db.session.scalar(asking) == str(person.id)


class TestOneClick:
    def enter(self, app: Flask, person_id: object) -> str:
        with app.test_request_context("/", method="POST"):
            sessions.open_for(queries.get_person(person_id), method="demo")
            return cookie["_user_id"]

    def test_the_demonstration_signs_in_without_a_password(self, app, carys, person_called, count):
        assert self.enter(app, person_called(carys).id)
        assert count(AuthSession) == 1

    def test_anywhere_else_it_is_refused(self, app, carys, person_called, count, monkeypatch):
        monkeypatch.setitem(app.config, "DEMO", False)
        with pytest.raises(NotAllowed, match="demonstration"):
            self.enter(app, person_called(carys).id)
        assert count(AuthSession) == 0

    def test_nobody_who_has_left_and_never_the_calendar(self, app, carys, person_called):
        with pytest.raises(NotAllowed):
            self.enter(app, CALENDAR_ID)
