"""Taking documents out: who gets which copy, hashed again, and every copy in the trail."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from secondments import jobs
from secondments.agreements import service as agreements
from secondments.agreements import tasks
from secondments.agreements.downloads import CopyKind, Download
from secondments.documents.desk import desk
from secondments.documents.storage import digest
from secondments.extensions import db
from secondments.secondment import queries
from secondments.secondment import service as acts
from tests.builders import a_proposal, a_world, an_agreed_one
from tests.contracts import a_signed_one, altered, an_issued_one, signed, with_a_draft
from tests.journeys.paper import text_of
from tests.register.cases import LATER


def made(app, builder, **changed):
    with app.app_context():
        return builder(a_world(), **changed).ref


def address(ref, version=1):
    return f"/secondments/{ref}/agreement/v{version}.pdf"


def sealed_digest(app, ref):
    with app.app_context():
        return queries.by_ref(ref).agreement.sealed_sha256


def taken(app):
    """Every download so far: by whom, what, which bytes."""
    with app.app_context():
        rows = db.session.scalars(select(Download).order_by(Download.at, Download.id))
        return [(row.person_id, row.kind, row.sha256) for row in rows]


def pages(document):
    return text_of(document).split("\f")[:-1]


def history_of(app, ref):
    with app.app_context():
        s = queries.by_ref(ref)
        return [(entry.action, entry.by_id) for entry in queries.history(s)]


@pytest.mark.parametrize("reader", ["office", "trainee", "supervisor", "dean", "lead"])
def test_the_signed_agreement_is_the_same_file_for_everyone_on_the_case(app, ids, browser, reader):
    ref = made(app, a_signed_one)
    person_id, whole = getattr(ids, reader), sealed_digest(app, ref)
    answer = browser(person_id).see(address(ref))
    assert answer.status_code == 200
    assert digest(answer.data) == whole
    assert taken(app) == [(person_id, CopyKind.SIGNED, whole)]
    assert history_of(app, ref)[0] == ("agreement.download", person_id)


def test_a_file_is_saved_under_a_name_of_ours_and_neither_kept_nor_run(app, ids, browser):
    ref = made(app, a_signed_one)
    headers = browser(ids.office).see(address(ref)).headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == f"attachment; filename={ref}-agreement-v1.pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("path", ["{ref}/agreement/v2.pdf", "SEC-0000-00/agreement/v1.pdf"])
def test_what_is_not_there_is_not_found(app, ids, browser, path):
    ref = made(app, a_signed_one)
    assert browser(ids.office).see("/secondments/" + path.format(ref=ref)).status_code == 404


def test_a_stranger_finds_no_agreement(app, ids, browser):
    ref = made(app, a_signed_one)
    answer = browser(ids.stranger).see(address(ref))
    assert answer.status_code == 404
    assert ref not in answer.text.replace(address(ref), "")
    assert taken(app) == []


@pytest.mark.parametrize("reader", ["office", "host_signatory", "trainee"])
def test_before_everyone_has_signed_its_file_is_for_the_office_and_those_who_sign(
    app, ids, browser, reader
):
    with app.app_context():
        s = with_a_draft(an_issued_one(a_world()))
        signed(s.agreement.signatories[0])
        ref, newest = s.ref, s.agreement.revisions[-1].sha256
    answer = browser(getattr(ids, reader)).see(address(ref))
    assert digest(answer.data) == newest
    assert f"{ref}-agreement-v1-not-complete.pdf" in answer.headers["Content-Disposition"]
    assert taken(app)[0][1] == CopyKind.UNFINISHED


@pytest.mark.parametrize("reader", ["supervisor", "dean", "lead"])
def test_for_everyone_else_it_is_the_draft_until_everyone_has_signed(app, ids, browser, reader):
    with app.app_context():
        ref = with_a_draft(an_issued_one(a_world())).ref
    answer = browser(getattr(ids, reader)).see(address(ref))
    assert b"DRAFT" in answer.data
    assert f"{ref}-draft.pdf" in answer.headers["Content-Disposition"]
    assert taken(app)[0][1] == CopyKind.DRAFT


def test_where_there_is_no_draft_the_others_find_nothing(app, ids, browser):
    ref = made(app, an_issued_one)
    assert browser(ids.lead).see(address(ref)).status_code == 404


def test_a_version_that_was_taken_back_is_gone_for_all_but_the_office_and_its_signatories(
    app, ids, browser
):
    with app.app_context():
        cast = a_world()
        s = an_issued_one(cast)
        said = "The company number was wrong on the cover."
        agreements.take_back(s, by=cast.office, revision=s.revision, message=said)
        ref = s.ref
    assert browser(ids.lead).see(address(ref)).status_code == 410
    office = browser(ids.office)
    early = office.see(address(ref))
    assert (early.status_code, b"%PDF" in early.data) == (409, False)
    assert "a copy that says so on every page is being made" in early.text
    for _ in range(2):
        with app.app_context():
            tasks.mark_ended()
            db.session.commit()
        jobs.run_due(app)
    kept = office.see(address(ref))
    assert f"{ref}-agreement-v1-superseded.pdf" in kept.headers["Content-Disposition"]
    assert all("SUPERSEDED" in page for page in pages(kept.data))
    assert address(ref) in office.see(f"/secondments/{ref}/agreement").text
    assert address(ref) not in browser(ids.lead).see(f"/secondments/{ref}/agreement").text
    assert taken(app) == [(ids.office, CopyKind.MARKED, digest(kept.data))]


def test_a_contract_given_up_with_its_case_is_marked_as_not_in_force(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = an_issued_one(cast)
        acts.withdraw(s, by=cast.trainee, revision=s.revision, reason="job", message="")
        ref = s.ref
        tasks.mark(agreement_id=str(s.agreements[0].id))
    kept = browser(ids.office).see(address(ref))
    assert f"{ref}-agreement-v1-void.pdf" in kept.headers["Content-Disposition"]
    assert all("NOT IN FORCE" in page for page in pages(kept.data))


def test_an_altered_file_is_not_served_and_the_page_says_so(app, ids, browser):
    ref = made(app, a_signed_one)
    with app.app_context():
        altered(queries.by_ref(ref).agreement.sealed_sha256)
    answer = browser(ids.office).see(address(ref))
    assert answer.status_code == 409
    assert b"%PDF" not in answer.data
    assert "This document was not sent to you" in answer.text
    assert taken(app) == []


def test_taking_a_copy_is_no_work_on_the_case(app, ids, browser):
    ref = made(app, an_agreed_one)
    with app.app_context():
        s = with_a_draft(queries.by_ref(ref))
        before = (s.updated_at, s.revision, s.state, len(s.turns))
    browser(ids.lead).see(address(ref))
    with app.app_context():
        s = queries.by_ref(ref)
        assert (s.updated_at, s.revision, s.state, len(s.turns)) == before


def test_several_signed_agreements_come_as_one_zip(app, ids, browser):
    refs = [made(app, a_signed_one), made(app, a_signed_one, **LATER)]
    office = browser(ids.office)
    answer = office.send("/register/zip", page="/secondments", pick=refs)
    assert answer.headers["Content-Type"] == "application/zip"
    assert "filename=agreements-2027-01-18.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    answer.close()
    with app.app_context():
        stored = {
            f"{ref}-agreement-v1.pdf": desk().store.read(
                queries.by_ref(ref).agreement.sealed_sha256
            )
            for ref in refs
        }
    assert files == stored
    assert {kind for _, kind, _ in taken(app)} == {CopyKind.SIGNED}
    for ref in refs:
        assert history_of(app, ref)[0] == ("agreement.download", ids.office)


def test_an_altered_document_stops_the_whole_zip_and_is_named(app, ids, browser):
    good, bad = made(app, a_signed_one), made(app, a_signed_one, **LATER)
    with app.app_context():
        altered(queries.by_ref(bad).agreement.sealed_sha256)
    answer = browser(ids.office).send("/register/zip", page="/secondments", pick=[good, bad])
    assert answer.status_code == 409
    assert f"{bad}-agreement-v1.pdf" in answer.text
    assert good not in answer.text
    assert taken(app) == []


@pytest.mark.parametrize("reader", ["trainee", "supervisor", "lead", "host_signatory"])
def test_only_a_contracts_office_takes_several(app, ids, browser, reader):
    ref = made(app, a_signed_one)
    answer = browser(getattr(ids, reader)).send("/register/zip", page="/", pick=[ref])
    assert answer.status_code == 403
    assert taken(app) == []


def test_another_office_finds_nothing_to_take(app, ids, browser):
    ref = made(app, a_signed_one)
    answer = browser(ids.stranger).send("/register/zip", page="/", pick=[ref])
    assert answer.status_code == 404
    assert taken(app) == []


@pytest.mark.parametrize("builder", [a_proposal, an_issued_one])
def test_an_unsigned_one_is_named_and_nothing_is_taken(app, ids, browser, builder):
    whole, unsigned = made(app, a_signed_one), made(app, builder, **LATER)
    answer = browser(ids.office).send("/register/zip", page="/secondments", pick=[whole, unsigned])
    assert answer.status_code == 409
    assert f"{unsigned} cannot be downloaded: not everyone has signed." in answer.text
    assert taken(app) == []


@pytest.mark.parametrize("picked", [[], [f"SEC-0000-{n:02}" for n in range(100)] * 3])
def test_none_and_things_picked_twice(app, ids, browser, picked):
    answer = browser(ids.office).send("/register/zip", page="/", pick=picked)
    assert answer.status_code == (404 if picked else 400)


def test_more_than_two_hundred_are_refused(app, ids, browser):
    picked = [f"SEC-0{n:03}-00" for n in range(201)]
    answer = browser(ids.office).send("/register/zip", page="/", pick=picked)
    assert answer.status_code == 400
    assert "at most 200 documents; you chose 201" in answer.text
