"""What may stand between braces in a clause, and what is wrong with what does not."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from secondments.agreements.facts import FACTS, PLACEHOLDERS
from secondments.agreements.money import RATES
from secondments.agreements.passages import SCHEDULES
from secondments.catalogue.parameters import PARAMETERS
from secondments.forms.texts import BIDIRECTIONAL, CANNOT_BE_SHOWN, HIDDEN_DIRECTION

ANY = re.compile(r"\{\{([^{}]*)\}\}")
NESTED = re.compile(r"\{\{[^}]*\{\{|\{\{\{|\}\}\}")
REFERENCE = re.compile(r"(clause):[A-Z]{2}\d{2}|(schedule):[a-z]+")
HTML = "Take out “<” and “>”: HTML is not allowed."
TEMPLATE = "Take out “{sign}”: it belongs to a template language, and a clause is none."
INSIDE = "A placeholder may not stand inside another, and has two braces on each side."
LONE = "A brace stands alone. A placeholder has two on each side, such as {{notice_weeks}}."
UNKNOWN = "There is no placeholder “{name}”."
NEAREST = "There is no placeholder “{name}”. Do you mean {{{{{nearest}}}}}?"
KEPT_BACK = (
    "“{name}” may not stand in a clause, since an employer may keep the rates back. Refer to"
    " {{{{schedule:money}}}}."
)
RETIRED = "“{name}” is no longer offered, and may not stand in a new text."
SIGNS = ("{%", "%}", "{#", "#}", "|")

# Facts that say something only in some agreements: the circumstance that each needs.
NEEDS: Mapping[str, str] = {
    "oop_category": "trainee",
    "credit": "credit",
    "approval": "credit",
    "variation_of": "variation",
    "fee_payee": "advisory",
}
FACT_WORDS: Mapping[str, str] = {
    "parties": "The parties: the Employer, the Host and the Secondee",
    "home_bodies": "The organisations of the home side",
    "academic_owner": "Who owns what the home side owns",
    "fee_payee": "Who is paid the fee; advisory agreements only",
    "variation_of": "The agreement that is varied; variations only",
    "first_day": "The first day",
    "last_day": "The last day",
    "day_of_return": "The day after the last day",
    "share": "The share of full time",
    "site": "The site",
    "host_manager": "The Host’s Manager",
    "home_contact": "The Employer’s Contact",
    "oop_category": "The category of time out of programme; trainees only",
    "credit": "The months that count; where a credit is approved",
    "approval": "The regulator’s approval; where a credit is approved",
}


@dataclass(frozen=True)
class Problem:
    """Something wrong on one line, counted from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}"


def offered() -> frozenset[str]:
    """What a new text may say: not what is retired, nor the rates, which may be kept back."""
    return frozenset(name for name in PLACEHOLDERS if not (name in RATES or _is_retired(name)))


def meanings() -> Iterator[tuple[str, str]]:
    """Each placeholder that is offered, with what it says: facts first."""
    open_to_all = offered()
    for name in FACTS:
        yield name, FACT_WORDS[name]
    for name, parameter in PARAMETERS.items():
        if name in open_to_all:
            yield name, parameter.label


def problems_in(line: str, number: int, allowed: Collection[str]) -> list[Problem]:
    """Everything on this line that no clause may have."""
    return [Problem(number, sentence) for sentence in dict.fromkeys(_sentences(line, allowed))]


def _sentences(line: str, allowed: Collection[str]) -> Iterator[str]:
    if BIDIRECTIONAL & set(line):
        yield f"{HIDDEN_DIRECTION}."
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in line if c != "\t"):
        yield f"{CANNOT_BE_SHOWN}."
    if "<" in line or ">" in line:
        yield HTML
    for sign in SIGNS:
        if sign in line:
            yield TEMPLATE.format(sign=sign)
    yield from _about_braces(line, allowed)


def _about_braces(line: str, allowed: Collection[str]) -> Iterator[str]:
    if NESTED.search(line):
        yield INSIDE
        return
    for match in ANY.finditer(line):
        name = match[1]
        if name not in allowed and not _is_reference(name):
            yield why_not(name)
    rest = ANY.sub("", line)
    if ("{" in rest or "}" in rest) and not any(sign in rest for sign in SIGNS):
        yield LONE


def why_not(name: str) -> str:
    """Why this name may not stand in a text, with the nearest that may."""
    if name in RATES:
        return KEPT_BACK.format(name=name)
    if _is_retired(name):
        return RETIRED.format(name=name)
    plain = name.strip().lower().replace(" ", "_")
    names = sorted(offered()) + [f"schedule:{code}" for code in SCHEDULES]
    for nearest in get_close_matches(plain[:60], names, n=1):
        return NEAREST.format(name=name[:60], nearest=nearest)
    return UNKNOWN.format(name=name[:60])


def _is_reference(name: str) -> bool:
    match = REFERENCE.fullmatch(name)
    return match is not None and (not match[2] or name.partition(":")[2] in SCHEDULES)


def _is_retired(name: str) -> bool:
    return name in PARAMETERS and PARAMETERS[name].retired
