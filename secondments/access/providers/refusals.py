"""Why a provider's answer is not relied on: a sentence for the person, a reason for the log."""

from secondments import security_log
from secondments.errors import InvalidInput

NOT_RIGHT = "{label} did not confirm who you are. Try again, or use another way."
IS_DOWN = "{label} cannot be reached just now. Use another way, or try again in some minutes."
STARTED_ELSEWHERE = (
    "This sign-in was begun in another browser, more than ten minutes ago, or was used already."
    " Begin again here."
)
NOT_LINKED = (
    "This sign-in is not linked to an account here. If you have an account, sign in to it another"
    " way, then link this one under “How you sign in”."
)
NOT_FRESH = "{label} did not ask you again who you are. Try again, or use another way."
SOMEBODY_ELSE = "{label} confirmed somebody else than the person who is signed in here."
ONE_FACTOR_ONLY = "{label} asked for one factor only. Confirm with your passkey or your app."


class NotConfirmed(InvalidInput):
    """The provider's answer is worth nothing, or there is none."""


class ProviderDown(NotConfirmed):
    """It did not answer in time, or not in the way that was asked for."""


def refused(label: str, reason: str, sentence: str = NOT_RIGHT) -> NotConfirmed:
    """To be raised. `reason` is a constant of ours: never anything that came from outside."""
    security_log.event("provider_refused", provider=label, why=reason)
    return NotConfirmed(sentence.format(label=label))


def down(label: str, reason: str) -> ProviderDown:
    security_log.event("provider_down", provider=label, why=reason)
    return ProviderDown(IS_DOWN.format(label=label))
