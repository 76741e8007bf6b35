"""The forms of signing in and of passwords."""

import uuid

from secondments.access.passwords import LEAST
from secondments.forms import Choice, Email, Form, LongText, Password, PersonName, Text
from secondments.people import joining
from secondments.people.joining import Joining
from secondments.people.models import Role
from secondments.people.roles import ROLE_WORDS

OTHERS = Role.CLINICAL_ACADEMIC
ADVICE = (
    f"At least {LEAST} characters. Three or four words that do not go together are easy to"
    " remember. A password manager may fill this in."
)


class Join(Form):
    name = PersonName("Full name", hint="With the title, for example Dr Priya Nandakumar")
    email = Email("Work or university email address", hint="A letter with a link goes there.")
    role = Choice("What are you?", {role.value: ROLE_WORDS[role] for role in joining.KINDS})
    training_body = Choice("Who runs your training?", when=("role", Role.TRAINEE.value))
    employer = Choice("Who employs you?", when=("role", Role.CLINICAL_ACADEMIC.value))
    said = Text(
        "By what do they know you?",
        hint="For example your GMC, GPhC or staff number, or your programme and year.",
        most=200,
        least=3,
    )

    def offer(self) -> None:
        """The organisations there are."""
        for field, role in ((self.training_body, Role.TRAINEE), (self.employer, OTHERS)):
            field.options = {str(o.id): o.name for o in joining.places(role)}

    def said_of_themselves(self) -> Joining:
        role = Role(self.role.data)
        where = self.training_body if role is Role.TRAINEE else self.employer
        at = uuid.UUID(where.data)
        return Joining(self.name.data, self.email.data, role, at, self.said.data)


class SignIn(Form):
    email = Email("Email address")
    password = Password("Password", sentence="Enter your password")


class Forgotten(Form):
    email = Email("Email address", hint="The one your letters from this service come to.")


class ChoosePassword(Form):
    password = Password("New password", hint=ADVICE, sentence="Enter a new password")


class ChangePassword(Form):
    current_password = Password("Your password now", sentence="Enter the password you have now")
    password = Password("New password", hint=ADVICE, sentence="Enter a new password")


class Recover(Form):
    reason = LongText(
        "How do you know that it is they who ask?",
        hint="For example: met in the office, or called back on the number in the staff list.",
        least=10,
        most=400,
    )
