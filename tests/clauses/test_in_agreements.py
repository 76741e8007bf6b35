"""What an approved text does to agreements: from its day on, and never to one that was issued."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from secondments import clock
from secondments.agreements import amending, assembly, clause_queries, terms, wording
from secondments.agreements.amending import Amendment
from secondments.agreements.assembly import assemble
from secondments.agreements.library import Definition
from secondments.agreements.passages import parse
from secondments.catalogue.conditions import ALWAYS
from secondments.documents import contract
from secondments.errors import InvalidInput, ProgrammingError
from tests.agreements.t1 import ISSUED, the_terms_of_t1
from tests.builders import an_agreed_one, an_answered_one, an_issued_one
from tests.clauses.writing import NEW, approved
from tests.secondment.stage import plain

POINTS = "Within {{exit_days}}, and in the Term:\n\n- what is lent\n- **Confidential Information**"


def words_of(document, code="CL25"):
    clause = next(each for each in document.clauses if each.code == code)
    return [str(paragraph) for paragraph in clause.paragraphs]


def test_an_agreement_that_was_issued_keeps_the_words_it_was_issued_with(stage):
    approved(stage, on="18 1 2027")
    ref = stage.play(an_issued_one)
    approved(stage, "Otherwise now.", number=3, on="18 1 2027")

    def issued(s):
        return json.loads(s.agreement.terms)["amendments"], words_of(wording.of(s.agreement))

    names, said = stage.look(ref, issued)
    assert names == ["CL25.2"]
    assert said == [
        "Within 14 days each party returns what belongs to the others.",
        "It says so in writing.",
    ]


def test_what_is_drawn_up_follows_the_newest_of_the_day(stage):
    ref = stage.play(an_answered_one)

    def now(s):
        return words_of(wording.as_it_stands(s)[1])[0]

    assert stage.look(ref, now).startswith("Within 14 days of the end of the secondment")
    approved(stage, on="18 1 2027")
    assert stage.look(ref, now).startswith("Within 14 days each party returns what belongs")
    approved(stage, "Later.", number=3, on="1 2 2027")
    assert stage.look(ref, now).startswith("Within 14 days each party returns what belongs")
    page = plain(stage.sees("office", f"/secondments/{ref}/agreement/read"))
    assert "Version 2026-2 of the clause library, with CL25.2 as amended" in page


def test_what_the_company_has_agreed_keeps_the_texts_that_it_agreed_to(stage):
    ref = stage.play(an_agreed_one)

    def now(s):
        return wording.as_it_stands(s)[0].amendments

    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        approved(stage, on="18 1 2027")
        assert stage.look(ref, now) == ()
        other = stage.play(an_answered_one)
        assert stage.look(other, now) == ("CL25.2",)


def test_the_library_of_a_day_has_the_texts_of_that_day(stage):
    approved(stage, on="1 2 2027")
    approved(stage, "Later.", number=3, on="1 3 2027")
    with stage.app.app_context():
        labels = [
            clause_queries.in_force(date(2027, month, day)).amendments
            for month, day in ((1, 31), (2, 1), (2, 28), (3, 1))
        ]
        assert labels == [(), ("CL25.2",), ("CL25.2",), ("CL25.3",)]
        assert clause_queries.in_force(date(2027, 3, 1), "2026-1").amendments == ()


def test_a_text_that_is_only_written_is_in_no_library(stage):
    from_file = amending.load("2026-2", ())
    with stage.app.app_context():
        assert clause_queries.in_force(date(2030, 1, 1)) == from_file
        with pytest.raises(ProgrammingError, match=r"CL25\.2"):
            clause_queries.named("2026-2", ["CL25.2"])


def test_terms_are_read_with_the_very_texts_they_name():
    given = (Amendment("CL25", 2, "Leaving", NEW),)
    amended = the_terms_of_t1(amendments=("CL25.2",))
    document = assemble(amended, amending.load("2026-2", given), ISSUED)
    assert words_of(document)[1] == "It says so in writing."
    for texts, those in ((given, the_terms_of_t1()), ((), amended)):
        with pytest.raises(InvalidInput, match=r"agreed on the clause texts .*CL25\.2"):
            assembly.assemble(those, amending.load("2026-2", texts), ISSUED)


def test_older_terms_name_no_texts_and_keep_their_fingerprint():
    assert '"amendments"' not in terms.canonical(the_terms_of_t1())


def test_points_and_strong_words_are_printed():
    given = Amendment("CL25", 2, "Leaving", POINTS)
    library = amending.load("2026-2", (given,))
    document = assemble(the_terms_of_t1(amendments=("CL25.2",)), library, ISSUED)
    page = str(contract.to_article(document))
    assert "(a)" in page
    assert "<strong>Confidential Information</strong>" in page
    assert "what is lent" in str(contract.to_print(document))


def test_a_word_with_capitals_that_stands_in_a_point_alone_is_explained():
    given = Amendment("CL25", 2, "Leaving", "They return:\n\n- the Zanzibar Fund")
    library = amending.load("2026-2", (given,))
    fund = Definition("Zanzibar Fund", parse("Money", ALWAYS))
    library = replace(library, definitions=(fund,))
    document = assemble(the_terms_of_t1(amendments=("CL25.2",)), library, ISSUED)
    assert "Zanzibar Fund</th>" in str(contract.to_article(document))
