"""The agreement as HTML: the same words on paper and on the page, safe, and readable to all."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.documents import contract
from tests.agreements.cases import the_longest_terms, the_terms_of_t10, the_terms_of_t12
from tests.agreements.kinds import (
    a_variation,
    an_advisory_agreement,
    an_nda,
    the_terms_of_t2,
    with_special_conditions,
)
from tests.agreements.t1 import ISSUED, the_negotiated_terms_of_t1, the_terms_of_t1

LIBRARY = library.load()
VOID = {"input", "meta", "br", "col"}
CASES = pytest.mark.parametrize(
    "case",
    [
        the_negotiated_terms_of_t1,
        the_terms_of_t2,
        the_terms_of_t10,
        the_terms_of_t12,
        the_longest_terms,
        an_advisory_agreement,
        an_nda,
        a_variation,
        with_special_conditions,
    ],
)


class Page(HTMLParser):
    """What stands in a page: its words, its tags with their attributes, and the way to each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.path: list[str] = []
        self.pieces: list[str] = []
        self.within: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.pieces.append(" " if tag not in {"a", "small", "span", "strong"} else "")
        if tag not in VOID:
            self.path.append(tag)

    def handle_endtag(self, tag):
        assert self.path.pop() == tag, f"</{tag}> closes something else"
        self.pieces.append(" " if tag not in {"a", "small", "span", "strong"} else "")

    def handle_data(self, data):
        if not {"style", "title"} & set(self.path):
            self.pieces.append(data)
            self.within.append((self.path[-1] if self.path else "", data.strip()))

    @property
    def words(self) -> list[str]:
        return "".join(self.pieces).split()

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def document(case=the_terms_of_t1, **edition):
    return assemble(case(), LIBRARY, replace(ISSUED, **edition))


def on_paper(case=the_terms_of_t1, *, mark=""):
    return contract.to_print(document(case), mark=mark)


def on_the_page(case=the_terms_of_t1, *, mark=""):
    return contract.to_article(document(case), mark=mark)


@CASES
@pytest.mark.parametrize("mark", ["", *contract.LABELS])
def test_paper_and_page_say_the_same_words_in_the_same_order(case, mark):
    paper, page = Page(on_paper(case, mark=mark)), Page(on_the_page(case, mark=mark))
    assert paper.words == page.words
    assert len(page.words) > 500


@CASES
def test_every_tag_is_closed_and_every_reference_leads_somewhere(case):
    for html in (on_paper(case), on_the_page(case)):
        page = Page(html)
        assert page.path == []
        ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        targets = {attributes["href"].removeprefix("#") for attributes in page.all("a")}
        targets |= {a["data-to"].removeprefix("#") for a in page.all("li") if "data-to" in a}
        assert targets <= set(ids)


@CASES
def test_no_heading_skips_a_level(case):
    for html, top in ((on_paper(case), 1), (on_the_page(case), 2)):
        levels = [int(tag[1]) for tag, _ in Page(html).tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == top
        assert Counter(levels)[top] == 1
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps)


@CASES
def test_tables_have_captions_and_their_heads_say_what_they_head(case):
    for html in (on_paper(case), on_the_page(case)):
        page = Page(html)
        assert len(page.all("table")) == len(page.all("caption")) > 4
        assert all(attributes["scope"] in {"row", "col"} for attributes in page.all("th"))


def test_what_scrolls_on_the_page_is_reached_by_keyboard_and_named():
    regions = [a for _, a in Page(on_the_page()).tags if a.get("class") == "scroller"]
    assert [a["aria-label"] for a in regions] == ["Invoices, scrolls sideways"]
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in regions)


def test_the_page_has_no_style_script_form_or_address_of_its_own():
    page = Page(on_the_page(the_longest_terms))
    tags = {tag for tag, _ in page.tags}
    assert tags.isdisjoint({"style", "script", "form", "input", "img", "link", "iframe"})
    attributes = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in attributes if name == "style" or name.startswith("on")]
    assert all(a["href"].startswith("#") for a in page.all("a"))


def test_the_paper_refers_to_nothing_outside_itself():
    html = on_paper(mark="draft")
    assert re.findall(r"url\((?!\"data:image/svg)", html) == []
    assert "http://www.w3.org/2000/svg" in html
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", html) == []
    tags = {tag for tag, _ in Page(html).tags}
    assert tags.isdisjoint({"script", "img", "link", "object", "iframe"})


def test_the_paper_has_language_title_owner_and_parties():
    page = Page(on_paper())
    assert page.all("html") == [{"lang": "en-GB"}]
    assert "<title>Secondment agreement SEC-7K3M-Q2, version 1</title>" in on_paper()
    meta = {a["name"]: a["content"] for a in page.all("meta") if "name" in a}
    assert meta["author"] == "Northmoor Clinical Academic Partnership"
    assert "Corvane Therapeutics Ltd" in meta["description"]


def test_a_place_to_sign_is_a_named_box_with_a_name_that_is_read_out():
    boxes = Page(on_paper()).all("input")
    assert [(box["type"], box["name"]) for box in boxes] == [
        ("checkbox", "sig_employer"),
        ("checkbox", "sig_host"),
        ("checkbox", "sig_secondee"),
    ]
    assert boxes[0]["title"] == (
        "Signature of Daniel Reyes, Director of People,"
        " for Kingsmere University Hospitals NHS Trust"
    )


def test_a_draft_says_so_in_words_and_on_every_page_and_the_issued_copy_does_not():
    draft, issued = on_paper(mark="draft"), on_paper()
    assert "DRAFT – NOT SIGNED." in " ".join(Page(draft).words)
    assert "%3EDRAFT – NOT SIGNED%3C" in draft
    assert 'content: "DRAFT – NOT SIGNED"' in draft
    assert "Issued on" not in draft
    assert "DRAFT" not in issued
    assert "Issued on 23 April 2027 for signature by 3 parties." in issued.replace("\u00a0", " ")
    assert "To check this document, go to secondments.northmoor.example/verify." in issued


def test_a_development_seal_is_named_on_the_issued_copy_and_a_real_one_says_nothing():
    assert "development key" in on_paper()
    real = contract.to_print(document(seal_remark=""))
    assert "development key" not in real


def test_what_people_typed_is_words_and_never_markup():
    for html in (on_paper(the_longest_terms), on_the_page(the_longest_terms)):
        assert "<b>" not in html
        assert "&lt;b&gt;&amp;amp;&lt;/b&gt; £5" in html.replace("\u00a0", " ")
        assert "Müller, Łukasiewicz &amp; Sørensen" in html


@pytest.mark.parametrize("case", [the_terms_of_t1, the_negotiated_terms_of_t1])
def test_the_salary_is_nowhere(case):
    for html in (on_paper(case), on_paper(case, mark="draft"), on_the_page(case)):
        assert not re.search(r"73[,.\s\u00a0]?992", html)


def test_the_charge_vat_total_and_invoices_of_case_t1_are_there():
    words = Page(on_paper()).words
    for amount in ("£102,306.06", "£20,461.21", "£122,767.27", "£25,576.50", "£5,115.31"):
        assert amount in words
    assert words.count("£30,691.82") == 3
    assert words.count("£30,691.81") == 1


def test_on_paper_a_number_is_not_parted_from_its_unit_and_no_line_is_one_word():
    html = on_paper()
    assert "30\u00a0days to comment" in html
    assert "4\u00a0August 2027" in html
    assert "lawful\u00a0work.</p>" in html
    assert "\u00a0" not in on_the_page()


def test_on_paper_the_space_before_a_reference_is_inside_it():
    """WeasyPrint 70 sets a word alone on a line where the space stands before the element."""
    html = on_paper()
    assert 'named in<a href="#at-particulars"> Schedule\u00a01</a>.' in html
    assert not re.search(r"\w <a href", html)


def test_a_contract_without_what_the_templates_need_is_refused_by_python():
    with pytest.raises(TypeError):
        contract.Contract(title="Agreement")
