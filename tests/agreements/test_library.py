"""The clause library: what a version holds, and what is refused when one is loaded."""

import re
from pathlib import Path

import pytest

from secondments.agreements import library
from secondments.agreements.passages import Words
from secondments.agreements.terms import Kind
from secondments.catalogue.kinds import Choice
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotFound, ProgrammingError

LIBRARY = library.load()
FILE = Path(library.__file__).with_name("library_2026_2.toml").read_text("utf-8")
BOUND = [f"CL{number:02}" for number in (*range(1, 9), *range(11, 28))]

HEAD = 'version = "2026-1"\ntitle = "Agreement"\n'
CLAUSE = """
[[clause]]
code = "CL01"
title = "Parties"
{when}
[[clause.paragraph]]
text = "{text}"
{passage_when}
"""
DEFINITION = '[[definition]]\nword = "Term"\ntext = "The time"\n'


def a_library(text="Some words.", *, when="", passage_when=""):
    clause = CLAUSE.format(text=text, when=when, passage_when=passage_when)
    return library.read(HEAD + clause + DEFINITION)


def plain_words():
    """Every piece of text that the library and the catalogue print."""
    passages = [passage for clause in LIBRARY.clauses for passage in clause.passages]
    passages += [definition.passage for definition in LIBRARY.definitions]
    texts = [piece.text for p in passages for piece in p.pieces if isinstance(piece, Words)]
    texts += [clause.title for clause in LIBRARY.clauses]
    texts += [w for p in PARAMETERS.values() if isinstance(p, Choice) for w in p.words.values()]
    return texts + [parameter.label for parameter in PARAMETERS.values()]


def test_the_newest_version_has_every_clause_that_always_binds():
    codes = LIBRARY.template(Kind.SECONDMENT).clauses
    assert set(BOUND) <= set(codes)
    assert {"CL09", "CL10", "CL28"} <= set(codes)
    assert len(codes) == len(set(codes)) == 28


def test_there_is_a_template_for_each_kind_of_agreement():
    assert [template.kind for template in LIBRARY.templates] == list(Kind)
    first = library.load("2026-1")
    assert [template.kind for template in first.templates] == [Kind.SECONDMENT]
    with pytest.raises(NotFound, match="no nda agreement"):
        first.template(Kind.NDA)


def test_a_clause_that_no_agreement_has_is_refused():
    with pytest.raises(ProgrammingError, match="No agreement has the clause CL02"):
        a_library_with_templates(("secondment", ["CL01"]))


def test_a_template_with_a_clause_that_does_not_exist_is_refused():
    with pytest.raises(ProgrammingError, match="no clause CL09"):
        a_library_with_templates(("secondment", ["CL01", "CL02", "CL09"]))


def test_a_text_may_refer_only_to_what_its_own_kind_of_agreement_has():
    both = ("secondment", ["CL01", "CL02"])
    a_library_with_templates(both)
    with pytest.raises(ProgrammingError, match="of the nda refers to CL02"):
        a_library_with_templates(both, ("nda", ["CL01"]))
    a_library_with_templates(both, ("nda", ["CL01"]), when="secondment")


def a_library_with_templates(*templates, when=""):
    """CL01 refers to CL02."""
    head = 'version = "2027-1"\n'
    for kind, codes in templates:
        listed = ", ".join(f'"{code}"' for code in codes)
        head += f'[[template]]\nkind = "{kind}"\ntitle = "A"\nclauses = [{listed}]\n'
        head += 'schedules = ["particulars"]\n'
    refers = CLAUSE.format(
        text="See {{clause:CL02}}.", when="", passage_when=f'when = "{when}"' if when else ""
    )
    other = CLAUSE.format(text="Words.", when="", passage_when="").replace("CL01", "CL02")
    return library.read(head + refers + other + DEFINITION)


def test_it_says_that_a_lawyer_must_review_it():
    assert "LAWYER MUST REVIEW" in FILE
    assert "lawyer must review" in library.REVIEW_NEEDED


def test_every_parameter_belongs_to_a_clause_of_the_library():
    codes = {clause.code for clause in LIBRARY.clauses}
    assert {parameter.clause for parameter in PARAMETERS.values()} <= codes


def test_every_negotiable_parameter_changes_the_agreement():
    """It fills a text, decides on one, or is a figure or a date of a schedule."""
    in_schedules = {
        "admin_fee",
        "background_schedule",
        "employers_liability",
        "fixed_sum",
        "immediate_grounds",
        "pension_rate",
        "prof_indemnity",
        "public_liability",
    }
    unsaid = {
        name
        for name, parameter in PARAMETERS.items()
        if parameter.negotiable and not re.search(rf"(?<![=|])\b{name}\b", FILE)
    }
    assert unsaid == in_schedules


def test_quotes_and_dashes_are_those_of_a_printer():
    assert [text for text in plain_words() if re.search(r"['\"`]| - |--|\.\.\.|  ", text)] == []


def test_an_unknown_version_is_not_found():
    for version in ("2025-9", "../secret", "2026_1", ""):
        with pytest.raises(NotFound):
            library.load(version)


@pytest.mark.parametrize(
    "text",
    [
        "For {{salary}} a year.",
        "See {{clause:}}.",
        "See {{clause:CL99}}.",
        "See {{schedule:gossip}}.",
        "See {{page:3}}.",
        "{{ notice_weeks }} with spaces.",
        "{{notice_weeks",
        "notice_weeks}}",
        "{{{{notice_weeks}}}}",
        "{% if secret %}",
        "{{7*7}}",
        "{{terms.parameters}}",
        "<b>bold</b>",
        "${7*7} {0}",
    ],
)
def test_what_is_no_placeholder_of_the_list_is_refused_at_load(text):
    with pytest.raises(ProgrammingError):
        a_library(text)


@pytest.mark.parametrize(
    "condition",
    [
        "weather",
        "ip_model=ours",
        "ip_model",
        "recharge=yes",
        "notice_weeks=8",
        "recharge and",
        "recharge or trainee",
    ],
)
def test_a_condition_that_means_nothing_is_refused_at_load(condition):
    with pytest.raises(ProgrammingError, match="condition"):
        a_library(when=f'when = "{condition}"')
    with pytest.raises(ProgrammingError, match="condition"):
        a_library(passage_when=f'when = "{condition}"')


def test_a_library_of_plain_words_is_read():
    (clause,) = a_library("Signed by {{parties}}, see {{clause:CL01}}.").clauses
    assert [reference.code for reference in clause.passages[0].references] == ["CL01"]


def test_the_same_code_twice_is_refused():
    clause = CLAUSE.format(text="Words.", when="", passage_when="")
    with pytest.raises(ProgrammingError, match="same code"):
        library.read(HEAD + clause + clause + DEFINITION)
