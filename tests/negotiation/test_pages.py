"""The table of terms in browsers: what each side sees, what they can do, what is refused."""

import io
import re
import uuid
import zipfile

import pytest
from sqlalchemy import select

from secondments import clock
from secondments.agreements.downloads import CopyKind, Download
from secondments.catalogue.parameters import PARAMETERS
from secondments.extensions import db
from secondments.secondment.pathways import Side
from secondments.secondment.term_models import TermMove
from secondments.terms.service import set_charge
from tests.builders import a_proposal, an_approved_one, an_issued_one, kept
from tests.negotiation.table import all_usual, says
from tests.secondment.stage import plain

SCRIPT = "<script>alert(1)</script> {{ config }} {% raw %}"


def at(ref, *parts):
    return "/".join([f"/secondments/{ref}/terms", *parts])


def seen_on(stage, who, path):
    """What the form of the page carries: the last of several forms on it."""
    return stage.carried(who, path)["seen"]


def looked_at(stage, ref, seen=""):
    """The office presses the button of the page, or says what an older page would have said."""
    known = str(stage.look(ref, lambda s: len(s.term_moves)))
    browser = stage.as_("office")
    answer = browser.send(at(ref, "looked"), page=at(ref), seen=seen or known)
    assert answer.status_code == 302, answer.text


class TestTheTable:
    def test_each_side_reads_its_own_position_first(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90, reason="A quarter."))
        stage.go_on(ref, lambda cast, s: says(s, cast.office, "delay_max", 60))
        home = plain(stage.sees("office", at(ref)))
        company = plain(stage.sees("lead", at(ref)))
        assert "We say 60 days Amara Osei" in home
        assert home.index("We say 60 days") < home.index(
            "Therapeutics Ltd says 90 days “A quarter.”"
        )
        assert company.index("We say 90 days") < company.index("NHS Trust says 60 days")

    def test_progress_counts_what_both_sides_have_said(self, stage):
        ref = stage.play(an_approved_one)
        assert "0 of" in plain(stage.sees("lead", at(ref)))
        stage.go_on(ref, lambda cast, s: all_usual(s, cast.office, cast.lead))
        page = plain(stage.sees("lead", at(ref)))
        number = stage.look(ref, lambda s: len(s.table.negotiated))
        assert f"{number} of {number} terms agreed" in page

    def test_only_what_changed_since_one_last_looked_is_marked(self, stage):
        ref = stage.play(an_approved_one)
        looked_at(stage, ref)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90))
        first = plain(stage.sees("office", at(ref)))
        assert "Since you last looked" in first
        assert "Longest delay of publication : 90 days" in first
        assert "Since you last looked" in plain(stage.sees("office", at(ref)))
        looked_at(stage, ref)
        last = plain(stage.sees("office", at(ref)))
        assert "Since you last looked" not in last
        assert "I have seen these" not in last

    def test_a_page_that_was_open_for_longer_takes_nothing_back(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90))
        looked_at(stage, ref)
        looked_at(stage, ref, seen="0")
        assert "I have seen these" not in stage.sees("office", at(ref))
        looked_at(stage, ref, seen="99999")
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 120))
        assert "Since you last looked" in stage.sees("office", at(ref))

    def test_a_reader_who_settles_nothing_reads_and_has_no_buttons(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90))
        for who in ("trainee", "supervisor", "dean"):
            page = stage.sees(who, at(ref))
            assert "You can read every step here" in page
            assert (
                page.partition("<main")[2].count("<button") == page.count("I have seen these") == 1
            )

    def test_the_company_sees_no_table_before_it_is_told(self, stage):
        ref = stage.play(a_proposal)
        assert stage.asks("lead", at(ref)) == 404
        assert "come to the table when the home side has approved" in stage.sees("office", at(ref))

    def test_another_company_finds_nothing(self, stage):
        ref = stage.play(an_approved_one)
        for path in (at(ref), at(ref, "delay_max"), at(ref, "special"), at(ref, "versions")):
            assert stage.asks("Nadia Brandt", path) == 404

    def test_rates_that_are_kept_back_are_on_no_table(self, stage):
        ref = stage.play(an_approved_one)

        def hide(cast, s):
            set_charge(
                s,
                by=cast.office,
                revision=s.revision,
                months=None,
                vat_treatment=None,
                hides_rates=True,
                message="The pay point is nobody’s business.",
            )

        stage.go_on(ref, hide)
        assert "pension contribution" not in stage.sees("lead", at(ref))
        assert stage.asks("lead", at(ref, "ni_rate")) == 404
        assert stage.asks("lead", at(ref, "pension_rate")) == 404

    def test_five_hundred_moves_ask_the_database_twelve_times_at_most(self, stage, queries_of):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, many_moves)
        stage.sees("office", at(ref))
        for who in ("office", "lead"):
            stage.sees(who, "/account")
            for _ in ("while all of it is new", "once it was seen"):
                with queries_of(stage.app) as asked:
                    stage.sees(who, at(ref))
                assert len(asked) <= 12, "\n".join(one[:90] for one in asked)


def many_moves(cast, s):
    names = [term.name for term in s.table.negotiated if hasattr(term.parameter, "least")]
    begun = len(s.term_moves)
    sides = [(Side.HOME, cast.office), (Side.COMPANY, cast.lead)]
    kept(
        *(a_move(s, begun + nth, names[nth % len(names)], *sides[nth % 2]) for nth in range(1, 501))
    )


def a_move(s, number, name, side, person):
    parameter = PARAMETERS[name]
    return TermMove(
        id=uuid.uuid4(),
        secondment_id=s.id,
        number=number,
        parameter=name,
        side=side,
        value=str(parameter.least) if parameter.unit in {"£", "%"} else int(parameter.least),
        from_proposal=False,
        person_id=person.id,
        at=clock.now(),
    )


class TestOneTerm:
    def test_an_offer_is_made_answered_and_settled(self, stage):
        ref = stage.play(an_approved_one)
        path = at(ref, "delay_max")
        offer = {"value": "90", "firmness": "will_not", "reason": "Filing takes a quarter."}
        assert stage.sends("lead", path, **offer).status_code == 302
        assert "Filing takes a quarter." in stage.sees("office", path)
        seen = seen_on(stage, "office", path)
        assert stage.sends("office", f"{path}/accept", _carried={"seen": seen}).status_code == 302
        page = plain(stage.sees("lead", path))
        assert "Agreed 90 days" in page
        assert "Agreed by this" in page

    def test_a_value_out_of_bounds_is_refused_and_kept(self, stage):
        ref = stage.play(an_approved_one)
        answer = stage.sends(
            "lead", at(ref, "delay_max"), value="181", firmness="open", reason="Half a year."
        )
        assert answer.status_code == 400
        assert "Give a whole number of days, from 0 to 180." in answer.text
        assert 'value="181"' in answer.text
        assert "Half a year." in answer.text

    @pytest.mark.parametrize("value", ["1e309", "NaN", "٩٠", "90.5", "", "--", "90; DROP"])
    def test_what_is_no_number_is_refused(self, stage, value):
        ref = stage.play(an_approved_one)
        answer = stage.sends("lead", at(ref, "delay_max"), value=value, firmness="open")
        assert answer.status_code == 400

    def test_whoever_comes_second_is_told_and_nothing_is_lost(self, stage):
        ref = stage.play(an_approved_one)
        path = at(ref, "delay_max")
        carried = stage.carried("office", path)
        stage.sends("lead", path, value="90", firmness="open")
        answer = stage.sends(
            "office", path, _carried=carried, value="75", firmness="open", reason="Ten weeks."
        )
        assert answer.status_code == 409
        assert "was moved by Dr Marc Lindqvist while you were reading" in answer.text
        assert "Ten weeks." in answer.text
        assert stage.look(ref, lambda s: s.table.terms["delay_max"].position("home")) is None

    def test_who_approves_again_is_said_before_it_is_accepted(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "notice_weeks", 6))
        page = plain(stage.sees("office", at(ref)))
        assert "If you accept this, these decide again: Sunita Bhatt." in page
        assert "these decide again" in plain(stage.sees("office", at(ref, "notice_weeks")))

    def test_a_company_is_not_told_who_approves_on_the_other_side(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.office, "notice_weeks", 6))
        page = plain(stage.sees("lead", at(ref)))
        assert "the approvers at Kingsmere University Hospitals NHS Trust" in page
        assert "Sunita Bhatt" not in page

    def test_what_is_outside_policy_has_a_reason_and_no_button(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "liability_cap", "none"))
        page = plain(stage.sees("office", at(ref)))
        assert "Outside policy: needs legal" in page
        assert "You cannot accept this yourself" in page
        seen = seen_on(stage, "adviser", at(ref, "liability_cap"))
        path = at(ref, "liability_cap", "accept")
        assert stage.sends("office", path, _carried={"seen": seen}).status_code == 403
        assert stage.sends("adviser", path, _carried={"seen": seen}).status_code == 302

    def test_a_fixed_contract_keeps_its_history_and_takes_no_offer(self, stage):
        ref = stage.play(an_issued_one)
        page = stage.sees("lead", at(ref, "delay_max"))
        assert "Send offer" not in page
        answer = stage.sends("lead", at(ref, "delay_max"), value="90", firmness="open", seen="0")
        assert answer.status_code == 409

    @pytest.mark.parametrize("name", ["nothing", "delay_max%00", "../x", "__class__"])
    def test_what_is_no_term_is_not_found(self, stage, name):
        ref = stage.play(an_approved_one)
        assert stage.asks("office", at(ref, name)) == 404


class TestManyAtOnce:
    def test_both_sides_take_what_is_usual(self, stage):
        ref = stage.play(an_approved_one)
        for who in ("office", "lead"):
            assert stage.sends(who, at(ref), start="usual").status_code == 302
        assert stage.look(ref, lambda s: len(s.table.open)) == 0

    def test_nothing_chosen_is_said_at_the_question(self, stage):
        ref = stage.play(an_approved_one)
        answer = stage.sends("office", at(ref))
        assert answer.status_code == 400
        assert "Choose what you accept" in answer.text

    def test_the_terms_of_the_last_agreement_are_offered(self, stage):
        """Signed by all with the same company: only then is there one to begin with."""
        ref = stage.play(an_approved_one)
        assert "What was agreed last" not in stage.sees("office", at(ref))


class TestSpecialConditions:
    TEXT = "The Host may use the cell bank.\n\nمرحبا 👩‍🔬 " + SCRIPT  # noqa: RUF001

    def test_it_is_worded_marked_up_agreed_and_cleared(self, stage):
        ref = stage.play(an_approved_one)
        new = at(ref, "special", "new")
        sent = stage.sends("lead", new, title="Cell bank", text=self.TEXT, reason="Project two.")
        assert sent.status_code == 302
        page = stage.sees("office", at(ref, "special"))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ config }}" in page
        word = at(ref, "special", "1", "word")
        other = "The Host may use the cell bank for project two."
        assert stage.sends("office", word, title="Cell bank", text=other).status_code == 302
        marked = plain(stage.sees("lead", at(ref, "special")))
        assert "cell taken out: bank." in marked
        assert "put in: bank for project two." in marked
        for who, act in (("lead", "agree"), ("adviser", "clear")):
            answer = stage.sends(who, at(ref, "special", "1", act), _carried={"seen": "2"})
            assert answer.status_code == 302, answer.text
        assert "cleared by legal: Priti Raman" in plain(stage.sees("lead", at(ref, "special")))

    def test_one_that_is_too_long_is_refused_and_kept(self, stage):
        ref = stage.play(an_approved_one)
        answer = stage.sends("lead", at(ref, "special", "new"), title="Long", text="a " * 100_000)
        assert answer.status_code == 400
        assert "Use at most 20,000 characters: there are 200,000 now" in plain(answer.text)
        assert "a a a a" in answer.text

    def test_hidden_direction_marks_are_refused(self, stage):
        ref = stage.play(an_approved_one)
        answer = stage.sends(
            "lead", at(ref, "special", "new"), title="Cell bank", text="The Host \u202epays."
        )
        assert answer.status_code == 400
        assert "hidden characters that change the direction" in answer.text

    @pytest.mark.parametrize("who", ["trainee", "dean", "host_signatory"])
    def test_nobody_else_words_one(self, stage, who):
        ref = stage.play(an_approved_one)
        assert stage.asks(who, at(ref, "special", "new")) == 403


class TestVersions:
    def test_any_two_are_compared_on_a_page_and_on_paper(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90))
        stage.go_on(ref, lambda cast, s: says(s, cast.office, "delay_max", 90))
        page = plain(stage.sees("lead", at(ref, "versions")))
        assert "Version 2" in page
        compared = plain(stage.sees("lead", at(ref, "compare?from=2&to=1")))
        assert "Longest delay of publication 60 days 90 days" in compared
        answer = stage.as_("lead").see(at(ref, "compare.pdf?from=1&to=2"))
        assert answer.data.startswith(b"%PDF-")

    @pytest.mark.parametrize("asked", ["from=1&to=9", "from=x&to=1", "", "from=1e9&to=2"])
    def test_a_version_that_is_not_there_is_not_found(self, stage, asked):
        ref = stage.play(an_approved_one)
        assert stage.asks("lead", at(ref, f"compare?{asked}")) in {400, 404}

    def test_a_company_is_not_told_who_did_what_on_the_other_side(self, stage):
        ref = stage.play(an_approved_one)
        assert "Sunita Bhatt" in stage.sees("office", at(ref, "versions"))
        assert "Sunita Bhatt" not in stage.sees("lead", at(ref, "versions"))


class TestLimits:
    def test_an_organisation_sets_its_own_and_the_other_never_reads_them(self, stage):
        ref = stage.play(an_approved_one)
        trust, company = stage.id_of("employer"), stage.id_of("company")
        page = f"/settings/limits/{company}/notice_weeks"
        assert stage.sends("legal", page, least="4", most="6").status_code == 302
        assert "4 weeks to 6 weeks" in stage.sees("legal", f"/settings/limits/{company}")
        assert "your policy: 4 weeks to 6 weeks" in stage.sees("lead", at(ref, "notice_weeks"))
        assert "4 weeks to 6 weeks" not in stage.sees("office", at(ref, "notice_weeks"))
        assert stage.asks("office", f"/settings/limits/{company}") == 404
        assert stage.asks("lead", f"/settings/limits/{company}") == 403
        assert stage.asks("legal", f"/settings/limits/{trust}") == 404

    def test_choices_that_are_all_allowed_are_no_limit(self, stage):
        company = stage.id_of("company")
        page = f"/settings/limits/{company}/register_public"
        stage.sends("legal", page, allowed="yes")
        assert "yes" in plain(stage.sees("legal", f"/settings/limits/{company}"))
        answer = stage.as_("legal").client.post(
            page, data={**stage.carried("legal", page), "allowed": ["yes", "no"]}
        )
        assert answer.status_code == 302
        assert "No limit of your own" in stage.sees("legal", f"/settings/limits/{company}")


class TestTracing:
    def test_each_figure_of_the_text_leads_to_its_history_and_back(self, stage):
        ref = stage.play(an_issued_one)
        page = stage.sees("lead", f"/secondments/{ref}/agreement/read")
        assert f'<a class="fact" href="{at(ref, "delay_max")}">60 days</a>' in page
        term = stage.sees("lead", at(ref, "delay_max"))
        assert "Agreed by this" in term
        assert f'href="/secondments/{ref}/agreement/read#at-CL18"' in term
        assert "may ask for a delay of at most 60 days" in plain(term)

    def test_every_link_of_the_text_is_answered(self, stage):
        ref = stage.play(an_issued_one)
        for who in ("lead", "trainee"):
            page = stage.sees(who, f"/secondments/{ref}/agreement/read")
            links = set(re.findall(r'<a class="fact" href="([^"]+)"', page))
            assert len(links) > 30
            for link in links:
                assert stage.asks(who, link) == 200, link

    def test_a_term_without_words_stands_where_it_decides(self, stage):
        ref = stage.play(an_issued_one)
        assert "Results may be used in a thesis" in stage.sees("lead", at(ref, "thesis_allowed"))

    def test_a_fact_says_where_it_comes_from(self, stage):
        ref = stage.play(an_issued_one)
        page = plain(stage.sees("trainee", at(ref, "first_day")))
        assert "4 August 2027" in page
        assert "It comes from the proposal" in page


class TestExchange:
    """What a lawyer outside gets: a copy that is never signed."""

    def test_the_newest_text_and_what_changed_come_as_word_files(self, stage):
        ref = stage.play(an_approved_one)
        stage.go_on(ref, lambda cast, s: says(s, cast.lead, "delay_max", 90))
        stage.go_on(ref, lambda cast, s: says(s, cast.office, "delay_max", 90))
        clean = stage.as_("legal").see(at(ref, "exchange.docx"))
        assert clean.headers["Content-Disposition"].endswith("-v2-for-review.docx")
        assert "a delay of at most 90 days" in words_of(clean.data).replace("\u00a0", " ")
        marked = stage.as_("adviser").see(at(ref, "exchange.docx?from=1&to=2"))
        body = document_xml(marked.data)
        assert re.search(r"<w:del .*?60.*?</w:del>", body, re.DOTALL)
        assert re.search(r"<w:ins .*?90.*?</w:ins>", body, re.DOTALL)
        kinds = stage.look(ref, lambda _s: [d.kind for d in downloads_taken()])
        assert kinds == [CopyKind.EXCHANGE, CopyKind.EXCHANGE]

    def test_there_is_none_before_the_company_is_told(self, stage):
        ref = stage.play(a_proposal)
        assert stage.asks("office", at(ref, "exchange.docx")) == 409
        assert stage.asks("lead", at(ref, "exchange.docx")) == 404


def downloads_taken():
    return db.session.scalars(select(Download)).all()


def document_xml(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read("word/document.xml").decode()


def words_of(content):
    return plain(document_xml(content))
