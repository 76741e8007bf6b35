"""Whatever is typed or sent: a clear page, nothing changed, nothing lost, never a 500."""

import itertools

import pytest

from secondments.secondment.forms import FORMS
from secondments.secondment.lifecycle import State
from tests.builders import a_draft, a_proposal, an_agreed_one, an_approved_one
from tests.secondment.stage import plain

OVERRIDE = "Dr \u202eevil\u202c"
NASTY = {
    "nul": "a\x00b",
    "override": OVERRIDE,
    "long": "x" * 300_000,
    "emoji": "🫁" * 10,
    "script": "<script>alert(1)</script>",
    "surrogate": "\udc80",
    "number": "9" * 400,
    "minus": "-1",
    "nothing": "   ",
    "zero width": "\u200b\u2060",
    "template": "{{ 7 * 7 }}%(x)s{0}",
    "lines": "a\r\nb\u2028c",
}
FIELDS = {
    "about": [
        *("phone", "contact_while_out", "profession", "licence_held", "designated_body"),
        *("revalidation_on-day", "career_stage", "regulator", "registration_number"),
        *("visa_sponsored", "visa_type", "visa_expires_on-year", "sponsor_agrees"),
    ],
    "you": [
        *("grade", "training_number", "oop_category", "claim_credit", "credit_months"),
        *("supervisor_id", "discussed", "ltft_alternative", "college", "site_gmc_approved"),
    ],
    "employment": [
        *("contract_type", "contract_notice_weeks", "backfill_needed", "backfill_cost"),
        "honorary_contract_needed",
    ],
    "company": [
        *("company_id", "company_lead_id", "role_title", "department", "site", "onsite_percent"),
        *("remote_percent", "country", "country_name", "how_found", "nda_status"),
    ],
    "work": [
        *("summary", "objectives", "benefits", "career_benefits", "activities"),
        *("clinical_contact", "promotional", "lab_work", "patient_data"),
    ],
    "dates": [
        *("starts_on-day", "starts_on-year", "ends_on-month", "share", "weekly_pattern"),
        *("sessions_kept", "return_on-day"),
    ],
    "terms": [
        *("ip_model", "publication_review_days", "thesis_needed", "notice_weeks"),
        *("right_of_return", "no_poach_months"),
    ],
    "governance": [
        *("has_interests", "interests-1-kind", "interests-1-what", "interests-999-what"),
        *("tov_consent", "procurement_role", "procurement_safeguard", "indemnity_plan"),
    ],
    "money": [
        *("arrangement", "salary", "employment_wte", "pension_scheme", "pension_rate"),
        *("admin_rate", "pension_status", "death_in_service", "fee", "fee_paid_to"),
        *("invoice_every", "host_allowance"),
    ],
}
MOST_AT_ONCE = 6
POSTS = (
    *(f"/proposal/{code}{more}" for code in FORMS for more in ("", "/autosave")),
    "/proposal/check",
    "/approve",
    "/company",
    "/company/autosave",
    "/costs",
    "/withdraw",
    "/recall",
    "/end-early",
    "/reopen",
)
EVERY_FIELD = [
    *itertools.chain.from_iterable(FIELDS.values()),
    *("onsite_percent", "cct_on-day", "declarations", "message", "decision", "note", "reason"),
    *("return_reason", "return_message", "decline_reason", "decline_message", "seen", "step"),
    *("host_manager_id", "vat_recovery", "purchase_order", "industry_code", "signatory_id"),
    *("transfer_of_value", "total", "on-day", "on-month", "on-year", "then"),
]
CLEAR = {200, 302, 400, 403, 404, 409, 413}


def kept(stage, ref):
    """Everything the case keeps, in plain values."""

    def of(s):
        p = s.proposal
        answers = {c.key: getattr(p, c.key) for c in p.__mapper__.column_attrs}
        return (s.state, s.revision, s.company_id, str(answers), len(s.votes), len(s.sent))

    return stage.look(ref, of)


@pytest.mark.parametrize("code", FIELDS)
def test_every_box_of_the_form_survives_anything(stage, code):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/{code}"
    # A few boxes at a time: all of a long page together would be too large to take at all.
    few = [FIELDS[code][n : n + MOST_AT_ONCE] for n in range(0, len(FIELDS[code]), MOST_AT_ONCE)]
    for kind, text in NASTY.items():
        is_kept = False
        for names in few:
            typed = dict.fromkeys(names, text.encode("utf-8", "surrogatepass"))
            answer = stage.sends("trainee", at, **typed)
            assert answer.status_code in {302, 400}, (kind, plain(answer.text))
            assert "<script>alert" not in answer.text
            is_kept |= answer.status_code == 302
            stage.sees("trainee", at)
        # What was refused stands on no other page: a test below says that nothing of it is kept.
        for page in ("", "/proposal", "/proposal/check", "/costs", "/history") if is_kept else ():
            stage.sees("trainee", f"/secondments/{ref}{page}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"grade": "S" * 300}, "Use at most 120 characters: there are 300 now"),
        ({"grade": OVERRIDE}, "Take out the hidden characters that change the direction"),
        ({"grade": "a\x00b"}, "Take out the characters that cannot be shown"),
        ({"training_number": "9" * 41}, "Use at most 40 characters"),
        ({"oop_category": "OOPX"}, "What kind of time out is this?"),
        ({"supervisor_id": "me"}, "Choose your educational supervisor"),
        ({"grade": ["one", "two"]}, "Give one answer to “Your grade and specialty”"),
    ],
)
def test_a_broken_limit_is_said_in_a_sentence_and_nothing_of_it_is_kept(stage, typed, sentence):
    ref = stage.play(a_draft)
    before = kept(stage, ref)
    whole = {
        "grade": "ST6 respiratory medicine",
        "training_number": "LDN/007/123/N",
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
    }
    answer = stage.sends("trainee", f"/secondments/{ref}/proposal/you", **{**whole, **typed})
    assert answer.status_code == 400
    assert sentence in plain(answer.text)
    assert kept(stage, ref) == before


def test_emoji_and_other_scripts_are_text(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/you"
    answer = stage.sends("trainee", at, grade="ST6 🫁 呼吸内科 القلب", then="later")
    assert answer.status_code == 302
    assert stage.look(ref, lambda s: s.proposal.grade) == "ST6 🫁 呼吸内科 القلب"


def test_ten_megabytes_of_text_are_too_large(stage):
    ref = stage.play(a_draft)
    before = kept(stage, ref)
    answer = stage.sends(
        "trainee", f"/secondments/{ref}/proposal/work", summary="x" * 10 * 1024 * 1024
    )
    assert answer.status_code == 413
    assert kept(stage, ref) == before


def test_fields_that_no_form_asks_for_are_ignored(stage):
    ref = stage.play(a_draft)
    extra = {
        "state": "active",
        "applicant_id": stage.id_of("dean"),
        "company_told_at": "2020-01-01",
        "declared_at": "2020-01-01",
        "salary": "1",
    }
    answer = stage.sends(
        "trainee", f"/secondments/{ref}/proposal/you", grade="ST7", then="later", **extra
    )
    assert answer.status_code == 302
    found = stage.look(ref, lambda s: (s.state, s.company_told_at, str(s.proposal.salary)))
    assert found == (State.DRAFT, None, "73992.00")


@pytest.mark.parametrize(
    "revision", ["", "0", "-1", "1.5", "\uff19", "abc", "99999999999", "1\x00"]
)
def test_a_form_that_does_not_say_which_version_it_showed_changes_nothing(stage, revision):
    ref = stage.play(a_draft)
    before = kept(stage, ref)
    at = f"/secondments/{ref}/proposal/you"
    carried = {**stage.carried("trainee", at), "revision": revision}
    for address in (at, f"{at}/autosave"):
        answer = stage.sends("trainee", address, carried, grade="Changed", then="later")
        assert answer.status_code in {400, 409}, address
    assert kept(stage, ref) == before


def test_a_form_without_its_token_changes_nothing(stage):
    ref = stage.play(a_draft)
    at = f"/secondments/{ref}/proposal/you"
    before = kept(stage, ref)
    carried = {**stage.carried("trainee", at), "csrf_token": "made up"}
    answer = stage.sends("trainee", at, carried, grade="Changed", then="later")
    assert answer.status_code == 400
    assert "Changed" in answer.text
    assert kept(stage, ref) == before


@pytest.mark.parametrize("ref", ["SEC-0000-00", "nothing", "SEC-%00", "🫁", "..", "SEC-7K3M-Q2'--"])
def test_a_reference_that_is_none_is_not_found(stage, ref):
    for section in ("", "/proposal", "/proposal/you", "/costs", "/approve", "/withdraw"):
        assert stage.asks("trainee", f"/secondments/{ref}{section}") == 404
    assert stage.sends("trainee", f"/secondments/{ref}/withdraw", {}).status_code == 404


def test_a_section_that_is_none_is_not_found(stage):
    ref = stage.play(a_draft)
    for section in ("/proposal/none", "/proposal/You", "/nothing", "/proposal/you/more"):
        assert stage.asks("trainee", f"/secondments/{ref}{section}") == 404
    assert stage.asks("trainee", f"/secondments/{ref}/proposal/you/autosave") == 405


def test_somebody_elses_secondment_is_not_found_whatever_is_sent(stage):
    refs = [stage.play(make) for make in (a_draft, a_proposal, an_approved_one)]
    for ref, address in itertools.product(refs, POSTS):
        before = kept(stage, ref)
        for who in ("Dr Callum Reid", "Nadia Brandt"):
            answer = stage.sends(who, f"/secondments/{ref}{address}", {}, revision="1", once="x")
            assert answer.status_code == 404, address
        assert kept(stage, ref) == before


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (a_draft, "nul"),
        (a_proposal, "script"),
        (an_approved_one, "surrogate"),
        (an_agreed_one, "nul"),
    ],
)
def test_any_post_by_anyone_at_any_time_ends_on_a_clear_page(stage, make, kind):
    ref = stage.play(make)
    typed = dict.fromkeys(EVERY_FIELD, NASTY[kind].encode("utf-8", "surrogatepass"))
    for address, who in itertools.product(POSTS, ("trainee", "supervisor", "lead", "office")):
        answer = stage.sends(
            who, f"/secondments/{ref}{address}", {}, revision="1", once="x", **typed
        )
        assert answer.status_code in CLEAR, (address, who, plain(answer.text))


def test_bodies_that_are_no_form_are_refused(stage):
    ref = stage.play(a_draft)
    browser = stage.as_("trainee")
    at = f"/secondments/{ref}/proposal/you"
    token = stage.carried("trainee", at)["csrf_token"]
    for body, kind in ((b"{}", "application/json"), (b"<a/>", "text/xml"), (b"\xff\xfe", "x/y")):
        answer = browser.client.post(
            at, data=body, content_type=kind, headers={"X-CSRFToken": token}
        )
        assert answer.status_code in {400, 415}
