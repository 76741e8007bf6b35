"""What people typed, as a printer sets it: curly quotes and real dashes, the words unchanged.

Identifiers (references, numbers, approvals) stay as they are, and so do the frozen terms. Words
that run from right to left are isolated, so that they leave the order of those around them alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from secondments.agreements.terms import Party, Person, Special, Terms, Varied, Work
from secondments.catalogue.kinds import Listed, Value
from secondments.catalogue.parameters import PARAMETERS

# In this order: a quote at the front of a word opens, but for one that stands for lost letters.
RULES = tuple(
    (re.compile(pattern), becomes)
    for pattern, becomes in (
        (r"(?<=\w)'(?=\w)", "’"),
        (r"'(?=(?:\d\ds?|[Tt]is|[Tt]was|em|n)\b)", "’"),
        (r"(^|[\s(\[{/–—\"-])'(?=\S)", r"\1‘"),
        (r"'", "’"),
        (r'(^|[\s(\[{/–—‘-])"(?=\S)', r"\1“"),
        (r'"', "”"),
        (r"(?<=\d)--(?=\d)", "–"),
        (r"(?<!-)---(?!-)", "—"),
        (r"(?<=\s)--(?=\s)|(?<=\w)--(?=\w)", "–"),
        (r"(?<=\s)-(?=\s)", "–"),
        (r"(?<!\.)\.\.\.(?!\.)", "…"),
    )
)
# A word like these is an address or a code, and stays as it is.
IDENTIFIER = re.compile(r"\S*(?:://|@|\\|`|_)\S*")
# Characters that turn the order of what follows them; nobody needs to type one.
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def said(text: str) -> str:
    """Typed words, set and isolated line by line."""
    return "\n".join(isolated(smart(line)) for line in text.split("\n"))


def isolated(text: str) -> str:
    """One line, which disturbs the order of none around it."""
    if any(unicodedata.bidirectional(letter) in {"R", "AL", "AN"} for letter in text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
    return text


def smart(text: str) -> str:
    """The text with the marks of a printer, and none that would turn the order of others."""
    text = text.translate(TURNING)
    kept = IDENTIFIER.findall(text)
    parts = [_set(part) for part in IDENTIFIER.split(text)]
    return "".join(part for pair in zip(parts, [*kept, ""], strict=True) for part in pair)


def of(terms: Terms) -> Terms:
    """The terms as they are printed: whatever somebody typed as words is set."""
    return replace(
        terms,
        parties=tuple(map(_party, terms.parties)),
        secondee=said(terms.secondee),
        work=_work(terms.work),
        site=said(terms.site),
        host_manager=_person(terms.host_manager),
        home_contact=_person(terms.home_contact),
        parameters=_parameters(terms.parameters),
        special=tuple(Special(title=said(x.title), text=smart(x.text)) for x in terms.special),
        changes=tuple(replace(each, moved_by=said(each.moved_by)) for each in terms.changes),
        varies=tuple(
            Varied(term=said(x.term), before=said(x.before), after=said(x.after))
            for x in terms.varies
        ),
    )


def _set(text: str) -> str:
    for pattern, becomes in RULES:
        text = pattern.sub(becomes, text)
    return text


def _party(party: Party) -> Party:
    return replace(
        party,
        name=said(party.name),
        address=said(party.address),
        signatory=said(party.signatory),
        signatory_title=said(party.signatory_title),
    )


def _person(person: Person) -> Person:
    return Person(name=said(person.name), description=said(person.description))


def _work(work: Work) -> Work:
    return Work(
        role=said(work.role),
        department=said(work.department),
        summary=said(work.summary),
        objectives=tuple(map(said, work.objectives)),
    )


def _parameters(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """A list holds sentences; a text is a reference or a number."""
    return {
        name: tuple(map(said, value))
        if isinstance(value, tuple) and isinstance(PARAMETERS[name], Listed)
        else value
        for name, value in values.items()
    }
