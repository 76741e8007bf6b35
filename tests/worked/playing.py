"""The worked cases, scene by scene on their days; only the bytes of the contract are stand-ins."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import select

from secondments import clock
from secondments.agreements import service as agreements
from secondments.agreements.models import Status
from secondments.demo import cases, worked
from secondments.demo.cases import Case, Scene, Stage
from secondments.extensions import db
from secondments.letters import Letter
from secondments.secondment import queries
from secondments.secondment.models import Secondment
from secondments.terms import costs
from tests.builders import PASSWORD, a_world
from tests.contracts import a_stored_file


def at(day: tuple[int, int, int] | date) -> datetime:
    """Nine in the morning of it, as in the played cases."""
    on = day if isinstance(day, date) else date(*day)
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)


@dataclass
class Play:
    """A case on its way: its record, the cast, and the states it has been in, each once."""

    case: Case
    ref: str = ""
    path: list[str] = field(default_factory=list)

    @property
    def s(self) -> Secondment:
        return queries.by_ref(self.ref)

    @property
    def cast(self):
        return a_world(self.case.trainee, self.case.company)

    def goes_on(self, *scenes: Scene) -> "Play":
        for scene in scenes:
            with clock.stopped_at(at(scene.day)):
                scene.act(Stage(self.cast, self.s, PASSWORD, self.case))
                self._the_document_is_made()
            db.session.expire_all()
            if self.path[-1:] != [str(self.s.state)]:
                self.path.append(str(self.s.state))
        return self

    def _the_document_is_made(self) -> None:
        agreement = self.s.agreement
        if agreement is not None and agreement.status is Status.PREPARING:
            made = agreements.Made(a_stored_file("issued"), 9)
            agreements.store(agreement, by=queries.calendar(), made=made)


def begun(name: str) -> Play:
    play = Play(worked.CASES[name])
    with clock.stopped_at(at(play.case.begun)):
        play.ref = cases.begin(play.case, play.cast).ref
    return play


def until(name: str, day: tuple[int, int, int]) -> Play:
    """Played through all scenes up to and on this day."""
    play = begun(name)
    return play.goes_on(*(scene for scene in play.case.scenes if scene.day <= day))


def figures(s: Secondment) -> str:
    """The money line of clauses-form-cases.md §6."""
    sheet = costs.of(s)
    lines = (*vars(sheet.lines).values(), sheet.net, sheet.vat, sheet.total)
    return "|".join(f"{amount:,.2f}" for amount in lines)


def invoices(s: Secondment) -> list[tuple[str, str]]:
    """Net and VAT of each, in order."""
    return [(f"{each.net:,.2f}", f"{each.vat:,.2f}") for each in costs.of(s).instalments]


def told(s: Secondment, event: str) -> set[str]:
    """Who has had a letter of this kind."""
    return set(db.session.scalars(select(Letter.to_name).where(Letter.event == event)))


def asked(s: Secondment) -> set[tuple[str, str]]:
    return {(turn.person.name, turn.duty) for turn in s.turns}
