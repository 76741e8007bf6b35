"""The register as people see it: rows in their words, filters, order, page after page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from secondments import clock
from secondments.demo import world
from secondments.extensions import db
from secondments.secondment import queries
from secondments.secondment.models import Secondment
from tests.builders import a_draft, a_proposal, a_world, an_approved_one
from tests.contracts import a_signed_one, an_issued_one, signed
from tests.copies import copied
from tests.queries_counted import count_queries
from tests.register.cases import LATER, TODAY, in_every_state, rewritten

REF = re.compile(r"<small>(SEC-[0-9A-Z-]{7})</small>")
NEXT = re.compile(r'<a href="([^"]+)" rel="next">')


def rows(page):
    return REF.findall(page.text)


def made(app, builder, *args, **changed):
    """Build in an app context of its own; the reference."""
    with app.app_context():
        return builder(a_world(*args), **changed).ref


def test_a_reader_finds_who_has_a_case_and_since_when(app, ids, browser):
    ref = made(app, a_proposal)
    page = browser(ids.office).see("/secondments").text
    assert f'<a href="/secondments/{ref}">Dr Priya Nandakumar</a><small>{ref}</small>' in page
    assert "Educational supervisor<small>Dr Helen Marsh</small>" in page
    assert "4 Aug 2027" in page
    assert "less than a day" in page


def test_someone_elsewhere_finds_nothing(app, ids, browser):
    made(app, an_approved_one)
    page = browser(ids.stranger).see("/secondments")
    assert rows(page) == []
    assert "All (0)" in page.text
    assert "No secondment concerns you yet." in page.text


def test_a_company_reads_its_own_words_and_no_names_of_the_other_side(app, ids, browser):
    refs = {made(app, an_approved_one), made(app, rewritten)}
    page = browser(ids.lead).see("/secondments")
    assert set(rows(page)) == refs
    assert "Waiting for you to agree" in page.text
    assert "Being changed by the applicant" in page.text
    assert "Dr Helen Marsh" not in page.text
    assert "Supervisor approved" not in page.text.partition("<table")[2]


def test_a_company_does_not_find_the_cases_of_another(app, ids, browser):
    made(app, an_approved_one, "Dr Callum Reid", world.TESSALY)
    mine = made(app, an_approved_one)
    assert rows(browser(ids.lead).see("/secondments")) == [mine]
    assert rows(browser(ids.lead).see("/secondments?q=tessaly")) == []


def test_what_the_applicant_is_rewriting_is_not_yet_told(app, ids, browser):
    ref = made(app, rewritten)
    told = browser(ids.office).see(f"/secondments?q={ref}").text
    assert "4 Aug 2027" in told
    assert "1 Oct 2027" not in told
    assert "1 Oct 2027" in browser(ids.trainee).see(f"/secondments?q={ref}").text
    later = f"/secondments?q={ref}&from=2027-09-01"
    assert rows(browser(ids.office).see(later)) == []
    assert rows(browser(ids.trainee).see(later)) == [ref]


def test_filters_and_views_narrow_the_list(app, ids, browser):
    with app.app_context():
        refs = {name: s.ref for name, s in in_every_state(a_world()).items()}
    office = browser(ids.office)
    assert rows(office.see("/secondments?state=declined")) == [refs["declined"]]
    assert rows(office.see("/secondments?view=active")) == [refs["active"]]
    mine = {refs["company_agreed"], refs["supervisor_approved"]}  # to issue; terms to settle
    assert set(rows(office.see("/secondments?view=mine"))) == mine
    signing = {refs["contract_issued"], refs["half signed"], refs["signed"]}
    assert set(rows(office.see("/secondments?view=signing"))) == signing
    assert set(rows(office.see("/secondments?on=sign"))) == signing - {refs["signed"]}
    assert rows(office.see("/secondments?from=2027-09-01&to=2027-12-31")) == [refs["signed"]]
    boxes = "from-day=1&from-month=9&from-year=2027&to-day=&to-month=&to-year="
    assert rows(office.see(f"/secondments?{boxes}")) == [refs["signed"]]
    assert rows(office.see("/secondments?q=nobody+called+this")) == []


@pytest.mark.parametrize("asked", ["nandakumar", "CORVANE", "{ref}", "{start}", "{lower}"])
def test_names_and_the_beginning_of_a_reference_are_found(app, ids, browser, asked):
    made(app, a_proposal, "Dr Callum Reid", world.TESSALY)
    ref = made(app, a_proposal)
    text = asked.format(ref=ref, start=ref[4:8], lower=ref[:8].lower())
    assert rows(browser(ids.office).see(f"/secondments?q={text}")) == [ref]


def test_a_percent_sign_is_only_a_percent_sign(app, ids, browser):
    made(app, a_proposal)
    assert rows(browser(ids.office).see("/secondments?q=%25")) == []


def test_every_column_sorts_both_ways(app, ids, browser):
    with clock.stopped_at(TODAY - timedelta(days=1)):
        early = made(app, a_proposal)
    late = made(app, a_proposal, "Dr Callum Reid", world.TESSALY, **LATER)
    office = browser(ids.office)
    for sort, first in (
        ("starts", early),
        ("ends", early),
        ("secondee", early),
        ("company", early),
        ("age", early),
        ("changed", late),
    ):
        both = [early, late] if first == early else [late, early]
        assert rows(office.see(f"/secondments?sort={sort}")) == both, sort
        assert rows(office.see(f"/secondments?sort={sort}&order=down")) == both[::-1], sort
    page = office.see("/secondments?sort=starts").text
    assert 'aria-sort="ascending"><a href="/secondments?sort=starts&amp;order=down">' in page


@pytest.mark.parametrize("sort", ["changed", "secondee", "starts", "age", "company"])
def test_page_after_page_shows_each_case_once(app, ids, browser, sort):
    with app.app_context():
        copied(a_draft(a_world()), 59)
    trainee, path, seen = browser(ids.trainee), f"/secondments?sort={sort}", []
    while path:
        page = trainee.see(path)
        seen.append(rows(page))
        found = NEXT.search(page.text)
        path = found[1].replace("&amp;", "&") if found else ""
    assert [len(refs) for refs in seen] == [25, 25, 10]
    assert len({ref for refs in seen for ref in refs}) == 60


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense",
        "on=everyone",
        "view=mine%00",
        "sort=salary",
        "order=up",
        "from=4+August",
        "to=2027-02-30",
        "from-day=30&from-month=2&from-year=2027",
        "from-day=4&from-month=&from-year=2027",
        "to-day=-4&to-month=8&to-year=2027",
        "to-day=4&to-month=8&to-year=99999",
        "after=nonsense",
        "after=WyJjaGFuZ2VkIixmYWxzZSwiMjAyNyIsIngiXQ.nonsense",
    ],
)
def test_what_the_page_never_offers_is_a_clear_refusal(app, ids, browser, query):
    assert browser(ids.office).see(f"/secondments?{query}").status_code == 400


def test_a_place_in_one_order_is_no_place_in_another(app, ids, browser):
    with app.app_context():
        copied(a_draft(a_world()), 30)
    trainee = browser(ids.trainee)
    place = NEXT.search(trainee.see("/secondments").text)[1].partition("after=")[2]
    assert trainee.see(f"/secondments?after={place}").status_code == 200
    assert trainee.see(f"/secondments?sort=starts&after={place}").status_code == 400


@pytest.mark.parametrize("text", ["\x00", "‮evil", "😀" * 300, "<script>", "' OR 1=1 --"])
def test_any_text_can_be_looked_for(app, ids, browser, text):
    page = browser(ids.office).see("/secondments", query_string={"q": text})
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_the_agreement_column_counts_signatures_and_links_what_is_signed(app, ids, browser):
    with app.app_context():
        cast = a_world()
        half, whole = an_issued_one(cast), a_signed_one(cast)
        signed(half.agreement.signatories[0])
        ref = whole.ref
    page = browser(ids.office).see("/secondments").text
    assert "1 of 3 signed" in page
    assert f'href="/secondments/{ref}/agreement/v1.pdf"' in page
    assert page.count('type="checkbox" name="pick"') == 1
    assert 'name="pick"' not in browser(ids.trainee).see("/secondments").text


def test_the_register_takes_as_many_queries_for_fifty_cases_as_for_one(app, ids, browser):
    ref = made(app, a_signed_one)
    readers = [browser(x) for x in (ids.office, ids.lead, ids.trainee, ids.dean)]
    one = [queries_of(reader, showing=1) for reader in readers]
    with app.app_context():
        copied(queries.by_ref(ref), 49)
        assert db.session.scalar(select(func.count()).select_from(Secondment)) == 50
    fifty = [queries_of(reader, showing=25) for reader in readers]
    assert [len(sent) for sent in fifty] == [len(sent) for sent in one]
    assert max(len(sent) for sent in fifty) <= 12


def queries_of(reader, *, showing):
    reader.see("/secondments")
    with count_queries() as sent:
        assert len(rows(reader.see("/secondments"))) == showing
    return sent
