"""What happened on a case, newest first, with the letters about it, as its reader is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from secondments.letters import queries as letters
from secondments.letters.models import WORDS as DELIVERY
from secondments.letters.models import Letter, Status
from secondments.secondment import queries, questions, trail
from secondments.secondment.heading import Heading, heading
from secondments.secondment.reading import Reader
from secondments.secondment.trail import Happening

if TYPE_CHECKING:
    from secondments.people.models import Person
    from secondments.secondment.models import Secondment

COLOURS = {Status.SENT: "green", Status.FAILED: "red", Status.UNKNOWN: "yellow"}


@dataclass(frozen=True)
class Sent:
    """One letter of the delivery log; never its body."""

    at: datetime
    to: str
    about: str
    status: str
    colour: str
    reason: str


@dataclass(frozen=True)
class History:
    heading: Heading
    happenings: Sequence[Happening]
    letters: Sequence[Sent]


def history(s: Secondment, *, reader: Person) -> History:
    top = heading(s, reader=reader, here="history")
    entries = trail.told_to(s, queries.history(s), top.reader)
    names = queries.names(trail.ids_named(entries) | _ids_sent(s))
    told = trail.history(entries, names, top.reader)
    return History(
        heading=top,
        happenings=list(_with_versions(s, told, names, top.reader)),
        letters=[_letter(one) for one in reversed(letters.of(s.id)) if top.reader.knows_of(one)],
    )


def _ids_sent(s: Secondment) -> set[str]:
    return {one for sent in s.sent for one in questions.ids_in(sent.answers)}


def _with_versions(
    s: Secondment, told: Sequence[Happening], names: questions.Names, reader: Reader
) -> Iterator[Happening]:
    """Each sending with its version and, from the second on, what it changed."""
    versions = sorted(s.sent, key=lambda sent: -sent.version)
    for happening in told:
        if happening.action != "secondment.send" or not versions:
            yield happening
            continue
        newer, *versions = versions
        changes = (
            tuple(trail.between(versions[0].answers, newer.answers, names, reader))
            if versions and not reader.is_applicant
            else ()
        )
        what = f"{happening.what}, version {newer.version}"
        yield replace(happening, what=what, changes=changes)


def _letter(letter: Letter) -> Sent:
    return Sent(
        at=letter.posted_at,
        to=letter.to_name,
        about=letter.subject,
        status=DELIVERY[letter.status],
        colour=COLOURS.get(letter.status, "white"),
        reason=letter.reason or "",
    )
