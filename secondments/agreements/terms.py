"""What an agreement says, as frozen plain values, with its canonical JSON and its fingerprint.

Nothing else reaches the document. The salary is not here: only the charge worked out from it.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from secondments.catalogue import parameters
from secondments.catalogue.kinds import Value
from secondments.errors import ProgrammingError
from secondments.secondment.choices import Arrangement
from secondments.terms.charges import Instalment


class Kind(StrEnum):
    """Which agreement it is: each has its own clauses of the one library (domain §2.3)."""

    SECONDMENT = "secondment"
    ADVISORY = "advisory"
    NDA = "nda"
    VARIATION = "variation"


class Capacity(StrEnum):
    """As what somebody is bound, in the order in which the parties are named and sign."""

    EMPLOYER = "employer"
    UNIVERSITY = "university"
    TRUST = "trust"
    HOST = "host"
    SECONDEE = "secondee"

    @property
    def word(self) -> str:
        """As the agreement calls them: Employer, Host, Secondee."""
        return self.value.capitalize()


@dataclass(frozen=True, kw_only=True)
class Party:
    """Someone bound by the agreement.

    `number` is a company's registration; the signatory is the person who signs for the party, and
    for the secondee the secondee.
    """

    capacity: Capacity
    name: str
    address: str
    signatory: str
    signatory_title: str
    number: str = ""

    @property
    def field(self) -> str:
        """The signature field in the document."""
        return f"sig_{self.capacity}"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone named in the agreement who is no party to it."""

    name: str
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the secondee does for the host. `department` stands in a sentence: the Host’s … team."""

    role: str
    department: str
    summary: str
    objectives: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What the host repays, in pounds, and its invoices. Its rates are parameters.

    An organisation may choose not to print the rates, from which a reader can work out the salary.
    """

    net: Decimal
    vat: Decimal
    months: Decimal
    instalments: tuple[Instalment, ...]
    shows_rates: bool = True

    @property
    def total(self) -> Decimal:
        return self.net + self.vat


@dataclass(frozen=True, kw_only=True)
class Training:
    """The training record. `category` is a code of domain.md §1.1; a credit needs its approval.

    The days of completion are what is expected without and with this secondment.
    """

    category: str
    credit_months: int = 0
    approval: str = ""
    agreed_by: str = ""
    agreed_on: date | None = None
    completion_before: date | None = None
    completion_after: date | None = None
    annual_review_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A parameter on which the parties left the usual position: who moved and when."""

    parameter: str
    usual: Value
    moved_by: str
    moved_on: date


@dataclass(frozen=True, kw_only=True)
class Special:
    """A clause that the parties worded themselves. Blank lines part its paragraphs."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Varied:
    """What a variation changes: the term, how it read, how it reads now."""

    term: str
    before: str
    after: str


# A field that older agreements lack: left out of the JSON while it says nothing.
LATER = {"later": True}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All that is agreed. `first_day` and `last_day` are both included.

    `share` is the part of full time that is seconded. `charge` is None where the host pays
    directly, `training` where nobody is in training. `parameters` has a value for every parameter,
    but for the rates where `charge.shows_rates` is no. `amendments` are the clause texts that take
    the place of the library's own, as `CL17.2`; `varies` and `variation_of` are those of a
    variation, `fee_paid_to` is of an advisory agreement.
    """

    library: str
    reference: str
    arrangement: Arrangement
    parties: tuple[Party, ...]
    secondee: str
    work: Work
    first_day: date
    last_day: date
    share: Decimal
    site: str
    host_manager: Person
    home_contact: Person
    parameters: Mapping[str, Value]
    charge: Charge | None = None
    training: Training | None = None
    changes: tuple[Change, ...] = ()
    kind: Kind = field(default=Kind.SECONDMENT, metadata=LATER)
    amendments: tuple[str, ...] = field(default=(), metadata=LATER)
    special: tuple[Special, ...] = field(default=(), metadata=LATER)
    varies: tuple[Varied, ...] = field(default=(), metadata=LATER)
    variation_of: str = field(default="", metadata=LATER)
    fee_paid_to: str = field(default="", metadata=LATER)

    @property
    def circumstances(self) -> Set[str]:
        """What conditions of clauses ask about, besides the parameters."""
        known = {
            "recharge": self.arrangement.is_recharged,
            "direct_pay": self.arrangement is Arrangement.DIRECT_PAY,
            "charged": self.charge is not None,
            "part_time": self.share < 1,
            "trainee": self.training is not None,
            "credit": self.training is not None and self.training.credit_months > 0,
        }
        return {self.kind, *(name for name, holds in known.items() if holds)}

    @property
    def day_of_return(self) -> date:
        """The day after the last day: the return and its notice are counted from it."""
        return self.last_day + timedelta(days=1)

    def party(self, capacity: Capacity) -> Party | None:
        return next((party for party in self.parties if party.capacity is capacity), None)


def canonical(terms: Terms) -> str:
    """The one JSON text of these terms: keys sorted, no spaces, numbers exact, dates ISO 8601."""
    return json.dumps(
        _plain(terms), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def fingerprint(terms: Terms) -> str:
    """SHA-256 of the canonical JSON in UTF-8, in hexadecimal."""
    return digest(canonical(terms))


def digest(canonical_json: str) -> str:
    """SHA-256 of a canonical JSON that was kept, in hexadecimal."""
    return hashlib.sha256(canonical_json.encode()).hexdigest()


def from_json(text: str) -> Terms:
    """The terms whose canonical JSON this is. Raises ProgrammingError if it is not theirs."""
    raw = json.loads(text)
    values = {name: parameters.read(name, each) for name, each in raw.pop("parameters").items()}
    for change in raw["changes"]:
        change["usual"] = parameters.read(change["parameter"], change["usual"])
    restored: Terms = _restored(Terms, raw | {"parameters": values})
    if canonical(restored) != text:
        raise ProgrammingError("These terms were not written by canonical().")
    return restored


def _plain(value: object) -> object:
    """The JSON form: money and rates as text without trailing noughts, days as 2027-08-04."""
    if is_dataclass(value) and not isinstance(value, type):
        said = {each: getattr(value, each.name) for each in fields(value)}
        return {f.name: _plain(v) for f, v in said.items() if not (_is_later(f) and v == f.default)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise ProgrammingError(f"{value!r} does not belong in terms.")


def _restored(kind: Any, raw: Any) -> Any:
    """A value of a declared type from its JSON form."""
    if raw is None:
        return None
    if isinstance(kind, UnionType):
        # A type or None; the union of a Value's types is plain already.
        kind, *others = (option for option in get_args(kind) if option is not NoneType)
        return raw if others else _restored(kind, raw)
    if get_origin(kind) is tuple:
        return tuple(_restored(get_args(kind)[0], each) for each in raw)
    if is_dataclass(kind):
        return _record(kind, raw)
    return _SCALARS.get(kind, lambda value: value)(raw)


def _record(kind: Any, raw: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    wanted = [each for each in fields(kind) if each.name in raw or not _is_later(each)]
    return kind(**{each.name: _restored(hints[each.name], raw[each.name]) for each in wanted})


def _is_later(declared: Field[Any]) -> bool:
    return bool(declared.metadata.get("later")) and declared.default is not MISSING


_SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Decimal: Decimal,
    Capacity: Capacity,
    Kind: Kind,
    Arrangement: Arrangement,
}
