"""Proving at a provider who is at the keyboard, for one act on one document."""

import re
import time
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from secondments.access import step_up
from secondments.access.factors.forms import NOT_KEPT, ProofForm
from secondments.access.models import AuthSession, OneTime
from secondments.extensions import db
from secondments.signing.models import Act
from tests import builders, contracts
from tests.access.oidc.conftest import row_of
from tests.access.oidc.lying import asked_in, path_of

BUTTON = re.compile(r'formaction="([^"]+)" name="about" value="([^"]+)"')
NOW = int(time.time())


def hidden_in(page: str, name: str) -> str:
    """What a hidden field carries."""
    return unescape(re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)[1])


@dataclass(frozen=True)
class Seat:
    """Somebody who is about to sign, at the page before the last."""

    page: str
    digest: str
    name: str
    person_id: object

    @property
    def check(self) -> str:
        return f"{self.page}/check"


@pytest.fixture
def seat(app, liar, link) -> Seat:
    with app.app_context():
        cast = builders.a_world()
        s = contracts.an_issued_one(cast)
        signatory = s.agreement.signatory_for(cast.trainee)
        digest, person = s.agreement.issued_sha256, cast.trainee
        found = Seat(f"/sign/{signatory.id}", digest, person.name, person.id)
        link(person, liar)
    return found


@pytest.fixture
def browser(seat, a_browser):
    browser = a_browser()
    browser.enter(seat.person_id)
    return browser


def answered(browser, seat):
    """The check page, after the answer."""
    given = {"answer": "sign", "typed_name": seat.name, "intent": "yes", "authority": "yes"}
    page = browser.send(seat.page, seen=seat.digest, **given)
    assert page.status_code == 200, page.text
    return page


def asked(browser, seat, **changed) -> str:
    """Where the button of the check page sends the browser."""
    page = answered(browser, seat).text
    action, about = BUTTON.search(page).groups()
    given = {"seen": seat.digest, "typed_name": seat.name, "about": about, "once": "x"}
    answer = browser.send(unescape(action), page=seat.page, **{**given, **changed})
    assert answer.status_code == 302, answer.text
    return answer.location


def come_back(browser, liar, seat, **how):
    """The page of the act once more, and the token that came with it."""
    back = browser.see(liar.back(asked(browser, seat), **how))
    assert back.status_code == 302, back.text
    assert back.location.startswith(f"{seat.check}?proved=")
    return browser.see(back.location), back.location.partition("proved=")[2]


def sign(browser, seat, proved, **changed):
    given = {"seen": seat.digest, "typed_name": seat.name, "proved": proved}
    return browser.send(seat.check, page="/account", **{**given, **changed})


@pytest.fixture
def act(app):
    def found():
        with app.app_context():
            return db.session.scalars(select(Act)).one_or_none()

    return found


def test_the_provider_is_asked_to_ask_again(browser, liar, seat):
    given = asked_in(asked(browser, seat))
    assert (given["prompt"], given["max_age"]) == ("login", "0")


def test_the_round_trip_keeps_what_was_typed_and_its_proof_is_used_up_by_the_act(
    browser, liar, seat, act, sessions
):
    page, proved = come_back(browser, liar, seat)
    assert page.status_code == 200
    assert "The liar trust has confirmed that it is you" in page.text
    assert seat.name in page.text
    assert seat.digest[:8] in page.text
    assert "Sign the agreement" in page.text
    assert 'name="password"' not in page.text
    assert hidden_in(page.text, "typed_name") == seat.name
    assert hidden_in(page.text, "proved") == proved
    before = browser.client.get_cookie("session").value
    assert sign(browser, seat, proved).location == f"{seat.page}/done"
    assert act().method == "oidc:liar"
    assert act().typed_name == seat.name
    assert browser.client.get_cookie("session").value != before
    assert sessions() == [(["demo", "oidc:liar"], 2)]


def test_it_is_good_once(browser, liar, seat, act):
    _, proved = come_back(browser, liar, seat)
    wrong = sign(browser, seat, proved, seen="0" * 64)
    assert wrong.status_code == 400
    assert sign(browser, seat, proved).status_code == 302
    again = sign(browser, seat, proved)
    assert again.status_code == 400
    assert "Confirm again" in again.text
    assert act().method == "oidc:liar"


def test_an_act_that_fails_uses_it_up(browser, liar, seat, act, app):
    _, proved = come_back(browser, liar, seat)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(db.text("UPDATE agreement SET issued_sha256 = :d"), {"d": "f" * 64})
    assert sign(browser, seat, proved).status_code == 400
    with app.app_context(), db.engine.begin() as connection:
        was = {"d": seat.digest}
        connection.execute(db.text("UPDATE agreement SET issued_sha256 = :d"), was)
    answer = sign(browser, seat, proved)
    assert answer.status_code == 400
    assert "Confirm again" in answer.text
    assert 'name="password"' in answer.text
    assert act() is None


@pytest.mark.parametrize("about", ["sign:" + "0" * 64, "issue:{digest}", "factors", "", "x" * 500])
def test_it_is_for_one_act_and_one_document(browser, liar, seat, act, about):
    said = about.replace("{digest}", seat.digest)
    back = browser.see(liar.back(asked(browser, seat, about=said)))
    answer = sign(browser, seat, back.location.partition("proved=")[2])
    assert answer.status_code == 400
    assert "Confirm again" in answer.text
    assert act() is None


def test_it_is_for_this_session(browser, liar, seat, act, a_browser):
    _, proved = come_back(browser, liar, seat)
    other = a_browser()
    other.enter(seat.person_id)
    assert other.see(f"{seat.check}?proved={proved}").location == seat.page
    assert sign(other, seat, proved).status_code == 400
    assert act() is None


def test_it_lasts_five_minutes(browser, liar, seat, act, later):
    _, proved = come_back(browser, liar, seat)
    later(OneTime, timedelta(minutes=5), OneTime.expires_at)
    assert sign(browser, seat, proved).status_code == 400
    assert act() is None


@pytest.mark.parametrize("auth_time", ["an hour", "two minutes", 0, None, True])
def test_a_provider_that_did_not_ask_again_confirms_nothing(browser, liar, seat, act, auth_time):
    ago = {"an hour": NOW - 3600, "two minutes": float(NOW - 120)}
    page, proved = come_back(browser, liar, seat, auth_time=ago.get(auth_time, auth_time))
    assert page.status_code == 200
    assert "did not ask you again who you are" in page.text
    assert hidden_in(page.text, "typed_name") == seat.name
    assert 'name="password"' in page.text
    assert sign(browser, seat, proved).status_code == 400
    assert act() is None


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "somebody-else"},
        {"nonce": "another"},
        {"id_token": ""},
        {"aud": "other"},
        {"auth_time": "now"},
        {"auth_time": [1]},
    ],
)
def test_nobody_else_confirms_it(browser, liar, seat, act, claims):
    page, proved = come_back(browser, liar, seat, **claims)
    assert "confirm" in page.text
    assert "has confirmed that it is you" not in page.text
    assert hidden_in(page.text, "typed_name") == seat.name
    assert sign(browser, seat, proved).status_code == 400
    assert act() is None


def test_another_persons_identity_at_the_same_provider_confirms_nothing(
    browser, liar, seat, act, carys, link, person_called
):
    link(person_called(carys), liar, subject="subject-of-another")
    page, proved = come_back(browser, liar, seat, sub="subject-of-another")
    assert "confirmed somebody else" in page.text
    assert sign(browser, seat, proved).status_code == 400
    assert act() is None


def test_one_factor_there_is_not_enough_for_those_who_have_two_here(
    browser, liar, seat, act, app, with_an_app, person_called
):
    with app.app_context():
        email = db.session.scalar(
            select(builders.Person.email).where(builders.Person.id == seat.person_id)
        )
    with_an_app(email)
    page, proved = come_back(browser, liar, seat)
    assert "asked for one factor only" in page.text
    assert sign(browser, seat, proved).status_code == 400
    assert act() is None
    page, proved = come_back(browser, liar, seat, acr="two")
    assert "has confirmed that it is you" in page.text
    assert sign(browser, seat, proved).status_code == 302


def test_somebody_who_stops_at_the_provider_is_back_with_what_they_typed(browser, liar, seat):
    state = asked_in(asked(browser, seat))["state"]
    back = browser.see(path_of({"state": state, "error": "access_denied"}))
    page = browser.see(back.location)
    assert "did not confirm who you are" in page.text
    assert hidden_in(page.text, "typed_name") == seat.name


def test_a_provider_that_is_down_loses_nothing_and_the_password_works(
    browser, liar, seat, act, configure
):
    page = answered(browser, seat).text
    configure(row_of(liar, issuer="http://localhost:9"))
    action, about = BUTTON.search(page).groups()
    given = {"seen": seat.digest, "typed_name": seat.name, "about": about}
    back = browser.send(unescape(action), page=seat.page, **given)
    assert back.location.startswith(seat.check)
    page = browser.see(back.location)
    assert "cannot be reached just now" in page.text
    assert hidden_in(page.text, "typed_name") == seat.name
    proved = hidden_in(page.text, "proved")
    answer = sign(browser, seat, proved, password=builders.PASSWORD)
    assert answer.location == f"{seat.page}/done"
    assert act().method == "password"


def test_the_answer_of_a_trip_to_prove_signs_nobody_in(browser, liar, seat, a_browser):
    back = liar.back(asked(browser, seat))
    stranger = a_browser()
    stranger.see("/sign-in")
    with stranger.client.session_transaction() as kept, browser.client.session_transaction() as x:
        kept["oidc"] = x["oidc"]
    stranger.see(back)
    assert not stranger.is_in()


def test_secrets_are_not_kept_with_what_was_typed(browser, liar, seat, app):
    asked(browser, seat, password="my current secret", code="123456")
    with app.app_context():
        kept = str(db.session.scalars(select(OneTime.data)).all())
    assert seat.name in kept
    assert "my current secret" not in kept
    assert "123456" not in kept


def test_no_secret_of_any_form_that_asks_for_proof_is_kept(app):
    with app.test_request_context("/account"):
        forms = [kind(formdata=None) for kind in ProofForm.__subclasses__()]
    secrets = {answer.name for form in forms for answer in form.answers() if answer.secret}
    assert secrets >= {"password", "code", "chosen"}
    assert secrets <= NOT_KEPT


def test_more_than_can_be_kept_is_refused_in_a_sentence(browser, liar, seat):
    token = browser.token(seat.page)
    given = {"csrf_token": token, "about": "factors", "typed_name": "x" * 70_000}
    answer = browser.client.post("/account/prove/with/liar?page=/account", data=given)
    assert answer.status_code == 400
    assert "too long to be kept" in answer.text


def test_the_page_it_comes_back_to_is_one_of_ours(browser, liar, seat):
    for page in ("https://evil.example", "//evil.example", "/no/such/page"):
        path = f"/account/prove/with/liar?page={page}"
        location = browser.send(path, page=seat.page, about="factors").location
        assert browser.see(liar.back(location)).location.startswith("/?proved=")


def test_looked_at_without_an_answer_the_check_page_leads_to_the_agreement(browser, seat):
    for query in ("", "?proved=", "?proved=x", "?proved=%00", "?proved=" + "x" * 500):
        assert browser.see(seat.check + query).location == seat.page


def test_a_session_of_one_factor_does_not_sign(browser, liar, seat, app, a_browser, act):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(db.update(AuthSession).values(aal=1))
    answer = browser.see(seat.check)
    assert answer.location.startswith("/account/set-up")


def test_what_is_asked_names_act_and_document(seat):
    assert step_up.about("sign", seat.digest) == f"sign:{seat.digest}"
