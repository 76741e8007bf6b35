"""The schedules of an agreement: which apply, in which order, and what stands in each."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from secondments import words
from secondments.agreements import dates, facts, money, particulars, results
from secondments.agreements.particulars import Particulars
from secondments.agreements.terms import Change, Kind, Terms, Training, Varied
from secondments.catalogue.parameters import PARAMETERS
from secondments.documents.contract import (
    Block,
    Column,
    Facts,
    Listing,
    Prose,
    Row,
    Schedule,
    Table,
    plain,
)

TITLES: Mapping[str, str] = {
    "particulars": "Particulars",
    "varied": "What changes",
    "work": "Work and objectives",
    "money": "Money",
    "insurance": "Insurance",
    "training": "Training",
    "results": "Intellectual property and publication",
    "data": "Personal data",
    "dates": "Dates to keep",
    "changes": "Changes from the usual terms",
}
ADVISORY_TITLES: Mapping[str, str] = {"work": "The advice", "money": "Fee"}


def that_apply(terms: Terms, known: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the known schedules that this agreement has; their place is their number."""
    left_out = {
        "money": terms.charge is None,
        "training": terms.training is None,
        "changes": not terms.changes,
    }
    return tuple(code for code in known if not left_out.get(code))


def build(
    terms: Terms, codes: tuple[str, ...], opening: Particulars, places: Mapping[str, int]
) -> tuple[Schedule, ...]:
    """`places` has the number of the clause in which each parameter stands."""
    contents: Mapping[str, Callable[[], Iterator[Block]]] = {
        "particulars": lambda: particulars.blocks(terms, opening),
        "varied": lambda: _varied(terms.varies),
        "work": lambda: _work(terms),
        "money": lambda: money.blocks(terms),
        "insurance": lambda: _insurance(terms),
        "training": lambda: _training(terms.training),
        "results": lambda: results.blocks(terms),
        "data": lambda: results.data(terms),
        "dates": lambda: _dates(terms),
        "changes": lambda: _changes(terms, places),
    }
    return tuple(
        Schedule(number, code, _title(terms, code), tuple(contents[code]()))
        for number, code in enumerate(codes, start=1)
    )


def _title(terms: Terms, code: str) -> str:
    return ADVISORY_TITLES.get(code, TITLES[code]) if terms.kind is Kind.ADVISORY else TITLES[code]


def _varied(varies: tuple[Varied, ...]) -> Iterator[Block]:
    yield Table(
        "The terms that change",
        (Column("Term", 28), Column("Until now", 36), Column("From now on", 36)),
        tuple((each.term, each.before or "–", each.after or "–") for each in varies),
    )


def _work(terms: Terms) -> Iterator[Block]:
    rows = {
        "Role": terms.work.role,
        "Department": terms.work.department,
        "Site": terms.site,
        "Host’s Manager": terms.host_manager.name,
    }
    yield Facts("The role", tuple(Row(label, plain(text)) for label, text in rows.items() if text))
    for line in filter(None, map(str.strip, terms.work.summary.splitlines())):
        yield Prose(plain(line))
    yield Listing("Objectives", terms.work.objectives)


def _insurance(terms: Terms) -> Iterator[Block]:
    clinical = "None is done"
    if terms.parameters["clinical_at_host"]:
        clinical = facts.sentence(facts.say(terms, "clinical_cover"))
    both, host = "The Employer and the Host", "The Host"
    yield Table(
        "Least cover",
        (Column("Kind", 36), Column("Who insures", 40), Column("At least", 24, "end")),
        (
            ("Employer’s liability", both, _cover(terms, "employers_liability")),
            ("Public liability", host, _cover(terms, "public_liability")),
            ("Professional indemnity", host, _cover(terms, "prof_indemnity")),
            ("Clinical work at the Host", clinical, "–"),
        ),
    )


def _cover(terms: Terms, name: str) -> str:
    return facts.say(terms, name) if terms.parameters[name] else "none"


def _training(training: Training | None) -> Iterator[Block]:
    if training is None:
        return
    category = facts.sentence(facts.category(training))
    if training.agreed_by and training.agreed_on:
        category += f", agreed by {training.agreed_by} on {words.day(training.agreed_on)}"
    rows = [Row("Category", plain(category)), Row("Credit", plain(_credit(training)))]
    if training.completion_before and training.completion_after:
        before, after = map(words.day, (training.completion_before, training.completion_after))
        expected = f"{before} before, {after} after; the annual review confirms it"
        rows.append(Row("Completion of training", plain(expected)))
    officer = "Stays with the Secondee’s designated body"
    yield Facts("Record", (*rows, Row("Responsible officer", plain(officer))))


def _credit(training: Training) -> str:
    if not training.credit_months:
        return "None"
    return f"Up to {facts.credit(training)}, with the regulator’s approval {training.approval}"


def _dates(terms: Terms) -> Iterator[Block]:
    columns = (Column("What", 41), Column("Who", 37))
    days = groupby(dates.dates_to_keep(terms), key=lambda due: due.on)
    yield Table(
        "What is due, and from whom",
        (Column("Date", 22), *columns),
        tuple(_due(tuple(same_day)) for _, same_day in days),
    )
    if lasting := dates.lasting(terms):
        yield Table(
            "What lasts after the end",
            (Column("Until", 22), *columns),
            tuple(_due((each,)) for each in lasting),
        )


def _due(same_day: tuple[dates.Due, ...]) -> tuple[str, ...]:
    """One row for all that falls on a day."""
    first, *others = (each.what for each in same_day)
    what = "; ".join([first, *(other[:1].lower() + other[1:] for other in others)])
    who = dict.fromkeys(person for each in same_day for person in each.who)
    return words.day(same_day[0].on), what, ", ".join(who)


def _changes(terms: Terms, places: Mapping[str, int]) -> Iterator[Block]:
    # As many as there were when the terms were frozen, with the rates that they may leave out.
    frozen = terms.parameters.keys() | money.RATES
    negotiable = [p for p in frozen & places.keys() if PARAMETERS[p].negotiable]
    known = [each for each in terms.changes if each.parameter in terms.parameters]
    changes = [each for each in known if each.parameter in places]
    columns = (("Term", 31), ("Usual", 22), ("Agreed", 22), ("Who moved, when", 25))
    yield Table(
        f"{len(changes)} of {len(negotiable)} terms differ from the usual position",
        tuple(Column(heading, width) for heading, width in columns),
        tuple(_change(terms, each, places) for each in changes),
    )


def _change(terms: Terms, change: Change, places: Mapping[str, int]) -> tuple[str, ...]:
    parameter = PARAMETERS[change.parameter]
    return (
        f"{parameter.label} (clause {places[parameter.name]})",
        facts.sentence(parameter.say(change.usual)),
        facts.sentence(facts.say(terms, change.parameter)),
        f"{change.moved_by}, {words.day(change.moved_on)}",
    )
