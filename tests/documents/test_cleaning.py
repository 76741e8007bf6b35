"""Files that people send: what is refused, in which words, and what is left of the others."""

import io

import pikepdf
import pytest
from PIL import Image

from secondments.documents import cleaning, kinds
from secondments.documents.press import INSPECTOR, Press
from secondments.documents.values import Refused
from tests.secondment.shelves import a_pdf, a_picture, written


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        cleaning.clean(content)
    return str(refusal.value)


def an_action(kind: str, **more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def with_files_inside() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["pay.xlsx"] = pikepdf.AttachedFileSpec(pdf, b"secret")
    return written(pdf)


def with_a_hidden_layer() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Hidden"))
    shown = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=shown)
    return written(pdf)


def with_a_button_that_runs_something() -> bytes:
    """The action stands inside the annotation, two levels down."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    act = an_action("Launch", F="calc.exe")
    button = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=act
    )
    page.obj.Annots = pikepdf.Array([button])
    return written(pdf)


def locked(user: str) -> bytes:
    return a_pdf(save={"encryption": pikepdf.Encryption(owner="owner", user=user)})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (locked("word"), cleaning.LOCKED),
        (locked(""), cleaning.LOCKED),
        (a_pdf(OpenAction=an_action("JavaScript", JS="app.alert(1)")), cleaning.PROGRAMMED),
        (a_pdf(AA=pikepdf.Dictionary(WC=an_action("SubmitForm", F="x"))), cleaning.PROGRAMMED),
        (a_pdf(AcroForm=pikepdf.Dictionary(XFA="<xdp/>")), cleaning.PROGRAMMED),
        (with_a_button_that_runs_something(), cleaning.PROGRAMMED),
        (with_files_inside(), cleaning.CARRIES),
        (with_a_hidden_layer(), cleaning.LAYERED),
        (a_pdf(pages=501), cleaning.TOO_MANY_PAGES.format(pages=501, most=500)),
        (a_pdf()[:150], cleaning.DAMAGED),
        (b"%PDF-1.7\n", cleaning.DAMAGED),
        (b"\n <!DOCTYPE html><p>CV", kinds.WEB_PAGE),
        (b"PK\x03\x04 word/document.xml", kinds.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", kinds.OFFICE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", kinds.PICTURE),
        (b"\x00\x00\x00\x18ftypheic", kinds.PICTURE),
        (b"MZ\x90", kinds.PROGRAM),
        (b"just words", kinds.NOT_TAKEN),
        (b"GIF89a" + a_pdf(), kinds.PICTURE),
        (b"\x89PNG\r\n\x1a\nnothing", cleaning.BROKEN_PICTURE),
        (a_picture()[:300], cleaning.BROKEN_PICTURE),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do_instead(content, sentence):
    assert refused(content) == sentence


def test_twenty_thousand_pages_are_refused_quickly():
    assert refused(a_pdf(pages=20_000)).startswith("This PDF has 20,000 pages; 500 is the most.")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened():
    for size in ((20_000, 20_000), (9_000, 9_000)):
        made = io.BytesIO()
        Image.new("1", size).save(made, "PNG")
        assert refused(made.getvalue()) == cleaning.TOO_LARGE_PICTURE


def test_a_rewritten_pdf_has_lost_its_author_its_links_and_its_bookmarks():
    pdf = pikepdf.open(io.BytesIO(a_pdf(pages=2, author="zqauthor", Lang="en-GB")))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Link,
        Rect=[0, 0, 9, 9],
        A=an_action("URI", URI="http://zqlink.example"),
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([link])
    with pdf.open_metadata() as about:
        about["dc:title"] = "zqtitle"
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("zqbookmark", 0))
    cleaned = cleaning.clean(written(pdf))
    assert cleaned.pages == 2
    with pikepdf.open(io.BytesIO(cleaned.content)) as made:
        said = b"".join(repr(x).encode() for x in made.objects) + cleaned.content
        assert b"zq" not in said
        assert "/Info" not in made.trailer
        assert str(made.Root.Lang) == "en-GB"
    assert cleaning.clean(cleaned.content).content == cleaned.content


def test_what_was_filled_into_a_form_is_part_of_the_page():
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    seen = pdf.make_stream(b"0 0 5 5 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    seen.BBox = pikepdf.Array([0, 0, 9, 9])
    box = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="name",
            V="Priya",
            F=4,
            Rect=[0, 0, 9, 9],
            AP=pikepdf.Dictionary(N=seen),
        )
    )
    page.obj.Annots = pikepdf.Array([box])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([box]))
    with pikepdf.open(io.BytesIO(cleaning.clean(written(pdf)).content)) as made:
        assert "/AcroForm" not in made.Root
        assert "/Annots" not in made.pages[0]
        assert len(made.pages[0].Resources.XObject) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_everything_but_its_points_and_stands_upright(kind):
    sent = a_picture(kind, comment="zqplace")
    assert b"zqplace" in sent
    cleaned = cleaning.clean(sent)
    assert b"zqplace" not in cleaned.content
    with Image.open(io.BytesIO(cleaned.content)) as made:
        assert made.format == kind
        assert made.size == (20, 30)
        assert not made.getexif()


def test_see_through_pictures_stay_see_through():
    made = io.BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(made, "PNG")
    with Image.open(io.BytesIO(cleaning.clean(made.getvalue()).content)) as kept:
        assert kept.mode == "RGBA"


def test_the_inspector_works_in_a_child_that_has_no_keys_and_passes_refusals_on(tmp_path):
    inspector = Press(keys=tmp_path / "none", seconds=60, workshop=INSPECTOR)
    try:
        assert inspector.clean(a_pdf(pages=3)).pages == 3
        with pytest.raises(Refused, match="locked with a password"):
            inspector.clean(locked("word"))
        assert not (tmp_path / "none").exists()
    finally:
        inspector.close()
