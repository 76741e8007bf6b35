"""From the issue of the contract to the sealed document, with real PDFs and real signatures."""

import threading
import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask

from secondments import clock, jobs
from secondments.access import service as access
from secondments.access import step_up
from secondments.access.factors.proving import Proof
from secondments.access.step_up import Shown
from secondments.agreements import drawing_up
from secondments.agreements import queries as agreements
from secondments.agreements import service as issuing
from secondments.agreements.models import Agreement, RevisionKind, Status
from secondments.demo import cases
from secondments.documents.desk import desk
from secondments.documents.values import COMPLETION_SEAL, ISSUE_SEAL
from secondments.errors import Gone, InvalidInput, NotAllowed, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.secondment import calendar, queries
from secondments.secondment.lifecycle import State
from secondments.signing import service, tasks
from secondments.signing.service import From, Given
from secondments.terms import costs
from tests.builders import PASSWORD, a_world, an_agreed_one, an_issued_one, signed
from tests.journeys.paper import text_of

EVERYONE = ("trainee", "employer_signatory", "host_signatory")
HERE = From("127.0.0.1", "a test", "password")


@pytest.fixture(autouse=True)
def the_day(office):
    with clock.stopped_at(datetime(2027, 4, 23, 9, tzinfo=UTC)):
        yield


def out_for_signature(app):
    cast = a_world()
    s = an_issued_one(cast)
    jobs.run_due(app)
    db.session.expire_all()
    return cast, s


def a_grant(person, document):
    access.open_session(person, by=person, method="demo", browser=cases.HERE, instead_of=None)
    session = cases.newest_session_of(person)
    proof = Proof(password=PASSWORD)
    return step_up.grant(session, person, proof, purpose=service.PURPOSE, document_sha256=document)


def handed_in(s, person, **changed):
    agreement = s.agreement
    given = {"seen": agreement.issued_sha256, "typed_name": person.name}
    given |= {"grant_id": a_grant(person, agreement.issued_sha256).id} | changed
    return Given(**given)


def test_issuing_freezes_the_terms_and_asks_the_signatories_when_the_document_is_there(app):
    cast = a_world()
    s = an_issued_one(cast)
    assert (s.state, s.agreement.status) == (State.CONTRACT_ISSUED, Status.PREPARING)
    assert not s.turns
    jobs.run_due(app)
    db.session.expire_all()
    assert s.agreement.status is Status.OPEN
    assert {turn.person.name for turn in s.turns} == {
        "Dr Priya Nandakumar", "Daniel Reyes", "Isobel Grant",
    }  # fmt: skip
    assert desk().store.read(s.agreement.issued_sha256).startswith(b"%PDF")


def test_a_signatory_without_enough_authority_is_refused():
    cast = a_world()
    s = an_agreed_one(cast)
    stranger = uuid.uuid4()
    with pytest.raises(InvalidInput, match="no signatory of that name whose authority reaches"):
        issuing.issue(
            s,
            by=cast.office,
            revision=s.revision,
            signatory_ids={"employer": stranger, "host": stranger},
            shown=Shown("", uuid.uuid4()),
        )
    assert queries.by_ref(s.ref).state is State.COMPANY_AGREED


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("password", "password"),
        ("passkey", "passkey"),
        ("totp", "authenticator app"),
        ("oidc:northmoor", "sign-in of northmoor"),
    ],
)
def test_the_stamp_says_in_words_how_somebody_was_known(app, method, words):
    cast, s = out_for_signature(app)
    seat = s.agreement.signatory_for(cast.trainee)
    origin = From(HERE.ip, HERE.user_agent, method)
    service.sign(seat, by=cast.trainee, given=handed_in(s, cast.trainee), origin=origin)
    jobs.run_due(app)
    db.session.expire_all()
    signed_copy = desk().store.read(s.agreement.revisions[-1].sha256)
    assert f"Identity: {words}" in text_of(signed_copy)


def chosen_for(s):
    """Whoever may sign for each organisation, as the contracts office chooses them."""
    total = costs.of(s).total
    return {
        capacity: agreements.may_sign_for(organisation, total)[0].id
        for capacity, organisation in drawing_up.organisations_bound(s).items()
    }


def test_issuing_names_what_was_read_and_needs_proof_for_that_alone(app):
    cast = a_world()
    s = an_agreed_one(cast)
    read = issuing.digest_as_it_stands(s)
    given = {"by": cast.office, "revision": s.revision, "signatory_ids": chosen_for(s)}
    access.open_session(
        cast.office, by=cast.office, method="demo", browser=cases.HERE, instead_of=None
    )
    session, proof = cases.newest_session_of(cast.office), Proof(password=PASSWORD)
    other = step_up.grant(
        session, cast.office, proof, purpose=issuing.ISSUING, document_sha256="f" * 64
    )
    with pytest.raises(NotPossibleNow, match="has changed since you read it"):
        issuing.issue(s, **given, shown=Shown("f" * 64, other.id))
    for grant_id in (uuid.uuid4(), other.id):
        with pytest.raises(NotAllowed, match="Confirm again"):
            issuing.issue(queries.by_ref(s.ref), **given, shown=Shown(read, grant_id))
    assert queries.by_ref(s.ref).state is State.COMPANY_AGREED


def test_the_last_signature_seals_the_document(app):
    cast, s = out_for_signature(app)
    signed(cast, s, *EVERYONE)
    assert s.agreement.status is Status.SEALING
    jobs.run_due(app)
    db.session.expire_all()
    assert s.agreement.status is Status.EXECUTED
    kinds = [revision.kind for revision in s.agreement.revisions]
    assert kinds == [RevisionKind.ISSUED, *[RevisionKind.SIGNED] * 3, RevisionKind.COMPLETED]
    sealed = desk().store.read(s.agreement.sealed_sha256)
    fields = [ISSUE_SEAL, *(x.field for x in s.agreement.signatories), COMPLETION_SEAL]
    assert desk().press.verify(sealed, fields).problems == ()


def test_signing_names_the_very_document(app):
    cast, s = out_for_signature(app)
    seat = s.agreement.signatory_for(cast.trainee)
    given = handed_in(s, cast.trainee, seen="0" * 64)
    with pytest.raises(InvalidInput, match="not the document that is out for signature"):
        service.sign(seat, by=cast.trainee, given=given, origin=HERE)


def test_nobody_signs_for_somebody_else(app):
    cast, s = out_for_signature(app)
    seat = s.agreement.signatory_for(cast.employer_signatory)
    given = handed_in(s, cast.trainee)
    with pytest.raises(NotAllowed, match="not named to sign"):
        service.sign(seat, by=cast.trainee, given=given, origin=HERE)


def test_a_grant_is_used_up_by_one_act_and_is_for_one_document(app):
    cast, s = out_for_signature(app)
    seat = s.agreement.signatory_for(cast.trainee)
    other = handed_in(s, cast.trainee, grant_id=a_grant(cast.trainee, "f" * 64).id)
    with pytest.raises(NotAllowed, match="Confirm again"):
        service.sign(seat, by=cast.trainee, given=other, origin=HERE)
    given = handed_in(s, cast.trainee)
    service.sign(seat, by=cast.trainee, given=given, origin=HERE)
    with pytest.raises(NotPossibleNow, match="already signed"):
        service.sign(seat, by=cast.trainee, given=given, origin=HERE)


def test_the_second_post_of_the_same_form_gets_the_first_answer(app):
    cast, s = out_for_signature(app)
    seat, key = s.agreement.signatory_for(cast.trainee), uuid.uuid4()
    given = handed_in(s, cast.trainee)
    service.sign(seat, by=cast.trainee, given=given, origin=HERE, once=key)
    first = seat.act.id
    service.sign(seat, by=cast.trainee, given=given, origin=HERE, once=key)
    assert seat.act.id == first


def test_refusing_voids_every_signature_and_goes_back_to_the_office(app):
    cast, s = out_for_signature(app)
    signed(cast, s, "trainee")
    first, seat = s.agreement, s.agreement.signatory_for(cast.host_signatory)
    service.refuse(seat, by=cast.host_signatory, message="The notice is too short for us.")
    assert (s.state, first.status) == (State.COMPANY_AGREED, Status.VOID)
    assert [turn.duty for turn in s.turns] == ["issue"]
    given = Given(first.issued_sha256, cast.employer_signatory.name, uuid.uuid4())
    other = first.signatory_for(cast.employer_signatory)
    with pytest.raises(Gone):
        service.sign(other, by=cast.employer_signatory, given=given, origin=HERE)


def test_a_contract_taken_back_is_issued_again_as_the_next_version(app):
    cast, s = out_for_signature(app)
    issuing.take_back(s, by=cast.office, revision=s.revision, message="The address was wrong.")
    cases.issue(cases.Stage(cast, s, PASSWORD))
    jobs.run_due(app)
    db.session.expire_all()
    assert [a.status for a in s.agreements] == [Status.SUPERSEDED, Status.OPEN]
    assert s.agreement.version == 2


def test_once_everyone_has_signed_it_is_not_taken_back(app):
    cast, s = out_for_signature(app)
    signed(cast, s, *EVERYONE)
    with pytest.raises(NotPossibleNow, match="Everyone has signed"):
        issuing.take_back(s, by=cast.office, revision=s.revision, message="Too late for this.")


def test_it_starts_on_its_day_and_ends_the_day_after_its_last(app):
    cast, s = out_for_signature(app)
    signed(cast, s, *EVERYONE)
    with clock.stopped_at(datetime(2027, 8, 3, 22, 59, tzinfo=UTC)):
        assert calendar.run() == 0
    with clock.stopped_at(datetime(2027, 8, 3, 23, 0, tzinfo=UTC)):  # midnight in London
        assert calendar.run() == 1
    assert s.state is State.ACTIVE
    with clock.stopped_at(datetime(2028, 8, 1, 23, 0, tzinfo=UTC)):
        calendar.run()
    assert s.state is State.COMPLETED


def test_a_machine_that_was_off_catches_up_in_order_with_the_right_days(app):
    cast, s = out_for_signature(app)
    signed(cast, s, *EVERYONE)
    with clock.stopped_at(datetime(2028, 8, 9, 12, tzinfo=UTC)):
        assert calendar.run() == 2
    started, completed = [e for e in reversed(queries.history(s)) if e.by_id == cast_calendar().id][
        -2:
    ]
    assert (started.action, completed.action) == ("secondment.start", "secondment.complete")
    assert started.effective_at == datetime(2027, 8, 3, 23, tzinfo=UTC)
    assert completed.effective_at == datetime(2028, 8, 1, 23, tzinfo=UTC)
    assert started.at == completed.at == datetime(2028, 8, 9, 12, tzinfo=UTC)


def cast_calendar():
    return queries.calendar()


def test_unsigned_on_its_first_day_it_lapses(app):
    cast, s = out_for_signature(app)
    signed(cast, s, "trainee", "host_signatory")
    with clock.stopped_at(datetime(2027, 8, 4, 9, tzinfo=UTC)):
        calendar.run()
    assert (s.state, s.agreements[0].status) == (State.LAPSED, Status.VOID)


def test_two_signatories_at_the_same_instant_both_count(app: Flask):
    cast, s = out_for_signature(app)
    people = [cast.employer_signatory, cast.host_signatory]
    prepared = [(p.id, handed_in(s, p)) for p in people]
    agreement_id, barrier, problems = s.agreement.id, threading.Barrier(2), []

    def sign_as(person_id, given):
        with app.app_context(), clock.stopped_at(datetime(2027, 4, 26, 9, tzinfo=UTC)):
            try:
                person = db.session.get_one(Person, person_id)
                seat = db.session.get_one(Agreement, agreement_id).signatory_for(person)
                barrier.wait(5)
                service.sign(seat, by=person, given=given, origin=HERE)
            except Exception as problem:  # noqa: BLE001 - whatever it was, the test must see it
                problems.append(problem)
            db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=sign_as, args=pair) for pair in prepared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    signed(cast, queries.by_id(s.id), "trainee")
    jobs.run_due(app)
    db.session.expire_all()
    assert s.agreement.status is Status.EXECUTED
    assert len(s.agreement.revisions) == 5


def test_the_seal_worker_may_be_run_twice(app):
    cast, s = out_for_signature(app)
    signed(cast, s, "trainee")
    jobs.run_due(app)
    tasks.seal(agreement_id=str(s.agreement.id))
    db.session.expire_all()
    assert len(s.agreement.revisions) == 2
