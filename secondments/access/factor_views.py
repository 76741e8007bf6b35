"""How one signs in: passkeys, the authenticator app, recovery codes, and where one is signed in."""

import uuid
from collections.abc import Callable

import segno
from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from secondments import policy
from secondments.access import devices, provider_sessions, return_to, sessions
from secondments.access import queries as access
from secondments.access import service as accounts
from secondments.access.factors import (
    challenges,
    enrolling,
    passkeys,
    proving,
    queries,
    service,
    totp,
)
from secondments.access.factors.forms import (
    FirstPassword,
    NewApp,
    NewPasskey,
    ProofForm,
    RemoveFactor,
)
from secondments.access.models import AuthSession
from secondments.access.signed_in import me, signed_in_session
from secondments.errors import InvalidInput
from secondments.forms import Hidden

bp = Blueprint("factors", __name__, url_prefix="/account")


@bp.get("/security")
def show() -> ResponseReturnValue:
    return render_template(
        "access/security.html",
        has=queries.of(me()),
        has_password=access.has_password(me()),
        providers=provider_sessions.linked_and_open(me()),
    )


@bp.get("/set-up")
def set_up() -> ResponseReturnValue:
    """Where a session leads that is too weak for what it asked for."""
    wanted = return_to.safe(request.args.get("next"))
    if signed_in_session().aal >= policy.TWO_FACTORS:
        return redirect(wanted)
    return render_template(
        "access/set_up.html",
        has_password=access.has_password(me()),
        wanted=wanted,
        providers=provider_sessions.linked_and_open(me()).can_be_linked,
    )


@bp.route("/set-up/password", methods=["GET", "POST"])
def choose_password() -> ResponseReturnValue:
    """For somebody who has none: new here, or with passkeys alone."""
    form, wanted = FirstPassword(), return_to.safe(request.args.get("next"))
    if form.validate_on_submit() and form.tried(lambda: _choose(form)):
        return redirect(url_for(".add_app", next=wanted))
    page = render_template("access/first_password.html", form=form, wanted=wanted, ways=ways(form))
    return page, form.status


def _choose(form: FirstPassword) -> None:
    prove(form)
    secret, here = form.chosen.data, signed_in_session()
    accounts.first_password(me(), by=me(), password=secret, here=here)
    # An applicant may leave it at that: one factor is enough to write.
    if not policy.needs_two_factors(me()):
        sessions.renew("password")


@bp.post("/prove/start")
def start_proof() -> ResponseReturnValue:
    """What the page's script hands to a device that has a passkey of the reader."""
    token, challenge = challenges.begin(challenges.PROOF, session=signed_in_session())
    known = [key.credential_id for key in queries.of(me()).passkeys]
    return jsonify(challenge=token, options=passkeys.asks_for_one(challenge, of=known))


@bp.post("/security/passkey/start")
def start_new_passkey() -> ResponseReturnValue:
    token, challenge = challenges.begin(challenges.NEW, session=signed_in_session())
    person = me()
    options = passkeys.asks_for_a_new_one(
        challenge,
        person_id=person.id,
        account=person.email,
        name=person.name,
        known=[key.credential_id for key in queries.of(person).passkeys],
    )
    return jsonify(challenge=token, options=options)


@bp.route("/security/passkey", methods=["GET", "POST"])
def add_passkey() -> ResponseReturnValue:
    form, wanted = NewPasskey(), return_to.safe(request.args.get("next"))
    if form.validate_on_submit() and form.tried(lambda: _add_passkey(form)):
        flash("Your passkey is set up. From now on you can sign in with it.")
        return redirect(wanted if wanted != return_to.HOME else url_for(".show"))
    return render_template(
        "access/add_passkey.html", form=form, ways=ways(form), wanted=wanted
    ), form.status


def _add_passkey(form: NewPasskey) -> None:
    if not form.made.data:
        raise InvalidInput("Use the button that asks your device: it makes the passkey.")
    prove(form)
    here = signed_in_session()
    asked = challenges.spend(form.asked.data, challenges.NEW, session=here)
    key = passkeys.new_key(form.made.data, asked)
    service.add_passkey(me(), by=me(), key=key, name=form.name.data, here=here)
    sessions.renew("passkey")


@bp.route("/security/passkeys/<uuid:key>/remove", methods=["GET", "POST"])
def remove_passkey(key: uuid.UUID) -> ResponseReturnValue:
    found = queries.passkey(key, owner=me())
    what = f"Remove the passkey “{found.name}”"
    return _removal(what, lambda here: service.remove_passkey(found, by=me(), here=here))


@bp.route("/security/app", methods=["GET", "POST"])
def add_app() -> ResponseReturnValue:
    """Nothing is kept before the app has shown a right code: the seed waits in the page, sealed."""
    wanted, fresh = return_to.safe(request.args.get("next")), totp.new_seed()
    form, codes = NewApp(seed=enrolling.sealed(fresh, me())), []
    if form.validate_on_submit() and form.tried(lambda: codes.extend(_add_app(form))):
        return render_template("access/codes.html", codes=codes, wanted=wanted)
    seed = enrolling.seed_in(form.seed.data, me()) or fresh
    form.seed.typed = enrolling.sealed(seed, me())
    has_password = access.has_password(me())
    page = {"wanted": wanted, "ways": ways(form), "has_password": has_password}
    page["may_wait"] = not policy.needs_two_factors(me())
    key = {"picture": _picture(seed), "to_type": totp.to_type(seed)}
    return render_template("access/add_app.html", form=form, **page, **key), form.status


def _picture(seed: bytes) -> str:
    """A QR code as a data: address."""
    address = totp.address(seed, account=me().email, service=passkeys.SERVICE)
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))


def _add_app(form: NewApp) -> list[str]:
    seed = enrolling.seed_in(form.seed.data, me())
    if seed is None:
        raise InvalidInput(Hidden.UNREADABLE)
    prove(form)
    code, here = form.shown.data, signed_in_session()
    codes = service.add_app(me(), by=me(), seed=seed, code=code, here=here)
    sessions.renew("totp")
    return codes


@bp.route("/security/app/remove", methods=["GET", "POST"])
def remove_app() -> ResponseReturnValue:
    what = "Remove the authenticator app"
    return _removal(what, lambda here: service.remove_app(me(), by=me(), here=here))


def _removal(what: str, remove: Callable[[AuthSession], None]) -> ResponseReturnValue:
    form = RemoveFactor()

    def act() -> None:
        prove(form)
        remove(signed_in_session())

    if form.validate_on_submit() and form.tried(act):
        flash("It was removed, and opens nothing here any more.")
        return redirect(url_for(".show"))
    return render_template(
        "access/remove_factor.html", form=form, ways=ways(form), what=what
    ), form.status


@bp.route("/security/codes", methods=["GET", "POST"])
def renew_codes() -> ResponseReturnValue:
    form, codes = RemoveFactor(), []

    def renew() -> None:
        prove(form)
        codes.extend(service.renew_codes(me(), by=me(), here=signed_in_session()))

    if form.validate_on_submit() and form.tried(renew):
        return render_template("access/codes.html", codes=codes, wanted=url_for(".show"))
    return render_template("access/renew_codes.html", form=form, ways=ways(form)), form.status


@bp.get("/sessions")
def where() -> ResponseReturnValue:
    here = signed_in_session()
    found = [(x, devices.words_for(x.user_agent)) for x in access.sessions_of(me())]
    return render_template("access/sessions.html", found=found, here=here.id)


@bp.post("/sessions/<uuid:session>/end")
def end_session(session: uuid.UUID) -> ResponseReturnValue:
    accounts.end_session(access.session_elsewhere(session, owner=me()), by=me())
    flash("That place is signed out.")
    return redirect(url_for(".where"))


@bp.post("/sessions/end")
def end_others() -> ResponseReturnValue:
    accounts.end_other_sessions(me(), by=me(), here=signed_in_session())
    flash("Every other place where you were signed in is signed out.")
    return redirect(url_for(".where"))


def ways(form: ProofForm) -> proving.Ways | None:
    """How the reader can confirm a change; None where the link of a letter has just done so."""
    here = signed_in_session()
    return None if here.aal == policy.LINK_ONLY else proving.ways_of(me(), form.proof, here)


def prove(form: ProofForm) -> None:
    """Raises InvalidInput or TooMany. A lost app is replaced with the help of a recovery code."""
    here = signed_in_session()
    if here.aal > policy.LINK_ONLY:
        proving.check(form.proof, here, me(), about=form.about, with_recovery=True)
