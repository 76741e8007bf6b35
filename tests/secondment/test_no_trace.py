"""A word said and kept without the other side is nowhere to be found by them.

Every route that answers GET is walked with every id there is; then the letters, the ZIP, the
documents and a refused form.
"""

import io
import uuid
import zipfile
from decimal import Decimal

import pikepdf
from sqlalchemy import select

from secondments import jobs
from secondments.agreements.models import Agreement
from secondments.demo import cases
from secondments.extensions import db
from secondments.letters import Letter
from secondments.secondment import service
from secondments.secondment.file_models import CaseFile
from secondments.secondment.note_models import Note
from tests.builders import PASSWORD, an_agreed_one, an_approved_one
from tests.secondment.shelves import a_file, a_note, a_pdf

WORD = "zqprivatexvw"
OFFICERS_WORD = "zqofficersxvw"
COMPANY_WORD = "zqcompanyxvw"


def planted(app, cast, s):
    """Private notes and files, with the word in text, name and content; and the company's note."""
    content = a_pdf(Lang=WORD)
    called = {cast.dean.id, cast.office.id}
    a_note(s, cast.trainee, "home", WORD, mentioned=called)
    a_note(s, cast.supervisor, "officers", f"{WORD} {OFFICERS_WORD}", mentioned=called)
    for readers, kind in (("home", "cv"), ("deanery", "visa"), ("everyone", "research_outline")):
        a_file(s, cast.trainee, readers, kind, name=WORD, content=content)
    a_note(s, cast.lead, "company", COMPANY_WORD, mentioned={cast.legal.id})
    if app is not None:
        jobs.run_due(app)
    return s


def signed_by_all(app, cast, s):
    cases.issue(cases.Stage(cast, s, PASSWORD))
    jobs.run_due(app)
    for part in ("trainee", "employer_signatory", "host_signatory"):
        cases.sign(part)(cases.Stage(cast, s, PASSWORD))
    jobs.run_due(app)
    return s


def addresses(stage, ref):
    """Every address of the url map, with every id of the database in each place."""
    with stage.app.app_context():
        models = (CaseFile, Note, Agreement)
        ids = [str(x) for m in models for x in db.session.scalars(select(m.id))]
    known = {
        "ref": [ref],
        "version": ["1"],
        "number": ["1"],
        "readers": ["home", "officers", "company"],
    }
    places = stage.app.url_map.bind("localhost")
    for rule in stage.app.url_map.iter_rules():
        # The demonstration shows every letter to anyone: they are looked at by themselves.
        if "GET" not in rule.methods or rule.endpoint.partition(".")[0] in {"static", "demo"}:
            continue
        filled = [{}]
        for name in sorted(rule.arguments - set(rule.defaults or ())):
            offered = getattr(rule._converters[name], "items", None)  # <any(you, company):code>
            choices = known.get(name, offered or [*ids, str(uuid.UUID(int=1))])
            filled = [one | {name: choice} for one in filled for choice in choices]
        yield from (places.build(rule.endpoint, fitted(rule, one)) for one in filled)


def fitted(rule, values):
    kinds = {"UUIDConverter": uuid.UUID, "IntegerConverter": int}
    found = {name: type(rule._converters[name]).__name__ for name in values}
    values = {name: kinds.get(found[name], str)(value) for name, value in values.items()}
    return values | (rule.defaults or {})


def opened(answer) -> str:
    """What an answer says, with its headers, and inside a PDF or a ZIP."""
    parts = [answer.data]
    if answer.data.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        parts = [archive.read(name) for name in archive.namelist()]
    said = [str(answer.headers), *(part.decode("latin-1") for part in parts)]
    for part in parts:
        if part.startswith(b"%PDF"):
            with pikepdf.open(io.BytesIO(part)) as pdf:
                said += [repr(x) for x in pdf.objects]
                said += [x.read_bytes().decode("latin-1") for x in pdf.objects if is_text(x)]
    return "\n".join(said)


def is_text(part) -> bool:
    return isinstance(part, pikepdf.Stream) and "/Subtype" not in part


def nothing_seen(stage, who, ref, word):
    """How many pages and documents were looked at."""
    seen = []
    for address in addresses(stage, ref):
        answer = stage.as_(who).see(address)
        assert answer.status_code < 500, address
        assert word not in opened(answer), address
        seen += [address] if answer.status_code == 200 else []
    found = stage.as_(who).see(f"/secondments?q={word}")
    assert ref not in found.text
    return seen


def test_what_one_side_says_and_keeps_is_nowhere_to_be_found_by_the_other(stage):
    ref = stage.play(
        lambda cast: signed_by_all(stage.app, cast, planted(stage.app, cast, an_agreed_one(cast)))
    )
    seen = nothing_seen(stage, "lead", ref, WORD)
    for ending in ("", "/files", "/notes", "/history", "/agreement/draft.pdf", "/agreement/v1.pdf"):
        assert f"/secondments/{ref}{ending}" in seen
    nothing_seen(stage, "trainee", ref, OFFICERS_WORD)
    nothing_seen(stage, "office", ref, COMPANY_WORD)
    no_count_hints_at_it(stage, ref)
    no_letter_says_it(stage)
    no_log_names_it(stage, ref)
    no_zip_holds_it(stage, ref)


def no_count_hints_at_it(stage, ref):
    for page in ("", "/files", "/notes", "/history", "/costs"):
        text = stage.sees("lead", f"/secondments/{ref}{page}")
        assert "Files <span" not in text, page
        assert 'Notes <span class="count">(1)' in text, page  # the company's own
    assert 'Notes <span class="count">(1)' in stage.sees("trainee", f"/secondments/{ref}")


def no_letter_says_it(stage):
    with stage.app.app_context():
        for letter in db.session.scalars(select(Letter)):
            for word in (WORD, OFFICERS_WORD, COMPANY_WORD):
                assert word not in letter.subject + letter.body, letter.event


def no_log_names_it(stage, ref):
    for who in ("lead", "trainee", "employer_signatory"):
        history = stage.sees(who, f"/secondments/{ref}/history")
        for trace in ("You are mentioned", "wrote a note", "added a file", "changed something"):
            assert trace not in history, (who, trace)


def no_zip_holds_it(stage, ref):
    browser = stage.as_("office")
    token = browser.token("/secondments")
    answer = browser.client.post("/register/zip", data={"csrf_token": token, "pick": ref})
    assert answer.status_code == 200
    for word in (WORD, COMPANY_WORD):
        assert word not in opened(answer)
    answer.close()


def test_the_refusal_of_a_stale_form_tells_a_company_nothing_of_it(stage):
    def late(cast):
        s = an_approved_one(cast)
        service.see_costs(s, by=cast.lead, revision=s.revision, total=Decimal(1))
        return planted(stage.app, cast, s)

    ref = stage.play(late)
    carried = stage.carried("lead", f"/secondments/{ref}/company")
    stage.go_on(ref, answered)
    answer = stage.sends("lead", f"/secondments/{ref}/company", carried, site="Ashby Wharf")
    assert answer.status_code == 409
    for trace in (WORD, "note", "added a file", "changed something"):
        assert trace not in answer.text, trace


def answered(cast, s):
    cases.answer(cases.Stage(cast, s, PASSWORD))
    planted(None, cast, s)
