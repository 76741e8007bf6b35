"""An organisation's own rules: changed in the browser, kept in versions, pinned by cases."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from secondments import clock
from secondments.demo import world
from secondments.extensions import db
from secondments.people import queries as people
from secondments.people.models import Kind, Role
from secondments.secondment import course, drafts, queries
from secondments.secondment.notice import Length, Unit
from secondments.secondment.pathways import Side, Step
from tests.builders import a_draft, a_person, a_proposal
from tests.pathway_cases import EVERY, TODAY, a_draft_of, sent
from tests.secondment.stage import plain

ADMINISTRATOR = "Rosa Iglesias"


def page_of(stage, who):
    return f"/settings/organisations/{stage.id_of(who)}/rules"


def fields(stage, who, path):
    """Everything the page at `path` would send again, unchanged."""
    page = stage.sees(who, path)
    found = dict(re.findall(r'name="([^"]+)" type="text" value="([^"]*)"', page))
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        found[name] = re.search(r'value="([^"]*)" selected', body)[1]
    for name in ("reasons_return", "reasons_decline", "reasons_withdraw"):
        if name in found:
            found[name] = re.findall(rf'name="{name}" type="text" value="([^"]*)"', page)
    chosen = re.search(r'name="nation" type="radio" value="([^"]*)" checked', page)
    return found | ({"nation": chosen[1]} if chosen else {})


def change(stage, who, at, **changed):
    return stage.sends(who, at, **{**fields(stage, who, at), **changed})


def asked(stage, ref):
    return stage.look(ref, lambda s: {a.rule.code: str(a.length) for a in course.asked_of(s)})


def test_a_new_length_is_a_new_version_with_who_and_what(stage):
    at = page_of(stage, "training_body")
    answer = change(stage, ADMINISTRATOR, at, N1_number="9")
    assert answer.status_code == 302, plain(answer.text)
    page = plain(stage.sees(ADMINISTRATOR, at))
    assert "Version 1, 18 January 2027, 09:00 GMT, Rosa Iglesias" in page
    assert "Application to the postgraduate dean: 6 months 9 months" in page
    assert "Usual: 6 months before the first day. Deanery pages of Peninsula" in page


def test_sent_cases_keep_their_rules_and_drafts_follow_the_newest(stage):
    sent, draft = stage.play(a_proposal), stage.play(a_draft)
    change(stage, ADMINISTRATOR, page_of(stage, "training_body"), N1_number="3")
    change(stage, "office", page_of(stage, "employer"), N2_number="13", N2_unit="weeks")
    assert asked(stage, sent) == {"N1": "6 months", "N2": "3 months"}
    assert asked(stage, draft) == {"N1": "3 months", "N2": "13 weeks"}
    stage.go_on(draft, lambda cast, s: drafts.send(s, by=cast.trainee, revision=s.revision))
    change(stage, ADMINISTRATOR, page_of(stage, "training_body"), N1_number="12")
    assert asked(stage, draft) == {"N1": "3 months", "N2": "13 weeks"}
    assert stage.look(draft, lambda s: s.training_rules.number) == 1


def steps(stage, ref):
    def days(s):
        return {str(x): s.pathway.rule(x).days for x in s.pathway.steps(Side.HOME)}

    return stage.look(ref, days)


def on_the_ladder(stage, ref):
    return plain(stage.sees("trainee", f"/secondments/{ref}/dates"))


def test_a_step_that_is_switched_off_is_not_in_a_new_case_and_stays_in_one_in_flight(stage):
    sent, draft = stage.play(a_proposal), stage.play(a_draft)
    at = page_of(stage, "employer")
    page = plain(stage.sees("office", at))
    assert "Days for: educational supervisor Usual: 14 days. No published rule" in page
    answer = change(stage, "office", at, ask_ES="not_asked", days_EMP="10")
    assert answer.status_code == 302, plain(answer.text)
    assert steps(stage, sent) == {"ES": 14, "TPD": 14, "PGD": 28, "EMP": 28}
    assert steps(stage, draft) == {"TPD": 14, "PGD": 28, "EMP": 10}
    assert stage.look(sent, lambda s: s.open_steps) == (Step.ES,)
    assert "educational supervisor" in on_the_ladder(stage, sent)
    ladder = on_the_ladder(stage, draft)
    assert "Decision: educational supervisor" not in ladder
    assert "10 days for this step" in ladder
    stage.go_on(draft, lambda cast, s: drafts.send(s, by=cast.trainee, revision=s.revision))
    assert stage.look(draft, lambda s: s.open_steps) == (Step.TPD,)
    change(stage, "office", at, ask_ES="asked", days_EMP="28")
    assert steps(stage, draft) == {"TPD": 14, "PGD": 28, "EMP": 10}
    past = plain(stage.sees("office", at))
    assert "Step: educational supervisor: asked not asked" in past
    assert "Days for: employer release: 28 days 10 days" in past


def test_nobody_names_a_supervisor_whose_step_is_switched_off(stage):
    draft = stage.play(a_draft)
    change(stage, "office", page_of(stage, "employer"), ask_ES="not_asked")
    assert 'name="supervisor_id"' not in stage.sees("trainee", f"/secondments/{draft}/proposal/you")


def test_an_optional_step_is_asked_once_its_training_body_wants_it(stage):
    sent, draft = stage.play(a_proposal), stage.play(a_draft)
    at = page_of(stage, "training_body")
    change(stage, ADMINISTRATOR, at, ask_HOS="asked", days_HOS="7")
    assert "HOS" not in steps(stage, sent)
    assert steps(stage, draft)["HOS"] == 7


@pytest.mark.parametrize("days", ["0", "367", "-1", "seven", ""])
def test_a_step_has_from_1_to_366_days(stage, days):
    at = page_of(stage, "employer")
    answer = change(stage, "office", at, days_EMP=days)
    assert answer.status_code == 400
    assert f'value="{days}"' in answer.text


@pytest.mark.parametrize("step", ["EMP", "TPD", "CM"])
def test_what_has_to_be_answered_for_cannot_be_switched_off_by_an_extra_field(stage, step):
    ref = stage.play(a_draft)
    at = page_of(stage, "employer")
    change(stage, "office", at, ask_ES="not_asked", **{f"ask_{step}": "not_asked"})
    assert "EMP" in steps(stage, ref)
    assert "TPD" in steps(stage, ref)


def test_a_university_sets_the_days_of_its_own_steps(stage):
    with stage.app.app_context(), clock.stopped_at(TODAY):
        university = people.organisations(Kind.UNIVERSITY)[0].id
        before = sent(a_draft_of(EVERY["clinical_academic_senior"])).ref
    at = f"/settings/organisations/{university}/rules"
    page = stage.sees("Lena Fischer", at)
    assert 'name="days_EMP"' not in page
    answer = change(stage, "Lena Fischer", at, days_HOD="21", ask_FIN="not_asked")
    assert answer.status_code == 302, plain(answer.text)
    with stage.app.app_context(), clock.stopped_at(TODAY):
        after = sent(a_draft_of(EVERY["clinical_academic_senior"])).ref
    assert steps(stage, before) == {"HOD": 14, "CD": 14, "RCO": 28, "FIN": 14}
    assert steps(stage, after) == {"HOD": 21, "CD": 14, "RCO": 28}
    assert stage.look(after, lambda s: s.university_rules.number) == 1


def test_a_case_pinned_to_the_usual_keeps_it_when_it_is_taken_back(stage):
    ref = stage.play(a_proposal)
    change(stage, ADMINISTRATOR, page_of(stage, "training_body"), N1_number="9")
    stage.go_on(ref, lambda cast, s: drafts.recall(s, by=cast.trainee, revision=s.revision))
    assert asked(stage, ref)["N1"] == "6 months"


def test_reasons_are_the_organisation_s_own(stage):
    at = page_of(stage, "employer")
    reasons = fields(stage, "office", at)["reasons_return"]
    answer = change(stage, "office", at, reasons_return=["No cover in winter", *reasons[1:5]])
    assert answer.status_code == 302, plain(answer.text)
    ref = stage.play(a_proposal)
    path = f"/secondments/{ref}/approve"
    page = stage.sees("supervisor", path)
    assert "No cover in winter" in page
    assert ">Dates</option>" not in page
    sent = stage.sends(
        "supervisor",
        path,
        decision="return",
        return_reason="No cover in winter",
        return_message="Come back in the spring.",
        seen="yes",
    )
    assert sent.status_code == 302, plain(sent.text)
    assert "no cover in winter" in stage.sees("trainee", f"/secondments/{ref}/history").lower()
    assert "no cover in winter" in stage.sees("trainee", "/").lower()


def test_who_may_change_whose_rules(stage):
    with stage.app.app_context():
        deanery = world.cast().training_body
        a_person("Imogen Hale", (Role.CONTRACTS_OFFICE, deanery))
    training, employer = page_of(stage, "training_body"), page_of(stage, "employer")
    assert stage.asks("office", employer) == 200
    assert stage.asks("office", training) == 404
    assert stage.asks(ADMINISTRATOR, training) == 200
    for who in ("trainee", "dean", "director", "lead", "release"):
        assert stage.asks(who, training) == 404
        assert stage.sends(who, training, {}, N1_number="1").status_code == 404
    company = page_of(stage, "company")
    assert stage.asks("office", company) == 403
    assert stage.asks(ADMINISTRATOR, company) == 409


def test_the_later_of_two_windows_is_told(stage):
    at = page_of(stage, "employer")
    first, second = stage.carried("office", at), stage.carried("office", at)
    given = fields(stage, "office", at)
    assert stage.sends("office", at, first, **{**given, "N2_number": "4"}).status_code == 302
    late = stage.sends("office", at, second, **{**given, "N2_number": "5"})
    assert late.status_code == 409
    assert "Somebody else changed these rules" in plain(late.text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"N2_number": "-1"}, "Notice to the employer"),
        ({"N2_number": "900"}, "Enter at most 24 months"),
        ({"N2_number": "3\x00"}, "Enter a whole number"),
        ({"N2_unit": "years"}, "Choose a unit"),
        ({"nation": "france"}, "Choose an answer to “Nation”"),
        ({"reasons_return": []}, "Give at least 1"),
        ({"reasons_return": ["Cost", "cost"]}, "Write each reason once"),
        ({"reasons_return": ["x" * 61]}, "use at most 60 characters"),
        ({}, "You have changed nothing"),
    ],
)
def test_rules_that_cannot_be_are_refused_with_a_sentence(stage, typed, sentence):
    at = page_of(stage, "employer")
    answer = change(stage, "office", at, **typed)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert "Until then everything is as usual" in plain(stage.sees("office", at))


def test_a_nation_has_its_own_holidays(stage):
    change(stage, "office", page_of(stage, "employer"), nation="scotland")
    ref = stage.play(a_draft)
    assert "16 Aug 2028" in stage.sees("trainee", f"/secondments/{ref}/dates")


def test_postgresql_refuses_to_change_a_version(stage):
    change(stage, "office", page_of(stage, "employer"), N2_number="4")
    with stage.app.app_context(), pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(text("UPDATE rule_version SET number = 7"))


def test_working_days_may_be_a_unit(stage):
    change(stage, "office", page_of(stage, "employer"), N2_number="60", N2_unit="working_days")
    ref = stage.play(a_draft)
    with stage.app.app_context():
        found = queries.by_ref(ref).rules.asked("N2").length
    assert found == Length(60, Unit.WORKING_DAYS)
