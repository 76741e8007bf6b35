"""A mail server for tests: keeps what it takes, answers as it is told."""

import email
import email.policy
import socket
import ssl
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

TAKEN = "250 Taken"


class Sink:
    """`mail`, `rcpt` and `data` are the answers it gives; `cut` ends the line instead of the last.

    What `cut` cuts short has been taken all the same, as with a real server that dies.
    """

    def __init__(
        self, tls: ssl.SSLContext | None = None, *, smtps: bool = False, **options: Any
    ) -> None:
        self.mail, self.rcpt, self.data, self.cut = "250 OK", "250 OK", TAKEN, False
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.encrypted: list[bool] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        if tls and not smtps:
            options |= {"tls_context": tls}
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=tls if smtps else None,
            **options,
        )

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> "Sink":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data == TAKEN or self.cut:
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.letters.append(message)
            self.recipients.append(envelope.rcpt_tos)
            self.encrypted.append(session.ssl is not None)
        if self.cut:
            server.transport.abort()
        return self.data


def only_poppy(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    """An authenticator: user poppy, password p@ss/word."""
    known = (data.login, data.password) == (b"poppy", b"p@ss/word")
    return AuthResult(success=known, handled=known)
