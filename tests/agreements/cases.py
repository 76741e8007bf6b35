"""The worked cases T10 and T12 as terms, and T1 with names and texts as long as forms allow."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from secondments.agreements.terms import Capacity, Change, Party, Person, Work
from secondments.catalogue import parameters
from secondments.terms.charges import Arrangement
from tests.agreements.t1 import (
    CORVANE,
    KINGSMERE,
    NANDAKUMAR,
    the_charge,
    the_negotiated_terms_of_t1,
    the_terms_of_t1,
)

NORTHMOOR = Party(
    capacity=Capacity.EMPLOYER,
    name="University of Northmoor",
    address="Research Contracts, 1 College Walk, Northmoor NM1 1ZZ",
    signatory="Dr Karen Liddle",
    signatory_title="Registrar and Secretary",
)
TRUST = replace(
    KINGSMERE,
    capacity=Capacity.TRUST,
    signatory="Dr Joan Petrie",
    signatory_title="Medical Director",
)
AURELIS = Party(
    capacity=Capacity.HOST,
    name="Aurelis Pharma UK Ltd",
    number="00000021",
    address="Legal, 40 Harbour Way, Tarnley TN2 9ZZ",
    signatory="Dr Hanne Vester",
    signatory_title="Medical Director",
)
STRATHMORE = Party(
    capacity=Capacity.EMPLOYER,
    name="NHS Strathmore Health Board",
    address="Workforce Directorate, 9 Kirk Wynd, Invercairn IC1 4ZZ",
    signatory="Euan Drummond",
    signatory_title="Director of Workforce",
)
MACLEOD = replace(NANDAKUMAR, name="Catriona MacLeod", signatory="Catriona MacLeod")
HALE = replace(NANDAKUMAR, name="Professor Edwin Hale", signatory="Professor Edwin Hale")


def the_terms_of_t10():
    """Four parties, a day a week, the University’s results, no training."""
    first_day, last_day, share = date(2027, 9, 1), date(2028, 8, 31), Decimal("0.2")
    agreed = parameters.agreed(
        {
            "pension_rate": "14.5",
            "pension_scheme": "USS",
            "admin_fee": 10,
            "ip_model": "university_owns_host_option",
            "onsite_min_pct": 50,
            "clinical_sessions_kept": 3,
            "tov_disclosure": "named_individual",
        }
    )
    charge = the_charge(
        agreed,
        arrangement=Arrangement.PART_TIME,
        salary=Decimal(120000),
        share=share,
        first_day=first_day,
        last_day=last_day,
        months=Decimal(12),
    )
    return the_terms_of_t1(
        reference="SEC-W3NK-6F",
        arrangement=Arrangement.PART_TIME,
        parties=(NORTHMOOR, TRUST, AURELIS, HALE),
        secondee="professor of immunology",
        work=Work(
            role="Advisory board member and research lead, immunology",
            department="Global immunology",
            summary="The Secondee leads the Host’s early immunology programme.",
            objectives=("Chair four advisory meetings.", "Set the strategy for two programmes."),
        ),
        first_day=first_day,
        last_day=last_day,
        share=share,
        site="40 Harbour Way, Tarnley",
        host_manager=Person(name="Dr Hugo Brandt"),
        home_contact=Person(name="Professor Anna Sule", description="head of department"),
        parameters=agreed,
        charge=charge,
        training=None,
    )


def the_terms_of_t12():
    """Direct pay, Scottish law, no charge and no training; one term moved."""
    positions = {
        "law": "Scotland",
        "pension_scheme": "NHS_Scotland",
        "death_in_service": "host",
        "no_poach_months": 0,
    }
    moved = Change(
        parameter="no_poach_months", usual=6, moved_by="Corvane", moved_on=date(2027, 9, 1)
    )
    return the_terms_of_t1(
        reference="SEC-Q8ZD-4M",
        arrangement=Arrangement.DIRECT_PAY,
        parties=(STRATHMORE, CORVANE, MACLEOD),
        secondee="lead clinical pharmacist, antimicrobials",
        home_contact=Person(name="Morag Sinclair", description="director of pharmacy"),
        parameters=parameters.agreed(positions, direct_pay=True),
        charge=None,
        training=None,
        first_day=date(2028, 2, 2),
        last_day=date(2028, 8, 1),
        changes=(moved,),
    )


def the_longest_terms():
    """Names of 90 letters, titles of 60, markup typed into fields, other alphabets, long texts."""
    terms = the_negotiated_terms_of_t1()
    trust = (
        "The Royal Kingsmere and Northmoor Combined University Teaching Hospitals NHS Foundation"
    )
    company = "Müller, Łukasiewicz & Sørensen Immunotherapeutics Development (Holdings) Limited"
    secondee = "Д-р Анастасия Вишневская-Ковальчук"  # noqa: RUF001
    work = Work(
        role="Senior clinical development physician and research lead <b>&amp;</b> £5",
        department="R&D",
        summary="\n".join(["The Secondee works in the Host’s team. " * 18] * 3),
        objectives=(*(f"{each} " * 3 for each in terms.work.objectives), "a" * 200),
    )
    return replace(
        terms,
        parties=(
            replace(
                KINGSMERE,
                name=f"{trust} Trust",
                address="Medical Staffing Directorate\nThe Old Infirmary\nKingsmere-upon-Thurle",
                signatory="Professor Sir Maximilian Featherstonehaugh-Cholmondeley KBE",
                signatory_title="Deputy Chief Executive and Director of Workforce and Culture",
            ),
            replace(CORVANE, name=company, signatory="Ξένια Παπαδοπούλου-Αναγνωστοπούλου"),
            replace(NANDAKUMAR, name=secondee, signatory=secondee),
        ),
        work=work,
    )
