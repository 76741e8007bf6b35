"""The deanery's forms printed for real: words, marks, lines to write on, tags and faces."""

import io
import re
import subprocess
from datetime import date
from functools import cache

import pikepdf
import pytest

from secondments.deanery import assembly
from secondments.deanery.assembly import PaperKind
from secondments.documents import form, pdf
from tests.deanery.t1 import T1, saying, with_credit

ON = date(2027, 1, 20)
MARK = (
    "Prepared from the record of SEC-7K3M-Q2, version 1, on 20 January 2027;"
    " not signed, not submitted by this service"
)
LONG = "Ein Satz mit é und Ελληνικά, der nie endet. " * 250
FOREIGN = saying(trainee="Dr Zoë Παπαδοπούλου-Łukasiewicz", summary=LONG)


def html(kind, facts):
    return form.to_print(assembly.draw(kind, facts), on=ON)


@cache
def printed(kind, case):
    facts = {"t1": T1, "credit": with_credit(6, "0.8"), "long": FOREIGN}[case]
    return pdf.render(html(kind, facts))


def pages(kind, case):
    """The words of each page, with single spaces."""
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=printed(kind, case), capture_output=True
    )
    found = said.stdout.decode().split("\f")[:-1]
    return [" ".join(page.replace("\u00a0", " ").split()) for page in found]


@pytest.mark.parametrize("case", ["t1", "credit", "long"])
@pytest.mark.parametrize("kind", PaperKind)
def test_every_page_says_where_it_comes_from_and_that_it_is_not_signed(kind, case):
    found = pages(kind, case)
    for number, page in enumerate(found, start=1):
        assert MARK in page.replace(f"Page {number} of {len(found)} ", "")
        assert f"Page {number} of {len(found)}" in page


def test_the_words_of_t1_stand_beside_their_questions():
    text = " ".join(pages(PaperKind.APPLICATION, "t1"))
    for words in (
        "Name Dr Priya Nandakumar",
        "Training number (NTN or DRN) LDN/007/123/N",
        "Current CCT date 1 August 2029",
        "First day 4 August 2027",
        "Last day 1 August 2028",
        "Provisional new CCT date 1 August 2030",
        "In the record Supported on 20 January 2027",
    ):
        assert words in text


def test_what_the_record_does_not_say_is_nothing_but_a_line():
    text = " ".join(pages(PaperKind.APPLICATION, "t1"))
    for label, following in (
        ("Telephone", "E-mail"),
        ("Registration number (GMC or GDC)", "Training number"),
        ("Head of school", "Educational supervisor"),
    ):
        assert f"{label} {following}" in text


def test_the_cct_sheet_of_t1_fits_a_page_with_its_working():
    (page,) = pages(PaperKind.CCT, "t1")
    assert "Months out 12" in page
    assert "New date without credit 1 August 2030" in page
    assert "are 12 months." in page
    assert "final only at the annual review (ARCP) after the return" in page


def test_with_credit_there_are_two_dates():
    (page,) = pages(PaperKind.CCT, "credit")
    assert "New date without credit 1 August 2030" in page
    assert "New date with credit 17 December 2029" in page
    assert "12 − 6 ÷ 0.8 = 4.5 months" in page  # noqa: RUF001 - as printed


def test_a_very_long_answer_goes_on_over_pages_and_loses_nothing():
    text = " ".join(pages(PaperKind.APPLICATION, "long"))
    assert len(pages(PaperKind.APPLICATION, "long")) > len(pages(PaperKind.APPLICATION, "t1"))
    whole = printed_words(printed(PaperKind.APPLICATION, "long"))
    assert whole.count("Ελληνικά") == 250
    assert "Dr Zoë Παπαδοπούλου-Łukasiewicz" in text


def printed_words(document):
    said = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True)
    return said.stdout.decode()


@pytest.mark.parametrize("kind", PaperKind)
def test_it_is_an_archival_tagged_document_with_language_and_title(kind):
    with pikepdf.open(io.BytesIO(printed(kind, "t1"))) as file:
        assert bool(file.Root.MarkInfo.Marked)
        assert str(file.Root.Lang) == "en-GB"
        assert "SEC-7K3M-Q2" in str(file.docinfo["/Title"])
        assert re.search(rb"pdfaid:part(>|=\")3", file.Root.Metadata.read_bytes())
        faces = [
            item
            for item in file.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert faces
        assert all("/FontFile2" in face or "/FontFile3" in face for face in faces)


@pytest.mark.parametrize("kind", PaperKind)
def test_there_is_no_place_to_sign_by_machine(kind):
    with pikepdf.open(io.BytesIO(printed(kind, "t1"))) as file:
        assert "/AcroForm" not in file.Root or not len(file.Root.AcroForm.Fields)


def test_the_same_words_make_the_same_bytes():
    again = pdf.render(html(PaperKind.CCT, T1))
    assert again == printed(PaperKind.CCT, "t1")
