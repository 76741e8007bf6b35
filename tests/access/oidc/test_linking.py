"""Linking an identity to an account, and unlinking it."""

import uuid

import pytest
from sqlalchemy import select

from secondments.access import invitations, recoveries, service
from secondments.access.models import AuthSession
from secondments.access.providers.models import LinkedIdentity
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Role
from tests.access.browser import PASSWORD
from tests.access.oidc.conftest import go, row_of
from tests.access.oidc.lying import SUBJECT, asked_in

LINK = "/account/security/providers/liar/link"
SECURITY = "/account/security"


@pytest.fixture
def browser(carys, a_browser):
    """Of somebody who has a password alone."""
    browser = a_browser()
    browser.sign_in(carys)
    return browser


@pytest.fixture
def invited(app, a_browser, person_called):
    """A browser in the session that the link of an invitation opens."""

    def come(email):
        browser = a_browser()
        browser.see("/sign-in")
        with app.app_context():
            person = person_called(email)
            token = service.open_session(
                person,
                by=person,
                method="invitation",
                browser=service.Browser("", ""),
                instead_of=None,
            )
        with browser.client.session_transaction() as kept:
            kept["_user_id"] = token
        return browser

    return come


def linking(browser, **proof) -> str:
    """Where the page of linking sends the browser."""
    answer = browser.send(LINK, **(proof or {"password": PASSWORD}))
    assert answer.status_code == 302, answer.text
    return answer.location


def unlink_page(browser) -> str:
    return "/account/security/links/" + _link_in(browser.see(SECURITY).text) + "/remove"


def _link_in(page: str) -> str:
    return page.split("/account/security/links/")[1].partition("/")[0]


def test_it_is_offered_and_linked_after_a_proof(browser, liar, a_browser, carys, letters_to):
    assert "Link the sign-in of The liar trust" in browser.see(SECURITY).text
    answer = browser.see(liar.back(linking(browser)))
    assert answer.location == SECURITY
    page = browser.see(SECURITY).text
    assert "The sign-in of The liar trust is linked" in page
    assert "Unlink" in page
    assert "Link the sign-in of The liar trust" not in page
    elsewhere = a_browser()
    elsewhere.see(liar.back(go(elsewhere)))
    assert elsewhere.is_in()
    told = [x.body for x in letters_to(carys) if x.event == "access_security"]
    assert any("The sign-in of The liar trust was linked" in body for body in told)


def test_without_the_proof_nobody_goes_anywhere(browser, liar, count):
    for proof in ({"password": "not this one"}, {"code": ""}, {"proved": "x"}):
        answer = browser.send(LINK, **proof)
        assert answer.status_code == 400
    assert liar.asked == []
    assert count(LinkedIdentity) == 0


def test_the_provider_has_to_ask_them_again(browser, liar, count):
    asked = asked_in(linking(browser))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    path = liar.back(linking(browser), auth_time=0)
    answer = browser.see(path)
    assert answer.status_code == 400
    assert "did not ask you again" in answer.text
    assert "you are still signed in" in answer.text
    assert count(LinkedIdentity) == 0


def test_a_stranger_cannot_link(a_browser, liar):
    assert a_browser().see(LINK).location.startswith("/sign-in")


def test_the_answer_at_another_session_links_nothing(browser, liar, a_browser, someone, count):
    other = a_browser()
    other.sign_in(someone("Dr Somebody Else"))
    back = liar.back(linking(browser))
    assert other.see(back).status_code == 400
    with other.client.session_transaction() as kept, browser.client.session_transaction() as here:
        kept["oidc"] = here["oidc"]
    assert other.see(back).status_code == 400
    assert count(LinkedIdentity) == 0


def test_an_identity_is_one_persons(linked, liar, a_browser, someone, count):
    other = a_browser()
    other.sign_in(someone("Dr Somebody Else"))
    answer = other.see(liar.back(linking(other)))
    assert answer.status_code == 409
    assert "linked to an account here already" in answer.text
    assert count(LinkedIdentity) == 1


def test_somebody_has_one_identity_at_a_provider(linked, liar, a_browser):
    browser = a_browser()
    browser.sign_in(linked)
    answer = browser.send(LINK, password=PASSWORD)
    assert answer.status_code == 409
    assert "linked to your account already" in answer.text


def test_linking_ends_the_other_sessions(browser, liar, a_browser, carys):
    other = a_browser()
    other.sign_in(carys)
    browser.see(liar.back(linking(browser)))
    assert browser.is_in()
    assert not other.is_in()


def test_linking_with_two_factors_makes_this_session_strong(browser, liar, sessions):
    browser.see(liar.back(linking(browser), acr="two"))
    assert sessions() == [(["password", "oidc:liar"], 2)]


def test_one_of_an_organisation_is_for_those_who_have_a_role_there(
    liar, configure, trust, office_of_the_trust, carys, a_browser, with_an_app
):
    configure(row_of(liar, organisation=str(trust.id)))
    stranger = a_browser()
    stranger.sign_in(carys)
    assert "The liar trust" not in stranger.see(SECURITY).text
    assert stranger.send(LINK, password=PASSWORD).status_code == 409
    code, browser = with_an_app(office_of_the_trust), a_browser()
    browser.sign_in(office_of_the_trust)
    browser.send("/sign-in/code", code=code())
    assert "Link the sign-in of The liar trust" in browser.see(SECURITY).text


class TestInvited:
    """Somebody new, who has come by the link of a letter and has set up nothing."""

    def test_linking_is_one_of_the_ways_and_opens_the_account(
        self, someone, invited, liar, sessions
    ):
        browser = invited(someone("Dr New", password=False))
        assert "Link the sign-in of The liar trust" in browser.see("/account/set-up").text
        answer = browser.send(f"{LINK}?next=/account")
        assert answer.status_code == 302
        back = browser.see(liar.back(answer.location, acr="two"))
        assert back.location == "/account"
        assert sessions() == [(["invitation", "oidc:liar"], 2)]
        assert browser.is_in()

    def test_with_one_factor_it_is_one(self, someone, invited, liar, sessions):
        browser = invited(someone("Dr New", password=False))
        browser.see(liar.back(browser.send(LINK).location))
        assert sessions() == [(["invitation", "oidc:liar"], 1)]


def test_somebody_with_a_linked_identity_alone_has_been_in(linked_only, liar, app, person_called):
    with app.app_context():
        assert not invitations.has_never_been_in(person_called(linked_only))


def test_a_recovery_takes_the_linked_identity_too(
    linked_only, admin, liar, app, person_called, count, a_browser
):
    with app.app_context():
        person = person_called(linked_only)
        recoveries.ask(person, by=person_called(admin), reason="They came to my desk.")
        recoveries.finish(recoveries.under_way(person), by=people.calendar())
    assert count(LinkedIdentity) == 0
    browser = a_browser()
    assert browser.see(liar.back(go(browser))).status_code == 400


@pytest.fixture
def linked_only(someone, liar, link, person_called):
    email = someone("Dr New", password=False)
    link(person_called(email), liar)
    return email


class TestUnlinking:
    """It needs proof, and leaves a way in."""

    def test_it_opens_nothing_from_then_on(self, linked, liar, a_browser, letters_to):
        browser, other = a_browser(), a_browser()
        browser.sign_in(linked)
        other.see(liar.back(go(other)))
        page = unlink_page(browser)
        assert browser.send(page, password="not this one").status_code == 400
        assert other.is_in()
        assert browser.send(page, password=PASSWORD).status_code == 302
        assert not other.is_in()
        again = a_browser()
        assert again.see(liar.back(go(again))).status_code == 400
        bodies = [x.body for x in letters_to(linked)]
        assert any("was unlinked from your account" in body for body in bodies)

    def test_that_of_somebody_else_is_not_there(self, linked, browser, someone, a_browser, app):
        other = a_browser()
        other.sign_in(someone("Dr Somebody Else"))
        with app.app_context():
            link_id = db.session.scalar(select(LinkedIdentity.id))
        page = f"/account/security/links/{link_id}/remove"
        assert other.see(page).status_code == 404
        assert other.see(f"/account/security/links/{uuid.uuid4()}/remove").status_code == 404
        assert browser.see(page).status_code == 200

    def test_the_only_way_in_stays(self, someone, invited, liar):
        browser = invited(someone("Dr New", password=False))
        browser.see(liar.back(browser.send(LINK).location))
        page = unlink_page(browser)
        token = proved(browser, liar, page)
        answer = browser.send(page, page=f"{page}?proved={token}", proved=token)
        assert answer.status_code == 409
        assert "no other way to sign in" in answer.text

    def test_the_last_factor_of_somebody_who_needs_two_stays(
        self, someone, liar, link, person_called, trust, a_browser
    ):
        email = someone("Amara Osei", (Role.CONTRACTS_OFFICE, trust))
        link(person_called(email), liar)
        browser = a_browser()
        browser.see(liar.back(go(browser), acr="two"))
        page = unlink_page(browser)
        token = proved(browser, liar, page, acr="two")
        answer = browser.send(page, page=f"{page}?proved={token}", proved=token)
        assert answer.status_code == 409
        assert "the only second step you have" in answer.text

    def test_a_linked_identity_with_two_factors_lets_the_app_go(
        self, someone, liar, link, person_called, trust, a_browser, with_an_app
    ):
        email = someone("Amara Osei", (Role.CONTRACTS_OFFICE, trust))
        code, browser = with_an_app(email), a_browser()
        browser.sign_in(email)
        browser.send("/sign-in/code", code=code())
        with_an_app_page = "/account/security/app/remove"
        link(person_called(email), liar)
        token = proved(browser, liar, with_an_app_page, acr="two")
        answer = browser.send(
            with_an_app_page, page=f"{with_an_app_page}?proved={token}", proved=token
        )
        assert answer.status_code == 302

    def test_one_that_gives_one_factor_does_not(
        self, someone, liar, configure, link, person_called, trust, a_browser, with_an_app
    ):
        configure(row_of(liar, two_factors=[]))
        email = someone("Amara Osei", (Role.CONTRACTS_OFFICE, trust))
        code, browser = with_an_app(email), a_browser()
        link(person_called(email), liar)
        browser.sign_in(email)
        browser.send("/sign-in/code", code=code())
        answer = browser.send("/account/security/app/remove", code=code(30))
        assert answer.status_code == 409
        assert "the only second step you have" in answer.text


def proved(browser, liar, page: str, about: str = "factors", **claims) -> str:
    """The token of a proof that the provider has confirmed, for the form of `page`."""
    path = f"/account/prove/with/liar?page={page}"
    answer = browser.send(path, page=page, about=about)
    assert answer.status_code == 302, answer.text
    back = browser.see(liar.back(answer.location, **claims))
    assert back.location.startswith(page), back.text
    return back.location.partition("proved=")[2]


def test_a_provider_that_was_taken_out_is_named_by_its_code(linked, liar, configure, a_browser):
    configure()
    browser = a_browser()
    browser.sign_in(linked)
    assert "liar" in browser.see(SECURITY).text
    assert browser.see(LINK).status_code == 404
    assert browser.send(unlink_page(browser), password=PASSWORD).status_code == 302


def test_what_is_kept_is_issuer_and_subject(browser, liar, app):
    browser.see(liar.back(linking(browser)))
    with app.app_context():
        kept = db.session.scalars(select(LinkedIdentity)).one()
        assert (kept.provider, kept.issuer, kept.subject) == ("liar", liar.issuer, SUBJECT)
        assert db.session.scalars(select(AuthSession)).one().aal == 1
