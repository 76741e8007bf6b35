"""The questions about the secondment: the company, the work, the dates, the money."""

from secondments.secondment import question
from secondments.secondment.choices import (
    Arrangement,
    Cadence,
    DeathInService,
    FeePaidTo,
    PensionScheme,
    PensionStatus,
)
from secondments.secondment.its_choices import Activity, Country, HowFound, NdaStatus, PatientData
from secondments.secondment.question import Audience, Question

HOME, PAY, RATES = Audience.HOME, Audience.PAY, Audience.RATES
THE_SECONDMENT = (
    Question("company_id", "Company", "company", question.name),
    Question("company_lead_id", "Lead at the company", "company", question.name),
    Question("role_title", "Role", "company", question.text),
    Question("department", "Department", "company", question.text, optional=True),
    Question("site", "Place of work", "company", question.text),
    Question("onsite_percent", "Time on site", "company", question.percent),
    Question("remote_percent", "Time remote", "company", question.percent),
    Question("country", "Country", "company", question.choice(Country)),
    Question("country_name", "Which country", "company", question.text),
    Question(
        "how_found", "How it came about", "company", question.choice(HowFound), HOME, optional=True
    ),
    Question(
        "nda_status",
        "Confidentiality agreement, as the applicant knows",
        "company",
        question.choice(NdaStatus),
    ),
    Question("summary", "Summary of the work", "work", question.text),
    Question("objectives", "Objectives", "work", question.points, box="-1"),
    Question("benefits", "Benefit to the NHS or university", "work", question.text),
    Question("career_benefits", "Benefit to the applicant’s career", "work", question.text),
    Question("activities", "Activities", "work", question.several(Activity)),
    Question("clinical_contact", "Contact with patients", "work", question.yes_or_no),
    Question("promotional", "Promotion of products", "work", question.yes_or_no),
    Question("lab_work", "Laboratory work", "work", question.yes_or_no),
    Question("patient_data", "Patient data", "work", question.choice(PatientData)),
    Question("starts_on", "First day", "dates", question.day, box="-day"),
    Question("ends_on", "Last day", "dates", question.day, box="-day"),
    Question(
        "notice_given_on",
        "Notice given to the employer",
        "dates",
        question.day,
        HOME,
        optional=True,
        box="-day",
    ),
    Question(
        "short_notice_reason",
        "Reason for short notice",
        "dates",
        question.text,
        HOME,
        optional=True,
    ),
    Question(
        "alternative_start", "Another first day", "dates", question.day, optional=True, box="-day"
    ),
    Question("share", "Share of working time", "dates", question.share),
    Question("weekly_pattern", "Days of the week", "dates", question.text),
    Question(
        "sessions_kept",
        "Clinical sessions kept, half days a week",
        "dates",
        question.number,
        optional=True,
    ),
    Question("return_on", "Return to the programme", "dates", question.day, HOME, box="-day"),
    Question("arrangement", "Who pays", "money", question.choice(Arrangement)),
    Question("salary", "Salary for a year", "money", question.money, PAY),
    Question("employment_wte", "Employed for", "money", question.share, HOME),
    Question("pension_scheme", "Pension scheme", "money", question.choice(PensionScheme)),
    Question("pension_rate", "Employer’s pension contribution", "money", question.percent, RATES),
    Question("admin_rate", "Administration fee", "money", question.percent, RATES, optional=True),
    Question("pension_status", "The pension while away", "money", question.choice(PensionStatus)),
    Question(
        "death_in_service", "Covers death in service", "money", question.choice(DeathInService)
    ),
    Question("host_allowance", "Allowance a year", "money", question.money, HOME, optional=True),
    Question("fee", "Fee for the whole time", "money", question.money),
    Question("fee_paid_to", "The fee is paid to", "money", question.choice(FeePaidTo)),
    Question("invoice_every", "Invoices", "money", question.choice(Cadence)),
)
