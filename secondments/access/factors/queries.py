"""Reading the factors that people have set up."""

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from secondments.access.factor_models import Passkey, RecoveryCode, Totp
from secondments.access.providers import configured
from secondments.access.providers import queries as providers
from secondments.access.providers.models import LinkedIdentity
from secondments.access.queries import MAY_SIGN_IN
from secondments.errors import NotFound
from secondments.extensions import db
from secondments.people.models import Person


@dataclass(frozen=True)
class Factors:
    """What one person has set up."""

    app: Totp | None
    passkeys: list[Passkey]
    codes_left: int
    links: list[LinkedIdentity]

    @property
    def has_any(self) -> bool:
        return bool(self.app or self.passkeys)

    def leads_to_two_factors(self, *, without: object = None) -> bool:
        """Whether what stays is enough for somebody who needs two factors."""
        keys = [key for key in self.passkeys if key is not without]
        links = [link for link in self.links if link is not without and _is_strong(link)]
        return bool(keys or links or (self.app is not None and self.app is not without))


def of(person: Person) -> Factors:
    keys = select(Passkey).where(Passkey.person_id == person.id)
    left = select(func.count()).where(RecoveryCode.person_id == person.id)
    return Factors(
        app=app_of(person),
        passkeys=list(db.session.scalars(keys.order_by(Passkey.made_at, Passkey.id))),
        codes_left=db.session.scalar(left) or 0,
        links=providers.links_of(person),
    )


def _is_strong(link: LinkedIdentity) -> bool:
    provider = configured.find(link.provider)
    return provider is not None and provider.gives_two_factors


def app_of(person: Person) -> Totp | None:
    return db.session.scalar(select(Totp).where(Totp.person_id == person.id))


def has_any(person: Person) -> bool:
    """Whether a password alone does not let them in."""
    kinds = (exists().where(kind.person_id == person.id) for kind in (Totp, Passkey))
    return bool(db.session.scalar(select(or_(*kinds))))


def passkey(key_id: object, *, owner: Person) -> Passkey:
    """Raises NotFound also for somebody else's."""
    wanted = select(Passkey).where(Passkey.id == key_id, Passkey.person_id == owner.id)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def passkey_and_owner(credential_id: bytes) -> tuple[Passkey, Person] | None:
    """If its owner may sign in."""
    wanted = select(Passkey, Person).join(Person, Person.id == Passkey.person_id)
    found = db.session.execute(wanted.where(Passkey.credential_id == credential_id, MAY_SIGN_IN))
    row = found.one_or_none()
    return (row[0], row[1]) if row else None
