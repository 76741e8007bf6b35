"""A case with a long past: many notes, files and rounds cost its pages no more questions."""

from datetime import timedelta
from itertools import product

import pytest

from secondments import clock, jobs
from secondments.demo import cases
from secondments.secondment import drafts, votes
from tests.builders import PASSWORD, a_proposal, supported
from tests.contracts import issued
from tests.secondment.shelves import a_file, a_note
from tests.secondment.stage import TODAY, plain

NOTES, FILES, ROUNDS, MOST = 50, 20, 6, 14
SECTIONS = ("", "/proposal", "/approvals", "/notes", "/files", "/dates", "/costs", "/history")
READERS = ("trainee", "office", "dean")


@pytest.fixture
def full(stage):
    """The reference of such a case, at its sixth attempt."""

    def make(cast):
        s = a_proposal(cast)
        for number in range(1, ROUNDS):
            with clock.stopped_at(TODAY + timedelta(days=number)):
                said = {"reason": "dates", "message": f"Not yet, for the {number}th time."}
                votes.send_back(s, by=cast.supervisor, revision=s.revision, **said)
                given = {"benefits": f"Teaching at Kingsmere, {number} sessions of it."}
                drafts.save(s, by=cast.trainee, revision=s.revision, answers=given)
                drafts.send(s, by=cast.trainee, revision=s.revision)
        for number in range(NOTES):
            a_note(s, (cast.trainee, cast.office)[number % 2], text=f"Note {number}")
        for number in range(FILES):
            a_file(s, cast.trainee, name=f"paper {number}")
        return s

    ref = stage.play(make)
    with stage.app.app_context():
        jobs.run_due(stage.app)
    return ref


def test_a_page_of_a_full_case_asks_the_database_fourteen_times_at_most(stage, full, queries_of):
    kept = stage.look(full, lambda s: (s.round, len(s.sent), len(s.votes)))
    assert kept == (ROUNDS, ROUNDS, ROUNDS - 1)
    for who, section in product(READERS, SECTIONS):
        stage.sees(who, f"/secondments/{full}{section}")
        with queries_of(stage.app) as asked:
            page = plain(stage.sees(who, f"/secondments/{full}{section}"))
        assert f"Notes ({NOTES})" in page
        assert f"Files ({FILES})" in page
        assert len(asked) <= MOST, f"{who} at {section}:\n" + "\n".join(asked)


def test_so_does_its_first_page_when_its_contract_is_out_for_signature(stage, full, queries_of):
    def brought_on(cast, s):
        supported(s, cast.supervisor, cast.director, cast.dean, cast.release)
        cases.answer(cases.Stage(cast, s, PASSWORD))
        issued(cast, supported(s, cast.lead, cast.compliance, cast.legal))

    stage.go_on(full, brought_on)
    for who in (*READERS, "lead"):
        stage.sees(who, f"/secondments/{full}")
        with queries_of(stage.app) as asked:
            page = plain(stage.sees(who, f"/secondments/{full}"))
        assert "Out for signature" in page
        assert len(asked) <= MOST, f"{who}:\n" + "\n".join(asked)
