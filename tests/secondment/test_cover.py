"""Cover for absence: who decides for somebody away, from when until when, and who never does."""

import uuid
from datetime import date, timedelta

import pytest

from secondments import clock, jobs, policy
from secondments.audit import chain
from secondments.errors import InvalidInput, NotAllowed
from secondments.extensions import db
from secondments.letters import Letter
from secondments.people import queries as people
from secondments.people import service as settings
from secondments.people.models import Cover, Person, Role
from secondments.policy.parts import may_meet
from secondments.secondment import approvals_page, calendar, covers, queries, trail, turns, votes
from secondments.secondment.audiences import Readers
from secondments.secondment.choices import Owner
from secondments.secondment.conditions import Asked
from secondments.secondment.covers import Away
from secondments.secondment.lifecycle import State
from secondments.secondment.models import Secondment
from secondments.secondment.note_models import Note
from secondments.secondment.pathways import Step
from secondments.secondment.reading import reader_of
from tests.builders import a_person, a_proposal, a_world, an_approved_one, supported
from tests.secondment import shelves
from tests.secondment.stage import TODAY, plain

DAY = timedelta(days=1)
THE_DAY = TODAY.date()
BACK = THE_DAY + 10 * DAY
DAYS = {
    "from_on-day": "18",
    "from_on-month": "1",
    "from_on-year": "2027",
    "until_on-day": "28",
    "until_on-month": "1",
    "until_on-year": "2027",
}


@pytest.fixture
def cast(office):
    with clock.stopped_at(TODAY):
        yield a_world()


def with_the_dean(cast, **changed) -> Secondment:
    return supported(a_proposal(cast, **changed), cast.supervisor, cast.director)


def covered(away: Person, by: Person, *, arranged_by=None, back=BACK, first=THE_DAY, **scope):
    what = Away(away, by, first, back, **scope)
    covers.set_cover(what, by=arranged_by or away)
    calendar.reroute()
    wanted = db.select(Cover).where(Cover.person_id == away.id)
    return db.session.scalars(wanted.order_by(Cover.from_on)).all()[-1]


def has_it(s: Secondment, step: str = "PGD") -> set[str]:
    return {turn.person.name for turn in s.turns if turn.duty == f"decide_{step}"}


def letters_about(event: str) -> list[str]:
    return sorted(db.session.scalars(db.select(Letter.to_name).where(Letter.event == event)))


def test_either_may_decide_while_the_dean_is_away_and_the_history_says_for_whom(cast):
    s = with_the_dean(cast)
    due_on = next(t.due_on for t in s.turns if t.person_id == cast.dean.id)
    covered(cast.dean, cast.director)
    assert has_it(s) == {"Professor Ruth Aldous", "Dr Tom Okafor"}
    assert {t.due_on for t in s.turns if t.duty == "decide_PGD"} == {due_on}
    assert letters_about("cover_begins") == ["Dr Tom Okafor", "Professor Ruth Aldous"]
    supported(s, cast.director)
    assert [v.on_behalf_of for v in s.votes if v.step == "PGD"] == [cast.dean]
    assert has_it(s) == set()
    [said, *_] = trail.history(queries.history(s), {}, reader_of(cast.office, s))
    assert said.what == "Dr Tom Okafor for Professor Ruth Aldous supports it (postgraduate dean)"
    home = approvals_page.approvals(s, reader=cast.office).sides[0][1]
    assert "Dr Tom Okafor for Professor Ruth Aldous" in [row.name for row in home]


def test_who_covers_settles_a_condition_of_the_absent_and_neither_takes_the_step_again(cast):
    s = with_the_dean(cast)
    asked = [Asked("Cover for the Tuesday clinic is found.", Owner.EMPLOYER, BACK)]
    votes.support(s, by=cast.dean, revision=s.revision, asked=asked)
    [condition] = s.conditions
    assert not may_meet(cast.director, condition)
    covered(cast.dean, cast.director)
    assert may_meet(cast.director, condition)
    assert not policy.can_take(cast.director, s, s.pathway.rule(Step.PGD))


def test_the_chain_seals_on_whose_behalf(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.director)
    supported(s, cast.director)
    entries = list(reversed(queries.history(s)))
    assert entries[-1].on_behalf_of_id == cast.dean.id
    assert chain.first_break(entries) is None
    another = cast.release.id
    db.session.expunge_all()
    entries[-1].on_behalf_of_id = another
    assert chain.first_break(entries) is not None


def test_it_begins_and_ends_by_itself_on_its_days(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.director, first=THE_DAY + DAY, back=THE_DAY + 3 * DAY)
    assert has_it(s) == {"Professor Ruth Aldous"}
    for days, who in ((1, 2), (2, 2), (3, 1), (9, 1)):
        with clock.stopped_at(TODAY + days * DAY):
            seq = s.seq
            calendar.reroute()
            calendar.reroute()
            assert len(has_it(s)) == who
            assert s.seq - seq == (days in {1, 3})  # once, however often it is looked at


def test_ending_it_early_gives_it_back_at_once(cast):
    s = with_the_dean(cast)
    cover = covered(cast.dean, cast.director)
    covers.end_cover(cover, by=cast.dean)
    calendar.reroute()
    assert has_it(s) == {"Professor Ruth Aldous"}
    assert letters_about("cover_ends") == ["Dr Tom Okafor", "Professor Ruth Aldous"]


def test_a_decision_of_a_cover_that_has_ended_is_refused_in_words(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.director, back=THE_DAY + DAY)
    with clock.stopped_at(TODAY + DAY):
        assert not policy.can_take(cast.director, s, s.open_rules[0])
        with pytest.raises(NotAllowed, match="that has ended"):
            votes.support(s, by=cast.director, revision=s.revision)


def test_a_cover_of_a_cover_does_not_count(cast):
    s = with_the_dean(cast)
    associate = a_person("Dr Miriam Castell", (Role.PROGRAMME_DIRECTOR, cast.training_body))
    covered(cast.dean, cast.director)
    covered(cast.director, associate)
    assert has_it(s) == {"Professor Ruth Aldous", "Dr Tom Okafor"}
    with pytest.raises(NotAllowed):
        votes.support(s, by=associate, revision=s.revision)


def test_the_applicant_never_covers_in_their_own_case(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.trainee, arranged_by=an_administrator())
    assert has_it(s) == {"Professor Ruth Aldous"}
    assert not policy.can_take(cast.trainee, s, s.open_rules[0])
    with pytest.raises(InvalidInput, match="rules this out"):
        covered(cast.dean, cast.trainee, arranged_by=an_administrator(), secondment=s)


def test_nobody_covers_for_the_other_side(cast):
    for away, by in ((cast.dean, cast.legal), (cast.lead, cast.release)):
        with pytest.raises(InvalidInput, match="is of the other side"):
            covered(away, by, arranged_by=an_administrator())


def test_who_joins_the_other_side_covers_no_longer(cast):
    """What was right when it was arranged is asked again at every act."""
    s, outside = with_the_dean(cast), a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
    covered(cast.dean, outside, arranged_by=an_administrator())
    assert policy.can_take(outside, s, s.open_rules[0])
    joins = settings.Appointment(cast.company, person=outside, role=Role.LEGAL)
    settings.give_role(joins, by=an_administrator())
    db.session.refresh(outside)
    assert not policy.can_see(outside, s)
    assert not list(db.session.scalars(db.select(Secondment).where(seen_by(outside))))
    with pytest.raises(NotAllowed):
        votes.support(s, by=outside, revision=s.revision)


def test_oneself_names_a_colleague_and_an_office_anybody(cast):
    with pytest.raises(InvalidInput, match="same organisation"):
        covered(cast.dean, cast.supervisor)
    elsewhere = cast.supervisor
    s = with_the_dean(cast)
    covered(cast.dean, elsewhere, arranged_by=cast.office, secondment=s)
    assert "Dr Helen Marsh" in has_it(s)
    supported(s, elsewhere)


def test_the_office_of_a_case_covers_on_that_case_alone(cast):
    with pytest.raises(NotAllowed):
        covered(cast.dean, cast.director, arranged_by=cast.office)
    s, other = with_the_dean(cast), with_the_dean(cast)
    covered(cast.dean, cast.director, arranged_by=cast.office, secondment=s)
    assert has_it(s) == {"Professor Ruth Aldous", "Dr Tom Okafor"}
    assert has_it(other) == {"Professor Ruth Aldous"}
    assert queries.history(s)[-1].action == "secondment.begin"
    assert "people.set_cover" in {entry.action for entry in queries.history(s)}


def test_a_cover_for_one_role_is_for_that_role(cast):
    s = a_proposal(cast)
    second = a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
    covered(cast.supervisor, second, role=Role.SUPERVISOR, organisation=cast.employer)
    assert has_it(s, "ES") == {"Dr Helen Marsh", "Dr Vera Lund"}
    with pytest.raises(InvalidInput, match="does not decide there"):
        covered(cast.supervisor, second, role=Role.RELEASE, organisation=cast.employer)


def test_who_loses_their_role_covers_no_longer(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.director)
    held = [m for m in cast.director.memberships if m.role is Role.PROGRAMME_DIRECTOR]
    settings.end_role(held[0], by=an_administrator(), last_day=THE_DAY)
    with clock.stopped_at(TODAY + DAY):
        calendar.reroute()
        assert has_it(s) == {"Professor Ruth Aldous"}
        assert not policy.can_take(cast.director, s, s.open_rules[0])


@pytest.mark.parametrize(
    ("first", "back", "said"),
    [
        (THE_DAY, THE_DAY, "after the first day"),
        (THE_DAY - 9 * DAY, THE_DAY, "day back is past"),
        (THE_DAY - 9 * DAY, BACK, "first day away is past"),
        (date(2099, 1, 4), date(2099, 1, 18), "more than a year ahead"),
        (THE_DAY, THE_DAY + 400 * DAY, "a year at most"),
        (THE_DAY + 3 * DAY, BACK + DAY, "in that time already"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(cast, first, back, said):
    covered(cast.dean, cast.director)
    with pytest.raises(InvalidInput, match=said):
        covered(cast.dean, cast.director, first=first, back=back)


def test_who_arranges_it_for_another_is_not_the_cover(cast):
    s = with_the_dean(cast)
    with pytest.raises(InvalidInput, match="Somebody else has to arrange"):
        covered(cast.dean, cast.office, arranged_by=cast.office, secondment=s)
    with pytest.raises(InvalidInput, match="Choose somebody else"):
        covered(cast.dean, cast.dean)


def test_what_a_cover_lists_is_what_they_may_see(cast):
    """`visible` and `can_see` are one rule, also for those who cover."""
    home, company = with_the_dean(cast), an_approved_one(cast)
    outside = a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
    covered(cast.dean, outside, arranged_by=an_administrator())
    covered(cast.supervisor, cast.release)
    covered(cast.lead, cast.compliance)
    of_one_case = a_person("Dr Ida Brook", (Role.SUPERVISOR, cast.employer))
    another = with_the_dean(cast)
    covered(cast.dean, of_one_case, arranged_by=cast.office, secondment=another)
    everyone = [outside, of_one_case, cast.compliance, cast.release, cast.trainee, cast.legal]
    for days in (0, 10, 11):
        with clock.stopped_at(TODAY + days * DAY):
            for person in everyone:
                wanted = db.select(Secondment.id).where(policy.visible(Secondment, person))
                listed = set(db.session.scalars(wanted))
                seen = {s.id for s in (home, company, another) if policy.can_see(person, s)}
                assert listed == seen, (days, person.name)
    with clock.stopped_at(TODAY):
        assert policy.can_see(outside, home)
        assert policy.can_see(of_one_case, another)
        assert not policy.can_see(of_one_case, home)
        assert policy.can_see(cast.compliance, company)
        assert not policy.can_see(cast.compliance, home)
    with clock.stopped_at(TODAY + 11 * DAY):
        assert not policy.can_see(outside, home)


def test_a_cover_reads_what_their_side_reads_and_nothing_kept_for_officers(cast):
    """For notes, too, the rule and the clause are one."""
    home, company = with_the_dean(cast), an_approved_one(cast)
    for s, of_company in ((home, None), (company, cast.lead)):
        for readers, by in ((Readers.HOME, cast.office), (Readers.OFFICERS, cast.office)):
            shelves.a_note(s, by, readers)
        shelves.a_note(s, of_company or cast.trainee, Readers.EVERYONE)
        if of_company:
            shelves.a_note(s, of_company, Readers.COMPANY)
    outside = a_person("Dr Vera Lund", (Role.DEANERY_OFFICE, cast.training_body))
    covered(cast.dean, outside)
    covered(cast.lead, cast.compliance)
    for person in (outside, cast.compliance, cast.dean, cast.lead, cast.trainee, cast.office):
        listed = set(db.session.scalars(db.select(Note.id).where(policy.visible(Note, person))))
        every = db.session.scalars(db.select(Note)).all()
        assert listed == {note.id for note in every if policy.can_read(person, note)}, person.name
    read = db.session.scalars(db.select(Note).where(policy.visible(Note, outside))).all()
    assert {note.readers for note in read} == {Readers.HOME, Readers.EVERYONE}


def test_nobody_who_covers_on_both_sides_of_a_case_decides_on_it(cast):
    s = an_approved_one(cast)
    both = a_person("Dr Vera Lund", (Role.SUPERVISOR, cast.employer))
    with db.engine.begin() as straight:  # no form would arrange the two of them
        for away in (cast.release, cast.lead):
            row = {"id": uuid.uuid4(), "person_id": away.id, "cover_id": both.id, "by_office": True}
            straight.execute(db.insert(Cover).values(**row, from_on=THE_DAY, until_on=BACK))
    db.session.refresh(both)
    [rule, *_] = s.open_rules
    assert not policy.can_take(both, s, rule)


def test_a_company_learns_nothing_of_a_cover_at_home(cast):
    s = with_the_dean(cast)
    covered(cast.dean, cast.director, arranged_by=cast.office, secondment=s)
    supported(s, cast.director, cast.release)
    assert s.state is State.SUPERVISOR_APPROVED
    eyes = reader_of(cast.lead, s)
    told = trail.history(trail.told_to(s, queries.history(s), eyes), {}, eyes)
    assert not [one for one in told if "Okafor" in one.what or "cover" in one.what.lower()]
    assert turns.are_right(s)


def seen_by(person: Person):
    return policy.visible(Secondment, person)


def an_administrator() -> Person:
    return people.holders(Role.SYSTEM_ADMINISTRATOR, None)[0]


class TestPages:
    def test_one_arranges_it_oneself_and_ends_it(self, stage):
        ref = stage.play(with_the_dean)
        form = "/account/cover/new"
        director = stage.id_of("director")
        assert "Choose who decides" in plain(stage.sends("dean", form, **DAYS).text)
        stage.sends("dean", form, cover=director, scope="everything", **DAYS)
        jobs.run_due(stage.app)
        assert "Dr Tom Okafor" in stage.sees("dean", "/account/cover")
        mine = plain(stage.sees("director", "/"))
        assert "for Professor Ruth Aldous, who is away" in mine
        page = plain(stage.sees("director", f"/secondments/{ref}/approve"))
        assert "You decide for Professor Ruth Aldous , who is away" in page
        with stage.app.app_context():
            [cover] = db.session.scalars(db.select(Cover))
            end = f"/account/cover/{cover.id}/end"
        assert stage.asks("legal", end) == 404
        assert stage.sends("director", end).status_code == 302
        jobs.run_due(stage.app)
        assert "Aldous, who is away" not in stage.sees("director", "/")

    def test_what_was_typed_is_kept_when_the_cover_ends_meanwhile(self, stage):
        ref = stage.play(with_the_dean)
        stage.go_on(ref, lambda cast, s: covered(cast.dean, cast.director, back=THE_DAY + DAY))
        path = f"/secondments/{ref}/approve"
        carried = stage.carried("director", path)
        said = {"decision": "return", "return_reason": "dates", "seen": "yes"}
        typed = said | {"return_message": "The August rota has no gap."}
        with clock.stopped_at(TODAY + DAY):
            answer = stage.sends("director", path, _carried=carried, **typed)
        assert answer.status_code == 403
        assert "You decided here for Professor Ruth Aldous, and that has ended" in answer.text
        assert "The August rota has no gap." in answer.text
        assert stage.look(ref, lambda s: len(s.votes)) == 2

    def test_the_office_arranges_it_on_the_case(self, stage):
        ref = stage.play(with_the_dean)
        path = f"/secondments/{ref}/cover"
        assert path in stage.sees("office", f"/secondments/{ref}")
        assert stage.asks("director", path) == 403
        assert stage.asks("legal", path) == 404
        given = DAYS | {"person": stage.id_of("dean")}
        unknown = stage.sends("office", path, cover="nobody@northmoor.example", **given)
        assert (unknown.status_code, "Choose who decides" in unknown.text) == (400, True)
        done = stage.sends("office", path, cover="tom.okafor@northmoor.example", **given)
        assert done.status_code == 302
        jobs.run_due(stage.app)
        assert "for Professor Ruth Aldous, who is away" in stage.sees("director", "/")

    def test_settings_arrange_it_for_those_an_office_looks_after(self, stage):
        stage.play(a_proposal)
        path = f"/settings/people/{stage.id_of('supervisor')}/cover"
        assert stage.asks("director", path) == 404
        given = DAYS | {"cover": "sunita.bhatt@northmoor.example", "scope": "everything"}
        assert stage.sends("office", path, **given).status_code == 302
        jobs.run_due(stage.app)
        assert "for Dr Helen Marsh, who is away" in stage.sees("release", "/")

    @pytest.mark.parametrize(
        ("first", "back", "said"),
        [
            ((18, 1, 2027), (17, 1, 2027), "has to be after the first day away"),
            ((10, 1, 2027), (28, 1, 2027), "The first day away is past"),
            ((5, 1, 2099), (9, 1, 2099), "more than a year ahead"),
            ((20, 1, 2027), (25, 1, 2027), "decides for them in that time already"),
        ],
    )
    def test_days_that_cannot_be_keep_what_was_typed(self, stage, first, back, said):
        given = {"cover": stage.id_of("director"), "scope": "everything"}
        form = "/account/cover/new"
        assert stage.sends("dean", form, **given, **DAYS).status_code == 302
        days = {
            f"{box}-{part}": str(number)
            for box, day in (("from_on", first), ("until_on", back))
            for part, number in zip(("day", "month", "year"), day, strict=True)
        }
        answer = stage.sends("dean", form, **given, **days)
        assert (answer.status_code, said in plain(answer.text)) == (400, True)
        assert f'value="{back[2]}"' in answer.text
        with stage.app.app_context():
            assert len(list(db.session.scalars(db.select(Cover)))) == 1

    @pytest.mark.parametrize("who", ["dean", "lead", "trainee"])
    def test_oneself_and_people_of_other_organisations_cannot_be_chosen(self, stage, who):
        given = {"cover": stage.id_of(who), "scope": "everything"}
        answer = stage.sends("dean", "/account/cover/new", **given, **DAYS)
        assert (answer.status_code, "Choose who decides" in answer.text) == (400, True)

    @pytest.mark.parametrize("typed", ["\0", "x" * 300, "💥", "‮gnp", "everything\0"])
    def test_bad_input_changes_nothing(self, stage, typed):
        days = {"until_on-day": typed, "until_on-month": "1", "until_on-year": "2027"}
        answer = stage.sends("dean", "/account/cover/new", scope=typed, cover=typed, **days)
        assert answer.status_code == 400
        with stage.app.app_context():
            assert not list(db.session.scalars(db.select(Cover)))
