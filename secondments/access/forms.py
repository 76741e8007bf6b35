"""The forms of signing in and of passwords."""

from secondments.access.passwords import LEAST
from secondments.forms import Email, Form, LongText, Password

ADVICE = (
    f"At least {LEAST} characters. Three or four words that do not go together are easy to"
    " remember. A password manager may fill this in."
)


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
