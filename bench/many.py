"""Many secondments, in the states a busy office would have them in, inserted in bulk."""

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, insert, text

from secondments.agreements.models import Agreement, Signatory
from secondments.audit import AuditEntry
from secondments.letters.models import Letter, Status, WhenUnsure
from secondments.people.models import Kind, Membership, Organisation, Person, Role
from secondments.people.names import known_as
from secondments.secondment.drafts import ALPHABET
from secondments.secondment.models import Proposal, Secondment
from secondments.secondment.pathways import STEPS, Step
from secondments.secondment.questions import PROPOSAL
from secondments.secondment.rounds import Sent, Turn, Vote
from secondments.signing.models import Act

SHARES = {
    "draft": 3,
    "proposed": 10,
    "returned": 3,
    "supervisor_approved": 6,
    "company_agreed": 3,
    "contract_issued": 4,
    "active": 15,
    "completed": 44,
    "declined": 4,
    "withdrawn": 4,
    "lapsed": 3,
    "ended_early": 1,
}
FIRST = (
    "contract_issued",
    "proposed",
    "supervisor_approved",
    "company_agreed",
    "active",
    "completed",
    "returned",
    "declined",
    "ended_early",
    "lapsed",
)
TOLD = set(SHARES) - {"draft", "proposed", "declined", "withdrawn"}
CONTRACTED = {"contract_issued", "active", "completed", "ended_early"}
HOME_STEPS = (Step.ES, Step.TPD, Step.PGD, Step.EMP)
DEEDS = ("secondment.begin", "secondment.send", *("secondment.support",) * 3, "secondment.return")
DIGEST = "0" * 64
NOW = datetime.now(UTC)
Rows = dict[Any, list[dict[str, Any]]]


class Many:
    """Two employers, two deaneries, a company for every hundred secondments, and their people.

    The first ten are the same whatever the count: one of each kind, all between the first of each
    kind of people, so that every list of theirs has something in it.
    """

    def __init__(self, count: int) -> None:
        self.random = random.Random(count)
        self.rows: Rows = {}
        self.employers = [self.organisation(Kind.EMPLOYER, f"Trust {n}") for n in "AB"]
        self.bodies = [self.organisation(Kind.TRAINING_BODY, f"Deanery {n}") for n in "AB"]
        companies = range(max(2, count // 100))
        self.companies = [self.organisation(Kind.COMPANY, f"Company {n:05}") for n in companies]
        self.office = [self.person(Role.CONTRACTS_OFFICE, at) for at in self.employers]
        self.release = [self.person(Role.RELEASE, at) for at in self.employers]
        self.deans = [self.person(Role.DEAN, at) for at in self.bodies]
        self.directors = [self.person(Role.PROGRAMME_DIRECTOR, at) for at in self.bodies]
        self.leads = [self.person(Role.HOST_MANAGER, at) for at in self.companies]
        self.signatories = [self.person(Role.SIGNATORY, at) for at in self.companies]
        self.supervisors = [
            self.person(Role.SUPERVISOR, self.employers[n % 2]) for n in range(max(2, count // 50))
        ]
        self.trainees = [
            self.person(Role.TRAINEE, self.employers[n % 2]) for n in range(max(2, count // 3))
        ]
        first = [Case(s, 0, 0, self.supervisors[0], self.trainees[0]) for s in FIRST]
        self.known_ref, *_ = [self.secondment(case) for case in first]
        for _ in range(count - len(first)):
            self.secondment(self.drawn())

    def readers(self) -> dict[str, uuid.UUID]:
        """One of each kind, all of whom have a part in the first secondments."""
        return {
            "contracts office": self.office[0],
            "dean": self.deans[0],
            "company lead": self.leads[0],
            "supervisor": self.supervisors[0],
            "trainee": self.trainees[0],
        }

    def insert(self, owner: Engine) -> None:
        with owner.begin() as connection:
            for table in (x for x in Secondment.metadata.sorted_tables if x in self.rows):
                self._insert_into(table, connection)
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))

    def _insert_into(self, table: Any, connection: Connection) -> None:
        rows = self.rows[table]
        columns = {name for row in rows for name in row}
        whole = [{**dict.fromkeys(columns), **row} for row in rows]
        for start in range(0, len(whole), 5000):
            connection.execute(insert(table), whole[start : start + 5000])

    def add(self, model: Any, **values: Any) -> uuid.UUID:
        values.setdefault("id", uuid.uuid4())
        self.rows.setdefault(model.__table__, []).append(values)
        return values["id"]

    def organisation(self, kind: Kind, name: str) -> uuid.UUID:
        known = {"name": name, "known_as": known_as(name)}
        return self.add(Organisation, kind=kind, **known, address="", zone="Europe/London")

    def person(self, role: Role, at: uuid.UUID) -> uuid.UUID:
        number = len(self.rows.get(Person.__table__, []))
        name = f"Dr Given{number:06} Family{number % 997:04}"
        person = self.add(
            Person,
            name=name,
            short_name=name,
            email=f"{number}@bench.example",
            description="",
        )
        self.add(
            Membership,
            person_id=person,
            organisation_id=at,
            role=role,
            title=str(role),
            from_on=NOW.date() - timedelta(days=900),
        )
        return person

    def drawn(self) -> "Case":
        r = self.random
        return Case(
            r.choices(list(SHARES), list(SHARES.values()))[0],
            r.randrange(2),
            r.randrange(len(self.companies)),
            r.choice(self.supervisors),
            r.choice(self.trainees),
            since=NOW - timedelta(days=r.randrange(60), seconds=r.randrange(86400)),
            days=r.randrange(30, 330),
        )

    def secondment(self, case: "Case") -> str:
        """Its reference."""
        body = "".join(self.random.choices(ALPHABET, k=6))
        ref, sent = f"SEC-{body[:4]}-{body[4:]}", case.state != "draft"
        s = self.add(
            Secondment,
            ref=ref,
            state=case.state,
            state_since=case.since,
            updated_at=case.since,
            revision=3,
            seq=len(DEEDS),
            round=1,
            warned=0,
            pathway_code="trainee_uncredited",
            pathway_version=1,
            zone="Europe/London",
            applicant_id=case.trainee,
            employer_id=self.employers[case.which],
            training_body_id=self.bodies[case.which],
            company_id=self.companies[case.company],
            company_told_at=case.since if case.state in TOLD else None,
            sent_at=case.since if sent else None,
            returned_from="proposed" if case.state == "returned" else None,
            declined_from="proposed" if case.state == "declined" else None,
            ended_on=case.starts_on if case.state == "ended_early" else None,
        )
        self.add(
            Proposal,
            secondment_id=s,
            supervisor_id=case.supervisor,
            company_lead_id=self.leads[case.company],
            role_title="Clinical development physician",
            starts_on=case.starts_on,
            ends_on=case.ends_on,
            share=Decimal(1),
        )
        if sent:
            self.sent(s, case)
        self.votes(s, case)
        self.turns(s, case)
        self.past(s, case)
        if case.state in CONTRACTED:
            self.contract(s, case)
        return ref

    def sent(self, s: uuid.UUID, case: "Case") -> None:
        answers = {"starts_on": str(case.starts_on), "ends_on": str(case.ends_on), "share": "1"}
        self.add(
            Sent,
            secondment_id=s,
            version=1,
            revision=2,
            at=case.since,
            by_id=case.trainee,
            answers=dict.fromkeys(PROPOSAL) | answers | {"summary": "x" * 900},
        )

    def votes(self, s: uuid.UUID, case: "Case") -> None:
        which = case.which
        people = (case.supervisor, self.directors[which], self.deans[which], self.release[which])
        taken = {"draft": 0, "withdrawn": 0, "proposed": 2}.get(case.state, 4)
        for step, person in list(zip(HOME_STEPS, people, strict=True))[:taken]:
            self.add(
                Vote,
                secondment_id=s,
                step=step,
                round=1,
                slot=1,
                revision=2,
                person_id=person,
                decision="support",
                at=case.since,
            )

    def turns(self, s: uuid.UUID, case: "Case") -> None:
        which = case.which
        waiting = {
            "draft": [("write", case.trainee)],
            "returned": [("write", case.trainee)],
            "proposed": [("decide_PGD", self.deans[which]), ("decide_EMP", self.release[which])],
            "supervisor_approved": [("decide_CM", self.leads[case.company])],
            "company_agreed": [("issue", self.office[which])],
            "contract_issued": [("sign", person) for person in self.who_signs(case)],
        }
        due_on = case.since.date() + timedelta(days=STEPS[Step.PGD].days)
        for duty, person in waiting.get(case.state, ()):
            self.add(
                Turn, secondment_id=s, person_id=person, duty=duty, since=case.since, due_on=due_on
            )

    def past(self, s: uuid.UUID, case: "Case") -> None:
        """Its trail, and the letters about it."""
        for seq, action in enumerate(DEEDS, start=1):
            self.rows.setdefault(AuditEntry.__table__, []).append(
                {
                    "chain": str(s),
                    "seq": seq,
                    "secondment_id": s,
                    **dict.fromkeys(("at", "effective_at", "wall_at"), case.since),
                    "action": action,
                    "by_id": case.trainee,
                    "by_name": "Somebody",
                    "request_id": DIGEST[:32],
                    "revision": 3,
                    "to_state": case.state,
                    "changes": {},
                    **dict.fromkeys(("commitment", "prev_hash", "hash"), DIGEST),
                }
            )
            self.add(
                Letter,
                secondment_id=s,
                event=action,
                person_id=case.trainee,
                to_name="Somebody",
                to_address="somebody@bench.example",
                subject="Decide on a proposal",
                body="x" * 600,
                message_id=f"<{s}.{seq}@bench.example>",
                dedupe_key=f"{s}:{seq}",
                when_unsure=WhenUnsure.NEVER,
                **dict.fromkeys(("posted_at", "status_at", "try_at"), case.since),
                status=Status.SENT,
                attempts=1,
                repeats=0,
            )

    def contract(self, s: uuid.UUID, case: "Case") -> None:
        sealed = case.state != "contract_issued"
        agreement = self.add(
            Agreement,
            secondment_id=s,
            version=1,
            revision=3,
            status="executed" if sealed else "open",
            library="2026_1",
            terms="{}" + " " * 9000,
            terms_sha256=DIGEST,
            issued_at=case.since,
            issued_by_id=self.office[case.which],
            issued_sha256=DIGEST,
            sealed_sha256=DIGEST if sealed else None,
        )
        for place, person in enumerate(self.who_signs(case)):
            seat = self.add(
                Signatory,
                agreement_id=agreement,
                party=("employer", "host", "secondee")[place],
                position=place + 1,
                person_id=person,
                name="Somebody",
                capacity="Something",
            )
            if sealed:
                self.signed(seat, case)

    def signed(self, seat: uuid.UUID, case: "Case") -> None:
        self.add(
            Act,
            signatory_id=seat,
            document_sha256=DIGEST,
            terms_sha256=DIGEST,
            typed_name="Somebody",
            intent="",
            authority="",
            method="password",
            grant_id=uuid.uuid4(),
            at=case.since,
            wall_at=case.since,
            ip="::1",
            user_agent="bench",
        )

    def who_signs(self, case: "Case") -> tuple[uuid.UUID, ...]:
        return self.release[case.which], self.signatories[case.company], case.trainee


@dataclass(frozen=True)
class Case:
    """What sets one secondment apart; `days` is how far its first day is from today."""

    state: str
    which: int  # of the two employers, and of their deaneries
    company: int
    supervisor: uuid.UUID
    trainee: uuid.UUID
    since: datetime = NOW - timedelta(days=3)
    days: int = 90

    @property
    def starts_on(self) -> date:
        begun = self.state in {"active", "completed", "ended_early"}
        return NOW.date() + timedelta(days=-self.days if begun else self.days)

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=9 if self.state == "completed" else 365)
