"""The operator's commands: they say in a sentence what is wrong, and by their exit code."""

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from secondments import clock
from secondments.catalogue.parameters import PARAMETERS
from secondments.database import kinds_of_cases, terms_in_use
from secondments.documents.storage import digest
from secondments.errors import CannotStart
from secondments.extensions import db
from secondments.secondment import pathways, queries, versions
from secondments.secondment.pathways import Step
from tests.builders import a_proposal, a_world, an_approved_one
from tests.contracts import a_signed_one, altered
from tests.negotiation.table import says
from tests.pathway_cases import EVERY, TODAY, a_draft_of, one_supports, sent, shipped_with


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=[str(a) for a in arguments])


@pytest.fixture
def tamper(urls):
    """Change the trail as its owner, who has to switch its guard off first."""

    def execute(statement):
        engine = create_engine(urls.owner)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
            connection.execute(text(statement))
            connection.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))
        engine.dispose()

    return execute


@pytest.fixture
def signed_ref(app, ids):
    with app.app_context():
        return a_signed_one(a_world()).ref


def sealed_digest(app, ref):
    with app.app_context():
        return queries.by_ref(ref).agreement.sealed_sha256


def test_a_signed_agreement_is_exported_to_a_file(app, run, signed_ref, tmp_path):
    out = tmp_path / "signed.pdf"
    done = run("agreement", "export", signed_ref.lower(), "--out", out)
    assert done.exit_code == 0, done.output
    assert digest(out.read_bytes()) == sealed_digest(app, signed_ref)
    assert f"{signed_ref}, version 1, SHA-256 {digest(out.read_bytes())}" in done.output


def test_an_unsigned_agreement_is_not_exported(app, ids, run, tmp_path):
    with app.app_context():
        ref = a_proposal(a_world()).ref
    done = run("agreement", "export", ref, "--out", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert f"{ref} has no agreement that everyone has signed." in done.output
    assert not (tmp_path / "no.pdf").exists()


def test_an_unknown_reference_is_a_sentence(app, ids, run, tmp_path):
    done = run("agreement", "export", "SEC-0000-00", "--out", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert "There is no secondment SEC-0000-00." in done.output
    assert run("secondment", "show", "SEC-0000-00").exit_code == 1


def test_an_altered_agreement_is_not_exported(app, run, signed_ref, tmp_path):
    with app.app_context():
        altered(sealed_digest(app, signed_ref))
    done = run("agreement", "export", signed_ref, "--out", tmp_path / "no.pdf")
    assert done.exit_code == 1
    assert "not the one that was put there" in done.output
    assert not (tmp_path / "no.pdf").exists()


def test_a_folder_that_is_not_there_is_a_sentence(app, run, signed_ref, tmp_path):
    done = run("agreement", "export", signed_ref, "--out", tmp_path / "none" / "signed.pdf")
    assert done.exit_code == 1
    assert "cannot be written: No such file or directory." in done.output


def test_show_says_where_it_stands_and_never_the_salary(app, run, signed_ref):
    done = run("secondment", "show", signed_ref)
    assert done.exit_code == 0, done.output
    for said in (
        "Dr Priya Nandakumar, Corvane Therapeutics Ltd",
        "Contract issued since",
        "4 August 2027 to 1 August 2028",
        "Educational supervisor: support by Dr Helen Marsh",
        f"sealed {sealed_digest(app, signed_ref)}",
        "Isobel Grant (host): signed",
        "start at 4 August 2027, 00:00 BST",
        "Waiting to be sent",
        "unbroken",
    ):
        assert said in done.output, said
    assert "73,992" not in done.output
    assert "73992" not in done.output


def test_verify_finds_everything_as_it_was_put_there(app, run, signed_ref):
    done = run("verify")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Unbroken: 2 chains of")
    assert "Unaltered: 5 documents." in done.output


def test_verify_names_an_altered_document(app, run, signed_ref):
    with app.app_context():
        altered(sealed_digest(app, signed_ref))
    done = run("verify")
    assert done.exit_code == 1
    assert f"{signed_ref}, version 1: The stored document is not the one" in done.output


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE audit_entry SET by_id = by_id, reason = 'other' WHERE seq = 3",
            "Entry 3 of {ref}",
        ),
        ("UPDATE audit_entry SET changes = '{}' WHERE seq = 4", "What entry 4 of {ref} says"),
        ("DELETE FROM audit_entry WHERE seq = 5", "Entry 5 of {ref} is missing."),
        ("DELETE FROM audit_entry WHERE seq > 7", "The trail of {ref} ends at entry 7;"),
        ("DELETE FROM audit_entry", "The trail of {ref} ends at entry 0;"),
    ],
)
def test_verify_and_show_name_the_first_wrong_entry(app, run, tamper, signed_ref, statement, said):
    where = " AND secondment_id IS NOT NULL" if "WHERE" in statement else ""
    tamper(statement + where)
    expected = said.format(ref=signed_ref)
    done = run("verify")
    assert done.exit_code == 1
    assert expected in done.output
    shown = run("secondment", "show", signed_ref)
    assert shown.exit_code == 1
    assert f"BROKEN. {expected}" in shown.output


@pytest.fixture
def a_second_version(monkeypatch):
    """Version 2 asks research contracts between the line manager and the employer."""
    old = pathways.get("nmahp", 1)
    home = ((Step.LM,), (Step.CD,), (Step.RCO,), (Step.EMP,))
    new = replace(old, version=2, home=home, only_if={})
    rules = {**old.rules, Step.RCO: replace(old.rule(Step.CD), step=Step.RCO)}
    shipped_with(monkeypatch, replace(new, rules=rules))
    kept = pathways.Renewal(("nmahp", 1), ("nmahp", 2), frozenset({Step.LM, Step.CD}))
    monkeypatch.setattr(pathways, "RENEWALS", (kept,))


def on_version_1(app, monkeypatch, supports):
    with app.app_context():
        a_world()
        with monkeypatch.context() as only_now, clock.stopped_at(TODAY):
            only_now.delitem(pathways.PATHWAYS, ("nmahp", 2))
            s = sent(a_draft_of(EVERY["nmahp"]))
            for _ in range(supports):
                one_supports(s)
        return s.ref


def test_a_case_is_taken_to_a_new_version_with_the_votes_that_are_declared(
    app, run, a_second_version, monkeypatch
):
    ref = on_version_1(app, monkeypatch, supports=2)
    said = run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:2", "--dry-run")
    assert said.output == (
        "Proposed: 1 case; votes kept: 1 at LM and 1 at CD; void: none\nNothing was changed.\n"
    )
    done = run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:2")
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "Moved: 1 case.")
    with app.app_context():
        s = queries.by_ref(ref)
        assert (s.pathway_version, s.done_steps, s.open_steps) == (
            2,
            {Step.LM, Step.CD},
            (Step.RCO,),
        )
        assert queries.history(s)[0].action == "secondment.move_pathway"
    again = run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:2")
    assert again.output == "Moved: 0 cases.\n"


def test_votes_of_steps_that_are_gone_are_void_and_stay_in_the_record(
    app, run, a_second_version, monkeypatch
):
    gone = pathways.Renewal(("nmahp", 1), ("nmahp", 2), frozenset({Step.LM}))
    monkeypatch.setattr(pathways, "RENEWALS", (gone,))
    ref = on_version_1(app, monkeypatch, supports=2)
    run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:2")
    with app.app_context():
        s = queries.by_ref(ref)
        assert (s.done_steps, s.open_steps, len(s.votes)) == ({Step.LM}, (Step.CD,), 2)
        fallen = next(vote for vote in s.votes if vote.step is Step.CD)
        assert fallen.voided_by_seq == queries.history(s)[0].seq


def test_a_case_that_is_past_a_step_of_the_new_version_is_left_as_it_is(
    app, run, a_second_version, monkeypatch
):
    ref = on_version_1(app, monkeypatch, supports=3)
    done = run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:2")
    assert "1 case left: the new version asks a step that they are past" in done.output
    assert done.output.endswith("Moved: 0 cases.\n")
    with app.app_context():
        s = queries.by_ref(ref)
        assert (s.pathway_version, len(s.standing_votes)) == (1, 3)


def test_a_move_that_nobody_declared_is_refused(run, ids):
    said = run("secondment", "move-pathway", "--from", "nmahp:1", "--to", "nmahp:9")
    assert (said.exit_code, said.output) == (
        1,
        "Error: pathways.toml declares no move from nmahp:1 to nmahp:9.\n",
    )


def test_it_does_not_start_over_a_case_whose_pathway_it_lacks(app, run, monkeypatch, urls):
    with app.app_context(), clock.stopped_at(TODAY):
        a_world()
        a_draft_of(EVERY["nmahp"])
    assert run("secondment", "check").exit_code == 0
    monkeypatch.delitem(pathways.PATHWAYS, ("nmahp", 1))
    sentence = (
        "This version of the software lacks version 1 of the pathway “nmahp”, which"
        " 1 secondment in the database has."
    )
    for command in (("secondment", "check"), ("worker",)):
        said = run(*command)
        assert (said.exit_code, said.output) == (1, f"Error: {sentence}\n")
    with pytest.raises(CannotStart, match="version 1 of the pathway"):
        versions.check(kinds_of_cases(urls.owner))


def test_it_does_not_start_over_a_term_that_it_lacks(app, run, monkeypatch, urls):
    with app.app_context():
        cast = a_world()
        s = an_approved_one(cast)
        says(s, cast.lead, "no_poach_months", 3)
        db.session.commit()
    assert terms_in_use(urls.owner) != []
    assert run("secondment", "check").exit_code == 0
    fewer = {name: each for name, each in PARAMETERS.items() if name != "no_poach_months"}
    monkeypatch.setattr(versions, "PARAMETERS", fewer)
    said = run("secondment", "check")
    assert said.exit_code == 1
    assert (
        "lacks the term “no_poach_months”, which 1 secondment in the database has." in said.output
    )
    with pytest.raises(CannotStart, match="the term “no_poach_months”"):
        versions.check([], terms_in_use(urls.owner))


def test_it_does_not_start_over_a_state_that_it_lacks():
    with pytest.raises(CannotStart, match="the state “paused”, which 3 secondments"):
        versions.check([("paused", "nmahp", 1, 3)])
