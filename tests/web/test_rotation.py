"""A new SECRET_KEY in a running service: sessions stay, an open form is sent once more."""

from secondments.demo import world
from tests.access.browser import TOKEN, Browser
from tests.builders import a_world

OLD, NEW = "for tests only, never secret", "another key, for tests as well"


def test_a_session_outlives_a_new_key_and_an_open_form_keeps_its_text(app, monkeypatch):
    with app.app_context():
        a_world()
        person_id = world.cast().office.id
    browser = Browser(app)
    assert browser.enter(person_id).status_code == 302
    token = browser.token("/account/password")
    monkeypatch.setitem(app.config, "SECRET_KEY", NEW)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [OLD])
    assert browser.is_in()
    page = "/settings/organisations/new"
    sent = {"csrf_token": token, "name": "Zephyrin Biologics"}
    refused = browser.client.post(page, data=sent)
    assert refused.status_code == 400
    assert "Zephyrin Biologics" in refused.text
    assert "nothing was saved" in refused.text
    again = browser.client.post(
        page, data={**sent, "csrf_token": TOKEN.findall(browser.see(page).text)[-1]}
    )
    assert "nothing was saved" not in again.text
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [])


def test_without_the_key_of_before_everybody_signs_in_again(app, monkeypatch):
    with app.app_context():
        a_world()
        person_id = world.cast().office.id
    browser = Browser(app)
    browser.enter(person_id)
    assert browser.is_in()
    monkeypatch.setitem(app.config, "SECRET_KEY", NEW)
    assert not browser.is_in()
