"""What changed since somebody decided: the version they know, its differences, its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.secondment import points, points_page, queries, questions, trail
from secondments.secondment.pathways import Side
from secondments.secondment.points import Shown
from secondments.secondment.reading import Reader
from secondments.secondment.trail import Difference

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment
    from secondments.secondment.rounds import Sent


def known_to(s: Secondment, reader: Reader, *, had_older_open: bool) -> Sent | None:
    """The older version that this reader decided on last, or had open when a newer one came.

    None for whom it is new: they read the whole.
    """
    older = list(s.sent[:-1])
    mine = [vote for vote in s.votes if reader.person.id in {vote.person_id, vote.on_behalf_of_id}]
    if mine:
        older = [sent for sent in older if sent.revision <= mine[-1].revision]
    elif not had_older_open or (reader.is_company and not _was_told_before(s)):
        return None
    return older[-1] if older else None


def _was_told_before(s: Secondment) -> bool:
    return s.company_told_at is not None and s.company_told_at <= s.sent[-1].at


def changes(s: Secondment, known: Sent | None, reader: Reader) -> list[Difference]:
    """What changed since the version that the reader knows."""
    if known is None:
        return []
    before, after = known.answers, s.sent[-1].answers
    ids = questions.ids_in(before) | questions.ids_in(after)
    return trail.between(before, after, queries.names(ids), reader)


def points_since(s: Secondment, known: Sent | None, reader: Reader) -> list[Shown]:
    """What became of the points raised since then, as far as the reader's side raised them."""
    if known is None:
        return []
    found = [
        point
        for sent in s.sent
        if sent.version >= known.version
        for point in points.of_version(s, sent.version)
        if reader.reads(questions.PROPOSAL[point.question])
        and (point.side is Side.COMPANY or not reader.is_company)
    ]
    return points_page.in_words(s, found)
