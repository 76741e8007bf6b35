"""Authenticator apps, recovery codes and passkeys, at the browser and with devices of software."""

import json
import re
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from secondments import clock
from secondments.access import throttles
from secondments.access.factor_models import Passkey, RecoveryCode, Totp
from secondments.access.factors import proving, queries, recovery
from secondments.access.models import AuthSession, Credential, OneTime
from secondments.errors import InvalidInput
from secondments.extensions import db
from secondments.people import service as people
from secondments.people.models import Organisation
from tests.access.authenticator import Device, shown_by
from tests.access.browser import PASSWORD, words

APP, KEY = "/account/security/app", "/account/security/passkey"
TO_TYPE = re.compile(r'type this key into it: <span class="code">([A-Z2-7 ]+)<')
SEED = re.compile(r'name="seed" value="([^"]+)"')
CODES = re.compile(r'<span class="code">([A-Z2-9-]{23})</span>')
WRONG = "000000"


@pytest.fixture
def browser(carys, a_browser):
    """Of somebody who has a password alone."""
    browser = a_browser()
    browser.sign_in(carys)
    return browser


@pytest.fixture
def app_of(later):
    """Set up an app in a browser: the key that it keeps, and the recovery codes."""

    def set_up(browser, **proof):
        page = browser.see(APP).text
        seed = TO_TYPE.search(page)[1]
        given = {"seed": SEED.search(page)[1], "shown": shown_by(seed), "password": PASSWORD}
        answer = browser.send(APP, **{**given, **proof})
        assert answer.status_code == 200, answer.text
        # Its first code is used: the next one is for the tests to use.
        later(Totp, 1, Totp.last_step)
        return seed, CODES.findall(answer.text)

    return set_up


@pytest.fixture
def passkey_of():
    def make(browser, device=None, name="My phone", **proof):
        device = device or Device()
        started = asked(browser, KEY + "/start")
        made = device.creates(started["options"])
        given = {"name": name, "made": made, "asked": started["challenge"], "password": PASSWORD}
        return device, browser.send(KEY, **{**given, **proof})

    return make


def asked(browser, path, page="/account"):
    """What the page's script fetches for the device."""
    return json.loads(browser.send(path, page=page).text)


def half_in(a_browser, email):
    """A browser in which the password was given."""
    browser = a_browser()
    assert browser.sign_in(email).location.startswith("/sign-in/code")
    return browser


def by_passkey(browser, device, **changed):
    started = asked(browser, "/sign-in/passkey/start", page="/sign-in")
    given = {"passkey": device.gets(started["options"]), "challenge": started["challenge"]}
    return browser.send("/sign-in/passkey", page="/sign-in", **{**given, **changed}), given


class TestApp:
    def test_it_becomes_the_second_step_of_signing_in(self, app, browser, carys, app_of, a_browser):
        seed, codes = app_of(browser)
        assert len({*codes}) == recovery.HOW_MANY
        there = half_in(a_browser, carys)
        assert not there.is_in()
        assert there.send("/sign-in/code", code=shown_by(seed)).status_code == 302
        assert there.is_in()
        with app.app_context():
            aal = {x.amr[-1]: x.aal for x in db.session.scalars(select(AuthSession))}
        assert aal["totp"] == 2

    def test_setting_it_up_makes_this_session_stronger_and_ends_the_others(
        self, app, browser, carys, app_of, a_browser
    ):
        other = a_browser()
        other.sign_in(carys)
        app_of(browser)
        assert browser.is_in()
        assert not other.is_in()
        with app.app_context():
            assert [x.aal for x in db.session.scalars(select(AuthSession))] == [2]

    def test_the_cookie_of_before_is_dead(self, browser, app_of, a_browser):
        before = browser.client.get_cookie("session").value
        app_of(browser)
        other = a_browser()
        other.client.set_cookie("session", before)
        assert not other.is_in()

    def test_a_code_works_once(self, browser, carys, app_of, a_browser):
        seed, _ = app_of(browser)
        code = shown_by(seed)
        assert half_in(a_browser, carys).send("/sign-in/code", code=code).status_code == 302
        again = half_in(a_browser, carys).send("/sign-in/code", code=code)
        assert again.status_code == 400
        assert "Each code works once" in again.text

    def test_of_one_code_twice_at_once_one_counts(self, app, browser, carys, app_of, person_called):
        code, start, proved = shown_by(app_of(browser)[0]), threading.Barrier(2), []

        def prove():
            with app.app_context():
                person = person_called(carys)
                start.wait()
                with suppress(InvalidInput):
                    proved.append(proving.check_code(code, person, with_recovery=False))

        both = [threading.Thread(target=prove) for _ in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert proved == ["totp"]

    def test_a_wrong_code_sets_up_nothing_and_the_picture_stays(self, browser, count):
        page = browser.see(APP).text
        seed = TO_TYPE.search(page)[1]
        given = {"seed": SEED.search(page)[1], "password": PASSWORD}
        answer = browser.send(APP, shown=WRONG, **given)
        assert answer.status_code == 400
        assert TO_TYPE.search(answer.text)[1] == seed
        assert count(Totp) == 0

    def test_looking_at_the_page_keeps_nothing(self, browser, count):
        browser.see(APP)
        assert count(Totp) == 0

    def test_a_seed_of_ones_own_making_or_of_somebody_else_is_refused(
        self, browser, someone, a_browser, count
    ):
        other = a_browser()
        other.sign_in(someone("Dr Somebody Else"))
        foreign = SEED.search(other.see(APP).text)[1]
        for seed in ("QUJD", foreign):
            answer = browser.send(APP, seed=seed, shown="123456", password=PASSWORD)
            assert answer.status_code == 400
        assert count(Totp) == 0

    def test_it_needs_the_password_again(self, browser, count):
        page = browser.see(APP).text
        code = shown_by(TO_TYPE.search(page)[1])
        given = {"seed": SEED.search(page)[1], "shown": code}
        assert browser.send(APP, **given, password="not mine at all").status_code == 400
        assert count(Totp) == 0

    def test_codes_are_guessed_five_times_and_nobody_else_waits(
        self, browser, carys, app_of, a_browser, someone
    ):
        app_of(browser)
        there = half_in(a_browser, carys)
        wrong = [there.send("/sign-in/code", code=WRONG).status_code for _ in range(6)]
        assert wrong == [400] * 5 + [429]
        assert a_browser().sign_in(someone("Dr Somebody Else")).status_code == 302

    def test_the_seed_cannot_be_read_in_the_database(self, app, browser, app_of):
        seed, _ = app_of(browser)
        with app.app_context():
            kept = db.session.scalars(select(Totp.sealed_seed)).one()
        assert seed.replace(" ", "").encode() not in kept

    def test_the_second_step_waits_five_minutes(self, browser, carys, app_of, a_browser, later):
        app_of(browser)
        there = half_in(a_browser, carys)
        later(OneTime, timedelta(minutes=6), OneTime.expires_at)
        answer = there.see("/sign-in/code")
        assert answer.location == "/sign-in?next=/"
        assert "Sign in again" in there.see("/sign-in").text

    def test_a_password_alone_and_another_browsers_cookie_open_nothing(
        self, browser, carys, app_of, a_browser
    ):
        app_of(browser)
        half_in(a_browser, carys)
        stranger = a_browser()
        assert stranger.see("/sign-in/code").status_code == 302
        assert not stranger.is_in()

    def test_a_reset_by_letter_does_not_pass_by_the_second_step(
        self, browser, carys, app_of, a_browser, link_to
    ):
        app_of(browser)
        a_browser().send("/forgotten-password", email=carys)
        new = "slate kettle walks north"
        there = a_browser()
        there.send(link_to(carys), password=new)
        assert not there.is_in()
        assert there.sign_in(carys, new).location.startswith("/sign-in/code")

    def test_it_can_be_removed_with_a_code_of_it(self, browser, app_of, count, letters_to, carys):
        seed, _ = app_of(browser)
        assert browser.send(f"{APP}/remove", code=WRONG).status_code == 400
        assert count(Totp) == 1
        assert browser.send(f"{APP}/remove", code=shown_by(seed)).status_code == 302
        assert (count(Totp), count(RecoveryCode)) == (0, 0)
        assert [x.event for x in letters_to(carys)] == ["access_security"] * 2

    def test_whoever_needs_two_steps_keeps_one(self, admin, a_browser, app_of, count):
        browser = a_browser()
        browser.sign_in(admin)
        seed, _ = app_of(browser)
        answer = browser.send(f"{APP}/remove", code=shown_by(seed))
        assert answer.status_code == 409
        assert "Add another way first" in answer.text
        assert count(Totp) == 1


class TestRecovery:
    def test_a_code_signs_in_once_and_a_letter_says_so(
        self, browser, carys, app_of, a_browser, letters_to
    ):
        _, codes = app_of(browser)
        typed = codes[0].lower().replace("-", " ")
        there = half_in(a_browser, carys)
        assert there.send("/sign-in/code", code=typed).status_code == 302
        assert there.is_in()
        assert "recovery code was used" in letters_to(carys)[-1].body
        assert half_in(a_browser, carys).send("/sign-in/code", code=codes[0]).status_code == 400

    def test_nobody_elses_code_does(self, browser, carys, app_of, a_browser, someone):
        app_of(browser)
        other = someone("Dr Somebody Else")
        there = a_browser()
        there.sign_in(other)
        _, codes = app_of(there)
        assert half_in(a_browser, carys).send("/sign-in/code", code=codes[0]).status_code == 400

    def test_new_ones_replace_the_former(self, browser, carys, app_of, a_browser, later, count):
        seed, before = app_of(browser)
        answer = browser.send("/account/security/codes", code=shown_by(seed))
        assert answer.status_code == 200
        assert len(CODES.findall(answer.text)) == recovery.HOW_MANY
        assert count(RecoveryCode) == recovery.HOW_MANY
        assert half_in(a_browser, carys).send("/sign-in/code", code=before[0]).status_code == 400

    def test_they_are_kept_as_hashes(self, app, browser, app_of):
        _, codes = app_of(browser)
        with app.app_context():
            kept = str(db.session.scalars(select(RecoveryCode.code_hash)).all())
        assert not any(code in kept for code in codes)

    def test_a_lost_app_is_replaced_with_one(self, browser, carys, app_of, a_browser, count):
        _, codes = app_of(browser)
        there = half_in(a_browser, carys)
        there.send("/sign-in/code", code=codes[0])
        seed, _ = app_of(there, code=codes[1])
        assert count(Totp) == 1
        assert half_in(a_browser, carys).send("/sign-in/code", code=shown_by(seed)).location == "/"


class TestPasskeys:
    def test_one_signs_in_alone_and_as_two_factors(self, app, browser, passkey_of, a_browser):
        device, answer = passkey_of(browser)
        assert answer.status_code == 302, answer.text
        there = a_browser()
        answer, _ = by_passkey(there, device)
        assert answer.status_code == 302
        assert there.is_in()
        with app.app_context():
            found = {x.amr[-1]: x.aal for x in db.session.scalars(select(AuthSession))}
        assert found["passkey"] == 2

    def test_the_options_ask_for_a_key_that_is_found_and_verified(self, browser):
        chosen = asked(browser, KEY + "/start")["options"]["authenticatorSelection"]
        assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
        wanted = asked(browser, "/sign-in/passkey/start", page="/sign-in")["options"]
        assert wanted["userVerification"] == "required"
        assert not wanted.get("allowCredentials")

    def test_an_answer_cannot_be_used_again(self, browser, passkey_of, a_browser):
        device, _ = passkey_of(browser)
        there = a_browser()
        _, given = by_passkey(there, device)
        stranger = a_browser()
        again = stranger.send("/sign-in/passkey", page="/sign-in", **given)
        assert again.status_code == 400
        assert not stranger.is_in()

    def test_without_verification_it_is_refused(self, browser, passkey_of, a_browser, count):
        _, answer = passkey_of(browser, Device(verifies=False))
        assert answer.status_code == 400
        assert count(Passkey) == 0
        device, _ = passkey_of(browser)
        device.flags = 1
        assert by_passkey(a_browser(), device)[0].status_code == 400

    def test_of_another_origin_it_is_refused(self, browser, passkey_of, a_browser):
        device, _ = passkey_of(browser)
        device.origin = "http://localhost.evil.example:8000"
        assert by_passkey(a_browser(), device)[0].status_code == 400

    def test_another_key_under_the_same_name_is_refused(self, browser, passkey_of, a_browser):
        device, _ = passkey_of(browser)
        device.key = Device().key
        assert by_passkey(a_browser(), device)[0].status_code == 400

    @pytest.mark.parametrize(
        "answer", ["", "{}", "[1, 2]", "null", "1e309", '{"id": "a", "rawId": 5}', "x" * 30_000]
    )
    def test_what_no_device_sends_is_refused_alike(self, browser, passkey_of, a_browser, answer):
        device, _ = passkey_of(browser)
        there = a_browser()
        refused, _ = by_passkey(there, device, passkey=answer)
        assert refused.status_code == 400

    def test_an_unknown_key_gets_the_same_page_as_a_wrong_one(self, browser, passkey_of, a_browser):
        device, _ = passkey_of(browser)
        unknown, _ = by_passkey(a_browser(), Device())
        device.key = Device().key
        wrong, _ = by_passkey(a_browser(), device)
        assert words(unknown) == words(wrong)

    def test_a_challenge_of_signing_in_adds_no_key_and_none_is_of_another_session(
        self, browser, carys, passkey_of, a_browser, count
    ):
        sign_in = asked(browser, "/sign-in/passkey/start", page="/sign-in")
        _, answer = passkey_of(browser, asked=sign_in["challenge"])
        assert answer.status_code == 400
        other, device = a_browser(), Device()
        other.sign_in(carys)
        theirs = asked(other, KEY + "/start")
        made = device.creates(theirs["options"])
        _, answer = passkey_of(browser, device, made=made, asked=theirs["challenge"])
        assert "asked for more than five minutes ago" in answer.text
        assert count(Passkey) == 0

    def test_a_challenge_lasts_five_minutes(self, browser, passkey_of, a_browser, later):
        device, _ = passkey_of(browser)
        there = a_browser()
        started = asked(there, "/sign-in/passkey/start", page="/sign-in")
        later(OneTime, timedelta(minutes=6), OneTime.expires_at)
        given = {"passkey": device.gets(started["options"]), "challenge": started["challenge"]}
        answer = there.send("/sign-in/passkey", page="/sign-in", **given)
        assert "more than five minutes ago" in answer.text

    def test_a_removed_key_opens_nothing_at_once(
        self, app, browser, carys, passkey_of, a_browser, person_called
    ):
        device, _ = passkey_of(browser)
        with app.app_context():
            key = queries.of(person_called(carys)).passkeys[0].id
        started = asked(browser, "/account/prove/start")
        proof = {"passkey": device.gets(started["options"]), "challenge": started["challenge"]}
        page = f"/account/security/passkeys/{key}/remove"
        assert browser.send(page, **proof).status_code == 302
        assert by_passkey(a_browser(), device)[0].status_code == 400

    def test_somebody_elses_key_is_not_there(
        self, app, browser, carys, passkey_of, someone, a_browser, person_called
    ):
        passkey_of(browser)
        with app.app_context():
            key = queries.of(person_called(carys)).passkeys[0].id
        other = a_browser()
        other.sign_in(someone("Dr Somebody Else"))
        assert other.see(f"/account/security/passkeys/{key}/remove").status_code == 404

    def test_who_has_left_is_not_let_in(
        self, app, browser, carys, admin, passkey_of, a_browser, person_called
    ):
        device, _ = passkey_of(browser)
        with app.app_context():
            people.leave(person_called(carys), by=person_called(admin))
        assert by_passkey(a_browser(), device)[0].status_code == 400

    def test_the_key_of_somebody_else_proves_nothing_here(
        self, browser, passkey_of, someone, a_browser, count
    ):
        passkey_of(browser)
        other = a_browser()
        other.sign_in(someone("Dr Somebody Else"))
        theirs, _ = passkey_of(other)
        started = asked(browser, "/account/prove/start")
        proof = {"passkey": theirs.gets(started["options"]), "challenge": started["challenge"]}
        page = browser.see("/account/security").text
        remove = re.search(r'href="(/account/security/passkeys/[^"]+/remove)"', page)[1]
        assert browser.send(remove, **proof).status_code == 400
        assert count(Passkey) == 2

    def test_questions_are_limited_for_a_place(self, a_browser, monkeypatch):
        few = throttles.Limit("challenge-from", 3, timedelta(minutes=5))
        monkeypatch.setattr(throttles, "CHALLENGES_FROM_ONE_PLACE", few)
        browser = a_browser()
        given = [
            browser.send("/sign-in/passkey/start", page="/sign-in").status_code for _ in range(4)
        ]
        assert given == [200, 200, 200, 429]


class TestStrength:
    """AAL1 is not enough for whoever approves, signs, reads notes or administers."""

    def test_an_administrator_with_a_password_alone_is_led_to_set_up(self, admin, a_browser):
        browser = a_browser()
        browser.sign_in(admin)
        answer = browser.see("/settings/organisations")
        assert answer.location == "/account/set-up?next=/settings/organisations"
        assert browser.see("/account/set-up").status_code == 200

    def test_nothing_is_done_and_what_was_typed_waits(self, admin, a_browser, app_of, count):
        browser = a_browser()
        browser.sign_in(admin)
        given = {"kind": "company", "name": "Corvane Therapeutics Ltd", "zone": "Europe/London"}
        answer = browser.send("/settings/organisations/new", page="/account/set-up", **given)
        assert answer.status_code == 302
        assert count(Organisation) == 0

    def test_after_setting_up_it_goes_on(self, admin, a_browser, app_of):
        browser = a_browser()
        browser.sign_in(admin)
        app_of(browser)
        assert browser.see("/settings/organisations").status_code == 200

    def test_an_applicant_writes_with_a_password_alone(self, browser):
        assert browser.see("/").status_code == 200
        assert browser.see("/account/security").status_code == 200


class TestWhere:
    def test_another_place_is_listed_and_signed_out(self, app, carys, signed_in, a_browser):
        here = signed_in(carys)
        there = a_browser(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
        there.sign_in(carys)
        page = here.see("/account/sessions").text
        assert "Firefox on Windows" in page
        ends = re.findall(r'action="(/account/sessions/[^"]+/end)"', page)
        assert len(ends) == 1
        here.send(ends[0], page="/account/sessions")
        assert not there.is_in()
        assert here.is_in()

    def test_somebody_elses_place_is_not_there(self, app, carys, signed_in, someone):
        here, other = signed_in(carys), signed_in(someone("Dr Somebody Else"))
        with app.app_context():
            theirs = db.session.scalars(select(AuthSession.id)).all()
        answers = [
            other.send(f"/account/sessions/{x}/end", page="/account/sessions").status_code
            for x in theirs
        ]
        assert max(answers) == 404
        assert here.is_in()

    def test_a_new_device_is_told_by_letter_and_the_first_is_not(
        self, carys, a_browser, letters_to
    ):
        a_browser().sign_in(carys)
        a_browser().sign_in(carys)
        assert letters_to(carys) == []
        a_browser(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/1").sign_in(carys)
        assert "Safari on an iPhone" in letters_to(carys)[-1].body
        a_browser(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/2").sign_in(carys)
        assert len(letters_to(carys)) == 1


def test_who_has_passkeys_alone_can_add_a_password_with_one(
    app, someone, a_browser, passkey_of, person_called, count
):
    email = someone("Dr New Here", password=False)
    browser = a_browser()
    browser.enter(person_called(email).id)
    device, answer = passkey_of(browser)
    assert answer.status_code == 400  # a demonstration session has no password to confirm with
    with app.app_context():
        key = Passkey(person_id=person_called(email).id, name="x", made_at=clock.wall())
        key.credential_id, key.public_key, key.sign_count = device.id, device.public_key, 0
        db.session.add(key)
        db.session.commit()
    page, new = "/account/set-up/password", "slate kettle walks north"
    assert browser.send(page, chosen=new).status_code == 400
    assert count(Credential) == 0
    started = asked(browser, "/account/prove/start")
    proof = {"passkey": device.gets(started["options"]), "challenge": started["challenge"]}
    assert browser.send(page, chosen=new, **proof).status_code == 302
    assert count(Credential) == 1
