"""The mail server: one letter in one conversation, and what came of it."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from config import MissingSetting

PATIENCE_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class Answer(Enum):
    """What the server did with a letter. UNSURE: it was cut off before it could say."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Outcome:
    answer: Answer
    reason: str | None = None


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over. `smtp` encrypts when it can, the other two always do."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    our_name: str


def mail_server(settings: Mapping[str, Any]) -> MailServer | None:
    """The server of SMTP_URL; None: letters go to a folder. Raises MissingSetting, a sentence.

    smtp+starttls:// and smtps:// check the server's certificate; smtp:// cannot promise that, so
    it carries a password, or the mail of a real service, to this very machine only.
    """
    if not settings["SMTP_URL"]:
        if settings["DEMO"]:
            return None
        raise MissingSetting("Set SMTP_URL: without it no letter would ever arrive.")
    url = urlsplit(settings["SMTP_URL"])
    try:
        port = url.port or PORTS[url.scheme]
    except (KeyError, ValueError):
        port = 0
    if not port or not url.hostname:
        raise MissingSetting("SMTP_URL must look like smtp+starttls://user:password@host:587.")
    needs_trust = url.username or not settings["DEMO"]
    if url.scheme == "smtp" and needs_trust and url.hostname not in THIS_MACHINE:
        raise MissingSetting("SMTP_URL must start with smtp+starttls:// or smtps://.")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    our_name = urlsplit(settings["BASE_URL"]).hostname or "localhost"
    return MailServer(url.scheme, url.hostname, port, user, password, our_name)


def hand_over(message: EmailMessage, *, settings: Mapping[str, Any]) -> Outcome:
    """Give one letter to the mail server. Answers for every way in which that can go wrong."""
    server = mail_server(settings)
    if server is None:
        return _put_in_folder(message, settings["DATA_FOLDER"] / "outbox")
    try:
        with _connected(server) as connection:
            return _converse(connection, message)
    except smtplib.SMTPResponseException as error:
        # A 5xx before the recipient was named is about us, not about the letter.
        return Outcome(Answer.LATER, _quote(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(Answer.LATER, f"The mail server could not be used: {error}"[:400])


@contextlib.contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    where, patience = (server.host, server.port, server.our_name), PATIENCE_SECONDS
    connection = (
        smtplib.SMTP_SSL(*where, timeout=patience, context=ssl.create_default_context())
        if server.scheme == "smtps"
        else smtplib.SMTP(*where, timeout=patience)
    )
    try:
        connection.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        elif server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=_unchecked())
        if server.user:
            connection.login(server.user, server.password)
        yield connection
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.quit()
    finally:
        connection.close()


def _unchecked() -> ssl.SSLContext:
    """Encryption against listeners only; still better than the plain text that is the choice."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _converse(connection: smtplib.SMTP, message: EmailMessage) -> Outcome:
    connection.ehlo_or_helo_if_needed()
    code, words = connection.mail(message["From"].addresses[0].addr_spec)
    if not _is_yes(code):
        return Outcome(Answer.LATER, _quote(code, words))
    code, words = connection.rcpt(message["To"].addresses[0].addr_spec)
    if not _is_yes(code):
        return _by_code(code, words)
    try:
        code, words = connection.data(message.as_bytes(policy=SMTP))
    except smtplib.SMTPDataError as error:
        return _by_code(error.smtp_code, error.smtp_error)
    except (smtplib.SMTPServerDisconnected, OSError):
        return Outcome(Answer.UNSURE, "The connection was cut before the mail server answered.")
    return _by_code(code, words)


def _is_yes(code: int) -> bool:
    return 200 <= code < 300


def _by_code(code: int, words: bytes | str) -> Outcome:
    if _is_yes(code):
        return Outcome(Answer.TAKEN)
    return Outcome(Answer.REFUSED if 500 <= code < 600 else Answer.LATER, _quote(code, words))


def _quote(code: int, words: bytes | str) -> str:
    said = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    said = "".join(c if c.isprintable() else " " for c in said)
    return f"The mail server said: {code} {' '.join(said.split())}"[:400]


def _put_in_folder(message: EmailMessage, folder: Path) -> Outcome:
    """A machine of one's own: the letter becomes a file, under the same name when repeated."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").partition("@")[0]
    unfinished = folder / f".{name}"
    unfinished.write_bytes(message.as_bytes(policy=SMTP))
    unfinished.replace(folder / f"{name}.eml")
    return Outcome(Answer.TAKEN)
