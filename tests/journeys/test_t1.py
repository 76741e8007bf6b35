"""Case T1 in the browser: from proposal to signed PDF, to the first day and past the last.

It is played over two web servers and two workers that share a database given from outside, and
everyone goes from one web server to the other at every turn: neither holds anything.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from tests.journeys import acts, elsewhere, paper, story
from tests.journeys.conftest import Cast, Visitors
from tests.journeys.stage import Stage, a_stage

FIGURES = ("102,306.06", "20,461.21", "122,767.27")
SEALS = 2  # of issue and of completion
SIGNATORIES = {acts.TRAINEE, acts.EMPLOYER_SIGNATORY, acts.HOST_SIGNATORY}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with elsewhere.an_external_database() as url:
        yield url


@pytest.fixture(scope="module")
def stage(database: str) -> Iterator[Stage]:
    """One of its own, without other cases: this story moves the clock past them all."""
    with a_stage(elsewhere.alike(database), hosts=2) as running:
        yield running


@pytest.mark.parametrize("server", [elsewhere.WHICH])
def test_t1_from_proposal_to_the_signed_pdf_and_to_its_last_day_across_two_hosts_on(
    server: str, database: str, stage: Stage, somebody: Visitors, tmp_path: Path
) -> None:
    with psycopg.connect(database) as asked:
        assert server.split()[-1] == str(asked.info.server_version // 10000)
    cast = somebody.cast(stage)
    told = story.play(stage, cast)
    the_paper_says_what_was_agreed(paper.text_of(told.document))
    every_signature_is_good(told.document, stage, tmp_path)
    everyone_had_their_letters(stage)
    it_starts_and_ends_by_the_calendar(cast, stage, told.ref)
    assert acts.downloads_the_agreement(cast(acts.OFFICE), told.ref) == told.document
    assert len(stage.addresses) == 2
    assert all(stage.was_asked(number) for number in (1, 2))


def the_paper_says_what_was_agreed(text: str) -> None:
    for figure in FIGURES:
        assert f"£{figure}" in text
    invoices = [line for line in text.splitlines() if "25,576.5" in line]
    assert [line.split("£")[1].strip() for line in invoices] == [*["25,576.52"] * 3, "25,576.50"]
    assert [line.split("£")[2].strip() for line in invoices] == [*["5,115.30"] * 3, "5,115.31"]
    assert "73,992" not in text
    assert "73992" not in text


def every_signature_is_good(document: bytes, stage: Stage, folder: Path) -> None:
    found = paper.signatures(document, stage.root_certificate, folder)
    assert len(found) == len(SIGNATORIES) + SEALS
    assert all(signature.is_valid and signature.is_trusted for signature in found)
    assert {signature.signer for signature in found} >= SIGNATORIES


def everyone_had_their_letters(stage: Stage) -> None:
    for who, subject in story.LETTERS:
        letter = stage.letter(who, subject)
        assert "73,992" not in letter.as_string()


def it_starts_and_ends_by_the_calendar(cast: Cast, stage: Stage, ref: str) -> None:
    office = cast(acts.OFFICE)
    acts.moves_the_clock(office, date(2027, 8, 4))
    acts.waits_for(office, f"/secondments/{ref}", "Under way, until 1 August 2028")
    stage.letter(acts.TRAINEE, "has started")
    acts.moves_the_clock(office, date(2028, 8, 2))
    acts.waits_for(office, f"/secondments/{ref}", "Completed on 1 August 2028")
    stage.letter(acts.TRAINEE, "has ended")
