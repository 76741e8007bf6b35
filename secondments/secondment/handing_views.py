"""Handing over: another supervisor or lead, "not mine", "I will deal with this"."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import acts, handing_acts, queries, reassigning
from secondments.secondment.blueprint import bp

TAKEN = "Others see that you deal with it. They may still decide."


def act(ref: str, code: str) -> ResponseReturnValue:
    """One of handing_acts.DEEDS, whose code is in the address."""
    s, deed = queries.case(ref, reader=me()), handing_acts.DEEDS[code]
    form = handing_acts.form_of(s, deed, reader=me())
    if not (form.is_ready() and form.tried(lambda: deed.do(s, me(), form))):
        shown = acts.page(s, deed, form, reader=me())
        return render_template(form.template, page=shown, form=form), form.status
    flash(deed.done)
    return redirect(url_for(".show", ref=ref))


for code, deed in handing_acts.DEEDS.items():
    bp.add_url_rule(
        f"/<ref>/{code}", deed.move, act, methods=["GET", "POST"], defaults={"code": code}
    )


@bp.post("/<ref>/take-up")
def take_up(ref: str) -> ResponseReturnValue:
    s, form = queries.case(ref, reader=me()), handing_acts.TakeUpForm()
    form.validate_on_submit()
    reassigning.take_up(s, by=me(), once=form.once.data)
    flash(TAKEN)
    return redirect(url_for(".approve", ref=ref))
