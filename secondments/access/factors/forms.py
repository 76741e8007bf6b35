"""The forms of second steps and of proving who one is."""

from typing import Any

from flask import has_request_context, request
from werkzeug.datastructures import MultiDict

from secondments.access.factors import passkeys
from secondments.access.factors.proving import A_CODE, Proof
from secondments.access.forms import ADVICE
from secondments.access.providers import proofs
from secondments.access.signed_in import signed_in_session
from secondments.forms import Form, Hidden, Password, Text

FROM_THE_APP = "The six digits that your authenticator app shows for this service."
LONGEST_CODE = 40
ABOUT_FACTORS = "factors"
CAME_BACK = "proved"  # in the address of a page that somebody comes back to from a provider
# Secrets work once or are nobody's to keep; the token and the key come with each page.
NOT_KEPT = frozenset(
    {"csrf_token", "once", "about", "proved", "passkey", "challenge", "code", "password"}
    | {"made", "asked", "shown", "chosen"}
)


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


class Proved(Hidden):
    """The token of a round trip to a provider; it waits while other answers are put right."""

    carried = False


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
    proved = Proved("Confirmation", optional=True)

    def __init__(self, **rest: Any) -> None:
        came_back = None if "formdata" in rest else _as_it_was_typed()
        super().__init__(**({"formdata": came_back} if came_back else {}), **rest)

    @property
    def about(self) -> str:
        """What the proof is for. A form for an act on a document says which."""
        return ABOUT_FACTORS

    @property
    def proof(self) -> Proof:
        return Proof(
            proved=self.proved.data,
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


def pairs_to_keep() -> list[tuple[str, str]]:
    """What was posted, but secrets and what is made anew with each page."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_KEPT]


def _as_it_was_typed() -> MultiDict[str, str] | None:
    """For somebody whom a provider has sent back to the page they were on."""
    token = request.args.get(CAME_BACK, "") if has_request_context() else ""
    if not token or request.method != "GET":
        return None
    found = proofs.waiting(token, signed_in_session())
    return MultiDict([*found.pairs, ("proved", token)]) if found else None
