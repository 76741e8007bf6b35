"""People who make an account themselves, and many at once from a table."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from secondments.access.models import OneTime
from secondments.extensions import db
from secondments.people.joining_models import JoinRequest
from secondments.people.models import Kind, Membership, Person, Role
from tests import builders
from tests.access.authenticator import Device
from tests.access.test_invitations import newest, with_a_passkey

LINK = re.compile(r"http[^/]+//[^/]+(/join/\S+)")
MAYA = "maya.okafor@northmoor.example"
ROWS = re.compile(r'name="rows" value="([^"]*)"')


@pytest.fixture
def deanery(app):
    with app.app_context():
        made = builders.an_organisation(Kind.TRAINING_BODY, "Northmoor Deanery")
        db.session.refresh(made)
        db.session.expunge(made)
        return made


@pytest.fixture
def deanery_office(someone, deanery):
    return someone("Nell Marsh", (Role.DEANERY_OFFICE, deanery))


@pytest.fixture
def form(deanery):
    return {
        "name": "Dr Maya Okafor",
        "email": MAYA,
        "role": "trainee",
        "training_body": str(deanery.id),
        "said": "GMC 7654321",
    }


@pytest.fixture
def link(a_browser, form, letters_to):
    assert a_browser().send("/join", **form).location == "/join/sent"
    return newest(letters_to, MAYA, LINK)


@pytest.fixture
def joined(link, a_browser, deanery_office):
    """The browser in which the account was made."""
    browser = a_browser()
    assert browser.send(link).location == "/account/set-up"
    return browser


def waiting(deanery_office, signed_in):
    office = signed_in(deanery_office)
    found = re.search(r'href="(/settings/joining/[^"]+)"', office.see("/settings/joining").text)
    return office, found[1]


class TestJoining:
    def test_nobody_is_made_before_the_link_is_used(self, link, a_browser, count):
        for _ in range(3):
            assert "Dr Maya Okafor" in a_browser().see(link).text
        assert count(Person, Person.email == MAYA) == 0
        a_browser().send(link)
        assert count(Person, Person.email == MAYA) == 1

    def test_until_it_is_confirmed_there_is_no_role_and_nothing_to_start(self, joined):
        with_a_passkey(joined, Device())
        assert "has been asked to confirm" in joined.see("/").text
        assert joined.see("/secondments/new").status_code == 403

    def test_a_password_alone_is_enough_to_begin_with(self, joined):
        joined.send("/account/set-up/password", chosen="slate kettle walks north")
        assert "Not now" in joined.see("/account/security/app").text
        assert joined.see("/").status_code == 200

    def test_the_deanery_confirms_and_the_trainee_may_start(
        self, joined, deanery_office, signed_in, letters_to
    ):
        with_a_passkey(joined, Device())
        assert [x.event for x in letters_to(deanery_office)] == ["people_somebody_joins"]
        office, path = waiting(deanery_office, signed_in)
        assert "GMC 7654321" in office.see(path).text
        assert office.send(path).location == "/settings/joining"
        assert joined.see("/secondments/new").status_code == 200
        assert letters_to(MAYA)[-1].event == "people_joined"
        assert office.see(path).status_code == 200

    def test_or_says_why_not(self, joined, deanery_office, signed_in, letters_to, count):
        office, path = waiting(deanery_office, signed_in)
        refused = office.send(f"{path}/decline", page=path, reason="no")
        assert refused.status_code == 400
        office.send(f"{path}/decline", page=path, reason="Not in any of our programmes")
        assert letters_to(MAYA)[-1].event == "people_not_joined"
        assert count(Membership, Membership.role == Role.TRAINEE) == 0
        with_a_passkey(joined, Device())
        assert "Not in any of our programmes" in joined.see("/").text

    def test_another_office_does_not_see_it(self, joined, signed_in, office_of_the_trust, app):
        with app.app_context():
            request = db.session.scalars(select(JoinRequest.id)).one()
        office = signed_in(office_of_the_trust)
        assert office.see("/settings/joining").status_code == 200
        assert office.see(f"/settings/joining/{request}").status_code == 404
        assert office.send(f"/settings/joining/{request}", page="/account").status_code == 404

    def test_an_address_that_is_known_gets_another_letter_and_the_same_page(
        self, carys, form, a_browser, letters_to, count
    ):
        known = a_browser().send("/join", **{**form, "email": carys})
        new = a_browser().send("/join", **form)
        assert (known.status_code, known.location) == (new.status_code, new.location)
        assert [x.event for x in letters_to(carys)] == ["access_known"]
        assert count(OneTime, OneTime.purpose == "join") == 1

    def test_the_link_works_once_and_for_a_day(self, link, a_browser, later):
        later(OneTime, timedelta(hours=25), OneTime.expires_at)
        assert a_browser().see(link).status_code == 410

    def test_it_is_used_once(self, joined, link, a_browser):
        assert a_browser().see(link).status_code == 410

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "maya@northmoor.example, eve@evil.example"},
            {"email": "maya@nоrthmoor.example"},  # noqa: RUF001 - a Cyrillic letter
            {"name": "\u202egnp"},
            {"role": "contracts_office"},
            {"training_body": "00000000-0000-4000-8000-000000000009"},
            {"said": ""},
        ],
    )
    def test_what_cannot_be_is_refused_and_the_rest_is_kept(self, form, a_browser, wrong, count):
        answer = a_browser().send("/join", **{**form, **wrong})
        assert answer.status_code == 400
        assert "GMC 7654321" in answer.text or "said" in wrong
        assert count(OneTime) == 0

    def test_asking_is_limited_for_an_address(self, form, a_browser):
        given = [a_browser().send("/join", **form).status_code for _ in range(6)]
        assert given == [302] * 5 + [429]


class TestImporting:
    GOOD = "\n".join(
        [
            "name,email,role,title,first_day,may_sign_up_to",
            "Dr Ann Lee,ann@northmoor.example,Educational supervisor,Consultant,2026-01-01,",
            'Bo Low,bo@northmoor.example,signatory,Director,,"£250,000"',
        ]
    )

    @pytest.fixture
    def page(self, trust):
        return f"/settings/organisations/{trust.id}/people/import"

    @pytest.fixture
    def office(self, signed_in, office_of_the_trust):
        return signed_in(office_of_the_trust)

    def looked_through(self, office, page, text):
        given = {"csrf_token": office.token(page), "file": (io.BytesIO(as_bytes(text)), "p.csv")}
        return office.client.post(page, data=given, content_type="multipart/form-data")

    def test_it_is_looked_through_first_and_nothing_is_kept(self, office, page, count, letters_to):
        people = count(Person)
        answer = self.looked_through(office, page, self.GOOD)
        assert answer.status_code == 200
        assert "Add 2 people" in answer.text
        assert count(Person) == people
        assert letters_to("ann@northmoor.example") == []

    def test_then_they_are_added_together_and_invited(self, office, page, app, count, letters_to):
        answer = self.looked_through(office, page, self.GOOD)
        rows = html(ROWS.search(answer.text)[1])
        added = office.send(f"{page}/add", page=page, rows=rows)
        assert added.status_code == 302, added.text
        assert [x.event for x in letters_to("ann@northmoor.example")] == ["access_invitation"]
        with app.app_context():
            bo = db.session.scalars(select(Person).where(Person.name == "Bo Low")).one()
            assert bo.memberships[0].authority_pounds == 250_000

    def test_one_bad_line_and_nobody_is_added(self, office, page, count):
        people = count(Person)
        bad = self.GOOD + "\nEve,not an address,Line manager,,,"
        answer = self.looked_through(office, page, bad)
        assert answer.status_code == 400
        assert "Enter an email address" in answer.text
        rows = '[[2, "Eve Low", "not an address", "Line manager", "", "", "", ""]]'
        assert office.send(f"{page}/add", page=page, rows=rows).status_code == 400
        assert count(Person) == people

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "This file is empty"),
            ("name,email\nA,b@c.example", "has to name these columns: role"),
            ("name,email,role,salary\nA B,b@c.example,trainee,1", "mean nothing here: salary"),
            ("name,email,role", "There is nobody"),
            (b"name,email,role\n\xff\xfe", "no table that can be read"),
            ("name,email,role\nA\0B,b@c.example,trainee", "no table that can be read"),
            ("name,email,role\nA B,b@c.example,king", "There is no role"),
            ("name,email,role\nA B,b@c.example,Postgraduate dean", "There is no role"),
            ("name,email,role,first_day\nA B,b@c.example,trainee,1/2/27", "Write the day as"),
            ("name,email,role,may_sign_up_to\nA B,b@c.example,signatory,1e309", "in figures"),
            ("name,email,role\nA B,b@c.example,trainee\nA B,B@c.example,trainee", "line 2 already"),
            ("name,email,role\n" + "A B,b@c.example,trainee\n" * 501, "At most 500"),
            ("name,email,role\nAnn Lee,ann@c.example,trainee\nBo Low", "There is no role"),
            ("name,email,role\nA B,b@c.example,trainee,and more", "more cells than the heading"),
            ("name,email,role,name\nA B,b@c.example,trainee,C D", "names a column twice"),
            (f"name,email,role,title\nA B,b@c.example,trainee,{'x' * 121}", "at most 120"),
            ("name,email,role,title\nA B,b@c.example,trainee,\u202egnp", "cannot be shown"),
        ],
    )
    def test_a_table_that_cannot_be_taken_is_refused_in_a_sentence(
        self, office, page, text, sentence, count
    ):
        people = count(Person)
        answer = self.looked_through(office, page, text)
        assert answer.status_code == 400
        assert sentence in html(answer.text)
        assert count(Person) == people

    def test_rows_of_ones_own_making_go_through_the_same_rules(self, office, page, count):
        for rows in ("[]", "[1]", '{"a": 1}', "[[1]]", '[["2", "A", "b", "c"]]', "not json"):
            assert office.send(f"{page}/add", page=page, rows=rows).status_code == 400

    def test_somebody_known_gets_the_role(self, office, page, carys, count):
        text = f"name,email,role\nWhoever,{carys},Line manager"
        assert "gets the role" in self.looked_through(office, page, text).text

    def test_nobody_gives_a_role_to_themselves_by_a_table(self, office, page, office_of_the_trust):
        text = f"name,email,role\nAmara Osei,{office_of_the_trust},Finance"
        assert "Nobody gives a role to themselves" in self.looked_through(office, page, text).text

    def test_another_office_does_not_see_the_page(self, signed_in, someone, company, page):
        other = signed_in(someone("Bo Lind", (Role.COMPANY_ADMINISTRATOR, company)))
        assert other.see(page).status_code == 404


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode()


def html(text):
    return text.replace("&#34;", '"').replace("&#39;", "'").replace("&quot;", '"')
