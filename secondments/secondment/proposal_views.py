"""Writing a proposal: begin it, fill in its sections, check the answers, send it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access.signed_in import me
from secondments.secondment import (
    beginning_page,
    beginnings,
    drafts,
    new_page,
    proposal_page,
    queries,
    section_page,
    sending_page,
)
from secondments.secondment.blueprint import bp
from secondments.secondment.keeping import autosaved, kept, told, wanted

SECTION = (
    "/<ref>/proposal/<any(about, you, employment, company, work, dates, money, terms, governance)"
    ":code>"
)


@bp.get("/new")
def new() -> ResponseReturnValue:
    policy.require(me(), "secondment.begin", None)
    return render_template("secondment/new.html", form=new_page.form(me()))


@bp.post("/new")
def begin() -> ResponseReturnValue:
    form = new_page.form(me())
    if not form.validate_on_submit():
        return render_template("secondment/new.html", form=form), form.status
    draft = drafts.blank(me(), form.start)
    carried = beginnings.of_the_person(draft, me())
    ref = drafts.begin(draft, by=me(), carried=carried, once=form.once.data)
    return redirect(url_for(".find_company", ref=ref))


@bp.route("/<ref>/copy", methods=["GET", "POST"])
def copy(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = beginning_page.copying(s, reader=me())
    if not shown.form.validate_on_submit():
        page = render_template("secondment/copy.html", page=shown, form=shown.form)
        return page, shown.form.status
    draft = beginnings.blank_like(s, me())
    made = beginnings.copy(draft, by=me(), source=s, once=shown.form.once.data)
    flash(beginning_page.COPIED)
    return redirect(url_for(".proposal", ref=made))


@bp.get("/<ref>/proposal")
def proposal(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = proposal_page.of(s, reader=me())
    return render_template(shown.template, page=shown)


@bp.get(SECTION)
def section(ref: str, code: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = section_page.section_page(s, code, reader=me())
    return render_template("secondment/form_section.html", page=shown, form=shown.form)


@bp.post(SECTION)
def save(ref: str, code: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = section_page.section_page(s, code, reader=me())
    if not kept(s, shown.form, drafts.save, by=me()):
        page = render_template("secondment/form_section.html", page=shown, form=shown.form)
        return page, shown.form.status
    return redirect(shown.after(s, then=wanted(), told=told()))


@bp.post(f"{SECTION}/autosave")
def autosave(ref: str, code: str) -> ResponseReturnValue:
    s = queries.to_write(ref, reader=me())
    form = section_page.form_to_write(s, code, reader=me())
    return autosaved(s, form, drafts.save, by=me())


@bp.get("/<ref>/proposal/check")
def check(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    shown = sending_page.of(s, sending_page.form_of(s), reader=me())
    return render_template("secondment/check_answers.html", page=shown, form=shown.form)


@bp.post("/<ref>/proposal/check")
def send(ref: str) -> ResponseReturnValue:
    s = queries.case(ref, reader=me())
    form = sending_page.form_of(s)
    if not form.validate_on_submit():
        shown = sending_page.of(s, form, reader=me())
        return render_template("secondment/check_answers.html", page=shown, form=form), form.status
    drafts.send(s, by=me(), **sending_page.details(form))
    flash(sending_page.SENT)
    return redirect(url_for(".show", ref=ref))
