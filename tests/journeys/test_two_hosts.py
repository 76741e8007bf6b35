"""The story of T1 over two web servers and two workers that share a database given from outside.

Everyone goes from one web server to the other at every turn: neither holds anything.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.journeys import elsewhere, paper, story
from tests.journeys.conftest import Visitors
from tests.journeys.stage import Stage, a_stage
from tests.journeys.test_t1 import every_signature_is_good, the_paper_says_what_was_agreed


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with elsewhere.an_external_database() as url:
        yield url


@pytest.fixture(scope="module")
def stage(database: str) -> Iterator[Stage]:
    with a_stage(elsewhere.alike(database), hosts=2) as running:
        yield running


@pytest.mark.parametrize("server", [elsewhere.WHICH])
def test_t1_is_played_across_two_hosts_on(
    server: str, database: str, stage: Stage, somebody: Visitors, tmp_path: Path
) -> None:
    with psycopg.connect(database) as asked:
        assert server.split()[-1] == str(asked.info.server_version // 10000)
    told = story.play(stage, somebody.cast(stage))
    the_paper_says_what_was_agreed(paper.text_of(told.document))
    every_signature_is_good(told.document, stage, tmp_path)
    assert len(stage.addresses) == 2
    assert all(stage.was_asked(number) for number in (1, 2))
