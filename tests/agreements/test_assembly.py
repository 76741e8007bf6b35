"""Assembly: only what applies, numbered without gaps, every reference right, nothing unfilled."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondments.agreements import library
from secondments.agreements.assembly import assemble
from secondments.agreements.terms import fingerprint
from secondments.catalogue.kinds import Amount, Choice, Whole, YesNo
from secondments.catalogue.parameters import PARAMETERS
from secondments.documents.contract import Facts, Listing, Prose, Table
from secondments.errors import InvalidInput
from secondments.terms.charges import Arrangement
from tests.agreements.cases import the_longest_terms, the_terms_of_t10, the_terms_of_t12
from tests.agreements.t1 import (
    ISSUED,
    agreed,
    the_negotiated_terms_of_t1,
    the_terms_of_t1,
)

LIBRARY = library.load()


def assembled(terms=None, edition=ISSUED):
    return assemble(terms or the_terms_of_t1(), LIBRARY, edition)


def clause(document, code):
    """The text of a clause, paragraph by paragraph."""
    (found,) = [each for each in document.clauses if each.code == code]
    return [str(paragraph) for paragraph in found.paragraphs]


def schedule(document, code):
    (found,) = [each for each in document.schedules if each.code == code]
    return found


def table(document, code, caption):
    blocks = schedule(document, code).blocks
    (found,) = [each for each in blocks if getattr(each, "caption", "") == caption]
    return found


def facts(rows):
    return {row.label: "".join(run.text for run in row.text) for row in rows}


def every_text(document):
    for each in document.clauses:
        yield from (str(paragraph) for paragraph in each.paragraphs)
    for block in (block for each in document.schedules for block in each.blocks):
        match block:
            case Facts():
                yield from facts(block.rows).values()
            case Table():
                yield from (cell for row in block.rows for cell in row)
            case Listing():
                yield from block.points
            case Prose():
                yield "".join(run.text for run in block.text)
    yield from document.statement
    yield from facts(document.key_terms).values()


def test_case_t1_has_every_clause_that_always_binds_and_recharge_and_vat():
    codes = [each.code for each in assembled().clauses]
    assert codes == [f"CL{number:02}" for number in range(1, 28)]


def test_the_key_terms_of_case_t1():
    assert facts(assembled().key_terms) == {
        "Role": "Clinical development physician, respiratory",
        "Dates": "4 August 2027 to 1 August 2028",
        "Time and place": "Full time, 3 Ashby Wharf, Tarnley, at least 60% on site",
        "Charge": "£102,306.06 plus VAT £20,461.21, in all £122,767.27",
        "Invoices": "Each quarter in arrears, payable within 30 days",
        "Training": "Out of programme for experience (OOPE), no credit",
        "Results": "The Host owns them; free academic and clinical use",
        "Publication": "30 days to comment, a delay of at most 60 days",
        "Ending early": "8 weeks’ notice by any party",
        "Law": "England and Wales",
    }


def test_what_is_issued_is_said_on_the_cover_and_a_draft_says_nothing_of_it():
    assert assembled().issued == (
        "Issued on 23 April 2027 for signature by 3 parties."
        " It takes effect when the last of them has signed."
    )
    assert assembled(edition=replace(ISSUED, issued_on=None)).issued == ""


def test_the_fingerprint_is_that_of_the_terms_whatever_the_version():
    second = assembled(edition=replace(ISSUED, version=2))
    assert second.fingerprint == assembled().fingerprint == fingerprint(the_terms_of_t1())
    assert (second.version, assembled().version) == (2, 1)


def test_clauses_say_what_was_agreed():
    document = assembled(agreed(the_terms_of_t1(), notice_weeks=12, conf_years_after=7))
    assert (
        "on 12 weeks’ written notice, and the Secondee on 8 weeks’" in clause(document, "CL23")[0]
    )
    assert "for 7 years after it" in clause(document, "CL15")[0]


def test_clauses_are_numbered_again_when_one_is_left_out():
    document = assembled(the_terms_of_t10())
    assert "CL07" not in {each.code for each in document.clauses}
    assert [each.number for each in document.clauses] == list(range(1, 27))
    assert document.clauses[-1].paragraphs[1].number == "26.2"


def test_references_carry_the_number_of_this_agreement():
    assert "as clause 24 says" in clause(assembled(), "CL06")[1]
    assert "as clause 23 says" in clause(assembled(the_terms_of_t10()), "CL06")[1]
    assert "in Schedule 8." in clause(assembled(), "CL24")[0]
    assert "in Schedule 7." in clause(assembled(the_terms_of_t10()), "CL24")[0]


@pytest.mark.parametrize(
    "terms",
    [the_terms_of_t1(), the_terms_of_t10(), the_terms_of_t12(), the_longest_terms()],
    ids=["T1", "T10", "T12", "long"],
)
def test_every_reference_names_the_number_of_the_place_it_leads_to(terms):
    document = assembled(terms)
    places = {each.code: f"clause {each.number}" for each in document.clauses}
    places |= {each.code: f"Schedule {each.number}" for each in document.schedules}
    paragraphs = [paragraph for each in document.clauses for paragraph in each.paragraphs]
    references = [run for paragraph in paragraphs for run in paragraph.text if run.to]
    assert len(references) > 8
    assert all(run.text == places[run.to] for run in references)


def test_case_t1_has_the_schedules_that_apply_in_their_order():
    titles = [each.title for each in assembled().schedules]
    assert titles == [
        "Particulars",
        "Work and objectives",
        "Money",
        "Insurance",
        "Training",
        "Intellectual property and publication",
        "Personal data",
        "Dates to keep",
    ]


def test_direct_pay_has_no_money_and_no_vat():
    document = assembled(the_terms_of_t12())
    codes = {each.code for each in document.clauses} | {each.code for each in document.schedules}
    assert codes.isdisjoint({"CL07", "CL09", "CL10", "money", "training"})
    assert "is suspended during the Term" in clause(document, "CL06")[0]
    assert "No sum passes between the Host and the Employer." in clause(document, "CL08")[0]
    assert "the law of Scotland" in clause(document, "CL27")[0]


def test_the_clause_on_changes_at_the_host_stands_where_it_was_agreed():
    document = assembled(agreed(the_terms_of_t1(), host_continuity=True))
    assert "on the notice in clause 23." in clause(document, "CL28")[1]
    assert "CL28" not in {each.code for each in assembled().clauses}


def test_the_money_of_case_t1_to_the_penny():
    document = assembled()
    charge = table(document, "money", "Charge for the Term")
    assert [(row[0], row[2]) for row in charge.rows] == [
        ("Charge", "£102,306.06"),
        ("VAT", "£20,461.21"),
    ]
    assert charge.total == ("Total", "", "£122,767.27")
    invoices = table(document, "money", "Invoices")
    assert invoices.rows == (
        ("4 Aug to 3 Nov 2027", "4 Nov 2027", "£25,576.52", "£5,115.30", "£30,691.82"),
        ("4 Nov 2027 to 3 Feb 2028", "4 Feb 2028", "£25,576.52", "£5,115.30", "£30,691.82"),
        ("4 Feb to 3 May 2028", "4 May 2028", "£25,576.52", "£5,115.30", "£30,691.82"),
        ("4 May to 1 Aug 2028", "2 Aug 2028", "£25,576.50", "£5,115.31", "£30,691.81"),
    )
    assert invoices.total == ("Total", "", "£102,306.06", "£20,461.21", "£122,767.27")


def test_the_rates_are_printed_unless_the_organisation_keeps_them_back():
    printed = table(assembled(), "money", "Charge for the Term").rows[0][1]
    assert printed == (
        "Actual cost of employment, full time, 12 months. Employer’s National Insurance 15% above"
        " £5,000 a year; employer’s pension 23.78%; apprenticeship levy 0.5%; administration fee 0%"
    )
    t1 = the_terms_of_t1()
    kept_back = assembled(replace(t1, charge=replace(t1.charge, shows_rates=False)))
    assert table(kept_back, "money", "Charge for the Term").rows[0][1] == (
        "Actual cost of employment, full time, 12 months"
    )


def test_another_basis_of_the_charge_is_said_with_its_own_rates():
    def basis(choice):
        document = assembled(agreed(the_terms_of_t1(), recharge_basis=choice))
        return table(document, "money", "Charge for the Term").rows[0][1]

    assert basis("fixed_sum") == "A fixed sum"
    assert basis("salary_only") == (
        "Salary, without the employer’s other costs, full time, 12 months. Administration fee 0%"
    )


def test_no_salary_is_anywhere_in_the_agreement():
    text = " ".join(every_text(assembled()))
    assert not re.search(r"73[,. ]?992", text)


def test_the_dates_of_case_t1_stand_one_row_a_day():
    rows = {
        row[0]: row[1:] for row in table(assembled(), "dates", "What is due, and from whom").rows
    }
    assert rows["4 November 2027"] == (
        "Review; invoice 1 of 4",
        "Host’s Manager, Employer’s Contact, Secondee, Employer",
    )
    assert rows["2 February 2028"] == (
        "Last day to confirm the return; last day to ask for an extension",
        "Secondee",
    )
    assert rows["10 May 2028"] == ("Meeting before the return", "Employer’s Contact, Secondee")


def test_the_training_record_says_who_agreed_and_both_days_of_completion():
    assert facts(table(assembled(), "training", "Record").rows) == {
        "Category": (
            "Out of programme for experience (OOPE), agreed by the postgraduate dean"
            " on 26 February 2027"
        ),
        "Credit": "None",
        "Completion of training": (
            "1 August 2029 before, 1 August 2030 after; the annual review confirms it"
        ),
        "Responsible officer": "Stays with the Secondee’s designated body",
    }


def test_a_credit_is_tied_to_its_approval():
    t1 = the_terms_of_t1()
    training = replace(t1.training, category="OOPR", credit_months=12, approval="GMC-0042")
    document = assembled(replace(t1, training=training))
    assert "Up to 12 months of the Term may count" in clause(document, "CL07")[0]
    assert "(GMC-0042) was given before the first day" in clause(document, "CL07")[0]
    assert facts(document.key_terms)["Training"] == (
        "Out of programme for research (OOPR), credit of up to 12 months"
    )


def test_changes_from_the_usual_terms_are_listed_only_where_there_are_any():
    assert "changes" not in {each.code for each in assembled().schedules}
    (changes,) = schedule(assembled(the_negotiated_terms_of_t1()), "changes").blocks
    assert re.fullmatch(r"2 of \d\d terms differ from the usual position", changes.caption)
    assert changes.rows == (
        (
            "Long absence: right to suspend after (clause 12)",
            "8 weeks",
            "12 weeks",
            "Kingsmere, 1 April 2027",
        ),
        (
            "Withdrawal from site: meet within (clause 13)",
            "10 days",
            "5 days",
            "Corvane, 30 March 2027",
        ),
    )


def test_only_the_words_with_capitals_that_are_used_are_explained():
    words = facts(table(assembled(), "particulars", "Words with capitals").rows)
    assert list(words) == [
        "Charge",
        "Confidential Information",
        "Day of Return",
        "Employer’s Contact",
        "Host’s Manager",
        "Results",
        "Site",
        "Term",
    ]
    assert words["Charge"].startswith("The sum that the Host repays under clause 9")
    direct = facts(table(assembled(the_terms_of_t12()), "particulars", "Words with capitals").rows)
    assert "Charge" not in direct


def test_the_parties_are_named_with_number_address_and_signatory():
    document = assembled()
    parties = table(document, "particulars", "Parties")
    assert parties.rows[1] == (
        "Host",
        "Corvane Therapeutics Ltd, company number 00000014",
        "Legal, 3 Ashby Wharf, Tarnley TN9 9ZZ",
    )
    assert parties.rows[2][1] == "Dr Priya Nandakumar, ST6 respiratory medicine"
    people = table(document, "particulars", "People")
    assert ("Employer’s signatory", "Daniel Reyes, Director of People") in people.rows


def test_the_whole_fingerprint_is_in_the_particulars():
    document = assembled()
    printed = facts(table(document, "particulars", "This document").rows)
    digits = printed["Fingerprint (SHA-256) of the terms"]
    assert re.sub(r"\s", "", digits) == document.fingerprint


def test_a_place_to_sign_for_each_party_in_order():
    signatures = assembled(the_terms_of_t10()).signatures
    assert [each.field for each in signatures] == [
        "sig_employer",
        "sig_trust",
        "sig_host",
        "sig_secondee",
    ]
    assert signatures[1].heading == "Signed for Kingsmere University Hospitals NHS Trust"
    assert signatures[1].purpose == (
        "Signature of Dr Joan Petrie, Medical Director,"
        " for Kingsmere University Hospitals NHS Trust"
    )
    assert signatures[3].heading == "Signed by the Secondee"
    assert signatures[3].purpose == "Signature of Professor Edwin Hale"


def test_what_stands_above_the_signatures_says_what_is_signed():
    first, second = assembled().statement
    assert first == (
        "This is version 1 of the agreement SEC-7K3M-Q2 between Kingsmere University Hospitals NHS"
        " Trust, Corvane Therapeutics Ltd and Dr Priya Nandakumar."
    )
    assert "may sign it" in second


def test_a_value_that_looks_like_a_placeholder_is_printed_as_it_is():
    document = assembled(replace(the_terms_of_t1(), site="{{law}} {{clause:CL01}} Street"))
    words = facts(table(document, "particulars", "Words with capitals").rows)
    assert words["Site"] == "{{law}} {{clause:CL01}} Street"


def test_an_advisory_appointment_is_no_secondment():
    with pytest.raises(InvalidInput, match="no secondment"):
        assembled(replace(the_terms_of_t1(), arrangement=Arrangement.ADVISORY))


def test_a_missing_or_a_second_party_of_the_kind_is_refused():
    t1 = the_terms_of_t1()
    for parties in (t1.parties[:2], (*t1.parties, t1.parties[0])):
        with pytest.raises(InvalidInput, match="an Employer, a Host and a Secondee"):
            assembled(replace(t1, parties=parties))


def test_a_charge_must_be_there_exactly_where_the_host_repays():
    with pytest.raises(InvalidInput, match="needs a charge"):
        assembled(replace(the_terms_of_t1(), charge=None))
    with pytest.raises(InvalidInput, match="needs a charge"):
        assembled(replace(the_terms_of_t12(), charge=the_terms_of_t1().charge))


def test_terms_are_printed_with_the_clauses_they_were_agreed_on():
    with pytest.raises(InvalidInput, match="version 2026-9"):
        assembled(replace(the_terms_of_t1(), library="2026-9"))


def positions(parameter):
    """Any value that may be agreed."""
    match parameter:
        case Whole():
            return st.integers(parameter.least, parameter.most)
        case Amount():
            return st.decimals(parameter.least, parameter.most, places=2)
        case Choice():
            return st.sampled_from(sorted(parameter.words))
        case YesNo():
            return st.booleans()
        case _:
            return st.sampled_from([parameter.default, type(parameter.default)()])


any_positions = st.fixed_dictionaries({}, optional={n: positions(p) for n, p in PARAMETERS.items()})
any_case = st.sampled_from([the_terms_of_t1(), the_terms_of_t10(), the_terms_of_t12()])


@settings(max_examples=150, deadline=None)
@given(any_case, any_positions)
def test_whatever_is_agreed_every_sentence_is_whole_and_every_number_follows(terms, agreed_values):
    document = assembled(agreed(terms, **agreed_values))
    assert [each.number for each in document.clauses] == [
        nth for nth, _ in enumerate(document.clauses, start=1)
    ]
    for each in document.clauses:
        assert each.paragraphs
        assert [p.number for p in each.paragraphs] == [
            f"{each.number}.{nth}" for nth, _ in enumerate(each.paragraphs, start=1)
        ]
        for paragraph in each.paragraphs:
            assert re.fullmatch(r"[A-Z].*\.", str(paragraph)), str(paragraph)
    text = "\n".join(every_text(document))
    assert not re.search(
        r"\{\{|\}\}|  | [,.;]|\bNone of\b|\b1 \w+s\b(?! of)|\b0 (days|weeks)", text
    )


def test_a_single_day_can_be_agreed():
    day = date(2027, 8, 4)
    t1 = the_terms_of_t1()
    document = assembled(
        replace(
            t1, first_day=day, last_day=day, charge=replace(t1.charge, months=Decimal("0.0323"))
        )
    )
    assert "0.0323 months" in table(document, "money", "Charge for the Term").rows[0][1]
