"""T2 as terms, the other kinds of agreement, special conditions, and names in every alphabet."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from secondments.agreements.terms import (
    Capacity,
    Change,
    Charge,
    Kind,
    Party,
    Person,
    Special,
    Training,
    Varied,
    Work,
)
from secondments.catalogue import parameters
from secondments.terms.charges import Arrangement, Instalment
from tests.agreements.cases import AURELIS, HALE, NORTHMOOR
from tests.agreements.t1 import (
    CORVANE,
    KINGSMERE,
    NANDAKUMAR,
    the_charge,
    the_negotiated_terms_of_t1,
    the_terms_of_t1,
)

UNIVERSITY = replace(NORTHMOOR, capacity=Capacity.UNIVERSITY)
OKAFOR = replace(
    NANDAKUMAR,
    name="Dr Benedict Okafor",
    signatory="Dr Benedict Okafor",
    signatory_title="For themself",
)
LENTIGEN = Party(
    capacity=Capacity.HOST,
    name="Lentigen Bio Ltd",
    number="00000032",
    address="The Old Foundry, 12 Quay Street, Tarnley TN4 9ZZ",
    signatory="Sunil Rao",
    signatory_title="Chief Executive",
)


def the_terms_of_t2():
    """Research with credit; the University a party; an annex for each project."""
    first_day, last_day = date(2027, 10, 6), date(2028, 10, 5)
    positions = {
        "ip_model": "per_project_annex",
        "lab_work": True,
        "patient_data": "pseudonymised",
        "dpia_ref": "DPIA-2027-118",
        "mnda_ref": "NDA-2026-044",
    }
    agreed = parameters.agreed(positions, trainee=True)
    charge = the_charge(
        agreed,
        arrangement=Arrangement.RECHARGE,
        salary=Decimal(65048),
        share=Decimal(1),
        first_day=first_day,
        last_day=last_day,
        months=Decimal(12),
    )
    return the_terms_of_t1(
        reference="SEC-4HQP-9T",
        parties=(KINGSMERE, UNIVERSITY, LENTIGEN, OKAFOR),
        secondee="ST5 medical oncology, clinical PhD fellow",
        work=Work(
            role="Clinical research fellow, cell therapy",
            department="Translational oncology",
            summary="The Secondee works on biomarkers of response in two early trials.",
            objectives=(
                "Set up and validate an assay of circulating tumour DNA.",
                "Analyse the samples of the first trial and write the report.",
                "Draft one chapter of the doctoral thesis.",
            ),
        ),
        first_day=first_day,
        last_day=last_day,
        site="The Old Foundry, Tarnley",
        host_manager=Person(name="Dr Ines Carvalho"),
        home_contact=Person(name="Dr Rowan Ellis", description="educational supervisor"),
        parameters=agreed,
        charge=charge,
        training=Training(
            category="OOPR",
            credit_months=12,
            approval="GMC-2027-3316",
            agreed_by="the postgraduate dean",
            agreed_on=date(2027, 3, 9),
            completion_before=date(2030, 8, 6),
            completion_after=date(2031, 8, 6),
            annual_review_on=date(2028, 6, 20),
        ),
        changes=(
            Change(
                parameter="ip_model",
                usual="host_owns_with_academic_licence",
                moved_by="Kingsmere and Lentigen",
                moved_on=date(2027, 4, 2),
            ),
        ),
    )


def an_advisory_agreement(*, paid_to="employer"):
    """A professor advises a company for a fee, half a day a week."""
    first_day, last_day = date(2027, 9, 1), date(2028, 8, 31)
    half = Instalment(
        first_day=first_day,
        last_day=date(2028, 2, 29),
        invoiced_on=date(2028, 3, 1),
        net=Decimal(9000),
        vat=Decimal(1800),
    )
    rest = replace(
        half, first_day=date(2028, 3, 1), last_day=last_day, invoiced_on=date(2028, 9, 1)
    )
    return the_terms_of_t1(
        kind=Kind.ADVISORY,
        reference="SEC-B2RT-8K",
        arrangement=Arrangement.ADVISORY,
        parties=(NORTHMOOR, AURELIS, HALE),
        secondee="professor of immunology",
        work=Work(
            role="Scientific adviser, immunology",
            department="Global immunology",
            summary="The Adviser reviews the Host’s early immunology programme.",
            objectives=("Attend four advisory meetings.", "Comment on two study protocols."),
        ),
        first_day=first_day,
        last_day=last_day,
        share=Decimal("0.1"),
        site="40 Harbour Way, Tarnley",
        host_manager=Person(name="Dr Hugo Brandt"),
        home_contact=Person(name="Professor Anna Sule", description="head of department"),
        parameters=parameters.agreed({"liability_cap": "fixed"}),
        charge=Charge(
            net=Decimal(18000), vat=Decimal(3600), months=Decimal(12), instalments=(half, rest)
        ),
        training=None,
        fee_paid_to=paid_to,
    )


def an_nda():
    """Before the science is shown: the University is there as well."""
    return the_terms_of_t1(
        kind=Kind.NDA,
        reference="NDA-4HQP-9T",
        parties=(KINGSMERE, UNIVERSITY, LENTIGEN, OKAFOR),
        secondee="ST5 medical oncology",
        first_day=date(2026, 12, 1),
        last_day=date(2027, 11, 30),
        charge=None,
        training=None,
    )


def a_variation():
    """Two months more, and what goes with them."""
    return the_terms_of_t1(
        kind=Kind.VARIATION,
        variation_of="SEC-7K3M-Q2, version 1",
        reference="SEC-7K3M-Q2-V1",
        varies=(
            Varied(term="Last day", before="1 August 2028", after="1 October 2028"),
            Varied(
                term="Charge for the Term, without VAT", before="£102,306.06", after="£119,357.07"
            ),
            Varied(term="Meeting before the return", before="10 May 2028", after="10 July 2028"),
        ),
    )


def with_special_conditions():
    """What the parties worded themselves: quotes, points, markup, placeholders, right to left."""
    return replace(
        the_negotiated_terms_of_t1(),
        special=(
            Special(
                title="Conference leave",
                text='The Secondee\'s leave covers:\n- one "international" meeting;\n- two days of'
                " reading -- each year.\n\nSee {{clause:CL12}} and <b>nothing</b> else 🙂.",
            ),
            Special(title="שם", text="الدكتورة ليلى الحداد، נועה כהן (2) and 3 others.\n\nFin."),
        ),
    )


def with_names_in_every_alphabet():
    """Greek, Arabic, Hebrew, Devanagari, Chinese and Korean in every place for a name."""
    terms = the_negotiated_terms_of_t1()
    arabic, chinese = "الدكتورة ليلى الحداد", "北京明德医药科技有限公司"
    return replace(
        terms,
        parties=(
            replace(KINGSMERE, signatory="नंदकुमार प्रिया", signatory_title="कार्मिक निदेशक"),
            replace(CORVANE, name=chinese, signatory="김민준", signatory_title="대표이사"),
            replace(NANDAKUMAR, name=arabic, signatory=arabic),
        ),
        host_manager=Person(name="Ξένια Παπαδοπούλου"),
        home_contact=Person(name="נועה כהן", description="educational supervisor"),
        site="大阪市さくら通り 3",
    )


def with_four_longest_names():
    """Four parties whose names have 120 letters each, and a role of 120."""
    terms = the_terms_of_t2()
    words = "Kingsmere and Northmoor Combined University Teaching Hospitals Foundation "
    long = (words * 2)[:120].strip()
    return replace(
        terms,
        parties=tuple(replace(party, name=long) for party in terms.parties),
        work=replace(terms.work, role=long),
        site=long,
    )
