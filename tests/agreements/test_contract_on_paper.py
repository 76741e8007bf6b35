"""The agreement as the PDF people sign, printed for real: pages, contents, fields and words."""

import io
import re
from collections import Counter
from functools import cache

import pikepdf
import pytest

from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.documents import contract, pdf
from tests.agreements.cases import the_longest_terms, the_terms_of_t10, the_terms_of_t12
from tests.agreements.kinds import (
    a_variation,
    an_advisory_agreement,
    an_nda,
    the_terms_of_t2,
    with_four_longest_names,
    with_names_in_every_alphabet,
)
from tests.agreements.t1 import ISSUED, the_negotiated_terms_of_t1
from tests.agreements.test_contract_html import CASES, Page
from tests.journeys.paper import text_of

MOST_PARTED = 12  # words parted at a line end, in the longest case


@cache
def document(case):
    return assemble(case(), library.load(), ISSUED)


@cache
def printed(case, *, mark=""):
    return pdf.render(contract.to_print(document(case), mark=mark))


@cache
def pages(case, *, mark=""):
    """The words of each page, lines and no-break spaces made plain."""
    said = text_of(printed(case, mark=mark))
    return [" ".join(page.split()) for page in said.split("\f")[:-1]]


def fields(case):
    with pikepdf.open(io.BytesIO(printed(case))) as file:
        return [(str(f.T), str(f.FT), str(f.TU)) for f in file.Root.AcroForm.Fields]


@CASES
def test_every_page_says_which_agreement_it_is_and_how_many_there_are(case):
    reference = document(case).reference
    for number, page in enumerate(pages(case), start=1):
        assert f"{reference} · version 1" in page
        assert f"Page {number} of {len(pages(case))}" in page
        assert re.search(r"Terms fingerprint [0-9a-f]{4} [0-9a-f]{4} … [0-9a-f]{4}", page)


@CASES
def test_the_contents_name_the_page_on_which_each_clause_and_schedule_begins(case):
    contents = pages(case)[1]
    places = [(f"{c.number} {c.title}", c.title) for c in document(case).clauses]
    places += [(f"Schedule {s.number} {s.title}", s.title) for s in document(case).schedules]
    # How poppler writes down what runs from right to left is its own affair.
    for place, title in (pair for pair in places if "\u2068" not in pair[1]):
        named = re.search(rf"\b{re.escape(place)} (\d+)\b", contents)
        assert named, place
        assert title in pages(case)[int(named[1]) - 1]


@CASES
def test_the_places_to_sign_are_together_on_the_last_page_under_words_of_the_agreement(case):
    with pikepdf.open(io.BytesIO(printed(case))) as file:
        on_page = [
            number
            for number, page in enumerate(file.pages, start=1)
            for note in page.get("/Annots", [])
            if note.get("/FT") == "/Sig"
        ]
    parties = document(case).parties
    assert on_page == [len(pages(case))] * len(parties)
    last = pages(case)[-1]
    assert re.search(rf"This is version 1 of the \w+ {document(case).reference} between", last)


def test_a_signature_field_is_26_millimetres_high_and_has_a_name():
    assert fields(the_negotiated_terms_of_t1) == [
        (each.field, "/Sig", each.purpose)
        for each in document(the_negotiated_terms_of_t1).signatures
    ]
    with pikepdf.open(io.BytesIO(printed(the_negotiated_terms_of_t1))) as file:
        for field in file.Root.AcroForm.Fields:
            _, bottom, _, top = (float(edge) for edge in field.Rect)
            assert (top - bottom) * 25.4 / 72 == pytest.approx(26)


def test_case_t1_fits_fourteen_pages_with_its_figures_and_without_the_salary():
    text = " ".join(pages(the_negotiated_terms_of_t1))
    assert len(pages(the_negotiated_terms_of_t1)) <= 14
    for amount in ("£102,306.06", "£20,461.21", "£122,767.27", "£30,691.82", "£30,691.81"):
        assert amount in text
    assert not re.search(r"73[,. ]?992", text)
    assert b"73992" not in printed(the_negotiated_terms_of_t1)


LATIN = pytest.mark.parametrize(
    "case",
    [
        *(the_negotiated_terms_of_t1, the_terms_of_t2, the_terms_of_t10, the_terms_of_t12),
        *(the_longest_terms, an_advisory_agreement, an_nda, a_variation),
    ],
)


@LATIN
def test_page_and_document_say_the_same_words(case):
    """The article of the service against the words poppler finds in the PDF."""
    said = Counter(Page(contract.to_article(document(case))).words)
    on_paper = Counter(" ".join(map(without_running_lines, pages(case))).split())
    # The contents name pages, and a word may be parted where its line ends.
    more = Counter({w: n for w, n in (on_paper - said).items() if not w.isdigit()})
    less = said - on_paper
    assert letters(more) == letters(less)
    assert less.total() <= MOST_PARTED


def letters(words):
    return Counter("".join(words.elements()))


def without_running_lines(page):
    """Without the lines of every page, and the head of a table that goes on from the last one."""
    page = re.sub(r"Terms fingerprint [0-9a-f …]+ Page \d+ of \d+$", "", page)
    page = re.sub(r"^[A-Z][a-z]+ agreement \S+ · version 1", "", page)
    return re.sub(r"^ (Date What Who|Role Who|Term Usual Agreed Who moved, when)\b", "", page)


@LATIN
def test_only_the_two_faces_are_in_the_file(case):
    with pikepdf.open(io.BytesIO(printed(case))) as file:
        faces = {
            str(item.BaseFont).split("+")[1]
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert all(face.startswith("Source-Sans-3") for face in faces)


@pytest.mark.parametrize("case", [the_longest_terms, the_terms_of_t2, with_four_longest_names])
def test_the_key_terms_fit_on_one_cover_page(case):
    first, second, *_ = pages(case)
    assert "Key terms" in first
    assert "Terms fingerprint" in first.split("Law")[1]
    assert second.partition("version 1")[2].strip().startswith("Contents")


def test_names_in_every_alphabet_are_set_without_a_box(caplog):
    pdf.render(contract.to_print(document(with_names_in_every_alphabet)))
    assert ".notdef glyph rendered" not in caplog.text


@pytest.mark.parametrize(
    ("mark", "label", "said"),
    [
        ("superseded", "SUPERSEDED", "This version was taken back, to be issued anew."),
        ("void", "NOT IN FORCE", "This version was given up before everyone had signed it."),
    ],
)
def test_every_page_of_a_version_no_longer_in_force_says_so(mark, label, said):
    marked = pages(the_negotiated_terms_of_t1, mark=mark)
    assert all(label in page for page in marked)
    assert said in " ".join(marked[0].split())


def test_every_page_of_a_draft_is_marked_and_the_mark_is_not_read_out():
    draft = printed(the_negotiated_terms_of_t1, mark="draft")
    marked = pages(the_negotiated_terms_of_t1, mark="draft")
    assert all("DRAFT – NOT SIGNED" in page for page in marked)
    with pikepdf.open(io.BytesIO(draft)) as file:
        assert [list(pictures(page)) for page in file.pages] == [["/Artifact"]] * len(marked)


def pictures(page):
    """The tag under which each picture of a page is drawn."""
    tags = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                tags.append(str(operands[0]))
            case "EMC":
                tags.pop()
            case "Do":
                yield tags[-1]
