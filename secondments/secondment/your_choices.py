"""The fixed answers about the applicant: profession, registration, visa, employment."""

from __future__ import annotations

import re
from collections.abc import Mapping

from secondments.secondment.choices import Labelled


class Profession(Labelled):
    DOCTOR = "doctor", "Doctor"
    DENTIST = "dentist", "Dentist"
    NURSE = "nurse", "Nurse, midwife or nursing associate"
    PHARMACIST = "pharmacist", "Pharmacist or pharmacy technician"
    ALLIED = "allied", "Allied health professional or healthcare scientist"
    PUBLIC_HEALTH = "public_health", "Public health specialist, not a doctor or dentist"
    SCIENTIST = "scientist", "Scientist or data scientist"
    OTHER = "other", "Another profession"


# What somebody on a pathway usually is: chosen beforehand, to be changed.
USUAL_PROFESSION: Mapping[str, Profession] = {
    "trainee_uncredited": Profession.DOCTOR,
    "trainee_credited": Profession.DOCTOR,
    "trainee_scotland": Profession.DOCTOR,
    "public_health": Profession.DOCTOR,
    "dental_trainee": Profession.DENTIST,
    "nmahp": Profession.NURSE,
    "pharmacist": Profession.PHARMACIST,
    "clinical_academic_senior": Profession.DOCTOR,
    "senior_advisory": Profession.DOCTOR,
    "data_scientist": Profession.SCIENTIST,
}


class CareerStage(Labelled):
    TRAINEE = "trainee", "In a training programme"
    POST_CCT = "post_cct", "After CCT, before a consultant post"
    CONSULTANT = "consultant", "Consultant or specialist"
    ACADEMIC = "academic", "Lecturer, senior lecturer, reader or professor"
    BAND = "band", "On an Agenda for Change band"
    OTHER = "other", "Another stage"


class Regulator(Labelled):
    """`NONE` holds no number; every other one asks for it."""

    GMC = "GMC", "General Medical Council (GMC)"
    GDC = "GDC", "General Dental Council (GDC)"
    NMC = "NMC", "Nursing and Midwifery Council (NMC)"
    HCPC = "HCPC", "Health and Care Professions Council (HCPC)"
    GPHC = "GPhC", "General Pharmaceutical Council (GPhC)"
    OTHER = "other", "Another regulator"
    NONE = "none", "My profession is not regulated, or I am not registered"


REGISTERS = frozenset({*Regulator} - {Regulator.NONE})
# How the numbers of a register usually look, and how that is said. It warns, it never blocks.
NUMBERS: Mapping[str, tuple[re.Pattern[str], str]] = {
    Regulator.GMC: (re.compile(r"[0-9]{7}"), "7 digits"),
    Regulator.GDC: (re.compile(r"[0-9]{4,6}"), "4 to 6 digits"),
    Regulator.NMC: (
        re.compile(r"[0-9]{2}[A-Z][0-9]{4}[A-Z]", re.IGNORECASE),
        "2 digits, a letter, 4 digits and a letter",
    ),
    Regulator.HCPC: (re.compile(r"[A-Z]{2}[0-9]{5,6}", re.IGNORECASE), "2 letters, 5 or 6 digits"),
    Regulator.GPHC: (re.compile(r"[0-9]{7}"), "7 digits"),
}


class Visa(Labelled):
    SKILLED_WORKER = "skilled_worker", "Skilled Worker, also Health and Care"
    EXCHANGE = "exchange", "Government Authorised Exchange"
    OTHER = "other", "Another sponsored visa"


class Agreed(Labelled):
    YES = "yes", "Yes"
    NOT_YET = "not_yet", "Not asked yet"
    NO = "no", "No"


class KnownOrNot(Labelled):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "I do not know"


class ContractType(Labelled):
    SUBSTANTIVE = "substantive", "Substantive: they employ me"
    FIXED_TERM = "fixed_term", "Fixed term: they employ me until a set day"
    HONORARY = "honorary", "Honorary: somebody else employs me"


class Funder(Labelled):
    NIHR = "NIHR", "National Institute for Health and Care Research (NIHR)"
    MRC = "MRC", "Medical Research Council or another council of UKRI"
    WELLCOME = "Wellcome", "Wellcome"
    CHARITY = "charity", "Another charity"
    OTHER = "other", "Another funder"
