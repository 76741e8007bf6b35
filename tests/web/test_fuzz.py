"""Every form with whatever a keyboard or a program can send: never a fault of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondments.web import doors
from tests.access.browser import TOKEN
from tests.secondment.stage import HIDDEN
from tests.web.the_demo import PEOPLE

NASTY = st.sampled_from(
    [
        "\x00",
        "a\x00b",
        "\ud800",
        "1e309",
        "-1e309",
        "NaN",
        "٣",
        "9" * 400,
        "x" * 20_000,
        "a@x.example, b@y.example",
        "\u0430@xn--e1awd7f.example",
        "a@x.example\r\nBcc: b@y.example",
        "\u202egnp.exe",
        "0001-01-01",
        "9999-12-31",
        "31/02/2027",
        "' OR 1=1 --",
        "%",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "../../etc/passwd",
        "null",
        "-1",
        "0",
        "yes",
        "99999999999999999999",
    ]
)
OURS = (
    *("name", "email", "a", "a[]", "seen", "revision", "once", "decision", "start", "offer"),
    *("why", "text", "title", "role", "organisation", "starts_on", "ends_on", "ref", "file"),
)
FORM = st.dictionaries(st.sampled_from(OURS), st.lists(NASTY, max_size=2), max_size=6)
POSTED = st.tuples(st.integers(0, 10_000), FORM)


@pytest.mark.parametrize("person", PEOPLE)
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(posted=POSTED)
def test_no_form_is_a_fault_of_ours(demo, person, posted):
    number, fields = posted
    rules = [r for r in demo.app.url_map.iter_rules() if r.methods & doors.SENDING]
    rules = [r for r in rules if r.endpoint not in {"access.sign_out", "demo.move_clock"}]
    rule = rules[number % len(rules)]
    browser, address = demo.of(person), demo.addresses(rule)[number % len(demo.refs) - 1]
    page = browser.see(address).text
    token = (TOKEN.findall(page) or TOKEN.findall(browser.see("/account").text))[-1]
    own = {**dict(HIDDEN.findall(page)), **fields, "csrf_token": token}
    encoded = {
        name: [v.encode("utf-8", "surrogatepass") for v in value]
        if isinstance(value, list)
        else value
        for name, value in own.items()
    }
    answer = browser.client.post(address, data=encoded)
    assert answer.status_code < 500, (address, fields)
