"""Late steps: a reminder the day after the last one, others told a week later, each once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from secondments import clock
from secondments.extensions import db
from secondments.letters import Letter
from secondments.letters.models import WhenUnsure
from secondments.people.models import Role
from secondments.secondment import approvals_page, calendar, queries, reassigning
from secondments.terms.service import set_charge
from tests.builders import (
    a_person,
    a_proposal,
    a_world,
    an_answered_one,
    an_approved_one,
    supported,
)
from tests.secondment.stage import TODAY

EVENTS = ("overdue", "escalated")


@pytest.fixture
def cast(office):
    with clock.stopped_at(TODAY):
        yield a_world()


def after(days: int) -> None:
    with clock.stopped_at(TODAY + timedelta(days=days)):
        calendar.run()


def told() -> list[tuple[str, str]]:
    wanted = db.select(Letter.event, Letter.to_name).where(Letter.event.in_(EVENTS))
    return sorted(tuple(row) for row in db.session.execute(wanted))


def test_a_supervisor_is_reminded_once_and_the_office_told_a_week_later(cast):
    s = a_proposal(cast)
    after(14)  # the last day itself
    assert told() == []
    after(15)
    after(15)
    assert told() == [("overdue", "Dr Helen Marsh")]
    after(21)
    assert len(told()) == 1
    after(22)
    after(23)
    assert told() == [("escalated", "Amara Osei"), ("overdue", "Dr Helen Marsh")]
    [row, *_] = approvals_page.approvals(s, reader=cast.office).sides[0][1]
    assert "reminded on 2 February, escalated on 9 February" in row.about
    kept = db.session.scalars(db.select(Letter).where(Letter.event.in_(EVENTS)))
    assert {letter.when_unsure for letter in kept} == {WhenUnsure.NEVER}


def test_a_machine_that_was_off_catches_up_with_one_letter_to_each(cast):
    s = a_proposal(cast)
    seq = s.seq
    after(40)
    assert told() == [("escalated", "Amara Osei"), ("overdue", "Dr Helen Marsh")]
    assert s.seq == seq + 1


def test_two_late_steps_are_one_letter_for_each_contact(cast):
    supported(a_proposal(cast), cast.supervisor, cast.director)
    after(40)
    assert told() == [
        ("escalated", "Amara Osei"),
        ("escalated", "Dr Tom Okafor"),
        ("overdue", "Professor Ruth Aldous"),
        ("overdue", "Sunita Bhatt"),
    ]


def test_a_late_company_is_chased_by_its_lead_and_home_delays_stay_at_home(cast):
    s = an_approved_one(cast)
    company = {p.name for p in (cast.lead, cast.compliance, cast.legal, cast.host_signatory)}
    assert not company & {name for _, name in told()}
    after(40)
    assert told() == [
        ("escalated", "Fiona Delaney"),
        ("escalated", "Jonah Price"),
        ("overdue", "Dr Marc Lindqvist"),
    ]
    supported(s, cast.lead)
    after(80)
    assert ("escalated", "Dr Marc Lindqvist") in told()
    assert ("overdue", "Jonah Price") in told()


def test_home_delays_never_reach_a_company_that_knows_the_case(cast):
    s = supported(a_proposal(cast), cast.supervisor, cast.director)
    after(50)
    home = {"Amara Osei", "Dr Tom Okafor", "Professor Ruth Aldous", "Sunita Bhatt"}
    assert {name for _, name in told()} == home
    assert s.company_told_at is None


def test_somebody_named_anew_is_reminded_afresh_and_others_not_twice(cast):
    s = a_proposal(cast)
    second = a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
    after(30)
    with clock.stopped_at(TODAY + timedelta(days=31)):
        reassigning.replace_approver(
            s,
            by=cast.office,
            part="supervisor",
            person_id=second.id,
            message="She has left the trust.",
        )
    after(31)
    assert ("overdue", "Dr Vera Lund") not in told()
    after(60)
    assert ("overdue", "Dr Vera Lund") in told()
    assert [name for event, name in told() if event == "escalated"] == ["Amara Osei"]


def test_who_has_to_decide_again_is_reminded_again_and_so_are_others(cast):
    s = an_answered_one(cast)
    after(30)
    before = told()
    with clock.stopped_at(TODAY + timedelta(days=30)):
        supported(s, cast.lead)
        given = {"months": Decimal("11.75"), "vat_treatment": None, "hides_rates": False}
        set_charge(s, by=cast.office, revision=s.revision, message="Unpaid leave.", **given)
        rows = approvals_page.approvals(s, reader=cast.office).sides[1][1]
        assert "reminded" not in rows[0].about
    after(60)
    assert ("overdue", "Dr Marc Lindqvist") in before
    assert told() == sorted(2 * before)


def test_what_is_decided_in_time_is_never_chased(cast):
    s = a_proposal(cast)
    with clock.stopped_at(TODAY + timedelta(days=13)):
        supported(s, cast.supervisor)
    after(20)
    assert told() == []
    assert queries.history(s)[0].action == "secondment.support"
