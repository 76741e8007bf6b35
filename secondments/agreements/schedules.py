"""The schedules of an agreement: which apply, in which order, and what stands in each."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from secondments import words
from secondments.agreements import dates, facts, money, particulars
from secondments.agreements.particulars import Particulars
from secondments.agreements.terms import Change, Terms, Training
from secondments.catalogue.parameters import PARAMETERS
from secondments.documents.contract import (
    Block,
    Clause,
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
    "work": "Work and objectives",
    "money": "Money",
    "insurance": "Insurance",
    "training": "Training",
    "dates": "Dates to keep",
    "changes": "Changes from the usual terms",
}
STARTS_PAGE = {"particulars", "money"}


def that_apply(terms: Terms) -> tuple[str, ...]:
    """The schedules of this agreement, in order; their place is their number."""
    left_out = {
        "money": terms.charge is None,
        "training": terms.training is None,
        "changes": not terms.changes,
    }
    return tuple(code for code in TITLES if not left_out.get(code))


def build(
    terms: Terms, codes: tuple[str, ...], opening: Particulars, clauses: tuple[Clause, ...]
) -> tuple[Schedule, ...]:
    numbers = {clause.code: clause.number for clause in clauses}
    contents: Mapping[str, Callable[[], Iterator[Block]]] = {
        "particulars": lambda: particulars.blocks(terms, opening),
        "work": lambda: _work(terms),
        "money": lambda: money.blocks(terms),
        "insurance": lambda: _insurance(terms),
        "training": lambda: _training(terms.training),
        "dates": lambda: _dates(terms),
        "changes": lambda: _changes(terms, numbers),
    }
    return tuple(
        Schedule(number, code, TITLES[code], tuple(contents[code]()), code in STARTS_PAGE)
        for number, code in enumerate(codes, start=1)
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


def _changes(terms: Terms, numbers: Mapping[str, int]) -> Iterator[Block]:
    negotiable = [p for p in PARAMETERS.values() if p.negotiable and p.clause in numbers]
    known = [each for each in terms.changes if each.parameter in terms.parameters]
    changes = [each for each in known if PARAMETERS[each.parameter].clause in numbers]
    columns = (("Term", 36), ("Usual", 19), ("Agreed", 19), ("Who moved, when", 26))
    yield Table(
        f"{len(changes)} of {len(negotiable)} terms differ from the usual position",
        tuple(Column(heading, width) for heading, width in columns),
        tuple(_change(terms, each, numbers) for each in changes),
    )


def _change(terms: Terms, change: Change, numbers: Mapping[str, int]) -> tuple[str, ...]:
    parameter = PARAMETERS[change.parameter]
    return (
        f"{parameter.label} (clause {numbers[parameter.clause]})",
        facts.sentence(parameter.say(change.usual)),
        facts.sentence(facts.say(terms, change.parameter)),
        f"{change.moved_by}, {words.day(change.moved_on)}",
    )
