"""The agreement as a Word file for a lawyer outside the service: the only door to python-docx.

An exchange copy is never signed and never read back: it says so on every page.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count, groupby
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from secondments import words
from secondments.differences import Fate, Piece
from secondments.documents import lines
from secondments.documents.contract import Contract
from secondments.documents.lines import Marked

NOT_FOR_SIGNATURE = "NOT FOR SIGNATURE – exchange copy"
WATERMARK = "NOT FOR SIGNATURE"
HOW_CHANGES_COME_BACK = (
    "This is an exchange copy for review outside the service. It is not the agreement and cannot be"
    " signed. What is changed in it changes nothing by itself: a person types what is wanted into"
    " the service, as a counter-position on a term or as a special condition, where the other"
    " parties see it and answer it."
)
WHAT_IS_MARKED = "Marked are the changes from version {before} to version {after}."
MARKER = "Secondments"  # the author of every marked change
FACE, COLOUR = "Calibri", RGBColor(0x0B, 0x4A, 0x50)
WIDTH_MM = 162
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML 1.0
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP can hold: equal words, equal bytes
MADE_AT = datetime(*EARLIEST, tzinfo=UTC)
SIZES = {"title": 24, "heading": 12, "caption": 11, "remark": 9.5, "head": 9, "row": 9, "total": 9}
CHANGES = {Fate.IN: ("w:ins", "w:t"), Fate.OUT: ("w:del", "w:delText")}
HANGING_MM = {"heading": 12, "numbered": 12, "point": 9}

# A picture of words behind the text of every page, as Word itself makes one.
WATERMARK_SHAPE = f"""
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>
<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"
 o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/>
</v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="Watermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{WATERMARK}"
 style="position:absolute;margin-left:0;margin-top:0;width:480pt;height:80pt;rotation:315;
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f"
 fillcolor="#d8c3c1" stroked="f"><v:fill opacity=".4"/>
<v:textpath style="font-family:&quot;{FACE}&quot;;font-size:1pt" string="{WATERMARK}"/></v:shape>
</w:pict></w:r>"""


def clean(contract: Contract) -> bytes:
    """The words of this version, without a mark."""
    return _written(contract, lines.unmarked(contract), HOW_CHANGES_COME_BACK)


def marked_up(before: Contract, after: Contract) -> bytes:
    """The newer version with what changed since the older one as tracked changes."""
    said = WHAT_IS_MARKED.format(before=before.version, after=after.version)
    return _written(after, lines.compared(before, after), f"{HOW_CHANGES_COME_BACK} {said}")


def _written(contract: Contract, marked: Sequence[Marked], notice: str) -> bytes:
    file = docx.Document()
    _lay_out(file, contract)
    writer = _Writer(file)
    writer.notice(notice)
    for table, run in groupby(marked, key=lambda each: each.line.table):
        if table:
            writer.table(list(run))
        else:
            for each in run:
                writer.paragraph(each)
    packed = io.BytesIO()
    file.save(packed)
    return _timeless(packed)


def _lay_out(file: Any, contract: Contract) -> None:
    properties = file.core_properties
    properties.title = f"{contract.title} {contract.reference}, version {contract.version}"
    properties.author = properties.last_modified_by = contract.owner
    properties.subject, properties.comments = NOT_FOR_SIGNATURE, ""
    properties.created = properties.modified = MADE_AT
    properties.language, properties.revision = "en-GB", 1
    style = file.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(10.5)
    fonts = style.element.rPr.rFonts
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    style.paragraph_format.space_after = Pt(6)
    _track_what_is_done_outside(file.settings.element)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(27), Mm(25)
    _running_lines(section, contract)


def _track_what_is_done_outside(settings: Any) -> None:
    """Before the tab stop: Word refuses settings that are not in the order of its schema."""
    settings.find(qn("w:defaultTabStop")).addprevious(OxmlElement("w:trackRevisions"))


def _running_lines(section: Any, contract: Contract) -> None:
    head = section.header.paragraphs[0]
    run = head.add_run(NOT_FOR_SIGNATURE)
    run.bold, run.font.color.rgb = True, RGBColor(0xB3, 0x26, 0x1E)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head._p.append(parse_xml(WATERMARK_SHAPE))
    foot = section.footer.paragraphs[0]
    short = words.hash_short(contract.fingerprint)
    said = f"{contract.reference} · version {contract.version} · terms fingerprint {short} · page "
    foot.add_run(said).font.size = Pt(8.5)
    for field in ("PAGE", "NUMPAGES"):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        foot._p.append(simple)
        if field == "PAGE":
            foot.add_run(" of ").font.size = Pt(8.5)


class _Writer:
    """Puts marked lines into a file, each change with a number of its own."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.numbers = count(1)

    def notice(self, text: str) -> None:
        run = self.file.add_paragraph().add_run(text)
        run.italic, run.font.color.rgb = True, RGBColor(0xB3, 0x26, 0x1E)

    def paragraph(self, marked: Marked) -> None:
        style = marked.line.style
        heading = {"title": "Title", "heading": "Heading 1", "caption": "Heading 2"}.get(style)
        paragraph = self.file.add_paragraph(style=heading)
        if indent := HANGING_MM.get(style):
            first = Mm(12) if style == "point" else Mm(0)
            paragraph.paragraph_format.left_indent = first + Mm(indent)
            paragraph.paragraph_format.first_line_indent = -Mm(indent)
            paragraph.paragraph_format.tab_stops.add_tab_stop(first + Mm(indent))
        self._fill(paragraph, marked, " " if style == "heading" else "\t")

    def table(self, marked: Sequence[Marked]) -> None:
        columns = max(len(each.cells) for each in marked)
        table = self.file.add_table(rows=0, cols=columns, style="Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, marked[0].line.widths, strict=False):
            column.width = Mm(WIDTH_MM * share / 100)
        for each in marked:
            row = table.add_row()
            # In this order, that of the schema.
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if each.line.style == "head":
                properties.append(OxmlElement("w:tblHeader"))
            if each.fate is not Fate.KEPT:
                properties.append(self._mark(each.fate))
            for cell, pieces, width in zip(row.cells, each.cells, each.line.widths, strict=False):
                cell.width = Mm(WIDTH_MM * width / 100)
                self._runs(cell.paragraphs[0], pieces, each.line.style)
        self.file.add_paragraph()

    def _fill(self, paragraph: Any, marked: Marked, between: str) -> None:
        if marked.fate is not Fate.KEPT:
            properties = paragraph._p.get_or_add_pPr()
            of_the_mark = OxmlElement("w:rPr")
            of_the_mark.append(self._mark(marked.fate))
            properties.append(of_the_mark)
        for nth, pieces in enumerate(each for each in marked.cells if any(p.text for p in each)):
            if nth:
                self._runs(paragraph, (Piece(marked.fate, between),), marked.line.style)
            self._runs(paragraph, pieces, marked.line.style)

    def _runs(self, paragraph: Any, pieces: Sequence[Piece], style: str) -> None:
        for piece in pieces:
            place = paragraph._p
            tag = "w:t"
            if piece.fate is not Fate.KEPT:
                place = self._mark(piece.fate)
                paragraph._p.append(place)
                tag = CHANGES[piece.fate][1]
            place.append(_run(piece.text, tag, style))

    def _mark(self, fate: Fate) -> Any:
        """Of words, of a paragraph's end or of a row: somebody put it in or took it out."""
        mark = OxmlElement(CHANGES[fate][0])
        mark.set(qn("w:id"), str(next(self.numbers)))
        mark.set(qn("w:author"), MARKER)
        return mark


def _run(text: str, tag: str, style: str) -> Any:
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    if style in {"head", "total"}:
        properties.append(OxmlElement("w:b"))
    if style in {"title", "heading", "caption"}:
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), str(COLOUR))
        properties.append(colour)
    if size := SIZES.get(style):
        letters = OxmlElement("w:sz")
        letters.set(qn("w:val"), str(int(size * 2)))
        properties.append(letters)
    if len(properties):
        run.append(properties)
    run.extend(_inside(text, tag))
    return run


def _inside(text: str, tag: str) -> Iterator[Any]:
    """Words, with tabs and line breaks as Word has them, and without what XML forbids."""
    for nth, line in enumerate(text.split("\n")):
        if nth:
            yield OxmlElement("w:br")
        for nth_stop, part in enumerate(line.split("\t")):
            if nth_stop:
                yield OxmlElement("w:tab")
            if part:
                element = OxmlElement(tag)
                element.set(qn("xml:space"), "preserve")
                element.text = FORBIDDEN.sub("", part)
                yield element


def _timeless(packed: io.BytesIO) -> bytes:
    """The same file with no moment of its making in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(made, "w") as kept:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, given.read(name))
    return made.getvalue()
