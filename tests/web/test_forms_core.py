"""What the fields make of what is typed, pasted, repeated or forged."""

import io
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from secondments import forms
from secondments.errors import InvalidInput
from tests.web.small_app import a_small_app

LABELS = {"A": "My employer pays me", "C": "Part of the week"}


class Everything(forms.Form):
    title = forms.Text("Role", optional=True)
    summary = forms.LongText("Summary", optional=True, most=100)
    name = forms.PersonName("Full name", optional=True)
    email = forms.Email("Work email", optional=True)
    starts_on = forms.Day("First day", optional=True)
    ends_on = forms.Day("Last day", optional=True)
    salary = forms.Money("Salary", optional=True, sentence="Enter your salary in pounds")
    share = forms.Share("Working time", optional=True)
    pension = forms.Percent("Pension", optional=True)
    months = forms.Whole("Months", optional=True, least=1, most=36)
    arrangement = forms.Choice("Who pays you?", LABELS, optional=True)
    needs = forms.Several("What you need", {"v": "A visa", "d": "A check"}, optional=True)
    seen = forms.Tick("I have read it", optional=True)
    objectives = forms.Lines("Objectives", thing="Objective", optional=True)
    password = forms.Password("Password", optional=True)


class Needed(forms.Form):
    title = forms.Text("Role")
    starts_on = forms.Day("First day")
    ends_on = forms.Day("Last day")
    arrangement = forms.Choice("Who pays you?", LABELS)
    salary = forms.Money("Salary", when=("arrangement", "A"))
    seen = forms.Tick("I have read version 3")
    objectives = forms.Lines("Objectives", thing="Objective")

    def validate_ends_on(self, field: forms.Day) -> None:
        if self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day must be after the first day")


@pytest.fixture(scope="module")
def app() -> Flask:
    return a_small_app()


@pytest.fixture
def post(app: Flask) -> Iterator[Any]:
    """Fill in a form as a browser would."""

    def fill(kind: type[forms.Form], answers: dict[str, Any], **given: Any) -> forms.Form:
        with app.test_request_context("/", method="POST", data=answers):
            form = kind(**given)
            form.validate_on_submit()
            return form

    return fill


def day(name: str, *parts: str) -> dict[str, str]:
    return {
        f"{name}-{box}": part for box, part in zip(("day", "month", "year"), parts, strict=True)
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("£73,992.00", Decimal("73992.00")),
        ("73992", Decimal("73992.00")),
        (" 73 992.5 ", Decimal("73992.50")),
        (".5", Decimal("0.50")),
        ("0", Decimal("0.00")),
    ],
)
def test_money_may_be_typed_with_or_without_pound_sign_commas_and_pence(post, typed, meant):
    form = post(Everything, {"salary": typed})
    assert form.salary.data == meant
    assert form.salary.data.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "typed", ["about 52k", "52,65", "1e309", "NaN", "Infinity", "1.005", "٥٢٦٥٦", "--5", "9" * 5000]
)
def test_money_that_is_none_gets_the_field_s_own_sentence_and_keeps_what_was_typed(post, typed):
    form = post(Everything, {"salary": typed})
    assert form.errors == {"salary": ["Enter your salary in pounds"]}
    assert form.salary.typed == typed
    assert form.status == 400


@pytest.mark.parametrize("typed", ["-1", "10,000,000.00"])
def test_money_outside_its_bounds_is_told_the_bounds(post, typed):
    said = post(Everything, {"salary": typed}).salary.problem
    assert said == "Enter an amount between £0.00 and £9,999,999.99"


def test_shares_percentages_and_whole_numbers_are_exact(post):
    form = post(Everything, {"share": "0.20", "pension": "23.78%", "months": "12"})
    assert (form.share.data, form.pension.data) == (Decimal("0.20"), Decimal("23.78"))
    assert form.months.data == 12
    assert isinstance(form.months.data, int)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("share", "0"), ("share", "1.1"), ("pension", "101"), ("months", "0"), ("months", "1.5")],
)
def test_numbers_out_of_range_get_a_sentence(post, name, typed):
    assert list(post(Everything, {name: typed}).errors) == [name]


@pytest.mark.parametrize("parts", [("4", "8", "2027"), ("04", "08", "2027"), (" 4", "8 ", "2027")])
def test_a_day_may_be_typed_with_or_without_noughts(post, parts):
    assert post(Everything, day("starts_on", *parts)).starts_on.data == date(2027, 8, 4)


@pytest.mark.parametrize(
    "parts",
    [
        ("29", "2", "2027"),
        ("31", "6", "2027"),
        ("0", "1", "2027"),
        ("4", "8", "27"),
        ("4", "", "2027"),
        ("4", "Aug", "2027"),
        ("٤", "8", "2027"),
        ("9" * 5000, "8", "2027"),
        ("-4", "8", "2027"),
        ("4", "8", "0000"),
    ],
)
def test_a_day_that_is_none_gets_the_sentence_and_keeps_what_was_typed(post, parts):
    form = post(Everything, day("starts_on", *parts))
    assert form.starts_on.problem == "Enter a real date, for example 4 8 2027"
    assert list(form.starts_on.boxes.values()) == [part.strip() for part in parts]


def test_29_february_is_a_day_in_a_leap_year(post):
    assert post(Everything, day("starts_on", "29", "2", "2028")).starts_on.data.month == 2


def test_a_day_out_of_bounds_is_told_the_bounds(post):
    said = post(Everything, day("starts_on", "1", "1", "1899")).starts_on.problem
    assert said == "Enter a date from 1 January 1900 to 31 December 2199"


def test_the_error_summary_links_to_the_box_that_is_wrong(post):
    form = post(Everything, day("starts_on", "4", "8", ""))
    assert form.error_lines() == [("Enter a real date, for example 4 8 2027", "#starts_on-year")]


def test_two_wrong_days_are_told_apart_in_the_summary(post):
    form = post(Everything, day("starts_on", "x", "8", "2027") | day("ends_on", "x", "8", "2027"))
    assert [line.sentence for line in form.error_lines()] == [
        "First day: Enter a real date, for example 4 8 2027",
        "Last day: Enter a real date, for example 4 8 2027",
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "nul \0 byte",
        "bell \x07",
        "\u202egnp.exe",
        "isolate \u2066x\u2069",
        "\u200b\u200d",
        "two\nlines",
        "lone \ud800 surrogate",
        "x" * 201,
        "x" * 1_000_000,
    ],
)
def test_what_cannot_be_stored_or_shown_is_refused_with_a_sentence(app, typed):
    with app.test_request_context("/", method="POST"):
        form = Everything(formdata=MultiDict({"title": typed}))
        assert not form.validate()
        assert list(form.errors) == ["title"]


@pytest.mark.parametrize(
    "typed", ["Łukasz Ó Briain", "山田太郎", "محمد", "Zoë 👩🏽‍⚕️", "O’Neill-Ωmega", "  kept  "]
)
def test_names_of_every_script_are_taken_trimmed(post, typed):
    assert post(Everything, {"name": typed}).name.data == typed.strip()


def test_a_name_of_300_characters_is_told_the_limit(post):
    said = post(Everything, {"name": "x" * 300}).name.problem
    assert said == "Use at most 120 characters: there are 300 now"


def test_text_is_stored_in_normal_form(post):
    assert post(Everything, {"title": "e\u0301"}).title.data == "\u00e9"


def test_long_text_keeps_its_lines(post):
    assert post(Everything, {"summary": "one\r\ntwo\n\tthree"}).summary.data == "one\ntwo\n\tthree"


@pytest.mark.parametrize(
    "typed", ["a@b", "a@b@c.org", "a b@c.org", "a@c.org, b@c.org", "a\n@c.org"]
)
def test_an_address_that_is_none_gets_a_sentence(post, typed):
    assert list(post(Everything, {"email": typed}).errors) == ["email"]


def test_a_password_is_taken_exactly_and_never_shown_again(post):
    form = post(Everything, {"password": "  pass word\u202e "})
    assert form.password.data == "  pass word\u202e "
    assert form.password.typed == ""
    assert form.kept() == []


def test_a_choice_that_was_not_offered_is_refused(post):
    form = post(Everything, {"arrangement": "Z"})
    assert form.errors == {"arrangement": ["Choose an answer to “Who pays you?”"]}


def test_only_what_was_offered_can_be_ticked(post):
    assert post(Everything, {"needs": ["d", "v", "d"]}).needs.data == ["v", "d"]
    assert list(post(Everything, {"needs": ["x"]}).errors) == ["needs"]


def test_lines_drop_blank_boxes_and_have_limits(post):
    assert post(Everything, {"objectives": ["a", " ", "b", "c"]}).objectives.data == ["a", "b", "c"]
    assert post(Everything, {"objectives": ["a"]}).objectives.problem == (
        "Give at least 3: there are 1 now"
    )
    assert list(post(Everything, {"objectives": ["a"] * 9}).errors) == ["objectives"]
    assert post(Everything, {"objectives": ["a", "b", "x" * 201]}).objectives.problem == (
        "Objective 3: use at most 200 characters: there are 201 now"
    )


def test_every_question_left_out_gets_one_sentence(post):
    form = post(Needed, {})
    assert {name: len(said) for name, said in form.errors.items()} == dict.fromkeys(
        ("title", "starts_on", "ends_on", "arrangement", "seen", "objectives"), 1
    )
    assert form.title.problem == "Fill in “Role”"
    assert form.seen.problem == "Tick “I have read version 3”"


def test_a_question_under_a_choice_not_taken_is_ignored(post):
    assert post(Needed, {"arrangement": "C", "salary": "lots"}).salary.data is None
    assert "salary" not in post(Needed, {"arrangement": "C", "salary": "lots"}).errors
    assert "salary" in post(Needed, {"arrangement": "A", "salary": "lots"}).errors


def test_a_rule_of_the_form_runs_only_on_answers_that_could_be_read(post):
    wrong = day("starts_on", "4", "8", "2027") | day("ends_on", "3", "8", "2027")
    assert post(Needed, wrong).ends_on.problem == "The last day must be after the first day"
    assert post(Needed, day("starts_on", "4", "8", "2027")).ends_on.problem.startswith("Enter a")


def test_the_same_name_sent_twice_is_refused(post):
    form = post(
        Everything,
        {
            "title": ["one", "two"],
            "salary": ["1", "2"],
            "arrangement": ["A", "C"],
            "seen": ["yes", "yes"],
            "starts_on-day": ["4", "5"],
        },
    )
    assert set(form.errors) == {"title", "salary", "arrangement", "seen", "starts_on"}


def test_a_file_in_place_of_an_answer_is_refused(post):
    files = {name: (io.BytesIO(b"x"), "x.txt") for name in ("title", "salary", "starts_on-day")}
    assert set(post(Everything, files).errors) == {"title", "salary", "starts_on"}


def test_json_is_not_taken_for_a_form(app):
    with app.test_request_context("/", method="POST", json=["not", "a", "form"]):
        assert not Needed().validate_on_submit()


def test_an_empty_post_does_not_pass_for_the_record_s_own_answers(post):
    form = post(Everything, {}, title="What the record says")
    assert form.title.data == ""


def test_a_form_of_a_versioned_record_must_say_which_version_it_showed(post):
    assert "revision" in post(Everything, {}, revision=3).errors
    assert "revision" in post(Everything, {"revision": "3; DROP"}, revision=3).errors
    assert post(Everything, {"revision": "2"}, revision=3).revision.data == 2
    assert "revision" not in post(Everything, {}).errors


def test_each_page_gets_its_own_key_and_sends_it_back(app, post):
    with app.test_request_context("/"):
        first, second = Everything().once.data, Everything().once.data
    assert first != second
    assert post(Everything, {"once": str(first)}).once.data == first
    for forged in ("x", "", ["a", "b"]):
        assert isinstance(post(Everything, {"once": forged}).once.data, uuid.UUID)


def test_a_form_carried_over_keeps_the_text_but_not_the_version_the_key_or_the_tick(post):
    key = str(uuid.uuid4())
    sent = {"title": "My words", "seen": "yes", "revision": "3", "once": key, "password": "x"}
    form = post(Everything, sent | {forms.CARRIED: "yes"}, revision=4)
    assert form.title.typed == "My words"
    assert (form.revision.typed, form.seen.data, form.password.data) == ("4", False, "")
    assert form.once.typed != key
    assert form.status == 200


def test_a_form_carried_over_is_not_acted_on(app):
    with app.test_request_context("/", method="POST", data={forms.CARRIED: "yes"}):
        assert Everything().validate_on_submit() is False


def test_what_a_service_refuses_stands_at_its_field(app):
    def refuse() -> None:
        raise InvalidInput("No.", fields={"title": "Another role", "nowhere": "Something else"})

    with app.test_request_context("/", method="POST", data={"title": "x"}):
        form = Everything()
        assert form.validate_on_submit()
        assert form.tried(lambda: None)
        assert not form.tried(refuse)
        assert form.error_lines() == [("Something else", ""), ("Another role", "#title")]
        assert form.status == 400


def test_what_was_typed_is_kept_in_words(post):
    form = post(Everything, {"arrangement": "C"} | day("starts_on", "4", "8", "x"))
    assert form.kept() == [("First day", "4 8 x"), ("Who pays you?", "Part of the week")]


ANYTHING = st.one_of(
    st.text(),
    st.text(st.characters(categories=("Cc", "Cf", "Cs", "Nd", "Zs", "Lu"))),
    st.from_regex(r"[-+£0-9.,eE %]{1,12}", fullmatch=True),
)
NAMES = [name for name in dir(Everything) if hasattr(getattr(Everything, name), "field_class")]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*NAMES, "starts_on-day", "starts_on-month", "starts_on-year"]),
        st.lists(ANYTHING, max_size=3),
    )
)
def test_nothing_that_can_be_typed_breaks_a_form(answers):
    with APP.test_request_context("/", method="POST"):
        form = Everything(formdata=MultiDict(answers))
        form.validate()
        assert all(len(said) == 1 and said[0] for said in form.errors.values())
        form.error_lines()
        form.kept()


APP = a_small_app()
