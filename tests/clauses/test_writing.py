"""Over HTTP: writing a text, its review by another, what is kept and what is refused."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from secondments.agreements.clause_models import ClauseText
from secondments.extensions import db
from secondments.letters.models import Letter
from tests.clauses.writing import (
    AT,
    NEW,
    REVIEWER,
    WRITER,
    approved,
    decided,
    sent,
    typed,
    written,
)
from tests.secondment.stage import plain


def letters(stage):
    with stage.app.app_context():
        found = db.session.query(Letter).filter(Letter.event.startswith("clause_"))
        return [(x.event, x.to_name) for x in found.order_by(Letter.event)]


def state(stage, number=2):
    with stage.app.app_context():
        return str(db.session.query(ClauseText).filter_by(number=number).one().state)


def test_a_text_is_written_sent_reviewed_by_another_and_holds_from_its_day(stage):
    assert written(stage).status_code == 302
    page = plain(stage.sees(WRITER, f"{AT}/2"))
    assert "Draft Begun by Rosa Iglesias" in page
    assert "A lawyer must review" in page
    assert sent(stage).status_code == 302
    answer = decided(stage, remark="Clear.")
    assert answer.status_code == 302, plain(answer.text)
    page = plain(stage.sees(WRITER, f"{AT}/2"))
    assert "Approved by Gethin Parry, 18 January 2027. Holds from 1 February 2027." in page
    assert "In force: number 1" in plain(stage.sees(WRITER, AT))
    assert letters(stage) == [("clause_approved", WRITER), ("clause_submitted", REVIEWER)]


def test_what_holds_from_today_is_in_force_at_once(stage):
    approved(stage, on="18 1 2027")
    page = plain(stage.sees(WRITER, AT))
    assert "In force: number 2" in page
    assert "Came with the service Earlier" in page
    assert "Number 2 From 18 January 2027" in plain(stage.sees(WRITER, "/settings/clauses"))


def test_nobody_reviews_what_they_have_written_a_word_of(stage):
    written(stage)
    written(stage, f"{NEW} And again.", who=REVIEWER)
    assert "Nobody can review it" in plain(stage.sees(WRITER, f"{AT}/2"))
    assert stage.asks(WRITER, f"{AT}/2/review") == 403
    assert stage.asks(REVIEWER, f"{AT}/2/review") == 403
    answer = sent(stage)
    assert answer.status_code == 409
    assert state(stage) == "draft"


def test_a_writer_is_refused_the_decision_also_by_its_address(stage):
    written(stage)
    sent(stage)
    assert decided(stage, who=WRITER).status_code == 403
    assert state(stage) == "in_review"


def test_sent_back_it_is_written_again_under_its_number(stage):
    written(stage)
    sent(stage)
    assert decided(stage, "send_back").status_code == 400
    assert decided(stage, "send_back", reason="Say when.").status_code == 302
    assert ("clause_sent_back", WRITER) in letters(stage)
    assert "Say when." in plain(stage.sees(WRITER, f"{AT}/edit"))
    assert written(stage, f"{NEW} By the last day.").status_code == 302
    assert sent(stage).status_code == 302
    assert decided(stage).status_code == 302
    assert state(stage) == "approved"


def test_two_who_write_the_same_draft_do_not_write_over_each_other(stage):
    written(stage)
    first, second = (stage.carried(who, f"{AT}/edit") for who in (WRITER, REVIEWER))
    assert written(stage, "Mine.", carried=first).status_code == 302
    late = written(stage, "Theirs, typed at length.", who=REVIEWER, carried=second)
    assert late.status_code == 409
    assert "Somebody else changed this text" in plain(late.text)
    assert "Theirs, typed at length." in late.text
    again = stage.goes_on(
        REVIEWER,
        f"{AT}/edit",
        late,
        carried_over="yes",
        text="Theirs, typed at length.",
        title="Leaving",
        why="x",
    )
    assert typed(again) == "Theirs, typed at length."
    assert "Mine." in stage.sees(WRITER, f"{AT}/edit")


def test_two_who_begin_at_once_make_one_draft(stage):
    first, second = (stage.carried(who, f"{AT}/edit") for who in (WRITER, REVIEWER))
    assert written(stage, carried=first).status_code == 302
    assert written(stage, "Theirs.", who=REVIEWER, carried=second).status_code == 409


def test_a_reviewer_decides_on_what_they_read(stage):
    written(stage)
    sent(stage)
    open_page = stage.carried(REVIEWER, f"{AT}/2/review")
    stage.sends(WRITER, f"{AT}/2/withdraw", stage.carried(WRITER, f"{AT}/2"))
    answer = stage.sends(REVIEWER, f"{AT}/2/review", open_page, decision="approve")
    assert answer.status_code == 409
    assert state(stage) == "withdrawn"


def test_a_text_in_review_is_not_written(stage):
    before = None
    written(stage)
    before = stage.carried(WRITER, f"{AT}/edit")
    sent(stage)
    assert stage.asks(WRITER, f"{AT}/edit") == 409
    answer = written(stage, "Changed meanwhile.", carried=before)
    assert answer.status_code == 409
    assert "Changed meanwhile." in answer.text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "See {{notice_week}}."}, "Line 1: There is no placeholder “notice_week”. Do you"),
        ({"text": "a\n\n<b>b</b>"}, "Line 3: Take out “<” and “>”"),
        ({"text": "{% for x in y %}"}, "belongs to a template language"),
        ({"text": "# a\n\n{{b}}"}, "There are 2 problems in the text. The first: Line 1"),
        ({"text": "# a\n\n{{b}}"}, "Line 3: There is no placeholder “b”"),
        ({"text": "x" * 200_000}, "Use at most 20,000 characters: there are 200,000 now"),
        ({"text": ""}, "Write at least one paragraph"),
        ({"text": "a\u202eb"}, "hidden characters that change the direction"),
        ({"title": "{{site}}"}, "Write the title in plain words"),
        ({"title": ""}, "Fill in “Title”"),
        ({"why": ""}, "Say why the text changes"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_kept(stage, given, sentence):
    words = {"text": NEW} | given
    answer = written(stage, words.pop("text"), **words)
    assert answer.status_code == 400
    assert sentence in plain(answer.text).replace("&lt;", "<").replace("&gt;", ">")
    if len(given.get("text", "")) > 1000:
        assert typed(answer) == given["text"]
    assert "Number 2" not in plain(stage.sees(WRITER, AT))


def test_arabic_and_emoji_are_kept_and_shown(stage):
    answer = written(stage, "مرحبا بكم 😀 {{site}}")
    assert answer.status_code == 302
    assert "مرحبا بكم 😀" in stage.sees(WRITER, f"{AT}/2")


def test_a_text_that_changes_nothing_is_not_reviewed(stage):
    kept = stage.sees(WRITER, f"{AT}/edit")
    was = re.search(r'name="text"[^>]*>\n(.*?)</textarea>', kept, re.DOTALL)[1]
    title = re.search(r'name="title"[^>]*value="([^"]*)"', kept)[1]
    written(stage, was, title=title)
    answer = sent(stage)
    assert answer.status_code == 409
    assert "says what number 1 says" in plain(answer.text)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [("17 1 2027", "Choose 18 January 2027 or a later day"), ("31 2 2027", "Enter a real date")],
)
def test_a_day_that_cannot_be_is_refused(stage, on, sentence):
    written(stage)
    sent(stage)
    answer = decided(stage, on=on)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)


def test_a_higher_number_never_holds_before_a_lower_one(stage):
    approved(stage, on="1 6 2027")
    written(stage, "Another.")
    sent(stage, 3)
    answer = decided(stage, number=3, on="1 3 2027")
    assert answer.status_code == 400
    assert "Number 2 holds from 1 June 2027" in plain(answer.text)
    assert decided(stage, number=3, on="1 6 2027").status_code == 302


def test_the_difference_is_said_in_words_too(stage):
    approved(stage)
    page = stage.sees(WRITER, f"{AT}/compare?before=1&after=2")
    assert re.search(r'<del><span class="nhsuk-u-visually-hidden">taken out: ', page)
    assert re.search(r'<ins><span class="nhsuk-u-visually-hidden">put in: ', page)
    assert "Number 1 says what number 1 says" in plain(stage.sees(WRITER, f"{AT}/compare"))
    assert stage.asks(WRITER, f"{AT}/compare?before=1&after=9") == 404


def test_a_new_text_may_begin_from_any_number(stage):
    approved(stage, on="18 1 2027")
    page = stage.sees(WRITER, f"{AT}/edit?start=1")
    assert "Confidential Information" in page
    assert "Confidential Information" not in stage.sees(WRITER, f"{AT}/edit")


def test_the_preview_shows_what_is_typed_and_keeps_nothing(stage):
    carried = stage.carried(WRITER, f"{AT}/edit")
    given = {"title": "Gone", "text": "Of **{{site}}**:\n\n- one\n- two", "why": ""}
    page = stage.sends(WRITER, f"{AT}/preview", carried, **given)
    assert page.status_code == 200
    shown = plain(page.text.partition('id="preview"')[2])
    assert "Of 2 Foundry Lane, Harbourside : (a) one (b) two" in shown
    given["text"] = "{{nope}}\n\n<b>"
    shown = plain(stage.sends(WRITER, f"{AT}/preview", carried, **given).text)
    assert "2 problems to put right" in shown
    assert "Number 2" not in plain(stage.sees(WRITER, AT))


def test_each_parameter_says_what_it_is_and_what_hangs_on_it(stage):
    page = plain(stage.sees(WRITER, "/settings/clauses/CL04"))
    assert "Remote work for the rest Whether work away from the site" in page
    assert "What depends on it “On site, at least”" in page
    assert "Only where “Remote work for the rest” is yes" in page
    assert "Suggested compromise" in page
    assert "May be 0% to 100%" in page
    assert "Legal has to allow more than 90 days" in plain(
        stage.sees(WRITER, "/settings/clauses/CL18")
    )


def test_offices_read_and_only_administrators_write(stage):
    written(stage)
    for path in ("", f"{AT[len('/settings/clauses') :]}", "/CL25/2", "/CL25/compare"):
        assert stage.asks("office", f"/settings/clauses{path}") == 200
    assert "Write a new text" not in stage.sees("office", AT)
    assert "Change it" not in stage.sees("office", f"{AT}/2")
    assert stage.asks("office", f"{AT}/edit") == 403
    assert stage.asks("office", f"{AT}/2/review") == 403
    for path in ("/edit", "/preview", "/2/submit", "/2/withdraw", "/2/review"):
        answer = stage.sends("office", f"{AT}{path}", {}, saves="1", title="x", text="y", why="z")
        assert answer.status_code == 403, path
    for who in ("trainee", "dean", "lead", "legal"):
        assert stage.asks(who, "/settings/clauses") == 403
        assert stage.asks(who, f"{AT}/2") == 403
    assert state(stage) == "draft"


@pytest.mark.parametrize("code", ["CL99", "cl25", "x", "CL25%20", "..", "ND99"])
def test_a_clause_that_does_not_exist_is_not_found(stage, code):
    for path in ("", "/edit", "/2", "/1", "/2/review", "/compare"):
        assert stage.asks(WRITER, f"/settings/clauses/{code}{path}") == 404


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE clause_text SET text = 'Otherwise.'",
        "UPDATE clause_text SET effective_from = '2030-01-01'",
        "UPDATE clause_text SET state = 'withdrawn', effective_from = NULL",
        "DELETE FROM clause_text",
    ],
)
def test_postgresql_refuses_to_change_an_approved_text(stage, change):
    approved(stage)
    with stage.app.app_context(), pytest.raises(DBAPIError, match="never"):
        db.session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE clause_text SET text = 'Otherwise.'",
        "UPDATE clause_text SET text = 'Otherwise.', state = 'draft'",
        "UPDATE clause_text SET writers = '[]'",
        "UPDATE clause_text SET number = 9",
    ],
)
def test_postgresql_refuses_to_change_a_text_while_it_is_reviewed(stage, change):
    written(stage)
    sent(stage)
    with stage.app.app_context(), pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(text(change))


def test_the_trail_has_who_wrote_and_who_approved(stage):
    approved(stage)
    with stage.app.app_context():
        rows = db.session.execute(
            text(
                "SELECT action, by_name FROM audit_entry WHERE action LIKE 'clauses.%' ORDER BY seq"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("clauses.write", WRITER),
        ("clauses.submit", WRITER),
        ("clauses.approve", REVIEWER),
    ]
