"""The press: warm, one at a time, and able to lose a child without losing its head."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from secondments.documents import press as press_room
from secondments.documents.press import Press
from secondments.documents.storage import digest
from secondments.documents.values import Act, PrintingFailed, Unsignable
from tests.documents.papers import (
    ACTED_AT,
    COMPANY,
    DANIEL,
    EMPLOYER,
    ISOBEL,
    SIGNED,
    TERMS,
    a_folder,
    a_printed,
    a_ring,
    an_agreement,
)

ROOT = Path(__file__).parents[2]
# Each level lays out the one below it several times over: time without end, and little memory.
ENDLESS = "<div style=display:flex><div>" * 20 + "x" + "</div></div>" * 20
PARENT = """
import os, sys, time
from pathlib import Path
from secondments.documents.press import Press
press = Press(keys=Path(sys.argv[1]), seconds=600)
press.render("<html lang=en><title>x</title>")
print(os.getpid(), flush=True)
press.render("<html lang=en><title>x</title>" + sys.argv[2])
"""


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    a_ring()
    press = Press(keys=a_folder() / "keys", seconds=60)
    yield press
    press.close()


def children_of(pid: int) -> list[int]:
    """Those that print; Python's own tracker of resources is none of them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in found if b"spawn_main" in command_of(child)]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def comes_true(what: object, *, within: float = 5) -> bool:
    assert callable(what)
    until = time.monotonic() + within
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_an_agreement_goes_through_the_press_to_its_last_seal(press: Press) -> None:
    made = press.render(an_agreement(), [TERMS])
    printed = made.pdf
    assert printed == a_printed()
    assert made.pages == 1
    act = Act(ACTED_AT, "Password entered again", digest(printed))
    document = press.certify(printed).pdf
    for field, signer in ((EMPLOYER, DANIEL), (COMPANY, ISOBEL)):
        document = press.sign(document, field, signer=signer, act=act, reason="I agree").pdf
    document = press.complete(document).pdf
    assert press.verify(document, SIGNED).accepted
    assert not press.verify(document + b" ", SIGNED).accepted
    assert not press.sign(document, EMPLOYER, signer=DANIEL, act=act, reason="again").added


def test_what_the_documents_say_no_to_arrives_as_they_said_it(press: Press) -> None:
    with pytest.raises(PrintingFailed, match="outside itself"):
        press.render(an_agreement('<img alt=x src="file:///etc/passwd">'))
    act = Act(ACTED_AT, "Password", digest(b""))
    with pytest.raises(Unsignable, match="not been sealed for issue"):
        press.sign(a_printed(), EMPLOYER, signer=DANIEL, act=act, reason="early")
    with pytest.raises(Unsignable, match="cannot be read as a PDF"):
        press.certify(b"<html>")


def test_several_threads_may_use_it_at_once(press: Press) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = set(threads.map(press.render, [an_agreement()] * 8))
    assert len(made) == 1


def test_a_document_that_runs_away_is_stopped_in_time_and_the_next_is_made(press: Press) -> None:
    impatient = Press(keys=press.keys, seconds=4)
    impatient.render(an_agreement())
    began = time.monotonic()
    with pytest.raises(PrintingFailed, match="longer than 4 seconds"):
        impatient.render(an_agreement(ENDLESS))
    assert time.monotonic() - began < 60  # left alone it takes hours
    assert impatient.render(an_agreement())
    impatient.close()


def test_a_document_too_large_for_the_memory_is_refused_and_the_next_is_made() -> None:
    small = Press(keys=a_folder() / "keys", seconds=300, memory_mb=400)
    with pytest.raises(PrintingFailed, match="more than 400 MB"):
        small.render(an_agreement("<p>word</p>" * 40_000))
    assert small.render(an_agreement())
    small.close()


def test_a_document_that_surprises_us_is_one_sentence_and_the_next_is_made(press: Press) -> None:
    with pytest.raises(PrintingFailed, match="reason is in the log"):
        press.render(an_agreement("<div>" * 1500))
    assert press.render(an_agreement())


def test_a_child_killed_while_idle_is_replaced_without_a_word(press: Press) -> None:
    press.render(an_agreement())
    for child in children_of(os.getpid()):
        os.kill(child, signal.SIGKILL)
    assert press.render(an_agreement())


def test_a_child_killed_at_work_is_one_sentence_and_the_next_document_is_made(
    press: Press,
) -> None:
    press.render(an_agreement())
    (child,) = children_of(os.getpid())
    with ThreadPoolExecutor(1) as thread:
        lost = thread.submit(press.render, an_agreement(ENDLESS))
        time.sleep(1)
        os.kill(child, signal.SIGKILL)
        with pytest.raises(PrintingFailed, match="stopped before it was done"):
            lost.result()
    assert press.render(an_agreement())


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path / "keys"), ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = children_of(parent.pid)
        assert children
        time.sleep(1)
        parent.kill()
    assert comes_true(lambda: not any(command_of(child) for child in children))


def test_closing_leaves_no_child_and_the_press_can_be_used_again(press: Press) -> None:
    press.render(an_agreement())
    press.close()
    assert comes_true(lambda: not children_of(os.getpid()))
    assert press.render(an_agreement())


def test_the_parent_is_spared_the_libraries() -> None:
    question = (
        "import sys, secondments.documents.press;"
        " print([name for name in ('weasyprint', 'pyhanko') if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert said.stdout.strip() == "[]"


def test_a_machine_without_what_it_takes_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert press_room.missing() == []
    monkeypatch.setattr(press_room, "FONTS", tmp_path)
    monkeypatch.setitem(press_room.LIBRARIES, "libnever.so.0", "Install libnever0.")
    assert press_room.missing() == [
        "Install libnever0.",
        f"The document fonts are missing from {tmp_path}: build the assets again.",
    ]
