"""What the pages of a case show: plain values, for the side that reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secondments import policy, words
from secondments.errors import Blocker
from secondments.letters import queries as letters
from secondments.letters.models import Status
from secondments.people.models import Person, Role
from secondments.secondment import conditions_page, gate_page, queries, tracker, trail, waiting
from secondments.secondment.choices import Arrangement, OutOfProgramme
from secondments.secondment.course import impact
from secondments.secondment.gate_page import Row
from secondments.secondment.heading import Heading, Place, a_day, heading, path
from secondments.secondment.lifecycle import LIFECYCLE, STOPPED, State
from secondments.secondment.pathways import Side, StepRule
from secondments.secondment.reading import Reader, proposal_for
from secondments.secondment.tracker import Stage
from secondments.secondment.trail import Happening
from secondments.secondment.waiting import Banner
from secondments.secondment.weighed import cct_words, said_for

if TYPE_CHECKING:
    from secondments.people.models import Membership
    from secondments.secondment.models import Secondment

LATELY = 3
WHOSE = {
    "applicant": "For the applicant",
    "company": "For the company",
    "contracts office": "For the contracts office",
    "signatories": "For those who sign",
    "employer": "For the employer",
    "deanery": "For the deanery",
}
LINKS = {
    "proposal": "Go to the proposal",
    "company": "Answer for the company",
    "costs": "Go to the costs",
    "agreement": "Go to the agreement",
    "proposal/points": "Go to the points",
    "gates": "See what is missing",
}
HOLDING_UP = {
    State.DRAFT: "What is missing before you can send it",
    State.RETURNED: "What is missing before it can be sent again",
    State.PROPOSED: "What has to be met before the contract",
    State.SUPERVISOR_APPROVED: "What is still missing",
}


@dataclass(frozen=True)
class Act:
    """One thing a person can do on a page of its own."""

    action: str
    path: str
    label: str
    move: str = ""
    ignoring: str = ""  # a guard that the page itself asks about


@dataclass(frozen=True)
class Overview:
    """The overview of a case."""

    heading: Heading
    stages: Sequence[Stage]
    banner: Banner
    todo: Sequence[Place]
    holding_up: str
    blockers: Sequence[Mapping[str, Any]]
    glance: Sequence[tuple[str, str]]
    people: Sequence[Mapping[str, str]]
    lately: Sequence[Happening]
    why: Happening | None  # what stopped it, or sent it back
    changes: Sequence[Place]
    gates: Sequence[Row]  # what has to be settled before it starts, while that matters
    gates_href: str
    undelivered: Sequence[str]


# What may wait for a reader, in the order in which it is offered.
TO_DO_HERE = (
    Act("secondment.save", "proposal", "Go on with the proposal", "save"),
    Act("secondment.support", "approve", "Give your decision"),
    Act("secondment.answer", "company", "Answer for the company", "answer"),
    Act("agreement.issue", "issue", "Issue the contract", "issue", "signatories"),
    Act("secondment.reopen", "reopen", "Reopen it", "reopen"),
    Act("secondment.decide_appeal", "decide-appeal", "Decide on the appeal", "uphold"),
)
CHANGES = (
    Act("secondment.recall", "recall", "Take it back to a draft", "recall"),
    Act("secondment.withdraw", "withdraw", "Withdraw this proposal", "withdraw"),
    Act(
        "secondment.replace_approver",
        "replace-approver",
        "Name another supervisor or line manager",
        "replace_approver",
    ),
    Act("secondment.replace_lead", "replace-lead", "Name another company lead", "replace_lead"),
    Act("secondment.replace_approver", "cover", "Arrange cover for somebody away", "take_up"),
    Act("secondment.end_early", "end-early", "End it early", "end_early", "end_day"),
    Act("secondment.appeal", "appeal", "Appeal against the decision", "appeal"),
    Act("secondment.copy", "copy", "Copy to a new proposal", "copy"),
)


def overview(s: Secondment, *, reader: Person) -> Overview:
    """Everything on the overview; `s` comes from queries.case()."""
    top = heading(s, reader=reader)
    deeds, held = queries.deeds(s), queries.roles_around(s)
    told = trail.history(trail.told_to(s, deeds, top.reader), {}, top.reader)
    return Overview(
        heading=top,
        stages=tracker.stages(s, deeds, top.facts, top.reader),
        banner=waiting.banner(s, top.facts, top.reader),
        todo=[*_to_sign(s, top.reader), *_offered(s, top.reader, TO_DO_HERE)],
        holding_up=HOLDING_UP.get(s.state, "What is holding it up"),
        blockers=[
            *(_blocker(s, top.reader, b) for b in waiting.blockers(s, top.reader)),
            *_conditions(s, top.reader),
        ],
        glance=list(_glance(s, top.reader)),
        people=list(people(s, top.reader, held)),
        lately=told[:LATELY],
        why=_why(s, told),
        changes=list(_offered(s, top.reader, CHANGES)),
        gates=gate_page.checklist(s, top.reader),
        gates_href=path(s, "gates"),
        undelivered=[] if top.reader.is_company else _undelivered(s, top.reader),
    )


def _why(s: Secondment, told: Sequence[Happening]) -> Happening | None:
    if s.state not in {*STOPPED, State.RETURNED}:
        return None
    moved = next((one for one in told if one.now), None)
    return moved if moved and (moved.reason or moved.message) else None


def _to_sign(s: Secondment, reader: Reader) -> list[Place]:
    asked = [seat for seat in s.asked_to_sign if seat.person_id == reader.person.id]
    return [Place("Read and sign the agreement", f"/sign/{seat.id}") for seat in asked]


def _undelivered(s: Secondment, reader: Reader) -> list[str]:
    """To whom a letter could not be delivered."""
    known = [one for one in letters.of(s.id) if reader.knows_of(one)]
    return list(dict.fromkeys(one.to_name for one in known if one.status is Status.FAILED))


def _offered(s: Secondment, reader: Reader, acts: Sequence[Act]) -> Iterator[Place]:
    for act in acts:
        if policy.why_not(reader.person, act.action, s):
            continue
        reasons = LIFECYCLE.why_not(s, act.move) if act.move else []
        if not [reason for reason in reasons if reason.code != act.ignoring]:
            yield Place(act.label, path(s, act.path))


def _blocker(s: Secondment, reader: Reader, blocker: Blocker) -> Mapping[str, Any]:
    """For macros/case.html work()."""
    section, _, _ = blocker.fix.partition("#")
    mine = bool(blocker.fix) or (blocker.who == "applicant" and reader.is_applicant)
    if section == "gates":  # everyone may look there
        mine = gate_page.is_for(reader, s, blocker)
    shown = {
        "title": str(blocker),
        "tag": "For you" if mine else WHOSE.get(blocker.who, ""),
        "colour": "blue" if mine else "white",
    }
    if not blocker.fix:
        return shown
    link = LINKS.get(section, "Put this right")
    return shown | {"link": link, "link_href": path(s, blocker.fix)}


def _conditions(s: Secondment, reader: Reader) -> Iterator[Mapping[str, Any]]:
    """What has to be met before the contract is issued; for macros/case.html work()."""
    if not LIFECYCLE.is_from(s, "meet_condition"):
        return
    for condition in conditions_page.open_ones(s, reader):
        href = condition.href or path(s, "approvals")
        link = "Say that it is met" if condition.href else "See the conditions"
        shown = {"title": condition.text, "about": condition.about, "link": link}
        yield shown | {"link_href": href, "tag": "Condition", "colour": "yellow"}


def _glance(s: Secondment, reader: Reader) -> Iterator[tuple[str, str]]:
    said = proposal_for(reader, s)
    if said["arrangement"]:
        yield "Arrangement", Arrangement(said["arrangement"]).label
    if said.get("oop_category"):
        yield "Training", OutOfProgramme(said["oop_category"]).label
    if cct_on := a_day(said.get("cct_on")):
        moved = "" if s.state in STOPPED else cct_words(impact(s, said_for(reader, s)))
        yield "CCT date", moved or words.day(cct_on)
    if s.sent:
        version = s.sent[-1]
        yield "Proposal", f"Version {version.version}, sent {words.day(version.at)}"


def people(
    s: Secondment, reader: Reader, held: Sequence[Membership]
) -> Iterator[Mapping[str, str]]:
    """Who is concerned, in the order of the steps; a company is not told who decides for others."""
    yield {"name": s.applicant.name, "about": "Applicant"}
    sides, pathway = [Side.COMPANY] if reader.is_company else list(Side), s.pathway
    for side in sides:
        for step in pathway.steps(side):
            rule = pathway.rule(step)
            names = words.listed(p.name for p in approvers(s, rule, held))
            yield {"name": names or "Nobody yet", "about": rule.label}
    for place in filter(None, dict.fromkeys((s.employer, s.university))):
        for one in _holding(held, Role.CONTRACTS_OFFICE, place.id):
            yield {"name": one.name, "about": f"Contracts office, {place.name}"}


def approvers(s: Secondment, rule: StepRule, held: Sequence[Membership]) -> list[Person]:
    """Everyone who could take a step, from the roles around the case."""
    if rule.named:
        named = getattr(s.proposal, rule.named)
        return [named] if named else []
    return _holding(held, Role(rule.role), getattr(s, f"{rule.at}_id"))


def _holding(held: Sequence[Membership], role: Role, organisation_id: Any) -> list[Person]:
    here = (role, organisation_id)
    found = {m.person_id: m.person for m in held if (m.role, m.organisation_id) == here}
    return list(found.values())
