"""Special conditions and typed words: printed as they were meant, and never read as anything."""

from dataclasses import replace

import pytest

from secondments.agreements import library, terms
from secondments.agreements.assembly import assemble
from secondments.agreements.terms import Special
from secondments.agreements.typography import said, smart
from secondments.documents import contract
from secondments.documents.press import Press
from secondments.documents.values import PrintingFailed
from tests.agreements.kinds import with_names_in_every_alphabet, with_special_conditions
from tests.agreements.t1 import ISSUED, the_terms_of_t1

FSI, PDI = "\u2068", "\u2069"


def assembled(given):
    return assemble(given, library.load(), ISSUED)


def test_special_conditions_are_clauses_numbered_on_after_the_last():
    first, second = assembled(with_special_conditions()).clauses[-2:]
    assert (first.number, first.title) == (28, "Special condition: Conference leave")
    assert [each.number for each in first.paragraphs] == ["28.1", "28.2"]
    assert [each.number for each in second.paragraphs] == ["29.1", "29.2"]


def test_lines_that_begin_with_a_dash_are_its_points():
    paragraph = assembled(with_special_conditions()).clauses[-2].paragraphs[0]
    assert str(paragraph) == "The Secondee’s leave covers:"
    assert ["".join(run.text for run in point) for point in paragraph.points] == [
        "one “international” meeting;",
        "two days of reading – each year.",
    ]
    html = contract.to_article(assembled(with_special_conditions()))
    assert '<span class="n">(a)</span> one “international” meeting;' in html


def test_what_looks_like_a_placeholder_or_markup_stays_words():
    paragraph = assembled(with_special_conditions()).clauses[-2].paragraphs[1]
    assert str(paragraph) == "See {{clause:CL12}} and <b>nothing</b> else 🙂."
    html = contract.to_article(assembled(with_special_conditions()))
    assert "&lt;b&gt;nothing&lt;/b&gt; else 🙂." in html


def test_right_to_left_words_are_isolated_and_nobody_can_turn_the_order_of_others():
    assert said("נועה כהן") == f"{FSI}נועה כהן{PDI}"
    assert said("Noa Cohen") == "Noa Cohen"
    assert said("pay \u202e000,1\u202c now") == "pay 000,1 now"
    html = contract.to_article(assembled(with_names_in_every_alphabet()))
    assert f"<li>{FSI}الدكتورة ليلى الحداد{PDI}<small> the Secondee</small></li>" in html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('the Host\'s "best" offer', "the Host’s “best” offer"),
        ("O'Neill & Sons' works", "O’Neill & Sons’ works"),
        ("'quoted' and (\"so\")", "‘quoted’ and (“so”)"),
        ("in the '90s, 'tis said", "in the ’90s, ’tis said"),
        ("\"'nested'\"", "“‘nested’”"),
        ("one -- two, a - b, 5--6", "one – two, a – b, 5–6"),
        ("well-known, SEC-7K3M-Q2", "well-known, SEC-7K3M-Q2"),
        ("write to o'neil@x.example or https://x.example/a--b'", None),
        ("and so on...", "and so on…"),
    ],
)
def test_typed_quotes_and_dashes_become_a_printers(typed, printed):
    assert smart(typed) == (typed if printed is None else printed)


def test_references_are_printed_as_they_are_and_the_frozen_terms_stay():
    given = the_terms_of_t1(site="St John's Wharf")
    given = replace(given, parameters=dict(given.parameters) | {"mnda_ref": "NDA--'44'"})
    document = assembled(given)
    html = contract.to_article(document)
    assert "St John’s Wharf" in html
    assert "NDA--&#39;44&#39;" in html
    assert document.fingerprint == terms.fingerprint(given)


def test_on_the_page_a_fact_leads_to_where_it_is_from_and_the_words_stay_the_same():
    runs = (contract.Run("On "), contract.Run("8 weeks", fact="notice_weeks"), contract.Run("."))
    document = assembled(the_terms_of_t1())
    clause = document.clauses[0]
    paragraph = replace(clause.paragraphs[0], text=runs)
    traced = replace(document, clauses=(replace(clause, paragraphs=(paragraph,)),))
    html = contract.to_article(traced, trace="/secondments/SEC-1/terms/")
    assert '<a class="fact" href="/secondments/SEC-1/terms/notice_weeks">8 weeks</a>.' in html
    assert 'class="fact"' not in contract.to_article(traced)
    paper = contract.to_print(traced)
    assert 'class="fact"' not in paper
    assert "On 8\u00a0weeks." in paper


def test_strong_words_are_strong_on_paper_and_on_the_page():
    runs = (contract.Run("It is "), contract.Run("void", is_strong=True), contract.Run("."))
    document = assembled(the_terms_of_t1())
    clause = document.clauses[0]
    paragraph = replace(clause.paragraphs[0], text=runs)
    strong = replace(document, clauses=(replace(clause, paragraphs=(paragraph,)),))
    assert "It is <strong>void</strong>." in contract.to_article(strong)
    assert "It is<strong> void</strong>." in contract.to_print(strong)


def test_three_hundred_paragraphs_are_printed_within_the_limits_or_refused_in_a_sentence(tmp_path):
    text = "\n\n".join(f"{nth}. " + "The parties keep to their word. " * 6 for nth in range(300))
    given = the_terms_of_t1(special=(Special(title="Equipment", text=text),))
    press = Press(keys=tmp_path / "none", seconds=60)
    try:
        assert press.render(contract.to_print(assembled(given))).pages > 30
        press.close()
        press.seconds = 0.5
        with pytest.raises(PrintingFailed, match=r"longer than 0\.5 seconds"):
            press.render(contract.to_print(assembled(given)))
    finally:
        press.close()
