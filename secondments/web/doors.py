"""Every page is behind a sign-in unless it is named here, and every door says how it is guarded.

A route that is in none of the tables answers nobody, and a test finds it: see `unguarded`.
"""

from collections.abc import Iterator, Mapping

from flask import Flask, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError
from werkzeug.routing import Rule

from secondments import policy, security_log
from secondments.access import service, sessions
from secondments.access.signed_in import somebody
from secondments.errors import InvalidInput, ProgrammingError
from secondments.web import pages
from secondments.web.typed import page_of, typed

OPEN_TO_ALL = pages.OPEN_TO_ALL | {
    "access.sign_in",
    "access.forgotten",
    "access.letter_on_its_way",
    "access.choose_password",
    "demo.show",
    "demo.enter",
    "demo.letters",
    "static",
}
OWN, VISIBLE = "own", "visible"  # shows only one's own; loads through policy.visible, else 404
SAME = "same"  # the same for everyone who is signed in: nothing about any case

# A page that is looked at: OWN, VISIBLE, SAME, or the action of policy.RULES that it leads to.
PAGES: Mapping[str, str] = {
    "agreements.show": VISIBLE,
    "agreements.read": VISIBLE,
    "agreements.draft": VISIBLE,
    "agreements.issue": "agreement.issue",
    "agreements.take_back": "agreement.reissue",
    "deanery.show": VISIBLE,
    "deanery.paper": "deanery.download",
    "signing.read": OWN,
    "signing.done": OWN,
    "signing.copy": OWN,
    "demo.move_clock": "demo.move_clock",
    "access.account": OWN,
    "access.change_password": OWN,
    "access.typed": OWN,
    "dashboard.show": OWN,
    "dashboard.calendar": VISIBLE,
    "register.show": VISIBLE,
    "pathways.every": SAME,
    "pathways.one": SAME,
    "secondment.show": VISIBLE,
    "secondment.proposal": VISIBLE,
    "secondment.company": VISIBLE,
    "secondment.approvals": VISIBLE,
    "secondment.history": VISIBLE,
    "secondment.files": VISIBLE,
    "secondment.file": "file.download",
    "secondment.remove_file": "file.remove",
    "secondment.nda": "secondment.record_nda",
    "secondment.notes": VISIBLE,
    "secondment.gates": VISIBLE,
    "secondment.confirm_gate": "gate.confirm",
    "secondment.override_gate": "gate.override",
    "secondment.give_up_credit": "gate.give_up_credit",
    "secondment.take_back_gate": "gate.take_back",
    "secondment.new_note": "note.write",
    "secondment.reply": "note.write",
    "secondment.dates": VISIBLE,
    "secondment.earliest_start": OWN,
    "negotiation.table": VISIBLE,
    "negotiation.term": VISIBLE,
    "limits.show": "limits.change",
    "limits.change": "limits.change",
    "negotiation.specials": VISIBLE,
    "negotiation.versions": VISIBLE,
    "negotiation.compare": VISIBLE,
    "negotiation.compare_on_paper": VISIBLE,
    "negotiation.exchange": "agreement.download",
    "negotiation.add_special": "special.word",
    "negotiation.word_special": "special.word",
    "terms.costs": VISIBLE,
    "terms.charge": "secondment.set_charge",
    "clauses.every": "clauses.see",
    "clauses.one": "clauses.see",
    "clauses.number": "clauses.see",
    "clauses.compare": "clauses.see",
    "clauses.edit": "clauses.write",
    "clauses.review": "clauses.approve",
    "rates.show": "rates.see",
    "rates.add": "rates.add",
    "rates.take_out": "rates.take_out",
    "secondment.new": "secondment.begin",
    "secondment.section": "secondment.save",
    "secondment.evidence": "secondment.save",
    "secondment.copy": "secondment.copy",
    "secondment.find_company": "secondment.choose_company",
    "secondment.add_company": "secondment.add_company",
    "companies.confirm": "company.confirm",
    "secondment.check": "secondment.send",
    "secondment.approve": "secondment.return",
    "secondment.withdraw": "secondment.withdraw",
    "secondment.recall": "secondment.recall",
    "secondment.end_early": "secondment.end_early",
    "secondment.reopen": "secondment.reopen",
    "secondment.points": "secondment.answer_points",
    "secondment.condition": "secondment.meet_condition",
    "secondment.appeal": "secondment.appeal",
    "secondment.uphold": "secondment.decide_appeal",
    "register.agreement": "agreement.download",
    "people.settings": OWN,
    "people.organisations": "people.see",
    "people.add_organisation": "people.add_organisation",
    "people.organisation": VISIBLE,
    "rulebooks.rules": "rulebook.change",
    "people.add_person": "people.add_person",
    "people.people": "people.see",
    "people.person": VISIBLE,
    "people.give_role": "people.give_role",
    "people.end_role": "people.end_role",
    "people.leave": "people.leave",
    "cover.show": OWN,
    "cover.arrange": OWN,
    "cover.arrange_for": VISIBLE,
    "cover.arrange_here": "people.set_cover",
    "cover.end": "people.end_cover",
    "secondment.ask_for_another": "secondment.ask_for_another",
    "secondment.replace_approver": "secondment.replace_approver",
    "secondment.replace_lead": "secondment.replace_lead",
}
# What is sent: the action of policy.RULES that its use case asks.
ACTS: Mapping[str, str] = {
    "agreements.issue": "agreement.issue",
    "agreements.take_back": "agreement.reissue",
    "signing.read": "agreement.refuse",
    "signing.sign": "agreement.sign",
    "demo.move_clock": "demo.move_clock",
    "register.zip_of_agreements": "agreement.download_many",
    "secondment.begin": "secondment.begin",
    "secondment.save": "secondment.save",
    "secondment.autosave": "secondment.save",
    "secondment.add_evidence": "file.add",
    "secondment.copy": "secondment.copy",
    "secondment.choose_company": "secondment.choose_company",
    "secondment.add_company": "secondment.add_company",
    "companies.confirm": "company.confirm",
    "secondment.send": "secondment.send",
    "secondment.decide": "secondment.return",
    "secondment.answer": "secondment.answer",
    "secondment.autosave_answers": "secondment.answer",
    "secondment.files": "file.add",
    "secondment.remove_file": "file.remove",
    "secondment.nda": "secondment.record_nda",
    "secondment.confirm_gate": "gate.confirm",
    "secondment.override_gate": "gate.override",
    "secondment.give_up_credit": "gate.give_up_credit",
    "secondment.take_back_gate": "gate.take_back",
    "secondment.new_note": "note.write",
    "secondment.reply": "note.write",
    "secondment.withdraw_note": "note.withdraw",
    "negotiation.start": "terms.accept_many",
    "negotiation.look": "terms.look",
    "negotiation.offer": "terms.move",
    "negotiation.accept": "terms.move",
    "limits.change": "limits.change",
    "negotiation.add_special": "special.word",
    "negotiation.word_special": "special.word",
    "negotiation.agree_special": "special.agree",
    "negotiation.drop_special": "special.drop",
    "negotiation.clear_special": "special.clear",
    "terms.see": "secondment.see_costs",
    "terms.charge": "secondment.set_charge",
    "clauses.edit": "clauses.write",
    "clauses.preview": "clauses.write",
    "clauses.submit": "clauses.submit",
    "clauses.withdraw": "clauses.withdraw",
    "clauses.review": "clauses.approve",
    "rates.add": "rates.add",
    "rates.take_out": "rates.take_out",
    "secondment.withdraw": "secondment.withdraw",
    "secondment.recall": "secondment.recall",
    "secondment.end_early": "secondment.end_early",
    "secondment.reopen": "secondment.reopen",
    "secondment.answer_points": "secondment.answer_points",
    "secondment.meet_condition": "secondment.meet_condition",
    "secondment.appeal": "secondment.appeal",
    "secondment.uphold": "secondment.decide_appeal",
    "access.sign_out": "access.sign_out",
    "access.change_password": "access.change_password",
    "rulebooks.rules": "rulebook.change",
    "people.add_organisation": "people.add_organisation",
    "people.add_person": "people.add_person",
    "people.give_role": "people.give_role",
    "people.end_role": "people.end_role",
    "people.leave": "people.leave",
    "cover.arrange": "people.set_cover",
    "cover.arrange_for": "people.set_cover",
    "cover.arrange_here": "people.set_cover",
    "cover.end": "people.end_cover",
    "secondment.ask_for_another": "secondment.ask_for_another",
    "secondment.replace_approver": "secondment.replace_approver",
    "secondment.replace_lead": "secondment.replace_lead",
    "secondment.take_up": "secondment.take_up",
}
SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
LOOKING = frozenset({"GET"})  # HEAD comes with it, and OPTIONS answers with the methods alone
FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
FORMS_ONLY = "This address takes what its own page sends, and nothing else."
OTHER_HOST = "This service is not reached under that name.\n"


def init_app(app: Flask) -> None:
    app.before_request(_at_the_door)


def unguarded(app: Flask) -> list[str]:
    """What is wrong with the doors of this app, in sentences; nothing in an app that may run."""
    rules = list(app.url_map.iter_rules())
    known = {rule.endpoint for rule in rules}
    return [
        *(sentence for rule in rules for sentence in _gaps(rule)),
        *(
            f"{name} is in a table, and there is no such page."
            for name in sorted({*PAGES, *ACTS} - known)
            if name.partition(".")[0] in app.blueprints
        ),
    ]


def _gaps(rule: Rule) -> Iterator[str]:
    if rule.endpoint in OPEN_TO_ALL:
        return
    methods = rule.methods or set()
    for table, name, ways in ((PAGES, "PAGES", LOOKING), (ACTS, "ACTS", SENDING)):
        if not methods & ways:
            continue
        guard = table.get(rule.endpoint)
        if guard is None:
            yield f"{rule.endpoint} is not in {name}."
        elif guard not in policy.RULES and not (table is PAGES and guard in {OWN, VISIBLE, SAME}):
            yield f"{rule.endpoint} is guarded by {guard}, which is no action of policy.RULES."


def _at_the_door() -> ResponseReturnValue | None:
    if isinstance(request.routing_exception, SecurityError):
        # Without a page of ours: its links would be made of the name that was refused.
        security_log.event("bad_host", status=400)
        return Response(OTHER_HOST, 400, mimetype="text/plain")
    if request.method in SENDING and request.mimetype not in FORMS:
        security_log.event("bad_request", status=400, why="not a form")
        raise InvalidInput(FORMS_ONLY)
    if request.routing_exception is not None or request.endpoint in OPEN_TO_ALL:
        return None
    if request.endpoint not in (ACTS if request.method in SENDING else {*PAGES, *ACTS}):
        raise ProgrammingError(f"{request.method} {request.endpoint} is not in web/doors.py")
    return None if somebody() else _to_sign_in()


def _to_sign_in() -> ResponseReturnValue:
    """Then back to here; what was typed comes along, on the server's side."""
    if request.method not in SENDING:
        wanted = request.full_path if request.query_string else request.path
        return redirect(url_for("access.sign_in", next=wanted))
    page, sent = page_of(request), typed()
    kept = [(answer.label, answer.text) for answer in sent.kept]
    sessions.keep_typed(
        service.Typed(page, pairs=sent.pairs, kept=kept, can_carry=page == request.path)
    )
    return redirect(url_for("access.sign_in", next=page))
