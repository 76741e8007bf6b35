"""Settings: organisations, people and their roles."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.forms import Form
from secondments.people import queries, service
from secondments.people.forms import AddOrganisation, AddPerson, EndRole, GiveRole, Leave
from secondments.people.models import Kind
from secondments.people.roles import KIND_WORDS, ROLE_WORDS
from secondments.people.service import Appointment
from secondments.people.signed_in import me

bp = Blueprint("people", __name__, url_prefix="/settings")
WORDS = {"kind_words": KIND_WORDS, "role_words": ROLE_WORDS}
LONGEST_SEARCH = 100


@bp.get("/")
def settings() -> ResponseReturnValue:
    return redirect(url_for(".organisations"))


@bp.get("/organisations")
def organisations() -> ResponseReturnValue:
    policy.require(me(), "people.see", None)
    found = queries.all_organisations(reader=me())
    return render_template("people/organisations.html", organisations=found, **WORDS)


@bp.route("/organisations/new", methods=["GET", "POST"])
def add_organisation() -> ResponseReturnValue:
    policy.require(me(), "people.add_organisation", Kind.COMPANY)
    form = AddOrganisation()
    form.offer(me())
    if _done(
        form,
        lambda: service.add_organisation(Kind(form.kind.data), by=me(), **form.given()),
    ):
        flash(f"{form.name.data} was added.")
        return redirect(url_for(".organisations"))
    return render_template("people/add_organisation.html", form=form), form.status


@bp.get("/organisations/<uuid:organisation_id>")
def organisation(organisation_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.organisation(organisation_id, reader=me())
    people = queries.people_at(found, reader=me())
    may_add = policy.why_not(me(), "people.add_person", Appointment(found)) is None
    has_rules = queries.sets_rules(found, reader=me())
    page = {"organisation": found, "people": people, "may_add": may_add, "has_rules": has_rules}
    return render_template("people/organisation.html", **page, **WORDS)


@bp.route("/organisations/<uuid:organisation_id>/people/new", methods=["GET", "POST"])
def add_person(organisation_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.organisation(organisation_id, reader=me())
    policy.require(me(), "people.add_person", Appointment(found))
    form = AddPerson(organisation=str(found.id))
    form.offer([found])
    if _done(form, lambda: service.add_person(form.appointment(), by=me(), **form.given())):
        flash(f"{form.name.data} was added, and is invited by letter.")
        return redirect(url_for(".organisation", organisation_id=found.id))
    return render_template("people/add_person.html", form=form, organisation=found), form.status


@bp.get("/people")
def people() -> ResponseReturnValue:
    policy.require(me(), "people.see", None)
    called = " ".join(request.args.get("called", "").split())[:LONGEST_SEARCH]
    found = queries.people(reader=me(), called=called)
    return render_template("people/people.html", people=found, called=called, **WORDS)


@bp.get("/people/<uuid:person_id>")
def person(person_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.person(person_id, reader=me())
    acts = queries.acts_on(found, reader=me())
    return render_template("people/person.html", person=found, acts=acts, **WORDS)


@bp.route("/people/<uuid:person_id>/roles/new", methods=["GET", "POST"])
def give_role(person_id: uuid.UUID) -> ResponseReturnValue:
    found = queries.person(person_id, reader=me())
    form, (places, service_too) = GiveRole(), queries.places_to_appoint(me(), found)
    form.offer(places, service=service_too)
    if _done(
        form,
        lambda: service.give_role(form.appointment(found), by=me(), once=form.once.data),
    ):
        flash(f"{found.name} has the role now.")
        return redirect(url_for(".person", person_id=found.id))
    return render_template("people/give_role.html", form=form, person=found), form.status


@bp.route("/roles/<uuid:membership_id>/end", methods=["GET", "POST"])
def end_role(membership_id: uuid.UUID) -> ResponseReturnValue:
    held, form = queries.membership(membership_id, reader=me()), EndRole()
    policy.require(me(), "people.end_role", held)
    if _done(form, lambda: service.end_role(held, by=me(), **form.given())):
        flash("The role has a last day now.")
        return redirect(url_for(".person", person_id=held.person_id))
    return render_template("people/end_role.html", form=form, held=held, **WORDS), form.status


@bp.route("/people/<uuid:person_id>/leave", methods=["GET", "POST"])
def leave(person_id: uuid.UUID) -> ResponseReturnValue:
    found, form = queries.person(person_id, reader=me()), Leave()
    policy.require(me(), "people.leave", found)
    if _done(form, lambda: service.leave(found, by=me(), once=form.once.data)):
        flash(f"{found.name} has left: their account is closed.")
        return redirect(url_for(".person", person_id=found.id))
    return render_template("people/leave.html", form=form, person=found), form.status


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether the form was sent and the act was done; if not, the form says what is wrong."""
    return form.validate_on_submit() and form.tried(act)
