"""Invitations and recoveries: bound to one person, one address, one seat; GET never acts."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from secondments import clock, jobs
from secondments.access import invitations, recoveries
from secondments.access.factor_models import Passkey, Totp
from secondments.access.factors import service as factors
from secondments.access.factors import totp
from secondments.access.models import AccountRecovery, AuthSession, Credential, OneTime
from secondments.errors import NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.people import queries, service
from secondments.people.models import Organisation, Role
from secondments.people.service import Appointment
from tests.access.authenticator import Device, shown_by
from tests.access.test_factors import APP, KEY, SEED, TO_TYPE

NEW = "slate kettle walks north"
POPPY = "poppy@northmoor.example"
OF_INVITATION = re.compile(r"http[^/]+//[^/]+(/invitation/\S+)")
STOPS = re.compile(r"http[^/]+//[^/]+(/account-recovery/\S+)")
WHY = "Met in the office this morning"


@pytest.fixture
def invited(app, trust, office_of_the_trust, person_called, letters_to):
    """Poppy, added by the contracts office; the path of her link."""
    with app.app_context():
        office, given = (
            person_called(office_of_the_trust),
            Appointment(there(trust), role=Role.RELEASE),
        )
        service.add_person(given, by=office, name="Poppy Bell", email=POPPY)
    return newest(letters_to, POPPY, OF_INVITATION)


@pytest.fixture
def poppy(person_called):
    return lambda: person_called(POPPY)


def there(organisation):
    """As the open app context has it."""
    return db.session.get(Organisation, organisation.id)


def newest(letters_to, email, pattern):
    return [found for x in letters_to(email) for found in pattern.findall(x.body)][-1]


def with_a_passkey(browser, device):
    page = "/account/set-up"
    started = json.loads(browser.send(KEY + "/start", page=page).text)
    made = device.creates(started["options"])
    return browser.send(KEY, name="My phone", made=made, asked=started["challenge"])


class TestAccepting:
    def test_the_letter_names_who_invites_to_what_and_where(self, invited, letters_to):
        body = letters_to(POPPY)[-1].body
        assert "Amara Osei invites you" in body
        assert "releases staff for the employer, Northmoor NHS Trust" in body

    def test_looking_never_uses_it_up_and_signs_nobody_in(self, invited, a_browser, count):
        for _ in range(3):
            browser = a_browser()
            answer = browser.see(invited)
            assert answer.status_code == 200
            assert "p•••@northmoor.example" in answer.text
            assert POPPY not in answer.text
            assert not browser.is_in()
        assert count(AuthSession) == 0

    def test_a_passkey_within_a_minute(
        self, invited, a_browser, app, letters_to, office_of_the_trust
    ):
        browser = a_browser()
        assert browser.send(invited).location == "/account/set-up?next=/"
        assert with_a_passkey(browser, Device()).location == "/account/security"
        assert browser.see("/").status_code == 200
        assert [x.event for x in letters_to(office_of_the_trust)] == ["access_answered"]

    def test_or_a_password_and_an_app(self, invited, a_browser, app):
        browser = a_browser()
        browser.send(invited)
        assert browser.see(APP).status_code == 200
        answer = browser.send("/account/set-up/password", chosen=NEW)
        assert answer.location == f"{APP}?next=/"
        page = browser.see(APP).text
        given = {"seed": SEED.search(page)[1], "shown": shown_by(TO_TYPE.search(page)[1])}
        assert "Keep these recovery codes" in browser.send(APP, **given).text
        assert browser.see("/").status_code == 200
        with app.app_context():
            assert db.session.scalars(select(AuthSession.aal)).all() == [2]

    @pytest.mark.parametrize("page", ["/", "/secondments", "/account", "/account/security"])
    def test_until_then_there_is_nothing_but_setting_up(self, invited, a_browser, page):
        browser = a_browser()
        browser.send(invited)
        assert browser.see(page).location == f"/account/set-up?next={page}"

    def test_an_app_needs_a_password_first(self, invited, a_browser, count):
        browser = a_browser()
        browser.send(invited)
        assert "second step after a password" in browser.see(APP).text
        with_token = browser.token("/account/set-up")
        sealed = re.findall(r'name="seed" value="([^"]+)"', browser.see(APP).text)
        answer = browser.client.post(
            APP, data={"csrf_token": with_token, "seed": sealed, "shown": "123456"}
        )
        assert answer.status_code in {400, 409}
        assert count(Totp) == 0

    def test_it_works_once(self, invited, a_browser):
        assert a_browser().send(invited).status_code == 302
        assert a_browser().see(invited).status_code == 410

    def test_it_lasts_a_week(self, invited, a_browser, later):
        later(OneTime, timedelta(days=6, hours=23), OneTime.expires_at)
        assert a_browser().see(invited).status_code == 200
        later(OneTime, timedelta(hours=2), OneTime.expires_at)
        assert a_browser().see(invited).status_code == 410

    def test_one_whose_role_was_taken_away_opens_nothing(self, app, invited, a_browser, poppy):
        with app.app_context(), db.engine.begin() as connection:
            # As if its last day had been yesterday: a role cannot end before it began.
            ended = "UPDATE membership SET from_on = from_on - 9, until_on = from_on - 1"
            connection.execute(text(f"{ended} WHERE person_id = :who"), {"who": poppy().id})
        assert a_browser().see(invited).status_code == 410

    def test_one_that_was_sent_to_another_address_opens_nothing(
        self, app, invited, a_browser, poppy
    ):
        with app.app_context(), db.engine.begin() as connection:
            moved = text("UPDATE person SET email = 'poppy@elsewhere.example' WHERE id = :who")
            connection.execute(moved, {"who": poppy().id})
        assert a_browser().see(invited).status_code == 410

    def test_not_me_kills_it_and_tells_whoever_sent_it(
        self, invited, a_browser, letters_to, office_of_the_trust
    ):
        answer = a_browser().send(f"{invited}/not-me", page=invited)
        assert answer.location == "/sign-in"
        assert a_browser().see(invited).status_code == 410
        assert "not for them" in letters_to(office_of_the_trust)[-1].body

    def test_a_link_to_choose_a_password_is_no_invitation(self, carys, a_browser, link_to):
        a_browser().send("/forgotten-password", email=carys)
        token = link_to(carys).rpartition("/")[2]
        assert a_browser().see(f"/invitation/{token}").status_code == 410

    def test_forgetting_the_password_one_never_had_sends_the_invitation_again(
        self, invited, a_browser, letters_to
    ):
        a_browser().send("/forgotten-password", email=POPPY)
        again = newest(letters_to, POPPY, OF_INVITATION)
        assert again != invited
        assert a_browser().see(invited).status_code == 200
        a_browser().send(again)
        assert a_browser().see(invited).status_code == 410


class TestLookingAfter:
    def page(self, app, poppy):
        with app.app_context():
            return f"/settings/people/{poppy().id}/access"

    def test_the_office_sends_it_again_or_takes_it_back(
        self, app, invited, poppy, signed_in, office_of_the_trust, a_browser, letters_to
    ):
        page, office = self.page(app, poppy), signed_in(office_of_the_trust)
        assert "not answered yet" in office.see(page).text
        office.send(f"{page}/invite", page=page)
        again = newest(letters_to, POPPY, OF_INVITATION)
        assert a_browser().see(invited).status_code == 410
        office.send(f"{page}/revoke", page=page)
        assert a_browser().see(again).status_code == 410
        assert "no invitation is waiting" in office.see(page).text

    def test_one_that_fits_no_longer_is_none_and_another_can_be_sent(
        self, app, invited, poppy, signed_in, admin, letters_to, a_browser
    ):
        with app.app_context(), db.engine.begin() as connection:
            moved = text("UPDATE person SET email = 'poppy@elsewhere.example' WHERE id = :who")
            connection.execute(moved, {"who": poppy().id})
        with app.app_context():
            page = f"/settings/people/{queries.by_email('poppy@elsewhere.example').id}/access"
        browser = signed_in(admin)
        assert "no invitation is waiting" in browser.see(page).text
        browser.send(f"{page}/invite", page=page)
        again = newest(letters_to, "poppy@elsewhere.example", OF_INVITATION)
        assert a_browser().see(again).status_code == 200

    def test_an_app_is_added_by_nobody_without_a_password(self, app, invited, poppy):
        with app.app_context():
            person, seed = poppy(), totp.new_seed()
            given = {"seed": seed, "code": totp.code_at(seed, clock.wall()), "here": None}
            with pytest.raises(NotPossibleNow, match="Choose a password first"):
                factors.add_app(person, by=person, **given)

    def test_another_office_does_not_see_it(self, app, invited, poppy, signed_in, someone, company):
        page = self.page(app, poppy)
        other = someone("Bo Lind", (Role.COMPANY_ADMINISTRATOR, company))
        assert signed_in(other).see(page).status_code == 404

    def test_who_has_been_in_is_not_invited_again(self, app, carys, admin, person_called):
        with app.app_context(), pytest.raises(NotPossibleNow):
            invitations.invite_again(person_called(carys), by=person_called(admin))


class TestCompanyAdministrator:
    @pytest.fixture
    def bo(self, someone, company):
        return someone("Bo Lind", (Role.COMPANY_ADMINISTRATOR, company))

    def test_adds_colleagues_and_gives_them_roles(self, app, bo, company, signed_in, letters_to):
        page = f"/settings/organisations/{company.id}/people/new"
        given = {"name": "Ida Berg", "email": "ida@corvane.example", "role": "company_legal"}
        day = {"from_on-day": "1", "from_on-month": "1", "from_on-year": "2026"}
        answer = signed_in(bo).send(page, **given, organisation=str(company.id), **day)
        assert answer.status_code == 302, answer.text
        assert [x.event for x in letters_to("ida@corvane.example")] == ["access_invitation"]

    def test_but_nobody_elsewhere_and_nothing_for_themselves(
        self, app, bo, trust, company, person_called
    ):
        with app.app_context():
            who = person_called(bo)
            for given in (
                Appointment(there(trust), role=Role.RELEASE),
                Appointment(there(company), person=who, role=Role.SIGNATORY),
                Appointment(None, role=Role.SYSTEM_ADMINISTRATOR),
            ):
                with pytest.raises(NotAllowed):
                    service.add_person(given, by=who, name="Eve Low", email="eve@low.example")

    def test_sees_people_of_the_company_alone(self, app, bo, carys, person_called):
        with app.app_context():
            assert [p.name for p in queries.people(reader=person_called(bo))] == ["Bo Lind"]


class TestRecovery:
    @pytest.fixture
    def lost(self, app, admin, carys, person_called, letters_to):
        """A recovery of Carys's account, asked for by the administrator; the link that stops it."""
        with app.app_context():
            recoveries.ask(person_called(carys), by=person_called(admin), reason=WHY)
        return newest(letters_to, carys, STOPS)

    def run(self, app):
        with app.app_context():
            jobs.defer("access.finish_recoveries")
            db.session.commit()
        jobs.run_due(app, queue="default")

    def test_nothing_happens_for_a_day_then_every_factor_goes_and_a_link_comes(
        self, app, lost, carys, count, later, letters_to, a_browser, signed_in
    ):
        elsewhere = signed_in(carys)
        self.run(app)
        assert count(Credential) == 2
        with app.app_context():
            asked = db.session.scalars(select(AccountRecovery)).one()
            assert asked.due_at - asked.asked_at == timedelta(hours=24)
        forward(app)
        self.run(app)
        assert not elsewhere.is_in()
        assert (count(Credential), count(Passkey), count(Totp)) == (1, 0, 0)
        link = newest(letters_to, carys, OF_INVITATION)
        assert a_browser().see(link).status_code == 200

    def test_the_person_stops_it_with_the_link_of_the_letter(self, app, lost, a_browser, count):
        assert a_browser().see(lost).status_code == 200
        assert a_browser().send(lost).status_code == 302
        forward(app)
        self.run(app)
        assert count(Credential) == 2
        assert a_browser().see(lost).status_code == 410

    def test_that_of_an_administrator_waits_for_a_second_one(
        self, app, admin, someone, person_called, count
    ):
        class Service:
            id = None

        other = someone("Ms Vera Roth", (Role.SYSTEM_ADMINISTRATOR, Service))
        with app.app_context():
            recoveries.ask(person_called(admin), by=person_called(other), reason=WHY)
        forward(app)
        self.run(app)
        assert count(Credential) == 2
        with app.app_context():
            asked = recoveries.under_way(person_called(admin))
            with pytest.raises(NotPossibleNow, match="second administrator"):
                recoveries.confirm(asked, by=person_called(other))
            db.session.rollback()
            asked = recoveries.under_way(person_called(admin))
            with pytest.raises(NotAllowed):
                recoveries.confirm(asked, by=person_called(admin))

    def test_nobody_starts_their_own(self, app, admin, person_called):
        with app.app_context(), pytest.raises(NotAllowed):
            recoveries.ask(person_called(admin), by=person_called(admin), reason=WHY)

    def test_the_page_has_no_place_for_a_password(
        self, app, admin, carys, signed_in, person_called
    ):
        with app.app_context():
            page = f"/settings/people/{person_called(carys).id}/access"
        browser = signed_in(admin)
        assert 'type="password"' not in browser.see(page).text
        assert browser.send(page, reason="because").status_code == 400
        assert browser.send(page, reason=WHY).status_code == 302
        assert "A recovery is under way" in browser.see(page).text
        assert browser.send(f"{page}/stop", page=page).status_code == 302


def forward(app):
    """A day and an hour later."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(
            text("UPDATE account_recovery SET due_at = due_at - interval '25 hours'")
        )
