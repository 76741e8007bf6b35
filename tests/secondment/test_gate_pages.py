"""The pages of gates: what each reader is told, what a refused form keeps, and bad input."""

from datetime import UTC, date, datetime

import pytest

from secondments import clock
from secondments.secondment import calendar, gate_service
from secondments.secondment.gates import Cover, Gate
from secondments.secondment.lifecycle import State
from tests.secondment.gate_cases import (
    CLINICAL,
    SPONSORED,
    T2_STARTS,
    an_issued_case,
    an_issued_claim,
    confirm,
    override,
    proof,
)
from tests.secondment.shelves import a_file
from tests.secondment.stage import plain

TODAY = datetime(2027, 1, 18, 9, tzinfo=UTC)
GIVEN = {
    "reference": "COS 771-2027",
    "dated_on-day": "14",
    "dated_on-month": "1",
    "dated_on-year": "2027",
}
BOTH = CLINICAL | SPONSORED


def issued(stage, **answers):
    return stage.play(lambda cast: an_issued_case(cast, at=TODAY, **answers))


def claimed(stage):
    return stage.play(lambda _cast: an_issued_claim())


def entries(stage, ref):
    return stage.look(ref, lambda s: [(str(e.gate), str(e.kind), e.stands) for e in s.gate_entries])


def test_the_page_lists_each_gate_with_its_state_in_words_and_who_settles_it(stage):
    ref = issued(stage, **BOTH)
    page = plain(stage.sees("office", f"/secondments/{ref}/gates"))
    assert "Visa Missing" in page
    assert "Signatures Met Everyone has signed." in page
    assert "Who may override it Nobody: it cannot be overridden." in page
    assert "Who confirms it Whoever releases staff for the employer" in page
    assert "What it does not need" in page
    assert "This pathway does not ask for it." in page


def test_the_overview_has_a_checklist_and_the_missing_ones_with_a_link(stage):
    ref = issued(stage, **BOTH)
    text = stage.sees("office", f"/secondments/{ref}")
    page = plain(text)
    assert "Before it starts Met Signatures Met Notice to the employer Missing Visa" in page
    assert "nobody has shown who insures that" in page
    assert f"/secondments/{ref}/gates" in text


def test_the_contracts_office_confirms_a_visa_in_the_browser(stage):
    ref = issued(stage, **SPONSORED)
    at = f"/secondments/{ref}/gates/visa/confirm"
    assert stage.sends("office", at, **GIVEN).status_code == 302
    page = plain(stage.sees("office", f"/secondments/{ref}/gates"))
    assert "Confirmed by Amara Osei" in page
    assert "COS 771-2027" in page
    assert "Nothing is missing." in page


def test_a_second_post_of_one_form_records_it_once(stage):
    ref = issued(stage, **SPONSORED)
    at = f"/secondments/{ref}/gates/visa/confirm"
    carried = stage.carried("office", at)
    for _ in range(2):
        assert stage.sends("office", at, _carried=carried, **GIVEN).status_code in {302, 409}
    assert entries(stage, ref) == [("visa", "confirmed", True)]


def test_an_override_is_looked_at_once_more_and_then_recorded(stage):
    ref = issued(stage, **CLINICAL)
    at = f"/secondments/{ref}/gates/dbs_oh/override"
    reason = "The check of January covers this; the clearance follows."
    answer = stage.sends("release", at, message=reason)
    assert answer.status_code == 200
    assert "Check, then override it" in plain(answer.text)
    assert reason in plain(answer.text)
    assert entries(stage, ref) == []
    assert stage.goes_on("release", at, answer, step="done").status_code == 302
    assert "Overridden by Sunita Bhatt" in plain(stage.sees("office", f"/secondments/{ref}/gates"))
    assert reason in plain(stage.sees("office", f"/secondments/{ref}/history"))


def test_secondee_and_dean_give_the_credit_up_knowing_what_it_does_to_the_cct_date(stage):
    ref = claimed(stage)
    at = f"/secondments/{ref}/gates/credit/give-up"
    for who in ("trainee", "dean"):
        page = plain(stage.sees(who, at))
        assert "CCT date without credit 6 August 2031" in page
        refused = stage.sends(who, at)
        assert refused.status_code == 400
        assert "Read what follows from it, then tick that you know" in plain(refused.text)
        answer = stage.sends(who, at, knows="yes")
        assert "6 August 2031" in plain(answer.text)
        assert stage.goes_on(who, at, answer, step="done").status_code == 302
    page = plain(stage.sees("supervisor", f"/secondments/{ref}/gates"))
    assert "Credit towards training Overridden" in page
    assert "Gave it up Professor Ruth Aldous" in page
    assert "1 February" not in page


def test_a_gmc_letter_dated_too_late_is_refused_and_what_was_typed_is_kept(stage):
    ref = claimed(stage)
    late = {"reference": "GMC 5521", "dated_on-day": "6", "dated_on-month": "10"}
    with clock.stopped_at(T2_STARTS):
        at = f"/secondments/{ref}/gates/credit/confirm"
        answer = stage.sends("dean", at, **late, **{"dated_on-year": "2027"})
    assert answer.status_code == 400
    assert "Credit has to be approved before the first day, 6 October 2027" in plain(answer.text)
    assert 'value="GMC 5521"' in answer.text
    assert entries(stage, ref) == []


def test_a_form_of_an_older_revision_gets_the_409_page_with_what_was_typed(stage):
    ref = issued(stage, **SPONSORED)
    at = f"/secondments/{ref}/gates/visa/confirm"
    stale = stage.carried("office", at) | {"revision": "1"}
    answer = stage.sends("office", at, _carried=stale, **GIVEN)
    assert answer.status_code == 409
    assert "COS 771-2027" in answer.text
    assert entries(stage, ref) == []


def test_one_that_somebody_else_settled_meanwhile_gets_the_409_page(stage):
    ref = issued(stage, **CLINICAL)
    at = f"/secondments/{ref}/gates/indemnity/confirm"
    carried = stage.carried("office", at)
    stage.go_on(ref, lambda cast, s: confirm(s, Gate.INDEMNITY, cast.legal))
    answer = stage.sends("office", at, _carried=carried, cover="NHS_honorary", **GIVEN)
    assert answer.status_code == 409
    assert "Fiona Delaney settled this on 18 January 2027" in plain(answer.text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reference": ""}, "Enter the reference under which it can be found"),
        ({"reference": "a\x00b"}, "Take out the characters that cannot be shown"),
        ({"reference": "x" * 300}, "Use at most 120 characters: there are 300 now"),
        ({"reference": "a\u202eb"}, "Take out the hidden characters that change the direction"),
        ({"reference": ["one", "two"]}, "Give one answer"),
        ({"dated_on-day": "31", "dated_on-month": "2"}, "Enter a real date"),
        ({"dated_on-year": "2031"}, "Enter a day up to today, 18 January 2027"),
        ({"note": "x" * 1001}, "Use at most 1,000 characters"),
        ({"valid_until-day": "1"}, "Enter a real date"),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_changes_nothing(stage, typed, sentence):
    ref = issued(stage, **SPONSORED)
    at = f"/secondments/{ref}/gates/visa/confirm"
    answer = stage.sends("office", at, **(GIVEN | typed))
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert entries(stage, ref) == []


def test_emoji_are_text_and_unknown_fields_and_choices_are_nothing(stage):
    ref = issued(stage, **BOTH)
    at = f"/secondments/{ref}/gates/indemnity/confirm"
    wrong = stage.sends("office", at, cover="nobody", **GIVEN)
    assert wrong.status_code == 400
    more = {"kind": "overridden", "by_id": "x", "reference": "MDO 🩺 呼吸 1"}
    assert stage.sends("office", at, cover="personal_MDO", **(GIVEN | more)).status_code == 302
    assert entries(stage, ref) == [("indemnity", "confirmed", True)]
    assert "MDO 🩺 呼吸 1" in stage.sees("office", f"/secondments/{ref}/gates")


def test_a_file_of_another_case_cannot_be_named(stage):
    ref = issued(stage, **SPONSORED)
    at = f"/secondments/{ref}/gates/visa/confirm"
    stage.go_on(ref, lambda cast, s: a_file(s, cast.office, "home", "visa", name="seen"))
    answer = stage.sends("office", at, file="00000000-0000-4000-8000-000000000009", **GIVEN)
    assert answer.status_code == 400
    assert entries(stage, ref) == []


def test_each_gate_answers_those_it_is_for_and_nobody_else(stage):
    ref = issued(stage, **BOTH)
    at = f"/secondments/{ref}/gates"
    asked = {
        ("office", "visa/confirm"): 200,
        ("release", "visa/confirm"): 404,
        ("supervisor", "visa/confirm"): 404,
        ("trainee", "visa/confirm"): 403,
        ("legal", "visa/confirm"): 404,
        ("legal", "indemnity/confirm"): 200,
        ("lead", "indemnity/confirm"): 403,
        ("lead", "dbs_oh/confirm"): 404,
        ("release", "dbs_oh/override"): 200,
        ("office", "dbs_oh/override"): 403,
        ("office", "visa/override"): 403,
        ("office", "signatures/confirm"): 403,
        ("office", "nothing/confirm"): 404,
        ("office", "visa/take-back"): 404,
        ("dean", "credit/give-up"): 409,
        ("Nadia Brandt", ""): 404,
        ("Dr Callum Reid", "visa/confirm"): 404,
    }
    found = {(who, what): stage.asks(who, f"{at}/{what}".rstrip("/")) for who, what in asked}
    assert found == asked


VISA_WORD, HOME_WORD = "zqvisaxvw", "zqhomexvw"


def settled_in_confidence(cast, s):
    confirm(s, Gate.VISA, cast.office, proof(date(2027, 1, 14), note=VISA_WORD))
    shown = proof(date(2027, 1, 14), cover=Cover.PERSONAL, note=HOME_WORD)
    confirm(s, Gate.INDEMNITY, cast.office, shown)
    override(s, Gate.CHECKS, cast.release)


def every_page(stage, who, ref):
    # Not the files: their form offers “visa evidence” to everyone, as a kind of file.
    parts = ("", "/gates", "/history", "/proposal", "/approvals", "/agreement", "/dates")
    return "\n".join(stage.sees(who, f"/secondments/{ref}{part}") for part in parts)


def test_a_company_finds_no_trace_of_the_visa_or_of_evidence_that_is_not_its_own(stage):
    ref = issued(stage, **BOTH)
    before = plain(stage.sees("lead", f"/secondments/{ref}/gates"))
    assert "The applicant’s side still has something to settle." in before
    assert "Cover for clinical work Missing" in before
    stage.go_on(ref, settled_in_confidence)
    for who in ("lead", "compliance", "legal", "host_signatory"):
        text = every_page(stage, who, ref)
        for word in (VISA_WORD, HOME_WORD, "REF 1", "Visa", "visa", "DBS", "no other physician"):
            assert word not in plain(text), (who, word)
        assert "Settled on the applicant’s side." in plain(text)


def test_a_company_is_not_told_who_settles_what_on_the_other_side(stage):
    ref = issued(stage, **BOTH)
    for who in ("lead", "legal"):
        for path in (
            "/",
            "/secondments",
            f"/secondments/{ref}/gates",
            f"/secondments/{ref}/history",
        ):
            page = plain(stage.sees(who, path))
            for name in ("Amara Osei", "Sunita Bhatt"):
                # Who deals with the company itself: about the contract, and the terms.
                page = page.replace(f"{name} issued the contract", "")
                page = page.replace(f"{name} accepted several terms as they stand", "")
                assert name not in page, (who, path)


def test_the_secondee_is_told_where_the_evidence_of_a_visa_goes(stage):
    ref = issued(stage, **SPONSORED)
    page = stage.sees("trainee", f"/secondments/{ref}/gates")
    assert f'href="/secondments/{ref}/files">Add your evidence to the files' in page
    assert "gates/visa/confirm" not in page


def test_of_a_visa_only_few_of_the_home_side_are_told(stage):
    ref = issued(stage, **BOTH)
    for who in ("supervisor", "release", "employer_signatory"):
        page = plain(every_page(stage, who, ref))
        assert "Visa" not in page
        assert "sponsored visa" not in page
        assert "not for everyone to read here is still missing" in page
    stage.go_on(ref, settled_in_confidence)
    for who in ("supervisor", "release", "employer_signatory"):
        page = plain(every_page(stage, who, ref))
        assert VISA_WORD not in page
        assert "visa" not in page.lower()
    for who in ("trainee", "office", "dean", "director"):
        assert VISA_WORD in every_page(stage, who, ref)


def test_the_answer_about_the_visa_is_read_by_the_same_few(stage):
    ref = issued(stage, **SPONSORED)
    for who, reads in (("office", True), ("dean", True), ("supervisor", False), ("lead", False)):
        page = stage.sees(who, f"/secondments/{ref}/proposal")
        assert ("Works on a sponsored visa" in page) is reads, who


def test_letters_about_gates_name_nothing_that_is_missing(stage):
    ref = issued(stage, **BOTH)
    with clock.stopped_at(T2_STARTS), stage.app.app_context():
        calendar.run()
    said = stage.look(ref, letters_of)
    assert len(said) > 5
    for letter in said:
        for word in ("isa", "DBS", "indemnity", "credit"):
            assert word not in letter.replace("Isa", ""), word


def letters_of(s):
    from secondments.letters import queries  # noqa: PLC0415

    about = ("turn_gates", "held", "gates_missing")
    found = [one for one in queries.of(s.id) if one.event.startswith(about)]
    return [f"{one.subject}\n{one.body}" for one in found]


def test_one_that_is_held_up_says_so_and_starts_once_the_last_gate_is_settled(stage):
    ref = issued(stage, **SPONSORED)
    with clock.stopped_at(T2_STARTS):
        with stage.app.app_context():
            calendar.run()
        page = plain(stage.sees("office", f"/secondments/{ref}/gates"))
        assert "It did not start on 6 October 2027, because something is still missing" in page
        overview = plain(stage.sees("office", f"/secondments/{ref}"))
        assert "It starts once nothing is missing. It was to start on 6 October 2027." in overview
        assert "Settles what is missing before the start" in overview
        assert "Settle what is missing before Dr Priya Nandakumar’s" in plain(
            stage.sees("office", "/")
        )
        company = plain(stage.sees("lead", f"/secondments/{ref}"))
        assert "The applicant’s side" in company
        assert "Amara Osei" not in company.split("People")[0]
        at = f"/secondments/{ref}/gates/visa/confirm"
        assert stage.sends("office", at, **GIVEN).status_code == 302
        page = plain(stage.sees("office", f"/secondments/{ref}/gates"))
        assert "It starts within a minute, active from today." in page
        with stage.app.app_context():
            calendar.run()
        assert stage.look(ref, lambda s: s.state) is State.ACTIVE
        assert "Nothing can be changed here any more." in stage.sees(
            "office", f"/secondments/{ref}/gates"
        )


def test_what_was_recorded_is_taken_back_in_the_browser(stage):
    ref = issued(stage, **SPONSORED)
    stage.go_on(ref, lambda cast, s: confirm(s, Gate.VISA, cast.office))
    at = f"/secondments/{ref}/gates/visa/take-back"
    assert stage.sends("office", at, message="short").status_code == 400
    assert stage.sends("office", at, message="It was of another person.").status_code == 302
    assert entries(stage, ref) == [("visa", "confirmed", False)]
    assert "another person" not in stage.sees("supervisor", f"/secondments/{ref}/history")


def test_use_cases_and_pages_ask_for_the_same_length_of_a_reason(stage):
    ref = issued(stage, **CLINICAL)
    at = f"/secondments/{ref}/gates/dbs_oh/override"
    answer = stage.sends("release", at, message="x" * (gate_service.LEAST_REASON - 1))
    assert answer.status_code == 400
    assert "Say in 20 characters or more" in plain(answer.text)
