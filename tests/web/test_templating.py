"""The frame of every page, its words, its addresses and its macros."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError

from secondments.errors import Blocker
from secondments.web.templating import Frame, Hooks, Reason, reason_for
from tests.web.small_app import a_small_app


@pytest.fixture(scope="module")
def app() -> Flask:
    return a_small_app()


def shown(app: Flask, template: str, **values: object) -> str:
    with app.test_request_context("/"):
        return re.sub(r"\s+", " ", render_template_string(template, **values)).strip()


@pytest.mark.parametrize(
    ("template", "value", "words"),
    [
        ("{{ x|day }}", date(2027, 8, 4), "4 August 2027"),
        ("{{ x|day_short }}", date(2027, 8, 4), "4 Aug 2027"),
        ("{{ x|moment }}", datetime(2027, 6, 14, 15, 31, tzinfo=UTC), "14 June 2027, 16:31 BST"),
        ("{{ x|moment }}", datetime(2027, 1, 14, 15, 31, tzinfo=UTC), "14 January 2027, 15:31 GMT"),
        ("{{ x|day }}", datetime(2027, 6, 14, 23, 31, tzinfo=UTC), "15 June 2027"),
        ("{{ x|money }}", Decimal("102306.06"), "£102,306.06"),
        ("{{ x|percent }}", Decimal("23.7800"), "23.78%"),
        ("{{ x|share }}", Decimal("0.2"), "0.2 of full time (1 day a week)"),
        ("{{ x|share }}", Decimal("1.00"), "full time"),
        ("{{ x|due }}", 13, "in 13 days"),
        ("{{ x|due }}", -7, "7 days late"),
        ("{{ x|age }}", 1, "1 day"),
        ("{{ x|hash_short }}", "3f9c41d7" + "0" * 48 + "8be2a20e", "3f9c 41d7 … 8be2 a20e"),
        ("{{ x|file_size }}", 212_345, "212 KB"),
        ("{{ x|state_for('company') }}", "supervisor_approved", "Waiting for you to agree"),
        ("{{ x|state_for('company') }}", "declined", "Not proceeding"),
        ("{{ x|state_for('applicant') }}", "returned", "Returned to you for changes"),
        ("{{ x|state_for(signed=1, signatories=3) }}", "contract_issued", "Out for signature,"),
        ("{{ x|state_row }}", "ended_early", "Ended early"),
    ],
)
def test_everything_is_said_one_way(app, template, value, words):
    assert shown(app, template, x=value).startswith(words)


def test_a_range_of_days_says_the_year_and_month_once(app):
    days = [date(2028, 2, 4), date(2028, 5, 3), date(2028, 5, 9)]
    assert shown(app, "{{ day_range(x[0], x[1]) }}", x=days) == "4 February to 3 May 2028"
    assert shown(app, "{{ day_range(x[1], x[2]) }}", x=days) == "3 to 9 May 2028"


def test_a_page_that_names_what_it_was_not_given_is_a_mistake(app):
    with pytest.raises(UndefinedError):
        shown(app, "{{ salary }}")


def test_every_page_says_who_reads_it_and_which_clock_it_is_on(app):
    page = app.test_client().get("/help").text
    assert "Dr Tom Okafor" in page
    assert re.search(r"This page was made at \d\d:\d\d (GMT|BST), \d+ [A-Z][a-z]+ \d{4}\.", page)
    assert "Demo" not in page
    assert "Sign out" in page


def test_the_demo_shows_where_its_own_clock_stands():
    app = a_small_app()
    stands_at = datetime(2027, 4, 21, 8, 42, tzinfo=UTC)
    app.extensions["secondments.web"] = Hooks(frame=lambda: Frame(business_clock=stands_at))
    page = app.test_client().get("/help").text
    assert "Demo: the business clock stands at 09:42 BST, 21 April 2027." in page
    assert "Sign out" not in page


def test_a_blocked_act_keeps_its_place_with_the_reasons_above_it(app):
    blocked = shown(
        app,
        '{% from "macros/acts.html" import blocked %}{{ blocked("sign", "Sign it", reasons) }}',
        reasons=[Reason("Waiting for Dr Marsh.", href="/x", link="Ask her")],
    )
    assert 'aria-disabled="true" aria-describedby="sign-why"' in blocked
    assert blocked.index("Waiting for Dr Marsh.") < blocked.index("Sign it")
    assert '<a href="/x">Ask her</a>' in blocked


def test_a_guard_s_refusal_links_to_where_it_is_put_right():
    blocker = Blocker("x", "Name {who}.", who="company", fix="company", values={"who": "someone"})
    assert reason_for(blocker, "SEC-7K3M-Q2") == Reason(
        "Name someone.",
        "company",
        "/secondments/SEC-7K3M-Q2/company",
        "Go to the company’s answers",
    )
    assert reason_for(Blocker("x", "Wait."), "SEC-7K3M-Q2").href == ""


def test_the_tracker_says_in_words_what_is_done_and_where_it_stands(app):
    stages = [
        {"name": "Proposed", "status": "done", "when": "18 January 2027"},
        {"name": "Returned", "status": "side"},
        {"name": "Active", "status": "next"},
    ]
    page = shown(app, '{% from "macros/case.html" import tracker %}{{ tracker(s) }}', s=stages)
    assert page.count('aria-current="step"') == 1
    assert re.findall(r'hidden">, ([^<]+)<', page) == ["done", "current stage", "not reached"]


def test_what_people_typed_is_escaped_in_every_macro(app):
    item = {"title": "<b>x</b>", "what": "<i>y</i>", "side": "<u>z</u>"}
    page = shown(app, '{% from "macros/case.html" import work %}{{ work([i], "h") }}', i=item)
    assert not re.search(r"<(b|i|u)>", page)


@pytest.mark.parametrize("page", ["help", "accessibility", "privacy", "contact"])
def test_the_pages_for_everyone_have_one_heading_and_a_title(app, page):
    answer = app.test_client().get(f"/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert not answer.text.split("<title>")[1].startswith(" –")


def test_health_without_a_database_is_503_and_gives_nothing_away(app):
    answer = app.test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json == {
        "database": "unreachable",
        "migrations": "unknown",
        "version": app.config["VERSION"],
    }
