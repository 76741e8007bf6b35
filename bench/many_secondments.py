"""How Your work, the register and a case page keep up with the number of secondments.

`python -m bench.many_secondments 100 10000`: an empty server each time, filled by bulk inserts as
the owner, read by the real app as its web role. Prints a table; times are of warm requests.
"""

import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, insert, text

from secondments import clock
from secondments.access import queries as access
from secondments.access.models import AuthSession
from secondments.agreements.models import Agreement, Signatory
from secondments.people.models import Kind, Membership, Organisation, Person, Role
from secondments.secondment.drafts import ALPHABET
from secondments.secondment.models import Proposal, Secondment, Sent, Turn, Vote
from secondments.secondment.pathways import STEPS, Step
from secondments.signing.models import Act
from tests.postgres import a_server
from tests.queries_counted import count_queries

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
TOLD = set(SHARES) - {"draft", "proposed", "declined", "withdrawn"}
CONTRACTED = {"contract_issued", "active", "completed", "ended_early"}
HOME_STEPS = (Step.ES, Step.TPD, Step.PGD, Step.EMP)
NOW = datetime.now(UTC)
WARM, TIMES = 3, 15
Rows = dict[Any, list[dict[str, Any]]]


class Many:
    """Two employers, two deaneries, a company for every hundred secondments, and their people."""

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
        states = list(SHARES)
        for _ in range(count):
            self.secondment(self.random.choices(states, SHARES.values())[0])

    def add(self, model: Any, **values: Any) -> uuid.UUID:
        values.setdefault("id", uuid.uuid4())
        self.rows.setdefault(model.__table__, []).append(values)
        return values["id"]

    def organisation(self, kind: Kind, name: str) -> uuid.UUID:
        return self.add(Organisation, kind=kind, name=name, address="", zone="Europe/London")

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

    def secondment(self, state: str) -> None:
        r, which = self.random, self.random.randrange(2)
        company = r.randrange(len(self.companies))
        since = NOW - timedelta(days=r.randrange(60), seconds=r.randrange(86400))
        starts = NOW.date() + timedelta(days=r.randrange(30, 400))
        if state in {"active", "completed", "ended_early"}:
            starts = NOW.date() - timedelta(days=r.randrange(10, 300))
        ends = starts + timedelta(days=365 if state != "completed" else 9)
        body = "".join(r.choices(ALPHABET, k=6))
        s = self.add(
            Secondment,
            ref=f"SEC-{body[:4]}-{body[4:]}",
            state=state,
            state_since=since,
            updated_at=since,
            revision=3,
            seq=0,
            round=1,
            warned=0,
            pathway_code="trainee_uncredited",
            pathway_version=1,
            zone="Europe/London",
            applicant_id=r.choice(self.trainees),
            employer_id=self.employers[which],
            training_body_id=self.bodies[which],
            company_id=self.companies[company],
            company_told_at=since if state in TOLD else None,
            sent_at=None if state == "draft" else since,
            returned_from="proposed" if state == "returned" else None,
            ended_on=starts if state == "ended_early" else None,
        )
        supervisor = r.choice(self.supervisors)
        self.add(
            Proposal,
            secondment_id=s,
            supervisor_id=supervisor,
            company_lead_id=self.leads[company],
            role_title="Clinical development physician",
            starts_on=starts,
            ends_on=ends,
            share=Decimal(1),
        )
        answers = {"starts_on": str(starts), "ends_on": str(ends), "summary": "x" * 900}
        if state != "draft":
            applicant = self.rows[Secondment.__table__][-1]["applicant_id"]
            self.add(
                Sent,
                secondment_id=s,
                version=1,
                revision=2,
                at=since,
                by_id=applicant,
                answers=answers,
            )
        self.votes(s, state, which, supervisor, since)
        self.turns(s, state, which, company, since)
        if state in CONTRACTED:
            self.contract(s, state, which, company, since)

    def votes(self, s: uuid.UUID, state: str, which: int, first: uuid.UUID, at: datetime) -> None:
        people = (first, self.directors[which], self.deans[which], self.release[which])
        taken = 0 if state in {"draft", "withdrawn"} else 2 if state == "proposed" else 4
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
                at=at,
            )

    def turns(self, s: uuid.UUID, state: str, which: int, company: int, since: datetime) -> None:
        due = since.date() + timedelta(days=STEPS[Step.PGD].days)
        applicant = self.rows[Secondment.__table__][-1]["applicant_id"]
        waiting = {
            "draft": [("write", applicant)],
            "returned": [("write", applicant)],
            "proposed": [("decide_PGD", self.deans[which]), ("decide_EMP", self.release[which])],
            "supervisor_approved": [("decide_CM", self.leads[company])],
            "company_agreed": [("issue", self.office[which])],
            "contract_issued": [
                ("sign", self.signatories[company]),
                ("sign", self.release[which]),
                ("sign", applicant),
            ],
        }
        for duty, person in waiting.get(state, ()):
            self.add(Turn, secondment_id=s, person_id=person, duty=duty, since=since, due_on=due)

    def contract(self, s: uuid.UUID, state: str, which: int, company: int, at: datetime) -> None:
        digest, sealed = "0" * 64, state != "contract_issued"
        agreement = self.add(
            Agreement,
            secondment_id=s,
            version=1,
            revision=3,
            status="executed" if sealed else "open",
            library="2026_1",
            terms="{}" + " " * 9000,
            terms_sha256=digest,
            issued_at=at,
            issued_by_id=self.office[which],
            issued_sha256=digest,
            sealed_sha256=digest if sealed else None,
        )
        applicant = self.rows[Secondment.__table__][-1]["applicant_id"]
        people = (self.release[which], self.signatories[company], applicant)
        for place, person in enumerate(people, start=1):
            seat = self.add(
                Signatory,
                agreement_id=agreement,
                party=("employer", "host", "secondee")[place - 1],
                position=place,
                person_id=person,
                name="Somebody",
                capacity="Something",
            )
            if sealed:
                self.add(
                    Act,
                    signatory_id=seat,
                    document_sha256=digest,
                    terms_sha256=digest,
                    typed_name="Somebody",
                    intent="",
                    authority="",
                    method="password",
                    grant_id=uuid.uuid4(),
                    at=at,
                    wall_at=at,
                    ip="::1",
                    user_agent="bench",
                )

    def readers(self) -> dict[str, uuid.UUID]:
        mine = Counter(row["applicant_id"] for row in self.rows[Secondment.__table__])
        return {
            "contracts office": self.office[0],
            "dean": self.deans[0],
            "company lead": self.leads[0],
            "supervisor": self.supervisors[0],
            "trainee": mine.most_common(1)[0][0],
        }

    def insert(self, connection: Connection) -> None:
        for table in (x for x in Secondment.metadata.sorted_tables if x in self.rows):
            rows = self.rows[table]
            columns = {name for row in rows for name in row}
            whole = [{**dict.fromkeys(columns), **row} for row in rows]
            for start in range(0, len(whole), 5000):
                connection.execute(insert(table), whole[start : start + 5000])


def an_app(urls: Any, folder: str) -> Flask:
    os.environ.update(
        DATABASE_URL=urls.web,
        DATABASE_OWNER_URL=urls.owner,
        DATABASE_WORKER_URL=urls.worker,
        SECONDMENTS_DATA=folder,
    )
    from config import Testing  # noqa: PLC0415 - it reads the environment just set
    from secondments.application import create_app  # noqa: PLC0415

    app = create_app(Testing())
    with app.app_context():
        upgrade()
    return app


def signed_in(app: Flask, owner: Any, person: uuid.UUID) -> FlaskClient:
    token, now = uuid.uuid4().hex, clock.wall()
    with owner.begin() as connection:
        connection.execute(
            insert(AuthSession.__table__).values(
                id=uuid.uuid4(),
                token_hash=access.hash_of(token),
                person_id=person,
                created_at=now,
                seen_at=now,
                amr=["password"],
                aal=1,
                ip="::1",
                user_agent="bench",
            )
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return client


def read(client: FlaskClient, path: str) -> tuple[int, float, float]:
    """Queries of one request, its median time and that of the database alone, in ms."""
    for _ in range(WARM):
        assert client.get(path).status_code == 200, path
    with count_queries() as sent:
        client.get(path)
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - begun) * 1000)
    return len(sent), statistics.median(took), min(took)


PATHS = {
    "Your work": "/",
    "Calendar": "/calendar",
    "Register": "/secondments",
    "Register by start": "/secondments?sort=starts",
    "Register by surname": "/secondments?sort=secondee",
    "Register, a name": "/secondments?q=family0042",
    "Register, active": "/secondments?view=active",
}


def measured(
    count: int, paths: dict[str, str] = PATHS
) -> Iterator[tuple[str, str, int, float, float]]:
    """Reader, page, queries, median ms and best ms, with `count` secondments in the database."""
    with a_server() as urls, tempfile.TemporaryDirectory() as folder:
        app = an_app(urls, folder)
        many, owner = Many(count), create_engine(urls.owner)
        with owner.begin() as connection:
            many.insert(connection)
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        for who, person in many.readers().items():
            client = signed_in(app, owner, person)
            for page, path in paths.items():
                yield who, page, *read(client, path)
        owner.dispose()
        _let_go(app)


def _let_go(app: Flask) -> None:
    from secondments.extensions import db  # noqa: PLC0415

    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def main(counts: list[int]) -> None:
    for count in counts:
        print(f"\n{count:,} secondments")
        print(f"{'reader':<18}{'page':<22}{'queries':>8}{'median':>11}{'best':>9}")
        for who, page, queries, median, best in measured(count):
            print(f"{who:<18}{page:<22}{queries:>8}{median:>8.1f} ms{best:>6.1f} ms", flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100, 10_000])
