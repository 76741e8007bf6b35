"""Every page of the service, and who looks at it: what axe and narrow screens go through.

`{name}` is filled from the gallery. Add each new page of the service: a test asks for it.
"""

from collections.abc import Mapping, Sequence

from secondments.secondment.sections import SECTIONS
from tests.journeys import acts

NOBODY = "nobody"
COMMON = ("/", "/secondments")
CASE = (
    *("", "/proposal", "/company", "/dates", "/costs", "/approvals", "/gates", "/agreement"),
    *("/files", "/notes", "/history"),
)
PAPERS = "/deanery"
TABLE = (
    *("/terms", "/terms/delay_max", "/terms/excluded_tasks", "/terms/thesis_allowed"),
    *("/terms/special", "/terms/special/new", "/terms/versions"),
)
OVER, SIGNED_AND_OVER = ("", "/history"), ("", "/agreement", "/history")
# Shown to some reader further down; this is what answers GET and is no page of HTML, with why.
NO_PAGES = {
    "static": "files",
    "pages.health": "JSON for machines",
    "agreements.draft": "a PDF",
    "deanery.paper": "a PDF",
    "negotiation.compare_on_paper": "a PDF",
    "negotiation.exchange": "a Word file",
    "register.agreement": "a PDF",
    "secondment.file": "a file to keep",
    "signing.copy": "a PDF",
    "people.settings": "leads to people.organisations",
    "secondment.give_up_credit": "no pathway claims credit: see test_gate_pages.py",
    "access.choose_password": "its address comes by letter: see test_axe.py",
    "access.second_step": "after a password, for those with an app: see test_ways_in.py",
    "factors.set_up": "for those with a password or an invitation alone: see test_ways_in.py",
    "factors.remove_passkey": "for those who have one: see test_ways_in.py",
    "joining.finish": "its address comes by letter: see test_ways_in.py",
    "joiners.one": "for those who join themselves: see test_ways_in.py",
    "invitations.read": "its address comes by letter: see test_ways_in.py",
    "invitations.recovery": "its address comes by letter: see test_ways_in.py",
    "signing.sign": "leads to signing.read, but for who comes back from a provider",
    "providers.back": "where a provider sends people back to: see test_provider.py",
    "providers.link": "there is no provider: see test_provider.py",
    "providers.unlink": "there is no provider: see test_provider.py",
}


def of(ref: str, *parts: str) -> tuple[str, ...]:
    return tuple(f"/secondments/{{{ref}}}{part}" for part in parts or CASE)


TOUR: Mapping[str, Sequence[str]] = {
    NOBODY: (
        *("/sign-in", "/forgotten-password", "/forgotten-password/sent", "/demo", "/help"),
        *("/join", "/join/sent"),
        "/demo/letters",
        *("/accessibility", "/privacy", "/contact"),
    ),
    acts.TRAINEE: (
        *(*COMMON, "/calendar", "/account", "/account/password", "/account/typed", "/demo/clock"),
        *(f"/account/security{x}" for x in ("", "/passkey", "/app", "/app/remove", "/codes")),
        *("/account/sessions", "/account/set-up/password", "/account/data"),
        *("/pathways", "/pathways/trainee_credited", "/pathways/public_health"),
        *("/secondments/new", *of("blank", "", "/proposal", "/proposal/check", "/dates")),
        *of("blank", *(f"/proposal/company/{x}" for x in ("find", "find?q=health", "find?q=zz"))),
        *of("blank", "/proposal/company", "/proposal/company/add?q=Zephyrin"),
        "/secondments/earliest-start",
        "/secondments/earliest-start?body={deanery}&credit=yes",
        *of("short notice", "/proposal/dates", "/proposal/you", "/proposal/check", "/dates"),
        *of("draft", *(f"/proposal/{section}" for section in SECTIONS)),
        *of("draft", "/proposal/check", "/withdraw", "/copy", PAPERS),
        *of("returned", "", "/proposal", "/proposal/check", "/approvals", "/history"),
        *of("proposed", "/recall", "/files", "/notes"),
        *of("draft", "/files", "/files/{file}/remove", "/notes/new/home"),
        *of("returned", "/proposal/points", "/proposal/dates", "/proposal/work"),
        *of("conditional", "", "/approvals"),
        *of("declined", "/appeal"),
        *of("Dr Nandakumar, company_agreed", *CASE, PAPERS),
        *of("returned", PAPERS),
        *(*of("declined", *OVER), *of("withdrawn", *SIGNED_AND_OVER), *of("lapsed", *OVER)),
    ),
    acts.SUPERVISOR: (
        *(*COMMON, *of("short notice sent", "/approve", "/dates")),
        *of("proposed", "", "/approve", "/proposal", "/not-mine"),
        *of("returned", *OVER),
        *of("conditional", "/approvals", "/conditions/1"),
    ),
    acts.DIRECTOR: (*COMMON, *of("resent", "", "/approve", "/history", PAPERS)),
    acts.DEAN: (
        *("/account/cover", "/account/cover/new", "/account/cover/{cover}/end"),
        *COMMON,
        *of("Dr Reid, proposed", "", "/approve", "/proposal", "/approvals"),
    ),
    acts.RELEASE: (
        *(*COMMON, *of("Dr Reid, proposed", "", "/approve", "/costs")),
        *of("Dr Haddad, contract_issued", "/gates", "/gates/dbs_oh/confirm"),
        *of("Dr Haddad, contract_issued", "/gates/dbs_oh/override"),
        *of("Dr Prosser, contract_issued", "", "/gates", "/gates/dbs_oh/take-back"),
    ),
    acts.LEAD: (
        *(*COMMON, "/calendar", *of("declined", *OVER)),
        *(*of("approved"), *of("answered", "", "/approve")),
        *(*of("completed", *SIGNED_AND_OVER), *of("direct", "/costs"), *of("split", "/costs")),
        *of("conditional", "", "/approvals"),
        *of("approved", "/replace-lead"),
    ),
    acts.COMPLIANCE: (*COMMON, *of("led", "", "/approve", "/proposal", "/costs")),
    acts.LEGAL: (
        *(*COMMON, *of("checked", "", "/approve", "/agreement", "/history")),
        *of("Dr Prosser, contract_issued", "", "/gates"),
    ),
    acts.OFFICE: (
        *(*COMMON, "/calendar", "/secondments?view=signing", "/secondments?q=nobody"),
        *of("Dr Nandakumar, company_agreed", *CASE, "/issue"),
        *of("Dr Haddad, contract_issued", "", "/gates", "/agreement", "/history", "/take-back"),
        *of("Dr Haddad, contract_issued", "/gates/visa/confirm", "/gates/indemnity/confirm"),
        *of("Dr Weiss, active", *CASE, "/end-early", "/agreement/read"),
        *(*of("lapsed", *OVER, "/reopen"), *of("withdrawn", *SIGNED_AND_OVER)),
        *(*of("ended early", *SIGNED_AND_OVER), *of("split", "/costs", "/costs/charge")),
        *of("direct", "/costs", "/costs/charge"),
        *of("Dr Weiss, active", "/nda", "/notes/new/officers", "/notes/{note}/reply"),
        *of("appealed", "", "/decide-appeal", "/approvals"),
        *("/settings/organisations", "/settings/organisations/new", "/settings/people"),
        *("/settings/organisations/{trust}", "/settings/organisations/{trust}/people/new"),
        *("/settings/people/{priya}", "/settings/people/{priya}/roles/new"),
        *("/settings/people/{priya}/cover", *of("Dr Reid, proposed", "/cover")),
        *("/settings/people/{priya}/access", "/settings/joining"),
        "/settings/organisations/{trust}/people/import",
        *of("Dr Reid, proposed", "/replace-approver"),
        *("/companies/{added}", "/companies/{added}?q=health"),
        *of("Dr Kaye, supervisor_approved", "/terms", "/terms/ip_model", "/terms/special/1/word"),
        *of("Dr Nandakumar, company_agreed", "/terms/first_day"),
        *of("Dr Rahman, active", "/terms/ip_model", "/terms/special", "/terms/compare?from=1&to=3"),
        *("/settings/limits/{trust}", "/settings/limits/{trust}/delay_max"),
        "/settings/limits/{trust}/ip_model",
    ),
    "Nadia Brandt": of("Dr Kaye, supervisor_approved", *TABLE),
    "Dr Freya Nygaard": of(
        "Dr Nygaard, draft", "", "/proposal", "/proposal/company", "/proposal/company/add"
    ),
    acts.EMPLOYER_SIGNATORY: (
        *(*COMMON, *of("Dr Haddad, contract_issued", "", "/agreement")),
        *("/sign/{seat of Daniel Reyes}", "/sign/{seat of Daniel Reyes}/done"),
    ),
    "Dr Leila Haddad": (
        *("/", "/sign/{seat of Dr Leila Haddad}/done"),
        *of("ended early", *SIGNED_AND_OVER),
    ),
    "Gethin Parry": ("/settings/clauses/CL13/2", "/settings/clauses/CL13/2/review"),
    "Dr Jonas Weiss": (*COMMON, *of("completed", *SIGNED_AND_OVER)),
    "Rosa Iglesias": (
        *("/", "/secondments", "/settings/organisations", "/settings/people"),
        *("/settings/people/{priya}", "/settings/organisations/{trust}"),
        *("/settings/rates", "/settings/rates/new", "/settings/rates/{rate}/take-out"),
        *("/settings/people/{priya}/leave", "/settings/roles/{role}/end"),
        *("/settings/organisations/{deanery}/rules", "/settings/organisations/{trust}/rules"),
        *("/settings/clauses", "/settings/clauses/CL18", "/settings/clauses/CL25"),
        *("/settings/clauses/CL25/1", "/settings/clauses/CL25/2", "/settings/clauses/CL13/2"),
        *("/settings/clauses/CL25/compare?before=1&after=2", "/settings/clauses/CL23/edit"),
    ),
}

# Axe looks at theirs on a narrow screen as well: the pages around, the forms, the case, settings.
ON_A_TELEPHONE = (NOBODY, acts.TRAINEE, acts.LEAD, "Nadia Brandt", acts.DEAN, "Rosa Iglesias")


def paths_of(who: str, found: Mapping[str, str]) -> list[str]:
    """Where this person goes, in the gallery at hand."""
    return [path.format_map(found) for path in TOUR[who]]
