"""What a deanery normally expects of a trainee who goes out of programme: it warns, never blocks.

Source: domain.md §1.2. The postgraduate dean may agree to every one of these.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from secondments import clock, words
from secondments.secondment.rulebook import MAXIMA_SOURCES, Rules
from secondments.secondment.said import Said

CORE = re.compile(r"\bCT ?[123]\b|\bcore\b", re.IGNORECASE)
YEAR = 12
PASSED = {"OOPT": {"1"}, "OOPR": {"1"}, "OOPE": {"1"}, "OOPP": {"1", "10.1", "10.2"}}
OUT_ALREADY = "8"
ENDS_WITH_TIME_OUT = {"ACF", "CL"}


@dataclass(frozen=True)
class Warn:
    """One expectation that is not met: at which question, what, and who says so."""

    code: str
    question: str
    sentence: str
    source: str


Check = Callable[[Said, Rules], Iterator[Warn]]


def warnings(said: Said, rules: Rules) -> list[Warn]:
    """Everything a deanery would ask about, in the order of the form."""
    return [warn for check in CHECKS for warn in check(said, rules)]


def _core(t: Said, _rules: Rules) -> Iterator[Warn]:
    if t.grade and CORE.search(t.grade):
        yield Warn(
            "core",
            "grade",
            "Core trainees are given time out only in highly exceptional circumstances.",
            "KSS deanery page [S9]",
        )


def _first_year(t: Said, _rules: Rules) -> Iterator[Warn]:
    if t.programme_start and t.starts_on:
        first = clock.add_months(t.programme_start, YEAR)
        if t.starts_on < first:
            yield Warn(
                "first_year",
                "programme_start",
                "Time out normally begins after a year in the programme: for you on"
                f" {words.day(first)} or later.",
                "GMC, KSS and clinical pharmacology pages [S7b][S9][S101]",
            )


def _final_year(t: Said, _rules: Rules) -> Iterator[Warn]:
    if t.cct_on and t.starts_on:
        last = clock.add_months(t.cct_on, -YEAR)
        if t.starts_on > last:
            yield Warn(
                "final_year",
                "cct_on",
                "Time out is not normally given in the final year, which begins for you after"
                f" {words.day(last)}.",
                "KSS and clinical pharmacology pages [S9][S101]",
            )


def _outcome(t: Said, _rules: Rules) -> Iterator[Warn]:
    needed = PASSED.get(t.oop_category or "")
    if not needed or not t.last_arcp_outcome:
        return
    if t.last_arcp_outcome == OUT_ALREADY and t.previous_oop_months:
        return
    if t.last_arcp_outcome not in needed:
        yield Warn(
            "outcome",
            "last_arcp_outcome",
            "For this kind of time out the last outcome is normally"
            f" {' or '.join(sorted(needed))}.",
            "Thames Valley form; for a pause, East of England page [S20][S12]",
        )


def _award(t: Said, _rules: Rules) -> Iterator[Warn]:
    if t.nihr_award in ENDS_WITH_TIME_OUT:
        told = " You have said that you know." if t.award_may_end else ""
        yield Warn(
            "award",
            "nihr_award",
            "Time out usually ends an NIHR clinical fellowship or lectureship. Ask your academic"
            f" lead before you propose it.{told}",
            "Thames Valley form and London page [S20][S21]",
        )


def _maximum(t: Said, rules: Rules) -> Iterator[Warn]:
    most = rules.training.maximum(t.oop_category or "")
    if most is None or not (t.starts_on and t.ends_on and t.starts_on < t.ends_on):
        return
    total = clock.months_between(t.starts_on, t.ends_on) + (t.previous_oop_months or 0)
    if total > most:
        yield Warn(
            "maximum",
            "ends_on",
            f"This makes {_months(total)} of time out in all. The usual most for this kind is"
            f" {words.counted(most, 'month')}.",
            MAXIMA_SOURCES.get(t.oop_category or "", "Set by the training body"),
        )


def _months(number: Decimal) -> str:
    """12 months, or 12.5 months where it is no whole number."""
    if number == int(number):
        return words.counted(int(number), "month")
    return f"{number.quantize(Decimal('0.1'))} months"


CHECKS: tuple[Check, ...] = (_core, _first_year, _final_year, _outcome, _award, _maximum)
