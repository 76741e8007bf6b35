"""The schedules of intellectual property and publication, and of personal data."""

from collections.abc import Iterator

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Terms
from secondments.documents.contract import Block, Facts, Listing, Prose, Row, plain

NONE_LISTED = "No party has listed existing rights that matter for the work."
NO_PROJECT_YET = (
    "An annex is a document of its own, for the first project and for each later one. No work on a"
    " project is done before its annex is signed."
)
ROLES = {
    "independent_controllers": "The Employer and the Host each decide for themselves, as"
    " independent controllers",
    "joint": "The Employer and the Host decide together, as joint controllers",
    "controller_processor": "The Employer decides as controller; the Host acts for it as processor",
}


def blocks(terms: Terms) -> Iterator[Block]:
    """What the sides bring, who owns what comes of it, and what may be published when."""
    yield from _background(terms)
    yield _facts("Results", _ownership(terms))
    yield _facts("Publication", _publication(terms))
    if terms.parameters["ip_model"] == "per_project_annex":
        yield Prose(plain(NO_PROJECT_YET))
        yield _facts("What the annex for a project says", _annex(terms))


def data(terms: Terms) -> Iterator[Block]:
    """Who answers for which personal data, and what has to be there before they are used."""
    has_patients = terms.parameters["patient_data"] != "none"
    rows = {
        "The Secondee’s own data": ROLES[str(terms.parameters["relationship"])],
        "Patient data": facts.sentence(facts.say(terms, "patient_data")),
        "Impact assessment": _assessment(terms) if has_patients else "",
        "Sharing agreement": "Signed before the data are used" if has_patients else "",
        "Outside the United Kingdom": _transfers(terms),
        "A breach is reported": f"Within {facts.say(terms, 'breach_notice')} of its discovery, to"
        " the data protection officer of each party concerned",
        "Requests of people about their data": "Answered by the party that received them; the"
        " others help",
    }
    yield _facts("Who does what", rows)


def _facts(caption: str, rows: dict[str, str]) -> Facts:
    return Facts(caption, tuple(Row(label, plain(text)) for label, text in rows.items() if text))


def _background(terms: Terms) -> Iterator[Block]:
    """A parameter of newer catalogues; without it the schedule says that nothing is listed."""
    listed = terms.parameters.get("background_schedule", ())
    if isinstance(listed, tuple) and listed:
        yield Listing("Existing rights", tuple(map(facts.sentence, listed)))
    elif isinstance(listed, str) and listed:
        yield _facts("Existing rights", {"Listed": listed})
    else:
        yield Prose(plain(NONE_LISTED))


def _ownership(terms: Terms) -> dict[str, str]:
    model = terms.parameters["ip_model"]
    has_option = model == "university_owns_host_option"
    is_host = model == "host_owns_with_academic_licence"
    home = facts.sentence(words.listed(facts.home_bodies(terms)))
    owner = facts.sentence(facts.academic_owner(terms))
    said = f"{owner} owns them" if has_option else facts.sentence(facts.say(terms, "ip_model"))
    option = f"{facts.sentence(facts.say(terms, 'option_months'))} to negotiate a licence"
    return {
        "Owner": said,
        "The Host’s option": option if has_option else "",
        "Free use": f"{home}, for teaching, research and patient care" if is_host else "",
        "Reward for an invention": facts.sentence(facts.say(terms, "inventor_reward")),
    }


def _publication(terms: Terms) -> dict[str, str]:
    delay = terms.parameters["delay_max"]
    return {
        "Time to comment": facts.sentence(facts.say(terms, "review_days")),
        "Longest delay": facts.sentence(facts.say(terms, "delay_max")) if delay else "None",
        "May be removed": facts.sentence(facts.say(terms, "removable")),
        "Thesis": "Allowed, and examined in confidence where needed"
        if terms.parameters["thesis_allowed"]
        else "Not foreseen",
    }


def _annex(terms: Terms) -> dict[str, str]:
    """What has to be settled for a project, since the agreement leaves it open."""
    bodies = words.listed(["the Host", *facts.home_bodies(terms)])
    return {
        "Project": "Its title, what is to be done, and when, within the Term",
        "Results belong to": f"One of {bodies}, or those of them who contribute, in proportion",
        "Use by the others": "At least for teaching, research and patient care, free of charge",
        "Funder": "Whose terms apply to the project, with its written consent attached; or that no"
        " funder’s terms apply",
        "Signed by": facts.sentence(facts.of_parties(terms)),
    }


def _assessment(terms: Terms) -> str:
    reference = facts.say(terms, "dpia_ref")
    return reference or "Signed before the data are used"


def _transfers(terms: Terms) -> str:
    if terms.parameters["intl_transfer"]:
        return "Only with the safeguards that the law requires"
    return "No personal data leave the United Kingdom"
