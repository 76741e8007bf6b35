"""Writing a proposal over HTTP: begin, fill in, save, check, send, recall."""

import re

import pytest

from secondments.secondment import drafts, votes
from secondments.secondment.declarations import DECLARATION, DECLARATIONS, OF_DOCTORS, OF_TRAINEES
from secondments.secondment.lifecycle import State
from tests.builders import a_draft, a_proposal, an_answered_one
from tests.secondment.stage import plain

DATES = {
    "starts_on-day": "4",
    "starts_on-month": "8",
    "starts_on-year": "2027",
    "ends_on-day": "1",
    "ends_on-month": "8",
    "ends_on-year": "2028",
    "share": "1",
    "sessions_kept": "0",
    "return_on-day": "2",
    "return_on-month": "8",
    "return_on-year": "2028",
}
HALF = {"share": "0.5", "weekly_pattern": "Monday to Wednesday noon"}
SALARY = {
    "arrangement": "A",
    "salary": "73,992",
    "employment_wte": "1",
    "pension_scheme": "NHS",
    "pension_rate": "23.78%",
    "admin_rate": "",
}
MONEY = {**SALARY, "invoice_every": "quarterly"}
NEW, DOCTOR = "/secondments/new", "trainee_uncredited"
DRAWN_ALONE = {
    "You send the proposal",
    "The contract is issued and signed",
    "Not always: see the list",
}
DECLARED = list(DECLARATIONS | OF_TRAINEES | OF_DOCTORS)


def an_empty_draft(cast):
    s = drafts.blank(cast.trainee)
    drafts.begin(s, by=cast.trainee, company_id=cast.company.id)
    return s


def returned(cast, **changed):
    s = a_proposal(cast, **changed)
    votes.send_back(
        s, by=cast.supervisor, revision=s.revision, reason="dates", message="Start in August."
    )
    return s


def dates_of(s):
    p = s.proposal
    return (str(p.starts_on), str(p.ends_on), s.revision)


def test_a_proposal_begins_with_who_somebody_is_and_where(stage):
    answer = stage.sends("trainee", NEW, pathway=DOCTOR)
    assert answer.status_code == 302
    found = re.fullmatch(r"(/secondments/(SEC-\w{4}-\w{2})/proposal)/company/find", answer.location)
    assert found
    chosen = stage.sends("trainee", f"{answer.location}?q=corvane", company=stage.id_of("company"))
    assert chosen.location == found[1]
    assert stage.look(found[2], lambda s: (s.state, s.company.name)) == (
        State.DRAFT,
        "Corvane Therapeutics Ltd",
    )


def test_a_company_that_is_not_listed_does_not_stop_anyone(stage):
    answer = stage.sends("trainee", NEW, pathway=DOCTOR)
    page = plain(stage.sees("trainee", answer.location.removesuffix("/company/find")))
    assert "Your secondment" in page
    assert "Company and role: company, lead at the company" in page


def test_a_nurse_is_asked_for_no_training_and_a_trainee_for_no_job_plan(stage):
    stage.as_("Maeve Conlon")
    page = plain(stage.sees("Maeve Conlon", NEW))
    assert "Nurse, midwife or allied health professional" in page
    assert "Doctor in training" not in page
    answer = stage.sends("Maeve Conlon", NEW, pathway="nmahp")
    proposal = answer.location.removesuffix("/company/find")
    form = plain(stage.sees("Maeve Conlon", f"{proposal}/you"))
    assert "Your line manager" in form
    assert not re.search("CCT|time out|Training number|supervisor", form)
    missing = plain(stage.sees("Maeve Conlon", f"{proposal}/check"))
    assert "Line manager: not answered yet" in missing
    assert "CCT date" not in missing
    trainee = stage.play(an_empty_draft)
    form = plain(stage.sees("trainee", f"/secondments/{trainee}/proposal/you"))
    assert "job plan" not in form


def test_nobody_begins_on_a_pathway_that_is_not_theirs(stage):
    stage.as_("Maeve Conlon")
    for pathway in (DOCTOR, "clinical_academic_senior", "no such thing", ""):
        answer = stage.sends("Maeve Conlon", NEW, pathway=pathway)
        assert answer.status_code in {400, 403}


def test_everyone_reads_every_pathway_as_a_drawing_and_as_a_list(stage):
    every = stage.sees("lead", "/pathways")
    codes = re.findall(r'href="/pathways/(\w+)"', every)
    assert len(codes) == 10
    for code in codes:
        page = stage.sees("lead", f"/pathways/{code}")
        drawn = re.findall(r'<text class="pathway__text"[^>]*>([^<]+)</text>', page)
        said = plain(page.partition("The same in words")[2])
        assert all(
            line in said
            for line in drawn
            if line[:1].isupper() and "days" not in line and line not in DRAWN_ALONE
        ), code
        assert 'role="img"' in page
    assert stage.asks("lead", "/pathways/none-of-them") == 404


def test_beginning_twice_with_one_form_makes_one_draft(stage):
    carried = stage.carried("trainee", "/secondments/new")
    chosen = {"pathway": DOCTOR}
    first = stage.sends("trainee", "/secondments/new", carried, **chosen)
    again = stage.sends("trainee", "/secondments/new", carried, **chosen)
    assert first.location == again.location


def test_nobody_begins_without_a_role_of_those_who_propose(stage):
    for who in ("supervisor", "lead", "office"):
        assert stage.asks(who, "/secondments/new") == 403
        assert stage.sends(who, "/secondments/new").status_code == 403


def test_the_whole_form_is_filled_in_page_by_page_and_sent(stage):
    ref = stage.play(an_empty_draft)
    at = f"/secondments/{ref}/proposal"
    pages = {
        "about": {
            "phone": "01632 960117",
            "contact_while_out": "priya@home.example",
            "profession": "doctor",
            "licence_held": "yes",
            "designated_body": "Kingsmere",
            "career_stage": "trainee",
            "regulator": "GMC",
            "registration_number": "0000117",
            "visa_sponsored": "no",
        },
        "you": {
            "grade": "ST6 respiratory medicine",
            "cct_on-day": "1",
            "cct_on-month": "8",
            "cct_on-year": "2029",
            "programme_start-day": "3",
            "programme_start-month": "8",
            "programme_start-year": "2022",
            "wte_current": "1",
            "last_arcp_outcome": "1",
            "next_arcp_on-day": "14",
            "next_arcp_on-month": "6",
            "next_arcp_on-year": "2028",
            "nihr_award": "none",
            "visa_sponsored": "no",
            "previous_oop_months": "0",
            "oop_category": "OOPE",
            "claim_credit": "no",
            "supervisor_id": stage.id_of("supervisor"),
            "discussed": "yes",
        },
        "employment": {
            "contract_type": "fixed_term",
            "contract_notice_weeks": "13",
            "backfill_needed": "no",
            "honorary_contract_needed": "no",
        },
        "company": {
            "company_lead_id": stage.id_of("lead"),
            "role_title": "Clinical development physician 🫁",
            "site": "Ashby Wharf",
            "onsite_percent": "60",
            "remote_percent": "40",
            "country": "UK",
            "nda_status": "none",
        },
        "work": {
            "summary": "Design of phase 2 studies. " * 5,
            "objectives": ["Write a protocol.", "Review safety.", "Teach."],
            "benefits": "Four teaching sessions.",
            "career_benefits": "Experience of early development.",
            "activities": ["clinical_development", "safety"],
            "clinical_contact": "no",
            "promotional": "no",
            "lab_work": "no",
            "patient_data": "none",
        },
        "dates": DATES,
        "money": MONEY,
        "terms": {},
        "governance": {
            "has_interests": "no",
            "procurement_role": "no",
            "indemnity_plan": "none_needed",
            "tov_consent": "yes",
        },
    }
    onward = [*(f"{at}/{code}" for code in list(pages)[1:]), f"{at}/evidence"]
    for (code, typed), next_page in zip(pages.items(), onward, strict=True):
        answer = stage.sends("trainee", f"{at}/{code}", **typed)
        assert (answer.status_code, answer.location) == (302, next_page), plain(answer.text)
    assert "8 of 8 sections completed" in plain(stage.sees("trainee", at))
    answer = stage.sends("trainee", f"{at}/check", declarations=DECLARED)
    assert answer.location == f"/secondments/{ref}", plain(answer.text)
    assert stage.look(ref, lambda s: s.state) is State.PROPOSED
    assert "🫁" in stage.sees("supervisor", f"/secondments/{ref}")


def test_good_answers_are_kept_and_bad_ones_shown_again_in_the_same_answer(stage):
    ref = stage.play(an_empty_draft)
    wrong = {**MONEY, "salary": "about 52k"}
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/money", **wrong)
    assert answer.status_code == 400
    assert 'value="about 52k"' in answer.text
    assert "Enter your salary in pounds, for example 52,656.00" in answer.text
    assert "<title>Error: Pay and charges" in answer.text
    assert stage.look(ref, lambda s: (s.proposal.salary, s.proposal.arrangement)) == (None, "A")
    mended = stage.goes_on(
        "trainee", f"/secondments/{ref}/proposal/money", answer, **{**MONEY, "salary": "52656"}
    )
    assert mended.status_code == 302
    assert stage.look(ref, lambda s: str(s.proposal.salary)) == "52656.00"


def test_a_blank_answer_may_wait_when_one_comes_back_later(stage):
    ref = stage.play(an_empty_draft)
    at = f"/secondments/{ref}/proposal/you"
    now = stage.sends("trainee", at, grade="ST6")
    assert now.status_code == 400
    assert "Choose your educational supervisor" in now.text
    later = stage.sends("trainee", at, grade="ST6", then="later")
    assert later.location == f"/secondments/{ref}/proposal"
    assert stage.look(ref, lambda s: s.proposal.grade) == "ST6"


def test_too_few_objectives_are_kept_but_not_enough(stage):
    ref = stage.play(an_empty_draft)
    at = f"/secondments/{ref}/proposal/work"
    some = {"objectives": ["One", "Two"], "summary": "Short."}
    assert stage.sends("trainee", at, **some, then="later").status_code == 302
    assert stage.look(ref, lambda s: s.proposal.objectives) == ["One", "Two"]
    refused = stage.sends("trainee", at, **some)
    assert "Give at least 3: there are 2 now" in refused.text
    assert "Write at least 100 characters: there are 6 now" in refused.text
    page = plain(stage.sees("trainee", f"/secondments/{ref}/proposal/check"))
    assert "Objectives: not answered yet." in page


def test_saving_the_same_answers_again_is_no_new_revision(stage):
    ref = stage.play(a_draft)
    before = stage.look(ref, dates_of)
    assert stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **DATES).status_code == 302
    assert stage.look(ref, dates_of) == before


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends_on-year": "2026"}, "The last day must be after the first day"),
        (
            {"ends_on-day": "4", "ends_on-year": "2027"},
            "The last day must be after the first day",
        ),
        ({"ends_on-year": "2031"}, "Enter a last day no later than 3 August 2030"),
        ({"starts_on-year": "2026"}, "Enter a first day after today, 18 January 2027"),
        ({"ends_on-day": "29", "ends_on-month": "2", "ends_on-year": "2029"}, "Enter a real date"),
        ({"ends_on-day": "31", "ends_on-month": "6"}, "Enter a real date"),
        ({"starts_on-day": "٤"}, "Enter a real date"),
        ({"ends_on-year": "99999"}, "Enter a real date"),
        ({"share": "0"}, "Enter a share between 0.1 and 1"),
        ({"share": "1.2"}, "Enter a share between 0.1 and 1"),
        ({"share": "NaN"}, "Enter a share of full time"),
        ({"share": "1e1"}, "Enter a share of full time"),
    ],
)
def test_dates_and_shares_that_cannot_be_are_refused_with_a_sentence(stage, changed, sentence):
    ref = stage.play(a_draft)
    before = stage.look(ref, lambda s: (s.proposal.starts_on, s.proposal.ends_on))
    typed = {**DATES, **changed}
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **typed)
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    after = stage.look(ref, lambda s: (s.proposal.starts_on, s.proposal.ends_on))
    assert after[1] == before[1]


def test_the_29th_of_february_is_a_day(stage):
    ref = stage.play(a_draft)
    leap = {**DATES, "ends_on-day": "29", "ends_on-month": "2", "ends_on-year": "2028"}
    assert stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **leap).status_code == 302
    assert stage.look(ref, dates_of)[1] == "2028-02-29"


def test_a_first_day_past_the_last_day_that_is_kept_changes_neither(stage):
    ref = stage.play(a_draft)
    wrong = {**DATES, "starts_on-year": "2029", "ends_on-month": "13"}
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/dates", **wrong)
    assert answer.status_code == 400
    assert stage.look(ref, dates_of)[:2] == ("2027-08-04", "2028-08-01")


def chooses(stage, ref, name):
    """In the browser, by the search."""
    at = f"/secondments/{ref}/proposal/company/find?q={name.split()[0]}"
    found = re.search(r'value="([^"]+)"[^>]*>\s*<label[^>]*>' + name, stage.sees("trainee", at))[1]
    return stage.sends("trainee", at, company=found)


def test_nobody_leads_it_for_another_company(stage):
    ref = stage.play(a_draft)
    assert chooses(stage, ref, "Tessaly Health Ltd").status_code == 302
    assert stage.look(ref, lambda s: s.proposal.company_lead_id) is None
    at = f"/secondments/{ref}/proposal/company"
    typed = {"role_title": "Lead", "site": "Tarnley", "onsite_percent": "0"}
    answer = stage.sends("trainee", at, company_lead_id=stage.id_of("lead"), **typed)
    assert answer.status_code == 400
    assert "Choose who leads this at the company" in answer.text
    assert "Nadia Brandt" in answer.text
    assert "Dr Marc Lindqvist" not in answer.text
    assert stage.look(ref, lambda s: s.proposal.company_lead_id) is None


def test_another_company_does_not_see_it_before_it_is_asked(stage):
    def returned_late(cast):
        s = an_answered_one(cast)
        votes.send_back(
            s, by=cast.lead, revision=s.revision, reason="cost", message="Too dear for us."
        )
        return s

    ref = stage.play(returned_late)
    assert chooses(stage, ref, "Tessaly Health Ltd").status_code == 302
    assert stage.asks("Nadia Brandt", f"/secondments/{ref}") == 404
    assert stage.asks("lead", f"/secondments/{ref}") == 404
    assert stage.look(ref, lambda s: s.company_answers) is None


def test_autosave_keeps_good_answers_and_says_which_are_not(stage):
    ref = stage.play(an_empty_draft)
    at = f"/secondments/{ref}/proposal/money"
    carried = stage.carried("trainee", at)
    typed = {**carried, **MONEY, "salary": "lots"}
    answer = stage.sends("trainee", f"{at}/autosave", typed)
    assert answer.status_code == 200
    assert answer.json == {
        "saved_at": "09:00",
        "revision": 2,
        "errors": {"salary": "Enter your salary in pounds, for example 52,656.00"},
    }
    assert stage.look(ref, lambda s: str(s.proposal.pension_rate)) == "23.78"
    stale = stage.sends("trainee", f"{at}/autosave", typed)
    assert stale.status_code == 409


def test_two_windows_the_later_save_learns_what_the_first_one_changed(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/dates"
    first, second = stage.carried("trainee", at), stage.carried("trainee", at)
    assert stage.sends("trainee", at, first, **{**DATES, **HALF}).status_code == 302
    answer = stage.sends("trainee", at, second, **{**DATES, **HALF, "share": "0.6"})
    assert answer.status_code == 409
    page = plain(answer.text)
    assert "Share of working time" in page
    assert "0.5 of full time" in page
    assert "0.6" in page
    assert stage.look(ref, lambda s: str(s.proposal.share)) == "0.500"


def test_a_double_click_on_save_ends_on_the_next_page(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/dates"
    carried = stage.carried("trainee", at)
    typed = {**DATES, **HALF}
    first = stage.sends("trainee", at, carried, **typed)
    again = stage.sends("trainee", at, carried, **typed)
    assert (first.status_code, again.status_code) == (302, 302)


def test_an_unfinished_proposal_lists_what_is_missing_and_cannot_be_sent(stage):
    ref = stage.play(an_empty_draft)
    at = f"/secondments/{ref}/proposal/check"
    page = stage.sees("trainee", at)
    assert f"/secondments/{ref}/proposal/dates#starts_on-day" in page
    assert f"/secondments/{ref}/proposal/you#supervisor_id" in page
    assert 'aria-disabled="true"' in page
    carried = stage.carried("trainee", f"/secondments/{ref}/proposal/dates")
    declared = list(DECLARATIONS | OF_TRAINEES)  # nothing says yet that it is a doctor
    answer = stage.sends("trainee", at, carried, declarations=declared)
    assert answer.status_code == 409
    assert "The proposal still needs" in plain(answer.text)
    assert stage.look(ref, lambda s: s.state) is State.DRAFT


def test_every_declaration_has_to_be_made(stage):
    ref = stage.play(a_draft)
    answer = stage.sends(
        "trainee", f"/secondments/{ref}/proposal/check", declarations=DECLARED[:-1]
    )
    assert answer.status_code == 400
    assert "Tick every statement" in answer.text
    assert stage.look(ref, lambda s: s.state) is State.DRAFT


def test_what_was_declared_is_kept_with_its_version_and_the_moment(stage):
    ref = stage.play(a_proposal)
    kept = stage.look(ref, lambda s: (s.proposal.declaration, s.proposal.declared_at == s.sent_at))
    assert kept == (f"{DECLARATION}, trainee, doctor", True)


def test_sending_twice_with_one_form_is_sending_once(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/check"
    carried = stage.carried("trainee", at)
    first = stage.sends("trainee", at, carried, declarations=DECLARED)
    again = stage.sends("trainee", at, carried, declarations=DECLARED)
    assert first.location == again.location == f"/secondments/{ref}"
    assert stage.look(ref, lambda s: len(s.sent)) == 1


def test_a_returned_proposal_shows_why_and_is_sent_with_a_word_on_what_changed(stage):
    ref = stage.play(returned)
    page = plain(stage.sees("trainee", f"/secondments/{ref}/proposal"))
    assert "Dr Helen Marsh returned it on 18 January 2027" in page
    assert "Start in August." in page
    at = f"/secondments/{ref}/proposal/check"
    silent = stage.sends("trainee", at, declarations=DECLARED)
    assert "Say in a sentence what you have changed" in silent.text
    told = stage.sends("trainee", at, declarations=DECLARED, message="I moved it to August.")
    assert told.status_code == 302
    assert "I moved it to August." in stage.sees("supervisor", f"/secondments/{ref}/approve")


def test_a_sent_proposal_cannot_be_written_until_it_is_taken_back(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/dates"
    carried = stage.carried("trainee", at)
    stage.sends("trainee", f"/secondments/{ref}/proposal/check", declarations=DECLARED)
    assert stage.sends("trainee", at, carried, **DATES).status_code == 409
    assert stage.asks("trainee", at) == 409
    assert stage.sends("trainee", f"/secondments/{ref}/recall").status_code == 302
    assert stage.look(ref, lambda s: s.state) is State.DRAFT
    assert stage.asks("supervisor", f"/secondments/{ref}") == 404


def test_only_its_applicant_writes_it(stage):
    ref = stage.play(returned)
    at = f"/secondments/{ref}/proposal"
    for who in ("supervisor", "office", "dean"):
        assert stage.asks(who, f"{at}/dates") == 403
        assert stage.asks(who, f"{at}/check") == 403
        assert stage.sends(who, f"{at}/dates", {}, revision="3", **DATES).status_code == 403
        assert stage.asks(who, at) == 200
    assert stage.asks("Dr Callum Reid", f"{at}/dates") == 404
