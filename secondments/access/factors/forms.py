"""The forms of second steps and of proving who one is."""

from typing import Any

from secondments.access.factors import passkeys
from secondments.access.factors.proving import A_CODE, Proof
from secondments.access.forms import ADVICE
from secondments.forms import Form, Hidden, Password, Text

FROM_THE_APP = "The six digits that your authenticator app shows for this service."
LONGEST_CODE = 40


class Code(Text):
    """Digits that work once: never kept, carried over or shown again on another page."""

    secret = True
    carried = False
    needed_later = True


class OwnPassword(Password):
    """Asked only of those who have nothing stronger."""

    needed_later = True


class Brought(Hidden):
    """What the page's script brings from the device; it works once, so it is not shown again."""

    secret = True
    carried = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.typed = ""


class SecondStep(Form):
    code = Code(
        "Code from your app",
        hint=f"{FROM_THE_APP} If you have lost the app, one of your recovery codes.",
        most=LONGEST_CODE,
        sentence=A_CODE,
    )


class PasskeyAnswer(Form):
    passkey = Brought("Passkey", most=passkeys.LONGEST)
    challenge = Brought("Challenge")


class ProofForm(Form):
    """The parent of every form that asks who is at the keyboard: one of its answers is enough."""

    passkey = Brought("Passkey", most=passkeys.LONGEST, optional=True)
    challenge = Brought("Challenge", optional=True)
    code = Code("Code from your app", hint=FROM_THE_APP, most=LONGEST_CODE, optional=True)
    password = OwnPassword("Your password", optional=True)

    @property
    def proof(self) -> Proof:
        return Proof(
            passkey=self.passkey.data,
            challenge=self.challenge.data,
            code=self.code.data,
            password=self.password.data,
        )


class NewPasskey(ProofForm):
    """`made` is the new key as the device describes it, `asked` the token of its challenge."""

    name = Text(
        "What to call it",
        hint="So that you know it again, for example “Work laptop” or “My phone”.",
        most=60,
    )
    made = Brought("New passkey", most=passkeys.LONGEST, optional=True)
    asked = Brought("Challenge", optional=True)


class FirstPassword(ProofForm):
    """A password for somebody who has none; its own name, for `password` is proof."""

    chosen = Password("New password", hint=ADVICE, sentence="Enter a new password")


class NewApp(ProofForm):
    """`seed` is the new app's, sealed for this person while the page is open."""

    seed = Hidden("Seed", most=200)
    shown = Code(
        "Code that the app shows now",
        hint="Six digits. They change every 30 seconds.",
        most=LONGEST_CODE,
        sentence=A_CODE,
    )


class RemoveFactor(ProofForm):
    """Nothing but the proof."""
