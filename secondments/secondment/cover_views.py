"""Cover for absence: one's own, for somebody an office looks after, and on one case."""

import uuid
from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.people import queries as people
from secondments.secondment import cover_page, covers, queries
from secondments.secondment.cover_forms import CoverForm, EndCover
from secondments.secondment.covers import Away
from secondments.secondment.heading import heading

bp = Blueprint("cover", __name__)
ARRANGED = "Arranged. Both are told by letter."
ENDED = "Ended. Both are told by letter."


@bp.get("/account/cover")
def show() -> ResponseReturnValue:
    mine, others = cover_page.rows(me())
    return render_template("cover/show.html", mine=mine, others=others)


@bp.route("/account/cover/new", methods=["GET", "POST"])
def arrange() -> ResponseReturnValue:
    form = cover_page.own_form(me())
    if _done(form, form.away):
        flash(ARRANGED)
        return redirect(url_for(".show"))
    return render_template("cover/arrange.html", form=form), form.status


@bp.route("/settings/people/<uuid:person_id>/cover", methods=["GET", "POST"])
def arrange_for(person_id: uuid.UUID) -> ResponseReturnValue:
    away = people.person(person_id, reader=me())
    form, (mine, others) = cover_page.others_form(away), cover_page.rows(away)
    if _done(form, form.away):
        flash(ARRANGED)
        return redirect(url_for(".arrange_for", person_id=person_id))
    page = {"form": form, "person": away, "mine": mine, "others": others}
    return render_template("cover/arrange_for.html", **page), form.status


@bp.route("/secondments/<ref>/cover", methods=["GET", "POST"])
def arrange_here(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = cover_page.case_form(s, reader=me())
    if _done(form, form.away):
        flash(ARRANGED)
        return redirect(url_for("secondment.show", ref=ref))
    top = heading(s, reader=me())
    return render_template("cover/arrange_here.html", form=form, top=top), form.status


@bp.route("/account/cover/<uuid:cover_id>/end", methods=["GET", "POST"])
def end(cover_id: uuid.UUID) -> ResponseReturnValue:
    cover, form = people.cover(cover_id, reader=me()), EndCover()
    if form.validate_on_submit():
        covers.end_cover(cover, by=me(), once=form.once.data)
        flash(ENDED)
        return redirect(url_for(".show"))
    return render_template("cover/end.html", form=form, cover=cover), form.status


def _done(form: CoverForm, away: Callable[[], Away]) -> bool:
    """Whether the form was sent and cover was arranged; if not, the form says what is wrong."""
    return form.validate_on_submit() and form.tried(
        lambda: covers.set_cover(away(), by=me(), once=form.once.data)
    )
