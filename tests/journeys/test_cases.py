"""The worked cases in the browser, on one clock that goes forward through them by their dates.

What other journeys play in full, the steps between, is played by the demonstration's own acts.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.documents.tampering import flipped
from tests.journeys import acts, filling, paper
from tests.journeys.conftest import Cast, Visitors
from tests.journeys.stage import Stage, a_stage
from tests.postgres import a_server

ONCOLOGIST, REGISTRAR, ANAESTHETIST = "Dr Aisha Rahman", "Dr Farah Noor", "Dr Tamsin Pryce"
NURSE, PROFESSOR, PHARMACIST = "Maeve Conlon", "Professor Edwin Hale", "Ailsa Drummond"
CORVANE, TESSALY = acts.COMPANY, "Tessaly Health Ltd"
MATRON, HEAD, GMC_OFFICE, BOARD_OFFICE = (
    "Dr Peter Lang",
    "Professor Anna Sule",
    "Joyce Adamu",
    "Shona Fraser",
)
OF_ANOTHER_COMPANY, OF_ANOTHER_PROGRAMME = "Nadia Brandt", "Dr Fergus McRae"
TEXT = 3000
HOST_OWNS = "The Host owns them; free academic and clinical use"
HOME_OWNS = "The home side owns them; the Host may negotiate a licence"
BY_ANNEX = "Settled project by project, by annex"

Answers = Callable[[str], dict[str, object]]


def with_the_cases(stage: Stage) -> None:
    """The demo people and no case; `found` holds what each will answer, as JSON."""
    stage.with_people_only()
    told = json.loads(stage.run("tests.journeys.plays").splitlines()[-1])
    stage.found = {name: json.dumps(given) for name, given in told.items()}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with a_server() as urls, a_stage(urls, prepare=with_the_cases) as running:
        yield running


@pytest.fixture
def cast(stage: Stage, somebody: Visitors) -> Cast:
    return somebody.cast(stage)


def proposes(
    stage: Stage, cast: Cast, name: str, who: tuple[str, str, str], **other: object
) -> str:
    """By the form, as this person on this pathway to this company; sent. Its reference."""
    applicant, pathway, company = who
    visitor = cast(applicant)
    ref = filling.starts(visitor, pathway, company)
    filling.fills_in(visitor, ref, json.loads(stage.found[name]) | other)
    # Terms that are raised are one more.
    visitor.reads("9 of 9 sections completed" if name == "T2" else "8 of 8 sections completed")
    acts.sends(visitor)
    stage.found[f"{name} ref"] = ref
    return ref


def goes_on(stage: Stage, name: str, after: str, last: str) -> None:
    """By the demonstration's own acts, on the days of the case."""
    stage.run("tests.journeys.plays", name, stage.found[f"{name} ref"], after, last)


def it_is(stage: Stage, cast: Cast, who: str, day: date) -> None:
    acts.moves_the_clock(cast(who), day)


def test_t2_is_sent_on_14_december_and_t2b_beside_it(stage: Stage, cast: Cast) -> None:
    it_is(stage, cast, ONCOLOGIST, date(2026, 12, 14))
    ref = proposes(stage, cast, "T2", (ONCOLOGIST, "Doctor in training", CORVANE))
    trainee = cast(ONCOLOGIST)
    trainee.opens(f"/secondments/{ref}/costs")
    trainee.reads("£89,848.85", "£17,969.77", "£107,818.62", "£22,462.21", "£22,462.22")
    trainee.opens(f"/secondments/{ref}/dates")
    trainee.reads("6 August 2030", "6 August 2031")
    acts.supports(cast(acts.SUPERVISOR), ref)
    goes_on(stage, "T2", "2026-12-17", "2027-02-26")
    told = stage.run("tests.journeys.plays", "T2B", "new", "2027-04-16")
    stage.found["T2B ref"] = told.splitlines()[-1]


def test_t3_is_late_for_april_is_returned_and_sent_again_for_august(
    stage: Stage, cast: Cast
) -> None:
    it_is(stage, cast, ANAESTHETIST, date(2027, 1, 12))
    ref = proposes(stage, cast, "T3", (ANAESTHETIST, "Doctor in training", TESSALY))
    trainee, supervisor = cast(ANAESTHETIST), cast(acts.SUPERVISOR)
    supervisor.opens(f"/secondments/{ref}/approve")
    supervisor.reads("by 5 October 2026", "by 5 January 2027", "earliest start is 12 July 2027")
    acts.supports(supervisor, ref)
    director = cast(acts.DIRECTOR)
    acts.returns(director, ref, reason="Dates", message="April is too soon. Start in August.")
    it_is(stage, cast, ANAESTHETIST, date(2027, 1, 25))
    moved = {"starts_on": "2027-08-02", "ends_on": "2028-08-01", "short_notice_reason": ""}
    moved |= {"return_on": "2028-08-02"}
    trainee.opens(f"/secondments/{ref}/proposal/dates")
    filling.answers(trainee, moved)
    filling.saves(trainee)
    trainee.opens(f"/secondments/{ref}/proposal")
    acts.sends(trainee, what_changed="I start on 2 August 2027 now.")
    trainee.opens(f"/secondments/{ref}/dates")
    trainee.reads("2 Feb 2027", "Done on 25 January 2027")
    supervisor.opens(f"/secondments/{ref}/approve")
    supervisor.reads("What changed since version 1", "2 August 2027")


def test_t10_a_professor_s_fifth_is_signed_by_four_parties(
    stage: Stage, cast: Cast, tmp_path: Path
) -> None:
    it_is(stage, cast, PROFESSOR, date(2027, 2, 1))
    who = (PROFESSOR, "Consultant or senior clinical academic", CORVANE)
    ref = proposes(stage, cast, "T10", who)
    cast(PROFESSOR).opens(f"/secondments/{ref}/costs")
    cast(PROFESSOR).reads("£34,155.00", "£6,831.00", "£40,986.00", "£8,538.75")
    acts.supports(cast(HEAD), ref)
    goes_on(stage, "T10", "2027-02-04", "2027-04-15")
    it_is(stage, cast, PROFESSOR, date(2027, 4, 16))
    trust = cast(acts.EMPLOYER_SIGNATORY)
    trust.opens(f"/secondments/{ref}/agreement")
    trust.reads("Dr Karen Liddle", "Daniel Reyes", "Isobel Grant", PROFESSOR)
    acts.signs(trust, ref, stage)
    document = acts.downloads_the_agreement(cast(acts.OFFICE), ref)
    assert paper.text_of(document).count("£8,538.75") == 4
    assert "120,000" not in paper.text_of(document)
    found = paper.signatures(document, stage.root_certificate, tmp_path)
    assert {PROFESSOR, "Dr Karen Liddle", "Daniel Reyes", "Isobel Grant"} <= {
        signature.signer for signature in found
    }
    assert all(signature.is_valid for signature in found)
    (tmp_path / "altered").mkdir()
    altered = flipped(TEXT)(document)
    said = paper.signatures(altered, stage.root_certificate, tmp_path / "altered")
    assert not any(signature.is_valid for signature in said)


def test_t14_people_of_another_company_and_programme_find_nothing(stage: Stage, cast: Cast) -> None:
    for who in (OF_ANOTHER_COMPANY, OF_ANOTHER_PROGRAMME):
        stranger = cast(who)
        for page in ("", "/proposal", "/agreement", "/costs"):
            with stranger.expecting(404):
                stranger.opens(f"/secondments/{stage.found['T10 ref']}{page}")
                assert PROFESSOR not in stranger.page.locator("body").inner_text()
    trainee, ref = cast(ONCOLOGIST), stage.found["T2 ref"]
    with trainee.expecting(403):
        trainee.opens(f"/secondments/{ref}/approve")
        trainee.reads("Nobody decides on their own proposal")


def test_t6_the_matron_returns_the_promotion_and_it_is_sent_again(stage: Stage, cast: Cast) -> None:
    nurse, matron = cast(NURSE), cast(MATRON)
    it_is(stage, cast, NURSE, date(2027, 5, 10))
    who = (NURSE, "Nurse, midwife or allied health professional", TESSALY)
    ref = proposes(stage, cast, "T6", who)
    assert nurse.page.get_by_text("OOP").count() == 0
    nurse.opens(f"/secondments/{ref}/costs")
    nurse.reads("£22,720.29", "£4,544.06", "£27,264.35", "£11,360.15", "£11,360.14")
    goes_on(stage, "T6", "2027-05-10", "2027-05-12")
    it_is(stage, cast, NURSE, date(2027, 5, 18))
    acts.returns(
        matron, ref, reason="Duties unclear", message="Training customers promotes the device."
    )
    it_is(stage, cast, NURSE, date(2027, 5, 24))
    nurse.opens(f"/secondments/{ref}/proposal/work")
    filling.answers(
        nurse,
        {
            "summary": "The Secondee advises on the design of a monitor for patients at home, and"
            " on how it fits into the work of respiratory wards."
        },
    )
    filling.saves(nurse)
    nurse.opens(f"/secondments/{ref}/proposal")
    acts.sends(nurse, what_changed="The training of customers is out of the role.")
    goes_on(stage, "T6", "2027-05-24", "2027-07-16")


def test_t2_the_gmc_s_approval_is_recorded_before_the_company_is_asked(
    stage: Stage, cast: Cast
) -> None:
    ref, office = stage.found["T2 ref"], cast(GMC_OFFICE)
    office.opens(f"/secondments/{ref}/approve")
    said = {"evidence": "GMC-2027-3318", "evidence_on": "2027-05-20", "seen": True}
    filling.answers(office, {"decision": "support", **said})
    office.presses("Give this decision")
    office.reads("Your decision is recorded.")
    cast(ONCOLOGIST).opens(f"/secondments/{ref}/gates")
    cast(ONCOLOGIST).reads("20 May 2027")


def test_t2_the_dispute_over_results_is_settled_by_an_annex_for_each_project(
    stage: Stage, cast: Cast
) -> None:
    """Two counters on each side; the funder’s consent comes with the annex."""
    ref, lead, office = stage.found["T2 ref"], cast(acts.LEAD), cast(acts.OFFICE)
    it_is(stage, cast, ONCOLOGIST, date(2027, 5, 27))
    lead.opens(f"/secondments/{ref}/terms")
    lead.reads("The home side owns them; the Host may negotiate a licence")
    why = "We cannot build on results that we do not own."
    acts.offers(lead, ref, "ip_model", HOST_OWNS, why)
    why = "The charity has to consent to an assignment."
    acts.offers(office, ref, "ip_model", HOME_OWNS, why, firm="We cannot")
    goes_on(stage, "T2", "2027-05-31", "2027-06-01")
    acts.offers(lead, ref, "ip_model", HOST_OWNS, "Our board asks for it.", firm="We could")
    office.opens(f"/secondments/{ref}/terms")
    office.reads("Our board asks for it.", "They could move, and do not want to.")
    acts.offers(office, ref, "ip_model", BY_ANNEX, "It keeps the doctorate’s results apart.")
    acts.accepts(lead, ref, BY_ANNEX)
    goes_on(stage, "T2", "2027-06-04", "2027-07-16")
    document = acts.downloads_the_agreement(office, ref)
    said = " ".join(paper.text_of(document).split())
    assert "belong to whom the annex for that project says" in said
    assert "the funder’s written consent is attached to the annex" in said
    assert "and names its source wherever it reports on it" in said
    office.opens(f"/secondments/{ref}/terms/ip_model")
    office.reads("Agreed by this", "Our board asks for it.", "The charity has to consent")
    office.page.get_by_role("heading", name="In the agreement").wait_for()
    office.page.get_by_role("link", name="17.1 Intellectual property in results").click()
    office.is_at("The agreement to read")


def test_t12_is_proposed_for_direct_pay_in_scotland(stage: Stage, cast: Cast) -> None:
    # With a draft that goes no further, its contracts office says in which nation it is.
    stage.run("tests.journeys.plays", "T12", "new", "2027-06-29")
    it_is(stage, cast, PHARMACIST, date(2027, 7, 1))
    ref = proposes(stage, cast, "T12", (PHARMACIST, "Pharmacist", CORVANE))
    cast(PHARMACIST).opens(f"/secondments/{ref}")
    cast(PHARMACIST).reads("NHS Strathfell")
    goes_on(stage, "T12", "2027-07-01", "2027-07-28")
    it_is(stage, cast, PHARMACIST, date(2027, 8, 2))
    lead, office = cast(acts.LEAD), cast(BOARD_OFFICE)
    acts.offers(lead, ref, "no_poach_months", "0", "We hire in the open.", firm="We could")
    acts.accepts(office, ref, "0 months")
    goes_on(stage, "T12", "2027-08-03", "2027-09-29")
    office.opens(f"/secondments/{ref}/agreement/read")
    office.reads("governed by the law of Scotland", "No sum passes between the Host")
    assert office.page.get_by_text("Recharge and invoicing").count() == 0
    office.reads("Corvane Therapeutics Ltd, 2 August 2027")


def test_on_6_october_t2_starts_and_t2b_is_held_until_both_give_the_credit_up(
    stage: Stage, cast: Cast
) -> None:
    it_is(stage, cast, ONCOLOGIST, date(2027, 10, 6))
    t2, t2b = stage.found["T2 ref"], stage.found["T2B ref"]
    acts.waits_for(cast(ONCOLOGIST), f"/secondments/{t2}", "Under way, until 5 October 2028")
    stage.letter(REGISTRAR, "did not start")
    for who in (REGISTRAR, acts.DEAN):
        visitor = cast(who)
        visitor.opens(f"/secondments/{t2b}/gates")
        visitor.reads("Missing (1)")
        visitor.opens(f"/secondments/{t2b}/gates/credit/give-up")
        visitor.reads("6 August 2031")
        filling.answers(visitor, {"knows": True})
        visitor.presses("Check, then give up the credit")
        visitor.presses("Give up the credit")
    acts.waits_for(cast(REGISTRAR), f"/secondments/{t2b}", "Under way, until 5 October 2028")


def test_t6_is_active_on_1_november(stage: Stage, cast: Cast) -> None:
    it_is(stage, cast, NURSE, date(2027, 11, 1))
    ref = stage.found["T6 ref"]
    acts.waits_for(cast(NURSE), f"/secondments/{ref}", "Under way, until 30 April 2028")
    stage.letter(NURSE, "has started")


def test_t12_lapses_on_2_february_2028_and_is_reopened(stage: Stage, cast: Cast) -> None:
    ref, office = stage.found["T12 ref"], cast(BOARD_OFFICE)
    it_is(stage, cast, PHARMACIST, date(2028, 2, 2))
    acts.waits_for(office, f"/secondments/{ref}", "Lapsed")
    stage.letter(PHARMACIST, "lapsed")
    office.opens(f"/secondments/{ref}/reopen")
    filling.answers(office, {"message": "The board can sign now, for new dates."})
    office.presses("Check, then reopen it")
    office.presses("Reopen it")
    pharmacist = cast(PHARMACIST)
    pharmacist.opens(f"/secondments/{ref}/proposal/dates")
    filling.answers(pharmacist, {"starts_on": "2028-06-05", "ends_on": "2028-12-04"})
    filling.saves(pharmacist)
    pharmacist.opens(f"/secondments/{ref}/proposal")
    acts.sends(pharmacist, what_changed="From June to December.")
    pharmacist.opens(f"/secondments/{ref}/proposal")
    pharmacist.reads("5 June 2028")
