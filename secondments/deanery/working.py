"""The figures of the CCT sheet, and the sentences that show how they were come by."""

from collections.abc import Mapping
from decimal import Decimal

from secondments import words
from secondments.deanery.facts import Facts
from secondments.secondment import cct
from secondments.secondment.cct import Impact

FULL_TIME = Decimal(1)
NO_CREDIT = "None"


def impact_of(facts: Facts) -> Impact | None:
    """None until the three days are known."""
    if not (facts.cct_on and facts.starts_on and facts.ends_on) or facts.ends_on < facts.starts_on:
        return None
    wte = facts.wte_after or FULL_TIME
    return cct.impact(
        facts.cct_on, facts.starts_on, facts.ends_on, credit_months=facts.credit_months, wte=wte
    )


def forecast(impact: Impact) -> str:
    """The new date, or both where credit is sought."""
    without = words.day(impact.without_credit)
    if not impact.credit_months:
        return without
    return f"{without} without credit, {words.day(impact.with_credit)} with credit"


def figures(facts: Facts, impact: Impact) -> Mapping[str, str]:
    """By the names of the CCT sheet."""
    is_sought = bool(impact.credit_months)
    return {
        "months": _months(impact.months),
        "credit_sought": str(impact.credit_months) if is_sought else NO_CREDIT,
        "wte_after": words.share(facts.wte_after).capitalize() if facts.wte_after else "",
        "without_credit": words.day(impact.without_credit),
        "with_credit": words.day(impact.with_credit) if is_sought else "No credit is sought",
    }


def sentences(facts: Facts, impact: Impact) -> tuple[str, ...]:
    """The working, line by line, so that anyone can do it again."""
    assert facts.starts_on is not None
    assert facts.ends_on is not None
    months, before = _months(impact.months), words.day(impact.before)
    found = [
        f"From {words.day(facts.starts_on)} to {words.day(facts.ends_on)}, both days included, are"
        f" {months} months. Whole calendar months count from the first day; a rest within 7 days of"
        " a full month counts as one, any other rest as its share of that month.",
        f"Without credit: {before} and {months} months are {words.day(impact.without_credit)}.",
    ]
    if impact.credit_months:
        found += _with_credit(facts, impact)
    else:
        found.append("No credit is sought, so there is no second date.")
    return tuple(found)


def _with_credit(facts: Facts, impact: Impact) -> list[str]:
    wte = facts.wte_after or FULL_TIME
    moved = cct.shift(impact.months, impact.credit_months, wte).quantize(Decimal("0.0001"))
    known = "" if facts.wte_after else " The record has no working time, so full time is assumed."
    return [
        f"Credit is in months of full-time training. At {words.share(wte)} after the return it is"
        f" worth {impact.credit_months} ÷ {wte.normalize():f} months, so the date moves by"
        f" {_months(impact.months)} − {impact.credit_months} ÷ {wte.normalize():f} ="  # noqa: RUF001
        f" {_months(moved)} months.{known}",
        f"With credit: {words.day(impact.before)} and {_months(moved)} months are"
        f" {words.day(impact.with_credit)}.",
    ]


def _months(number: Decimal) -> str:
    """12, 11.5; never 1E+1."""
    return f"{number.normalize():f}"
