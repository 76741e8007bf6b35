"""The questions of the deanery's forms, in their order, and where the record answers them."""

from collections.abc import Sequence

# The label, the names in Facts.said of which the first that is there answers it, lines to write on.
Row = tuple[str, tuple[str, ...], int]
Rows = Sequence[tuple[str, Sequence[Row]]]


def row(label: str, *names: str, room: int = 1) -> Row:
    return label, names, room


# The union of the forms in use (domain.md §1.6), in its order, and the later questions beside it.
APPLICATION: Rows = (
    (
        "The trainee",
        (
            row("Name", "trainee"),
            row("Address", "home_address", room=2),
            row("Telephone", "phone"),
            row("E-mail", "email"),
            row("Contact while out of programme", "contact_while_out"),
            row("Registration number (GMC or GDC)", "registration_number"),
            row("Training number (NTN or DRN)", "training_number"),
            row("Specialty, grade and year", "grade"),
            row("Academic trainee, funded academic post", "nihr_award"),
        ),
    ),
    (
        "Training",
        (
            row("Training programme director", "TPD"),
            row("Head of school", "HOS"),
            row("Educational supervisor", "ES", "supervisor_id"),
            row("Current trust, site and address", "employer"),
            row("GMC programme approval number", "programme_approval"),
            row("Programme began", "programme_start"),
            row("Working time in training", "wte_current"),
            row("Current CCT date", "cct_on"),
            row("Next annual review (ARCP)", "next_arcp_on"),
            row("Months of time out before this", "previous_oop_months"),
        ),
    ),
    (
        "The time out",
        (
            row("New, ongoing or an extension", "application_kind"),
            row("Discussed with supervisor and programme director", "discussed"),
            row("Category", "oop_category"),
            row("Is to count towards the CCT", "claim_credit", "counts"),
            row("Months that are to count", "credit_months"),
            row("Prospectively approved by the GMC", "GMC evidence"),
            row("First day", "starts_on"),
            row("Last day", "ends_on"),
            row("Share of working time", "share"),
            row("Planned return to programme", "return_on"),
            row("Provisional new CCT date", "new_cct"),
        ),
    ),
    (
        "The place",
        (
            row("Place of work, full address", "location", room=2),
            row("Supervisor there", "company_lead_id"),
            row("How to reach the supervisor", "company_lead_email"),
            row("Role", "role_title"),
        ),
    ),
    (
        "The work",
        (
            row("Description, or outline of the research", "summary", room=5),
            row("Offer received, or day of the interview’s outcome", "offer"),
            row("Educational objectives", "objectives", room=4),
            row("Benefit to the NHS or university", "benefits", room=3),
            row("Timetable", "timetable", room=3),
            row("Source of funding", "arrangement"),
        ),
    ),
    (
        "Sent with this form",
        (
            row("Curriculum vitae", "cv"),
            row("Signed letter of offer", "offer_letter"),
            row("Letter of the college or faculty", "COL evidence"),
        ),
    ),
)
# What the deanery sends to the GMC (domain.md §1.4).
CN18: Rows = (
    (
        "The doctor",
        (
            row("Name", "trainee"),
            row("GMC number", "registration_number"),
            row("National training number", "training_number"),
        ),
    ),
    (
        "The post",
        (
            row("Type (OOPT, OOPR or acting up)", "oop_category"),
            row("Location, full address", "location", room=2),
            row("Start date", "starts_on"),
            row("End date", "ends_on"),
            row("Months that are to count", "credit_months"),
            row("Abroad, or not approved for training", "unapproved_place"),
        ),
    ),
    (
        "The endorsement",
        (
            row("Endorsing college or faculty", "college"),
            row("Its endorsement: reference and day", "COL evidence", room=2),
        ),
    ),
)
CCT: Rows = (
    (
        "The trainee and the time out",
        (
            row("Name", "trainee"),
            row("Training number (NTN or DRN)", "training_number"),
            row("Specialty, grade and year", "grade"),
            row("Category", "oop_category"),
            row("First day", "starts_on"),
            row("Last day", "ends_on"),
            row("Months out", "months"),
            row("Months of credit sought", "credit_sought"),
            row("Working time in training after the return", "wte_after"),
        ),
    ),
    (
        "The CCT date",
        (
            row("Current CCT date", "cct_on"),
            row("New date without credit", "without_credit"),
            row("New date with credit", "with_credit"),
        ),
    ),
)
DECLARATIONS = (
    "I understand that time out of programme is at most three years unless my postgraduate dean"
    " agrees in advance to more.",
    "I will stay in touch with my training programme director while I am away.",
    "I will give at least six months’ notice of the day on which I return.",
    "I will send the annual review of my time out, with my supervisor’s report, before each ARCP.",
    "I understand that no post is promised for the day of my return.",
)
SIGNING = {
    "ES": "Educational supervisor",
    "TPD": "Training programme director",
    "HOS": "Head of school",
    "PGD": "Postgraduate dean",
}
