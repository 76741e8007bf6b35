"""Cases that need something before they may start, brought to where a test of gates begins."""

from datetime import UTC, date, datetime

from secondments import clock
from secondments.demo import world
from secondments.demo.answers import CLINICAL as CLINICAL
from secondments.demo.answers import SPONSORED as SPONSORED
from secondments.secondment import gate_service, queries
from secondments.secondment.choices import AcademicAward, OutOfProgramme
from secondments.secondment.gate_service import Evidence
from secondments.secondment.gates import Asked, Cover, Gate
from secondments.secondment.your_choices import KnownOrNot
from tests import contracts
from tests.pathway_cases import Kindred, a_draft_of, company_agrees, home_supports, sent

T2_SENT = datetime(2026, 12, 14, 9, tzinfo=UTC)
T2_STARTS = datetime(2027, 10, 6, 7, tzinfo=UTC)
T2 = {
    "grade": "ST5 oncology",
    "cct_on": date(2030, 8, 6),
    "starts_on": date(2027, 10, 6),
    "ends_on": date(2028, 10, 5),
}
CREDIT = {
    "oop_category": OutOfProgramme.OOPR,
    "claim_credit": True,
    "credit_months": 12,
    "college": "Royal College of Physicians",
    "site_gmc_approved": KnownOrNot.YES,
    "unapproved_place": False,
}
FUNDED = {"nihr_award": AcademicAward.OTHER}
EVERYONE_SIGNS = ("trainee", "employer_signatory", "host_signatory")


def an_issued_case(cast, *, signed_by=EVERYONE_SIGNS, at=T2_SENT, **answers):
    """T2's dates; issued and signed on the day it is sent, with its document made."""
    with clock.stopped_at(at):
        s = contracts.an_issued_one(cast, **(T2 | answers))
        _they_sign(cast, s, signed_by)
    return queries.by_ref(s.ref)


def an_issued_claim(*, signed_by=EVERYONE_SIGNS, pathway="public_health", **answers):
    """The same dates, with credit: a pathway on which the GMC's approval is no step of its own."""
    kind = Kindred("Dr Priya Nandakumar", pathway, T2 | CREDIT | answers)
    with clock.stopped_at(T2_SENT):
        s = company_agrees(home_supports(sent(a_draft_of(kind))))
        contracts.issued(world.cast(), s)
        _they_sign(world.cast(), s, signed_by)
    return queries.by_ref(s.ref)


def _they_sign(cast, s, signed_by):
    for who in signed_by:
        contracts.signed(s.agreement.signatory_for(getattr(cast, who)))


def proof(dated_on, **more):
    return Evidence(reference="REF 1", dated_on=dated_on, **more)


def confirm(s, gate, by, evidence=None, **more):
    shown = evidence or proof(clock.today(s.zone), **more)
    gate_service.confirm(Asked(s, Gate(gate)), by=by, revision=s.revision, evidence=shown)


def covered(s, by, **more):
    confirm(s, Gate.INDEMNITY, by, proof(clock.today(s.zone), cover=Cover.PERSONAL, **more))


def override(s, gate, by, evidence=None):
    more = {"evidence": evidence} if evidence else {}
    reason = "The ward has no other physician, and it was agreed."
    asked = Asked(s, Gate(gate))
    gate_service.override(asked, by=by, revision=s.revision, message=reason, **more)
