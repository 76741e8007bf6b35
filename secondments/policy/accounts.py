"""What people do with their own accounts, and the service for them."""

from secondments.policy.parts import is_ones_own
from secondments.policy.rule import ONESELF, SERVICE_ITSELF, Rule

ON_ACCOUNTS: dict[str, Rule] = {
    "access.sign_in": ONESELF,
    "access.sign_out": Rule(is_ones_own, "the person", "This session is not yours."),
    "access.ask_for_reset": SERVICE_ITSELF,
    "access.send_reset": SERVICE_ITSELF,
    "access.first_administrator": SERVICE_ITSELF,
    "access.choose_password": ONESELF,
    "access.first_password": ONESELF,
    "access.change_password": ONESELF,
    "access.keep_typed": ONESELF,
    "access.add_app": ONESELF,
    "access.remove_app": ONESELF,
    "access.renew_codes": ONESELF,
    "access.add_passkey": ONESELF,
    "access.remove_passkey": Rule(is_ones_own, "the person", "This passkey is not yours."),
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
