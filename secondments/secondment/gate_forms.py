"""The forms of gates: evidence, an override, giving up credit, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from secondments.forms import Choice, Day, Form, LongText, Text, Tick
from secondments.secondment.act_forms import LEAST_SAID, TwoSteps
from secondments.secondment.gate_service import LEAST_REASON, NO_REASON, NO_REFERENCE, Evidence
from secondments.secondment.gates import Cover, Gate

if TYPE_CHECKING:
    from secondments.secondment.file_models import CaseFile


@dataclass(frozen=True)
class Wording:
    """What is asked about one gate: for what reference, for the day of what, until when."""

    title: str
    reference: str
    reference_hint: str
    dated_on: str
    valid_until: str = ""


WORDINGS: Mapping[Gate, Wording] = {
    Gate.NOTICE: Wording(
        "Confirm that the employer had its notice",
        "Where is the notice kept?",
        "For example, the number of the letter or of the case in your system.",
        "When was notice given?",
    ),
    Gate.CREDIT: Wording(
        "Confirm that the credit is approved",
        "Reference of the GMC’s or college’s approval",
        "For example, the number of the GMC’s letter.",
        "What day is the approval dated?",
    ),
    Gate.VISA: Wording(
        "Confirm what the secondee’s visa allows",
        "Reference of what you have seen",
        "For example, the certificate of sponsorship, or why no sponsor is needed.",
        "When did you check it?",
        "When does it run out?",
    ),
    Gate.INDEMNITY: Wording(
        "Confirm the cover for clinical work",
        "Policy or membership number",
        "Under which the cover can be found.",
        "From which day is the certificate?",
        "When does the cover run out?",
    ),
    Gate.CHECKS: Wording(
        "Confirm the DBS check and occupational health clearance",
        "References of both",
        "The number of the DBS certificate and the reference of the clearance.",
        "When was the later of the two given?",
    ),
    Gate.NDA: Wording(
        "Override the non-disclosure agreement",
        "Reference of what takes its place",
        "For example, the clause or the decision that you rely on.",
        "What day is it dated?",
    ),
    Gate.FUNDER: Wording(
        "Confirm the funder’s consent",
        "Reference of the consent",
        "For example, the number of the award and of the funder’s letter.",
        "What day is the consent dated?",
    ),
}
NO_FILE = "No file"


class EvidenceForm(Form):
    """Every field is worded for the gate; `worded` leaves out those it does not ask for."""

    reference = Text(most=120, sentence=NO_REFERENCE)
    dated_on = Day(hint="For example, 4 3 2027")
    valid_until = Day(
        hint="Leave it empty if it does not run out. For example, 31 8 2028", optional=True
    )
    cover = Choice("Whose cover is it?", Cover, sentence="Choose whose cover it is")
    note = LongText("Anything to add", most=1000, optional=True)
    file = Choice("A file on this case that shows it", optional=True)

    def evidence(self) -> Evidence:
        def given(name: str) -> object:
            return self[name].data or None if name in self else None

        cover, file = given("cover"), given("file")
        return Evidence(
            reference=self.reference.data,
            dated_on=self.dated_on.data,
            valid_until=self.valid_until.data if "valid_until" in self else None,
            cover=Cover(str(cover)) if cover else None,
            note=self.note.data or None if "note" in self else None,
            file_id=UUID(str(file)) if file else None,
        )


class OverrideForm(TwoSteps):
    template = "secondment/gate_ask.html"
    message = LongText(
        "Why does it go ahead without it?",
        least=LEAST_REASON,
        most=1000,
        sentence=NO_REASON.format(least=LEAST_REASON),
    )


class ProvenOverrideForm(OverrideForm):
    """Also what takes the place of what is missing."""

    reference = Text(most=120, sentence=NO_REFERENCE)
    dated_on = Day(hint="For example, 4 3 2027")

    def evidence(self) -> Evidence:
        return Evidence(reference=self.reference.data, dated_on=self.dated_on.data)


class GiveUpForm(TwoSteps):
    template = "secondment/gate_ask.html"
    knows = Tick(
        "I know that none of this time will count towards training",
        sentence="Read what follows from it, then tick that you know",
    )


class TakeBackForm(Form):
    message = LongText(
        "Why do you take it back?",
        least=LEAST_SAID,
        most=500,
        sentence=f"Say in {LEAST_SAID} characters or more why you take it back",
    )


def evidence_form(
    gate: Gate, files: list[CaseFile], *, revision: int, own_policy: bool
) -> EvidenceForm:
    """`own_policy`: a company confirms its own cover and is not asked whose it is."""
    form, said = EvidenceForm(revision=revision), WORDINGS[gate]
    _word(form, said)
    if said.valid_until:
        form.valid_until.label.text = said.valid_until
    else:
        del form.valid_until
    if gate is not Gate.INDEMNITY or own_policy:
        del form.cover
    if files:
        form.file.options = [(file.id, file.name) for file in files]
    else:
        del form.file
    return form


def override_form(gate: Gate, *, revision: int, proves: bool) -> OverrideForm:
    if not proves:
        return OverrideForm(revision=revision)
    form = ProvenOverrideForm(revision=revision)
    _word(form, WORDINGS[gate])
    return form


def _word(form: EvidenceForm | ProvenOverrideForm, said: Wording) -> None:
    form.reference.label.text = said.reference
    form.reference.description = said.reference_hint
    form.dated_on.label.text = said.dated_on
