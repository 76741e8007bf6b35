"""How strongly somebody must have shown who they are: 0 by a link, 1 one factor, 2 two factors.

The numbers are NIST's authenticator assurance levels, with 0 for the link of an invitation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.errors import NotStrongEnough
from secondments.policy.standing import APPLICANT_ROLES

if TYPE_CHECKING:
    from secondments.people.models import Person

LINK_ONLY, ONE_FACTOR, TWO_FACTORS = 0, 1, 2
# What leads to two factors, or ends a session, is open to those who have not got them yet.
WITH_A_LINK = frozenset(
    {
        "access.sign_in",
        "access.accept_invitation",
        "access.decline_invitation",
        "access.stop_recovery",
        "access.begin_second_step",
        "access.finish_second_step",
        "access.sign_out",
        "access.renew_session",
        "access.choose_password",
        "access.first_password",
        "access.add_app",
        "access.add_passkey",
        "access.link",
        "access.keep_typed",
        # Asked by the service itself, whoever is at the keyboard.
        "access.end_by_provider",
        "access.note_unlinked",
    }
)
# Trainees and other applicants begin with a password alone: what they write, and their account.
WITH_ONE_FACTOR = frozenset(
    {
        "access.change_password",
        "access.end_session",
        "access.end_other_sessions",
        "access.remove_app",
        "access.remove_passkey",
        "access.unlink",
        "access.renew_codes",
        "privacy.copy",
        "secondment.begin",
        "secondment.save",
        "secondment.copy",
        "secondment.choose_company",
        "secondment.add_company",
        "secondment.send",
        "secondment.recall",
        "secondment.answer_points",
        "secondment.withdraw",
        "secondment.appeal",
        "file.add",
        "file.remove",
        "file.download",
        "deanery.download",
        "people.set_cover",
        "people.end_cover",
        "demo.move_clock",
    }
)
SENTENCE = "This needs a second step at sign-in, which you have not set up yet."


def needed_for(action: str) -> int:
    """Two factors, unless the action is listed here."""
    if action in WITH_A_LINK:
        return LINK_ONLY
    return ONE_FACTOR if action in WITH_ONE_FACTOR else TWO_FACTORS


def require_strength(action: str, given: int | None) -> None:
    """`given` None: no session is at work, as in a job or a command. Raises NotStrongEnough."""
    if given is not None and given < needed_for(action):
        raise NotStrongEnough(SENTENCE)


def needs_two_factors(person: Person) -> bool:
    """Whoever is anything here but an applicant: they approve, sign, read notes or administer."""
    held = {m.role for m in person.memberships if m.is_live}
    return bool(held - APPLICANT_ROLES) or any(cover.is_live for cover in person.covering)
