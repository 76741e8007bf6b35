"""Forms that are kept as they are filled in: what is good is kept, what is wrong is said."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import request

from secondments.forms import Choice, Form, Lines, LongText
from secondments.forms.answer import Answer
from secondments.secondment import pathways
from secondments.secondment.question import is_blank

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment

TOO_SHORT = "Write at least {least} characters: there are {now} now"


class Picked(Choice):
    """A choice whose answer is kept as `means` makes it: a code, a person's id, yes or no."""

    def __init__(
        self, label: str = "", options: Any = (), *, means: Callable[[str], Any], **rest: Any
    ) -> None:
        super().__init__(label, options, **rest)
        self._means = means

    @property
    def meaning(self) -> Any:
        return None if self.data is None else self._means(self.data)

    def offer(self, found: Iterable[Any]) -> None:
        """Offer persons or organisations by name."""
        self.options = [(one.id, one.name) for one in found]


class YesNo(Picked):
    def __init__(self, label: str = "", **rest: Any) -> None:
        said = (("yes", "Yes"), ("no", "No"))
        super().__init__(label, said, means=lambda value: value == "yes", **rest)

    def process_data(self, value: Any) -> None:
        super().process_data(None if value is None else ("yes" if value else "no"))


class Points(Lines):
    """Fewer than enough are kept; they are too few only when the page is to be complete."""

    @property
    def shortfall(self) -> str:
        now = len(self.data)
        return self.say(self.TOO_FEW, now=now) if 0 < now < self.least else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        enough, self.least = self.least, 0
        try:
            super().process_formdata(valuelist)
        finally:
            self.least = enough


class Prose(LongText):
    """Less than `enough` characters are kept; they are too few when the page is to be complete."""

    def __init__(self, label: str = "", *, enough: int, **rest: Any) -> None:
        super().__init__(label, **rest)
        self.enough = enough

    @property
    def shortfall(self) -> str:
        now = len(self.data)
        short = 0 < now < self.enough
        return TOO_SHORT.format(least=self.enough, now=now) if short else ""


class KeptForm(Form):
    """A form whose good answers are kept although others are missing or wrong."""

    def fit(self, s: Secondment) -> None:
        """Ask only what the pathway of the case asks.

        Who is named for a step also depends on the organisations' rules: those are read for it.
        """
        whole = pathways.get(s.pathway_code, s.pathway_version)
        for name in [answer.name for answer in self.answers()]:
            asking = s.pathway if name in pathways.NAMED else whole
            if not asking.asks(name):
                delattr(self, name)

    def understand(self, s: Secondment, *, complete: bool) -> dict[str, Any]:
        """Read what was sent and say what can be kept of it; `errors` then says what is wrong.

        Blank answers are kept as blank; they are wrong only when the page is to be complete.
        """
        needed = [a for a in self.answers() if not (a.optional or a.hidden)]
        for answer in needed:
            answer.optional = True
        self.validate()
        self.compare(s)
        # Answers of choices not taken are ignored, not blanked: what was kept before stays.
        read = [a for a in self.answers() if a.is_asked(self) and not (a.errors or a.hidden)]
        good = {a.name: _meaning(a) for a in read}
        kept = self.keepable(s, good)
        for answer in needed:
            answer.optional = False
        for answer in self.answers():
            if complete and answer.is_asked(self) and not (answer.errors or answer.hidden):
                answer.errors = _complaint(answer)
        return kept

    def compare(self, s: Secondment) -> None:
        """Put right what single answers cannot see: two dates, a day that is past."""

    def keepable(
        self,
        s: Secondment,  # noqa: ARG002 - the forms whose answers hang together use it
        good: dict[str, Any],
    ) -> dict[str, Any]:
        """`good` without what contradicts answers that are kept already."""
        return good

    @property
    def was_sent(self) -> bool:
        """Whether this is a post of its own, not text carried over from a refusal."""
        return bool(self.is_submitted()) and not self.is_carried

    def content_key(self, secondment_id: uuid.UUID) -> uuid.UUID:
        """The key of exactly what was sent: a second click counts once, a correction anew."""
        sent = sorted(request.form.items(multi=True))
        said = "\x00".join(f"{name}={value}" for name, value in sent if name != "csrf_token")
        return uuid.uuid5(secondment_id, said.encode("utf-8", "surrogatepass").hex())

    def go_on_from(self, revision: int) -> None:
        """Show this form again on the revision that was made by keeping the good answers."""
        self.revision.data, self.revision.typed = revision, str(revision)


def _meaning(answer: Answer) -> Any:
    value = answer.meaning if isinstance(answer, Picked) else answer.data
    return None if is_blank(value) else value


def _complaint(answer: Answer) -> list[str]:
    if answer.is_missing() and not answer.optional:
        return [answer.sentence or answer.say(answer.MISSING)]
    shortfall = getattr(answer, "shortfall", "")
    return [shortfall] if shortfall else []
