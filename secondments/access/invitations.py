"""Invitations: a letter to one address for one seat. Its link opens a session for setting up only.

Bound to the person, the address and the role that it was sent for: a link that was passed on, or
whose role has ended, opens nothing. Looking at one does not use it up.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from secondments import clock, jobs
from secondments.access import letters, one_time
from secondments.access.factor_models import Passkey
from secondments.access.models import Credential, OneTime
from secondments.access.providers.models import LinkedIdentity
from secondments.access.queries import MAY_SIGN_IN
from secondments.errors import Gone, NotPossibleNow
from secondments.extensions import Json, db
from secondments.people.models import Membership, Person
from secondments.people.roles import ROLE_WORDS, THE_SERVICE
from secondments.use_case import use_case

WAYS_IN = (Credential, Passkey, LinkedIdentity)
IS_IN = "{name} has been in already: nothing to invite them to."
TO_OTHERS = "This invitation was for another address or a role that has ended. Ask for a new one."


@dataclass(frozen=True)
class Invitation:
    """What a link says: who is invited, by whom, as what, and to which secondment if to one."""

    person: Person
    inviter: Person | None
    role: str
    where: str
    ref: str
    sent_at: datetime
    expires_at: datetime

    @property
    def to(self) -> str:
        """The address, so that its owner knows it and a stranger does not learn it."""
        name, _, domain = self.person.email.partition("@")
        return f"{name[:1]}{'•' * 3}@{domain}"


def send(
    person: Person, *, inviter: Person | None = None, ref: str = "", replaces: bool = True
) -> str:
    """For use inside a use case or a job: post the letter; the link. It replaces a former one."""
    # flush: the link names the role, whose id is made with its row.
    db.session.flush()
    held = newest_role(person)
    data: Json = {"email": person.email, "ref": ref}
    data["inviter"] = str(inviter.id) if inviter else ""
    data["membership"] = str(held.id) if held else ""
    said = _said(person, inviter, held, ref)
    return letters.invitation(person, data, said=said, replaces=replaces)


def send_once_more(person: Person) -> None:
    """They ask for it, or somebody who knows their address: the former link stays good as well."""
    known = waiting_for(person)
    inviter, ref = (known.inviter, known.ref) if known else (None, "")
    send(person, inviter=inviter, ref=ref, replaces=False)


def read(token: str) -> Invitation:
    """Raises Gone."""
    found = one_time.find(token, one_time.INVITATION)
    if found is None:
        raise Gone(one_time.NO_LONGER)
    if (invited := _if_it_fits(found)) is None:
        raise Gone(TO_OTHERS)
    return invited


def waiting_for(person: Person) -> Invitation | None:
    """The one that they have not answered yet, and still could."""
    wanted = select(OneTime).where(
        OneTime.person_id == person.id, OneTime.purpose == one_time.INVITATION
    )
    newest = wanted.where(one_time.is_live()).order_by(OneTime.made_at.desc()).limit(1)
    found = db.session.scalar(newest)
    return _if_it_fits(found) if found is not None else None


def has_never_been_in(person: Person) -> bool:
    """Nothing with which they could sign in was ever set up."""
    known = (exists().where(kind.person_id == person.id) for kind in WAYS_IN)
    return not db.session.scalar(select(or_(*known)))


def newest_role(person: Person) -> Membership | None:
    held = [m for m in person.memberships if m.until_on is None or m.is_live]
    return max(held, key=lambda m: (m.from_on, str(m.id)), default=None)


@use_case("access.accept_invitation")
def accept(person: Person, *, by: Person, token: str) -> None:
    """Use the link up; whoever sent it is told. Of two at once one wins. Raises Gone."""
    invited = read(token)
    if one_time.consume(token, one_time.INVITATION).person_id != person.id:
        raise Gone(one_time.NO_LONGER)
    one_time.drop(person, one_time.INVITATION)
    if invited.inviter is not None:
        letters.answered(invited.inviter, person, accepted=True, answer=uuid.uuid4())


@use_case("access.decline_invitation")
def decline(person: Person, *, by: Person, token: str) -> None:
    """Somebody else got the letter: the link is dead, and whoever sent it is told."""
    invited = read(token)
    one_time.consume(token, one_time.INVITATION)
    one_time.drop(person, one_time.INVITATION)
    if invited.inviter is not None:
        letters.answered(invited.inviter, person, accepted=False, answer=uuid.uuid4())


@use_case("access.invite_again")
def invite_again(person: Person, *, by: Person, once: uuid.UUID | None = None) -> None:
    """Another letter; the link of the former one is dead. Raises NotPossibleNow."""
    _only_newcomers(person)
    jobs.defer("access.send_invitation", person_id=str(person.id), inviter_id=str(by.id))


@use_case("access.revoke_invitation")
def revoke(person: Person, *, by: Person, once: uuid.UUID | None = None) -> None:
    """The link is dead. Raises NotPossibleNow for somebody who has been in."""
    _only_newcomers(person)
    one_time.drop(person, one_time.INVITATION)


def _only_newcomers(person: Person) -> None:
    if not has_never_been_in(person):
        raise NotPossibleNow(IS_IN.format(name=person.name))


def _if_it_fits(found: OneTime) -> Invitation | None:
    """None when it no longer fits the person it was sent to."""
    person = db.session.scalar(select(Person).where(Person.id == found.person_id, MAY_SIGN_IN))
    said = found.data
    held = db.session.get(Membership, uuid.UUID(said["membership"])) if said["membership"] else None
    ended = said["membership"] and (held is None or not (held.until_on is None or held.is_live))
    if person is None or said["email"] != person.email or ended:
        return None
    inviter = db.session.get(Person, uuid.UUID(said["inviter"])) if said["inviter"] else None
    return Invitation(
        person,
        inviter,
        role=ROLE_WORDS[held.role] if held else "",
        where=_where(held),
        ref=said["ref"],
        sent_at=found.made_at,
        expires_at=found.expires_at,
    )


def _said(person: Person, inviter: Person | None, held: Membership | None, ref: str) -> Invitation:
    role, now = ROLE_WORDS[held.role] if held else "", clock.wall()
    lasting = one_time.LASTING[one_time.INVITATION]
    return Invitation(person, inviter, role, _where(held), ref, now, now + lasting)


def _where(held: Membership | None) -> str:
    if held is None:
        return ""
    return held.organisation.name if held.organisation else THE_SERVICE
