"""Every letter of a case says what happened and what is asked, from the values it is given."""

import re
from datetime import date
from pathlib import Path

import pytest

from secondments.letters.rendering import render
from secondments.secondment import letters

SOURCE = Path(letters.__file__).read_text("utf-8")
NAMED = sorted(set(re.findall(r'"(secondment_\w+\.txt)"', SOURCE)))
TURNS = [
    f"secondment_{kind}.txt" for kind in ("decide", "issue", "sign", "parked", "appeal", "gates")
]
GIVEN = {
    "ref": "SEC-7K3M-Q2",
    "secondee": "Dr Priya Nandakumar",
    "company": "Corvane Therapeutics Ltd",
    "role": "Clinical development physician",
    "starts_on": date(2027, 8, 4),
    "ends_on": date(2028, 8, 1),
    "due_on": date(2027, 2, 1),
    "who": "Dr Helen Marsh",
    "why": "Dates",
    "said": "Start in August.\nThen the rota changes.",
    "on": date(2028, 3, 4),
    "days": 10,
    "late_on": date(2027, 8, 9),
    "steps": "postgraduate dean",
    "late": "Professor Ruth Aldous",
    "step": "educational supervisor",
    "what": "company lead",
    "former": "Nadia Brandt",
    "new": "Saskia Holm",
}


@pytest.mark.parametrize("template", [*TURNS, *NAMED])
def test_every_letter_is_worded(office, template):
    wording = render(template, to_name="Dr Tom Okafor", **GIVEN)
    assert "SEC-7K3M-Q2" in wording.subject
    assert wording.body.startswith("Dear Dr Tom Okafor,")
    assert "None" not in wording.body
    assert "{" not in wording.body


@pytest.mark.parametrize("template", TURNS[:3])
def test_a_letter_that_asks_says_by_when(office, template):
    body = render(template, to_name="Dr Tom Okafor", **GIVEN).body
    assert "The last day for this is 1 February 2027." in body
    assert "/secondments/SEC-7K3M-Q2" in body


def test_a_letter_about_a_draft_that_is_hidden_again_has_no_link(office):
    body = render("secondment_recalled.txt", to_name="Dr Helen Marsh", **GIVEN).body
    assert "/secondments/" not in body


def test_the_refusal_says_why_in_the_words_of_who_refused_and_how_to_appeal(office):
    body = render("secondment_declined.txt", to_name="Dr Priya Nandakumar", **GIVEN).body
    assert "Then the rota changes." in body
    assert "appeal" in body
