"""A draft begins with what its applicant last said of themselves, or as a copy; overlaps."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from secondments.demo import world
from secondments.demo.newcomers import ZEPHYRIN
from secondments.errors import NotAllowed
from secondments.extensions import db
from secondments.people import service as people
from secondments.people.models import Person, Role
from secondments.secondment import beginnings, companies, drafts, pathways, questions, service
from secondments.secondment.beginnings import ABOUT_THE_PERSON, NOT_COPIED
from secondments.secondment.models import Secondment
from tests.builders import (
    a_draft,
    a_person,
    a_proposal,
    a_world,
    an_agreed_one,
    an_approved_one,
    role_of,
)
from tests.secondment.stage import plain

NEW, DOCTOR = "/secondments/new", "trainee_uncredited"
PAST = "UPDATE proposal SET next_arcp_on = :day, cct_on = :day WHERE secondment_id = :id"
WHO = ("about", "you", "employment")  # sections about the person
SINCE_2022 = date(2022, 8, 3)


def begins(stage, who="trainee", **changed):
    """A new draft, begun in the browser; its reference."""
    answer = stage.sends(who, NEW, **{"pathway": DOCTOR, **changed})
    return re.search(r"SEC-\w{4}-\w{2}", answer.location)[0]


def given(s):
    """What a draft holds, by question."""
    return {
        name for name, value in questions.answers_of(s).items() if not questions.is_blank(value)
    }


def copies(stage, ref, who="trainee"):
    answer = stage.sends(who, f"/secondments/{ref}/copy")
    assert answer.status_code == 302, plain(answer.text)
    return re.search(r"SEC-\w{4}-\w{2}", answer.location)[0]


# --- Prefill


def test_a_new_proposal_begins_with_what_the_last_one_said_of_the_person(stage):
    stage.play(a_proposal)
    ref = begins(stage)
    unsaid = {"line_manager_id", "revalidation_on"}
    assert stage.look(ref, given) == set(ABOUT_THE_PERSON) - unsaid
    assert stage.look(ref, lambda s: s.proposal.programme_start) == SINCE_2022
    assert stage.look(ref, lambda s: s.proposal.supervisor.name) == "Dr Helen Marsh"
    assert stage.look(ref, lambda s: (s.company_id, s.proposal.salary)) == (None, None)


def test_the_page_says_once_where_its_answers_are_from_and_the_others_say_nothing(stage):
    stage.play(a_proposal)
    ref = begins(stage)
    said = "From your proposal of 18 January 2027. Check it."
    assert stage.sees("trainee", f"/secondments/{ref}/proposal/you").count(said) == 1
    for section in ("company", "work", "dates", "money"):
        assert "From your" not in stage.sees("trainee", f"/secondments/{ref}/proposal/{section}")


def test_nothing_is_said_to_be_carried_over_once_every_answer_is_another(stage):
    stage.play(a_proposal)
    ref = begins(stage)

    def another(cast, s):
        names = [n for n in s.beginning.carried if n != "supervisor_id"]
        blank = dict.fromkeys([*names, "supervisor_id"])
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=blank)

    stage.go_on(ref, another)
    assert "From your" not in stage.sees("trainee", f"/secondments/{ref}/proposal/you")


def test_what_is_past_or_no_longer_so_is_asked_anew(stage):
    old = stage.play(a_proposal)
    stage.as_("trainee")

    def long_ago(cast, s):
        a_person("Dr Second Supervisor", (Role.SUPERVISOR, cast.employer))
        service.withdraw(s, by=cast.trainee, revision=s.revision, reason="job")
        owner_sql(PAST, day=date(2027, 1, 18), id=s.id)
        people.end_role(
            role_of(cast.supervisor, Role.SUPERVISOR), by=cast.office, last_day=date(2027, 1, 17)
        )

    stage.go_on(old, long_ago)
    ref = begins(stage)
    gone = {"next_arcp_on", "cct_on", "supervisor_id"}
    assert not gone & stage.look(ref, given)
    assert "grade" in stage.look(ref, given)


def owner_sql(statement, **values):
    db.session.rollback()
    db.session.execute(db.text(statement), values)
    db.session.commit()


def test_without_a_proposal_it_begins_with_what_is_recorded(stage):
    stage.as_("Maeve Conlon")
    ref = begins(stage, "Maeve Conlon", pathway="nmahp")
    assert stage.look(ref, given) == {"grade"}
    assert stage.look(ref, lambda s: s.proposal.grade) == "Advanced nurse practitioner"
    page = stage.sees("Maeve Conlon", f"/secondments/{ref}/proposal/you")
    assert page.count("From what is recorded of you here. Check it.") == 1
    blank = begins(stage)
    assert stage.look(blank, lambda s: (given(s), s.beginning)) == (set(), None)


def test_nobody_begins_with_the_answers_of_another(stage):
    stage.play(a_proposal)
    ref = begins(stage, "Dr Callum Reid")
    assert stage.look(ref, given) == set()


def test_every_question_that_is_carried_over_or_left_out_of_a_copy_exists():
    assert set(ABOUT_THE_PERSON) <= set(questions.PROPOSAL)
    assert set(questions.PROPOSAL) > NOT_COPIED
    work_and_money = {q.name for q in questions.PROPOSAL.values() if q.section not in WHO}
    assert not work_and_money & set(ABOUT_THE_PERSON)


# --- Copy


def test_a_copy_has_every_answer_but_dates_and_declarations(stage):
    old = stage.play(an_agreed_one)
    ref = copies(stage, old)
    assert stage.look(ref, given) == stage.look(old, given) - NOT_COPIED | {"company_id"}
    assert stage.look(ref, lambda s: (s.state, s.revision, s.sent_at, s.proposal.declared_at)) == (
        "draft",
        1,
        None,
        None,
    )
    assert stage.look(ref, lambda s: (s.votes, s.company_answers, s.company_told_at)) == (
        [],
        None,
        None,
    )
    assert stage.look(ref, lambda s: s.proposal.salary) == Decimal("73992.00")


def test_the_draft_says_what_it_was_copied_from(stage):
    old = stage.play(a_proposal)
    ref = copies(stage, old)
    page = stage.sees("trainee", f"/secondments/{ref}/proposal")
    assert (
        f'<a href="/secondments/{old}">Copied from {old}</a>, your proposal of 18 January 2027.'
        in page
    )
    section = stage.sees("trainee", f"/secondments/{ref}/proposal/work")
    assert section.count("From your proposal of 18 January 2027. Check it.") == 1


def test_nobody_else_learns_of_the_copy(stage):
    old = stage.play(an_approved_one)
    before = stage.look(old, lambda s: (s.seq, s.revision, s.updated_at))
    ref = copies(stage, old)
    assert stage.look(old, lambda s: (s.seq, s.revision, s.updated_at)) == before
    for who in ("supervisor", "office", "lead"):
        assert stage.asks(who, f"/secondments/{ref}") == 404
        for page in ("", "/proposal", "/history"):
            assert ref not in stage.sees(who, f"/secondments/{old}{page}")
    stage.go_on(ref, dated_and_sent)
    for page in ("", "/proposal", "/history"):
        seen = stage.sees("supervisor", f"/secondments/{ref}{page}")
        assert old not in seen
        assert not re.search("[Cc]opied|earlier", plain(seen))


def dated_and_sent(cast, s):
    dates = {"starts_on": date(2028, 8, 7), "ends_on": date(2029, 2, 6), "discussed": True}
    dates |= {"return_on": date(2029, 2, 7), "tov_consent": True}
    drafts.save(s, by=cast.trainee, revision=s.revision, answers=dates)
    drafts.send(s, by=cast.trainee, revision=s.revision)


@pytest.mark.parametrize("build", [a_draft, a_proposal, an_agreed_one])
def test_the_page_of_ones_own_case_offers_it_in_any_state(stage, build):
    ref = stage.play(build)
    assert "Copy to a new proposal" in stage.sees("trainee", f"/secondments/{ref}")


def test_others_neither_see_the_button_nor_may_press_it(stage):
    ref = stage.play(an_agreed_one)
    for who in ("supervisor", "office", "lead"):
        assert "Copy to a new proposal" not in stage.sees(who, f"/secondments/{ref}")
        assert stage.asks(who, f"/secondments/{ref}/copy") == 403
        assert stage.sends(who, f"/secondments/{ref}/copy").status_code == 403
    stage.as_("Dr Callum Reid")
    assert stage.asks("Dr Callum Reid", f"/secondments/{ref}/copy") == 404
    assert stage.sends("Dr Callum Reid", f"/secondments/{ref}/copy").status_code == 404


def test_the_service_itself_copies_nobody_elses(office):
    cast, reid = a_world(), world.cast("Dr Callum Reid").trainee
    source = a_draft(cast)
    with pytest.raises(NotAllowed):
        beginnings.copy(drafts.blank(reid), by=reid, source=source)


def test_copying_twice_with_one_form_makes_one_draft(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/copy"
    carried = stage.carried("trainee", at)
    first, again = (stage.sends("trainee", at, carried) for _ in range(2))
    assert first.location == again.location


def test_whoever_left_is_left_out(stage):
    old = stage.play(a_proposal)
    stage.as_("trainee")
    stage.go_on(old, lambda cast, _s: people.leave(cast.lead, by=administrator()))
    ref = copies(stage, old)
    assert stage.look(ref, lambda s: (s.company.name, s.proposal.company_lead_id)) == (
        world.CORVANE,
        None,
    )


def administrator():
    address = world.address_of("Rosa Iglesias")
    return db.session.scalars(select(Person).where(Person.email == address)).one()


def test_a_company_that_still_waits_is_not_copied(stage):
    old = stage.play(a_draft)
    stage.go_on(
        old,
        lambda cast, s: companies.add(s, by=cast.trainee, revision=s.revision, company=ZEPHYRIN),
    )
    ref = copies(stage, old)
    assert stage.look(ref, lambda s: (s.company_id, s.added_company)) == (None, None)


def test_the_copy_is_on_the_newest_version_of_its_pathway(office, monkeypatch):
    cast = a_world()
    old = a_draft(cast, claim_credit=True, credit_months=3, oop_category="OOPT")
    assert old.pathway_code == "trainee_credited"
    made = beginnings.copy(beginnings.blank_like(old, cast.trainee), by=cast.trainee, source=old)
    s = db.session.scalars(select(Secondment).where(Secondment.ref == made)).one()
    newest = pathways.newest("trainee_credited")
    assert (s.pathway_code, s.pathway_version) == (newest.code, newest.version)
    assert s.proposal.credit_months == 3


# --- Overlaps


def test_dates_that_overlap_another_secondment_of_theirs_are_said_and_not_refused(stage):
    first = stage.play(a_proposal)
    ref = stage.play(a_draft)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/dates"))
    assert "you would be on another secondment of yours: Corvane Therapeutics Ltd" in page
    assert f"4 August 2027 to 1 August 2028 ({first})" in page
    stage.go_on(ref, lambda cast, s: drafts.send(s, by=cast.trainee, revision=s.revision))
    assert stage.look(ref, lambda s: s.state) == "proposed"


def test_neither_a_draft_nor_what_is_over_nor_anothers_overlaps(stage):
    stage.play(a_draft)
    gone = stage.play(a_proposal)
    stage.go_on(
        gone,
        lambda cast, s: service.withdraw(s, by=cast.trainee, revision=s.revision, reason="job"),
    )
    ref = stage.play(a_draft)
    assert "another secondment of yours" not in stage.sees(
        "trainee", f"/secondments/{ref}/proposal/dates"
    )
