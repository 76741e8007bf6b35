"""Copies of a secondment with all its parts, in bulk: for tests of how many queries it takes."""

import uuid
from typing import Any

from sqlalchemy import Table, insert, select

from secondments.agreements.models import Agreement, Signatory
from secondments.extensions import db
from secondments.secondment.drafts import new_ref
from secondments.secondment.models import CompanyAnswers, Proposal, Secondment
from secondments.secondment.rounds import Sent, Turn, Vote
from secondments.signing.models import Act

# In the order of their references: the column that names the parent.
PARTS: tuple[tuple[Any, str], ...] = (
    (Proposal, "secondment_id"),
    (CompanyAnswers, "secondment_id"),
    (Turn, "secondment_id"),
    (Vote, "secondment_id"),
    (Sent, "secondment_id"),
    (Agreement, "secondment_id"),
    (Signatory, "agreement_id"),
    (Act, "signatory_id"),
)
UNIQUE = {"ref": new_ref, "grant_id": uuid.uuid4}


def copied(s: Secondment, times: int) -> None:
    """Keep `times` more secondments like this one; they have no trail."""
    for _ in range(times):
        ids = {s.id: uuid.uuid4()}
        _copy(Secondment.__table__, "id", ids)
        for model, parent in PARTS:
            _copy(model.__table__, parent, ids)
    db.session.commit()


def _copy(table: Table, parent: str, ids: dict[uuid.UUID, uuid.UUID]) -> None:
    """Copy the rows whose parent is copied; `ids` maps what is copied to its copy, and grows."""
    found = db.session.execute(select(table).where(table.c[parent].in_(list(ids)))).mappings()
    rows = []
    for row in found.all():
        ids.setdefault(row["id"], uuid.uuid4())
        fresh = {name: make() for name, make in UNIQUE.items() if name in row}
        rows.append({**row, **fresh, parent: ids[row[parent]], "id": ids[row["id"]]})
    if rows:
        db.session.execute(insert(table), rows)
