"""A small app with the web layer and no domain: its pages raise what they are asked to."""

from pathlib import Path

from flask import Flask, current_app, render_template, render_template_string

from secondments import forms, web
from secondments.errors import (
    Altered,
    Blocker,
    Gone,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotPossibleNow,
    Stale,
    TooMany,
)
from secondments.extensions import csrf, db
from secondments.web.templating import Change, Frame, Hooks, Place

ROOT = Path(__file__).resolve().parents[2]
MISSING_ROLE = Blocker(
    "answers", "The proposal still needs {what}.", fix="proposal", values={"what": "the role"}
)
REFUSALS = {
    "invalid": InvalidInput("These dates do not fit.", fields={"ends_on": "Choose a later day"}),
    "not_allowed": NotAllowed("Only the contracts office issues the contract."),
    "not_found": NotFound("SEC-7K3M-Q2 belongs to someone else"),
    "stale": Stale("Dr Reid sent version 4 at 10:05.", seen=3, newest=4),
    "not_possible": NotPossibleNow(MISSING_ROLE),
    "altered": Altered(),
    "gone": Gone("This invitation was used on 8 June."),
    "too_many": TooMany("There were too many tries. Try again in 2 minutes.", retry_after=61),
}


class Decision(forms.Form):
    decision = forms.Choice("What is your decision?", {"support": "Support it", "return": "Return"})
    why = forms.LongText("What needs to change", when=("decision", "return"))
    note = forms.LongText("Note for the next approver", optional=True)
    password = forms.Password("Your password", optional=True)
    digest = forms.Hidden(optional=True)
    seen = forms.Tick("I have read version 3", optional=True)


def a_small_app(**config: object) -> Flask:
    app = Flask("secondments", root_path=str(ROOT / "secondments"), static_folder="static")
    app.template_folder = str(ROOT / "templates")
    app.config.update(
        SECRET_KEY="for tests",
        ROOT=ROOT,
        SERVICE_OWNER="Northmoor Clinical Academic Partnership",
        MAIL_FROM="Secondments <secondments@northmoor.example>",
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SQLALCHEMY_DATABASE_URI="postgresql://nobody@127.0.0.1:9/nothing",
        WTF_CSRF_ENABLED=False,
    )
    app.config.update(config)
    db.init_app(app)
    csrf.init_app(app)
    web.init_app(app, Hooks(frame=_frame, changes=_changes))
    app.add_url_rule("/raise/<kind>", "raising", _raise, methods=["GET", "POST"])
    app.add_url_rule("/secondments/<ref>", "case", lambda ref: ref)
    app.add_url_rule("/secondments/<ref>/approve", "approve", _approve, methods=["GET", "POST"])
    app.add_url_rule("/secondments/<ref>/recall", "recall", _recall, methods=["POST"])
    app.add_url_rule("/database", "database", _fail, methods=["GET", "POST"])
    app.add_url_rule("/broken", "broken", _break, methods=["GET", "POST"])
    return app


def _frame() -> Frame:
    return Frame("Dr Tom Okafor", "/account", "/sign-out", [Place("Your work", "/", True)])


def _changes(ref: str, seen: int, newest: int) -> list[Change]:
    return [Change("Last day", "31 July 2028", "28 July 2028", "Dr Callum Reid")]


def _raise(kind: str) -> str:
    raise REFUSALS[kind]


def _approve(ref: str) -> tuple[str, int]:
    form = Decision(revision=4 if ref == "SEC-4" else 3, digest="of version 4")
    if form.validate_on_submit():
        raise REFUSALS["stale"]
    page = (
        '{% extends "base.html" %}{% import "macros/fields.html" as fields %}{% block content %}'
        "{{ fields.error_summary(form) }}{% call fields.post('', form) %}"
        "{{ fields.radios(form.decision) }}{{ fields.long_text(form.note, audience='ours') }}"
        "{{ fields.ticks('Confirm', [form.seen]) }}{% endcall %}{% endblock %}"
    )
    return render_template_string(page, form=form), form.status


def _recall(ref: str) -> str:
    Decision()
    raise REFUSALS["stale"]


def _fail() -> str:
    raise current_app.config["FAULT"]


def _break() -> str:
    return render_template("there/is/no/such/page.html")
