"""The page of documents for the deanery: who has it, what it says, what is taken from it."""

import subprocess
from datetime import timedelta

import pytest
from sqlalchemy import select

from secondments import jobs
from secondments.deanery import assembly, tasks
from secondments.deanery import queries as deanery
from secondments.deanery.models import DeaneryCopy, DeaneryPaper
from secondments.demo import world
from secondments.documents.storage import digest
from secondments.documents.values import PrintingFailed
from secondments.extensions import db
from secondments.secondment import queries, votes
from secondments.secondment.choices import OutOfProgramme
from secondments.secondment.your_choices import KnownOrNot
from tests.builders import a_draft, a_proposal, an_agreed_one, an_answered_one, supported
from tests.contracts import altered
from tests.secondment.stage import plain

READERS = ["trainee", "supervisor", "director", "dean", "release", "office"]
OTHERS = ["lead", "compliance", "legal", "host_signatory", "employer_signatory", "Nadia Brandt"]
APPLICATION, CCT = "oop-application", "cct-impact"
BEING_MADE = "The documents are being made."


def made(stage):
    """What the worker does in the next minute."""
    with stage.app.app_context():
        tasks.catch_up()
        db.session.commit()
        return jobs.run_due(stage.app, queue="documents")


def papers(stage):
    with stage.app.app_context():
        found = db.session.scalars(select(DeaneryPaper).order_by(DeaneryPaper.seq))
        return [(p.kind, p.version, p.pdf_sha256) for p in found]


def copies(stage):
    with stage.app.app_context():
        return [(str(c.person_id), c.sha256) for c in db.session.scalars(select(DeaneryCopy))]


def page(ref):
    return f"/secondments/{ref}/deanery"


def words_of(document):
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=document, capture_output=True
    ).stdout.decode()
    return " ".join(said.replace("\u00a0", " ").split())


def test_a_sent_proposal_has_its_documents_within_a_minute(stage):
    ref = stage.play(a_proposal)
    assert BEING_MADE in stage.sees("trainee", page(ref))
    made(stage)
    text = stage.sees("trainee", page(ref))
    assert BEING_MADE not in text
    assert "Download the application sheet (PDF)" in text
    assert "1 page, made on 18 January 2027 from version 1" in plain(text)
    assert "CN18" not in text


def test_what_is_downloaded_says_what_the_record_says(stage):
    ref = stage.play(a_proposal)
    stage.go_on(ref, lambda cast, s: supported(s, cast.supervisor))
    made(stage)
    answer = stage.as_("trainee").see(f"{page(ref)}/{APPLICATION}.pdf")
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename={ref}-{APPLICATION}-v1.pdf"
    )
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    words = words_of(answer.data)
    assert f"record of {ref}, version 1, on 18 January 2027; not signed" in words
    assert "Name Dr Priya Nandakumar" in words
    assert "E-mail priya.nandakumar@northmoor.example" in words
    assert "Training programme director Dr Tom Okafor" in words
    assert "Name Dr Helen Marsh In the record Supported on 18 January 2027" in words
    assert "Name Professor Ruth Aldous Signature" in words
    assert "Is to count towards the CCT No" in words
    assert "Provisional new CCT date 1 August 2030" in words
    assert "Head of school Educational supervisor Dr Helen Marsh" in words
    assert "73,992" not in words
    sheet = words_of(stage.as_("trainee").see(f"{page(ref)}/{CCT}.pdf").data)
    assert "Current CCT date 1 August 2029" in sheet
    assert "Months out 12" in sheet
    assert "New date without credit 1 August 2030" in sheet


def test_the_home_side_takes_copies_and_each_is_in_the_trail(stage):
    ref = stage.play(a_proposal)
    made(stage)
    before = stage.look(ref, lambda s: (s.updated_at, s.revision, s.state))
    for number, reader in enumerate(READERS, start=1):
        assert f'href="{page(ref)}"' in stage.sees(reader, f"/secondments/{ref}")
        answer = stage.as_(reader).see(f"{page(ref)}/{APPLICATION}.pdf")
        assert (stage.id_of(reader), digest(answer.data)) in copies(stage)
        assert len(copies(stage)) == number
        newest = stage.look(ref, lambda s: queries.history(s)[0])
        assert (newest.action, str(newest.by_id)) == ("deanery.download", stage.id_of(reader))
    history = stage.sees("dean", f"/secondments/{ref}/history")
    assert "Dr Priya Nandakumar downloaded a document for the deanery" in history
    assert stage.look(ref, lambda s: (s.updated_at, s.revision, s.state)) == before


def test_the_company_and_who_only_signs_find_nothing(stage):
    ref = stage.play(an_agreed_one)
    made(stage)
    for reader in OTHERS:
        for path in (page(ref), f"{page(ref)}/{APPLICATION}.pdf", f"{page(ref)}/{CCT}.pdf"):
            assert stage.asks(reader, path) == 404, (reader, path)
    assert copies(stage) == []


def test_no_page_of_the_company_has_a_trace_of_them(stage):
    ref = stage.play(an_agreed_one)
    made(stage)
    stage.as_("trainee").see(f"{page(ref)}/{APPLICATION}.pdf")
    for part in ("", "/proposal", "/company", "/costs", "/approvals", "/agreement", "/history"):
        text = stage.sees("lead", f"/secondments/{ref}{part}").lower()
        text = text.replace(world.DEANERY.lower(), "")
        for trace in ("deanery", "oop-application", "cct"):
            assert trace not in text, (part, trace)


def test_before_it_is_sent_the_page_says_what_would_be_blank_with_links(stage):
    ref = stage.play(a_draft, training_number=None)
    text = stage.sees("trainee", page(ref))
    assert "They are made when the proposal is sent." in text
    assert BEING_MADE not in text
    assert f'href="/secondments/{ref}/proposal/you#training_number"' in text
    assert "to be written by hand: Address; Head of school;" in plain(text).replace(" ;", ";")
    assert stage.asks("trainee", f"{page(ref)}/{APPLICATION}.pdf") == 404
    made(stage)
    assert papers(stage) == []


def test_whoever_may_not_change_the_proposal_is_told_without_links(stage):
    ref = stage.play(a_proposal, training_number=None)
    text = stage.sees("dean", page(ref))
    assert "/proposal/you#" not in text
    assert "Training number (NTN or DRN)" in text


def test_a_decision_makes_the_application_anew_and_leaves_the_others(stage):
    ref = stage.play(a_proposal)
    made(stage)
    assert [kind for kind, *_ in papers(stage)] == [APPLICATION, CCT]
    stage.go_on(ref, lambda cast, s: supported(s, cast.supervisor))
    text = stage.sees("trainee", page(ref))
    assert BEING_MADE in text
    assert "The record has changed since" in text
    made(stage)
    assert sorted(kind for kind, *_ in papers(stage)) == [CCT, APPLICATION, APPLICATION]
    assert BEING_MADE not in stage.sees("trainee", page(ref))
    words = words_of(stage.as_("trainee").see(f"{page(ref)}/{APPLICATION}.pdf").data)
    assert "Supported on 18 January 2027" in words


def test_what_changes_no_word_makes_nothing(stage):
    ref = stage.play(an_answered_one)
    made(stage)
    before = papers(stage)
    stage.go_on(ref, lambda cast, s: supported(s, cast.lead))
    assert BEING_MADE not in stage.sees("trainee", page(ref))
    assert made(stage) >= 1
    assert made(stage) == 0
    assert sorted(papers(stage)) == sorted(before)


def test_one_that_cannot_be_printed_is_told_and_tried_again_and_holds_up_no_other(
    stage, monkeypatch
):
    ref, printed, tried = stage.play(a_proposal), tasks._printed, []

    def without_the_application(wanted):
        tried.append(wanted.kind)
        if wanted.kind == APPLICATION:
            raise PrintingFailed("It has more pages than we print.")
        return printed(wanted)

    monkeypatch.setattr(tasks, "_printed", without_the_application)
    with pytest.raises(PrintingFailed):
        made(stage)
    assert [kind for kind, *_ in papers(stage)] == [CCT]
    text = plain(stage.sees("trainee", page(ref)))
    assert "A document could not be made" in text
    assert "It has more pages than we print. Nothing is lost." in text
    assert BEING_MADE not in text
    # Not each minute, but when the case changes, and when an hour has gone by.
    assert made(stage) == 0
    stage.go_on(ref, lambda cast, s: supported(s, cast.supervisor))
    with pytest.raises(PrintingFailed):
        made(stage)
    monkeypatch.setattr(deanery, "TRIED_AGAIN", timedelta())
    monkeypatch.setattr(tasks, "_printed", printed)
    assert made(stage) == 1
    assert tried.count(APPLICATION) == 2
    assert "could not be made" not in stage.sees("trainee", page(ref))
    assert {kind for kind, *_ in papers(stage)} == {APPLICATION, CCT}


def test_where_none_can_be_printed_it_is_not_tried_each_minute(stage, monkeypatch):
    def never(_wanted):
        raise PrintingFailed("There is no room for it.")

    stage.play(a_proposal)
    monkeypatch.setattr(tasks, "_printed", never)
    with pytest.raises(PrintingFailed):
        made(stage)
    assert made(stage) == 0


def test_a_new_edition_of_the_forms_is_made_for_every_case(stage, monkeypatch):
    stage.play(a_proposal)
    made(stage)
    assert made(stage) == 0
    monkeypatch.setattr(assembly, "edition", lambda: "another")
    assert made(stage) == 1


def test_others_read_what_was_sent_and_not_what_is_being_written(stage):
    ref = stage.play(a_proposal)

    def returned(cast, s):
        said = {"reason": "dates", "message": "Too soon for the rota."}
        votes.send_back(s, by=cast.supervisor, revision=s.revision, **said)

    stage.go_on(ref, returned)
    made(stage)
    text = stage.sees("trainee", page(ref))
    assert "stands in them once you have sent it again" in text
    words = words_of(stage.as_("supervisor").see(f"{page(ref)}/{APPLICATION}.pdf").data)
    assert "In the record" not in words
    assert "version 1" in words


def test_markup_in_an_answer_is_printed_as_it_was_typed(stage):
    ref = stage.play(a_proposal, role_title='<b>Lead</b> & "físico" Ελλάδα')
    made(stage)
    words = words_of(stage.as_("trainee").see(f"{page(ref)}/{APPLICATION}.pdf").data)
    assert '<b>Lead</b> & "físico" Ελλάδα' in words


def test_an_altered_file_is_not_handed_over(stage):
    ref = stage.play(a_proposal)
    made(stage)
    altered(next(digest for kind, _, digest in papers(stage) if kind == APPLICATION))
    answer = stage.as_("trainee").see(f"{page(ref)}/{APPLICATION}.pdf")
    assert answer.status_code == 409
    assert b"%PDF" not in answer.data
    assert copies(stage) == []


def test_where_there_is_no_training_body_there_is_no_such_page(stage):
    ref = stage.play(a_proposal)
    made(stage)

    def without(_cast, s):
        db.session.execute(
            db.text("UPDATE secondment SET training_body_id = NULL WHERE id = :id"), {"id": s.id}
        )
        db.session.commit()

    stage.go_on(ref, without)
    assert stage.asks("trainee", page(ref)) == 404
    assert stage.asks("trainee", f"{page(ref)}/{APPLICATION}.pdf") == 404
    assert "/deanery" not in stage.sees("trainee", f"/secondments/{ref}")
    assert made(stage) == 0


@pytest.mark.parametrize("kind", ["cn18", "salary", "..%2F..", "oop-application.pdf%00"])
def test_what_is_not_there_is_not_found(stage, kind):
    ref = stage.play(a_proposal)
    made(stage)
    assert stage.asks("trainee", f"{page(ref)}/{kind}.pdf") == 404


def test_strangers_find_nothing(stage):
    ref = stage.play(a_proposal)
    made(stage)
    for who in ("Dr Callum Reid", "Rosa Iglesias"):
        assert stage.asks(who, page(ref)) == 404
        assert stage.asks(who, f"{page(ref)}/{CCT}.pdf") == 404


def test_time_out_for_research_that_is_to_count_has_a_cn18_sheet(stage):
    credit = {"claim_credit": True, "credit_months": 6, "college": "RCP London"}
    ref = stage.play(
        a_proposal, oop_category=OutOfProgramme.OOPR, site_gmc_approved=KnownOrNot.YES, **credit
    )
    made(stage)
    assert "CN18 data sheet" in stage.sees("trainee", page(ref))
    words = words_of(stage.as_("director").see(f"{page(ref)}/cn18.pdf").data)
    assert "National training number LDN/007/123/N" in words
    assert "Start date 4 August 2027" in words
