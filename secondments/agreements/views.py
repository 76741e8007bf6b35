"""The agreement's pages: its versions, issuing it, taking it back, its drafts."""

import io

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access import sessions, step_up
from secondments.access.factors.proving import Ways, ways_of
from secondments.access.signed_in import me, signed_in_session
from secondments.access.step_up import Shown
from secondments.agreements import downloads, page, reading, service
from secondments.agreements.downloads import Copy
from secondments.agreements.forms import IssueForm, TakeBackForm
from secondments.documents.desk import desk
from secondments.secondment import queries as secondments
from secondments.secondment.handing_over import as_file
from secondments.secondment.models import Secondment

bp = Blueprint("agreements", __name__, url_prefix="/secondments/<ref>")


@bp.get("/agreement")
def show(ref: str) -> ResponseReturnValue:
    s = secondments.get(ref, reader=me())
    return render_template("agreements/show.html", s=s, page=page.of(s, reader=me()))


@bp.get("/agreement/read")
def read(ref: str) -> ResponseReturnValue:
    s = secondments.case(ref, reader=me())
    return render_template("agreements/read.html", page=reading.of(s, reader=me()))


@bp.route("/issue", methods=["GET", "POST"])
def issue(ref: str) -> ResponseReturnValue:
    s = secondments.get(ref, reader=me())
    policy.require(me(), "agreement.issue", s)
    read, offered = page.as_it_stands(s), page.signatories_offered(s)
    form = IssueForm(revision=s.revision, seen=read.sha256, host_signatory=offered.suggested)
    form.offer(offered.options)
    if form.validate_on_submit() and form.tried(lambda: _issue(s, form)):
        flash("Issued. The signatories will be asked as soon as the document is ready.")
        return redirect(url_for(".show", ref=ref))
    return render_template(
        "agreements/issue.html", s=s, form=form, read=read, ways=_ways(form)
    ), form.status


def _ways(form: IssueForm) -> Ways:
    return ways_of(me(), form.proof, signed_in_session())


def _issue(s: Secondment, form: IssueForm) -> None:
    """With a fresh proof of identity for what was read, used up by the act."""
    read, here, why = form.seen.data, signed_in_session(), service.ISSUING
    grant = step_up.grant(here, me(), form.proof, purpose=why, document_sha256=read)
    service.issue(
        s,
        by=me(),
        revision=form.revision.data,
        signatory_ids=form.chosen,
        shown=Shown(read, grant.id),
        once=form.once.data,
    )
    sessions.renew(grant.method)


@bp.route("/take-back", methods=["GET", "POST"])
def take_back(ref: str) -> ResponseReturnValue:
    s = secondments.get(ref, reader=me())
    policy.require(me(), "agreement.reissue", s)
    form = TakeBackForm(revision=s.revision)
    if form.validate_on_submit():
        seen, key, why = form.revision.data, form.once.data, form.message.data
        service.take_back(s, by=me(), revision=seen, message=why, once=key)
        flash("The contract is taken back. Everyone who was asked to sign is told.")
        return redirect(url_for(".show", ref=ref))
    return render_template("agreements/take_back.html", s=s, form=form), form.status


@bp.get("/agreement/draft.pdf")
def draft(ref: str) -> ResponseReturnValue:
    """The watermarked copy to read. Raises NotFound while there is none."""
    return handed_over(downloads.draft_of(secondments.get(ref, reader=me())))


def handed_over(copy: Copy) -> ResponseReturnValue:
    """A PDF to keep: re-hashed, then in the trail, never shown inside our own pages."""
    content, name = desk().store.read(copy.sha256), copy.file_name
    downloads.take(copy, by=me())
    return as_file(io.BytesIO(content), name, "application/pdf")
