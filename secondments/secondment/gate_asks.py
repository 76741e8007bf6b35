"""The pages on which somebody settles a gate: what is asked, what follows, what is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondments import policy, words
from secondments.errors import NotFound, NotPossibleNow
from secondments.forms import Form
from secondments.secondment import file_queries, gate_page, gate_rules, gate_service, said
from secondments.secondment.course import claimed_months, impact
from secondments.secondment.gate_forms import (
    WORDINGS,
    EvidenceForm,
    GiveUpForm,
    OverrideForm,
    ProvenOverrideForm,
    TakeBackForm,
    evidence_form,
    override_form,
)
from secondments.secondment.gate_service import NOTHING
from secondments.secondment.gates import Asked, Gate
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.gate_models import GateEntry
    from secondments.secondment.models import Secondment

Rows = Sequence[tuple[str, str]]
ON_RECORD = "Your name, what you enter and the time stay in the record."
CAN_START = "It may then start without this."
BOTH_SAY = "It takes both of you: the secondee and the postgraduate dean. The other one is told."
ALL_OF_IT = (
    "Once both have said so, the secondment may start, and none of its time counts towards"
    " training. An approval cannot be given afterwards."
)
COUNTS_NO_MORE = "What was recorded does not count any more. It stays in the record."
MAY_HOLD_UP = "While this is missing, the secondment does not start."


@dataclass(frozen=True)
class AskPage:
    """One thing asked about one gate; the names are those of secondment/check.html too."""

    heading: Heading
    title: str
    href: str
    why: str
    follows: Sequence[str]
    facts: Rows
    form: Form
    button: str
    check_rows: Rows = ()
    kind: str = ""

    @property
    def back(self) -> str:
        return f"/secondments/{self.heading.ref}/gates"

    @property
    def check_title(self) -> str:
        return self.first_button

    @property
    def first_button(self) -> str:
        """Where it binds, it is looked at once more."""
        if not isinstance(self.form, OverrideForm | GiveUpForm):
            return self.button
        return f"Check, then {self.button[:1].lower()}{self.button[1:]}"


def gate_of(s: Secondment, gate: str, *, reader: Person) -> Asked:
    """Raises NotFound, also for one of which the reader may not know."""
    if not gate_page.knows(heading(s, reader=reader).reader, s, Gate(gate)):
        raise NotFound("There is no such gate, or none that you may see.")
    return Asked(s, Gate(gate))


def _page(asked: Asked, form: Form, reader: Person, move: str, **what: object) -> AskPage:
    s = asked.secondment
    LIFECYCLE.require(s, move)
    why = gate_rules.found(s, asked.gate).why
    top = heading(s, reader=reader, here="gates")
    return AskPage(heading=top, why=why, form=form, **{"facts": (), **what})  # type: ignore[arg-type]


def confirming(asked: Asked, *, reader: Person) -> tuple[AskPage, EvidenceForm]:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "gate.confirm", asked)
    s = asked.secondment
    files = list(file_queries.of(s, reader=reader))
    own = policy.is_on_the_company_side(reader, s)
    form = evidence_form(asked.gate, files, revision=s.revision, own_policy=own)
    return (
        _page(
            asked,
            form,
            reader,
            "confirm_gate",
            title=WORDINGS[asked.gate].title,
            href=path(s, f"gates/{asked.gate}/confirm"),
            follows=[ON_RECORD],
            button="Confirm it",
        ),
        form,
    )


def confirm(asked: Asked, form: EvidenceForm, *, by: Person) -> None:
    given, seen = form.evidence(), form.revision.data
    gate_service.confirm(asked, by=by, revision=seen, evidence=given, once=form.once.data)


def overriding(asked: Asked, *, reader: Person) -> tuple[AskPage, OverrideForm]:
    """Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "gate.override", asked)
    s = asked.secondment
    form = override_form(asked.gate, revision=s.revision, proves=asked.rule.proves)
    whose = f"{s.applicant.name}, {s.company.name if s.company else ''}"
    rows = [
        ("Secondment", whose),
        ("Overridden", asked.gate.label),
        ("Reason", form.message.data or ""),
    ]
    if isinstance(form, ProvenOverrideForm) and form.dated_on.data:
        rows += [("Reference", form.reference.data or ""), ("Dated", form.dated_on.shown)]
    return (
        _page(
            asked,
            form,
            reader,
            "override_gate",
            title=f"Override: {asked.gate.label}",
            href=path(s, f"gates/{asked.gate}/override"),
            follows=[CAN_START, ON_RECORD],
            button="Override it",
            check_rows=rows,
            kind="warning",
        ),
        form,
    )


def override(asked: Asked, form: OverrideForm, *, by: Person) -> None:
    given = form.evidence() if isinstance(form, ProvenOverrideForm) else NOTHING
    gate_service.override(
        asked,
        by=by,
        revision=form.revision.data,
        message=form.message.data,
        evidence=given,
        once=form.once.data,
    )


def giving_up(s: Secondment, *, reader: Person) -> tuple[AskPage, GiveUpForm]:
    """With what it does to the CCT date. Raises NotAllowed, NotPossibleNow."""
    policy.require(reader, "gate.give_up_credit", s)
    form, asked = GiveUpForm(revision=s.revision), Asked(s, Gate.CREDIT)
    if not claimed_months(s):
        raise NotPossibleNow(gate_service.NOTHING_CLAIMED)
    facts = consequences(s)
    return (
        _page(
            asked,
            form,
            reader,
            "give_up_credit",
            title="Give up the credit towards training",
            href=path(s, "gates/credit/give-up"),
            follows=[ALL_OF_IT, BOTH_SAY, ON_RECORD],
            facts=facts,
            check_rows=facts,
            button="Give up the credit",
            kind="warning",
        ),
        form,
    )


def consequences(s: Secondment) -> Rows:
    """The CCT date as it stands, with all the credit, and without any."""
    rows = [("Credit claimed", words.counted(claimed_months(s), "month"))]
    if found := impact(s, said.as_sent(s)):
        rows += [
            ("CCT date before this", words.day(found.before)),
            ("CCT date if all of it counted", words.day(found.with_credit)),
            ("CCT date without credit", words.day(found.without_credit)),
            ("How sure that is", found.sentence),
        ]
    return rows


def give_up(s: Secondment, form: GiveUpForm, *, by: Person) -> None:
    gate_service.give_up_credit(s, by=by, revision=form.revision.data, once=form.once.data)


def taking_back(asked: Asked, *, reader: Person) -> tuple[AskPage, TakeBackForm, GateEntry]:
    """Raises NotFound where there is nothing of theirs to take back, NotPossibleNow."""
    s, form = asked.secondment, TakeBackForm(revision=asked.secondment.revision)
    entry = gate_page.to_take_back(s, asked.gate, reader)
    if entry is None:
        raise NotFound("Nothing is recorded here that you may take back.")
    page = _page(
        asked,
        form,
        reader,
        "take_back_gate",
        title=f"Take back: {asked.gate.label}",
        href=path(s, f"gates/{asked.gate}/take-back"),
        follows=[COUNTS_NO_MORE, MAY_HOLD_UP],
        button="Take it back",
        kind="warning",
    )
    return page, form, entry
