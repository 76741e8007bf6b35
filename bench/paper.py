"""The agreement on paper: assembly to HTML, and the press against WeasyPrint alone, two ways.

*Bare* is WeasyPrint on the very HTML the press gets. *Naive* are the same words as one would lay
them out at first: contents with leaders, tables that find their widths, dotted rules, justified.
"""

import gc
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from bench.timing import Ratio, Times, ratio, side_by_side
from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.agreements.terms import Special
from secondments.documents import contract
from secondments.documents.contract import Contract
from secondments.documents.pdf import ARCHIVAL  # the import names the document fonts, too
from secondments.documents.press import Press
from secondments.documents.values import PrintingFailed
from tests.agreements.t1 import ISSUED, the_negotiated_terms_of_t1

OPTIONS = {"pdf_variant": ARCHIVAL, "pdf_forms": True, "pdf_tags": True}
MANY = 300  # special paragraphs
SENTENCE = "The Secondee and the Host keep to what they agreed on the use of the equipment. "
NAIVE_STYLE = """
@page { size: A4; margin: 25mm; @bottom-center { content: counter(page) " / " counter(pages); } }
@page { @top-left { content: "Agreement"; } }
body { font: 10.5pt/1.43 "Source Sans 3"; text-align: justify; }
.cover, .contents, .clauses, .schedule { break-after: page; }
h1, h2, h3 { color: #0b4a50; break-after: avoid; }
ul, ol { list-style: none; padding: 0; }
.contents a::after { content: leader(".") target-counter(attr(href), page); }
.n { display: inline-block; min-width: 12mm; }
table { width: 100%; border-collapse: collapse; margin-bottom: 5mm; }
th, td { padding: 1.6mm; border: 1px dotted #555; text-align: left; vertical-align: top; }
tr, .signature { break-inside: avoid; }
.signature { border: 1px dotted #555; padding: 4mm; min-height: 30mm; }
"""


@dataclass(frozen=True)
class Found:
    """`many` is how long the many paragraphs took the press, or the sentence it gave instead."""

    assembling: Times
    ours: Times
    bare: Times
    naive: Times
    pages: int
    many: str

    @property
    def to_bare(self) -> Ratio:
        return ratio(self.ours, self.bare)

    @property
    def to_naive(self) -> Ratio:
        return ratio(self.ours, self.naive)


def measure(turns: int) -> Found:
    """One press, warm, with the limits of production; its child prints as for the service."""
    document = drawn_up()
    html, naive_html = contract.to_print(document), naive(document)
    fonts = FontConfiguration()
    with tempfile.TemporaryDirectory() as folder:
        press = Press(keys=Path(folder) / "none")
        pages = press.render(html).pages

        def assembling(_turn: int, times: Times) -> None:
            with times.taken():
                contract.to_print(drawn_up())

        def ours(_turn: int, times: Times) -> None:
            with times.taken():
                press.render(html)

        def bare(_turn: int, times: Times) -> None:
            with times.taken():
                weasyprint.HTML(string=html).write_pdf(font_config=fonts, **OPTIONS)

        def naively(_turn: int, times: Times) -> None:
            with times.taken():
                weasyprint.HTML(string=naive_html).write_pdf(**OPTIONS)

        gc.collect()
        gc.freeze()  # this process has many more modules than one that only prints
        found = side_by_side(turns, assembling, ours, bare, naively)
        said = many_paragraphs(press)
        press.close()
    return Found(*found, pages=pages, many=said)


def drawn_up(special: tuple[Special, ...] = ()) -> Contract:
    terms = replace(the_negotiated_terms_of_t1(), special=special)
    return assemble(terms, library.load(), ISSUED)


def naive(document: Contract) -> str:
    """The same words, laid out without a thought for what costs."""
    words = contract.to_article(document)
    return (
        f"<html lang=en-GB><head><title>{document.title}</title><style>{NAIVE_STYLE}</style></head>"
        f"<body>{words}</body></html>"
    )


def many_paragraphs(press: Press) -> str:
    """What becomes of a special condition of 300 paragraphs within the press's limits."""
    text = "\n\n".join(f"{nth}. {SENTENCE * 3}" for nth in range(MANY))
    html = contract.to_print(drawn_up((Special(title="Equipment", text=text),)))
    times = Times()
    try:
        with times.taken():
            pages = press.render(html).pages
    except PrintingFailed as refused:
        return f"refused: {refused}"
    return f"{pages} pages in {times.median / 1000:.1f} s"
