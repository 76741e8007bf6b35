"""The forms with which a company is chosen, added and confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wtforms import ValidationError

from secondments.forms import Choice, Email, Form, PersonName, Text
from secondments.people.models import Sector
from secondments.people.names import number_in
from secondments.people.roles import SECTOR_WORDS
from secondments.people.service import NewCompany
from secondments.secondment.company_section import about

if TYPE_CHECKING:
    from secondments.forms.choices import Option
    from secondments.people.models import Organisation
    from secondments.secondment.company_models import AddedCompany

NEW = "new"
SAID = ("name", "number", "address", "sector", "lead_name", "lead_email")
BAD_NUMBER = "Enter eight figures or letters, for example 01234567 or SC123456"


def offered(found: Iterable[Organisation]) -> list[Any]:
    """Companies to choose from, with nothing said but where they are and their number."""
    return [(str(one.id), one.name, about(one.address, one.company_number)) for one in found]


class ChooseCompany(Form):
    """One of those found."""

    company = Choice("Which company is it?", sentence="Choose one of the companies found")

    @property
    def chosen(self) -> uuid.UUID:
        return uuid.UUID(self.company.data)


class Described(Form):
    """A company in the words of whoever adds or confirms it; first, whether it is a listed one."""

    company = Choice("Which company is it?", sentence="Say which company it is")
    name = Text(
        "Name of the company",
        hint="As it is registered, for example Corvane Therapeutics Ltd",
        sentence="Enter the name of the company as it is registered",
    )
    number = Text(
        "Company number",
        hint="Eight figures or letters, as Companies House has it. Leave it out for a company"
        " that is registered abroad.",
        most=12,
        optional=True,
        sentence=BAD_NUMBER,
    )
    address = Text(
        "Registered address",
        hint="Street, town and postcode, or as it is written in its country",
        most=400,
        sentence="Enter the address of the company",
    )
    sector = Choice("What does it do?", SECTOR_WORDS, sentence="Choose what the company does")
    lead_name = PersonName(
        "Who leads the secondment there?",
        hint="Full name with the title, for example Dr Marc Lindqvist",
        sentence="Enter the full name of the person who leads it there",
    )
    lead_email = Email(
        "Their email address",
        hint="At the company. They are written to once the company is confirmed, and are told"
        " nothing of your proposal before your side approves it.",
    )

    def validate_number(self, field: Text) -> None:
        if not number_in(field.data):
            raise ValidationError(BAD_NUMBER)

    def described(self) -> NewCompany:
        """What was said, once the form is valid."""
        return NewCompany(
            name=self.name.data,
            number=number_in(self.number.data) or None,
            address=self.address.data,
            sector=Sector(self.sector.data),
            lead_name=self.lead_name.data,
            lead_email=self.lead_email.data,
        )


class AddCompany(Described):
    """With those listed that it may be, where there are any."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        self.company.label.text = "Is it this one?"
        self.company.sentence = "Say whether it is one of these companies"

    def ask_whether(self, found: Iterable[Organisation]) -> None:
        """Ask whether it is one of these; nothing when there are none."""
        if candidates := offered(found):
            none_of_them = (NEW, "No, it is another company", "The contracts office confirms it.")
            self.company.options = [*candidates, none_of_them]
        else:
            del self.company

    @property
    def candidates(self) -> list[Option]:
        return self.company.options if "company" in self else []

    @property
    def recognised(self) -> uuid.UUID | None:
        """The company that is listed and that it is, where the applicant says so."""
        said = self.company.data if "company" in self else None
        return uuid.UUID(said) if said not in {None, NEW} else None


class ConfirmCompany(Described):
    """The office's answer; what describes a new company counts only where it is one."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**rest)
        for name in SAID:
            self[name].when = ("company", NEW)

    def offer(self, found: Iterable[Organisation]) -> None:
        new = (NEW, "It is new", "It is listed from now on, as you correct it here.")
        self.company.options = [*offered(found), new]

    @property
    def recognised(self) -> uuid.UUID | None:
        return None if self.company.data in {None, NEW} else uuid.UUID(self.company.data)


def from_added(added: AddedCompany) -> dict[str, Any]:
    """What the applicant said, for a form to show."""
    return {name: getattr(added, name) for name in SAID}
