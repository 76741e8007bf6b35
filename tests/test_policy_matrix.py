"""Role by state by action: what the code allows equals the table written by hand."""

import uuid
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from secondments import clock, policy
from secondments.demo import world
from secondments.extensions import db
from secondments.people.models import Person, Role
from secondments.secondment import queries
from secondments.secondment.audiences import FileKind, Readers
from secondments.secondment.file_models import CaseFile, FileState
from secondments.secondment.gate_models import GateEntry
from secondments.secondment.gates import Asked, Gate
from secondments.secondment.heading import reads_papers
from secondments.secondment.lifecycle import LIFECYCLE, State
from secondments.secondment.models import Secondment
from secondments.secondment.note_models import Note
from secondments.secondment.pathways import STEPS, Step
from tests import builders
from tests.builders import a_world, an_issued_one

TABLE = Path(__file__).with_name("policy_matrix.txt")
ORDER = ["ES", "TPD", "PGD", "EMP", "CM", "CMC", "CLG"]
PHASES = {
    "draft": (State.DRAFT, 0),
    "es": (State.PROPOSED, 0),
    "tpd": (State.PROPOSED, 1),
    "pgd_emp": (State.PROPOSED, 2),
    "cm": (State.SUPERVISOR_APPROVED, 4),
    "cmc": (State.SUPERVISOR_APPROVED, 5),
    "clg": (State.SUPERVISOR_APPROVED, 6),
    "agreed": (State.COMPANY_AGREED, 7),
    "issued": (State.CONTRACT_ISSUED, 7),
    "active": (State.ACTIVE, 7),
    "completed": (State.COMPLETED, 7),
    "returned": (State.RETURNED, 7),
    "declined": (State.DECLINED, 7),
    "withdrawn": (State.WITHDRAWN, 7),
    "lapsed": (State.LAPSED, 7),
    "ended": (State.ENDED_EARLY, 7),
}
MOVES = {
    "send": ("send", "resend", "resend_to_company"),
    "decide_appeal": (
        *("uphold", "allow_to_proposed"),
        *("allow_to_supervisor_approved", "allow_to_company_agreed"),
    ),
    "support": ("support", "accept"),
    "choose_company": ("save",),
    "add_company": ("save",),
    "confirm": ("confirm_company",),
    "recognise": ("confirm_company",),
    "reissue": ("recall_contract",),
    "refuse": ("recall_contract",),
    "move": ("move_term",),
    "word": ("move_term",),
    "clear": ("clear_special",),
    **{f"confirm_{gate}": ("confirm_gate",) for gate in Gate},
    **{f"override_{gate}": ("override_gate",) for gate in Gate},
}
OF_THE_AGREEMENT = {"issue", "reissue", "sign", "refuse"}
SEEN = {"see", "papers"}
OF_A_GATE = {
    *("give_up_credit", "take_back_gate"),
    *(f"{verb}_{gate}" for verb in ("confirm", "override") for gate in Gate),
}
# Said of a company that was added; confirming it and recognising it are one move.
GROUPS = {"confirm": "company", "recognise": "company"}
AT_THE_TABLE = {"move": "terms", "word": "special", "clear": "special"}
OF_A_SEAT = {"sign", "refuse"}
OF_A_FILE = {"attach": "file.add", "remove_file": "file.remove"}
READ_IN = ("draft", "es", "cm", "issued", "declined")


def written() -> dict[tuple[str, str], set[str]]:
    table = defaultdict(set)
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            action, *cells = line.split()
            for phase, roles in (cell.split("=") for cell in cells):
                table[action, phase] |= set(roles)
    return table


WRITTEN = written()
ACTIONS = sorted({action for action, _ in WRITTEN})
KEPT_FOR_SOME = {*Readers, "science", "after_nda", "unchecked"}


def people(cast) -> dict[str, Person]:
    other = world.cast("Dr Callum Reid", world.TESSALY)
    return {
        "A": cast.trainee,
        "S": cast.supervisor,
        "T": cast.director,
        "D": cast.dean,
        "E": cast.release,
        "O": cast.office,
        "Y": cast.employer_signatory,
        "M": cast.lead,
        "C": cast.compliance,
        "L": cast.legal,
        "H": cast.host_signatory,
        "J": cast.adviser,
        "X": other.lead,
        "R": other.trainee,
        "Z": db.session.query(Person).filter_by(name="Rosa Iglesias").one(),
        "K": queries.calendar(),
    }


@pytest.fixture
def case(office):
    with clock.stopped_at(datetime(2027, 4, 23, 9, tzinfo=UTC)):
        cast = a_world()
        s = an_issued_one(cast)
        with db.session.no_autoflush:
            yield s, people(cast)
            db.session.rollback()


def a_note_for(s: Secondment, readers: str, by: Person) -> Note:
    return Note(secondment=s, readers=Readers(readers), by_id=by.id, text="x", at=clock.now())


def a_file_for(s: Secondment, readers: str, by: Person, **more) -> CaseFile:
    plain = {"kind": FileKind.CV, "state": FileState.READY, "removed_at": None} | more
    return CaseFile(secondment=s, readers=Readers(readers), by_id=by.id, **plain)


def kept_for_some(s: Secondment, by: Person) -> dict[str, Note | CaseFile]:
    """What the rows of the table on readers are about, sent by the applicant."""
    science = a_file_for(s, "everyone", by, kind=FileKind.RESEARCH_OUTLINE)
    unchecked = a_file_for(s, "everyone", by, state=FileState.CHECKING)
    notes = {readers.value: a_note_for(s, readers, by) for readers in Readers}
    return notes | {"science": science, "after_nda": science, "unchecked": unchecked}


def reads(person: Person, action: str, s: Secondment) -> bool:
    s.nda_signed_on = clock.today(s.zone) if action == "after_nda" else None
    return policy.can_read(person, kept_for_some(s, s.applicant)[action])


def put_in(s: Secondment, phase: str) -> None:
    """In memory only: nothing of this is ever flushed."""
    s.state, steps = PHASES[phase]
    s.votes = sorted(every_vote(s), key=lambda v: ORDER.index(v.step))[:steps]
    s.company_told_at = clock.now() if steps >= 4 else None


def every_vote(s):
    s.info_votes = getattr(s, "info_votes", None) or list(s.votes)
    return s.info_votes


def the_directors_condition(s):
    vote = next(v for v in every_vote(s) if v.step is Step.TPD)
    return SimpleNamespace(secondment=s, vote=vote, rule=STEPS[Step.TPD])


def settles(person: Person, action: str, s: Secondment) -> bool:
    """Of the rows about gates."""
    if action == "give_up_credit":
        return policy.why_not(person, "gate.give_up_credit", s) is None
    if action == "take_back_gate":
        entry = GateEntry(secondment=s, gate=Gate.VISA, by_id=uuid.uuid4(), part="")
        return policy.why_not(person, "gate.take_back", entry) is None
    verb, _, gate = action.partition("_")
    return policy.why_not(person, f"gate.{verb}", Asked(s, Gate(gate))) is None


def allowed(person: Person, action: str, s: Secondment) -> bool:
    if action in SEEN:
        return policy.can_see(person, s) and (action == "see" or reads_papers(person, s))
    if action in KEPT_FOR_SOME:
        return reads(person, action, s)
    if not any(LIFECYCLE.is_from(s, move) for move in MOVES.get(action, (action,))):
        return False
    if action in OF_A_FILE:
        file = a_file_for(s, "everyone", s.applicant)
        return policy.why_not(person, OF_A_FILE[action], file) is None
    if action in OF_A_GATE:
        return settles(person, action, s)
    group = {**GROUPS, **AT_THE_TABLE}.get(
        action, "agreement" if action in OF_THE_AGREEMENT else "secondment"
    )
    record = s.agreement.signatory_for(person) if action in OF_A_SEAT else s
    if action in GROUPS:
        record = SimpleNamespace(secondment=s)
    if action == "meet_condition":
        record = the_directors_condition(s)
    return record is not None and policy.why_not(person, f"{group}.{action}", record) is None


@pytest.mark.parametrize("phase", PHASES)
def test_the_code_allows_what_the_table_says(case, phase):
    s, everyone = case
    put_in(s, phase)
    found = {
        action: {letter for letter, person in everyone.items() if allowed(person, action, s)}
        for action in ACTIONS
        if action not in KEPT_FOR_SOME or phase in READ_IN
    }
    assert found == {action: WRITTEN[action, phase] for action in found}


def test_every_move_of_the_lifecycle_is_in_the_table():
    in_table = {move for action in ACTIONS for move in MOVES.get(action, (action,))}
    # Follow from the last vote, or from a term that moved.
    by_itself = {"approve", "agree", "open_again", "approve_again"}
    for_readers = {"see", "papers"} | KEPT_FOR_SOME
    assert {move.name for move in LIFECYCLE.moves} == in_table - for_readers | by_itself


@pytest.mark.parametrize("phase", ["draft", "es", "cm", "issued", "returned"])
def test_what_a_reader_lists_is_what_they_may_see(office, phase):
    """`visible` (a WHERE clause) and `can_see` (on a record) are one rule."""
    with clock.stopped_at(datetime(2027, 4, 23, 9, tzinfo=UTC)):
        cast = a_world()
        s = an_issued_one(cast)
        told = PHASES[phase][1] >= 4
        owner_sql(
            "UPDATE secondment SET state = :state, company_told_at = :told, returned_from = :origin"
            " WHERE id = :id",
            state=str(PHASES[phase][0]),
            origin="proposed" if phase == "returned" else None,
            told=clock.now() if told else None,
            id=s.id,
        )
        db.session.expire_all()
        for letter, person in people(cast).items():
            listed = db.session.scalars(
                db.select(Secondment.id).where(policy.visible(Secondment, person))
            ).all()
            assert (s.id in listed) == policy.can_see(person, s), letter


@pytest.mark.parametrize("phase", READ_IN)
@pytest.mark.parametrize("training_body", [True, False])
def test_files_and_notes_listed_are_those_that_may_be_read(office, phase, training_body):
    """`visible` and `can_read` are one rule, also for who would be on both sides."""
    with clock.stopped_at(datetime(2027, 4, 23, 9, tzinfo=UTC)):
        cast = a_world()
        s = an_issued_one(cast)
        everyone = people(cast)
        trustee = builders.role_of(cast.release, Role.RELEASE).organisation
        both = builders.a_person("Both Sides", (Role.RELEASE, trustee), (Role.LEGAL, cast.company))
        made = {
            *(a_note_for(s, readers, s.applicant) for readers in Readers),
            *(
                made_file(s, r, by, kind, state, gone)
                for r in Readers
                for by, kind, state, gone in (
                    (cast.trainee, FileKind.CV, FileState.READY, False),
                    (cast.trainee, FileKind.RESEARCH_OUTLINE, FileState.READY, False),
                    (cast.lead, FileKind.CV, FileState.CHECKING, False),
                    (cast.trainee, FileKind.CV, FileState.READY, True),
                )
            ),
        }
        builders.kept(*made)
        owner_sql(
            "UPDATE secondment SET state = :state, company_told_at = :told,"
            " declined_from = :origin,"
            " training_body_id = CASE WHEN :trains THEN training_body_id END WHERE id = :id",
            state=str(PHASES[phase][0]),
            origin="proposed" if phase == "declined" else None,
            told=clock.now() if PHASES[phase][1] >= 4 else None,
            trains=training_body,
            id=s.id,
        )
        for nda in (None, clock.today(s.zone)):
            owner_sql(
                "UPDATE secondment SET nda_signed_on = :nda, nda_reference = :ref WHERE id = :id",
                nda=nda,
                ref="NDA 1" if nda else None,
                id=s.id,
            )
            db.session.expire_all()
            for letter, person in (everyone | {"both": both}).items():
                assert listed(person) == {x.id for x in made if policy.can_read(person, x)}, letter


def listed(person):
    return {
        one
        for model in (Note, CaseFile)
        for one in db.session.scalars(db.select(model.id).where(policy.visible(model, person)))
    }


def made_file(s, readers, by, kind, state, gone):
    return a_file_for(
        s,
        readers,
        by,
        kind=kind,
        state=state,
        removed_at=clock.now() if gone else None,
        name="x.pdf",
        at=clock.now(),
        received_sha256="0" * 64,
        received_bytes=1,
        sha256="0" * 64 if state is FileState.READY else None,
    )


def owner_sql(statement, **values):
    db.session.rollback()
    db.session.execute(db.text(statement), values)
    db.session.commit()
