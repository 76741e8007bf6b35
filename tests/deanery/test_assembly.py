"""The deanery's forms as values: what the record fills in, what stays blank, the CCT arithmetic."""

from dataclasses import replace
from datetime import date

import pytest

from secondments.deanery import assembly
from secondments.deanery.assembly import PaperKind
from secondments.deanery.facts import Decided
from secondments.documents import form
from tests.deanery.t1 import NOTHING, SAID, T1, saying, with_credit

ON = date(2027, 1, 20)


def said(kind, facts):
    """What stands beside each label."""
    drawn = assembly.draw(kind, facts)
    return {field.label: field.said for part in drawn.parts for field in part.fields}


def test_t1_moves_the_cct_date_by_twelve_months():
    figures = said(PaperKind.CCT, T1)
    assert figures["Current CCT date"] == "1 August 2029"
    assert figures["Months out"] == "12"
    assert figures["New date without credit"] == "1 August 2030"
    assert figures["Months of credit sought"] == "None"
    assert figures["New date with credit"] == "No credit is sought"
    assert said(PaperKind.APPLICATION, T1)["Provisional new CCT date"] == "1 August 2030"


def test_the_working_of_t1_is_shown_and_that_it_is_final_only_after_the_return():
    drawn = assembly.draw(PaperKind.CCT, T1)
    assert (
        "From 4 August 2027 to 1 August 2028, both days included, are 12 months."
        in (drawn.working[0])
    )
    assert "1 August 2029 and 12 months are 1 August 2030." in drawn.working[1]
    assert "final only at the annual review (ARCP) after the return" in drawn.remark


@pytest.mark.parametrize(
    ("months", "wte", "moved", "new"),
    [
        (6, None, "6 months", "1 February 2030"),
        (6, "1", "6 months", "1 February 2030"),
        (6, "0.8", "4.5 months", "17 December 2029"),
        (12, "1", "0 months", "1 August 2029"),
        (12, "0.5", "0 months", "1 August 2029"),  # a credit never brings the date forward
    ],
)
def test_credit_is_worth_more_months_at_part_time(months, wte, moved, new):
    facts = with_credit(months, wte)
    figures = said(PaperKind.CCT, facts)
    assert figures["New date without credit"] == "1 August 2030"
    assert figures["New date with credit"] == new
    working = assembly.draw(PaperKind.CCT, facts).working
    assert f"= {moved}." in working[2]
    assert f"With credit: 1 August 2029 and {moved} are {new}." in working[3]


def test_where_the_working_time_is_not_known_full_time_is_assumed_and_said():
    drawn = assembly.draw(PaperKind.CCT, with_credit(6))
    assert "The record has no working time, so full time is assumed." in drawn.working[2]
    assert said(PaperKind.CCT, with_credit(6))["Working time in training after the return"] == ""


def test_the_application_asks_in_the_order_of_the_deaneries_forms():
    labels = [*said(PaperKind.APPLICATION, T1)]
    wanted = [
        "Name",
        "Contact while out of programme",
        "Registration number (GMC or GDC)",
        "Training number (NTN or DRN)",
        "Specialty, grade and year",
        "Training programme director",
        "Head of school",
        "Educational supervisor",
        "Current trust, site and address",
        "GMC programme approval number",
        "Current CCT date",
        "New, ongoing or an extension",
        "Category",
        "Is to count towards the CCT",
        "Prospectively approved by the GMC",
        "First day",
        "Last day",
        "Planned return to programme",
        "Provisional new CCT date",
        "Place of work, full address",
        "Supervisor there",
        "Description, or outline of the research",
        "Offer received, or day of the interview’s outcome",
        "Educational objectives",
        "Timetable",
        "Source of funding",
        "Curriculum vitae",
        "Signed letter of offer",
        "Letter of the college or faculty",
    ]
    assert [label for label in labels if label in wanted] == wanted


def test_the_record_fills_in_what_it_knows_and_leaves_the_rest_blank():
    answers = said(PaperKind.APPLICATION, T1)
    assert answers["Name"] == "Dr Priya Nandakumar"
    assert answers["Training number (NTN or DRN)"] == "LDN/007/123/N"
    assert answers["Is to count towards the CCT"] == "No"
    assert answers["Place of work, full address"] == SAID["location"]
    blank = {field.label for field in assembly.draw(PaperKind.APPLICATION, T1).blanks}
    unsaid = {"Address", "Telephone", "Registration number (GMC or GDC)", "Head of school"}
    assert unsaid | {"Timetable"} <= blank
    assert not {"Name", "First day", "Current CCT date"} & blank


def test_a_question_that_appears_later_is_printed_when_it_is_answered():
    facts = saying(nihr_award="NIHR academic clinical fellowship (ACF)", wte_current="Full time")
    answers = said(PaperKind.APPLICATION, facts)
    assert answers["Academic trainee, funded academic post"].endswith("(ACF)")
    assert answers["Working time in training"] == "Full time"


def test_those_who_decided_stand_at_the_place_where_they_sign_with_the_day():
    places = assembly.draw(PaperKind.APPLICATION, T1).places
    assert [(p.role, p.name, p.decided) for p in places] == [
        ("Trainee", "Dr Priya Nandakumar", ""),
        ("Educational supervisor", "Dr Helen Marsh", "Supported on 20 January 2027"),
        ("Training programme director", "Dr Tom Okafor", ""),
        ("Head of school", "", ""),
        ("Postgraduate dean", "Professor Ruth Aldous", ""),
    ]


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        (T1, False),
        (replace(T1, category="OOPT"), True),
        (replace(T1, category="OOPR"), True),
        (replace(T1, category="OOPR", claims_credit=False, unapproved=False), False),
        (replace(T1, claims_credit=False, unapproved=True), True),
        (with_credit(6), True),
    ],
)
def test_cn18_is_offered_only_where_the_gmc_has_to_approve(facts, offered):
    assert (PaperKind.CN18 in assembly.offered(facts)) is offered
    assert {PaperKind.APPLICATION, PaperKind.CCT} <= set(assembly.offered(facts))


def test_the_cn18_sheet_holds_what_the_gmc_asks():
    facts = with_credit(6)
    known = {
        **facts.said,
        "registration_number": "7654321",
        "COL evidence": "JRC/27/104, 2 March 2027",
    }
    answers = said(PaperKind.CN18, replace(facts, said=known))
    assert answers == {
        "Name": "Dr Priya Nandakumar",
        "GMC number": "7654321",
        "National training number": "LDN/007/123/N",
        "Type (OOPT, OOPR or acting up)": "Time out for experience (OOPE)",
        "Location, full address": SAID["location"],
        "Start date": "4 August 2027",
        "End date": "1 August 2028",
        "Months that are to count": "6",
        "Abroad, or not approved for training": "",
        "Endorsing college or faculty": "",
        "Its endorsement: reference and day": "JRC/27/104, 2 March 2027",
    }


@pytest.mark.parametrize("kind", PaperKind)
def test_a_record_that_says_nothing_makes_a_form_of_blanks(kind):
    drawn = assembly.draw(kind, NOTHING)
    fields = [field for part in drawn.parts for field in part.fields]
    assert [field.label for field in fields if field.said] == []
    assert list(drawn.blanks) == fields


def test_markup_in_an_answer_is_words():
    facts = saying(summary='<script>alert("x")</script> <img src="https://example.org/x.png">')
    html = form.to_print(assembly.draw(PaperKind.APPLICATION, facts), on=ON)
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html


def test_another_day_is_no_other_document_but_another_word_or_decision_is():
    def mark(facts):
        return assembly.fingerprint(assembly.draw(PaperKind.APPLICATION, facts))

    decided = replace(T1, decisions={**T1.decisions, "TPD": Decided("Dr Tom Okafor", "Supported")})
    assert mark(T1) == mark(replace(T1))
    assert len({mark(T1), mark(saying(grade="ST7")), mark(decided)}) == 3
    sheet = assembly.draw(PaperKind.APPLICATION, T1)
    assert form.to_print(sheet, on=ON) != form.to_print(sheet, on=date(2027, 1, 21))
