"""The pages of a case, noun by noun; `bp` carries them all."""

from secondments.secondment import (
    act_views,
    case_views,
    company_find_views,
    dates_views,
    decision_views,
    evidence_views,
    file_views,
    gate_views,
    handing_views,
    note_views,
    proposal_views,
    request_views,
)
from secondments.secondment.blueprint import bp

__all__ = [
    "act_views",
    "bp",
    "case_views",
    "company_find_views",
    "dates_views",
    "decision_views",
    "evidence_views",
    "file_views",
    "gate_views",
    "handing_views",
    "note_views",
    "proposal_views",
    "request_views",
]
