"""SMTP_URL says where letters go; what cannot work is refused at the start."""

from typing import Any

import pytest

from config import MissingSetting
from secondments.letters import mail_server


def settings(url: str, *, demo: bool = True) -> dict[str, Any]:
    return {"SMTP_URL": url, "DEMO": demo, "BASE_URL": "https://secondments.northmoor.example"}


def test_user_password_and_port_are_read_from_the_url() -> None:
    server = mail_server(settings("smtp+starttls://us:p%40ss@mail.example:2525"))
    assert server is not None
    assert (server.host, server.port, server.user, server.password) == (
        *("mail.example", 2525),
        *("us", "p@ss"),
    )
    assert server.our_name == "secondments.northmoor.example"


@pytest.mark.parametrize(
    ("url", "port"),
    [("smtp://mail.example", 25), ("smtp+starttls://m.example", 587), ("smtps://m.example", 465)],
)
def test_each_kind_of_server_has_its_usual_port(url: str, port: int) -> None:
    server = mail_server(settings(url))
    assert server is not None
    assert server.port == port


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://", "smtp://m:x"])
def test_anything_else_is_refused_in_a_sentence(url: str) -> None:
    with pytest.raises(MissingSetting, match="SMTP_URL must look like"):
        mail_server(settings(url))


def test_a_real_service_needs_a_mail_server() -> None:
    with pytest.raises(MissingSetting, match="no letter would ever arrive"):
        mail_server(settings("", demo=False))
    assert mail_server(settings("")) is None


@pytest.mark.parametrize(
    ("url", "demo"), [("smtp://mail.example", False), ("smtp://us:pw@mail.example", True)]
)
def test_real_mail_and_passwords_are_not_sent_unprotected(url: str, *, demo: bool) -> None:
    with pytest.raises(MissingSetting, match=r"must start with smtp\+starttls:// or smtps://"):
        mail_server(settings(url, demo=demo))


def test_a_mail_server_on_this_machine_may_be_unencrypted() -> None:
    assert mail_server(settings("smtp://us:pw@localhost", demo=False)) is not None
