"""Files on a case: sent, checked, opened, withheld, removed; over HTTP as people do it."""

import io
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from secondments import clock, jobs
from secondments.audit import AuditEntry
from secondments.documents.desk import desk
from secondments.documents.scanner import EICAR, Clamd
from secondments.errors import Altered
from secondments.extensions import db
from secondments.letters import Letter
from secondments.register import integrity
from secondments.secondment import file_queries, file_service, file_tasks, service, votes
from secondments.secondment.file_models import CaseFile, FileState
from tests.builders import a_draft, a_proposal, an_agreed_one, an_approved_one
from tests.documents.test_scanner import a_clamd
from tests.secondment.shelves import a_pdf, a_picture, a_ready_file
from tests.secondment.stage import TODAY, plain
from tests.secondment.test_pages import declined, returned

EVERYONE, HOME, DEANERY = "everyone", "home", "deanery"


@pytest.fixture(autouse=True)
def _an_empty_tray(app):
    for key, _ in desk().tray.lying():
        desk().tray.drop(key)


def path_of(ref, *parts):
    return "/".join(["/secondments", ref, "files", *parts])


def sends(stage, who, ref, content, name="cv.pdf", kind="cv", readers=HOME, **more):
    file = FileStorage(io.BytesIO(content), name)
    given = stage.carried(who, path_of(ref)) | {"kind": kind, "readers": readers} | more
    # The test client would leave a temporary file open.
    body, _, boundary = stream_encode_multipart(given | {"file": file}, use_tempfile=False)
    about = f"multipart/form-data; boundary={boundary}"
    return stage.as_(who).client.post(path_of(ref), data=body.read(), content_type=about)


def the_file(stage) -> CaseFile:
    """As it is kept now, on its own."""
    with stage.app.app_context():
        return db.session.scalars(select(CaseFile)).one()


def checked(stage) -> CaseFile:
    with stage.app.app_context():
        jobs.run_due(stage.app)
    return the_file(stage)


def test_a_file_is_checked_written_anew_and_handed_over_under_its_name(stage):
    ref = stage.play(a_proposal)
    answer = sends(stage, "trainee", ref, a_pdf(author="zqauthor"), "Lebenslauf Jürgen 履歴.PDF")
    assert answer.status_code == 302, plain(answer.text)
    page = stage.sees("trainee", path_of(ref))
    assert "Waiting to be checked" in page
    assert "data-refresh" in page
    file = checked(stage)
    assert (file.state, file.name, file.pages) == (FileState.READY, "Lebenslauf Jürgen 履歴.pdf", 1)
    got = stage.as_("office").see(path_of(ref, str(file.id)))
    assert got.status_code == 200
    assert b"zqauthor" not in got.data
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Lebenslauf%20J%C3%BCrgen%20" in got.headers["Content-Disposition"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.mimetype == "application/pdf"
    assert not list(desk().tray.lying())


def test_who_took_a_copy_is_in_the_trail_and_on_no_page(stage):
    ref = stage.play(lambda cast: a_ready(stage, a_proposal(cast), cast.trainee))
    file = the_file(stage)
    stage.as_("office").see(path_of(ref, str(file.id)))
    with stage.app.app_context():
        took = db.session.scalars(select(AuditEntry).filter_by(action="file.download")).one()
        assert took.by_name == "Amara Osei"
        integrity.check_everything()
    assert "downloaded" not in stage.sees("trainee", f"/secondments/{ref}/history")


def a_ready(stage, s, by, readers=HOME, kind="cv", **more):
    a_ready_file(stage.app, s, by, readers, kind, **more)
    return s


def test_while_it_is_checked_its_sender_sees_the_state_and_nobody_can_open_it(stage):
    ref = stage.play(a_proposal)
    sends(stage, "trainee", ref, a_pdf())
    here = path_of(ref, str(the_file(stage).id))
    answer = stage.as_("trainee").see(here)
    assert answer.status_code == 409
    assert "still being checked" in answer.text
    assert stage.asks("office", here) == 404
    assert "cv.pdf" not in stage.sees("office", path_of(ref))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"<html><p>CV", "This is a web page, whatever its name says."),
        (b"PK\x03\x04", "This is a Word document"),
        (a_pdf() + b" " * 10_000_000, "This file is larger than 10.0 MB."),
    ],
)
def test_what_can_be_told_at_once_comes_back_beside_the_box_and_nothing_is_lost(
    stage, content, sentence
):
    ref = stage.play(a_proposal)
    answer = sends(stage, "trainee", ref, content, kind="dpia", readers=DEANERY)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert '<option value="dpia" selected>' in answer.text
    assert 'value="deanery" checked' in answer.text
    assert "Choose the file again" in answer.text
    with stage.app.app_context():
        assert db.session.scalars(select(CaseFile)).all() == []
        assert not list(desk().tray.lying())


def test_exactly_ten_megabytes_are_taken(stage):
    ref = stage.play(a_proposal)
    content = a_pdf()
    content += b"\n" * (10_000_000 - len(content))
    assert sends(stage, "trainee", ref, content).status_code == 302


def test_far_too_much_is_413_with_a_sentence(stage):
    ref = stage.play(a_proposal)
    answer = sends(stage, "trainee", ref, b"%PDF-" + b" " * 13_000_000)
    assert answer.status_code == 413
    assert "A file may have up to 10.0 MB" in plain(answer.text)


@pytest.mark.parametrize("content", [None, "text under this name"])
def test_no_file_is_asked_for(stage, content):
    ref = stage.play(a_proposal)
    answer = stage.sends("trainee", path_of(ref), kind="cv", readers=HOME, file=content)
    assert answer.status_code == 400
    assert "Choose a file" in answer.text


def test_a_refused_file_says_why_to_its_sender_alone(stage):
    ref = stage.play(an_approved_one)
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    sends(stage, "trainee", ref, a_pdf(OpenAction=script), "trick.pdf", readers=EVERYONE)
    file = checked(stage)
    assert file.state is FileState.REFUSED
    assert "This PDF contains a program" in plain(stage.sees("trainee", path_of(ref)))
    for who in ("office", "lead"):
        assert "trick" not in stage.sees(who, path_of(ref))
        assert stage.asks(who, path_of(ref, str(file.id))) == 404
    assert stage.asks("trainee", path_of(ref, str(file.id))) == 409
    with stage.app.app_context():
        letter = db.session.scalars(select(Letter).filter_by(event="file_refused")).one()
        assert "This PDF contains a program" in letter.body
        assert "trick" not in letter.body + letter.subject
    assert "could not be taken" in stage.sees("trainee", f"/secondments/{ref}/history")
    assert "could not be taken" not in stage.sees("office", f"/secondments/{ref}/history")


def test_an_infected_file_is_set_aside_and_not_kept(stage):
    ref = stage.play(a_proposal)
    sends(stage, "trainee", ref, a_pdf() + EICAR)
    file = checked(stage)
    assert (file.state, file.sha256) == (FileState.QUARANTINED, None)
    assert "The virus scanner found “EICAR-Test-File”" in stage.sees("trainee", path_of(ref))
    assert not list(desk().tray.lying())


def test_what_clamd_finds_is_believed_and_while_it_is_down_the_file_waits(stage, monkeypatch):
    ref = stage.play(a_proposal)
    with a_clamd() as (place, _heard):
        pass
    monkeypatch.setitem(vars(desk()), "scanner", Clamd(tuple(place), seconds=0.2))
    sends(stage, "trainee", ref, a_pdf() + b"% EICAR")
    with stage.app.app_context():
        jobs.run_due(stage.app, raising=False)
    assert the_file(stage).state is FileState.CHECKING
    with a_clamd() as (place, _heard), stage.app.app_context():
        monkeypatch.setitem(vars(desk()), "scanner", Clamd(tuple(place)))
        file_tasks.check(str(the_file(stage).id))
    assert "found “Win.Test.EICAR_HDB-1”" in the_file(stage).problem


def test_a_check_that_is_run_twice_settles_once(stage):
    ref = stage.play(a_proposal)
    sends(stage, "trainee", ref, a_picture(), "scan.jpeg")
    file = checked(stage)
    assert file.name == "scan.jpg"
    with stage.app.app_context():
        file_tasks.check(str(file.id))
        settled = select(AuditEntry).where(AuditEntry.action == "file.settle")
        assert len(db.session.scalars(settled).all()) == 1


def test_the_sweep_takes_up_what_was_left_and_empties_the_tray(stage, monkeypatch):
    ref = stage.play(a_proposal)
    sends(stage, "trainee", ref, a_pdf())
    with stage.app.app_context():
        left = file_service.uuid.uuid4()
        desk().tray.put(left, b"nobody's")
        monkeypatch.setattr(file_tasks, "PATIENCE", -file_tasks.PATIENCE)
        monkeypatch.setattr(file_tasks, "A_DAY_IN_SECONDS", -1)
        file_tasks.sweep()
        db.session.commit()
        assert [key for key, _ in desk().tray.lying()] == [the_file(stage).id]
    assert checked(stage).state is FileState.READY


def test_an_altered_file_is_not_served(stage):
    ref = stage.play(lambda cast: a_ready(stage, a_proposal(cast), cast.trainee))
    file = the_file(stage)
    kept = desk().store.folder / file.sha256[:2] / file.sha256[2:4] / file.sha256
    whole = kept.read_bytes()
    kept.write_bytes(b"%PDF-1.4 another")
    assert stage.asks("office", path_of(ref, str(file.id))) == 409
    with stage.app.app_context(), pytest.raises(Altered):
        integrity.check_everything()
    kept.write_bytes(whole)


@pytest.mark.parametrize(
    ("readers", "may", "may_not"),
    [
        (HOME, ("trainee", "supervisor", "dean", "office", "employer_signatory"), ("lead",)),
        (DEANERY, ("trainee", "dean", "director"), ("supervisor", "office", "release", "lead")),
        (EVERYONE, ("trainee", "office", "dean", "lead", "legal"), ("Nadia Brandt",)),
    ],
)
def test_only_the_readers_find_it(stage, readers, may, may_not):
    ref = stage.play(
        lambda cast: a_ready(stage, an_approved_one(cast), cast.trainee, readers, name="zqname")
    )
    here = path_of(ref, str(the_file(stage).id))
    for who in may:
        assert "zqname" in stage.sees(who, path_of(ref)), who
        assert "(1)" in stage.sees(who, f"/secondments/{ref}"), who
        assert stage.asks(who, here) == 200, who
    for who in may_not:
        assert stage.asks(who, here) == 404, who
        if who != "Nadia Brandt":
            assert "zqname" not in stage.sees(who, path_of(ref)), who
            assert "(1)" not in stage.sees(who, f"/secondments/{ref}"), who


def test_a_research_outline_waits_for_the_nda_before_the_company_learns_of_it(stage):
    ref = stage.play(
        lambda cast: a_ready(
            stage, an_approved_one(cast), cast.trainee, EVERYONE, "research_outline", name="zqidea"
        )
    )
    here = path_of(ref, str(the_file(stage).id))
    assert "once a non-disclosure agreement is recorded" in stage.sees("trainee", path_of(ref))
    assert "zqidea" not in stage.sees("lead", path_of(ref))
    assert "None is recorded" not in stage.sees("lead", path_of(ref))
    assert stage.asks("lead", here) == 404
    for who in ("trainee", "dean", "lead"):
        assert stage.asks(who, f"/secondments/{ref}/nda") == 403
    nda = {"signed_on-day": "15", "signed_on-month": "1", "signed_on-year": "2027"}
    late = stage.sends("office", f"/secondments/{ref}/nda", **nda | {"signed_on-year": "2028"})
    assert late.status_code == 400
    assert "Enter the day it was signed, today or earlier" in late.text
    done = stage.sends("office", f"/secondments/{ref}/nda", reference="NDA 77", **nda)
    assert done.status_code == 302, plain(done.text)
    assert stage.asks("lead", here) == 200
    assert "Signed on 15 January 2027, reference NDA 77" in plain(stage.sees("lead", path_of(ref)))
    assert "non-disclosure agreement is signed" in stage.sees("lead", f"/secondments/{ref}/history")


def test_visa_evidence_is_never_for_the_company(stage):
    ref = stage.play(a_proposal)
    answer = sends(stage, "trainee", ref, a_pdf(), kind="visa", readers=EVERYONE)
    assert answer.status_code == 400
    assert "The company never sees visa evidence" in answer.text


def test_nobody_adds_a_file_for_readers_they_are_not_one_of(stage):
    ref = stage.play(an_approved_one)
    for who, readers in (("lead", HOME), ("office", DEANERY), ("trainee", "company")):
        answer = sends(stage, who, ref, a_pdf(), readers=readers)
        assert answer.status_code == 400, (who, readers)
        assert "Choose who may read it" in answer.text
    assert sends(stage, "lead", ref, a_pdf(), readers=EVERYONE).status_code == 302


def test_its_sender_removes_it_while_the_proposal_is_with_the_applicant(stage):
    ref = stage.play(lambda cast: a_ready(stage, a_draft(cast), cast.trainee))
    file = the_file(stage)
    here = path_of(ref, str(file.id))
    assert f"{here}/remove" in stage.sees("trainee", path_of(ref))
    assert stage.sends("trainee", f"{here}/remove").status_code == 302
    assert stage.asks("trainee", here) == 404
    assert "cv.pdf" not in stage.sees("trainee", path_of(ref))
    with stage.app.app_context():
        assert db.session.get_one(CaseFile, file.id).removed_at == TODAY
        assert db.session.scalars(select(AuditEntry).filter_by(action="file.remove")).one()


def test_once_sent_it_stays_and_only_its_sender_removes_it(stage):
    ref = stage.play(lambda cast: a_ready(stage, a_proposal(cast), cast.trainee))
    here = path_of(ref, str(the_file(stage).id), "remove")
    assert here not in stage.sees("trainee", path_of(ref))
    assert stage.sends("trainee", here).status_code == 409
    assert stage.asks("office", here) == 403
    stage.go_on(
        ref,
        lambda cast, s: votes.send_back(
            s, by=cast.supervisor, revision=s.revision, reason="dates", message="Start in August."
        ),
    )
    assert stage.asks("office", here) == 403
    assert stage.sends("trainee", here).status_code == 302


def test_a_case_that_is_over_takes_no_files(stage):
    ref = stage.play(declined)
    assert "Files can no longer be added" in stage.sees("trainee", path_of(ref))
    carried = stage.carried("trainee", f"/secondments/{ref}/notes/new/home")
    answer = stage.sends(
        "trainee", path_of(ref), carried, file=(io.BytesIO(a_pdf()), "x"), kind="cv", readers=HOME
    )
    assert answer.status_code == 409
    with stage.app.app_context():
        assert not list(desk().tray.lying())


def test_a_file_of_another_case_is_not_found(stage):
    ref = stage.play(lambda cast: a_ready(stage, a_proposal(cast), cast.trainee))
    other = stage.play(a_proposal)
    for ending in ((), ("remove",)):
        assert stage.asks("trainee", path_of(other, str(the_file(stage).id), *ending)) == 404
    for bad in ("x", "..%2f..%2fetc", "%00", f"{the_file(stage).id}x"):
        assert stage.asks("trainee", path_of(ref, bad)) == 404


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ('q"uote\r\nX-Evil: 1.pdf', "quote X-Evil 1.pdf"),
        (".pdf", "file.pdf"),
        ("\u0000\u0007.PDF", "file.pdf"),
        ("👩‍⚕️ cv.pdf", "👩⚕️ cv.pdf"),
    ],
)
def test_names_are_made_harmless(office, sent, kept):
    from secondments.forms.files import stem_of  # noqa: PLC0415

    stem = stem_of(sent)
    assert f"{stem or 'file'}.pdf" == kept


def test_the_same_form_twice_adds_one_file_and_two_forms_at_once_add_two(stage):
    ref = stage.play(a_proposal)
    first, second = stage.carried("trainee", path_of(ref)), stage.carried("trainee", path_of(ref))
    for carried in (first, first, second):
        file = (io.BytesIO(a_pdf()), "cv.pdf")
        answer = stage.sends("trainee", path_of(ref), carried, file=file, kind="cv", readers=HOME)
        assert answer.status_code == 302
    with stage.app.app_context():
        assert len(db.session.scalars(select(CaseFile)).all()) == 2
        assert len(list(desk().tray.lying())) == 2
        jobs.run_due(stage.app)


def test_the_forty_first_file_of_one_person_is_refused_with_a_sentence(stage, monkeypatch):
    monkeypatch.setattr(file_service, "MOST_FILES", 2)
    ref = stage.play(a_proposal)
    for _ in range(2):
        assert sends(stage, "trainee", ref, a_pdf()).status_code == 302
    answer = sends(stage, "trainee", ref, a_pdf())
    assert answer.status_code == 409
    assert "You have added 2 files to this secondment, and that is the most." in plain(answer.text)
    assert sends(stage, "supervisor", ref, a_pdf()).status_code == 302


def test_a_file_neither_moves_a_case_up_the_lists_nor_touches_its_revision(stage):
    before = lambda s: (s.updated_at, s.revision, s.state)  # noqa: E731
    ref = stage.play(an_agreed_one)
    was = stage.look(ref, before)
    with clock.stopped_at(TODAY + timedelta(minutes=20)):
        assert sends(stage, "trainee", ref, a_pdf()).status_code == 302
        checked(stage)
    assert stage.look(ref, before) == was


def test_the_office_is_told_that_no_scanner_is_set_up(stage, monkeypatch):
    ref = stage.play(a_proposal)
    assert "No virus scanner is set up here" in stage.sees("office", path_of(ref))
    assert "No virus scanner" not in stage.sees("trainee", path_of(ref))
    monkeypatch.setitem(vars(desk()), "scanner", Clamd(("127.0.0.1", 1)))
    assert "No virus scanner" not in stage.sees("office", path_of(ref))


def test_the_nda_is_recorded_with_its_reference_or_not_at_all(stage):
    ref = stage.play(returned)
    answer = stage.sends("office", f"/secondments/{ref}/nda")
    assert answer.status_code == 400
    assert "Enter the reference" in answer.text
    assert stage.look(ref, lambda s: s.nda_signed_on) is None
    stage.go_on(
        ref,
        lambda cast, s: service.record_nda(
            s, by=cast.office, signed_on=TODAY.date(), reference="NDA 1"
        ),
    )
    assert stage.look(ref, lambda s: s.nda_reference) == "NDA 1"


def test_files_of_a_reader_are_counted_without_those_of_others(stage):
    ref = stage.play(lambda cast: a_ready(stage, an_approved_one(cast), cast.trainee, DEANERY))
    with stage.app.app_context():
        assert file_queries.waiting(TODAY) == []
    assert "Files <span" in stage.sees("dean", f"/secondments/{ref}")
    assert "Files</a>" in stage.sees("office", f"/secondments/{ref}")
