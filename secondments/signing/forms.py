"""Forms of signing: the answer, and the check before it binds."""

from typing import Self

from secondments.access import step_up
from secondments.access.factors.forms import ProofForm
from secondments.errors import InvalidInput
from secondments.forms import Choice, Form, Hidden, LongText, Option, PersonName, Tick
from secondments.signing.page import Page, is_the_name
from secondments.signing.service import PURPOSE

ANSWERS = (
    Option("sign", "Sign this agreement"),
    Option(
        "refuse",
        "Decline to sign",
        "The agreement goes back to the contracts office. All parties are told, with your reason.",
    ),
)
NOT_THE_NAME = "Type your name as it stands in the agreement: {name}"


class AnswerForm(Form):
    """What a signatory answers, with the digest of the document that was shown."""

    seen = Hidden("Document")
    answer = Choice("What do you want to do?", ANSWERS)
    typed_name = PersonName("Type your full name", when=("answer", "sign"))
    intent = Tick("I sign", when=("answer", "sign"))
    authority = Tick("I may sign", when=("answer", "sign"))
    message = LongText("Why you decline", least=10, most=2000, when=("answer", "refuse"))

    def about(self, page: Page) -> Self:
        """Put this document's own statements beside the boxes."""
        self.page = page
        self.intent.label.text, self.authority.label.text = page.intent, page.authority
        self.typed_name.description = f"As it stands in the agreement: {page.name}"
        return self

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        return super().validate_on_submit(extra_validators) and self.tried(self._is_my_name)

    def _is_my_name(self) -> None:
        if self.answer.data == "sign" and not is_the_name(self.typed_name.data, self.page.name):
            sentence = NOT_THE_NAME.format(name=self.page.name)
            raise InvalidInput(sentence, fields={"typed_name": sentence})


class SignForm(ProofForm):
    """The check page: everything again, and proof of who is at the keyboard."""

    seen = Hidden("Document")
    typed_name = Hidden("Name", most=120)

    @property
    def about(self) -> str:
        return step_up.about(PURPOSE, self.seen.data)
