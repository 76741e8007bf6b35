"""On which pathway a proposal begins, at which organisations, and when an answer changes it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from secondments.errors import NotAllowed
from secondments.people.models import Kind, Organisation, Person, Role
from secondments.secondment import pathways
from secondments.secondment.models import Secondment
from secondments.secondment.pathways import Pathway

UNCREDITED, CREDITED = "trainee_uncredited", "trainee_credited"
NOT_RECORDED = "Your {place} has not been recorded. Ask the contracts office to add it."
NOT_YOURS = "You may not start a proposal as that. Ask the contracts office to add your role."


@dataclass(frozen=True)
class Start:
    """What the first page asks: the pathway, and organisations where there is a choice of them."""

    pathway: str = UNCREDITED
    employer_id: uuid.UUID | None = None
    training_body_id: uuid.UUID | None = None
    university_id: uuid.UUID | None = None


USUAL = Start()


@dataclass(frozen=True)
class Places:
    """The organisations on the home side of a new case."""

    employer: Organisation
    training_body: Organisation | None
    university: Organisation | None


def open_to(person: Person) -> list[Pathway]:
    """The pathways on which somebody may start, by the roles they hold."""
    held = {m.role for m in person.memberships if m.is_live}
    return [p for p in pathways.every_newest() if p.who and Role(p.applicant) in held]


def own_places(person: Person, kind: Kind) -> Sequence[Organisation]:
    """Where somebody is a trainee, a clinical academic or a professional."""
    roles = (Role.TRAINEE, Role.CLINICAL_ACADEMIC)
    found = [place for role in roles for place in person.organisations_as(role)]
    return [place for place in dict.fromkeys(found) if place.kind is kind]


def places(by: Person, start: Start) -> Places:
    """Where the case begins: what was chosen, or else the only one there is to choose.

    Only organisations where the person has a role (R12). A university employs where no other does.
    Raises NotAllowed.
    """
    pathway = pathways.newest(start.pathway)
    if pathway not in open_to(by):
        raise NotAllowed(NOT_YOURS)
    university = training_body = None
    if pathway.university == "needed" or start.university_id:
        university = _one(own_places(by, Kind.UNIVERSITY), start.university_id, "university")
    if pathway.has_training:
        bodies = own_places(by, Kind.TRAINING_BODY)
        training_body = _one(bodies, start.training_body_id, "training body")
    employers = own_places(by, Kind.EMPLOYER)
    if university is not None and not _has_a_step_at_the_employer(pathway):
        return Places(university, training_body, university)
    return Places(_one(employers, start.employer_id, "employer"), training_body, university)


def _one(found: Sequence[Organisation], chosen: uuid.UUID | None, place: str) -> Organisation:
    """The organisation chosen, or the first there is."""
    fitting = [one for one in found if chosen is None or one.id == chosen]
    if not fitting:
        raise NotAllowed(NOT_RECORDED.format(place=place))
    return fitting[0]


def _has_a_step_at_the_employer(pathway: Pathway) -> bool:
    every = (step for group in pathway.home for step in group)
    return any(pathway.rule(step).at == "employer" for step in every)


def follow_the_answers(s: Secondment) -> None:
    """Time out that counts towards training is another pathway than time out that does not."""
    if s.pathway_code not in {UNCREDITED, CREDITED}:
        return
    code = CREDITED if s.proposal.claim_credit else UNCREDITED
    if code != s.pathway_code:
        s.pathway_code, s.pathway_version = code, pathways.newest(code).version
