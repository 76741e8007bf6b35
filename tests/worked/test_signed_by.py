"""Cases T10 and T12: four who sign, and one who never does."""

import json
from datetime import date

import pytest

from secondments import clock
from secondments.agreements.models import Status
from secondments.agreements.terms import Capacity
from secondments.demo.cases import Scene, answer, issue
from secondments.demo.turning import moves_to, supports
from secondments.people import queries as people
from secondments.secondment import bargain, gate_rules, service
from secondments.secondment.choices import VatTreatment
from secondments.secondment.gates import Gate
from secondments.secondment.lifecycle import State
from secondments.secondment.pathways import Side, Step
from secondments.terms import costs
from tests.worked.playing import asked, at, figures, invoices, told, until

pytestmark = pytest.mark.usefixtures("office")

MONEY_OF_T10 = "24,000.00|3,450.00|3,480.00|120.00|3,105.00|34,155.00|6,831.00|40,986.00"
FIRST_DAY_OF_T12 = (2028, 2, 2)


def signatures(s):
    """Of the newest agreement: who signs for whom, and whether it is done."""
    newest = max(s.agreements, key=lambda agreement: agreement.version)
    return {x.party: (x.name, x.act is not None) for x in newest.signatories}


def test_t10_goes_through_the_department_beside_the_trust_then_contracts_and_finance():
    s = until("T10", (2027, 2, 1)).s
    home = s.pathway.groups(Side.HOME)
    assert home == ((Step.HOD, Step.CD), (Step.RCO,), (Step.FIN,))
    assert asked(s) == {("Professor Anna Sule", "decide_HOD"), ("Dr Peter Lang", "decide_CD")}


def test_t10_costs_a_fifth_and_is_invoiced_in_four_equal_quarters():
    s = until("T10", (2027, 2, 1)).s
    assert figures(s) == MONEY_OF_T10
    assert invoices(s) == [("8,538.75", "1,707.75")] * 4


def test_t10_waits_for_four_signatures_of_four_parties():
    s = until("T10", (2027, 4, 8)).s
    assert signatures(s) == {
        Capacity.EMPLOYER: ("Dr Karen Liddle", True),
        Capacity.TRUST: ("Daniel Reyes", False),
        Capacity.HOST: ("Isobel Grant", False),
        Capacity.SECONDEE: ("Professor Edwin Hale", True),
    }
    assert {name for name, duty in asked(s) if duty == "sign"} == {"Daniel Reyes", "Isobel Grant"}


def test_t10_the_third_signature_binds_nobody_and_the_fourth_does():
    play = until("T10", (2027, 4, 15))
    assert not play.s.agreement.is_fully_signed
    last = next(scene for scene in play.case.scenes if scene.day == (2027, 4, 16))
    s = play.goes_on(last).s
    assert s.agreement.is_fully_signed
    assert s.agreement.status is Status.SEALING
    assert {each.gate for each in gate_rules.left(s)} == {Gate.FUNDER}


def test_t10_starts_on_1_september_when_the_research_office_has_the_funder_s_consent():
    play = until("T10", (2027, 9, 1))
    s = play.s
    assert s.state is State.ACTIVE
    assert s.state_since == clock.local_midnight(date(2027, 9, 1), s.zone)
    assert [(entry.gate, entry.by.name) for entry in s.gate_entries] == [
        (Gate.FUNDER, "Imran Qureshi")
    ]


def test_t12_is_a_pharmacist_of_a_scottish_board_whom_the_company_pays():
    s = until("T12", (2027, 7, 1)).s
    assert s.employer.name == "NHS Strathfell"
    assert s.pathway_code == "pharmacist"
    assert asked(s) == {("Elspeth Rae", "decide_LM")}
    assert costs.of(s).total == 0
    assert bargain.vat_treatment_of(s) is VatTreatment.SUSPENDED


def test_t12_is_governed_by_the_law_of_scotland_and_says_what_becomes_of_the_pension():
    s = until("T12", (2027, 9, 20)).s
    frozen = json.loads(s.agreement.terms)["parameters"]
    assert frozen["law"] == "Scotland"
    assert (frozen["pension_status"], frozen["death_in_service"]) == ("paused", "host")


def test_the_others_are_governed_by_the_law_of_england_and_wales():
    s = until("T10", (2027, 4, 6)).s
    assert json.loads(s.agreement.terms)["parameters"]["law"] == "England_and_Wales"


def test_t12_without_the_employer_it_lapses_on_its_first_day():
    play = until("T12", FIRST_DAY_OF_T12)
    assert play.path[-2:] == ["contract_issued", "lapsed"]
    s = play.s
    assert s.state_since == clock.local_midnight(date(2028, 2, 2), s.zone)
    assert signatures(s) == {
        Capacity.EMPLOYER: ("Catriona Bell", False),
        Capacity.HOST: ("Isobel Grant", True),
        Capacity.SECONDEE: ("Ailsa Drummond", True),
    }
    assert s.agreement is None
    assert [agreement.status for agreement in s.agreements] == [Status.VOID]
    assert told(s, "lapsed") >= {"Ailsa Drummond", "Catriona Bell"}


def test_t12_on_the_day_before_it_has_not_lapsed():
    play = until("T12", (2027, 9, 29))
    with clock.stopped_at(at((2028, 2, 1))):
        play.case.scenes[-1].act(None)
    assert play.s.state is State.CONTRACT_ISSUED


def test_t12_reopened_with_new_dates_it_goes_round_again_as_a_new_version():
    play = until("T12", FIRST_DAY_OF_T12)
    with clock.stopped_at(at((2028, 2, 7))):
        office = people.offices(play.s.employer_id)[0]
        assert office.name == "Shona Fraser"
        service.reopen(play.s, by=office, message="The board can sign now.")
    assert play.s.state is State.RETURNED
    new = {"starts_on": date(2028, 6, 5), "ends_on": date(2028, 12, 4)}
    play.goes_on(Scene((2028, 2, 10), "proposed", moves_to("From June to December.", **new)))
    s = play.s
    assert [sent.version for sent in s.sent] == [1, 2]
    assert s.done_steps == set()
    assert asked(s) == {("Elspeth Rae", "decide_LM")}
    steps = (Step.LM, Step.CD, Step.EMP, None, Step.CM, Step.CMC, Step.CLG)
    acts = [supports(step) if step else answer for step in steps]
    play.goes_on(*(Scene((2028, 2, 14), "", act) for act in acts))
    play.goes_on(Scene((2028, 2, 21), "contract_issued", issue))
    s = play.s
    assert [a.version for a in s.agreements] in ([1, 2], [2, 1])
    assert s.agreement.version == 2
    assert "2028-06-05" in s.agreement.terms
    assert not any(done for _, done in signatures(s).values())
