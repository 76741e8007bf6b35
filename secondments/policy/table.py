"""Who speaks on the terms: every permission at the table."""

from secondments.policy.parts import clears_conditions, sets_limits_of, speaks_on_terms
from secondments.policy.rule import Rule

SPEAKS = Rule(
    speaks_on_terms,
    "the contracts office, research contracts office or legal adviser of the employer or the"
    " university; the host manager, compliance and legal of the company; never for oneself",
    "The terms are settled by the contracts office and legal on the home side, and by the lead,"
    " compliance and legal at the company. Nobody settles those of their own secondment.",
)
AT_THE_TABLE: dict[str, Rule] = {
    "terms.move": SPEAKS,
    "terms.accept_many": SPEAKS,
    "special.word": SPEAKS,
    "special.agree": SPEAKS,
    "special.drop": SPEAKS,
    "special.clear": Rule(
        clears_conditions,
        "a legal adviser of the employer or the university; never in their own case",
        "Only a legal adviser on the home side clears a special condition.",
    ),
    "limits.change": Rule(
        sets_limits_of,
        "the legal of that organisation, or its contracts office",
        "Only the legal of an organisation, or its contracts office, sets its limits on terms.",
    ),
    "terms.look": Rule(
        lambda person, glance: person.id == glance.person_id,
        "whoever may see the case, for themself",
        "Only you look for yourself.",
    ),
}
