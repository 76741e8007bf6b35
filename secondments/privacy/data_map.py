"""The map of personal data: every table, what it is about, why it is kept and for how long.

A test holds it equal to the tables there are; docs/personal-data.md is made from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Who a row is meant for; it decides what is logged, mailed and handed out."""

    PUBLIC = "Anyone signed in"
    AGREEMENT = "The parties of the secondment"
    HOME = "The home side, in parts"
    NOTE = "The readers its writer chose"
    ACCOUNT = "The person and those who look after accounts"
    PROOF = "Nobody: it proves who somebody is"
    NONE = "Nothing about people"


ACCOUNT, CASE = "While the account is open, then 2 years", "6 years after the secondment ended"
TRAIL, BRIEFLY = "As long as the agreement it proves", "Hours to weeks: swept by itself"
LAWFUL = "As long as the law asks for contracts"


@dataclass(frozen=True)
class Kept:
    """`owners` are the columns that say whose a row is: a copy of one's data has those rows.

    `of_the_applicant`: rows of one's own secondments are one's own as well. `secret` columns are
    handed to nobody.
    """

    level: Level
    why: str
    how_long: str
    owners: Sequence[str] = ()
    of_the_applicant: bool = False
    secret: Sequence[str] = ()


MAP: Mapping[str, Kept] = {
    "person": Kept(Level.AGREEMENT, "To know who decides and signs", ACCOUNT, ("id",)),
    "membership": Kept(Level.AGREEMENT, "To know who may do what", ACCOUNT, ("person_id",)),
    "cover": Kept(Level.HOME, "To know who decides for whom", ACCOUNT, ("person_id", "cover_id")),
    "join_request": Kept(Level.ACCOUNT, "To confirm who somebody is", ACCOUNT, ("person_id",)),
    "organisation": Kept(Level.PUBLIC, "To name the parties", LAWFUL),
    "secondment": Kept(Level.AGREEMENT, "The secondment itself", CASE, ("applicant_id",)),
    "proposal": Kept(Level.HOME, "To decide on it", CASE, of_the_applicant=True),
    "sent": Kept(Level.HOME, "What was proposed, as sent", CASE, ("by_id",), of_the_applicant=True),
    "beginning": Kept(Level.HOME, "What was carried over", CASE, of_the_applicant=True),
    "added_company": Kept(Level.HOME, "To list a company", CASE, of_the_applicant=True),
    "company_answers": Kept(Level.AGREEMENT, "What the company says", CASE, ("host_manager_id",)),
    "turn": Kept(Level.AGREEMENT, "Whose turn it is", CASE, ("person_id", "on_behalf_of_id")),
    "vote": Kept(Level.HOME, "Who decided what", CASE, ("person_id", "on_behalf_of_id")),
    "condition": Kept(Level.HOME, "What an approval depends on", CASE, ("met_by_id",)),
    "return_point": Kept(Level.HOME, "What was asked to be changed", CASE, ("person_id",)),
    "appeal": Kept(Level.HOME, "To decide again", CASE, of_the_applicant=True),
    "overdue": Kept(Level.HOME, "To remind of late steps", CASE),
    "gate_entry": Kept(Level.AGREEMENT, "What must be there before the start", CASE, ("by_id",)),
    "case_file": Kept(Level.NOTE, "Files for chosen readers", CASE, ("by_id",)),
    "file_copy": Kept(Level.HOME, "Who took a copy", CASE, ("person_id",)),
    "note": Kept(Level.NOTE, "Notes for chosen readers", CASE, ("by_id",)),
    "mention": Kept(Level.NOTE, "Who was asked to read a note", CASE, ("person_id",)),
    "term_move": Kept(Level.AGREEMENT, "Who offered which terms", CASE, ("person_id",)),
    "terms_version": Kept(Level.AGREEMENT, "The terms as they stood", CASE, ("by_id",)),
    "special": Kept(Level.AGREEMENT, "Special conditions", CASE, ("dropped_by_id",)),
    "special_text": Kept(Level.AGREEMENT, "Their wording", CASE, ("person_id",)),
    "glance": Kept(Level.ACCOUNT, "What one has seen at the table", CASE, ("person_id",)),
    "policy_limit": Kept(Level.HOME, "Limits of an organisation", LAWFUL, ("set_by_id",)),
    "rule_version": Kept(Level.HOME, "Rules of an organisation", LAWFUL, ("by_id",)),
    "rate": Kept(Level.PUBLIC, "Rates by date", LAWFUL, ("added_by_id",)),
    "clause_text": Kept(Level.PUBLIC, "Texts of clauses", LAWFUL, ("written_by_id",)),
    "agreement": Kept(Level.AGREEMENT, "The contract", LAWFUL, ("issued_by_id",)),
    "draft": Kept(Level.AGREEMENT, "Drafts of the contract", CASE),
    "signatory": Kept(Level.AGREEMENT, "Who signs for whom", LAWFUL, ("person_id",)),
    "act": Kept(Level.AGREEMENT, "What was signed, when and how", LAWFUL),
    "revision": Kept(Level.AGREEMENT, "The signed document", LAWFUL),
    "download": Kept(Level.AGREEMENT, "Who took a copy", LAWFUL, ("person_id",)),
    "deanery_paper": Kept(Level.HOME, "Forms for the deanery", CASE),
    "deanery_copy": Kept(Level.HOME, "Who took a copy", CASE, ("person_id",)),
    "deanery_problem": Kept(Level.NONE, "Why a form was not made", CASE),
    "letter": Kept(Level.ACCOUNT, "What was said to whom", CASE, ("person_id",)),
    "audit_entry": Kept(Level.AGREEMENT, "Who did what, when", TRAIL, ("by_id",), secret=("salt",)),
    "auth_session": Kept(
        Level.ACCOUNT, "Where one is signed in", BRIEFLY, ("person_id",), secret=("token_hash",)
    ),
    "device": Kept(Level.ACCOUNT, "To notice a new one", ACCOUNT, ("person_id",), secret=("mark",)),
    "account_recovery": Kept(Level.ACCOUNT, "To help back in", ACCOUNT, ("person_id",)),
    "passkey": Kept(
        Level.ACCOUNT,
        "To sign in",
        ACCOUNT,
        ("person_id",),
        secret=("credential_id", "public_key"),
    ),
    "linked_identity": Kept(
        Level.ACCOUNT, "To sign in", ACCOUNT, ("person_id",), secret=("subject", "tid")
    ),
    "credential": Kept(Level.PROOF, "To sign in", ACCOUNT),
    "totp": Kept(Level.PROOF, "To sign in", ACCOUNT),
    "recovery_code": Kept(Level.PROOF, "To sign in", ACCOUNT),
    "one_time": Kept(Level.PROOF, "Links and grants that work once", BRIEFLY),
    "receipt": Kept(Level.PROOF, "So that a form sent twice counts once", BRIEFLY),
    "bucket": Kept(Level.NONE, "Limits on tries, under a hash", BRIEFLY),
    "demo_clock": Kept(Level.NONE, "The clock of the demonstration", BRIEFLY),
}


def table() -> str:
    """The map as docs/personal-data.md shows it."""
    rows = [
        f"| `{name}` | {kept.why} | {kept.level} | {kept.how_long} |" for name, kept in MAP.items()
    ]
    return "\n".join(["| table | why | for whom | how long |", "|---|---|---|---|", *rows])
