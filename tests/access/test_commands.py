"""What the operator does at a terminal."""

import re
from base64 import b32decode

from sqlalchemy import select

from secondments.access.factor_models import Totp
from secondments.access.factors import proving
from secondments.extensions import db
from secondments.people import queries
from secondments.people.models import Role
from tests.access.authenticator import Device, shown_by
from tests.access.browser import PASSWORD
from tests.access.test_factors import APP, SEED, TO_TYPE
from tests.access.test_invitations import OF_INVITATION, newest, with_a_passkey

FIRST = ("access", "first-admin", "ada@northmoor.example", "Ms Ada Lindqvist")


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def test_the_first_administrator_gets_a_letter_and_the_terminal_the_link(
    app, a_browser, letters_to
):
    said = run(app, *FIRST)
    assert said.exit_code == 0, said.output
    printed = re.search(r"http\S+", said.output)[0]
    assert [x.event for x in letters_to("ada@northmoor.example")] == ["access_invitation"]
    link = newest(letters_to, "ada@northmoor.example", OF_INVITATION)
    assert printed.endswith(link)

    browser = a_browser()
    assert browser.send(link).status_code == 302
    with_a_passkey(browser, Device())
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


WHY = "Called back on the number in the staff list"


def test_the_operator_gives_notice_of_a_recovery(app, carys, letters_to):
    said = run(app, "access", "recover", carys, WHY)
    assert said.exit_code == 0, said.output
    assert [x.event for x in letters_to(carys)] == ["access_recovery"]
    again = run(app, "access", "recover", carys, WHY)
    assert "under way already" in again.output


def test_seeds_move_to_the_newest_key(app, carys, a_browser):
    browser = a_browser()
    browser.sign_in(carys)
    seed = set_up_app(browser)
    before, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "another key of the operator"
    app.config["SECRET_KEY_FALLBACKS"] = [before]
    try:
        assert run(app, "access", "reseal").output == "1 sealed anew.\n"
        assert run(app, "access", "reseal").output == "0 sealed anew.\n"
        app.config["SECRET_KEY_FALLBACKS"] = []
        with app.app_context():
            assert proving.seed_of(db.session.scalars(select(Totp)).one()) == seed
    finally:
        app.config["SECRET_KEY"] = before


def set_up_app(browser):
    page = browser.see(APP).text
    typed = TO_TYPE.search(page)[1]
    given = {"seed": SEED.search(page)[1], "shown": shown_by(typed), "password": PASSWORD}
    assert browser.send(APP, **given).status_code == 200
    return b32decode(typed.replace(" ", ""))
