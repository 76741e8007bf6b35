"""The forms of files: adding one, removing one, recording an NDA."""

from wtforms import ValidationError

from secondments import clock
from secondments.documents import kinds
from secondments.documents.values import Refused
from secondments.forms import Choice, Day, Form, Text, Upload
from secondments.secondment.audiences import NOT_FOR_THE_COMPANY, FileKind, Readers
from secondments.secondment.file_service import (
    MOST_BYTES,
    NEVER_FOR_THE_COMPANY,
    New,
)
from secondments.secondment.service import NOT_YET

ACCEPTED = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"


class FileForm(Form):
    """One file. The page says which readers this person may choose."""

    kind = Choice("What is it?", FileKind, sentence="Choose what it is")
    readers = Choice("Who may read it?", sentence="Choose who may read it")
    file = Upload(
        "The file",
        hint="PDF, PNG or JPEG, up to 10 MB.",
        most=MOST_BYTES,
        accept=ACCEPTED,
    )

    def validate_file(self, field: Upload) -> None:
        try:
            kinds.sniff(field.data.content)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def validate_readers(self, field: Choice) -> None:
        if self.kind.data in NOT_FOR_THE_COMPANY and field.data == Readers.EVERYONE:
            raise ValidationError(NEVER_FOR_THE_COMPANY)

    def new(self) -> New:
        sent = self.file.data
        return New(FileKind(self.kind.data), Readers(self.readers.data), sent.name, sent.content)


class RemoveForm(Form):
    """Nothing to fill in: the page itself is the check."""


class NdaForm(Form):
    signed_on = Day("When was it signed?", hint="For example, 4 3 2027")
    reference = Text(
        "Its reference",
        hint="Under which it can be found again, for example a contract number.",
        most=120,
        sentence="Enter the reference under which it can be found",
    )
    zone = "Europe/London"

    def validate_signed_on(self, field: Day) -> None:
        if field.data > clock.today(self.zone):
            raise ValidationError(NOT_YET)
