"""Search or add a company: the search is about companies alone, and an addition is its adder's."""

import re
import threading
import uuid

import pytest
from sqlalchemy import select

from secondments import jobs, policy
from secondments.demo import newcomers, world
from secondments.demo.newcomers import ZEPHYRIN
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people import company_queries
from secondments.people.models import Organisation, Person, Role, Sector
from secondments.people.names import are_alike, known_as
from secondments.people.service import NewCompany
from secondments.secondment import added_queries, companies, drafts, queries, service
from secondments.secondment.company_models import AddedCompany
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.missing import missing, missing_by_section
from tests.builders import a_draft, a_person, a_world
from tests.secondment.stage import plain

OTHER = "Dr Callum Reid"
TYPED = {
    "name": ZEPHYRIN.name,
    "number": ZEPHYRIN.number,
    "address": ZEPHYRIN.address,
    "sector": "medtech",
    "lead_name": ZEPHYRIN.lead_name,
    "lead_email": ZEPHYRIN.lead_email,
}
TRACES = ("Zephyrin", "00000030", "Marchetti", "zephyrin.example")


def an_empty_draft(cast):
    s = drafts.blank(cast.trainee)
    drafts.begin(s, by=cast.trainee)
    return s


def with_an_added_company(cast, **changed):
    """A whole draft, but for its company, which was added."""
    s = a_draft(cast)
    described = NewCompany(**{**vars(ZEPHYRIN), **changed})
    companies.add(s, by=cast.trainee, revision=s.revision, company=described)
    return s


def find(ref, typed=""):
    return f"/secondments/{ref}/proposal/company/find?q={typed}"


def add(ref):
    return f"/secondments/{ref}/proposal/company/add"


def added_id(stage, ref):
    return stage.look(ref, lambda s: s.added_company.id)


def letters_about(stage, event):
    with stage.app.app_context():
        return [
            (x.to_address, x.subject + x.body)
            for x in db.session.scalars(select(Letter).where(Letter.event == event))
        ]


def companies_called(name):
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).all()


def added_by_its_applicant(_cast, s):
    companies.add(s, by=s.applicant, revision=s.revision, company=ZEPHYRIN)


def withdrawn(cast, s):
    service.withdraw(s, by=cast.trainee, revision=s.revision, reason="job")


def results(page):
    """What the search says, without what differs from page to page for other reasons."""
    return re.findall(r'<label class="nhsuk-label nhsuk-radios__label"[^>]*>([^<]+)</label>', page)


# --- Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Corvane Therapeutics Ltd", "CORVANE THERAPEUTICS LIMITED"),
        ("Corvane & Søn P.L.C.", "Corvane and Son plc"),
        ("The Órrin-Devices Company", "orrin devices"),
        ("O’Hara Bio Inc.", "O'HARA BIO"),
    ],
)
def test_two_ways_of_writing_one_name_are_known_as_the_same(one, other):
    assert known_as(one) == known_as(other)


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("Korvane Therapeutics", True),
        ("CorvaneTherapeutics", True),
        ("Corvane", True),
        ("Corvane Therapuetics", True),
        ("Tessaly Therapeutics", False),
        ("Corvane Diagnostics", False),
        ("🫁", False),
    ],
)
def test_another_spelling_is_recognised_and_another_company_is_not(typed, alike):
    assert are_alike(known_as(typed), known_as("Corvane Therapeutics Ltd")) is alike


# --- Search


@pytest.mark.parametrize(
    "typed", ["corvane", "CORVANE+THERAPEUTICS+LIMITED", "00000014", "14", "Korvane+Therapeutics"]
)
def test_a_listed_company_is_found_by_name_number_or_a_slip(stage, typed):
    ref = stage.play(an_empty_draft)
    page = stage.sees("trainee", find(ref, typed))
    expected = [] if typed == "14" else ["Corvane Therapeutics Ltd"]
    assert results(page) == expected
    if expected:
        assert "3 Ashby Wharf, Tarnley TN9 9ZZ. Company number 00000014" in plain(page)
    assert f'value="{typed.replace("+", " ")}"' in page


def test_the_search_says_the_same_to_everybody_whatever_they_have_to_do_with_a_company(stage):
    mine = stage.play(a_draft)
    theirs = stage.play(lambda _cast: an_empty_draft(world.cast(OTHER)))
    pages = [
        plain(stage.sees(who, find(ref, "corvane")))
        .partition("Name or company number")[2]
        .partition("It is not here")[0]
        for who, ref in (("trainee", mine), (OTHER, theirs))
    ]
    assert pages[0] == pages[1]
    assert "Nandakumar" not in pages[1]
    assert not re.search(r"secondment.?s? (so far|here)|\d+ (proposals|people|cases)", pages[0])


@pytest.mark.parametrize(
    "typed",
    [
        "%00",
        "%00%00a%00",
        "%",
        "_",
        "x" * 300,
        "🫁🫁",
        "‮evil",
        "<b>bold</b>",
        "%27%3B--",
        "  ",
        "%80",
    ],
)
def test_whatever_is_searched_for_gets_a_clear_page(stage, typed):
    ref = stage.play(an_empty_draft)
    answer = stage.as_("trainee").see(find(ref, typed))
    assert answer.status_code == 200
    assert "<b>" not in answer.text
    assert "‮" not in answer.text
    assert results(answer.text) == []


def test_only_what_was_found_can_be_chosen(stage):
    ref = stage.play(an_empty_draft)
    for wrong in ("", "x", str(uuid.uuid4()), stage.id_of("employer"), "\x00"):
        answer = stage.sends("trainee", find(ref, "corvane"), company=wrong)
        assert answer.status_code == 400, wrong
        assert "Choose one of the companies found" in answer.text
    employer = stage.id_of("employer")
    with pytest.raises(InvalidInput):
        stage.go_on(ref, lambda cast, s: choose(s, cast, uuid.UUID(employer)))
    assert stage.look(ref, lambda s: s.company_id) is None


def choose(s, cast, company):
    companies.choose(s, by=cast.trainee, revision=s.revision, organisation_id=company)


def test_nobody_but_the_applicant_searches_for_a_proposal(stage):
    ref = stage.play(an_empty_draft)
    for who in (OTHER, "office", "lead"):
        assert stage.asks(who, find(ref, "corvane")) == 404
        assert stage.asks(who, add(ref)) == 404


def test_too_many_searches_are_asked_to_wait(stage):
    ref = stage.play(an_empty_draft)
    statuses = {stage.asks("trainee", find(ref, "corvane")) for _ in range(61)}
    assert statuses == {200, 429}


# --- Add


def test_a_company_is_added_and_the_proposal_is_written_meanwhile(stage):
    ref = stage.play(an_empty_draft)
    assert "Zephyrin" in stage.sees("trainee", find(ref, "Zephyrin"))
    answer = stage.sends("trainee", add(ref), **TYPED)
    assert answer.status_code == 302
    page = plain(stage.sees("trainee", answer.location))
    assert "Your secondment to Zephyrin Diagnostics Ltd" in page
    assert "The company is new here, and the contracts office has not confirmed it yet" in page
    section = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/company"))
    assert "Led there by Dr Odile Marchetti, odile.marchetti@zephyrin.example" in section


def test_it_is_sent_only_when_the_company_is_confirmed(stage):
    ref = stage.play(with_an_added_company)
    said = stage.look(ref, lambda s: [x.sentence for x in (*missing(s), *missing_by_section(s))])
    assert all("contracts office has not confirmed" in sentence for sentence in said)
    with pytest.raises(NotPossibleNow, match="not confirmed"):
        stage.go_on(ref, lambda cast, s: drafts.send(s, by=cast.trainee, revision=s.revision))
    stage.go_on(ref, confirmed)
    stage.go_on(ref, lambda cast, s: drafts.send(s, by=cast.trainee, revision=s.revision))
    assert stage.look(ref, lambda s: (s.state, s.company.name)) == ("proposed", ZEPHYRIN.name)


def confirmed(cast, s, company=ZEPHYRIN):
    companies.confirm(s.added_company, by=cast.office, company=company)


def test_another_applicant_does_not_find_what_somebody_added(stage):
    """Not by search, by adding the same, by a likeness, by a letter or in any list."""
    stage.play(with_an_added_company)
    ref = stage.play(lambda _cast: an_empty_draft(world.cast(OTHER)))
    for typed in ("Zephyrin", "Zephyrin Diagnostics Ltd", "00000030", "Zefyrin Diagnostics"):
        page = plain(stage.sees(OTHER, find(ref, typed))).replace(typed, "")
        assert "No company listed here has a name like" in page
        assert not [trace for trace in TRACES if trace in page]
    told_before = len(everything_told(stage, OTHER))
    answer = stage.sends(OTHER, add(ref), **TYPED)
    assert answer.status_code == 302  # no “is it this one”, no “taken”
    assert len(everything_told(stage, OTHER)) == told_before
    assert stage.look(ref, lambda s: s.waiting_company.number) == "00000030"
    with stage.app.app_context():
        assert (
            db.session.scalar(select(Organisation).where(Organisation.name == ZEPHYRIN.name))
            is None
        )
        assert db.session.scalar(select(Person).where(Person.email == ZEPHYRIN.lead_email)) is None


def everything_told(stage, who):
    address = world.address_of(who)
    with stage.app.app_context():
        return db.session.scalars(select(Letter).where(Letter.to_address == address)).all()


def test_a_likeness_is_asked_about_before_it_is_added(stage):
    ref = stage.play(an_empty_draft)
    slip = {**TYPED, "name": "Korvane Therapeutics", "number": ""}
    asked = stage.sends("trainee", add(ref), **slip)
    assert asked.status_code == 400
    assert "Say whether it is one of these companies" in asked.text
    assert "Korvane Therapeutics" in asked.text
    assert results(asked.text)[:2] == ["Corvane Therapeutics Ltd", "No, it is another company"]
    corvane = stage.id_of("company")
    assert stage.goes_on("trainee", add(ref), asked, **slip, company=corvane).status_code == 302
    assert stage.look(ref, lambda s: (str(s.company_id), s.waiting_company)) == (corvane, None)


def test_another_company_with_a_like_name_is_added_all_the_same(stage):
    ref = stage.play(an_empty_draft)
    slip = {**TYPED, "name": "Korvane Therapeutics"}
    asked = stage.sends("trainee", add(ref), **slip)
    assert stage.goes_on("trainee", add(ref), asked, **slip, company="new").status_code == 302
    assert stage.look(ref, lambda s: s.waiting_company.name) == "Korvane Therapeutics"


def test_the_number_of_a_listed_company_is_that_companys(stage):
    ref = stage.play(an_empty_draft)
    typed = {**TYPED, "number": "00000014"}
    asked = stage.sends("trainee", add(ref), **typed)
    again = stage.goes_on("trainee", add(ref), asked, **typed, company="new")
    assert again.status_code == 400
    assert "This is the number of Corvane Therapeutics Ltd" in again.text


def test_choosing_a_listed_company_drops_the_one_that_waits(stage):
    ref = stage.play(with_an_added_company)
    at = f"/companies/{added_id(stage, ref)}"
    assert stage.sends("trainee", find(ref, "tessaly"), company=tessaly(stage)).status_code == 302
    assert stage.look(ref, lambda s: (s.company.name, s.waiting_company)) == (world.TESSALY, None)
    answer = stage.as_("office").see(at)
    assert answer.status_code == 409
    assert "has chosen another company since" in answer.text
    assert "Zephyrin" not in stage.sees("office", "/")


def tessaly(stage):
    with stage.app.app_context():
        return str(world.cast(OTHER, world.TESSALY).company.id)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "1234", "Enter eight figures or letters"),
        ("number", "ABC12345", "Enter eight figures or letters"),
        ("number", "12345678901234567890", "characters"),
        ("name", "x" * 300, "at most 200"),
        ("name", "a\x00b", "cannot be shown"),
        ("name", "🫁🫁", "Enter the name of the company as it is registered"),
        ("name", "‮evil‬ Ltd", "direction"),
        ("name", "", "Enter the name of the company"),
        ("address", "", "Enter the address of the company"),
        ("address", "x" * 500, "at most 400"),
        ("sector", "arms", "Choose what the company does"),
        ("lead_name", "42", "Enter the full name"),
        ("lead_email", "a@b.example\nBcc: c@d.example", "email"),
        ("lead_email", "nobody", "email"),
        ("lead_email", "me@northmoor.example", "northmoor.example is where you or your employer"),
        ("lead_email", "me@NORTHMOOR.example", "northmoor.example is where you or your employer"),
    ],
)
def test_what_cannot_be_used_is_said_and_kept_in_its_box(stage, field, typed, sentence):
    ref = stage.play(an_empty_draft)
    answer = stage.sends("trainee", add(ref), **{**TYPED, field: typed})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert ZEPHYRIN.address in answer.text or field == "address"
    assert stage.look(ref, lambda s: s.added_company) is None
    assert letters_about(stage, "company_added") == []


def test_html_in_a_name_is_shown_as_it_was_typed(stage):
    ref = stage.play(an_empty_draft)
    name = "<b>Zephyrin</b> {{ 7 * 7 }}"
    assert stage.sends("trainee", add(ref), **{**TYPED, "name": name}).status_code == 302
    for who, page in (("trainee", f"/secondments/{ref}/proposal"), ("office", "/")):
        text = stage.sees(who, page)
        assert "&lt;b&gt;Zephyrin&lt;/b&gt; {{ 7 * 7 }}" in text
        assert "<b>Zephyrin" not in text


def test_a_number_without_its_noughts_and_a_company_abroad_are_fine(stage):
    for number, kept in (
        ("30", None),
        ("12345", "00012345"),
        ("sc 123456", "SC123456"),
        ("", None),
    ):
        ref = stage.play(an_empty_draft)
        answer = stage.sends("trainee", add(ref), **{**TYPED, "number": number})
        if number == "30":
            assert answer.status_code == 400
        else:
            assert stage.look(ref, lambda s: s.waiting_company.number) == kept


def test_the_office_gets_one_letter_and_the_company_none(stage):
    ref = stage.play(with_an_added_company)
    stage.go_on(ref, lambda cast, s: corrected(cast, s))
    [(to, said)] = letters_about(stage, "company_added")
    assert to == world.address_of("Amara Osei")
    assert f"/companies/{added_id(stage, ref)}" in said
    assert "Dr Priya Nandakumar" in said
    assert ref not in said
    with stage.app.app_context():
        jobs.run_due(stage.app)
        to_them = select(Letter).where(Letter.to_address == ZEPHYRIN.lead_email)
        assert db.session.scalars(to_them).all() == []


def corrected(cast, s):
    better = NewCompany(**{**vars(ZEPHYRIN), "address": "Unit 3, Foundry Yard, Tarnley"})
    companies.add(s, by=cast.trainee, revision=s.revision, company=better)


# --- The office


def test_the_office_confirms_it_as_new_and_whoever_leads_it_is_invited(stage):
    ref = stage.play(with_an_added_company)
    page = stage.sees("office", "/")
    assert "Confirm a company: Zephyrin Diagnostics Ltd" in page
    at = f"/companies/{added_id(stage, ref)}"
    assert ref not in stage.sees("office", at)
    answer = stage.sends("office", at, **TYPED, company="new")
    assert answer.status_code == 302
    assert (
        "Zephyrin"
        not in plain(stage.sees("office", "/").partition("<main")[2]).partition("Waiting for you")[
            2
        ]
    )
    assert stage.look(
        ref, lambda s: (s.company.name, s.company.company_number, s.company.sector)
    ) == (
        ZEPHYRIN.name,
        "00000030",
        Sector.MEDTECH,
    )
    assert stage.look(ref, lambda s: s.proposal.company_lead.email) == ZEPHYRIN.lead_email
    assert stage.look(ref, lambda s: s.proposal.role_title).startswith("Clinical development")
    [(to, said)] = letters_about(stage, "company_confirmed")
    assert to == world.address_of("Dr Priya Nandakumar")
    assert "Everything you wrote is as you left it" in said
    with stage.app.app_context():
        jobs.run_due(stage.app)
    [(to, _)] = letters_about(stage, "access_invitation")
    assert to == ZEPHYRIN.lead_email
    theirs = stage.play(lambda _cast: an_empty_draft(world.cast(OTHER)))
    assert results(stage.sees(OTHER, find(theirs, "zephyrin"))) == [ZEPHYRIN.name]


def test_the_office_says_that_it_is_one_that_is_listed(stage):
    ref = stage.play(lambda cast: with_an_added_company(cast, name="Tessalie Hlth"))
    at = f"/companies/{added_id(stage, ref)}?q=tessaly"
    assert "Tessaly Health Ltd" in results(stage.sees("office", at))
    answer = stage.sends("office", at, company=tessaly(stage), name="", lead_email="")
    assert answer.status_code == 302
    assert stage.look(ref, lambda s: (s.company.name, s.proposal.company_lead)) == (
        world.TESSALY,
        None,
    )
    [(_, said)] = letters_about(stage, "company_recognised")
    assert "Tessalie Hlth, which you added, is Tessaly Health Ltd" in said
    with stage.app.app_context():
        assert company_queries.numbered(ZEPHYRIN.number) is None


def test_what_the_applicant_types_meanwhile_is_not_lost(stage):
    ref = stage.play(with_an_added_company)
    at = f"/secondments/{ref}/proposal/work"
    carried = stage.carried("trainee", at)
    stage.go_on(ref, confirmed)
    answer = stage.sends("trainee", at, carried, benefits="More than before.", then="later")
    assert answer.status_code == 302
    assert stage.look(ref, lambda s: s.proposal.benefits) == "More than before."


def test_only_the_office_of_the_case_and_an_administrator_come_near(stage):
    ref = stage.play(with_an_added_company)
    at = f"/companies/{added_id(stage, ref)}"
    for who in ("trainee", OTHER, "supervisor", "release", "lead", "Lena Fischer"):
        assert stage.asks(who, at) == 404, who
        assert stage.sends(who, at, **TYPED, company="new").status_code == 404, who
    assert stage.asks("Rosa Iglesias", at) == 200
    assert stage.asks("office", at) == 200
    assert stage.asks("office", f"/secondments/{ref}") == 404


def test_what_is_listed_for_a_reader_is_what_they_may_confirm(office):
    cast = a_world()
    added = with_an_added_company(cast).added_company
    for person in db.session.scalars(select(Person)):
        wanted = select(AddedCompany.id).where(policy.visible(AddedCompany, person))
        seen = added.id in db.session.scalars(wanted).all()
        assert seen == (policy.why_not(person, "company.confirm", added) is None), person.name
        listed = added in added_queries.to_confirm(person, most=9)
        assert listed == seen, person.name


def test_an_office_does_not_confirm_what_its_own_member_added(office):
    cast = a_world()
    trust = cast.employer
    both = a_person(
        "Both Roles",
        (Role.TRAINEE, trust),
        (Role.TRAINEE, cast.training_body),
        (Role.CONTRACTS_OFFICE, trust),
    )
    s = drafts.blank(both)
    drafts.begin(s, by=both)
    companies.add(s, by=both, revision=s.revision, company=ZEPHYRIN)
    assert policy.why_not(both, "company.confirm", s.added_company)
    assert s.added_company not in added_queries.to_confirm(both, most=9)


def test_confirming_twice_makes_one_company(stage):
    ref = stage.play(with_an_added_company)
    at = f"/companies/{added_id(stage, ref)}"
    carried = stage.carried("office", at)
    first = stage.sends("office", at, carried, **TYPED, company="new")
    again = stage.sends("office", at, carried, **TYPED, company="new")
    assert (first.status_code, again.status_code) == (302, 302)
    other = {**carried, "once": str(uuid.uuid4())}
    late = stage.sends("office", at, other, **TYPED, company="new")
    assert late.status_code == 409
    assert "Amara Osei has confirmed this company already" in late.text
    with stage.app.app_context():
        assert len(companies_called(ZEPHYRIN.name)) == 1


def test_two_people_who_add_one_company_at_once_are_two_tasks_and_one_company(stage):
    refs = [
        stage.play(lambda _cast, who=who: an_empty_draft(world.cast(who)))
        for who in ("Dr Priya Nandakumar", OTHER)
    ]
    both(
        stage,
        refs,
        lambda cast, s: companies.add(s, by=s.applicant, revision=s.revision, company=ZEPHYRIN),
    )
    problems = both(stage, refs, confirmed)
    assert [type(p) for p in problems if p] == [InvalidInput]
    with stage.app.app_context():
        listed = db.session.scalars(
            select(Organisation).where(Organisation.name == ZEPHYRIN.name)
        ).all()
        assert len(listed) == 1
        company = listed[0].id
    waiting = [ref for ref in refs if stage.look(ref, lambda s: s.waiting_company is not None)]
    stage.go_on(
        waiting[0],
        lambda cast, s: companies.recognise(
            s.added_company, by=cast.office, organisation_id=company
        ),
    )
    for ref in refs:
        assert stage.look(ref, lambda s: s.company_id) == company
        assert stage.look(ref, lambda s: s.proposal.company_lead.email) == ZEPHYRIN.lead_email


def recognised_as(company):
    return lambda cast, s: companies.recognise(
        s.added_company, by=cast.office, organisation_id=company
    )


def both(stage, refs, act):
    """At the same moment, each in a thread of its own; what went wrong, in order."""
    gate, problems = threading.Barrier(len(refs)), [None] * len(refs)

    def run(number):
        with stage.app.app_context():
            cast, s = world.cast(), queries.by_ref(refs[number])
            gate.wait()
            try:
                act(cast, s)
            except Exception as problem:  # noqa: BLE001 - looked at by the test
                problems[number] = problem

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(refs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def test_nobody_of_the_home_side_leads_it_for_the_company(stage):
    ref = stage.play(with_an_added_company)
    marsh = NewCompany(**{**vars(ZEPHYRIN), "lead_email": world.address_of("Dr Helen Marsh")})
    with pytest.raises(InvalidInput, match="on the applicant’s side"):
        stage.go_on(ref, lambda cast, s: confirmed(cast, s, marsh))
    assert stage.look(ref, lambda s: s.company_id) is None


def test_a_case_that_is_over_waits_for_no_company(stage):
    ref = stage.play(with_an_added_company)
    at = f"/companies/{added_id(stage, ref)}"
    stage.go_on(
        ref, lambda cast, s: service.withdraw(s, by=cast.trainee, revision=s.revision, reason="job")
    )
    assert "Zephyrin" not in stage.sees("office", "/")
    assert stage.asks("office", at) == 409
    with pytest.raises(NotPossibleNow):
        stage.go_on(ref, confirmed)


def test_the_demonstration_holds_one_company_that_waits(app):
    with app.app_context():
        a_world()
        newcomers.add(app)
        cast = world.cast()
        [added] = added_queries.to_confirm(cast.office, most=9)
        assert added.name == "Zephyrin Diagnostics Ltd"
        assert [b.code for b in LIFECYCLE.why_not(added.secondment, "send")].count("company_waits")
