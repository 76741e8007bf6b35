"""Acts at the table of terms: the contracts office and the company’s lead, and legal."""

from typing import Any

from secondments.catalogue.parameters import PARAMETERS
from secondments.demo.cases import Act, Scene, Stage
from secondments.negotiation import service, special_service
from secondments.negotiation.service import Offer
from secondments.negotiation.special_service import Wording
from secondments.people import queries as people
from secondments.people.models import Person, Role
from secondments.secondment.models import Secondment
from secondments.secondment.term_models import Firmness

CANNOT, WILL_NOT = Firmness.CANNOT, Firmness.WILL_NOT
MATERIAL = "The doctoral material"
DOCTORAL = (
    "The Host may use the doctoral material of the Secondee only for the project described in"
    " Schedule 2."
)
DOCTORAL_MARKED = (
    "The Host may use the doctoral material of the Secondee only for the project described in"
    " Schedule 2, and names its source wherever it reports on it.\n\n"
    "It returns what is left of it within 30 days of the last day."
)


def office_of(s: Secondment) -> Person:
    return people.offices(s.employer_id, s.university_id)[0]


def lead_of(s: Secondment) -> Person:
    lead = s.proposal.company_lead
    assert lead is not None
    return lead


def adviser_of(s: Secondment) -> Person:
    """The legal adviser on the home side."""
    return people.holders(Role.LEGAL_ADVISER, s.university_id or s.employer_id)[0]


BY = {"home": office_of, "company": lead_of, "legal": adviser_of}


def offers(side: str, name: str, value: Any, why: str = "", firm: Firmness | None = None) -> Act:
    """One side says what it wants of a term, or the same as the other, which settles it."""

    def act(stage: Stage) -> None:
        s = stage.s
        meant = PARAMETERS[name].read(value)
        seen = s.table.terms[name].seen
        said = Offer(parameter=name, value=meant, seen=seen, firmness=firm, reason=why or None)
        service.move(s, by=BY[side](s), offer=said)

    return act


def words_it(side: str, text: str, *, title: str = MATERIAL, number: int | None = None) -> Act:
    def act(stage: Stage) -> None:
        s = stage.s
        seen = special_service.find(s, number).now.number if number else 0
        wording = Wording(title=title, text=text, number=number, seen=seen)
        special_service.word(s, by=BY[side](s), wording=wording)

    return act


def agrees_to_it(side: str, number: int) -> Act:
    def act(stage: Stage) -> None:
        s = stage.s
        seen = special_service.find(s, number).now.number
        special_service.agree(s, by=BY[side](s), number=number, seen=seen)

    return act


def clears_it(number: int) -> Act:
    def act(stage: Stage) -> None:
        s = stage.s
        seen = special_service.find(s, number).now.number
        special_service.clear(s, by=adviser_of(s), number=number, seen=seen)

    return act


def _at_the_table(*acts: tuple[tuple[int, int, int], Act]) -> tuple[Scene, ...]:
    return tuple(Scene(day, "supervisor_approved", act) for day, act in acts)


# T2: the charity’s terms leave the results with the university side; the company wants its own.
# Two counters on each side, then an annex for each project, with the funder’s consent.
OWN, OURS = "host_owns_with_academic_licence", "university_owns_host_option"
ANNEX = "per_project_annex"
OVER_RESULTS = _at_the_table(
    (
        (2027, 5, 27),
        offers("company", "ip_model", OWN, "We cannot build on results that we do not own."),
    ),
    (
        (2027, 5, 31),
        offers("home", "ip_model", OURS, "The charity has to consent to an assignment.", CANNOT),
    ),
)
OVER_RESULTS_AGAIN = _at_the_table(
    ((2027, 6, 2), offers("company", "ip_model", OWN, "Our board asks for it.", WILL_NOT)),
    (
        (2027, 6, 3),
        offers("home", "ip_model", ANNEX, "An annex keeps the doctorate’s results apart."),
    ),
    ((2027, 6, 4), offers("company", "ip_model", ANNEX)),
    ((2027, 6, 5), words_it("home", DOCTORAL)),
    ((2027, 6, 5), words_it("company", DOCTORAL_MARKED, number=1)),
    ((2027, 6, 6), agrees_to_it("home", 1)),
    ((2027, 6, 6), clears_it(1)),
)
# T12: six months during which the company tells of an offer of employment; it takes that out.
OVER_OFFERS = _at_the_table(
    ((2027, 8, 2), offers("company", "no_poach_months", 0, "We hire in the open.", WILL_NOT)),
    ((2027, 8, 3), offers("home", "no_poach_months", 0)),
)
# A case that is at the table today.
UNDER_WAY = _at_the_table(
    ((2027, 3, 3), offers("company", "delay_max", 180, "Our patent attorneys ask for it.")),
    (
        (2027, 3, 8),
        offers("home", "delay_max", 60, "A paper from the first month is due in the autumn."),
    ),
    ((2027, 3, 15), offers("company", "delay_max", 120, "We can live with four months.")),
    ((2027, 3, 16), offers("company", "notice_weeks", 6, "That is what our contracts say.")),
    ((2027, 3, 17), offers("home", "conf_years_after", 5, "Five years is our usual limit.")),
    (
        (2027, 3, 18),
        offers("company", "liability_cap", "none", "We accept no cap for a clinical risk."),
    ),
    (
        (2027, 3, 22),
        words_it(
            "company",
            "The Secondee uses the Host’s laptop for the Host’s work alone.",
            title="Laptop of the Host",
        ),
    ),
)
