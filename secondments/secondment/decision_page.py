"""The page on which someone decides: what changed, in short, the choices and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from secondments import clock, policy, words
from secondments.errors import Blocker, NotPossibleNow
from secondments.forms import Option
from secondments.secondment import comparing, queries, questions
from secondments.secondment.act_forms import DecisionForm
from secondments.secondment.approvals_page import Past, StepRow, past_of, rows, votes_for
from secondments.secondment.choices import Decision, OutOfProgramme
from secondments.secondment.heading import Heading, heading, path
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.pathways import STEPS, Side, Step, label_of
from secondments.secondment.points import Shown
from secondments.secondment.proposal_page import version_words
from secondments.secondment.reading import Reader, proposal_for, reader_of
from secondments.secondment.sections import Section, sections_of
from secondments.secondment.trail import Difference
from secondments.secondment.weighed import Weighed, cct_words, weighed

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Vote

Rows = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class DecisionPage:
    """Everything on the decision page and on its check page."""

    heading: Heading
    applicant: str
    asked_as: str
    href: str
    back: str
    proposal: str
    form: DecisionForm
    version: int
    version_words: str
    since: int  # the version that the reader knows; 0 for whom all of it is new
    changes: Sequence[Difference]
    points: Sequence[Shown]
    before: Sequence[Past]
    answered: str
    in_short: Rows
    steps: Sequence[StepRow]
    blockers: Sequence[Blocker]
    check_rows: Rows
    weighed: Weighed | None
    sections: Sequence[Section]
    kind: str = ""

    @property
    def point_groups(self) -> list[tuple[str, list[tuple[Option, Any]]]]:
        """What a return may point at: each section with its questions and boxes for comments."""
        offered = {option.value: option for option in self.form.points.options}
        return [
            (
                section.title,
                [
                    (offered[q.name], self.form[f"point_{q.name}"])
                    for q in questions.PROPOSAL.values()
                    if q.section == section.code and q.name in offered
                ],
            )
            for section in self.sections
        ]

    @property
    def title(self) -> str:
        return f"Decide on {self.applicant}’s proposal to work at {self.heading.facts.company}"

    @property
    def button(self) -> str:
        return f"Agree for {self.heading.facts.company}"

    @property
    def check_title(self) -> str:
        return f"Check, then agree for {self.heading.facts.company}"

    @property
    def note_audience(self) -> str:
        if self.heading.reader.is_company:
            return f"Only people at {self.heading.facts.company} see this."
        return "ours"

    @property
    def condition_audience(self) -> str:
        if self.heading.reader.is_company:
            return "Both sides see them."
        return "The company sees only those that it has to meet."

    @property
    def refusal_audience(self) -> str:
        if self.heading.reader.is_company:
            return "Both sides see this."
        return f"{self.applicant} and the others on our side see this. The company does not."


def form_of(s: Secondment, *, reader: Person) -> DecisionForm:
    """The form as it is posted: what may be chosen is for the page and the use case to say."""
    form = DecisionForm(revision=s.revision)
    form.decision.options = [(decision, decision.value) for decision in Decision]
    _offer_reasons(s, form, my_step(s, reader))
    eyes = reader_of(reader, s)
    readable = [q for q in questions.asked_of(s) if eyes.reads(q)]
    form.points.options = [Option(question.name, question.label) for question in readable]
    form.today = clock.today(s.zone)
    form.commits = policy.is_on_the_company_side(reader, s)
    _ask_for_evidence(s, form, my_step(s, reader))
    form.seen.label.text = f"I have read {version_words(s)[:1].lower()}{version_words(s)[1:]}"
    return form


def _offer_reasons(s: Secondment, form: DecisionForm, mine: Step | None) -> None:
    """Those of the organisation the step is at; the contracts office is the employer’s."""
    book = s.rules.at(s.pathway.rule(mine).at if mine else "employer")
    form.return_reason.options = book.reasons_to("return")
    form.decline_reason.options = book.reasons_to("decline")


def _ask_for_evidence(s: Secondment, form: DecisionForm, mine: Step | None) -> None:
    wanted = s.pathway.rule(mine).evidence if mine else ""
    if not wanted:
        del form.evidence
        del form.evidence_on
        return
    form.evidence.label.text = f"Reference of {wanted}"
    form.evidence_on.label.text = f"Date of {wanted}"
    form.last = clock.today(s.zone)
    if s.proposal.starts_on:
        form.last = min(form.last, s.proposal.starts_on - timedelta(days=1))


def of(s: Secondment, form: DecisionForm, *, reader: Person) -> DecisionPage:
    """Raises NotAllowed for whom it is not, NotPossibleNow when there is nothing to decide."""
    policy.require(reader, "secondment.return", s)
    top = heading(s, reader=reader, here="approvals")
    eyes = top.reader
    mine = my_step(s, reader)
    blockers = _before_agreeing(s, mine)
    form.decision.options = _offered(s, eyes, mine, blockers)
    known = comparing.known_to(s, eyes, had_older_open=form.is_carried)
    return DecisionPage(
        heading=top,
        applicant=s.applicant.name,
        asked_as=f"{s.ref} · your step: {_role(s, mine)}",
        href=path(s, "approve"),
        back=path(s),
        proposal=path(s, "proposal"),
        form=form,
        version=s.sent[-1].version,
        version_words=version_words(s),
        since=known.version if known else 0,
        changes=comparing.changes(s, known, eyes),
        points=comparing.points_since(s, known, eyes),
        before=[past_of(v, eyes) for v in _my_earlier(s, eyes)],
        answered=_answered(s, eyes),
        in_short=list(_in_short(s, top)),
        steps=list(rows(s, _side(eyes), eyes, queries.roles_around(s))),
        blockers=blockers,
        check_rows=list(_check_rows(s, top, form, mine)),
        weighed=weighed(s, eyes),
        sections=list(sections_of(s).values()),
    )


def my_step(s: Secondment, reader: Person) -> Step | None:
    """The step that is this person's to take now; None for the contracts office."""
    return next((r.step for r in s.open_rules if policy.can_take(reader, s, r)), None)


def _role(s: Secondment, step: Step | None) -> str:
    return words.in_a_sentence(label_of(s, step)) if step else "contracts office"


def _side(reader: Reader) -> Side:
    return Side.COMPANY if reader.is_company else Side.HOME


def _before_agreeing(s: Secondment, mine: Step | None) -> list[Blocker]:
    """What the company still owes when this would be its last approval."""
    if mine is None or STEPS[mine].side is Side.HOME:
        return []
    left = set(s.pathway.steps(Side.COMPANY)) - s.done_steps - {mine}
    found = [] if left else LIFECYCLE.why_not(s, "agree")
    return [blocker for blocker in found if blocker.code != "steps"]


def _offered(
    s: Secondment, reader: Reader, mine: Step | None, blockers: Sequence[Blocker]
) -> list[tuple[str, str, str]]:
    offered = []
    if mine is not None and not blockers:
        label = f"Agree for {s.company.name}" if reader.is_company and s.company else "Support it"
        offered.append((Decision.SUPPORT, label, _then(s, mine)))
    if LIFECYCLE.can(s, "return"):
        said = (
            f"{s.applicant.short_name} can change it and send it again. An approval stands unless"
            " what it approved changes."
        )
        offered.append((Decision.RETURN, "Return it for changes", said))
    if LIFECYCLE.can(s, "decline"):
        said = f"This ends the proposal. {s.applicant.short_name} is told why."
        offered.append((Decision.DECLINE, "Decline it", said))
    if not offered:
        raise NotPossibleNow(*LIFECYCLE.why_not(s, "decline"))
    return [(str(code), label, hint) for code, label, hint in offered]


def _then(s: Secondment, mine: Step) -> str:
    """What follows from supporting it."""
    side = STEPS[mine].side
    beside = [step for step in s.open_steps if step is not mine]
    if beside:
        return f"It also waits for the {_listed(s, beside)}."
    groups = s.pathway.groups(side)
    place = next(n for n, group in enumerate(groups) if mine in group)
    if place + 1 < len(groups):
        return f"It goes to the {_listed(s, groups[place + 1])}."
    company = s.company.name if s.company else "The company"
    return f"{company} is asked." if side is Side.HOME else "The contract is prepared."


def _listed(s: Secondment, steps: Sequence[Step]) -> str:
    return words.listed(words.in_a_sentence(label_of(s, step)) for step in steps)


def _my_earlier(s: Secondment, reader: Reader) -> list[Vote]:
    mine = [v for v in votes_for(s, reader) if v.person_id == reader.person.id]
    return [vote for vote in mine if not vote.stands][-1:]


def _answered(s: Secondment, reader: Reader) -> str:
    """What the applicant said when sending it again."""
    if reader.is_company or len(s.sent) < 2:
        return ""
    sends = (deed for deed in queries.deeds(s) if deed.action == "secondment.send")
    newest = next(sends, None)
    return (newest.message or "") if newest else ""


def _in_short(s: Secondment, top: Heading) -> Iterator[tuple[str, str]]:
    said = proposal_for(top.reader, s)
    yield "Applicant", ", ".join(filter(None, [s.applicant.name, top.about]))
    yield "Company", top.facts.company
    yield "Role", "\n".join(filter(None, [top.facts.role, said["department"]]))
    yield "Time", top.time
    if said.get("oop_category"):
        yield "Training", OutOfProgramme(said["oop_category"]).label
    if found := weighed(s, top.reader):
        yield "CCT date", cct_words(found.impact)
    yield "Patient contact", "Yes, at the company" if said["clinical_contact"] else "None there"
    if said.get("interests"):
        yield "Interests", said["interests"]
    supported = [v for v in votes_for(s, top.reader) if v.step in s.done_steps]
    if by := [f"{v.person.name}, {words.day(v.at)}" for v in supported if v.stands]:
        yield "Supported by", "\n".join(by)


def _check_rows(
    s: Secondment, top: Heading, form: DecisionForm, mine: Step | None
) -> Iterator[tuple[str, str]]:
    """Who, what, which version, how much."""
    yield "You decide as", f"{_role(s, mine)[:1].upper()}{_role(s, mine)[1:]}, {top.facts.company}"
    yield "Secondment", f"{s.applicant.name}, {top.facts.role}"
    yield "Time", top.time
    yield "Proposal", version_words(s)
    given = s.company_answers
    if given and given.cost_seen_total is not None:
        yield (
            "Cost",
            f"{words.money(given.cost_seen_total)} including VAT, as your company has seen",
        )
    if form.note.data:
        yield "Your note", form.note.data
    for asked in form.asked():
        due = f", by {words.day(asked.due_on)}" if asked.due_on else ""
        yield "On the condition", f"{asked.text}\n{asked.owner.label}{due}"
