"""One secondment in lines of text, for an operator's terminal."""

from collections.abc import Iterator

from secondments import letters, words
from secondments.agreements.models import Agreement, Signatory
from secondments.letters import queries as letter_queries
from secondments.register import integrity
from secondments.secondment import pathways
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.secondment.models import Secondment
from secondments.secondment.rounds import Turn, Vote
from secondments.secondment.waiting import role_words

Line = tuple[str, str]
WIDTH = 12


def of(s: Secondment) -> str:
    """Everything an operator asks about it; no salary, no message that people wrote."""
    lines = [*_heading(s), *_waiting(s), *_votes(s), *_agreements(s), *_letters(s), *_trail(s)]
    return "\n".join(f"{label:<{WIDTH}} {text}".rstrip() for label, text in lines)


def _heading(s: Secondment) -> Iterator[Line]:
    company = s.company.name if s.company else "no company yet"
    yield s.ref, f" {s.applicant.name}, {company}"
    yield "State", f"{LIFECYCLE.labels[s.state]} since {words.moment(s.state_since, s.zone)}"
    first, last = s.proposal.starts_on, s.proposal.ends_on
    if first and last:
        yield "Dates", f"{words.day_range(first, last)} ({s.zone})"
    if s.ended_on:
        yield "Ended on", words.day(s.ended_on)
    if s.next_due_at:
        yield "Next", f"{s.due_action} at {words.moment(s.next_due_at, s.zone)}"
    if s.parked:
        yield "Set aside", s.parked
    yield "Counters", f"revision {s.revision}, round {s.round}, history {s.seq}"


def _waiting(s: Secondment) -> Iterator[Line]:
    if not s.turns:
        yield "Waiting on", "nobody"
    for turn in sorted(s.turns, key=lambda t: (t.duty, t.person.name)):
        yield "Waiting on", _turn(turn)


def _turn(turn: Turn) -> str:
    due = f", due {words.day(turn.due_on)}" if turn.due_on else ""
    role = role_words(turn.secondment, turn.duty)
    return f"{turn.name} ({role}) since {words.day(turn.since)}{due}"


def _votes(s: Secondment) -> Iterator[Line]:
    for vote in s.votes:
        yield f"Vote {vote.round}", _vote(vote)


def _vote(vote: Vote) -> str:
    what = f"{pathways.label_of(vote.secondment, vote.step)}: {vote.decision} by {vote.by_name}"
    return f"{what}, {words.moment(vote.at)}, of revision {vote.revision}"


def _agreements(s: Secondment) -> Iterator[Line]:
    for agreement in s.agreements:
        yield f"Agreement v{agreement.version}", _agreement(agreement)
        digests = {
            "terms": agreement.terms_sha256,
            "issued": agreement.issued_sha256,
            "sealed": agreement.sealed_sha256,
        }
        yield from (("", f"{name} {digest}") for name, digest in digests.items() if digest)
        yield from (("", _signatory(x)) for x in agreement.signatories)


def _agreement(agreement: Agreement) -> str:
    issued = f"{words.moment(agreement.issued_at)} by {agreement.issued_by.name}"
    pages = f", {words.counted(agreement.pages, 'page')}" if agreement.pages else ""
    problem = f" Problem: {agreement.problem}" if agreement.problem else ""
    return f"{agreement.status}, issued {issued}{pages}.{problem}"


def _signatory(x: Signatory) -> str:
    signed = f"signed {words.moment(x.act.at)}" if x.act else "has not signed"
    return f"{x.name} ({x.party}): {signed}"


def _letters(s: Secondment) -> Iterator[Line]:
    for letter in letter_queries.of(s.id):
        yield "Letter", f"{letter.subject} – to {letter.to_name}: {_letter(letter)}"


def _letter(letter: letters.Letter) -> str:
    status = letter.status_in_words
    return f"{status}. {letter.reason}" if letter.reason else status


def _trail(s: Secondment) -> Iterator[Line]:
    wrong = integrity.broken(s)
    yield (
        "Trail",
        f"BROKEN. {wrong}" if wrong else f"{words.counted(s.seq, 'entry', 'entries')}, unbroken",
    )
