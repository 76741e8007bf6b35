"""Proof of who is at the keyboard: for the second step of a sign-in, and for each act that asks it.

What is used up here stays used, whatever becomes of the act: each check is a transaction of its
own.
"""

from dataclasses import dataclass

from sqlalchemy import delete, update

from secondments import clock
from secondments.access import service, throttles, watch
from secondments.access.factor_models import Passkey, RecoveryCode, Totp
from secondments.access.factors import challenges, passkeys, queries, recovery, sealing, totp
from secondments.access.models import AuthSession
from secondments.access.providers import configured, proofs
from secondments.access.providers.configured import Provider
from secondments.access.queries import credential_of
from secondments.errors import InvalidInput
from secondments.extensions import db
from secondments.people.models import Person

IN_WORDS = {"totp": "authenticator app", "recovery_code": "recovery code"}
WRONG_CODE = "This is not the code that the app shows now. Each code works once: wait for the next"
WRONG_RECOVERY = "This is none of your recovery codes, or it was used already"
NO_APP = "You have no authenticator app here. Use a passkey"
NOTHING = "Confirm that it is you"
TYPE_IT = "Enter your password"
A_CODE = "Enter the six digits that the app shows"


@dataclass(frozen=True)
class Proof:
    """What somebody hands in; the first that is there is looked at.

    `passkey` is the browser's answer as JSON, `challenge` the token of what it was asked, `proved`
    that of a round trip to a provider.
    """

    passkey: str = ""
    challenge: str = ""
    code: str = ""
    password: str = ""
    proved: str = ""


@dataclass(frozen=True)
class Ways:
    """How one person can prove who they are, here and now.

    `providers` are the linked ones; `confirmed` is the label of one that has just said so.
    """

    passkey: bool
    code: bool
    password: bool
    providers: tuple[Provider, ...] = ()
    confirmed: str = ""

    @property
    def by_button(self) -> bool:
        """Whether the form's own button sends the proof: a passkey and a provider have theirs."""
        return bool(self.code or self.password or self.confirmed)


def ways_of(person: Person, proof: Proof | None = None, session: AuthSession | None = None) -> Ways:
    """The password is enough only where there is nothing better, as in the demonstration.

    `proof`: what has come with the page, in this session; a provider's is the only one that waits.
    """
    has = queries.of(person)
    found = (configured.find(link.provider) for link in has.links)
    linked = tuple(provider for provider in found if provider is not None)
    password = not has.has_any and (not linked or credential_of(person) is not None)
    waiting = proofs.waiting(proof.proved, session) if proof and proof.proved and session else None
    by = next((x.label for x in linked if waiting and x.method == waiting.method), "")
    if by:
        return Ways(passkey=False, code=False, password=False, confirmed=by)
    return Ways(bool(has.passkeys), has.app is not None, password, linked)


def check(
    proof: Proof,
    session: AuthSession,
    person: Person,
    *,
    about: str,
    with_recovery: bool = False,
) -> str:
    """The method that proved it: passkey, totp, recovery_code, password or oidc: and its code.

    `about` says for what, which a provider's confirmation is bound to. Raises InvalidInput at the
    field that is wrong, or TooMany.
    """
    with watch.of("step_up", method="any"):
        return _checked(proof, session, person, about=about, with_recovery=with_recovery)


def _checked(
    proof: Proof, session: AuthSession, person: Person, *, about: str, with_recovery: bool
) -> str:
    if proof.proved and not (proof.passkey or proof.code or proof.password):
        return proofs.spend(proof.proved, session, about=about)
    ways = ways_of(person)
    if proof.passkey and ways.passkey:
        _check_passkey(proof, session, person)
        return "passkey"
    if ways.password and not (proof.password or ways.providers):
        raise InvalidInput(TYPE_IT, fields={"password": TYPE_IT})
    if ways.password and proof.password:
        service.check_own_password(person, proof.password, place=session.ip)
        return "password"
    if not proof.code:
        raise InvalidInput(NOTHING, fields={"code": A_CODE} if ways.code else {})
    return check_code(proof.code, person, with_recovery=with_recovery)


def check_code(code: str, person: Person, *, with_recovery: bool) -> str:
    """A code of the app, or, where they are taken, a recovery code, which is gone then."""
    with throttles.counting_wrong_codes(person.id):
        if with_recovery and recovery.looks_like_one(code):
            _use_recovery_code(code, person)
            return "recovery_code"
        _use_totp(code, person)
        return "totp"


def in_words(method: str) -> str:
    """What `check` returned, as a document says it: passkey, authenticator app, sign-in of …."""
    kind, _, code = method.partition(":")
    if kind != "oidc":
        return IN_WORDS.get(method, method)
    provider = configured.find(code)
    return f"sign-in of {provider.label if provider else code}"


def sign_in_with_passkey(answer: str, challenge: str) -> Person:
    """Whose passkey answered a challenge that was put to nobody in particular."""
    asked = challenges.spend(challenge, challenges.SIGN_IN)
    found = queries.passkey_and_owner(passkeys.named_in(answer))
    if found is None:
        raise InvalidInput(passkeys.NOT_RIGHT)
    key, person = found
    _note_use(key, passkeys.check(answer, asked, public_key=key.public_key))
    return person


def _check_passkey(proof: Proof, session: AuthSession, person: Person) -> None:
    asked = challenges.spend(proof.challenge, challenges.PROOF, session=session)
    found = queries.passkey_and_owner(passkeys.named_in(proof.passkey))
    if found is None or found[1].id != person.id:
        raise InvalidInput(passkeys.NOT_RIGHT)
    key = found[0]
    _note_use(key, passkeys.check(proof.passkey, asked, public_key=key.public_key))


def _use_totp(code: str, person: Person) -> None:
    """Of the same code twice, also at once, one is refused: RFC 6238 §5.2."""
    app, digits = queries.app_of(person), "".join(code.split())
    step = totp.step_of(seed_of(app), digits, clock.wall()) if app is not None else None
    if app is None or step is None:
        raise InvalidInput(WRONG_CODE, fields={"code": WRONG_CODE})
    newer = update(Totp).where(Totp.id == app.id, Totp.last_step < step).values(last_step=step)
    with db.engine.begin() as connection:
        if connection.execute(newer).rowcount == 0:
            raise InvalidInput(WRONG_CODE, fields={"code": WRONG_CODE})


def _use_recovery_code(code: str, person: Person) -> None:
    used = delete(RecoveryCode).where(
        RecoveryCode.person_id == person.id, RecoveryCode.code_hash == recovery.hash_of(code)
    )
    with db.engine.begin() as connection:
        if connection.execute(used).rowcount == 0:
            raise InvalidInput(WRONG_RECOVERY, fields={"code": WRONG_RECOVERY})


def seed_of(app: Totp) -> bytes:
    return sealing.unseal(app.sealed_seed, about_seed(app.person_id))


def about_seed(person_id: object) -> str:
    return f"totp:{person_id}"


def _note_use(key: Passkey, count: int) -> None:
    used = update(Passkey).where(Passkey.id == key.id)
    with db.engine.begin() as connection:
        connection.execute(used.values(sign_count=count, used_at=clock.wall()))
