"""Signing in and out, passwords, and one's own account."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from secondments.access import queries, return_to, service, sessions, throttles
from secondments.access.factors import challenges, passkeys
from secondments.access.factors import queries as factors
from secondments.access.factors.forms import PasskeyAnswer, SecondStep
from secondments.access.forms import ChangePassword, ChoosePassword, Forgotten, SignIn
from secondments.access.providers import configured
from secondments.access.signed_in import me, signed_in_session
from secondments.people import queries as people
from secondments.people.roles import ROLE_WORDS

bp = Blueprint("access", __name__)
CHANGED = "Your password was changed, and every other place where you were signed in is signed out."


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignIn()
    wanted = return_to.safe(request.args.get("next"))
    if form.validate_on_submit() and form.tried(lambda: sessions.open_with(form)):
        return redirect(sessions.further(wanted))
    return sign_in_page(form, wanted=wanted)


def sign_in_page(
    form: SignIn, key: PasskeyAnswer | None = None, *, wanted: str
) -> ResponseReturnValue:
    key = key or PasskeyAnswer(formdata=None)
    page = render_template(
        "access/sign_in.html", form=form, key=key, wanted=wanted, providers=configured.every()
    )
    return page, 400 if form.errors or key.errors else 200


@bp.route("/sign-in/code", methods=["GET", "POST"])
def second_step() -> ResponseReturnValue:
    """After the password: a code, or the passkey of somebody who has one."""
    person, form = sessions.half_way(), SecondStep()
    wanted = return_to.safe(request.args.get("next"))
    if person is None:
        flash("Sign in again: the code was asked for more than five minutes ago.")
        return redirect(url_for(".sign_in", next=wanted))
    if form.validate_on_submit() and form.tried(lambda: sessions.open_with_code(form, person)):
        return redirect(sessions.where_to(wanted))
    key, has = PasskeyAnswer(formdata=None), factors.of(person)
    return render_template(
        "access/second_step.html", form=form, key=key, has=has, wanted=wanted
    ), form.status


@bp.post("/sign-in/passkey/start")
def start_passkey() -> ResponseReturnValue:
    """What the page's script hands to the device."""
    place = throttles.place_of(request.remote_addr)
    throttles.take(throttles.CHALLENGES_FROM_ONE_PLACE, place)
    token, challenge = challenges.begin(challenges.SIGN_IN)
    return jsonify(challenge=token, options=passkeys.asks_for_one(challenge))


@bp.post("/sign-in/passkey")
def passkey() -> ResponseReturnValue:
    key, wanted = PasskeyAnswer(), return_to.safe(request.args.get("next"))
    if key.validate_on_submit() and key.tried(lambda: sessions.open_with_passkey(key)):
        return redirect(sessions.where_to(wanted))
    return sign_in_page(SignIn(formdata=None), key, wanted=wanted)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    service.sign_out(signed_in_session(), by=me())
    sessions.close()
    flash("You are signed out.")
    return redirect(url_for(".sign_in"))


@bp.route("/forgotten-password", methods=["GET", "POST"])
def forgotten() -> ResponseReturnValue:
    form = Forgotten()
    if form.validate_on_submit():
        sessions.count_a_letter(form.email.data)
        service.ask_for_reset(None, by=people.calendar(), email=form.email.data)
        return redirect(url_for(".letter_on_its_way"))
    return render_template("access/forgotten.html", form=form), form.status


@bp.get("/forgotten-password/sent")
def letter_on_its_way() -> ResponseReturnValue:
    return render_template("access/letter_on_its_way.html")


@bp.route("/choose-password/<token>", methods=["GET", "POST"])
def choose_password(token: str) -> ResponseReturnValue:
    person, form = queries.person_for_link(token), ChoosePassword()
    if form.validate_on_submit() and form.tried(
        lambda: service.choose_password(person, by=person, token=token, password=form.password.data)
    ):
        flash("Your password is set. Sign in with it.")
        return redirect(url_for(".sign_in"))
    return render_template("access/choose_password.html", form=form, person=person), form.status


@bp.get("/account")
def account() -> ResponseReturnValue:
    return render_template("access/account.html", person=me(), role_words=ROLE_WORDS)


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    form = ChangePassword()
    if form.validate_on_submit() and form.tried(lambda: sessions.change_password(form)):
        flash(CHANGED)
        return redirect(url_for(".account"))
    return render_template("access/change_password.html", form=form), form.status


@bp.get("/account/typed")
def typed() -> ResponseReturnValue:
    """What was typed into a form whose sender's session had ended."""
    kept = queries.typed(session.get(sessions.KEPT_TYPED, ""), reader=me())
    return render_template("access/typed.html", kept=kept)
