"""The earliest first day, before there is a proposal: asked in two questions, said with its why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import request
from flask_wtf import FlaskForm

from secondments import clock
from secondments.forms import Choice, Form
from secondments.people import queries as people
from secondments.people.models import Kind, Role
from secondments.secondment import pathways, queries
from secondments.secondment.ladder import ISSUE_DAYS, SIGN_DAYS
from secondments.secondment.notice import RULES, Asked, Counted, Earliest, earliest_start
from secondments.secondment.pathways import Side
from secondments.secondment.rulebook import Rules

if TYPE_CHECKING:
    from secondments.people.models import Person

YES, NO = "yes", "no"
UNCREDITED, CREDITED = "trainee_uncredited", "trainee_credited"


class EarliestForm(Form):
    """Asked by GET: its answer can be kept as a link."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf = False

    body = Choice("Your training body", sentence="Choose your training body")
    credit = Choice(
        "Is the time to count towards your training?",
        {NO: "No", YES: "Yes, some of it"},
        hint="Then your college or faculty has to support it, and the GMC to approve it.",
        sentence="Say whether it is to count towards your training",
    )


@dataclass(frozen=True)
class Line:
    """One rule: from which day it allows a start, and who says so."""

    what: str
    length: str
    first_day: date
    source: str


@dataclass(frozen=True)
class Answer:
    """The first day that every rule allows, and the first that leaves each step all its days."""

    today: date
    earliest: Earliest
    lines: Sequence[Line]
    unhurried: date

    @property
    def why(self) -> str:
        asked = self.earliest.asked
        return f"{asked.rule.why} needs {asked.length}."


@dataclass(frozen=True)
class EarliestPage:
    form: EarliestForm
    answer: Answer | None
    others: Sequence[tuple[str, str, str]]


def of(*, reader: Person) -> EarliestPage:
    """The questions; and the answer, once they are answered."""
    mine = reader.organisations_as(Role.TRAINEE)
    own = next((place for place in mine if place.kind is Kind.TRAINING_BODY), None)
    form = EarliestForm(formdata=request.args or None, body=str(own.id) if own else None)
    bodies = people.organisations(Kind.TRAINING_BODY)
    form.body.options = [(str(body.id), body.name) for body in bodies]
    if not (request.args and form.validate()):
        return EarliestPage(form, None, list(_others()))
    body = next(body for body in bodies if str(body.id) == form.body.data)
    employer = next((place for place in mine if place.kind is Kind.EMPLOYER), None)
    rules = Rules(
        queries.rulebook_of(body.id), queries.rulebook_of(employer.id if employer else None)
    )
    today = clock.today(body.zone)
    return EarliestPage(form, answer(rules, today, credit=form.credit.data == YES), list(_others()))


def answer(rules: Rules, today: date, *, credit: bool) -> Answer:
    """If it is sent today."""
    asked = rules.before_sending(credit=credit)
    return Answer(
        today=today,
        earliest=earliest_start(today, asked),
        lines=[_line(each, today) for each in asked],
        unhurried=_unhurried(rules, today, CREDITED if credit else UNCREDITED),
    )


def _line(asked: Asked, today: date) -> Line:
    first_day = earliest_start(today, [asked]).first_day
    return Line(asked.rule.what, asked.said.capitalize(), first_day, asked.rule.source)


def _unhurried(rules: Rules, today: date, code: str) -> date:
    """When the slowest step of every group, the issue and the signing take all their days."""
    pathway = pathways.under(pathways.newest(code), rules).applied(())
    groups = [group for side in Side for group in pathway.groups(side)]
    days = sum(max(pathway.rule(step).days for step in group) for group in groups)
    signed = today + timedelta(days=days + ISSUE_DAYS + SIGN_DAYS)
    return earliest_start(signed, [rules.asked("CL03")]).first_day


def _others() -> Iterator[tuple[str, str, str]]:
    """What else is good to know, for information."""
    for rule in RULES.values():
        if rule.counted is Counted.NOTHING:
            yield rule.what, str(rule.length), rule.source
