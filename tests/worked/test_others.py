"""Case T14: who is no part of a case sees nothing of it, and nobody acts twice or out of turn."""

import uuid

import pytest

from secondments import clock, jobs
from secondments.documents.desk import desk
from secondments.documents.values import COMPLETION_SEAL, ISSUE_SEAL
from secondments.errors import NotPossibleNow
from secondments.extensions import db
from secondments.secondment import drafts, queries, votes
from secondments.signing import service as signing
from secondments.signing.service import Given
from tests.builders import a_proposal, a_world, an_approved_one, an_issued_one, signed, supported
from tests.documents.tampering import flipped
from tests.secondment.stage import TODAY, Stage, plain
from tests.signing.test_signing import HERE, a_grant
from tests.worked.playing import until

PAGES = ("", "/proposal", "/approve", "/approvals", "/costs", "/dates", "/history", "/files")
SIGNING = ("/agreement", "/company", "/gates", "/issue", "/notes")
OTHER_COMPANY, OTHER_PROGRAMME = "Nadia Brandt", "Dr Fergus McRae"
SUPPORT = {"decision": "support", "seen": "yes"}
SIGNERS = ("trainee", "employer_signatory", "host_signatory")
TEXT, LAST_SIGNATURE = 3000, -4000


@pytest.fixture
def stage(app):
    with clock.stopped_at(TODAY):
        yield Stage(app)


@pytest.mark.parametrize("who", [OTHER_COMPANY, OTHER_PROGRAMME])
def test_to_another_company_and_to_another_programme_the_case_does_not_exist(stage, who):
    ref = stage.play(an_approved_one)
    for page in (*PAGES, *SIGNING):
        answer = stage.as_(who).see(f"/secondments/{ref}{page}")
        assert answer.status_code == 404, page
        for word in ("Nandakumar", "Corvane", "respiratory", ref):
            assert word not in plain(answer.text), (page, word)
    assert ref not in stage.sees(who, "/secondments")


@pytest.mark.parametrize("who", [OTHER_COMPANY, OTHER_PROGRAMME])
def test_what_they_post_to_it_is_not_found_either_and_changes_nothing(stage, who):
    ref = stage.play(an_approved_one)
    before = stage.look(ref, lambda s: (s.revision, s.seq, s.state))
    answer = stage.sends(who, f"/secondments/{ref}/approve", {}, **SUPPORT)
    assert answer.status_code == 404
    assert stage.look(ref, lambda s: (s.revision, s.seq, s.state)) == before


def test_a_secondee_who_takes_their_own_step_is_refused_in_plain_words(stage):
    ref = stage.play(lambda cast: a_proposal(cast, supervisor_id=cast.trainee.id))
    seen = stage.as_("trainee").see(f"/secondments/{ref}/approve")
    answer = stage.sends("trainee", f"/secondments/{ref}/approve", {}, **SUPPORT)
    for refused in (seen, answer):
        assert refused.status_code == 403
        assert "Nobody decides on their own proposal" in plain(refused.text)
    assert stage.look(ref, lambda s: s.votes) == []


def test_a_decision_on_an_old_version_is_refused_with_409(stage):
    ref = stage.play(lambda cast: supported(a_proposal(cast), cast.supervisor, cast.director))
    opened = stage.carried("dean", f"/secondments/{ref}/approve")

    def goes_round(cast, s):
        said = {"reason": "dates", "message": "Start a week later."}
        votes.send_back(s, by=cast.release, revision=s.revision, **said)
        later = {"share": s.proposal.share / 2, "weekly_pattern": "Monday to Wednesday noon"}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=later)
        drafts.send(s, by=cast.trainee, revision=s.revision, message="Half of the time.")
        supported(s, cast.supervisor, cast.director)

    stage.go_on(ref, goes_round)
    answer = stage.sends("dean", f"/secondments/{ref}/approve", opened, **SUPPORT)
    assert answer.status_code == 409
    assert "newer version" in plain(answer.text)
    assert "PGD" not in stage.look(ref, lambda s: {str(v.step) for v in s.standing_votes})


def test_a_signature_that_is_sent_twice_is_one_signature(office):
    s, key = until("T10", (2027, 4, 6)).s, uuid.uuid4()
    seat = s.agreement.signatory_for(s.applicant)
    with clock.stopped_at(TODAY):
        seen = s.agreement.issued_sha256
        given = Given(seen, seat.name, a_grant(seat.person, seen).id)
        for _ in range(2):
            signing.sign(seat, by=seat.person, given=given, origin=HERE, once=key)
        with pytest.raises(NotPossibleNow, match="already signed"):
            signing.sign(seat, by=seat.person, given=given, origin=HERE)
    assert [x.name for x in s.agreement.signatories if x.act] == ["Professor Edwin Hale"]
    assert sum(entry.action == "agreement.sign" for entry in queries.history(s)) == 1


def test_a_signed_pdf_with_one_byte_changed_does_not_match(app, office):
    with clock.stopped_at(TODAY):
        cast = a_world()
        ref = an_issued_one(cast).ref
        jobs.run_due(app)
        signed(a_world(), queries.by_ref(ref), *SIGNERS)
        jobs.run_due(app)
        db.session.expire_all()
        agreement = queries.by_ref(ref).agreement
    document = desk().store.read(agreement.sealed_sha256)
    fields = [signatory.field for signatory in agreement.signatories]
    expected = (ISSUE_SEAL, *fields, COMPLETION_SEAL)
    assert desk().press.verify(document, expected).problems == ()
    of_the_text = desk().press.verify(flipped(TEXT)(document), expected)
    assert any("does not match the document: it was altered." in x for x in of_the_text.problems)
    # In a signature itself it depends on the byte which of its checks fails.
    assert desk().press.verify(flipped(LAST_SIGNATURE)(document), expected).problems
