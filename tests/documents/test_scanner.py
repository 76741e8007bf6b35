"""The scanner: clamd’s protocol over a real socket, the test string, a scanner that is down."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from secondments.documents.scanner import (
    EICAR,
    EICAR_NAME,
    Clamd,
    NoScanner,
    ScannerDown,
    scanner_at,
)
from secondments.errors import CannotStart


def talk(line: socket.socket, answer: bytes, heard: list[bytes]) -> None:
    """One INSTREAM conversation, as clamd holds it."""
    with line, line.makefile("rb") as said:
        assert said.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", said.read(4))[0]:
            content += said.read(length)
        heard.append(content)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if b"EICAR" in content else b"stream: OK\0"
        line.sendall(answer or found)


@contextmanager
def a_clamd(family=socket.AF_INET, place=("127.0.0.1", 0), answer=b""):
    heard: list[bytes] = []
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.bind(place)
        server.listen()

        def serve():
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                talk(line, answer, heard)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname(), heard
        server.shutdown(socket.SHUT_RDWR)


def test_clamd_is_asked_over_tcp_and_hears_every_byte():
    content = bytes(range(256)) * 1000
    with a_clamd() as (place, heard):
        scanner = scanner_at(f"tcp://127.0.0.1:{place[1]}")
        assert scanner.is_there
        assert scanner.infection(content) is None
        assert heard == [content]


def test_clamd_is_asked_over_a_unix_socket_and_names_what_it_found(tmp_path):
    with a_clamd(socket.AF_UNIX, str(tmp_path / "clamd.ctl")) as (place, _heard):
        found = scanner_at(f"unix://{place}").infection(b"something like EICAR inside")
        assert found == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"what?\0", b"\0"])
def test_an_answer_that_is_no_verdict_lets_nothing_through(answer):
    with a_clamd(answer=answer) as (place, _heard), pytest.raises(ScannerDown):
        Clamd(tuple(place)).infection(b"a letter")


def test_a_scanner_that_is_down_lets_nothing_through():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = free.getsockname()
    with pytest.raises(ScannerDown):
        Clamd(place).infection(b"a letter")


def test_a_scanner_that_never_answers_is_not_waited_for():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(ScannerDown):
            Clamd(silent.getsockname(), seconds=0.2).infection(b"a letter")


def test_the_test_string_is_known_without_any_scanner():
    assert NoScanner().infection(b"before " + EICAR + b" after") == EICAR_NAME
    assert NoScanner().infection(b"a letter") is None
    assert not scanner_at("").is_there


@pytest.mark.parametrize("url", ["clamd", "http://host", "tcp://", "unix://", "tcp://host:port"])
def test_an_address_that_is_none_is_said_at_the_start(url):
    with pytest.raises(CannotStart, match="CLAMD_URL must look like"):
        scanner_at(url)
