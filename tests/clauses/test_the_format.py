"""The text format: what is read, what is refused, on which line and with which words."""

import time

import pytest

from secondments.agreements import amending, clause_markdown, library, placeholders
from secondments.agreements.amending import Amendment
from secondments.agreements.passages import Fact, Words
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotPossibleNow

OFFERED = placeholders.offered()
LIBRARY = library.load()


def read(text):
    written, problems = clause_markdown.read(text, OFFERED)
    assert problems == []
    return [each.passage for each in written]


def wrong(text, code="CL23"):
    return [str(each) for each in amending.read(LIBRARY, code, "Title", text)[1]]


@pytest.mark.parametrize("version", ["2026-1", "2026-2"])
def test_every_clause_of_the_files_is_the_same_when_written_and_read_again(version):
    shipped = library.load(version)
    for clause in shipped.clauses:
        assert tuple(read(clause_markdown.write(clause.passages))) == clause.passages


@pytest.mark.parametrize("clause", LIBRARY.clauses, ids=lambda clause: clause.code)
def test_every_clause_of_the_newest_file_passes_what_a_new_text_has_to_pass(clause):
    text = clause_markdown.write(clause.passages)
    made, problems = amending.read(LIBRARY, clause.code, clause.title, text)
    assert problems == []
    assert made == clause


def test_paragraphs_strong_words_points_and_conditions_are_read():
    first, second = read(
        "The **Host\nand {{site}}** agree:\n\n- one {{notice_weeks}}\n- two\n\n"
        "[[when remote_ok and not trainee]]\nOnly then."
    )
    assert first.pieces == (
        Words("The "),
        Words("Host and ", is_strong=True),
        Fact("site", is_strong=True),
        Words(" agree:"),
    )
    assert first.points == ((Words("one "), Fact("notice_weeks")), (Words("two"),))
    assert str(second.when) == "remote_ok and not trainee"
    assert first.names == {"site", "notice_weeks"}


@pytest.mark.parametrize(
    "text", ["مرحبا {{site}}", "שלום", "Agreed 😀 👩‍⚕️", "R&D &lt;b&gt;", r"1\. a\*b"]
)
def test_any_alphabet_emoji_and_ampersands_are_words(text):
    (passage,) = read(text)
    again = clause_markdown.write([passage])
    assert read(again) == [passage]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Fine.\n\n# Head", "Line 3: Headings are not allowed"),
        ("Head\n---", "Line 1: Headings are not allowed"),
        ("Fine.\n\n<b>x</b>", "Line 3: Take out “<” and “>”: HTML"),
        ("<script>alert(1)</script>", "Line 1: Take out “<” and “>”: HTML"),
        ("{% if x %}", "Line 1: Take out “{%”"),
        ("{# x #}", "Line 1: Take out “{#”"),
        ("{{site|safe}}", "Line 1: Take out “|”"),
        ("{{{site}}}", "Line 1: A placeholder may not stand inside another"),
        ("{{clause:{{site}}}}", "Line 1: A placeholder may not stand inside another"),
        ("a\nb\n{{notice_week}}", "Line 3: There is no placeholder “notice_week”. Do you mean {{n"),
        ("{{ site }}", "Do you mean {{site}}?"),
        ("{{7*7}}", "Line 1: There is no placeholder “7*7”."),
        ("{{schedule:mony}}", "Do you mean {{schedule:money}}?"),
        ("{{notice_weeks", "Line 1: A brace stands alone"),
        ("${x}", "Line 1: A brace stands alone"),
        ("{{ni_rate}}", "Line 1: “ni_rate” may not stand in a clause"),
        ("[[when ni_rate]]\nx", "Line 1: “ni_rate” may not stand in a clause"),
        ("See [it](http://x.y).", "Line 1: Links are not allowed"),
        ("![it](x.png)", "Line 1: Pictures are not allowed"),
        ("Some `code`", "Line 1: Program code is not allowed"),
        ("```\nx\n```", "Line 1: Program code is not allowed"),
        ("    x", "Line 1: Take out the spaces or the tab"),
        ("A *word*", "Line 1: Italics are not allowed"),
        ("1. one", "Line 1: Begin each point with a hyphen"),
        ("- one", "Line 1: Points stand under a paragraph"),
        ("a\n\n- b\n  - c", "Line 4: A point is one paragraph"),
        ("a\n\n- b\n\n  c", "A point is one paragraph"),
        ("> quoted", "HTML is not allowed"),
        ("***", "Line 1: Rules across the page"),
        ("[[when weather]]\nx", "Line 1: There is no condition “weather”."),
        ("[[when ip_model]]\nx", "Line 1: The condition “ip_model” has to name choices"),
        ("[[if remote_ok]]\nx", "Line 1: A condition is a line of its own"),
        ("[[when remote_ok]]", "Line 1: This condition stands before no paragraph"),
        ("[[when remote_ok]]\n[[when mediation]]\nx", "Line 2: A paragraph has one condition"),
        ("[[when remote_ok and not remote_ok]]\nx", "Line 2: This paragraph can never stand"),
        ("[[when recharge and direct_pay]]\nx", "Line 2: This paragraph can never stand"),
        ("ab\u202ecd", "Line 1: Take out the hidden characters"),
        ("a\x0bb", "Line 1: Take out the characters that cannot be shown"),
        ("  ", "Line 1: Write at least one paragraph"),
        ("x" * 200_000, "Use at most 20,000 characters: there are 200,000 now"),
    ],
)
def test_what_no_clause_may_have_is_refused_with_its_line(text, sentence):
    assert sentence in "\n".join(wrong(text))


def test_every_problem_is_said_and_not_the_first_alone():
    found = wrong("# A\n\n{{nope}} and {{nape}}\n\n<i>\n\n`x` *y*\n\nSee {{clause:CL99}}.")
    assert [each.partition(":")[0] for each in found] == [
        *("Line 1", "Line 3", "Line 3", "Line 5", "Line 7", "Line 7", "Line 9")
    ]


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("See {{clause:CL99}}.", "CL23", "There is no clause CL99."),
        ("See {{clause:AD01}}.", "CL23", "The secondment agreement, which has this clause, has no"),
        ("See {{clause:CL28}}.", "CL23", "Put [[when host_continuity]] before this paragraph"),
        ("See {{schedule:money}}.", "CL23", "Put [[when charged]] before"),
        ("See {{schedule:changes}}.", "CL23", "cannot be referred to"),
        ("See {{schedule:money}}.", "ND01", "The confidentiality agreement, which has this clause"),
        ("As {{credit}}.", "CL23", "{{credit}} says nothing in some agreements"),
    ],
)
def test_a_text_refers_only_to_what_every_agreement_with_it_has(text, code, sentence):
    assert sentence in "\n".join(wrong(text, code))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[when host_continuity]]\nSee {{clause:CL28}}.", "CL23"),
        ("[[when recharge]]\nSee {{schedule:money}} and {{clause:CL09}}.", "CL23"),
        ("See {{schedule:money}}.", "CL09"),
        ("[[when credit]]\n{{credit}}, {{oop_category}}, {{schedule:training}}", "CL23"),
        ("[[when advisory]]\nSee {{clause:AD01}}.", "CL15"),
    ],
)
def test_a_condition_makes_a_reference_safe(text, code):
    assert wrong(text, code) == []


def test_a_parameter_that_is_retired_stands_in_old_texts_and_in_no_new_one(monkeypatch):
    old = Amendment("CL23", 2, "Ending", "On {{notice_weeks}}’ notice.")
    object.__setattr__(PARAMETERS["notice_weeks"], "retired", True)
    try:
        assert "“notice_weeks” is no longer offered" in wrong(old.text)[0]
        amending.load.cache_clear()
        assert amending.load("2026-2", (old,)).clause("CL23").title == "Ending"
    finally:
        object.__setattr__(PARAMETERS["notice_weeks"], "retired", False)


def test_an_approved_text_whose_parameter_is_gone_is_a_sentence_that_names_both():
    gone = Amendment("CL23", 7, "Ending", "On {{lunar_phase}} notice.")
    with pytest.raises(NotPossibleNow, match=r"CL23.7 does not fit .* “lunar_phase”"):
        amending.load("2026-2", (gone,))


@pytest.mark.parametrize(
    "part", ["*a ", "[", "- ", "**", "{{", "`", "![](", "- a\n", "{{a}}", "[[when "]
)
def test_the_worst_text_of_the_greatest_length_is_read_in_time(part):
    began = time.perf_counter()
    wrong((part * 20_000)[:20_000])
    assert time.perf_counter() - began < 5


def test_every_placeholder_that_is_offered_is_explained():
    meanings = dict(placeholders.meanings())
    assert set(meanings) == OFFERED
    assert all(meanings.values())
