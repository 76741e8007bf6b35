"""What people do with their factors. Each change ends every other session and is told by letter."""

import uuid

from sqlalchemy import delete, select

from secondments import audit, clock, policy
from secondments.access import letters, service, watch
from secondments.access import queries as access
from secondments.access.factor_models import Passkey, RecoveryCode, Totp
from secondments.access.factors import queries, recovery, sealing, totp
from secondments.access.factors.passkeys import NewKey
from secondments.access.factors.proving import WRONG_CODE, about_seed
from secondments.access.factors.queries import Factors
from secondments.access.models import AuthSession
from secondments.access.providers import queries as providers
from secondments.access.providers.configured import Provider
from secondments.access.providers.identities import Identity
from secondments.access.providers.models import LinkedIdentity
from secondments.errors import InvalidInput, NotPossibleNow
from secondments.extensions import db
from secondments.people.models import Person
from secondments.use_case import use_case

MOST_PASSKEYS = 10
TOO_MANY = "You have ten passkeys. Remove one that you no longer use first."
LAST_ONE = (
    "This is the only second step you have, and your part here needs one. Add another way first."
)
APP_COMES_SECOND = "Choose a password first: the app is the second step after it."
ADDED_APP = "An authenticator app was set up for your account"
REMOVED_APP = "The authenticator app was removed from your account"
NEW_CODES = "New recovery codes were made for your account, and the former ones no longer work"
ADDED_KEY = "A passkey called “{name}” was added to your account"
REMOVED_KEY = "The passkey called “{name}” was removed from your account"
LINKED = "The sign-in of {label} was linked to your account"
UNLINKED = "The sign-in of {label} was unlinked from your account"
TAKEN = "This sign-in of {label} is linked to an account here already."
LINKED_ALREADY = "A sign-in of {label} is linked to your account already. Unlink it first."
NOT_YOUR_ORGANISATION = "The sign-in of {label} is for people who have a role there."
LAST_WAY_IN = "You have no other way to sign in. Choose a password or add a passkey first."


@use_case("access.add_app")
def add_app(person: Person, *, by: Person, seed: bytes, code: str, here: AuthSession) -> list[str]:
    """Set up the app, or another in its place; ten recovery codes, which are kept as hashes only.

    Raises InvalidInput at `code` for one that the app does not show.
    """
    if access.credential_of(person) is None:
        raise NotPossibleNow(APP_COMES_SECOND)
    step = totp.step_of(seed, "".join(code.split()), clock.wall())
    if step is None:
        raise InvalidInput(WRONG_CODE, fields={"code": WRONG_CODE})
    kept = queries.app_of(person) or Totp(person_id=person.id)
    kept.sealed_seed = sealing.seal(seed, about_seed(person.id))
    kept.last_step, kept.made_at = step, clock.wall()
    db.session.add(kept)
    _changed(person, here, ADDED_APP)
    return _fresh_codes(person)


@use_case("access.remove_app")
def remove_app(person: Person, *, by: Person, here: AuthSession) -> None:
    """Raises NotPossibleNow for the last factor of somebody who needs one."""
    has = queries.of(person)
    _not_the_last(person, has, has.app)
    for table in (Totp, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person.id))
    _changed(person, here, REMOVED_APP)


@use_case("access.renew_codes")
def renew_codes(person: Person, *, by: Person, here: AuthSession) -> list[str]:
    if queries.app_of(person) is None:
        raise NotPossibleNow("Recovery codes stand in for an authenticator app: set that up first.")
    _changed(person, here, NEW_CODES)
    return _fresh_codes(person)


@use_case("access.add_passkey")
def add_passkey(person: Person, *, by: Person, key: NewKey, name: str, here: AuthSession) -> None:
    if len(queries.of(person).passkeys) >= MOST_PASSKEYS:
        raise NotPossibleNow(TOO_MANY)
    made = Passkey(person_id=person.id, name=name, made_at=clock.wall(), used_at=None)
    made.credential_id, made.public_key = key.credential_id, key.public_key
    made.sign_count = key.sign_count
    db.session.add(made)
    _changed(person, here, ADDED_KEY.format(name=name))


@use_case("access.remove_passkey")
def remove_passkey(key: Passkey, *, by: Person, here: AuthSession) -> None:
    """It opens nothing from this moment on. Raises NotPossibleNow as remove_app does."""
    _not_the_last(by, queries.of(by), key)
    db.session.delete(key)
    _changed(by, here, REMOVED_KEY.format(name=key.name))


@use_case("access.reseal")
def seal_anew(_nothing: None, *, by: Person) -> int:
    """Put every seed under the newest key; how many were under another."""
    moved = 0
    for app in db.session.scalars(select(Totp).with_for_update()):
        if not sealing.is_under_the_newest_key(app.sealed_seed):
            about = about_seed(app.person_id)
            app.sealed_seed = sealing.seal(sealing.unseal(app.sealed_seed, about), about)
            moved += 1
    return moved


@use_case("access.link")
def link(person: Person, *, by: Person, identity: Identity, here: AuthSession) -> None:
    """From now on they may sign in with it. Raises NotPossibleNow.

    An identity is one person's; a person has one at each provider.
    """
    provider = identity.provider
    if reason := why_not_link(person, provider):
        raise NotPossibleNow(reason)
    if providers.link_of(identity) is not None:
        raise NotPossibleNow(TAKEN.format(label=provider.label))
    made = LinkedIdentity(person_id=person.id, provider=provider.code, made_at=clock.wall())
    made.issuer, made.subject, made.tid = identity.issuer, identity.subject, identity.tid
    db.session.add(made)
    _changed(person, here, LINKED.format(label=provider.label))


def why_not_link(person: Person, provider: Provider) -> str | None:
    if provider.organisation and not person.roles_at(provider.organisation):
        return NOT_YOUR_ORGANISATION.format(label=provider.label)
    if any(each.provider == provider.code for each in providers.links_of(person)):
        return LINKED_ALREADY.format(label=provider.label)
    return None


@use_case("access.unlink")
def unlink(link: LinkedIdentity, *, by: Person, here: AuthSession, label: str) -> None:
    """Raises NotPossibleNow for the last factor, as above, and for the last way in."""
    has = queries.of(by)
    if not (access.credential_of(by) or has.passkeys or len(has.links) > 1):
        raise NotPossibleNow(LAST_WAY_IN)
    _not_the_last(by, has, link)
    db.session.delete(link)
    _changed(by, here, UNLINKED.format(label=label))


def _fresh_codes(person: Person) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = recovery.new_codes()
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=recovery.hash_of(code)) for code in codes
    )
    return codes


def _not_the_last(person: Person, has: Factors, going: object) -> None:
    if not has.leads_to_two_factors(without=going) and policy.needs_two_factors(person):
        raise NotPossibleNow(LAST_ONE)


def _changed(person: Person, here: AuthSession, what: str) -> None:
    now = audit.current(db.session())
    watch.factor_changed(now.action if now else "")
    service.end_others(person, here)
    letters.security(person, what=what, change=uuid.uuid4())
