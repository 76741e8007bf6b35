"""The other kinds of agreement: who is bound, what is missing, and which clauses and schedules."""

import re
from dataclasses import replace

import pytest

from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.agreements.terms import Capacity, Kind
from secondments.errors import InvalidInput
from secondments.terms.charges import Arrangement
from tests.agreements.cases import the_terms_of_t12
from tests.agreements.kinds import (
    UNIVERSITY,
    a_variation,
    an_advisory_agreement,
    an_nda,
    the_terms_of_t2,
)
from tests.agreements.t1 import ISSUED, agreed, the_terms_of_t1
from tests.agreements.test_assembly import clause, every_text, facts, schedule, table

KINDS = pytest.mark.parametrize("case", [an_advisory_agreement, an_nda, a_variation])


def assembled(terms):
    return assemble(terms, library.load(terms.library), ISSUED)


def said(document):
    return " ".join([*every_text(document), *(c.title for c in document.clauses)])


@KINDS
def test_its_clauses_and_schedules_are_numbered_and_its_references_lead_to_them(case):
    document = assembled(case())
    assert [each.number for each in document.clauses] == list(range(1, len(document.clauses) + 1))
    places = {each.code: f"clause {each.number}" for each in document.clauses}
    places |= {each.code: f"Schedule {each.number}" for each in document.schedules}
    runs = [run for c in document.clauses for p in c.paragraphs for run in p.text if run.to]
    assert runs
    assert all(run.text == places[run.to] for run in runs)


@KINDS
def test_only_its_own_words_are_in_it(case):
    words = said(assembled(case()))
    assert not re.search(r"\{\{|\}\}|  | [,.;]", words)
    if case is not a_variation:
        assert "Secondee" not in words


@pytest.mark.parametrize(
    ("case", "title", "schedules"),
    [
        (
            an_advisory_agreement,
            "Advisory agreement",
            ["Particulars", "The advice", "Fee", "Dates to keep"],
        ),
        (an_nda, "Confidentiality agreement", ["Particulars"]),
        (a_variation, "Variation agreement", ["Particulars", "What changes"]),
    ],
)
def test_its_title_and_its_schedules(case, title, schedules):
    document = assembled(case())
    assert (document.title, [each.title for each in document.schedules]) == (title, schedules)


def test_an_adviser_is_no_employee_of_the_host_and_stays_the_employers():
    document = assembled(an_advisory_agreement())
    assert "The Adviser stays the Employer’s employee throughout" in clause(document, "AD02")[0]
    assert "no more than 0.1 of full time (half a day a week)" in clause(document, "AD03")[0]
    assert document.signatures[-1].heading == "Signed by the Adviser"


@pytest.mark.parametrize(
    ("paid_to", "payee"), [("employer", "the Employer"), ("person", "the Adviser")]
)
def test_the_fee_is_paid_and_invoiced_as_agreed(paid_to, payee):
    document = assembled(an_advisory_agreement(paid_to=paid_to))
    assert f"The Host pays the Fee to {payee}" in clause(document, "AD04")[0]
    assert facts(document.key_terms)["Fee"] == (
        f"£18,000.00 plus VAT £3,600.00, in all £21,600.00, paid to {payee}"
    )
    due = table(document, "dates", "What is due, and from whom").rows
    assert ("1 March 2028", "Invoice 1 of 2", payee.removeprefix("the ")) in due


def test_advice_without_a_fee_says_so_and_has_no_schedule_of_it():
    document = assembled(replace(an_advisory_agreement(), charge=None, fee_paid_to=""))
    assert clause(document, "AD04")[0] == "No fee is paid for the advice."
    assert "money" not in {each.code for each in document.schedules}
    assert facts(document.key_terms)["Fee"] == "None"


def test_a_fee_without_anybody_to_pay_it_to_is_refused():
    with pytest.raises(InvalidInput, match="to the Employer or to the Adviser"):
        assembled(an_advisory_agreement(paid_to=""))


def test_an_advisory_agreement_is_not_for_a_secondment():
    with pytest.raises(InvalidInput, match="this is a secondment"):
        assembled(replace(an_advisory_agreement(), arrangement=Arrangement.RECHARGE))


@KINDS
def test_a_party_that_is_missing_is_named(case):
    terms = case()
    host = [party for party in terms.parties if party.capacity is not Capacity.HOST]
    with pytest.raises(InvalidInput, match="Still missing: a Host"):
        assembled(replace(terms, parties=tuple(host)))
    with pytest.raises(InvalidInput, match="each party only once"):
        assembled(replace(terms, parties=(*terms.parties, terms.parties[0])))


def test_a_confidentiality_agreement_binds_all_and_promises_nothing():
    document = assembled(an_nda())
    assert (
        "the Employer, the University, the Host and the Individual" in clause(document, "CL01")[0]
    )
    assert "every party that receives" in clause(document, "ND01")[1]
    assert "No party is bound to go on" in clause(document, "ND07")[1]
    assert "for 5 years after the Term" in clause(document, "ND08")[1]


def test_a_variation_shows_each_term_before_and_after_and_keeps_the_rest():
    document = assembled(a_variation())
    assert "varies the agreement SEC-7K3M-Q2, version 1" in clause(document, "VA01")[0]
    rows = table(document, "varied", "The terms that change").rows
    assert rows[0] == ("Last day", "1 August 2028", "1 October 2028")
    assert "Everything else in the Varied Agreement stays as it is." in clause(document, "VA02")[0]
    assert document.statement[0].startswith("This is version 1 of the variation SEC-7K3M-Q2-V1")


def test_a_variation_of_nothing_or_without_a_change_is_refused():
    with pytest.raises(InvalidInput, match="the agreement that it varies"):
        assembled(replace(a_variation(), variation_of=""))
    with pytest.raises(InvalidInput, match="at least one term"):
        assembled(replace(a_variation(), varies=()))


def test_the_law_of_scotland_has_its_own_words_on_counterparts():
    scots = clause(assembled(the_terms_of_t12()), "CL27")
    assert "the law of Scotland" in scots[0]
    assert any("(Scotland) Act 2015" in paragraph for paragraph in scots)
    irish = clause(assembled(agreed(the_terms_of_t1(), law="Northern_Ireland")), "CL27")
    assert "the law of Northern Ireland" in irish[0]
    assert not any("Scotland" in paragraph for paragraph in irish)


def test_results_settled_by_annex_have_its_contents_in_the_schedule_with_the_funders_consent():
    document = assembled(the_terms_of_t2())
    annex = facts(table(document, "results", "What the annex for a project says").rows)
    assert "One of the Host, the Employer and the University" in annex["Results belong to"]
    assert "written consent attached" in annex["Funder"]
    assert "in the form in Schedule 6" in clause(document, "CL17")[0]
    usual = assembled(the_terms_of_t1())
    captions = [getattr(block, "caption", "") for block in schedule(usual, "results").blocks]
    assert "What the annex for a project says" not in captions


def test_results_of_the_university_belong_to_it_where_it_is_a_party():
    t1 = the_terms_of_t1()
    with_university = replace(t1, parties=(t1.parties[0], UNIVERSITY, *t1.parties[1:]))
    document = assembled(agreed(with_university, ip_model="university_owns_host_option"))
    assert "Results belong to the University." in clause(document, "CL17")[0]
    results = facts(table(document, "results", "Results").rows)
    assert results["Owner"] == "The University owns them"
    assert results["The Host’s option"] == "6 months to negotiate a licence"


def test_the_schedule_of_personal_data_names_the_assessment_only_where_patients_are_concerned():
    usual = facts(table(assembled(the_terms_of_t1()), "data", "Who does what").rows)
    assert "Impact assessment" not in usual
    t2 = facts(table(assembled(the_terms_of_t2()), "data", "Who does what").rows)
    assert t2["Impact assessment"] == "DPIA-2027-118"
    assert t2["Patient data"] == "Pseudonymised patient data"


def test_all_nine_schedules_stand_in_their_order():
    codes = [each.code for each in assembled(the_terms_of_t2()).schedules]
    assert codes == [
        *("particulars", "work", "money", "insurance", "training"),
        *("results", "data", "dates", "changes"),
    ]


def test_every_kind_has_a_case_here():
    kinds = {case().kind for case in (the_terms_of_t2, an_advisory_agreement, an_nda, a_variation)}
    assert kinds == set(Kind)
