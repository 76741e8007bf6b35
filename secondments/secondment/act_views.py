"""Withdraw, take back, end early, reopen: asked, looked at once more, done."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments.access.signed_in import me
from secondments.secondment import acts, queries
from secondments.secondment.blueprint import bp


def act(ref: str, code: str) -> ResponseReturnValue:
    """One of acts.DEEDS, whose code is in the address."""
    s, deed = queries.case(ref, reader=me()), acts.DEEDS[code]
    form = acts.form_of(s, deed)
    if not form.is_ready():
        shown = acts.page(s, deed, form, reader=me())
        return render_template(form.page, page=shown, form=form), form.status
    deed.do(s, me(), form)
    flash(deed.done)
    return redirect(url_for(".show", ref=ref))


for code, deed in acts.DEEDS.items():
    bp.add_url_rule(
        f"/<ref>/{code}", deed.move, act, methods=["GET", "POST"], defaults={"code": code}
    )
