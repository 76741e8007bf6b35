"""The forms with which organisations, people and their roles are looked after."""

import re
from collections.abc import Sequence
from typing import Any

from wtforms import ValidationError

from secondments import policy
from secondments.forms import (
    Choice,
    Day,
    Email,
    Form,
    Hidden,
    LongText,
    Money,
    PersonName,
    Text,
    Upload,
)
from secondments.people import imports
from secondments.people.imports import Row
from secondments.people.models import Kind, Organisation, Person, Role
from secondments.people.roles import KIND_WORDS, ROLE_WORDS, ROLES_AT, THE_SERVICE, WITH_AUTHORITY
from secondments.people.service import SERVICE_ZONE, Appointment

LARGEST_TABLE = 256 * 1024  # bytes
THE_SERVICE_ITSELF = "service"
COMPANY_NUMBER = re.compile(r"[A-Z0-9]{2}[0-9]{6}")
AUTHORITY_HINT = (
    "For people who sign agreements: the largest total they may sign for, VAT included."
)


class AddOrganisation(Form):
    kind = Choice("What kind of organisation is it?", KIND_WORDS)
    name = Text(
        "Name", hint="As it stands in a contract, for example Northmoor NHS Foundation Trust"
    )
    address = Text("Registered address", most=400, optional=True)
    company_number = Text(
        "Company number",
        most=8,
        optional=True,
        when=("kind", Kind.COMPANY.value),
        hint="Eight figures or letters. Look it up at Companies House.",
    )
    zone = Text("Time zone", most=60, default=SERVICE_ZONE, hint="Days begin and end there.")

    def offer(self, reader: Person) -> None:
        """The kinds that this person may add."""
        self.kind.options = {
            kind.value: word
            for kind, word in KIND_WORDS.items()
            if policy.why_not(reader, "people.add_organisation", kind) is None
        }

    def validate_company_number(self, field: Text) -> None:
        field.data = field.data.upper()
        if not COMPANY_NUMBER.fullmatch(field.data):
            raise ValidationError("Enter eight figures or letters, for example 01234567")

    def given(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "address": self.address.data,
            "company_number": self.company_number.data or None,
            "zone": self.zone.data,
            "once": self.once.data,
        }


class GiveRole(Form):
    """A role at an organisation that the view offers."""

    organisation = Choice("Where?")
    role = Choice("Which role?", ROLE_WORDS)
    title = Text("Job title", most=120, optional=True, hint="As it should stand in a contract.")
    from_on = Day("First day", optional=True, hint="Left empty: today.")
    until_on = Day("Last day", optional=True, hint="Left empty: until somebody ends it.")
    authority_pounds = Money(
        "May sign for up to",
        optional=True,
        hint=AUTHORITY_HINT,
        when=("role", *(role.value for role in WITH_AUTHORITY)),
    )

    def offer(self, organisations: Sequence[Organisation], *, service: bool = False) -> None:
        """What there is to choose from; the roles are those that exist at one of them."""
        places = {str(o.id): o.name for o in organisations}
        self.organisation.options = places | ({THE_SERVICE_ITSELF: THE_SERVICE} if service else {})
        kinds = [*(o.kind for o in organisations), *([None] if service else [])]
        there_are = {role for kind in kinds for role in ROLES_AT[kind]}
        self.role.options = {r.value: word for r, word in ROLE_WORDS.items() if r in there_are}

        self.there = {str(o.id): o for o in organisations}

    def appointment(self, person: Person | None = None) -> Appointment:
        """What was chosen, once the form is valid."""
        return Appointment(
            self.there.get(self.organisation.data),
            person=person,
            role=Role(self.role.data),
            title=self.title.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            authority_pounds=self.authority_pounds.data,
        )


class AddPerson(GiveRole):
    name = PersonName("Full name", hint="With the title, for example Dr Priya Nandakumar")
    email = Email("Email address", hint="The invitation goes there.")
    description = Text(
        "Who they are", optional=True, hint="For example: Consultant in renal medicine, Northmoor"
    )

    def given(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "email": self.email.data,
            "description": self.description.data,
            "once": self.once.data,
        }


class EndRole(Form):
    last_day = Day("Last day with this role")

    def given(self) -> dict[str, Any]:
        return {"last_day": self.last_day.data, "once": self.once.data}


class Leave(Form):
    """Nothing to fill in: the page says what will happen."""


class DeclineJoiner(Form):
    """Confirming needs nothing but the button; declining a reason."""

    reason = LongText("Why you do not confirm it", hint="They read this.", least=10, most=400)

    def confirms(self) -> bool:
        """Whether the form was sent by our own page: the reason is not asked then."""
        del self.reason
        return self.validate_on_submit()


class ImportPeople(Form):
    file = Upload(
        "A table as CSV",
        hint="In Excel: Save As, CSV UTF-8. At most 500 people.",
        most=LARGEST_TABLE,
        accept=".csv",
    )
    rows: Sequence[Row] = ()

    def read(self) -> None:
        """Raises InvalidInput at the file."""
        self.rows = imports.read(self.file.data.content)

    def as_text(self) -> str:
        return imports.as_text(self.rows)


class AddThem(Form):
    """The rows that were looked through, carried by the page: they are looked through again."""

    rows = Hidden("Rows", most=2 * LARGEST_TABLE)

    def read(self) -> list[Row]:
        return imports.from_text(self.rows.data)
