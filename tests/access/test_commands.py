"""What the operator does at a terminal."""

import re

from secondments.extensions import db
from secondments.people import queries
from secondments.people.models import Role

NEW = "slate kettle walks north"
FIRST = ("access", "first-admin", "ada@northmoor.example", "Ms Ada Lindqvist")


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_the_first_administrator_gets_a_letter_and_the_terminal_the_link(
    app, a_browser, letters_to, link_to
):
    said = run(app, *FIRST)
    assert said.exit_code == 0, said.output
    printed = re.search(r"http\S+", said.output)[0]
    assert [x.event for x in letters_to("ada@northmoor.example")] == ["access_invitation"]
    assert printed.endswith(link_to("ada@northmoor.example"))

    browser = a_browser()
    assert browser.send(link_to("ada@northmoor.example"), password=NEW).status_code == 302
    browser.sign_in("ada@northmoor.example", NEW)
    assert browser.see("/settings/organisations").status_code == 200


def test_there_is_no_second_first_administrator(app):
    run(app, *FIRST)
    said = run(app, "access", "first-admin", "eve@evil.example", "Eve")
    assert said.exit_code == 1
    assert "There is a system administrator already" in said.output
    with app.app_context():
        assert len(queries.holders(Role.SYSTEM_ADMINISTRATOR, None)) == 1
        assert queries.by_email("eve@evil.example") is None
        db.session.rollback()


def test_bad_words_at_the_terminal_get_a_sentence(app):
    for email, name in (
        ("not an address", "Ada"),
        ("a@b.example, c@d.example", "Ada"),
        ("a@b.example", ""),
    ):
        said = run(app, "access", "first-admin", email, name)
        assert said.exit_code == 1
        assert said.output.startswith("Error: Enter ")


def test_the_operator_can_post_a_reset(app, carys, letters_to):
    said = run(app, "access", "reset", carys)
    assert said.exit_code == 0, said.output
    assert [x.event for x in letters_to(carys)] == ["access_reset"]


def test_a_reset_for_nobody_says_so_to_the_operator(app):
    said = run(app, "access", "reset", "nobody@example.org")
    assert said.exit_code == 1
    assert "Nobody who may sign in" in said.output
