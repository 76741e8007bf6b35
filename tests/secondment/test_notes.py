"""Notes: conversations with readers, answers, mentions, ten minutes to withdraw."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from secondments import clock
from secondments.audit import AuditEntry
from secondments.extensions import db
from secondments.letters import Letter
from secondments.secondment.note_models import Note
from tests.builders import a_proposal, an_approved_one
from tests.queries_counted import count_queries
from tests.secondment.shelves import a_file, a_note
from tests.secondment.stage import TODAY, plain


def path_of(ref, *parts):
    return "/".join(["/secondments", ref, "notes", *parts])


def writes(stage, who, ref, _to, text, **more):
    return stage.sends(who, path_of(ref, "new", _to), text=text, **more)


def the_note(stage) -> Note:
    with stage.app.app_context():
        return db.session.scalars(select(Note).order_by(Note.at)).first()


def test_a_conversation_is_begun_and_answered_under_the_name_of_its_readers(stage):
    ref = stage.play(a_proposal)
    page = stage.sees("trainee", path_of(ref, "new", "home"))
    assert "Only the home side" in page
    assert "The company finds no trace of it." in page
    assert writes(stage, "trainee", ref, "home", "Is August\nfine?").status_code == 302
    note = the_note(stage)
    reply = path_of(ref, str(note.id), "reply")
    assert "Is August<br>fine?" in stage.sees("supervisor", reply)
    assert stage.sends("supervisor", reply, text="It is.").status_code == 302
    page = plain(stage.sees("office", path_of(ref)))
    assert "Only the home side" in page
    assert page.index("Is August") < page.index("It is.")
    assert "Notes (2)" in page


@pytest.mark.parametrize(
    ("writer", "readers", "may", "may_not"),
    [
        ("trainee", "home", ("supervisor", "dean", "office", "employer_signatory"), ("lead",)),
        (
            "supervisor",
            "officers",
            ("dean", "director", "release", "office"),
            ("trainee", "employer_signatory", "lead"),
        ),
        ("lead", "company", ("legal", "compliance", "host_signatory"), ("trainee", "office")),
        ("trainee", "everyone", ("office", "dean", "lead", "legal"), ()),
    ],
)
def test_only_the_readers_find_a_note(stage, writer, readers, may, may_not):
    ref = stage.play(an_approved_one)
    assert writes(stage, writer, ref, readers, "zqword").status_code == 302
    note = the_note(stage)
    for who in may:
        assert "zqword" in stage.sees(who, path_of(ref)), who
        assert "(1)" in stage.sees(who, f"/secondments/{ref}"), who
        assert stage.asks(who, path_of(ref, str(note.id), "reply")) == 200
    for who in may_not:
        assert "zqword" not in stage.sees(who, path_of(ref)), who
        assert "(1)" not in stage.sees(who, f"/secondments/{ref}"), who
        for act in ("reply", "withdraw"):
            answer = stage.sends(who, path_of(ref, str(note.id), act), {}, text="x")
            assert answer.status_code == 404, (who, act)


def test_nobody_writes_to_readers_they_are_not_one_of(stage):
    ref = stage.play(an_approved_one)
    for who, readers in (
        ("lead", "home"),
        ("lead", "officers"),
        ("trainee", "officers"),
        ("trainee", "company"),
        ("employer_signatory", "officers"),
    ):
        assert stage.asks(who, path_of(ref, "new", readers)) == 403, (who, readers)
        assert writes_blindly(stage, who, ref, readers) == 403
    assert stage.asks("trainee", path_of(ref, "new", "deanery")) == 404
    assert stage.asks("trainee", path_of(ref, "new", "x%00")) == 404
    with stage.app.app_context():
        assert db.session.scalars(select(Note)).all() == []


def writes_blindly(stage, who, ref, readers):
    return stage.sends(who, path_of(ref, "new", readers), {}, text="x").status_code


def test_a_mentioned_person_gets_a_letter_that_quotes_nothing_and_is_named_to_nobody_else(stage):
    ref = stage.play(an_approved_one)
    dean = stage.id_of("dean")
    answer = writes(stage, "supervisor", ref, "officers", "zqword", mentioned=dean)
    assert answer.status_code == 302
    with stage.app.app_context():
        letter = db.session.scalars(select(Letter).filter_by(event="mentioned")).one()
        assert letter.to_name == "Professor Ruth Aldous"
        assert "zqword" not in letter.subject + letter.body
        assert f"/secondments/{ref}/notes" in letter.body
    assert "Mentions Professor Ruth Aldous" in plain(stage.sees("office", path_of(ref)))
    history = f"/secondments/{ref}/history"
    assert "You are mentioned" in stage.sees("dean", history)
    for who in ("trainee", "office", "lead"):
        assert "You are mentioned" not in stage.sees(who, history)


def test_only_readers_can_be_mentioned_and_a_company_is_not_told_who_decides(stage):
    ref = stage.play(an_approved_one)
    mine = stage.sees("supervisor", path_of(ref, "new", "officers"))
    assert "Sunita Bhatt" in mine
    assert "Dr Priya Nandakumar</label>" not in mine
    assert "Dr Marc Lindqvist" not in mine
    theirs = stage.sees("lead", path_of(ref, "new", "everyone"))
    assert "Amara Osei" in theirs
    assert "Dr Priya Nandakumar" in theirs
    assert "Fiona Delaney" in theirs
    assert "Professor Ruth Aldous" not in theirs
    for outsider in (stage.id_of("trainee"), stage.id_of("lead"), "x", str(the_id())):
        answer = writes(stage, "supervisor", ref, "officers", "zqkept", mentioned=outsider)
        assert answer.status_code == 400
        assert "zqkept" in answer.text


def the_id():
    return "00000000-0000-4000-8000-000000000001"


def test_before_it_is_asked_the_company_cannot_be_mentioned(stage):
    ref = stage.play(a_proposal)
    assert "Dr Marc Lindqvist" not in stage.sees("trainee", path_of(ref, "new", "everyone"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 10_000, "Use at most 4,000 characters: there are 10,000 now"),
        ("", "Write your note"),
        ("a\x00b", "Take out the characters that cannot be shown"),
        ("\u202eabc", "hidden characters that change the direction"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_all_that_was_typed(
    stage, text, sentence
):
    ref = stage.play(a_proposal)
    answer = writes(stage, "trainee", ref, "home", text)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    if text.isascii() and text.isprintable():
        assert text in answer.text
    with stage.app.app_context():
        assert db.session.scalars(select(Note)).all() == []


def test_four_thousand_characters_are_kept(stage):
    ref = stage.play(a_proposal)
    assert writes(stage, "trainee", ref, "home", "é" * 4000).status_code == 302


def test_ones_own_note_is_withdrawn_within_ten_minutes(stage):
    ref = stage.play(lambda cast: noted(a_proposal(cast), cast.trainee, text="zqregret"))
    withdraw = path_of(ref, str(the_note(stage).id), "withdraw")
    assert withdraw in stage.sees("trainee", path_of(ref))
    assert withdraw not in stage.sees("office", path_of(ref))
    assert stage.sends("office", withdraw, {}).status_code == 403
    with clock.stopped_at(TODAY + timedelta(minutes=10)):
        assert stage.sends("trainee", withdraw, {}).status_code == 302
        page = plain(stage.sees("office", path_of(ref)))
    assert "zqregret" not in page
    assert "Withdrawn by its writer" in page
    assert "Notes (1)" not in page
    with stage.app.app_context():
        trail = db.session.scalars(select(AuditEntry).filter_by(action="note.withdraw")).one()
        assert "zqregret" in str(trail.changes)


def test_after_ten_minutes_it_stays(stage):
    ref = stage.play(lambda cast: noted(a_proposal(cast), cast.trainee))
    withdraw = path_of(ref, str(the_note(stage).id), "withdraw")
    with clock.stopped_at(TODAY + timedelta(minutes=11)):
        assert withdraw not in stage.sees("trainee", path_of(ref))
        answer = stage.sends("trainee", withdraw, {})
    assert answer.status_code == 409
    assert "can be withdrawn for 10 minutes" in answer.text


def noted(s, by, readers="home", **more):
    a_note(s, by, readers, **more)
    return s


def test_the_same_note_sent_twice_is_kept_once(stage):
    ref = stage.play(a_proposal)
    carried = stage.carried("trainee", path_of(ref, "new", "home"))
    for _ in range(2):
        answer = stage.sends("trainee", path_of(ref, "new", "home"), carried, text="Once.")
        assert answer.status_code == 302
    with stage.app.app_context():
        assert len(db.session.scalars(select(Note)).all()) == 1


def test_a_note_of_another_case_is_not_found(stage):
    ref = stage.play(lambda cast: noted(a_proposal(cast), cast.trainee))
    other = stage.play(a_proposal)
    assert ref != other
    assert stage.asks("trainee", path_of(other, str(the_note(stage).id), "reply")) == 404


def test_fields_nobody_asked_for_change_nothing(stage):
    ref = stage.play(a_proposal)
    extra = {"readers": "everyone", "by_id": stage.id_of("dean"), "withdrawn_at": "2027-01-01"}
    assert writes(stage, "trainee", ref, "home", "Mine.", **extra).status_code == 302
    note = the_note(stage)
    assert (note.readers, str(note.by_id)) == ("home", stage.id_of("trainee"))
    assert note.withdrawn_at is None


def test_a_case_with_fifty_notes_and_twenty_files_asks_no_more_than_fourteen_times(stage):
    def full(cast):
        s = an_approved_one(cast)
        mentioned = {cast.dean.id}
        for number in range(50):
            a_note(s, cast.trainee, "everyone", f"Note {number}", mentioned=mentioned)
        for number in range(20):
            a_file(s, cast.trainee, name=f"file {number}")
        return s

    ref = stage.play(full)
    for who in ("trainee", "office", "lead"):
        for page in ("", "/notes", "/files"):
            stage.sees(who, f"/secondments/{ref}{page}")
            with count_queries() as sent:
                stage.sees(who, f"/secondments/{ref}{page}")
            assert len(sent) <= 14, (who, page, str(sent))
