"""Reading the versions of an organisation's rules."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from secondments.extensions import db
from secondments.people.models import Organisation
from secondments.secondment.rule_models import RuleVersion


def versions(organisation: Organisation) -> Sequence[RuleVersion]:
    """Newest first; none where everything is as shipped."""
    wanted = select(RuleVersion).where(RuleVersion.organisation_id == organisation.id)
    wanted = wanted.options(joinedload(RuleVersion.by)).order_by(RuleVersion.number.desc())
    return db.session.scalars(wanted).all()
