"""Your work: what waits for whom, said as the act, late first, with what is new."""

import html
import re
from datetime import date, timedelta

from secondments import clock
from secondments.dashboard import mine
from secondments.demo import world
from secondments.secondment import calendar, drafts, duties, queries, votes
from tests.builders import (
    a_draft,
    a_proposal,
    a_world,
    an_agreed_one,
    an_approved_one,
    supported,
)
from tests.contracts import a_signed_one, an_issued_one, signed
from tests.copies import copied
from tests.queries_counted import count_queries
from tests.register.cases import SAID, TODAY

ITEM = re.compile(r"<li><div>\s*<h3>(.*?)</h3>(.*?)</div></li>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


def said(text):
    return " ".join(html.unescape(TAGS.sub(" ", text)).split())


def section(page, code):
    """The items of one list, in order, as people read them."""
    _, _, rest = page.text.partition(f'id="{code}"')
    part, _, _ = rest.partition("<h2")
    return [said(title) + ". " + said(rest) for title, rest in ITEM.findall(part)]


def in_the_world(app, build):
    with app.app_context():
        return build(a_world()).ref


def test_a_new_proposal_waits_for_its_supervisor_with_what_it_is_about(app, ids, browser):
    ref = in_the_world(app, a_proposal)
    page = browser(ids.supervisor).see("/")
    [item] = section(page, "waiting-you")
    assert item.startswith("Decide on Dr Priya Nandakumar’s proposal.")
    assert f"Corvane Therapeutics Ltd · {ref}" in item
    assert "New to you. Clinical development physician, respiratory, 4 August 2027 to" in item
    assert "Due 1 February" in item
    assert "with you since today" in item
    assert f'<a href="/secondments/{ref}/approve">' in page.text
    assert "1 thing is waiting for you. It is due in 14 days." in page.text


def test_it_says_who_supports_it_already(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = supported(a_proposal(cast), cast.supervisor)
        with clock.stopped_at(TODAY + timedelta(minutes=1)):
            supported(s, cast.director)
    [item] = section(browser(ids.dean).see("/"), "waiting-you")
    assert "Supported by Dr Helen Marsh and Dr Tom Okafor." in item


def test_a_company_is_not_told_who_supported_it_at_home(app, ids, browser):
    in_the_world(app, lambda cast: supported(an_approved_one(cast), cast.lead))
    page = browser(ids.compliance).see("/")
    [item] = section(page, "waiting-you")
    assert "Supported by Dr Marc Lindqvist." in item
    assert "Helen Marsh" not in page.text


def test_who_decided_before_reads_what_changed_since(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = supported(a_proposal(cast), cast.supervisor)
        votes.send_back(s, by=cast.director, revision=s.revision, **SAID)
        moved = {"starts_on": date(2027, 9, 1), "summary": "Something else. " * 8}
        drafts.save(s, by=cast.trainee, revision=s.revision, answers=moved)
        drafts.send(s, by=cast.trainee, revision=s.revision)
    [item] = section(browser(ids.supervisor).see("/"), "waiting-you")
    assert item.startswith("Decide on Dr Priya Nandakumar’s changed proposal.")
    assert (
        "Changed since you decided on 18 January 2027: summary of the work and first day moved"
        in item
    )
    assert "from 4 August 2027 to 1 September 2027." in item


def test_a_returned_proposal_says_by_whom_and_why(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = a_proposal(cast)
        votes.send_back(s, by=cast.supervisor, revision=s.revision, **SAID)
    [item] = section(browser(ids.trainee).see("/"), "waiting-you")
    assert item.startswith("Change your proposal and send it again.")
    assert "Returned by Dr Helen Marsh on 18 January 2027: dates." in item


def test_the_contracts_office_is_asked_to_issue(app, ids, browser):
    ref = in_the_world(app, an_agreed_one)
    page = browser(ids.office).see("/")
    [item] = section(page, "waiting-you")
    assert item.startswith("Issue the contract for Dr Priya Nandakumar.")
    assert f'href="/secondments/{ref}/issue"' in page.text


def test_a_signatory_is_led_to_their_own_seat(app, ids, browser):
    with app.app_context():
        agreement = an_issued_one(a_world()).agreement
        seats = {x.person_id: x.id for x in agreement.signatories}
    theirs, own = browser(ids.host_signatory).see("/"), browser(ids.trainee).see("/")
    assert f'<a href="/sign/{seats[ids.host_signatory]}">Sign Dr Priya Nandakumar’s' in theirs.text
    assert f'<a href="/sign/{seats[ids.trainee]}">Sign your agreement</a>' in own.text


def test_what_the_calendar_set_aside_waits_for_the_office_with_the_reason(app, ids, browser):
    with app.app_context():
        s = a_signed_one(a_world())
        calendar.park(s, by=queries.calendar(), message="The last signature is missing.")
    [item] = section(browser(ids.office).see("/"), "waiting-you")
    assert "it could not go on by itself" in item
    assert "The last signature is missing." in item


def test_what_is_late_comes_first_and_says_so(app, ids, browser):
    with app.app_context():
        cast = a_world()
        with clock.stopped_at(TODAY - timedelta(days=16)):
            a_proposal(cast)
        with clock.stopped_at(TODAY - timedelta(days=14)):
            a_proposal(a_world("Dr Callum Reid", world.TESSALY))
        a_proposal(a_world("Dr Jonas Weiss", world.TESSALY))
    page = browser(ids.supervisor).see("/")
    tags = [
        re.search(r"(Late by 2 days|Due today|Due 1 February)", x)[1]
        for x in section(page, "waiting-you")
    ]
    assert tags == ["Late by 2 days", "Due today", "Due 1 February"]
    assert "3 things are waiting for you. The first is late." in page.text
    assert "with you for 16 days" in page.text


def test_what_one_has_decided_is_followed_to_whoever_has_it_now(app, ids, browser):
    in_the_world(app, lambda cast: supported(a_proposal(cast), cast.supervisor))
    [item] = section(browser(ids.supervisor).see("/"), "waiting-others")
    assert item.startswith("Dr Priya Nandakumar, Corvane Therapeutics Ltd.")
    assert "Waiting for Dr Tom Okafor (training programme director) to decide." in item
    assert "You supported it on 18 January." in item
    assert "On time" in item


def test_an_applicant_follows_their_own_and_sees_what_is_late(app, ids, browser):
    with app.app_context(), clock.stopped_at(TODAY - timedelta(days=20)):
        a_proposal(a_world())
    [item] = section(browser(ids.trainee).see("/"), "waiting-others")
    assert "Waiting for Dr Helen Marsh (educational supervisor) to decide." in item
    assert "Late by 6 days" in item
    assert "with them for 20 days" in item


def test_who_has_signed_waits_for_those_who_have_not(app, ids, browser):
    with app.app_context():
        s = an_issued_one(a_world())
        first = s.agreement.signatories[0]
        signed(first)
        person_id = first.person_id
    page = browser(person_id).see("/")
    assert section(page, "waiting-you") == []
    [item] = section(page, "waiting-others")
    assert "Waiting for Dr Priya Nandakumar and Isobel Grant to sign." in item


def test_a_company_is_told_the_side_and_no_name_while_it_is_changed(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = supported(an_approved_one(cast), cast.lead)
        with clock.stopped_at(TODAY - timedelta(days=30)):
            votes.send_back(s, by=cast.compliance, revision=s.revision, **SAID)
            changed = {"ends_on": s.proposal.ends_on - timedelta(days=7)}
            drafts.save(s, by=cast.trainee, revision=s.revision, answers=changed)
            drafts.send(s, by=cast.trainee, revision=s.revision, message="A week less.")
    page = browser(ids.lead).see("/")
    [item] = section(page, "waiting-others")
    assert "Waiting for the applicant’s side." in item
    assert "Late" not in item
    assert " late" not in browser(ids.lead).see("/secondments").text
    assert "Helen Marsh" not in page.text


def test_what_is_under_way_and_the_days_to_come(app, ids, browser):
    with app.app_context():
        s, ahead = a_signed_one(a_world()), an_issued_one(a_world("Dr Callum Reid"))
        ahead_ref = ahead.ref
        with clock.stopped_at(TODAY + timedelta(days=200)):
            calendar.start(s, by=queries.calendar(), effective_at=clock.now())
    page = browser(ids.supervisor).see("/")
    [item] = section(page, "active")
    assert "ends 1 August 2028" in item
    agenda = said(page.text.partition('class="agenda"')[2])
    assert "4 August First day Dr Callum Reid" in agenda
    assert "1 August Last day, 2028 Dr Priya Nandakumar" in agenda
    whole = said(browser(ids.host_signatory).see("/calendar").text)
    assert "February 2027 1 February Sign an agreement Dr Callum Reid" in whole
    assert whole.index("August 2027") < whole.index("August 2028")
    assert ahead_ref in browser(ids.host_signatory).see("/calendar").text


def test_a_trainee_with_nothing_starts_a_proposal_and_nobody_else_does(app, ids, browser):
    page = browser(ids.trainee).see("/").text
    assert re.search(r'<a class="nhsuk-button" href="/secondments/new"[^>]*>Start a proposal', page)
    assert "Nothing is waiting for you. When something is, we will email you" in page
    assert "/secondments/new" not in browser(ids.supervisor).see("/").text
    in_the_world(app, a_draft)
    page = browser(ids.trainee).see("/").text
    assert "Start another proposal" in page
    assert "Finish your proposal and send it" in page


def test_a_stranger_finds_nothing_of_it(app, ids, browser):
    ref = in_the_world(app, an_agreed_one)
    for path in ("/", "/calendar"):
        page = browser(ids.stranger).see(path)
        assert page.status_code == 200
        assert ref not in page.text
        assert "Nandakumar" not in page.text


def test_every_duty_has_an_act_and_an_address_that_is_there(the_app):
    adapter = the_app.url_map.bind("localhost")
    for duty in set().union(*duties.DUTIES.values()):
        assert mine.act(duty)
        assert adapter.test(mine.address(duty, "SEC-7K3M-Q2"), method="GET"), duty
    assert adapter.test("/secondments/new", method="GET")


def test_long_lists_are_capped_and_lead_to_the_register(app, ids, browser):
    ref = in_the_world(app, a_proposal)
    with app.app_context():
        copied(queries.by_ref(ref), 29)
    page = browser(ids.supervisor).see("/")
    assert len(section(page, "waiting-you")) == 25
    assert 'Waiting for you <span class="count">(30)</span>' in page.text
    assert '<a href="/secondments?view=mine">See all 30 in the register</a>' in page.text


def test_fifty_cases_take_as_many_queries_as_one(app, ids, browser):
    with app.app_context():
        cast = a_world()
        s = supported(a_proposal(cast), cast.supervisor)
        votes.send_back(s, by=cast.director, revision=s.revision, **SAID)
        drafts.send(s, by=cast.trainee, revision=s.revision)
        refs = [s.ref, an_agreed_one(cast).ref, an_issued_one(cast).ref]
    readers = [browser(x) for x in (ids.supervisor, ids.host_signatory, ids.trainee, ids.office)]
    one = [queries_of(reader, path) for reader in readers for path in ("/", "/calendar")]
    with app.app_context():
        for ref in refs:
            copied(queries.by_ref(ref), 49)
    fifty = [queries_of(reader, path) for reader in readers for path in ("/", "/calendar")]
    assert [len(sent) for sent in fifty] == [len(sent) for sent in one]
    assert max(len(sent) for sent in fifty) <= 12


def queries_of(reader, path):
    reader.see(path)
    with count_queries() as sent:
        assert reader.see(path).status_code == 200
    return sent
