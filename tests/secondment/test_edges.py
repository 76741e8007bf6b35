"""The edge list at the end of the worked cases, as far as no other test holds it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from secondments import clock, jobs
from secondments.access.step_up import Shown
from secondments.agreements import service as issuing
from secondments.agreements.terms import Capacity
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Membership, Role
from secondments.secondment import calendar
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment
from secondments.terms import costs
from tests.builders import (
    a_draft,
    a_proposal,
    a_world,
    an_agreed_one,
    an_issued_one,
    kept,
    role_of,
    signed,
)
from tests.secondment.stage import plain

EVERYONE = ("trainee", "employer_signatory", "host_signatory")


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}-{box}": str(value)
        for box, value in (("day", day.day), ("month", day.month), ("year", day.year))
    }


@pytest.mark.parametrize(
    ("last", "kept_last"),
    [(date(2027, 8, 4), "on the same day"), (date(2027, 8, 3), "before it begins")],
)
def test_an_end_on_or_before_the_first_day_is_refused_and_what_was_typed_stays(
    stage, last, kept_last
):
    ref = stage.play(a_draft, starts_on=None, ends_on=None)
    typed = boxes("starts_on", date(2027, 8, 4)) | boxes("ends_on", last) | {"share": "1"}
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **typed)
    assert answer.status_code == 400, kept_last
    assert "The last day must be after the first day" in plain(answer.text)
    assert f'name="ends_on-day" type="text" inputmode="numeric" value="{last.day}"' in answer.text
    assert stage.look(ref, lambda s: (s.proposal.starts_on, s.proposal.ends_on)) != (last, last)


@pytest.fixture
def office_hours(app):
    with app.app_context():
        yield app


def out_for_signature(app, **dates) -> Secondment:
    cast = a_world()
    s = an_issued_one(cast, **dates)
    jobs.run_due(app)
    signed(cast, s, *EVERYONE)
    jobs.run_due(app)
    return s


def test_it_starts_at_midnight_in_london_on_the_day_the_clocks_change(office_hours, office):
    first, begins_at = date(2027, 10, 31), datetime(2027, 10, 30, 23, tzinfo=UTC)
    with clock.stopped_at(datetime(2027, 1, 18, 9, tzinfo=UTC)):
        s = out_for_signature(office_hours, starts_on=first, ends_on=date(2028, 10, 30))
    with clock.stopped_at(begins_at - timedelta(seconds=1)):
        calendar.run()
        assert s.state is State.CONTRACT_ISSUED
    with clock.stopped_at(begins_at):
        calendar.run()
        assert s.state is State.ACTIVE


def test_a_year_from_the_29th_of_february_is_charged_as_twelve_months(office_hours):
    with clock.stopped_at(datetime(2027, 1, 18, 9, tzinfo=UTC)):
        s = a_proposal(a_world(), starts_on=date(2028, 2, 29), ends_on=date(2029, 2, 27))
        whole = a_proposal(a_world(), starts_on=date(2028, 3, 1), ends_on=date(2029, 2, 28))
        assert costs.of(s).net == costs.of(whole).net


def test_a_name_that_changes_afterwards_changes_no_contract_that_is_out(office_hours, office):
    with clock.stopped_at(datetime(2027, 1, 18, 9, tzinfo=UTC)):
        s = out_for_signature(office_hours)
        before = s.agreement.terms_sha256
        with db.session.no_autoflush:
            s.applicant.name = "Dr Priya Raman"
            kept(s.applicant)
        assert s.agreement.terms_sha256 == before
        assert "Dr Priya Nandakumar" in str(s.agreement.terms)


def test_a_case_is_reminded_of_once_for_each_day_it_was_forgotten_on(office_hours):
    """A machine that was off for months sends no storm: a reminder for each day that was due."""
    s = a_proposal(a_world())
    with clock.stopped_at(s.updated_at + timedelta(days=85)):
        for _ in range(5):
            calendar.run()
        assert s.warned == 2


def test_nobody_signs_for_both_parties(office_hours):
    with clock.stopped_at(datetime(2027, 4, 23, 9, tzinfo=UTC)):
        cast = a_world()
        s = an_agreed_one(cast)
        ours = role_of(cast.employer_signatory, Role.SIGNATORY)
        kept(
            Membership(
                person_id=cast.employer_signatory.id,
                organisation_id=s.company_id,
                role=Role.SIGNATORY,
                from_on=ours.from_on,
                authority_pounds=ours.authority_pounds,
            )
        )
        one = cast.employer_signatory.id
        with pytest.raises((InvalidInput, NotPossibleNow), match="no signatory of that name"):
            issuing.issue(
                s,
                by=cast.office,
                revision=s.revision,
                signatory_ids=dict.fromkeys((Capacity.EMPLOYER, Capacity.HOST), one),
                shown=Shown("", uuid.uuid4()),
            )
