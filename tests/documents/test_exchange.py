"""The exchange copies: Word files for a lawyer's review, clean and with tracked changes."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.agreements.terms import Special
from secondments.documents import contract, exchange
from tests.agreements.cases import the_longest_terms, the_terms_of_t12
from tests.agreements.kinds import (
    a_variation,
    an_advisory_agreement,
    an_nda,
    the_terms_of_t2,
    with_special_conditions,
)
from tests.agreements.t1 import ISSUED, agreed, the_negotiated_terms_of_t1, the_terms_of_t1
from tests.agreements.test_contract_html import Page

CASES = pytest.mark.parametrize(
    "case",
    [
        *(the_negotiated_terms_of_t1, the_terms_of_t2, the_terms_of_t12, the_longest_terms),
        *(an_advisory_agreement, an_nda, a_variation, with_special_conditions),
    ],
)
# The contents, the notice on the cover, and the places to sign.
ONLY_IN_THE_SERVICE = """
Contents Clauses Schedules Signature Name Capacity Terms fingerprint · …
Issued on 23 April 2027 for signature by 3 4 parties
It takes effect when the last of them has signed
To check this document go to secondments.northmoor.example/verify
Sealed with a development key: for trial and demonstration without value as evidence
"""


def document(terms, version=1):
    return assemble(terms, library.load(), replace(ISSUED, version=version))


@cache
def clean(case):
    return exchange.clean(document(case()))


def marked(before, after):
    return exchange.marked_up(document(before), document(after, version=2))


def body(file):
    """As any reader of the format finds it."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return etree.fromstring(parts.read("word/document.xml"))


def words(file, *, without):
    """The words of a file, as they are when the changes of one kind are left out."""
    found = body(file).iter(qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:br"), qn("w:p"))
    kept = (x for x in found if not any(each.tag == qn(without) for each in x.iterancestors()))
    return "".join(x.text or " " for x in kept).split()


def changes(file, tag):
    texts = ("".join(x.itertext()) for x in body(file).iter(qn(tag)))
    return [text for text in texts if text]


@CASES
def test_a_clean_copy_says_the_words_of_every_clause_and_schedule(case):
    said = " ".join(words(clean(case), without="w:del"))
    for each in document(case()).clauses:
        assert f"{each.number} {each.title}" in said
        for paragraph in each.paragraphs:
            assert " ".join(f"{paragraph.number} {paragraph}".split()) in said
    article = Page(contract.to_article(document(case()))).words
    theirs = {word.strip(",.") for word in f"{said} {ONLY_IN_THE_SERVICE}".split()}
    assert {word.strip(",.") for word in article} - theirs == set()


@CASES
def test_a_clean_copy_has_no_tracked_change_and_is_the_same_each_time(case):
    assert changes(clean(case), "w:ins") == changes(clean(case), "w:del") == []
    assert exchange.clean(document(case())) == clean(case)


def test_every_page_says_that_it_is_not_for_signature_and_which_version_it_is():
    section = docx.Document(io.BytesIO(clean(the_negotiated_terms_of_t1))).sections[0]
    assert section.header.paragraphs[0].text == "NOT FOR SIGNATURE – exchange copy"
    shape = etree.tostring(section.header._element).decode()
    assert 'string="NOT FOR SIGNATURE"' in shape
    assert "rotation:315" in shape
    foot = section.footer.paragraphs[0].text
    assert foot.startswith("SEC-7K3M-Q2 · version 1 · terms fingerprint ")
    assert "PAGE" in etree.tostring(section.footer._element).decode()


def test_the_copy_says_how_changes_come_back_and_word_tracks_them():
    said = " ".join(words(clean(the_negotiated_terms_of_t1), without="w:del"))
    assert "cannot be signed" in said
    assert "a person types what is wanted into the service" in said
    settings = docx.Document(io.BytesIO(clean(the_negotiated_terms_of_t1))).settings.element
    order = [etree.QName(child).localname for child in settings]
    assert order.index("trackRevisions") < order.index("defaultTabStop")


def test_only_the_words_that_changed_are_marked():
    t1 = the_terms_of_t1()
    file = marked(t1, agreed(t1, notice_weeks=12))
    assert "8 " in changes(file, "w:del")
    assert "12 " in changes(file, "w:ins")
    whole = " ".join([*changes(file, "w:ins"), *changes(file, "w:del")])
    assert "The Employer or the Host may end" not in whole


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (the_terms_of_t1, the_negotiated_terms_of_t1),
        (the_negotiated_terms_of_t1, the_terms_of_t2),
        (the_terms_of_t1, the_terms_of_t12),
        (the_negotiated_terms_of_t1, with_special_conditions),
        (with_special_conditions, the_negotiated_terms_of_t1),
        (the_terms_of_t1, the_longest_terms),
    ],
)
def test_without_its_insertions_it_is_the_old_version_and_without_its_deletions_the_new(
    before, after
):
    """The property that makes a marked copy worth reading: accept or reject everything."""
    file = marked(before(), after())
    old = exchange.clean(document(before()))
    new = exchange.clean(document(after(), version=2))
    assert agreement(words(file, without="w:ins")) == agreement(words(old, without="w:del"))
    assert agreement(words(file, without="w:del")) == agreement(words(new, without="w:del"))


def agreement(said):
    """Without the notice above it."""
    text = " ".join(said)
    return text[re.search(r"Secondment agreement|Secondments? agreement", text).start() :]


def test_a_clause_put_in_and_a_row_put_in_are_marked_as_such():
    file = marked(the_negotiated_terms_of_t1(), with_special_conditions())
    ends = [
        p for p in body(file).iter(qn("w:p")) if p.find("./w:pPr/w:rPr/w:ins", p.nsmap) is not None
    ]
    assert any("Special condition: Conference leave" in "".join(p.itertext()) for p in ends)
    again = marked(the_terms_of_t1(), the_negotiated_terms_of_t1())
    rows = [
        r for r in body(again).iter(qn("w:tr")) if r.find("./w:trPr/w:ins", r.nsmap) is not None
    ]
    assert any("Long absence" in "".join(row.itertext()) for row in rows)


def test_each_change_has_a_number_of_its_own_and_an_author():
    file = marked(the_negotiated_terms_of_t1(), the_terms_of_t2())
    marks = list(body(file).iter(qn("w:ins"), qn("w:del")))
    numbers = [x.get(qn("w:id")) for x in marks]
    assert len(numbers) == len(set(numbers)) > 100
    assert {x.get(qn("w:author")) for x in marks} == {"Secondments"}


def test_what_xml_forbids_is_left_out_and_other_alphabets_and_emoji_stay():
    t1 = the_terms_of_t1(special=(Special(title="a\x00b", text="נועה 🙂 <w:t> & \x1f."),))
    said = " ".join(words(exchange.clean(document(t1)), without="w:del"))
    assert "Special condition: ab" in said
    assert "נועה 🙂 <w:t> & ." in said


def test_the_file_holds_no_moment_of_its_making():
    with zipfile.ZipFile(io.BytesIO(clean(the_terms_of_t2))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", core)) == {"1980-01-01T00:00:00"}


def test_columns_are_as_wide_as_on_paper_and_rows_do_not_part():
    tables = list(body(clean(the_negotiated_terms_of_t1)).iter(qn("w:tbl")))
    first = [int(each.get(qn("w:w"))) for each in tables[0].iter(qn("w:gridCol"))]
    assert first[0] * 2 < first[1]
    rows = list(body(clean(the_negotiated_terms_of_t1)).iter(qn("w:tr")))
    assert all(row.find("./w:trPr/w:cantSplit", row.nsmap) is not None for row in rows)


def test_a_table_whose_caption_changes_is_not_put_in_anew():
    before = the_negotiated_terms_of_t1()
    file = marked(before, replace(before, training=None))
    captions = [text for text in changes(file, "w:del") if re.fullmatch(r"\d\d ", text)]
    assert captions
    rows = [r for r in body(file).iter(qn("w:tr")) if "Usual" in "".join(r.itertext())]
    assert len(rows) == 1
    assert rows[0].find("./w:trPr/w:ins", rows[0].nsmap) is None
