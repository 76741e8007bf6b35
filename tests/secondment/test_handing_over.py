"""Another supervisor or lead, "not mine", "I will deal with this": never a new version."""

import pytest

from secondments import clock
from secondments.errors import InvalidInput, NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people.models import Person, Role
from secondments.secondment import calendar, queries, reassigning, trail, votes
from secondments.secondment.reading import proposal_for, reader_of
from tests.builders import (
    a_person,
    a_proposal,
    a_world,
    an_answered_one,
    an_approved_one,
    supported,
)
from tests.secondment.stage import TODAY, plain

ES = "supervisor"
WHY = "She moved to another hospital."


@pytest.fixture
def cast(office):
    with clock.stopped_at(TODAY):
        yield a_world()


def a_second_supervisor(cast):
    return a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))


def letters_about(event):
    return sorted(db.session.scalars(db.select(Letter.to_name).where(Letter.event == event)))


def test_another_supervisor_has_it_at_once_and_it_is_no_new_version(cast):
    s, second = a_proposal(cast), a_second_supervisor(cast)
    before = (s.revision, s.round, len(s.sent))
    reassigning.replace_approver(s, by=cast.office, part=ES, person_id=second.id, message=WHY)
    assert (s.revision, s.round, len(s.sent)) == before
    assert [t.person for t in s.turns] == [second]
    told = ["Dr Helen Marsh", "Dr Priya Nandakumar", "Dr Vera Lund"]
    assert letters_about("replaced") == told
    with pytest.raises(NotAllowed):
        votes.support(s, by=cast.supervisor, revision=s.revision)
    votes.support(s, by=second, revision=before[0])  # what was open in their window still counts
    eyes = reader_of(cast.director, s)
    assert proposal_for(eyes, s)["supervisor_id"] == str(second.id)
    told = trail.history(queries.history(s), {}, eyes)
    assert "Amara Osei named somebody else to decide" in [one.what for one in told]


def test_votes_given_stand(cast):
    s, second = supported(a_proposal(cast), cast.supervisor), a_second_supervisor(cast)
    reassigning.replace_approver(s, by=cast.office, part=ES, person_id=second.id, message=WHY)
    assert [v.person for v in s.standing_votes] == [cast.supervisor]
    assert s.open_steps == ("TPD",)


def test_only_the_office_and_only_for_a_supervisor_there(cast):
    s, second = a_proposal(cast), a_second_supervisor(cast)
    for person in (cast.trainee, cast.supervisor, cast.lead, cast.director):
        with pytest.raises(NotAllowed):
            reassigning.replace_approver(s, by=person, part=ES, person_id=second.id, message=WHY)
    for wrong in (cast.director, cast.lead, cast.trainee, cast.supervisor):
        with pytest.raises(InvalidInput):
            reassigning.replace_approver(
                s, by=cast.office, part=ES, person_id=wrong.id, message=WHY
            )


def test_while_the_applicant_changes_it_they_name_people_themselves(cast):
    s, second = a_proposal(cast), a_second_supervisor(cast)
    votes.send_back(s, by=cast.supervisor, revision=s.revision, reason="dates", message="Too soon.")
    with pytest.raises(NotPossibleNow):
        reassigning.replace_approver(s, by=cast.office, part=ES, person_id=second.id, message=WHY)


def test_a_lead_who_leaves_is_replaced_also_as_host_manager(cast):
    s = supported(an_answered_one(cast), cast.lead)
    second = a_person("Elin Sorley", (Role.HOST_MANAGER, cast.company))
    revision = s.revision
    reassigning.replace_lead(
        s, by=cast.legal, part=reassigning.LEAD, person_id=second.id, message=WHY
    )
    assert (s.revision, s.proposal.company_lead, s.company_answers.host_manager) == (
        revision,
        second,
        second,
    )
    assert [v.person for v in s.standing_votes if v.step == "CM"] == [cast.lead]
    assert letters_about("replaced") == ["Dr Marc Lindqvist", "Dr Priya Nandakumar", "Elin Sorley"]
    assert s.company_answers.cost_seen_at is not None


@pytest.mark.parametrize("who", ["office", "host_signatory", "trainee", "dean"])
def test_others_do_not_replace_a_lead(cast, who):
    s = an_approved_one(cast)
    second = a_person("Elin Sorley", (Role.HOST_MANAGER, cast.company))
    with pytest.raises(NotAllowed):
        reassigning.replace_lead(
            s,
            by=getattr(cast, who),
            part=reassigning.LEAD,
            person_id=second.id,
            message=WHY,
        )


def test_not_mine_tells_those_who_can_name_somebody_else(cast):
    s = a_proposal(cast)
    reassigning.ask_for_another(s, by=cast.supervisor, message="I left the team.")
    assert letters_about("not_theirs") == ["Amara Osei"]
    assert [t.person for t in s.turns] == [cast.supervisor]
    approved = an_approved_one(cast)
    reassigning.ask_for_another(approved, by=cast.lead, message="I left the team.")
    assert letters_about("not_theirs") == ["Amara Osei", "Fiona Delaney", "Jonah Price"]
    with pytest.raises(NotAllowed):
        reassigning.ask_for_another(approved, by=cast.dean, message="Not mine at all.")


class TestPages:
    def test_the_office_names_another_supervisor_in_the_browser(self, stage):
        ref = stage.play(a_proposal)
        path = f"/secondments/{ref}/replace-approver"
        assert stage.asks("office", path) == 409
        stage.go_on(ref, lambda cast, _s: a_second_supervisor(cast))
        assert path in stage.sees("office", f"/secondments/{ref}")
        assert (stage.asks("director", path), stage.asks("legal", path)) == (403, 404)
        with stage.app.app_context():
            second = str(stage_person("Dr Vera Lund"))
        assert "Until now: Dr Helen Marsh, educational supervisor." in stage.sees("office", path)
        short = stage.sends("office", path, person=second, message="Why")
        assert (short.status_code, "10 characters" in short.text) == (400, True)
        assert stage.sends("office", path, person=second, message=WHY).status_code == 302
        assert "Dr Vera Lund" in stage.sees("office", f"/secondments/{ref}")

    def test_the_decision_page_leads_to_saying_that_it_is_not_mine(self, stage):
        ref = stage.play(a_proposal)
        path = f"/secondments/{ref}/not-mine"
        assert path in stage.sees("supervisor", f"/secondments/{ref}/approve")
        assert stage.asks("director", path) == 403
        done = stage.sends("supervisor", path, message="I have left this department.")
        assert done.status_code == 302
        page = plain(stage.sees("office", f"/secondments/{ref}/history"))
        assert "Dr Helen Marsh said that it is not theirs to decide" in page
        assert "I have left this department." in page

    def test_two_deans_share_and_one_deals_with_it(self, stage):
        ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
        assert "Waiting for your office" not in stage.sees("dean", "/")
        stage.go_on(ref, lambda cast, s: a_second_dean(cast, s))
        page = plain(stage.sees("dean", "/"))
        assert "Waiting for your office (1)" in page
        assert "1 thing is waiting for your office." in page
        decide = f"/secondments/{ref}/approve"
        assert "I will deal with this" in stage.sees("dean", decide)
        assert stage.sends("dean", f"{decide[:-8]}/take-up", _carried={}).status_code == 302
        assert "They see that you deal with it." in stage.sees("dean", decide)
        assert "Waiting for your office" not in stage.sees("dean", "/")
        late = TODAY.replace(month=2, day=26)
        with clock.stopped_at(late):
            assert "Waiting for your office" in stage.sees("dean", "/")


def a_second_dean(cast, s):
    a_person("Dr Miriam Castell", (Role.DEAN, cast.training_body))
    calendar.reassign(s, by=queries.calendar())


def stage_person(name):
    return db.session.scalars(db.select(Person.id).where(Person.name == name)).one()
