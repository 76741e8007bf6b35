"""The one list of questions agrees with the columns, the rules, the forms and the trail."""

from secondments.secondment import questions, trail_words
from secondments.secondment.company_answers_form import CompanyAnswersForm
from secondments.secondment.forms import FORMS
from secondments.secondment.models import CompanyAnswers, Proposal
from secondments.secondment.required import REQUIRED
from secondments.use_case import USE_CASES

OUR_OWN = {"id", "secondment_id", "declared_at", "declaration"}
SEEN = {"cost_seen_at", "cost_seen_total"}


def columns(model):
    return {column.key for column in model.__mapper__.column_attrs}


def asked_by(form):
    return {answer.name for answer in form.answers() if not answer.hidden}


def optional_in(asked):
    return {name: question.optional for name, question in asked.items()}


def test_every_answer_that_is_kept_is_a_question_with_words_and_a_reader():
    assert set(questions.PROPOSAL) == (columns(Proposal) - OUR_OWN) | {"company_id"}
    assert set(questions.COMPANY) == columns(CompanyAnswers) - OUR_OWN - SEEN


def test_what_must_be_answered_is_what_the_rules_ask_for():
    needed = {name for name, question in questions.PROPOSAL.items() if not question.optional}
    assert needed == {*REQUIRED, "company_id", "discussed"}


def test_every_question_is_asked_in_the_section_it_says(the_app):
    with the_app.test_request_context():
        for code, form in FORMS.items():
            of_section = {q.name for q in questions.PROPOSAL.values() if q.section == code}
            # The company is found and chosen on a page of its own.
            assert asked_by(form()) == of_section - {"company_id"}, code
        assert asked_by(CompanyAnswersForm()) == set(questions.COMPANY)


def test_the_forms_leave_optional_what_the_questions_leave_optional(the_app):
    with the_app.test_request_context():
        asked = [a for form in FORMS.values() for a in form().answers() if not a.hidden]
        theirs = [a for a in CompanyAnswersForm().answers() if not a.hidden]
    # Without a claim of credit there are no months; a guard asks for them where there is one.
    said = {a.name: a.optional for a in asked} | {"credit_months": True, "company_id": False}
    assert said == optional_in(questions.PROPOSAL)
    assert {a.name: a.optional for a in theirs} == optional_in(questions.COMPANY)


def test_every_use_case_on_a_case_has_words_for_the_history(the_app):
    of_a_case = {name for name in USE_CASES if name.startswith(("secondment.", "agreement."))}
    assert of_a_case - set(trail_words.WORDS) == set()
