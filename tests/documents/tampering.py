"""Ways to tamper with a signed document; each must be refused."""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from secondments.documents import seal
from tests.documents.papers import EMPLOYER, a_printed, another_ring


def flipped(place: int) -> Callable[[bytes], bytes]:
    def tamper(document: bytes) -> bytes:
        altered = bytearray(document)
        altered[place] ^= 1
        return bytes(altered)

    return tamper


def rolled_back(document: bytes) -> bytes:
    ends = [end.end() for end in re.finditer(rb"%%EOF\n?", document)]
    return document[: ends[2]]


def amended(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    def tamper(document: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(document))
        change(writer)
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()

    return tamper


def replace_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.update_container(page)


def add_a_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (80, 400, 500, 480))),
            pdf_name("/Contents"): pdf_string("The fee is nil"),
        }
    )
    page["/Annots"] = generic.ArrayObject([*page["/Annots"], writer.add_object(note)])
    writer.update_container(page)


def swap_the_stamp(writer: IncrementalPdfFileWriter) -> None:
    fields = writer.root["/AcroForm"]["/Fields"]
    field = next(one.get_object() for one in fields if one.get_object()["/T"] == EMPLOYER)
    look = generic.StreamObject(stream_data=b"0 0 99 40 re f")
    look[pdf_name("/Type")], look[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
    look[pdf_name("/BBox")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 40)))
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(field)


def swap_the_terms(writer: IncrementalPdfFileWriter) -> None:
    file = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    terms = generic.StreamObject(stream_data=b'{"pay": "double"}')
    terms[pdf_name("/Type")] = pdf_name("/EmbeddedFile")
    file["/EF"]["/F"] = writer.add_object(terms)
    writer.update_container(file["/EF"])


def change_the_title(writer: IncrementalPdfFileWriter) -> None:
    title = generic.DictionaryObject({pdf_name("/Title"): pdf_string("Another agreement")})
    writer.set_info(writer.add_object(title))


def signed_by_an_outsider(document: bytes) -> bytes:
    credential = another_ring().for_signer("Mallory", "")
    hand = seal._CachedKeySigner(credential, another_ring())
    meaning = signers.PdfSignatureMetadata(field_name="sig_mallory", md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    return signers.PdfSigner(meaning, signer=hand).sign_pdf(writer).getvalue()


def rewritten(document: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as file:
        file.save(out)
    return out.getvalue()


def hidden_in_the_gap(document: bytes) -> bytes:
    gap = document.rindex(b"00000000>")
    return document[:gap] + b"C0FFEE00>" + document[gap + 9 :]


def in_small_letters(document: bytes) -> bytes:
    gap = document.rindex(b"/Contents <") + len(b"/Contents <")
    return document[:gap] + document[gap : gap + 20].lower() + document[gap + 20 :]


TAMPERINGS = {
    "a byte of the text flipped": flipped(3000),
    "a byte of the last signature flipped": flipped(-4000),
    "spaces appended": lambda document: document + b" " * 40,
    "the end cut off": lambda document: document[:-200],
    "something hidden beside a signature": hidden_in_the_gap,
    "a signature written otherwise": in_small_letters,
    "rolled back to one signature": rolled_back,
    "the page replaced": amended(replace_the_page),
    "a note added": amended(add_a_note),
    "a stamp swapped": amended(swap_the_stamp),
    "the attached terms swapped": amended(swap_the_terms),
    "the title changed": amended(change_the_title),
    "an outsider's signature added": signed_by_an_outsider,
    "rewritten without a change": rewritten,
    "another file altogether": lambda _document: b"<html>Agreement</html>",
    "nothing": lambda _document: b"",
    "never signed": lambda _document: a_printed(),
}
