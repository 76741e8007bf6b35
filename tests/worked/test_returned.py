"""Cases T3 and T6: sent back, changed and sent again, for the dates and for the duties."""

from datetime import date, timedelta

import pytest

from secondments import clock
from secondments.secondment import course, drafts, pathways, said
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import Side, Step
from tests.worked.playing import asked, at, begun, figures, invoices, told, until

pytestmark = pytest.mark.usefixtures("office")

MONEY_OF_T6 = "15,670.50|2,163.08|3,726.44|78.35|1,081.92|22,720.29|4,544.06|27,264.35"


def test_t3_both_lines_are_late_and_the_earliest_start_is_12_july():
    s = until("T3", (2027, 1, 12)).s
    with clock.stopped_at(at((2027, 1, 12))):
        late = {each.latest(date(2027, 4, 5)) for each in course.broken_rules(s, said.now(s))}
        assert late == {date(2026, 10, 5), date(2027, 1, 5)}
        assert course.earliest(s).first_day == date(2027, 7, 12)
        assert course.short_notice(s, said.now(s)) == (
            "The postgraduate dean needs 6 months: that was by 5 October 2026. The employer needs"
            " 3 months: that was by 5 January 2027. It was sent on 12 January 2027, for which the"
            " earliest start is 12 July 2027."
        )


def test_t3_the_programme_director_returns_it_for_its_dates():
    s = until("T3", (2027, 1, 20)).s
    assert s.state is State.RETURNED
    vote = s.votes[-1]
    assert (vote.step, vote.decision, vote.reason) == (Step.TPD, "return", "dates")
    assert told(s, "returned") >= {"Dr Tamsin Pryce"}
    assert asked(s) == {("Dr Tamsin Pryce", "write")}


def test_t3_sent_on_25_january_for_2_august_it_is_in_time():
    s = until("T3", (2027, 1, 25)).s
    now = said.now(s)
    assert (now.starts_on, now.ends_on) == (date(2027, 8, 2), date(2028, 8, 1))
    assert course.broken_rules(s, now) == []
    lines = {each.rule.code: each.latest(now.starts_on) for each in course.asked_of(s)}
    assert date(2027, 2, 2) in lines.values()
    assert [sent.at.date() for sent in s.sent] == [date(2027, 1, 12), date(2027, 1, 25)]


def test_t3_the_supervisor_s_approval_falls_and_the_notice_clock_is_the_latest_sending():
    play = until("T3", (2027, 1, 25))
    assert play.path == ["proposed", "returned", "proposed"]
    s = play.s
    assert s.done_steps == set()
    assert asked(s) == {("Dr Helen Marsh", "decide_ES")}
    assert course.sent_on(s, said.now(s)) == date(2027, 1, 25)


def test_t3_sent_again_without_new_dates_the_notice_clock_stays_where_it_was():
    play = until("T3", (2027, 1, 20))
    s, by = play.s, play.cast.trainee
    with clock.stopped_at(at((2027, 1, 25))):
        drafts.save(s, by=by, revision=s.revision, answers={"department": "clinical safety"})
        drafts.send(s, by=by, revision=s.revision, message="The department is named now.")
        assert course.sent_on(s, said.now(s)) == date(2027, 1, 12)


def test_t6_asks_nothing_of_training_and_goes_to_manager_matron_and_employer():
    s = begun("T6").s
    assert not s.pathway.has_training
    for question in ("oop_category", "claim_credit", "cct_on", "training_number", "discussed"):
        assert not s.pathway.asks(question)
        assert getattr(s.proposal, question) is None
    assert s.pathway.groups(Side.HOME) == ((Step.LM,), (Step.CD,), (Step.EMP,))
    assert pathways.label_of(s, Step.CD) == "Clinical director or matron"
    assert s.training_body_id is None


def test_t6_costs_half_of_half_a_year_with_its_fee():
    s = until("T6", (2027, 5, 10)).s
    assert figures(s) == MONEY_OF_T6
    assert invoices(s) == [("11,360.15", "2,272.03"), ("11,360.14", "2,272.03")]


def test_t6_the_matron_returns_the_promotion_of_the_device_and_the_manager_is_asked_again():
    play = until("T6", (2027, 5, 18))
    assert (play.s.votes[-1].step, play.s.votes[-1].reason) == (Step.CD, "duties")
    s = play.goes_on(*(scene for scene in play.case.scenes if scene.day == (2027, 5, 24))).s
    assert "trains the customers" not in s.proposal.summary
    assert s.done_steps == set()
    assert asked(s) == {("Hannah Lowe", "decide_LM")}


def test_t6_is_active_on_its_first_day_and_not_before():
    play = until("T6", (2027, 7, 16))
    assert play.path == [
        "proposed",
        "returned",
        "proposed",
        "supervisor_approved",
        "company_agreed",
        "contract_issued",
    ]
    first = play.case.scenes[-1]
    with clock.stopped_at(at((2027, 10, 31)) + timedelta(hours=14)):
        first.act(None)
    assert play.s.state is State.CONTRACT_ISSUED
    s = play.goes_on(first).s
    assert s.state is State.ACTIVE
    assert s.state_since == clock.local_midnight(date(2027, 11, 1), s.zone)
    assert told(s, "started") >= {"Maeve Conlon", "Nadia Brandt"}
