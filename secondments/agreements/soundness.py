"""Whether a clause can stand in its library: what it refers to and says has to be there.

A paragraph may count on the conditions of its clause, its own, and the kind of the agreement.
"""

from collections.abc import Iterator, Mapping, Sequence

from secondments.agreements.clause_markdown import Written
from secondments.agreements.library import Clause, Library, Template
from secondments.agreements.passages import Passage, Reference
from secondments.agreements.placeholders import NEEDS, Problem
from secondments.agreements.terms import Kind
from secondments.catalogue.conditions import Test

NO_CLAUSE = "There is no clause {code}."
NOT_OF_KIND = "The {title}, which has this clause, has no {what}."
MAY_BE_LEFT_OUT = (
    "{what} may be left out of the agreement. Put [[when {when}]] before this paragraph."
)
NEVER_SURE = "Schedule {code} may be left out of the agreement, and cannot be referred to."
SAYS_NOTHING = "{{{{{name}}}}} says nothing in some agreements. Put [[when {when}]] before it."
NEVER = "This paragraph can never stand: its conditions contradict each other."

# Schedules that are left out of some agreements: a circumstance in which they are there.
SCHEDULE_NEEDS: Mapping[str, str] = {"money": "charged", "training": "trainee"}
NOT_SURE = frozenset({"changes"})
FOLLOWS: Mapping[str, str] = {"recharge": "charged", "credit": "trainee"}
EXCLUDE: tuple[set[str], ...] = (
    {"recharge", "direct_pay"},
    *({str(a), str(b)} for a in Kind for b in Kind if a < b),
)


def problems(library: Library, clause: Clause, written: Sequence[Written]) -> list[Problem]:
    """Everything on which an agreement with this clause could not be drawn up, by line."""
    found = [
        Problem(each.line, sentence)
        for each in written
        for template in library.templates
        if clause.code in template.clauses
        for sentence in _of_passage(library, template, clause, each.passage)
    ]
    found += [Problem(each.line, NEVER) for each in written if _is_never(clause, each.passage)]
    return list(dict.fromkeys(found))


def _of_passage(
    library: Library, template: Template, clause: Clause, passage: Passage
) -> Iterator[str]:
    given = {*clause.when.tests, *passage.when.tests, Test(str(template.kind))}
    if contradict(given):
        return  # it does not stand in agreements of this kind
    given |= {Test(FOLLOWS[t.name]) for t in given if t.name in FOLLOWS and not t.negated}
    for reference in passage.references:
        yield from _of_reference(library, template, reference, given)
    for name in sorted(passage.names & NEEDS.keys()):
        if Test(NEEDS[name]) not in given:
            yield SAYS_NOTHING.format(name=name, when=NEEDS[name])


def _of_reference(
    library: Library, template: Template, reference: Reference, given: set[Test]
) -> Iterator[str]:
    if reference.kind == "schedule":
        yield from _of_schedule(template, reference.code, given)
        return
    code = reference.code
    if all(code != known.code for known in library.clauses):
        yield NO_CLAUSE.format(code=code)
    elif code not in template.clauses:
        yield NOT_OF_KIND.format(title=template.title.lower(), what=f"clause {code}")
    else:
        when = library.clause(code).when
        if not all(_is_implied(test, given) for test in when.tests):
            yield MAY_BE_LEFT_OUT.format(what=f"Clause {code}", when=when)


def _of_schedule(template: Template, code: str, given: set[Test]) -> Iterator[str]:
    need = SCHEDULE_NEEDS.get(code)
    if code not in template.schedules:
        yield NOT_OF_KIND.format(title=template.title.lower(), what=f"schedule {code}")
    elif code in NOT_SURE:
        yield NEVER_SURE.format(code=code)
    elif need and Test(need) not in given:
        yield MAY_BE_LEFT_OUT.format(what=f"Schedule {code}", when=need)


def _is_implied(wanted: Test, given: set[Test]) -> bool:
    """Whether what is given says so: the same, or fewer of the same choices."""
    for test in given:
        if (test.name, test.negated) != (wanted.name, wanted.negated):
            continue
        narrow, wide = test.choices, wanted.choices
        if wanted.negated:
            narrow, wide = wide, narrow
        if test.choices == wanted.choices or (narrow and narrow <= wide):
            return True
    return False


def _is_never(clause: Clause, passage: Passage) -> bool:
    return contradict({*clause.when.tests, *passage.when.tests})


def contradict(tests: set[Test]) -> bool:
    """Whether no agreement can pass all of these."""
    wanted = {test.name for test in tests if not test.negated}
    if any(pair <= wanted for pair in EXCLUDE):
        return True
    return any(_oppose(a, b) for a in tests for b in tests if a.name == b.name)


def _oppose(a: Test, b: Test) -> bool:
    if a.negated is b.negated:
        return not a.negated and bool(a.choices) and not a.choices & b.choices
    asked, refused = (b, a) if a.negated else (a, b)
    return asked.choices <= refused.choices
