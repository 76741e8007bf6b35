"""Settings: who looks after which organisations, people and roles, and who does not."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import create_engine, select, text

from secondments import audit, clock
from secondments.audit import AuditEntry
from secondments.errors import InvalidInput, NotAllowed
from secondments.extensions import db
from secondments.people import queries, service
from secondments.people.models import Kind, Membership, Organisation, Person, Role
from tests import builders
from tests.access.browser import statements

CORVANE = {
    "kind": "company",
    "name": "Corvane Therapeutics Ltd",
    "address": "3 Ashby Wharf",
    "company_number": "00000014",
    "zone": "Europe/London",
}
HOSPITAL = {"kind": "nhs_employer", "name": "Kingsmere Hospitals", "zone": "Europe/London"}
POPPY = {"name": "Dr Poppy Marsh", "email": "poppy.marsh@northmoor.example"}
SUPERVISOR = {"role": "educational_supervisor"}
NEW_ORGANISATION = "/settings/organisations/new"


def people_of(organisation: Organisation) -> str:
    return f"/settings/organisations/{organisation.id}/people/new"


def roles_of(person: Person) -> str:
    return f"/settings/people/{person.id}/roles/new"


def here(organisation: Organisation, **fields: str) -> dict[str, str]:
    return {"organisation": str(organisation.id), **fields}


@pytest.fixture
def roles(app) -> Callable[[str], set[tuple[Role, uuid.UUID | None]]]:
    """The roles somebody holds today."""

    def read(email: str) -> set[tuple[Role, uuid.UUID | None]]:
        with app.app_context():
            person = queries.by_email(email)
            held = person.memberships if person else []
            return {(m.role, m.organisation_id) for m in held if m.is_live}

    return read


@pytest.fixture
def queued(urls) -> Callable[[str], list[dict[str, str]]]:
    """The arguments of the jobs of a kind that wait; only the owner may read the queue."""

    def read(kind: str) -> list[dict[str, str]]:
        engine = create_engine(urls.owner)
        asked = text("SELECT args FROM procrastinate_jobs WHERE task_name = :kind ORDER BY id")
        with engine.connect() as connection:
            found = list(connection.scalars(asked, {"kind": kind}))
        engine.dispose()
        return found

    return read


@pytest.fixture
def trail(app) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with app.app_context():
            wanted = select(AuditEntry.action).where(AuditEntry.action.startswith("people."))
            return list(db.session.scalars(wanted.order_by(AuditEntry.seq)))

    return read


class TestOrganisations:
    def test_an_administrator_adds_any_kind(self, admin, signed_in, trail):
        browser = signed_in(admin)
        assert browser.send(NEW_ORGANISATION, **HOSPITAL).location == "/settings/organisations"
        assert browser.send(NEW_ORGANISATION, **CORVANE).status_code == 302
        page = browser.see("/settings/organisations").text
        assert HOSPITAL["name"] in page
        assert CORVANE["company_number"] in page
        assert trail() == ["people.add_organisation"] * 2

    def test_a_contracts_office_adds_companies_and_nothing_else(
        self, office_of_the_trust, signed_in
    ):
        browser = signed_in(office_of_the_trust)
        assert browser.send(NEW_ORGANISATION, **CORVANE).status_code == 302
        assert browser.send(NEW_ORGANISATION, **HOSPITAL).status_code == 400

    def test_anybody_else_may_not_even_look(self, carys, signed_in, count):
        browser = signed_in(carys)
        for page in (NEW_ORGANISATION, "/settings/organisations", "/settings/people"):
            assert browser.see(page).status_code == 403
        assert browser.send(NEW_ORGANISATION, page="/account", **CORVANE).status_code == 403
        assert count(Organisation) == 0

    def test_an_office_sees_its_own_and_the_companies(
        self, app, office_of_the_trust, trust, company, signed_in
    ):
        with app.app_context():
            other = builders.an_organisation(Kind.EMPLOYER, "Elsewhere Hospitals")
            other_id = other.id
        browser = signed_in(office_of_the_trust)
        page = browser.see("/settings/organisations").text
        assert trust.name in page
        assert company.name in page
        assert "Elsewhere" not in page
        assert browser.see(f"/settings/organisations/{trust.id}").status_code == 200
        unknown = browser.see(f"/settings/organisations/{uuid.uuid4()}")
        unseen = browser.see(f"/settings/organisations/{other_id}")
        assert (unknown.status_code, unseen.status_code) == (404, 404)

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"name": ""}, "Fill in"),
            ({"name": "x" * 300}, "Use at most 200 characters"),
            ({"name": "a\0b"}, "cannot be shown"),
            ({"name": "Cor\u202evane"}, "change the direction"),
            ({"kind": "bank"}, "Choose an answer"),
            ({"company_number": "12"}, "Enter eight figures or letters"),
            ({"zone": "Mars/Olympus"}, "Enter a time zone"),
            ({"name": ["a", "b"]}, "Give one answer"),
        ],
    )
    def test_bad_answers_get_a_sentence_and_change_nothing(
        self, admin, signed_in, count, wrong, says
    ):
        answer = signed_in(admin).send(NEW_ORGANISATION, **{**CORVANE, **wrong})
        assert answer.status_code == 400
        assert says in answer.text
        assert count(Organisation) == 0

    def test_the_same_name_twice_is_refused_whatever_its_capitals(
        self, admin, company, signed_in, count
    ):
        again = {**CORVANE, "name": company.name.upper()}
        answer = signed_in(admin).send(NEW_ORGANISATION, **again)
        assert answer.status_code == 400
        assert "already" in answer.text
        assert count(Organisation) == 1

    def test_a_form_sent_twice_adds_one(self, admin, signed_in, count):
        browser = signed_in(admin)
        twice = {**CORVANE, "once": str(uuid.uuid4())}
        assert browser.send(NEW_ORGANISATION, **twice).status_code == 302
        assert browser.send(NEW_ORGANISATION, **twice).status_code == 302
        assert count(Organisation) == 1


class TestPeople:
    def test_an_office_adds_people_to_its_own_organisation_who_get_a_letter(
        self, office_of_the_trust, trust, signed_in, roles, letters_to, trail
    ):
        browser = signed_in(office_of_the_trust)
        answer = browser.send(people_of(trust), **here(trust, **POPPY, **SUPERVISOR))
        assert answer.location == f"/settings/organisations/{trust.id}"
        assert roles(POPPY["email"]) == {(Role.SUPERVISOR, trust.id)}
        assert trail() == ["people.add_person"]
        assert POPPY["name"] in browser.see(answer.location).text

        assert [x.event for x in letters_to(POPPY["email"])] == ["access_invitation"]

    def test_an_office_adds_nobody_to_another_organisation(
        self, office_of_the_trust, trust, company, signed_in, count
    ):
        browser = signed_in(office_of_the_trust)
        before = count(Person)
        fields = here(company, **POPPY, role="host_manager")
        answer = browser.send(people_of(company), page=people_of(trust), **fields)
        assert answer.status_code == 403
        smuggled = browser.send(people_of(trust), **fields)
        assert smuggled.status_code == 400
        assert count(Person) == before

    def test_an_administrator_adds_people_anywhere(self, admin, company, signed_in, roles):
        fields = here(company, **POPPY, role="host_manager")
        assert signed_in(admin).send(people_of(company), **fields).status_code == 302
        assert roles(POPPY["email"]) == {(Role.HOST_MANAGER, company.id)}

    def test_there_is_no_dean_at_a_company(self, admin, company, signed_in, count):
        before = count(Person)
        fields = here(company, **POPPY, role="postgraduate_dean")
        assert signed_in(admin).send(people_of(company), **fields).status_code == 400
        assert count(Person) == before

    def test_an_address_that_is_here_already_is_refused(
        self, admin, carys, trust, signed_in, count
    ):
        before = count(Person)
        again = {**POPPY, "email": carys.upper()}
        answer = signed_in(admin).send(people_of(trust), **here(trust, **again, **SUPERVISOR))
        assert answer.status_code == 400
        assert "is here already" in answer.text
        assert count(Person) == before

    @pytest.mark.parametrize(
        "wrong",
        [
            {"email": "one@a.example, two@b.example"},
            {"email": "poppy@\u0430cme.example"},
            {"email": "poppy@acme.example\nBcc: x@y.example"},
            {"name": "x" * 300},
            {"name": "\u202eyppoP"},
            {"name": "12345"},
            {"role": "signatory"},
            {"role": "signatory", "authority_pounds": "1e309"},
            {"role": "system_administrator"},
            {"role": ["educational_supervisor", "signatory"]},
            {"from_on-day": "31", "from_on-month": "2", "from_on-year": "2027"},
            {"until_on-day": "1", "until_on-month": "1", "until_on-year": "2020"},
            {"organisation": "service"},
            {"organisation": str(uuid.uuid4())},
        ],
    )
    def test_bad_answers_change_nothing(self, admin, trust, signed_in, count, wrong):
        before = count(Person), count(Membership)
        fields = {**here(trust, **POPPY, **SUPERVISOR), **wrong}
        answer = signed_in(admin).send(people_of(trust), **fields)
        assert answer.status_code == 400
        assert "There is a problem" in answer.text
        assert (count(Person), count(Membership)) == before

    def test_an_office_sees_its_own_people_and_finds_them_literally(
        self, office_of_the_trust, someone, trust, company, signed_in
    ):
        someone("Dr Own Person", (Role.TRAINEE, trust))
        someone("Dr Their Person", (Role.LEGAL, company))
        browser = signed_in(office_of_the_trust)
        page = browser.see("/settings/people").text
        assert "Dr Own Person" in page
        assert "Dr Their Person" not in page
        assert "Dr Own Person" in browser.see("/settings/people?called=own").text
        for called in ("%25", "_", "'", "%00", "x" * 5000):
            answer = browser.see(f"/settings/people?called={called}")
            assert answer.status_code == 200
            assert "Dr Own Person" not in answer.text

    def test_a_person_of_another_organisation_is_not_there(
        self, office_of_the_trust, someone, company, signed_in, person_called
    ):
        theirs = person_called(someone("Dr Their Person", (Role.LEGAL, company)))
        browser = signed_in(office_of_the_trust)
        for path in ("", "/roles/new", "/leave"):
            assert browser.see(f"/settings/people/{theirs.id}{path}").status_code == 404

    def test_lists_take_as_many_queries_for_one_as_for_fifty(
        self, app, admin, someone, trust, signed_in
    ):
        someone("Dr First Person", (Role.TRAINEE, trust), password=False)
        pages = ("/settings/people", f"/settings/organisations/{trust.id}")

        def asked(page: str) -> int:
            # Afresh, because after half a minute a session is written as seen.
            browser = signed_in(admin)
            with statements(app) as said:
                assert browser.see(page).status_code == 200
            return len(said)

        for_one = [asked(page) for page in pages]
        for n in range(50):
            someone(f"Dr Person {n}", (Role.TRAINEE, trust), password=False)
        assert [asked(page) for page in pages] == for_one


class TestRoles:
    def test_an_office_gives_a_role_at_its_own_organisation(
        self, office_of_the_trust, trust, someone, signed_in, person_called, roles
    ):
        email = someone("Dr Own Person", (Role.TRAINEE, trust))
        path = roles_of(person_called(email))
        answer = signed_in(office_of_the_trust).send(path, **here(trust, **SUPERVISOR))
        assert answer.status_code == 302
        assert (Role.SUPERVISOR, trust.id) in roles(email)

    def test_nobody_gives_a_role_to_themselves(
        self, admin, office_of_the_trust, trust, signed_in, person_called, roles
    ):
        for email, role in ((admin, "contracts_office"), (office_of_the_trust, "trainee")):
            before = roles(email)
            path = roles_of(person_called(email))
            answer = signed_in(email).send(path, **here(trust, role=role))
            assert answer.status_code == 400
            assert roles(email) == before

    def test_only_an_administrator_makes_an_administrator(
        self, admin, office_of_the_trust, trust, someone, signed_in, person_called, roles
    ):
        email = someone("Dr Own Person", (Role.TRAINEE, trust))
        path, fields = (
            roles_of(person_called(email)),
            {"organisation": "service", "role": "system_administrator"},
        )
        assert signed_in(office_of_the_trust).send(path, **fields).status_code == 400
        assert (Role.SYSTEM_ADMINISTRATOR, None) not in roles(email)
        assert signed_in(admin).send(path, **fields).status_code == 302
        assert (Role.SYSTEM_ADMINISTRATOR, None) in roles(email)

    def test_a_role_that_is_held_is_not_given_twice(
        self, admin, trust, someone, signed_in, person_called, count
    ):
        person = person_called(someone("Dr Own Person", (Role.TRAINEE, trust)))
        before = count(Membership)
        answer = signed_in(admin).send(roles_of(person), **here(trust, role="trainee"))
        assert answer.status_code == 400
        assert "holds this role there already" in answer.text
        assert count(Membership) == before

    def test_signing_for_an_organisation_has_a_limit_in_pounds(
        self, admin, company, someone, signed_in, person_called, app
    ):
        email = someone("Isobel Grant", (Role.HOST_MANAGER, company))
        path, browser = roles_of(person_called(email)), signed_in(admin)
        assert browser.send(path, **here(company, role="signatory")).status_code == 400
        fields = here(company, role="signatory", authority_pounds="250,000.00")
        assert browser.send(path, **fields).status_code == 302
        with app.app_context():
            wanted = select(Membership.authority_pounds).where(Membership.role == Role.SIGNATORY)
            assert str(db.session.scalar(wanted)) == "250000.00"

    def test_a_role_ends_on_its_last_day(
        self, office_of_the_trust, trust, someone, signed_in, person_called, roles, app, trail
    ):
        email = someone("Dr Own Person", (Role.TRAINEE, trust))
        path = f"/settings/roles/{membership_of(app, email)}/end"
        yesterday = clock.today("Europe/London").toordinal() - 1
        browser = signed_in(office_of_the_trust)
        assert browser.send(path, **day("last_day", yesterday)).status_code == 302
        assert roles(email) == set()
        assert trail() == ["people.end_role"]
        again = browser.send(path, **day("last_day", yesterday + 9))
        assert again.status_code == 400

    def test_a_change_of_roles_has_whose_turn_it_is_looked_at_again(
        self, admin, trust, company, someone, signed_in, person_called, app, queued
    ):
        email, browser = someone("Dr Own Person", (Role.TRAINEE, trust)), signed_in(admin)
        person = person_called(email)
        browser.send(roles_of(person), **here(company, role="host_manager"))
        path = f"/settings/roles/{membership_of(app, email)}/end"
        browser.send(path, **day("last_day", clock.today("Europe/London").toordinal()))
        browser.send(f"/settings/people/{person.id}/leave")
        assert [job["organisation_id"] for job in queued("turns.reconcile")] == [
            str(place.id) for place in (company, trust, trust, company)
        ]

    def test_a_role_does_not_end_before_it_began(
        self, admin, trust, someone, signed_in, roles, app
    ):
        email = someone("Dr Own Person", (Role.TRAINEE, trust))
        path = f"/settings/roles/{membership_of(app, email)}/end"
        fields = {"last_day-day": "1", "last_day-month": "1", "last_day-year": "2000"}
        answer = signed_in(admin).send(path, **fields)
        assert answer.status_code == 400
        assert "cannot be before the first" in answer.text
        assert roles(email)

    def test_an_office_ends_no_role_elsewhere_and_nobody_their_own(
        self, office_of_the_trust, admin, company, someone, signed_in, app
    ):
        theirs = someone("Dr Their Person", (Role.LEGAL, company))
        browser = signed_in(office_of_the_trust)
        path = f"/settings/roles/{membership_of(app, theirs)}/end"
        assert browser.see(path).status_code == 404
        for email in (office_of_the_trust, admin):
            path = f"/settings/roles/{membership_of(app, email)}/end"
            assert signed_in(email).see(path).status_code == 403


class TestTheUseCase:
    """What the form would not have offered is refused again behind it."""

    def given(self, role: Role, place: Organisation | None, person: Person) -> service.Appointment:
        return service.Appointment(place, person, role)

    @pytest.mark.parametrize("role", [Role.DEAN, Role.CONTRACTS_OFFICE, Role.SYSTEM_ADMINISTRATOR])
    def test_a_role_that_is_not_of_that_kind_of_place(
        self, office, admin, carys, company, person_called, role
    ):
        with pytest.raises(InvalidInput, match="There is no"):
            service.give_role(
                self.given(role, company, person_called(carys)), by=person_called(admin)
            )

    def test_a_role_for_oneself_or_of_another_place(
        self, office, office_of_the_trust, carys, trust, company, person_called
    ):
        by, other = person_called(office_of_the_trust), person_called(carys)
        trust, company = (db.session.get_one(Organisation, x.id) for x in (trust, company))
        for role, place, person in (
            (Role.SIGNATORY, trust, by),
            (Role.LEGAL, company, other),
            (Role.SYSTEM_ADMINISTRATOR, None, other),
        ):
            with pytest.raises(NotAllowed):
                service.give_role(self.given(role, place, person), by=by)
        service.give_role(self.given(Role.SUPERVISOR, trust, other), by=by)
        assert queries.holders(Role.SUPERVISOR, trust.id) == [other]


class TestLeaving:
    def test_an_office_closes_the_account_of_its_own_people(
        self, office_of_the_trust, trust, someone, signed_in, person_called, trail, app
    ):
        email = someone("Dr Own Person", (Role.TRAINEE, trust))
        theirs, person = signed_in(email), person_called(email)
        path = f"/settings/people/{person.id}/leave"
        browser = signed_in(office_of_the_trust)
        assert "signed out everywhere at once" in browser.see(path).text
        assert theirs.is_in()
        assert browser.send(path).location == f"/settings/people/{person.id}"
        assert not theirs.is_in()
        assert trail() == ["people.leave"]
        assert "Closed on" in browser.see(f"/settings/people/{person.id}").text
        with app.app_context():
            assert queries.holders(Role.TRAINEE, trust.id) == []

    def test_an_office_closes_no_account_with_roles_elsewhere(
        self, office_of_the_trust, trust, company, someone, signed_in, person_called
    ):
        email = someone("Dr Both Places", (Role.TRAINEE, trust), (Role.LEGAL, company))
        path = f"/settings/people/{person_called(email).id}/leave"
        assert signed_in(office_of_the_trust).see(path).status_code == 403

    def test_nobody_closes_their_own_account(self, admin, signed_in, person_called):
        path = f"/settings/people/{person_called(admin).id}/leave"
        assert signed_in(admin).see(path).status_code == 403

    def test_an_account_is_closed_once(self, admin, carys, signed_in, person_called):
        path, browser = f"/settings/people/{person_called(carys).id}/leave", signed_in(admin)
        assert browser.send(path).status_code == 302
        again = browser.send(path)
        assert again.status_code == 409
        assert "has left already" in again.text


class TestQueries:
    def test_holders_are_those_of_the_day_who_are_still_here(self, office, trust):
        now = builders.a_person("Dr Held Now", (Role.TRAINEE, trust))
        then = builders.a_person("Dr Held Then")
        builders.a_person("Dr Long Gone", (Role.TRAINEE, trust), left_at=clock.now())
        today = clock.today("Europe/London")
        held = Membership(person_id=then.id, organisation_id=trust.id, role=Role.TRAINEE)
        held.from_on, held.until_on = builders.LONG_AGO, builders.LONG_AGO.replace(month=12)
        builders.kept(held)
        assert queries.holders(Role.TRAINEE, trust.id) == [now]
        assert queries.holders(Role.TRAINEE, trust.id, today) == [now]
        assert queries.holders(Role.TRAINEE, trust.id, held.until_on) == [now, then]
        assert queries.holders(Role.SUPERVISOR, trust.id) == []

    @pytest.mark.parametrize("email", ["", "\0", "x" * 10_000, "a\nb", "%", "\ud800"])
    def test_an_address_that_is_none_belongs_to_nobody(self, office, email):
        assert queries.by_email(email) is None

    def test_a_change_of_people_without_a_use_case_is_refused(self, office, carys, person_called):
        person_called(carys).name = "Somebody Else"
        assert audit.current(db.session()) is None
        with pytest.raises(Exception, match="outside a use case"):
            db.session.flush()


def membership_of(app, email: str) -> uuid.UUID:
    with app.app_context():
        return queries.by_email(email).memberships[0].id


def day(name: str, ordinal: int) -> dict[str, str]:
    found = date.fromordinal(ordinal)
    return {f"{name}-day": found.day, f"{name}-month": found.month, f"{name}-year": found.year}
