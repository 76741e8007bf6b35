"""The form itself: the version seen, its idempotency key, its errors and what to keep of it."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from flask import g, has_request_context, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict

from secondments.errors import InvalidInput
from secondments.forms.answer import Answer
from secondments.forms.figures import Whole
from secondments.forms.texts import Hidden

CARRIED = "carried_over"
SENDING = {"POST", "PUT", "PATCH", "DELETE"}
LARGEST_REVISION = 2**31 - 1


class Problem(NamedTuple):
    """A line of the error summary."""

    sentence: str
    href: str


class Kept(NamedTuple):
    """An answer that was not recorded, to give back to the person who typed it."""

    label: str
    text: str


class Key(Answer):
    """The idempotency key: made with the page, sent back with the form.

    One that is no key is replaced, because a person can do nothing about it.
    """

    carried = False

    def __init__(self, **rest: Any) -> None:
        super().__init__(hidden=True, default=uuid.uuid4, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            self.data = uuid.UUID(*valuelist)
        except (ValueError, TypeError, AttributeError):
            self.data = uuid.uuid4()
        self.typed = str(self.data)


class Form(FlaskForm):  # type: ignore[misc]
    """The parent of every form. Reads what was posted; pass `revision=` of the record shown."""

    revision = Whole(hidden=True, optional=True, most=LARGEST_REVISION, sentence=Hidden.UNREADABLE)
    once = Key()

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("formdata", _posted())
        super().__init__(**rest)
        # A page of a versioned record must say which version it showed.
        self.revision.optional = self.revision.object_data is None
        if has_request_context():
            g.form = self
        if self.is_carried:
            for answer in self.answers():
                if answer.hidden or not answer.carried:
                    answer.renew()

    @property
    def is_carried(self) -> bool:
        """Whether this came from a refusal page: show the text again, on the newest version."""
        return has_request_context() and request.method in SENDING and CARRIED in request.form

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        return 400 if self.errors else 200

    def answers(self) -> Iterator[Answer]:
        return (field for field in self if isinstance(field, Answer))

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether the form was sent, not carried over, and every answer can be used."""
        return not self.is_carried and bool(super().validate_on_submit(extra_validators))

    def tried(self, act: Callable[[], object]) -> bool:
        """Do `act`; when it refuses the answers, show them with its sentences instead.

        `form.validate_on_submit() and form.tried(lambda: service.send(s, by=me()))`
        """
        try:
            act()
        except InvalidInput as refusal:
            self.blame(refusal)
            return False
        return True

    def blame(self, refusal: InvalidInput) -> None:
        """Put the sentences of `refusal` at their fields, or on the form."""
        for name, sentence in refusal.fields.items():
            if name in self:
                self[name].errors = [sentence]
            else:
                self.form_errors.append(sentence)
        if not refusal.fields:
            self.form_errors.append(str(refusal))

    def error_lines(self) -> list[Problem]:
        """Every problem with a link to its box, in the order of the page."""
        wrong = [answer for answer in self.answers() if answer.errors]
        sentences = [answer.problem for answer in wrong]
        return [
            *(Problem(sentence, "") for sentence in self.form_errors),
            *(_problem(answer, sentences) for answer in wrong),
        ]

    def kept(self) -> list[Kept]:
        """What was typed, in words; never a secret."""
        return [
            Kept(answer.label.text, answer.shown)
            for answer in self.answers()
            if not (answer.hidden or answer.secret) and answer.is_asked(self) and answer.shown
        ]


def _problem(answer: Answer, sentences: list[str]) -> Problem:
    # Two wrong dates share a sentence; the label tells them apart.
    shared = sentences.count(answer.problem) > 1
    sentence = f"{answer.label.text}: {answer.problem}" if shared else answer.problem
    return Problem(sentence, "" if answer.hidden else f"#{answer.first_id}")


def _posted() -> Any:
    """What was posted, even when empty; never JSON, which WTForms would take as it comes."""
    if not has_request_context() or request.method not in SENDING:
        return None
    return CombinedMultiDict([request.files, request.form]) if request.files else request.form
