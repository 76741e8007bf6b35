"""The limits an organisation sets itself: all of them, and the form for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from secondments import policy, words
from secondments.agreements.library import CLAUSE_TITLES
from secondments.catalogue import kinds
from secondments.catalogue.parameters import PARAMETERS
from secondments.forms import Form, Several
from secondments.forms.answer import Answer
from secondments.forms.figures import Figure
from secondments.negotiation import limit_service, limits, queries
from secondments.negotiation.forms import NO, YES
from secondments.negotiation.limit_service import Allowed
from secondments.people.models import Kind

if TYPE_CHECKING:
    from secondments.catalogue.kinds import Parameter
    from secondments.negotiation.models import PolicyLimit
    from secondments.people.models import Organisation, Person

AS_USUAL = "As usual"
NO_LIMIT = "No limit of your own"
WIDEST = 10**9


@dataclass(frozen=True)
class Row:
    label: str
    allowed: str
    ours: str
    who: str
    href: str


@dataclass(frozen=True)
class LimitsPage:
    organisation: Organisation
    parts: Sequence[tuple[str, Sequence[Row]]]
    number: int


@dataclass(frozen=True)
class LimitPage:
    organisation: Organisation
    parameter: Parameter
    form: Form
    kind: str
    back: str
    href: str


def of(organisation: Organisation, *, reader: Person) -> LimitsPage:
    """Raises NotAllowed."""
    policy.require(reader, "limits.change", organisation)
    own = queries.limits_of(organisation.id)[organisation.id]
    known = [each for each in PARAMETERS.values() if limits.can_be_limited(each)]
    parts = groupby(known, key=lambda each: each.clause)
    return LimitsPage(
        organisation=organisation,
        parts=[
            (CLAUSE_TITLES[code], [_row(organisation, p, own.get(p.name)) for p in group])
            for code, group in parts
        ],
        number=len(own),
    )


def _row(organisation: Organisation, parameter: Parameter, own: PolicyLimit | None) -> Row:
    usual = NO_LIMIT if organisation.kind is Kind.COMPANY else AS_USUAL
    return Row(
        label=parameter.label,
        allowed=parameter.reach or "Every answer",
        ours=limits.in_words(parameter, own) or usual,
        who=f"{own.set_by.name}, {words.day(own.set_at)}" if own else "",
        href=f"{address(organisation)}/{parameter.name}",
    )


def address(organisation: Organisation) -> str:
    return f"/settings/limits/{organisation.id}"


class _End(Figure):
    """One end of what is allowed; left empty where there is none."""

    UNREADABLE = "Enter a number, or leave it empty"


def one(organisation: Organisation, name: str, *, reader: Person) -> LimitPage:
    """Raises NotAllowed, NotFound."""
    policy.require(reader, "limits.change", organisation)
    parameter = limit_service.parameter(name)
    own = queries.limits_of(organisation.id)[organisation.id].get(name)
    return LimitPage(
        organisation=organisation,
        parameter=parameter,
        form=_form(parameter, own),
        kind="ends" if parameter.reach else "choices",
        back=address(organisation),
        href=f"{address(organisation)}/{name}",
    )


def _form(parameter: Parameter, own: PolicyLimit | None) -> Form:
    if parameter.reach:
        wide = {"least": -WIDEST, "most": WIDEST, "optional": True}
        fields: dict[str, Answer] = {
            "least": _End("At least", hint=f"What may be agreed at all: {parameter.reach}", **wide),
            "most": _End("At most", **wide),
        }
        known: dict[str, Any] = {"least": own and own.least, "most": own and own.most}
        return _made(fields, known)
    options = _options(parameter)
    given = own.allowed if own and own.allowed is not None else None
    chosen = [code for code, _ in options if given is None or _meaning(parameter, code) in given]
    fields = {"allowed": Several("Which answers does your policy allow?", options, optional=True)}
    return _made(fields, {"allowed": chosen})


def _made(fields: dict[str, Answer], known: dict[str, Any]) -> Form:
    form: Form = type("LimitForm", (Form,), fields)(**known)
    return form


def _options(parameter: Parameter) -> list[tuple[str, str]]:
    if isinstance(parameter, kinds.Choice):
        return [(code, f"{said[:1].upper()}{said[1:]}") for code, said in parameter.words.items()]
    return [(YES, "Yes"), (NO, "No")]


def _meaning(parameter: Parameter, code: str) -> Any:
    return code if isinstance(parameter, kinds.Choice) else code == YES


def allowed(page: LimitPage) -> Allowed:
    """What was entered, once the form is valid; every choice allowed is no limit."""
    form, parameter = page.form, page.parameter
    if page.kind == "ends":
        return Allowed(least=form["least"].data, most=form["most"].data)
    options = _options(parameter)
    chosen = form["allowed"].data
    if len(chosen) == len(options):
        return Allowed()
    return Allowed(choices=[_meaning(parameter, code) for code in chosen])
