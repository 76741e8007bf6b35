"""Mail: posted in the transaction that causes it, delivered by a job, kept as it was said."""

from secondments.letters.delivery import deliver, pick_up
from secondments.letters.models import Letter, Recipient, Status, WhenUnsure
from secondments.letters.posting import cancel, post
from secondments.letters.queries import of
from secondments.letters.transport import mail_server

__all__ = [
    "Letter",
    "Recipient",
    "Status",
    "WhenUnsure",
    "cancel",
    "deliver",
    "mail_server",
    "of",
    "pick_up",
    "post",
]
