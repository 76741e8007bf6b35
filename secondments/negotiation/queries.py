"""Reading what is kept about negotiations: limits, versions, who looked, what was agreed last."""

import json
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from secondments.agreements.models import Agreement
from secondments.catalogue import parameters
from secondments.catalogue.kinds import Value
from secondments.catalogue.parameters import PARAMETERS
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.negotiation.limits import Limits
from secondments.negotiation.models import Glance, PolicyLimit, TermsVersion
from secondments.people.models import Person
from secondments.secondment.models import Secondment

NO_SUCH_VERSION = "There is no such version of these terms."
NOBODY: Limits = {}


def limits_of(*organisation_ids: uuid.UUID | None) -> Mapping[uuid.UUID, Limits]:
    """What each of these organisations has set, by the names of the parameters."""
    wanted = [each for each in organisation_ids if each]
    found: dict[uuid.UUID, dict[str, PolicyLimit]] = {each: {} for each in wanted}
    standing = select(PolicyLimit).where(
        PolicyLimit.organisation_id.in_(wanted), PolicyLimit.ended_at.is_(None)
    )
    for limit in db.session.scalars(standing):
        found[limit.organisation_id][limit.parameter] = limit
    return found


def limits_for(s: Secondment, side: str) -> Limits:
    """Those of one side of a case: the employer’s, and what the university sets goes before."""
    if side == "company":
        return limits_of(s.company_id)[s.company_id] if s.company_id else NOBODY
    found = limits_of(s.employer_id, s.university_id)
    own = dict(found[s.employer_id])
    return own | dict(found[s.university_id]) if s.university_id else own


def glance(s: Secondment, person: Person) -> Glance | None:
    return db.session.get(Glance, (person.id, s.id))


def versions(s: Secondment) -> Sequence[TermsVersion]:
    """Oldest first."""
    wanted = select(TermsVersion).where(TermsVersion.secondment_id == s.id)
    return db.session.scalars(wanted.order_by(TermsVersion.number)).all()


def newest_version(s: Secondment) -> TermsVersion | None:
    wanted = select(TermsVersion).where(TermsVersion.secondment_id == s.id)
    return db.session.scalar(wanted.order_by(TermsVersion.number.desc()).limit(1))


def version(s: Secondment, number: int) -> TermsVersion:
    """Raises NotFound."""
    wanted = select(TermsVersion).filter_by(secondment_id=s.id, number=number)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(NO_SUCH_VERSION)
    return found


def last_agreement(s: Secondment) -> Agreement | None:
    """What the same employer and the same company issued last in another case, signed by all."""
    wanted = select(Agreement).join(Secondment, Agreement.secondment_id == Secondment.id)
    wanted = wanted.where(
        Secondment.id != s.id,
        Secondment.employer_id == s.employer_id,
        Secondment.company_id == s.company_id,
        Agreement.sealed_sha256.is_not(None),
    )
    return db.session.scalar(wanted.order_by(Agreement.issued_at.desc()).limit(1))


def values_in(agreement: Agreement) -> dict[str, Value]:
    """The parameters of a frozen agreement, as far as this code still knows them."""
    raw = _parameters(agreement)
    known = {
        name: PARAMETERS[name].read(value) for name, value in raw.items() if name in PARAMETERS
    }
    return {name: v for name, v in known.items() if parameters.check(name, v) is None}


def _parameters(agreement: Agreement) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads(agreement.terms)["parameters"]
    return found
