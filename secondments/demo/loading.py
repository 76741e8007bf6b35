"""What the demonstration holds when it starts: everyone, and one case at most stages."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask

from secondments.demo import (
    answers,
    bargaining,
    business_clock,
    cases,
    clause_texts,
    endings,
    exhibits,
    handing,
    newcomers,
    worked,
    world,
)
from secondments.demo.cases import Case, Scene
from secondments.secondment.queries import calendar

PASSWORD_FILE = "demo.password"  # noqa: S105 - the name of a file
REID = Case(trainee="Dr Callum Reid", company=world.TESSALY)
WEISS = Case(trainee="Dr Jonas Weiss", earlier=12)
HADDAD = Case(  # its start needs more than signatures
    trainee="Dr Leila Haddad",
    company=world.TESSALY,
    earlier=1,
    answers={**answers.CLINICAL, **answers.SPONSORED},
)
PROSSER = Case(
    trainee="Dr Elin Prosser",
    earlier=1,
    answers={
        "grade": "ST5 cardiology",
        "training_number": "LDN/009/321/N",
        "role_title": "Clinical scientist, device trials",
        **answers.CLINICAL,
    },
    ending=(Scene((2027, 5, 6), "signed", endings.settle_the_gates),),
)
KAYE = Case(  # at the table of terms
    trainee="Dr Miriam Kaye",
    company=world.TESSALY,
    answers=answers.SPLIT,
    ending=bargaining.UNDER_WAY,
)
OYELARAN = Case(trainee="Dr Samuel Oyelaran", answers=answers.DIRECT)
VAUGHAN = Case(  # at short notice, with a reason
    trainee="Dr Nerys Vaughan",
    company=world.TESSALY,
    earlier=-2,
    answers={
        "grade": "ST4 anaesthetics",
        "training_number": "LDN/004/456/N",
        "cct_on": date(2030, 8, 7),
        "role_title": "Clinical safety lead",
        "starts_on": date(2027, 7, 5),
        "ends_on": date(2028, 7, 4),
        "alternative_start": date(2027, 9, 20),
        "short_notice_reason": "The company’s safety lead leaves in July, which was not known"
        " before March. A gap would stop a running evaluation in three hospitals.",
    },
)
MARLOW = Case(
    trainee="Dr Naomi Marlow",
    earlier=-2,
    ending=(Scene((2027, 1, 25), "returned", endings.return_with_points),),
)
QUAYLE = Case(
    trainee="Dr Idris Quayle",
    company=world.TESSALY,
    earlier=-2,
    ending=(Scene((2027, 1, 26), "proposed", endings.support_on_a_condition),),
)
# Worked cases on days of their own, or some months earlier to be where they tell the most.
T2 = replace(worked.T2, earlier=12)
T2B = replace(worked.T2B, earlier=6, story=worked.HELD_UP)
T6 = replace(worked.T6, earlier=7)
T10 = replace(worked.T10, story=worked.HALF_SIGNED)
T12 = replace(worked.T12, earlier=12)
TODAY = datetime(2027, 4, 12, 9, 1, tzinfo=UTC)  # just after the last scene of T1 as shown
SHOWN: Sequence[tuple[Case, str | None, int | None]] = (
    (WEISS, "active", None),
    (HADDAD, "contract_issued", 11),
    (PROSSER, "signed", None),
    (worked.CASES["T1"], "company_agreed", None),
    (REID, "proposed", 3),
    (KAYE, "supervisor_approved", None),
    (OYELARAN, "company_agreed", None),
    (VAUGHAN, "proposed", 1),
    (MARLOW, "proposed", 2),
    (QUAYLE, "proposed", 1),
    (T2, "active", None),
    (T2B, None, None),
    (worked.T3, None, None),
    (T6, "active", None),
    (T10, None, None),
    (T12, "lapsed", None),
)


def password_of(app: Flask) -> str:
    """The password of every demo person: made once for each installation, kept beside its data."""
    file = Path(app.config["DATA_FOLDER"]) / PASSWORD_FILE
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(9), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def load(app: Flask) -> bool:
    """Fill a database. False, and nothing done, where that was finished before.

    Moving the clock is the last thing done, so a load that was cut short is taken up again: the
    people are kept, and so is every case that has begun.
    """
    if business_clock.was_set():
        return False
    password = password_of(app)
    if not world.exists():
        world.create(None, by=calendar(), password=password)
    for case, until, scenes in SHOWN:
        if not world.has_begun(case.trainee):
            ref, at = cases.play(app, case, until=until, password=password, scenes=scenes)
            if until != "lapsed":
                exhibits.add(app, ref, case, at=at)
    handing.play(HADDAD.trainee, at=TODAY)
    clause_texts.play(at=TODAY)
    if not world.has_begun(newcomers.TRAINEE):
        newcomers.add(app)
    business_clock.move_to(None, by=calendar(), moment=TODAY)
    return True


def play(app: Flask, name: str, *, until: str | None) -> tuple[str, datetime]:
    """Play a worked case; the demonstration's clock follows it if that is ahead. Its reference."""
    password = password_of(app)
    if not world.exists():
        world.create(None, by=calendar(), password=password)
    ref, at = cases.play(app, worked.CASES[name], until=until, password=password)
    business_clock.follow(at, by=calendar())
    return ref, at
