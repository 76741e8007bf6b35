"""Forms about issuing a contract and taking it back."""

import uuid
from collections.abc import Mapping, Sequence

from secondments.access import step_up
from secondments.access.factors.forms import ProofForm
from secondments.agreements.service import ISSUING
from secondments.agreements.terms import Capacity
from secondments.forms import Choice, Form, Hidden, LongText, Tick


class IssueForm(ProofForm):
    """Who signs for each organisation; offered are those whose authority reaches the total.

    `seen` is the digest of what was shown.
    """

    seen = Hidden("Document")

    @property
    def about(self) -> str:
        return step_up.about(ISSUING, self.seen.data)

    employer_signatory = Choice("Who signs for the employer")
    university_signatory = Choice("Who signs for the university")
    trust_signatory = Choice("Who signs for the trust")
    host_signatory = Choice("Who signs for the company")

    def offer(self, options: Mapping[Capacity, Sequence[tuple[str, str]]]) -> None:
        """Ask for the organisations that are bound, and for no others."""
        for capacity in set(Capacity) - {Capacity.SECONDEE}:
            if capacity in options:
                self[f"{capacity}_signatory"].options = options[capacity]
            else:
                delattr(self, f"{capacity}_signatory")

    @property
    def seats(self) -> list[Choice]:
        """The questions that are asked, in the order of the agreement."""
        return [answer for answer in self.answers() if isinstance(answer, Choice)]

    @property
    def chosen(self) -> dict[Capacity, uuid.UUID]:
        return {
            Capacity(seat.name.removesuffix("_signatory")): uuid.UUID(seat.data)
            for seat in self.seats
        }

    read = Tick("I have read the draft of this version")


class TakeBackForm(Form):
    message = LongText(
        "Why it is taken back", hint="Everyone who was asked to sign is told.", least=10, most=2000
    )
