"""Encryption and passwords on the way to the mail server."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from secondments import jobs
from secondments.letters import Letter, Status
from tests.letters.conftest import Post
from tests.letters.sink import Sink, only_poppy

Read = Callable[[Letter], Letter]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate of the server's own making, for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return None


def sent_to(app: Flask, post: Post, now: Read, url: str) -> Letter:
    app.config["SMTP_URL"] = url
    letter = post()
    jobs.run_due(app)
    return now(letter)


def test_encryption_is_used_where_it_is_offered(
    app: Flask, post: Post, now: Read, tls: ssl.SSLContext
) -> None:
    with Sink(tls) as sink:
        assert sent_to(app, post, now, sink.url).status is Status.SENT
        assert sink.encrypted == [True]


@pytest.mark.usefixtures("trusted")
def test_required_encryption_checks_the_certificate_and_lets_a_known_one_pass(
    app: Flask, post: Post, now: Read, tls: ssl.SSLContext
) -> None:
    with Sink(tls, authenticator=only_poppy, auth_require_tls=True) as sink:
        url = f"smtp+starttls://poppy:p%40ss%2Fword@localhost:{sink.port}"
        assert sent_to(app, post, now, url).status is Status.SENT
        assert sink.encrypted == [True]


@pytest.mark.usefixtures("trusted")
def test_a_connection_encrypted_from_the_start_works_too(
    app: Flask, post: Post, now: Read, tls: ssl.SSLContext
) -> None:
    with Sink(tls, smtps=True) as sink:
        assert sent_to(app, post, now, f"smtps://localhost:{sink.port}").status is Status.SENT


def test_required_encryption_waits_rather_than_trust_an_unknown_certificate(
    app: Flask, post: Post, now: Read, tls: ssl.SSLContext
) -> None:
    with Sink(tls) as sink:
        letter = sent_to(app, post, now, f"smtp+starttls://localhost:{sink.port}")
        assert letter.status is Status.WAITING
        assert "CERTIFICATE_VERIFY_FAILED" in (letter.reason or "")
        assert sink.letters == []


def test_required_encryption_waits_rather_than_go_without(
    app: Flask, sink: Sink, post: Post, now: Read
) -> None:
    letter = sent_to(app, post, now, f"smtp+starttls://localhost:{sink.port}")
    assert letter.status is Status.WAITING
    assert "STARTTLS" in (letter.reason or "")
    assert sink.letters == []


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_keeps_letters_waiting_and_is_not_in_the_log(
    app: Flask, post: Post, now: Read, tls: ssl.SSLContext
) -> None:
    with Sink(tls, authenticator=only_poppy, auth_require_tls=True) as sink:
        url = f"smtp+starttls://poppy:not-the-one@localhost:{sink.port}"
        letter = sent_to(app, post, now, url)
        assert letter.status is Status.WAITING
        assert "535" in (letter.reason or "")
        assert "not-the-one" not in (letter.reason or "")
