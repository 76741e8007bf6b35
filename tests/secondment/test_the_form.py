"""The questions beside the work itself: who reads them, what they warn of, rows, evidence."""

import html
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from secondments import clock
from secondments.access.models import AuthSession
from secondments.errors import NotPossibleNow
from secondments.extensions import db
from secondments.secondment import declarations, drafts, required, safeguards
from secondments.secondment.choices import AcademicAward
from secondments.secondment.interests import in_words
from secondments.secondment.its_choices import Country, IndemnityPlan, PatientData
from secondments.secondment.your_choices import Agreed
from tests.builders import PASSWORD, a_draft, a_proposal, a_world, an_answered_one
from tests.secondment.shelves import a_pdf
from tests.secondment.stage import TODAY, plain

LONG_AGO = datetime(2020, 1, 17, tzinfo=UTC)
VISA = {
    "visa_sponsored": True,
    "visa_type": "skilled_worker",
    "visa_expires_on": date(2028, 8, 15),
    "sponsor_agrees": Agreed.NO,
}
ROWS = {
    "has_interests": "yes",
    "interests-1-kind": "shares",
    "interests-1-what": "£400 in Corvane 🫁",
    "interests-2-kind": "family",
    "interests-2-what": "A cousin works there",
}
CARRIED = r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>'
SAFEGUARDS = {"procurement_role": "no", "indemnity_plan": "none_needed", "tov_consent": "yes"}


def at(ref, section):
    return f"/secondments/{ref}/proposal/{section}"


def token_of(browser):
    return {"csrf_token": browser.token("/account")}


def interests_of(stage, ref):
    return stage.look(ref, lambda s: [(i["kind"], i["what"]) for i in s.proposal.interests or []])


@pytest.fixture
def cast(office):
    with clock.stopped_at(TODAY):
        yield a_world()


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(stage):
    ref = stage.play(a_draft)
    here = at(ref, "governance")
    answer = stage.sends("trainee", here, **{**ROWS, "then": "another"})
    assert answer.status_code == 302
    assert answer.location == f"{here}#interests-3-kind"
    page = stage.sees("trainee", here)
    assert 'name="interests-3-what"' in page
    assert "A cousin works there" in page
    third = {"interests-3-kind": "fees", "interests-3-what": "A talk in May"}
    assert stage.sends("trainee", here, **{**ROWS, **third, **SAFEGUARDS}).status_code == 302
    assert interests_of(stage, ref) == [
        ("shares", "£400 in Corvane 🫁"),
        ("family", "A cousin works there"),
        ("fees", "A talk in May"),
    ]


def test_a_row_that_is_emptied_drops_out_and_half_of_one_is_asked_for(stage):
    ref = stage.play(a_draft)
    here = at(ref, "governance")
    half = {**ROWS, **SAFEGUARDS, "interests-1-kind": "", "interests-1-what": "  "}
    half["interests-2-what"] = ""
    answer = stage.sends("trainee", here, **half)
    assert answer.status_code == 400
    assert "Interest 1: say what it is" in answer.text
    assert interests_of(stage, ref) == [("family", "")]
    missing = plain(stage.sees("trainee", at(ref, "check")))
    assert "Interests: not answered yet." in missing


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"interests-1-kind": "gold"}, "Interest 1: Choose from what is offered"),
        ({"interests-2-what": "x" * 1001}, "Interest 2: Use at most 1,000 characters"),
        ({"interests-1-what": "a\x00b"}, "Interest 1: Take out the characters"),
        (
            {f"interests-{n}-what": "Fees" for n in range(1, 12)},
            "Give at most 10: there are 11 now",
        ),
    ],
)
def test_a_bad_row_is_shown_again_and_the_rows_that_were_kept_stay(stage, typed, sentence):
    ref = stage.play(a_draft)
    here = at(ref, "governance")
    stage.sends("trainee", here, **ROWS, **SAFEGUARDS)
    before = interests_of(stage, ref)
    answer = stage.sends("trainee", here, **{**ROWS, **SAFEGUARDS, **typed})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert "A cousin works there" in answer.text or "interests-2-what" in typed or len(typed) > 1
    assert interests_of(stage, ref) == before


def test_rows_are_saved_on_the_way_and_come_back_in_the_other_window(stage):
    ref = stage.play(a_draft)
    here = at(ref, "governance")
    first, second = stage.carried("trainee", here), stage.carried("trainee", here)
    saved = stage.sends("trainee", f"{here}/autosave", first, **ROWS)
    assert saved.json["errors"] == {}
    assert len(interests_of(stage, ref)) == 2
    other = {**ROWS, "interests-1-what": "£900 in Corvane"}
    answer = stage.sends("trainee", here, second, **other, **SAFEGUARDS)
    assert answer.status_code == 409
    assert "£900 in Corvane" in answer.text
    pairs = re.findall(
        r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', answer.text, re.DOTALL
    )
    assert ("interests-1-what", "£900 in Corvane") in pairs
    again = stage.sends("trainee", here, **dict(pairs), carried_over="yes")
    assert "£900 in Corvane" in again.text
    assert "A cousin works there" in again.text


@pytest.mark.parametrize("section", ["about", "employment", "work", "terms", "governance"])
def test_what_was_typed_after_the_session_ended_comes_back(stage, section):
    ref = stage.play(a_draft)
    here = at(ref, section)
    carried = stage.carried("trainee", here)
    typed = {
        "about": {"phone": "01632 960444"},
        "employment": {"contract_notice_weeks": "17"},
        "work": {"career_benefits": "A step to a chair."},
        "terms": {"notice_weeks": "12"},
        "governance": ROWS,
    }[section]
    browser = stage.as_("trainee")
    with stage.app.app_context():
        db.session.execute(update(AuthSession).values(seen_at=LONG_AGO))
        db.session.commit()
    answer = browser.client.post(here, data={**carried, **typed})
    assert answer.location == f"/sign-in?next={here}"
    with stage.app.app_context():
        known = a_world().trainee.email
    assert browser.sign_in(known, PASSWORD, to=here).location == "/account/typed"
    page = html.unescape(browser.see("/account/typed").text)
    assert all(value in page for value in typed.values() if " " in value)
    pairs = dict(re.findall(CARRIED, browser.see("/account/typed").text, re.DOTALL))
    assert {name: html.unescape(pairs[name]) for name in typed} == typed
    again = browser.client.post(here, data={**pairs, "carried_over": "yes", **token_of(browser)})
    assert again.status_code == 200
    assert all(value in html.unescape(again.text) for value in typed.values())


def test_the_company_reads_nothing_of_employment_interests_or_visa(stage):
    ref = stage.play(lambda cast: an_answered_one(cast, **VISA))
    page = plain(stage.sees("lead", f"/secondments/{ref}/proposal"))
    assert "Clinical development" in page
    assert "01632 960117" in page
    for word in ("visa", "Notice in the contract", "Interest in the company", "DBS", "0000117"):
        assert word not in page


def test_a_visa_is_read_by_the_deanery_the_office_and_its_holder_alone(stage):
    ref = stage.play(lambda cast: a_proposal(cast, **VISA))
    for who, sees in (
        ("trainee", True),
        ("office", True),
        ("dean", True),
        ("director", True),
        ("supervisor", False),
        ("release", False),
    ):
        page = plain(stage.sees(who, f"/secondments/{ref}/proposal"))
        assert ("Works on a sponsored visa" in page) is sees, who


def test_what_should_be_looked_at_again_is_said_once_and_blocks_nothing(stage):
    ref = stage.play(a_draft)
    work = {
        "summary": "Design of phase 2 studies. " * 5,
        "objectives": ["Write a protocol.", "Review safety.", "Teach."],
        "benefits": "Teaching.",
        "career_benefits": "Experience.",
        "activities": "safety",
        "clinical_contact": "no",
        "promotional": "yes",
        "lab_work": "no",
        "patient_data": "pseudonymised",
    }
    here = at(ref, "work")
    answer = stage.sends("trainee", here, **work)
    assert answer.location == f"{here}#promotional"
    page = plain(stage.sees("trainee", here))
    assert "will probably be declined" in page
    assert "data protection impact assessment (DPIA) is asked for" in page
    answer = stage.sends("trainee", here, told=["promotional", "patient_data"], **work)
    assert answer.location == at(ref, "dates")
    assert stage.sees("trainee", at(ref, "check")).count("will probably be declined") == 1


def test_every_caution_is_given_where_it_is_due(cast):
    s = a_draft(
        cast,
        **VISA,
        registration_number="12 34",
        country=Country.ABROAD,
        country_name="Norway",
        promotional=True,
        patient_data=PatientData.IDENTIFIABLE,
    )
    assert {name for name, _ in safeguards.cautions(s)} == {
        "registration_number",
        "country",
        "promotional",
        "patient_data",
        "sponsor_agrees",
        "visa_expires_on",
    }
    drafts.send(s, by=s.applicant, revision=s.revision)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"clinical_contact": True}, "choose who covers that"),
        (
            {
                "clinical_contact": True,
                "indemnity_plan": IndemnityPlan.HOST,
                "licence_held": False,
            },
            "needs a licence",
        ),
        ({"has_interests": True, "interests": []}, "each interest in the company"),
        (
            {"has_interests": True, "interests": [{"kind": "fees", "what": ""}]},
            "each interest in the company",
        ),
        ({"tov_consent": False}, "payments may be published"),
        ({"procurement_role": True}, "kept apart"),
        ({"visa_sponsored": True}, "which visa"),
        ({"share": Decimal("0.5"), "weekly_pattern": None}, "the days of the week"),
        ({"country": Country.ABROAD}, "which other country"),
    ],
)
def test_a_proposal_without_a_safeguard_is_not_sent(cast, changed, sentence):
    s = a_draft(cast, **changed)
    with pytest.raises(NotPossibleNow, match=sentence):
        drafts.send(s, by=s.applicant, revision=s.revision)


def test_answers_that_depend_on_another_are_asked_only_with_it():
    for name in required.ASKED_WHERE:
        if name not in {"salary", "employment_wte", "pension_rate", "admin_rate"}:
            asked = required.is_asked(name, {})
            assert asked is (name in {"pension_scheme", "host_allowance", "invoice_every"}), name


def test_what_is_declared_depends_on_who_declares_it(cast):
    s = a_draft(cast)
    assert declarations.declaration_of(s) == "2026-2, trainee, doctor"
    assert "responsible officer" in declarations.declarations_of(s)["registration"]
    s = a_draft(a_world("Dr Callum Reid"), nihr_award=AcademicAward.ACF, award_may_end=True)
    assert declarations.declaration_of(s) == "2026-2, trainee, doctor, fellow"
    assert "may end" in declarations.declarations_of(s)["award"]


def test_an_interest_sent_before_they_were_asked_one_by_one_keeps_its_words():
    assert in_words("Shares worth £400.") == "Shares worth £400."


def adds(stage, ref, kind, content):
    here = at(ref, "evidence")
    file = FileStorage(io.BytesIO(content), "paper.pdf")
    given = stage.carried("trainee", here) | {"kind": kind, "file": file}
    body, _, boundary = stream_encode_multipart(given, use_tempfile=False)
    about = f"multipart/form-data; boundary={boundary}"
    return stage.as_("trainee").client.post(here, data=body.read(), content_type=about)


def test_evidence_is_added_in_the_form_with_the_readers_that_stand_beside_it(stage):
    ref = stage.play(lambda cast: a_draft(cast, **VISA))
    page = plain(stage.sees("trainee", at(ref, "evidence")))
    assert "Visa evidence Not added" in page
    assert "DPIA" not in page
    answer = adds(stage, ref, "visa", a_pdf())
    assert answer.location == at(ref, "evidence"), plain(answer.text)
    page = plain(stage.sees("trainee", at(ref, "evidence")))
    assert "Visa evidence Waiting to be checked" in page
    assert adds(stage, ref, "dpia", a_pdf()).status_code == 400
    assert adds(stage, ref, "cv", b"no paper at all").status_code == 400
    assert stage.asks("office", at(ref, "evidence")) == 404
