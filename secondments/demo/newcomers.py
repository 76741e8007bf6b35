"""A draft to a company that is not listed yet: it waits for the contracts office to confirm it."""

from datetime import UTC, datetime

from flask import Flask

from secondments import clock, jobs
from secondments.demo import answers, world
from secondments.extensions import db
from secondments.people.models import Sector
from secondments.people.service import NewCompany
from secondments.secondment import companies, drafts

TRAINEE = "Dr Freya Nygaard"
ADDED = datetime(2027, 4, 8, 9, tzinfo=UTC)
ZEPHYRIN = NewCompany(
    name="Zephyrin Diagnostics Ltd",
    number="00000030",
    address="Unit 2, Foundry Yard, Tarnley TN2 2ZZ",
    sector=Sector.MEDTECH,
    lead_name="Dr Odile Marchetti",
    lead_email="odile.marchetti@zephyrin.example",
)
SAID = ("programme_start", "wte_current", "last_arcp_outcome", "nihr_award", "previous_oop_months")


def add(app: Flask) -> str:
    """The reference of the draft; nothing of its work or dates is written yet."""
    with clock.stopped_at(ADDED):
        cast = world.cast(TRAINEE)
        s = drafts.blank(cast.trainee)
        ref = drafts.begin(s, by=cast.trainee)
        given = {name: answers.T1[name] for name in SAID} | {"grade": "ST5 clinical pharmacology"}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=given)
        companies.add(s, by=cast.trainee, revision=s.revision, company=ZEPHYRIN)
        db.session.close()
        jobs.run_due(app)
    return ref
