"""What holds for every route, with the whole demonstration and each kind of person."""

import pytest

from secondments.web import doors
from tests.web.test_front import hardened
from tests.web.the_demo import PEOPLE

# When a session was seen last and how often somebody searched; and that a file was taken, which
# the trail of a case has to say although it is a look.
WRITTEN_BY_A_LOOK = {"auth_session", "bucket"}
TAKES_A_FILE = {
    "secondment.file",
    "register.agreement",
    "negotiation.exchange",
    "negotiation.compare_on_paper",
    "deanery.paper",
    "signing.copy",
    "agreements.draft",
}
SENT_BY_A_SERVER = {"providers.signed_out"}  # which shows who it is by a signed token
ALSO_BY_A_FILE = {"audit_entry", "secondment", "download"}


def looked_at(app):
    return [r for r in app.url_map.iter_rules() if "GET" in r.methods and r.endpoint != "static"]


@pytest.mark.parametrize("person", PEOPLE)
def test_no_look_at_anything_changes_a_record(demo, person):
    browser, before, seen = demo.of(person), demo.checksums(), 0
    rules = [rule for rule in looked_at(demo.app) if rule.endpoint not in TAKES_A_FILE]
    gets = [("GET", address) for rule in rules for address in demo.addresses(rule)]
    heads = [("HEAD", demo.addresses(rule)[0]) for rule in rules]
    for method, address in [*gets, *heads]:
        with browser.client.open(address, method=method) as answer:
            assert answer.status_code < 500, address
            seen += answer.status_code == 200
    after = demo.checksums()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= WRITTEN_BY_A_LOOK
    assert seen > 20


@pytest.mark.parametrize("person", PEOPLE)
def test_files_are_saved_and_never_shown(demo, person):
    browser, before, taken = demo.of(person), demo.checksums(), set()
    rules = [rule for rule in looked_at(demo.app) if rule.endpoint in TAKES_A_FILE]
    for address in (address for rule in rules for address in demo.addresses(rule)):
        with browser.see(address) as answer:
            assert answer.status_code < 500, address
            hardened(answer)
            if answer.status_code != 200 or answer.mimetype == "text/html":
                continue
            taken.add(address)
            assert answer.headers["Content-Disposition"].startswith("attachment"), address
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert answer.headers["Cache-Control"] == "no-store"
    after = demo.checksums()
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= WRITTEN_BY_A_LOOK | ALSO_BY_A_FILE
    assert taken or person != "Amara Osei"


def test_no_other_route_gives_a_file(demo):
    """Every answer that is no page and no JSON is one of the files above."""
    rules = [rule for rule in looked_at(demo.app) if rule.endpoint not in TAKES_A_FILE]
    for browser, rule in ((demo.of(person), rule) for person in PEOPLE[:3] for rule in rules):
        with browser.see(demo.addresses(rule)[0]) as answer:
            assert answer.mimetype in {"text/html", "application/json"}, rule


def test_every_act_needs_the_token_of_its_form(demo):
    browser, before, asked = demo.of("Amara Osei"), demo.checksums(), 0
    for rule in demo.app.url_map.iter_rules():
        if not rule.methods & doors.SENDING or rule.endpoint in SENT_BY_A_SERVER:
            continue
        for given in ({}, {"csrf_token": "x"}):
            answer = browser.client.post(demo.addresses(rule)[0], data=given)
            assert answer.status_code == 400, rule
            asked += 1
    assert asked > 100
    assert demo.checksums() == before
