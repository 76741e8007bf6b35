"""What people do with their own accounts, and the service for them."""

from secondments.policy.looking_after import (
    confirms_anywhere,
    may_confirm_joiner,
    may_confirm_recovery,
    may_help_in,
    may_stop_recovery,
)
from secondments.policy.parts import is_ones_own
from secondments.policy.rule import ONESELF, RUNS_ROLES, SERVICE_ITSELF, Rule

HELPS_IN = Rule(
    may_help_in,
    "the contracts office or company administrator where they have a role, or a system"
    " administrator; never for oneself",
    "Only those who look after people where they have a role, or a system administrator, help"
    " somebody in.",
)
CONFIRMS_JOINERS = Rule(
    may_confirm_joiner,
    "the deanery office or contracts office of that organisation, or a system administrator",
    "Only the deanery office or contracts office of that organisation, or a system administrator,"
    " says whether it is they.",
)
ON_ACCOUNTS: dict[str, Rule] = {
    "access.sign_in": ONESELF,
    "access.sign_out": Rule(is_ones_own, "the person", "This session is not yours."),
    "access.ask_for_reset": SERVICE_ITSELF,
    "access.ask_to_join": SERVICE_ITSELF,
    "people.join": SERVICE_ITSELF,
    "people.confirm_joiner": CONFIRMS_JOINERS,
    "people.decline_joiner": CONFIRMS_JOINERS,
    "people.see_joiners": Rule(
        confirms_anywhere,
        "a deanery office, a contracts office or a system administrator",
        "Only a deanery office, a contracts office or a system administrator confirms who people"
        " are.",
    ),
    "people.import": RUNS_ROLES,
    "access.send_reset": SERVICE_ITSELF,
    "access.first_administrator": SERVICE_ITSELF,
    "access.choose_password": ONESELF,
    "access.first_password": ONESELF,
    "access.change_password": ONESELF,
    "access.keep_typed": ONESELF,
    "privacy.copy": ONESELF,
    "access.add_app": ONESELF,
    "access.remove_app": ONESELF,
    "access.renew_codes": ONESELF,
    "access.reseal": SERVICE_ITSELF,
    "access.add_passkey": ONESELF,
    "access.remove_passkey": Rule(is_ones_own, "the person", "This passkey is not yours."),
    "access.accept_invitation": ONESELF,
    "access.decline_invitation": ONESELF,
    "access.invite_again": HELPS_IN,
    "access.revoke_invitation": HELPS_IN,
    "access.recover": HELPS_IN,
    "access.confirm_recovery": Rule(
        may_confirm_recovery,
        "a second system administrator; never for oneself",
        "Only a second system administrator confirms this.",
    ),
    "access.stop_recovery": Rule(
        may_stop_recovery,
        "the person, and whoever may start it",
        "Only the person, or who may start a recovery, stops it.",
    ),
    "access.finish_recovery": SERVICE_ITSELF,
    "access.link": ONESELF,
    "access.unlink": Rule(is_ones_own, "the person", "This sign-in is not yours."),
    "access.end_by_provider": SERVICE_ITSELF,
    "access.note_unlinked": SERVICE_ITSELF,
    "access.begin_second_step": ONESELF,
    "access.finish_second_step": ONESELF,
    "access.end_session": Rule(is_ones_own, "the person", "This session is not yours."),
    "access.end_other_sessions": ONESELF,
    "access.renew_session": Rule(is_ones_own, "the person", "This session is not yours."),
}
