"""Signing in with an organisation's provider that tells the truth."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from secondments.access import throttles
from secondments.access.models import OneTime
from secondments.access.providers import discovery
from secondments.access.providers.models import LinkedIdentity
from secondments.extensions import db
from secondments.people.models import Person
from tests.access.browser import words
from tests.access.oidc.conftest import go, row_of
from tests.access.oidc.lying import SECRET, asked_in


def test_a_linked_identity_opens_a_session_that_remembers_the_provider(
    linked, liar, a_browser, sessions
):
    browser = a_browser()
    answer = browser.see(liar.back(go(browser, to="/account/password")))
    assert (answer.status_code, answer.location) == (302, "/account/password")
    assert browser.is_in()
    assert sessions() == [(["oidc:liar"], 1)]


def test_two_factors_at_the_provider_are_two_factors_here(linked, liar, a_browser, sessions):
    browser = a_browser()
    assert browser.see(liar.back(go(browser), acr="two")).status_code == 302
    assert sessions() == [(["oidc:liar"], 2)]


@pytest.mark.parametrize("acr", ["one", "", None, ["two"], {"two": 1}, 2, "TWO"])
def test_any_other_strength_is_one_factor(linked, liar, a_browser, sessions, acr):
    browser = a_browser()
    assert browser.see(liar.back(go(browser), acr=acr, amr=["mfa"])).status_code == 302
    assert sessions() == [(["oidc:liar"], 1)]


def test_what_is_asked_is_a_code_bound_to_this_browser(liar, a_browser):
    asked = asked_in(go(a_browser()))
    assert asked["response_type"] == "code"
    assert asked["scope"] == "openid email profile"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost:8000/sign-in/with/liar/back"
    assert min(map(len, (asked["state"], asked["nonce"], asked["code_challenge"]))) >= 43
    assert "prompt" not in asked
    assert "max_age" not in asked
    again = asked_in(go(a_browser()))
    for each in ("state", "nonce", "code_challenge"):
        assert asked[each] != again[each]


def test_no_token_is_kept(linked, liar, a_browser, app):
    browser = a_browser()
    browser.see(liar.back(go(browser)))
    with app.app_context():
        kept = str(db.session.scalars(select(OneTime.data)).all())
    assert "oidc" not in browser.client.get_cookie("session").value
    for secret in ("the-access-token", "eyJ", SECRET):
        assert secret not in kept
    assert liar.posted[0]["Authorization"].startswith("Basic ")


def test_twenty_aborted_starts_leave_one_small_cookie_and_one_row(liar, a_browser, count):
    browser = a_browser()
    for _ in range(20):
        go(browser)
    assert len(browser.client.get_cookie("session").value) < 1024
    assert count(OneTime) == 1


def test_after_ten_minutes_one_begins_again(linked, liar, a_browser, later):
    browser = a_browser()
    back = liar.back(go(browser))
    later(OneTime, timedelta(minutes=10), OneTime.expires_at)
    answer = browser.see(back)
    assert answer.status_code == 400
    assert "Begin again here" in answer.text
    assert not browser.is_in()


def test_a_second_step_here_follows_one_factor_there(
    linked, liar, a_browser, with_an_app, sessions
):
    browser, code = a_browser(), with_an_app(linked)
    answer = browser.see(liar.back(go(browser, to="/account")))
    assert answer.location == "/sign-in/code?next=/account"
    assert not browser.is_in()
    assert browser.send("/sign-in/code", code=code()).status_code == 302
    assert browser.is_in()
    assert sessions()[-1] == (["oidc:liar", "totp"], 2)


def test_two_factors_there_need_no_second_step_here(linked, liar, a_browser, with_an_app):
    with_an_app(linked)
    browser = a_browser()
    browser.see(liar.back(go(browser), acr="two"))
    assert browser.is_in()


def test_somebody_who_has_left_is_nobody(linked, liar, a_browser, app):
    with app.app_context(), db.engine.begin() as connection:
        left = update(Person).where(Person.email == linked)
        connection.execute(left.values(left_at=func.now()))
    browser = a_browser()
    answer = browser.see(liar.back(go(browser)))
    assert answer.status_code == 400
    assert "not linked to an account here" in answer.text


def test_cis2_says_how_strongly_and_when(linked, liar, configure, a_browser, sessions):
    configure({**row_of(liar, kind="cis2"), "two_factors": ["AAL3_ANY"]})
    browser = a_browser()
    asked = asked_in(location := go(browser))
    assert (asked["acr_values"], asked["max_age"]) == ("AAL2_OR_AAL3_ANY", "43200")
    assert browser.see(liar.back(location, acr="AAL3_ANY")).status_code == 302
    assert sessions() == [(["oidc:liar"], 2)]
    another = a_browser()
    assert another.see(liar.back(go(another), acr="AAL3_ANY", auth_time=None)).status_code == 400
    assert not another.is_in()


def test_beginning_is_limited_by_place(liar, a_browser, monkeypatch):
    limit = throttles.CHALLENGES_FROM_ONE_PLACE
    two = throttles.Limit(limit.name, 2, limit.within)
    monkeypatch.setattr(throttles, "CHALLENGES_FROM_ONE_PLACE", two)
    browser = a_browser()
    for _ in range(2):
        go(browser)
    assert browser.send("/sign-in/with/liar", page="/sign-in").status_code == 429


class TestUnknown:
    """An identity that nobody has linked: its e-mail address finds nobody."""

    def test_the_page_is_the_same_whether_the_address_is_known_or_not(
        self, carys, liar, a_browser, count
    ):
        pages = []
        for email in (carys, "stranger@elsewhere.example", None):
            browser = a_browser()
            answer = browser.see(liar.back(go(browser), email=email, email_verified=True))
            assert answer.status_code == 400
            assert not browser.is_in()
            pages.append(words(answer))
        assert len({*pages}) == 1
        assert "not linked to an account here" in pages[0]
        assert count(LinkedIdentity) == 0

    def test_the_same_address_with_another_subject_is_somebody_else(self, linked, liar, a_browser):
        browser = a_browser()
        answer = browser.see(liar.back(go(browser), email=linked, sub="another"))
        assert "not linked to an account here" in answer.text
        assert not browser.is_in()

    def test_administrators_are_told_once_when_the_address_is_known(
        self, carys, admin, liar, a_browser, letters_to
    ):
        for _ in range(2):
            browser = a_browser()
            browser.see(liar.back(go(browser), email=carys.upper(), sub="another"))
        told = [x for x in letters_to(admin) if x.event == "access_unlinked"]
        assert len(told) == 1
        assert "Dr Carys Whitfield" in told[0].body
        assert letters_to(carys) == []

    def test_nobody_is_told_of_a_stranger(self, admin, liar, a_browser, letters_to):
        browser = a_browser()
        browser.see(liar.back(go(browser), email="stranger@elsewhere.example"))
        assert letters_to(admin) == []


class TestDown:
    """A provider that does not answer: the other ways are there, and sessions go on."""

    def test_the_sign_in_page_says_so_and_the_password_works(self, linked, liar, a_browser):
        signed_in = a_browser()
        signed_in.see(liar.back(go(signed_in)))
        discovery.forget()
        liar.instead["/.well-known/openid-configuration"] = (500, b"broken", {})
        browser = a_browser()
        answer = browser.send("/sign-in/with/liar", page="/sign-in")
        assert answer.status_code == 400
        assert "The liar trust cannot be reached just now" in answer.text
        assert 'name="password"' in answer.text
        assert signed_in.is_in()
        assert browser.sign_in(linked).status_code == 302

    def test_for_a_while_nobody_waits_for_it_again(self, liar, a_browser):
        discovery.forget()
        liar.instead["/.well-known/openid-configuration"] = (500, b"broken", {})
        for _ in range(3):
            a_browser().send("/sign-in/with/liar", page="/sign-in")
        assert liar.asked.count("/.well-known/openid-configuration") == 1

    def test_of_its_own_origin_the_page_lets_a_form_lead_there(self, liar, a_browser):
        policy = a_browser().see("/sign-in").headers["Content-Security-Policy"]
        assert f"form-action 'self' {liar.issuer};" in policy


class TestEntra:
    """Microsoft Entra: one issuer for each tenant, of which some are let in."""

    OURS, OTHER = "11111111-aaaa", "22222222-bbbb"

    @pytest.fixture
    def entra(self, liar, configure, link, carys, person_called):
        template = f"{liar.issuer}/{{tid}}/v2.0"
        tenants = [self.OURS, "33333333-cccc"]
        row = row_of(liar, kind="entra", tenants=tenants, two_factors=[], issuer=template)
        configure(row)
        liar.metadata["issuer"] = template.replace("{tid}", "{tenantid}")
        issuer = template.replace("{tid}", self.OURS)
        link(person_called(carys), liar, issuer=issuer, subject="oid-of-carys", tid=self.OURS)
        return liar

    def came(self, liar, browser, tenant, **more):
        issuer = f"{liar.issuer}/{tenant}/v2.0"
        said = {"iss": issuer, "tid": tenant, "oid": "oid-of-carys", "sub": "pairwise", **more}
        return browser.see(liar.back(go(browser), **said))

    def test_a_tenant_on_the_list_gets_in_by_its_oid(self, entra, a_browser, sessions):
        browser = a_browser()
        assert self.came(entra, browser, self.OURS, amr=["pwd", "mfa"]).status_code == 302
        assert sessions() == [(["oidc:liar"], 2)]

    def test_without_mfa_it_is_one_factor(self, entra, a_browser, sessions):
        self.came(entra, a_browser(), self.OURS, amr=["pwd"])
        assert sessions() == [(["oidc:liar"], 1)]

    @pytest.mark.parametrize(
        ("tenant", "more"),
        [
            (OTHER, {}),
            (OTHER, {"tid": OURS}),
            (OURS, {"tid": None}),
            (OURS, {"tid": OTHER}),
            (OURS, {"tid": "33333333-cccc"}),
            ("{tid}", {}),
        ],
    )
    def test_another_tenant_does_not(self, entra, a_browser, tenant, more):
        browser = a_browser()
        answer = self.came(entra, browser, tenant, **more)
        assert answer.status_code == 400
        assert "did not confirm who you are" in answer.text
        assert not browser.is_in()
