"""The browser's side of a session: a cookie with a token, a row that it must find."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request, session, url_for
from flask_login import login_user, logout_user
from sqlalchemy import update

from secondments import clock
from secondments.access import invitations, queries, service, watch
from secondments.access.factors import proving
from secondments.access.factors import queries as factors
from secondments.access.factors.forms import PasskeyAnswer, SecondStep
from secondments.access.forms import ChangePassword, SignIn
from secondments.access.models import AuthSession
from secondments.access.service import Browser, Typed, Way
from secondments.access.signed_in import me, signed_in_session
from secondments.errors import NotAllowed
from secondments.extensions import db, login
from secondments.people.models import Person

TOKEN = "_user_id"  # noqa: S105 - Flask-Login's name for what get_id() gave it
KEPT_TYPED = "typed"
HALF_WAY = "second_step"
SEEN_EVERY = timedelta(seconds=30)
ONE_CLICK = "Signing in with one click belongs to the demonstration, and this is not one."

# It compares addresses and browsers, which change behind the proxies of hospitals.
login.session_protection = None


@dataclass(frozen=True)
class SignedIn:
    """What Flask-Login calls a user."""

    person: Person
    session: AuthSession
    token: str

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def open_with(form: SignIn) -> None:
    """Sign in whoever gave this address and password, or begin to, where a second step follows.

    Raises InvalidInput or TooMany.
    """
    place = this_browser().ip
    with watch.of("sign_in", method="password"):
        person = service.identify(form.email.data, form.password.data, place=place)
    open_or_begin(person, service.way_of("password"))


def open_or_begin(person: Person, first: Way) -> None:
    """Sign in after one factor; after that and not yet, whoever has set up a second step."""
    if first.aal > service.AAL["password"] or not factors.has_any(person):
        open_for(person, method=first)
    else:
        after = [method for method in first.amr if method != "password"]
        session[HALF_WAY] = service.begin_second_step(person, by=person, after=after)


def half_way() -> Person | None:
    """Who has done the first step in this browser within five minutes, and owes a second one."""
    return queries.half_way(session.get(HALF_WAY, ""))


def open_with_code(form: SecondStep, person: Person) -> None:
    """The second step. Raises InvalidInput or TooMany, and Gone when another browser took it."""
    with watch.of("sign_in", method="code"):
        method = proving.check_code(form.code.data, person, with_recovery=True)
    way = service.finish_second_step(person, by=person, token=session[HALF_WAY], method=method)
    open_for(person, method=way)


def open_with_passkey(form: PasskeyAnswer) -> None:
    """Raises InvalidInput, the same for every reason."""
    with watch.of("sign_in", method="passkey"):
        person = proving.sign_in_with_passkey(form.passkey.data, form.challenge.data)
    open_for(person, method="passkey")


def open_with_invitation(token: str) -> str:
    """Into a session in which one sets up how to sign in, and nothing else. Where to go then.

    Raises Gone.
    """
    invited = invitations.read(token)
    invitations.accept(invited.person, by=invited.person, token=token)
    open_for(invited.person, method="invitation")
    return f"/secondments/{invited.ref}" if invited.ref else "/"


def renew(method: str | Way) -> None:
    """A new token after proof just given, for this browser alone; the former one is dead."""
    here = signed_in_session()
    _enter(service.renew_session(here, by=here.person, method=method))
    watch.proved(service.way_of(method).amr)


def change_password(form: ChangePassword) -> None:
    """Every session of this person ends; this browser gets a new one, as strong as before."""
    person, here = me(), signed_in_session()
    way = Way(tuple(here.amr), here.aal)
    service.change_password(
        person,
        by=person,
        current=form.current_password.data,
        password=form.password.data,
        place=this_browser().ip,
    )
    open_for(person, method=way)


def count_a_letter(email: str) -> None:
    service.count_a_letter(email, place=this_browser().ip)


def further(wanted: str) -> str:
    """Where this browser was going, by way of the second step where there is one."""
    if half_way() is not None:
        return url_for("access.second_step", next=wanted)
    return where_to(wanted)


def where_to(wanted: str) -> str:
    """First to what was typed when the last session ended, if it was this person's."""
    token = session.get(KEPT_TYPED)
    if token and queries.typed(token, reader=me()):
        return url_for("access.typed")
    return wanted


def keep_typed(typed: Typed) -> None:
    """Keep what was typed for the person whose session has ended in this browser.

    Only where their session can still be found: somebody else may be at the keyboard by now.
    """
    before = queries.session_of(session.get(TOKEN, ""))
    if before is not None and typed.pairs:
        session[KEPT_TYPED] = service.keep_typed(before.person, by=before.person, typed=typed)


def open_for(person: Person, *, method: str | Way) -> None:
    """Sign this browser in as `person`; a session it had before is over. Raises NotAllowed.

    `method`: one of service.AAL, or a Way; "demo" there is only where DEMO is set.
    """
    if method == "demo" and not current_app.config["DEMO"]:
        raise NotAllowed(ONE_CLICK)
    before, typed = session.get(TOKEN), session.get(KEPT_TYPED)
    token = service.open_session(
        person, by=person, method=method, browser=this_browser(), instead_of=before
    )
    # A new key for forms too: what someone planted here before the sign-in is worth nothing.
    session.clear()
    if typed:
        session[KEPT_TYPED] = typed
    _enter(token)
    watch.signed_in(service.way_of(method).amr)


def close() -> None:
    """Forget who this browser belongs to."""
    logout_user()
    session.clear()


def this_browser() -> Browser:
    agent = request.user_agent.string.encode("ascii", "replace").decode()
    return Browser(ip=(request.remote_addr or "")[:45], user_agent=agent[:200])


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    found = queries.live_session(token)
    if found is None:
        return None
    info = db.session().info
    info["person"], info["auth_session"] = found.person_id, found.id
    info["aal"] = found.aal
    _note_seen(found)
    return SignedIn(found.person, found, token)


def _enter(token: str) -> None:
    signed_in = _load(token)
    if signed_in is None:
        raise NotAllowed(service.CANNOT_SIGN_IN)
    login_user(signed_in)


def _note_seen(found: AuthSession) -> None:
    """At most every 30 seconds, and apart from whatever this request does."""
    now = clock.wall()
    if now - found.seen_at < SEEN_EVERY:
        return
    with db.engine.begin() as connection:
        connection.execute(
            update(AuthSession).where(AuthSession.id == found.id).values(seen_at=now)
        )
