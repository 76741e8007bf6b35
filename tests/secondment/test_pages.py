"""The pages of a case, over HTTP, as the people of case T1 see them."""

from tests.builders import a_draft, a_proposal, an_agreed_one, an_answered_one, an_approved_one
from tests.secondment.stage import plain


def test_the_overview_says_who_has_it_since_when_and_what_comes_next(stage):
    ref = stage.play(a_proposal)
    page = plain(stage.sees("trainee", f"/secondments/{ref}"))
    assert "Waiting on Dr Helen Marsh" in page
    assert "18 January 2027" in page
    assert "It goes to training programme director." in page


def test_every_page_of_a_case_opens_in_every_state_it_exists_in(stage):
    for make in (a_draft, a_proposal, an_approved_one, an_answered_one, an_agreed_one):
        ref = stage.play(make)
        for section in ("", "/proposal", "/company", "/costs", "/approvals", "/history"):
            stage.sees("trainee", f"/secondments/{ref}{section}")
