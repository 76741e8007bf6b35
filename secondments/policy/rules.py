"""Every permission in the system, on one page: who may do what."""

from secondments.policy.accounts import ON_ACCOUNTS
from secondments.policy.audiences import can_read, is_the_sender, is_the_writer, may_write_to
from secondments.policy.clauses import ON_CLAUSES
from secondments.policy.covering import cover_has_ended
from secondments.policy.gates import (
    may_confirm_gate,
    may_give_up_credit,
    may_override_gate,
    may_take_back_gate,
)
from secondments.policy.looking_after import may_let_go, runs_people
from secondments.policy.parts import (
    has_seen_the_agreement,
    is_a_party,
    is_anyone,
    is_office,
    is_office_of,
    is_the_calendar,
    is_the_company_while_it_decides,
    is_this_signatory,
    may_add_organisation,
    may_arrange_cover,
    may_copy,
    may_decide_appeal,
    may_end_cover,
    may_meet,
    may_propose,
    may_read_unfinished,
    may_replace_approver,
    may_replace_lead,
    may_send_back,
    reads_for_the_deanery,
    runs_the_charge,
    works_in_an_office,
)
from secondments.policy.rule import (
    CONFIRMS,
    KEEPS_RATES,
    OPEN_DECISION,
    RUNS_ROLES,
    SERVICE_CHECKS,
    SERVICE_ITSELF,
    WRITES,
    Rule,
)
from secondments.policy.standing import is_applicant
from secondments.policy.table import AT_THE_TABLE

RULES: dict[str, Rule] = {
    "secondment.begin": Rule(
        may_propose,
        "a trainee, or a clinical academic or professional",
        "Only trainees, clinical academics and professionals start proposals here.",
    ),
    "secondment.save": WRITES,
    "secondment.copy": Rule(
        may_copy,
        "the applicant, while they may start proposals",
        "Only the applicant copies it to a new proposal.",
    ),
    "secondment.choose_company": WRITES,
    "secondment.add_company": WRITES,
    "company.confirm": CONFIRMS,
    "company.recognise": CONFIRMS,
    "secondment.send": Rule(is_applicant, "the applicant", "Only the applicant sends it."),
    "secondment.recall": Rule(is_applicant, "the applicant", "Only the applicant takes it back."),
    "secondment.answer_points": Rule(
        is_applicant, "the applicant", "Only the applicant answers what was pointed at."
    ),
    "secondment.meet_condition": Rule(
        may_meet,
        "the approver who set it, and whoever may take that step",
        "Only the approver who set a condition, or who may take that step, says that it is met.",
    ),
    "secondment.appeal": Rule(is_applicant, "the applicant", "Only the applicant appeals."),
    "secondment.decide_appeal": Rule(
        may_decide_appeal,
        "the contracts office, but not the person who declined",
        "The contracts office decides on an appeal, and never the person who declined.",
    ),
    "secondment.withdraw": Rule(is_applicant, "the applicant", "Only the applicant withdraws it."),
    "secondment.support": OPEN_DECISION,
    "secondment.return": Rule(
        may_send_back,
        "the approver of an open step; the contracts office once the company has agreed",
        OPEN_DECISION.otherwise,
        cover_has_ended,
    ),
    "secondment.decline": Rule(
        may_send_back,
        "the approver of an open step; the contracts office once the company has agreed",
        OPEN_DECISION.otherwise,
        cover_has_ended,
    ),
    "secondment.answer": Rule(
        is_the_company_while_it_decides,
        "anyone with a role at the company",
        "Only people at the company answer for it.",
    ),
    "secondment.see_costs": Rule(
        is_the_company_while_it_decides,
        "anyone with a role at the company",
        "Only people at the company confirm that they have seen the cost.",
    ),
    "secondment.set_charge": Rule(
        runs_the_charge,
        "whoever releases staff for the employer, or its contracts office; never for oneself",
        "Only those who run pay or contracts at the employer say how it is charged.",
    ),
    "secondment.reprice": Rule(
        is_the_calendar, "the calendar", "Costs follow the rates by themselves."
    ),
    **AT_THE_TABLE,
    "secondment.end_early": Rule(
        is_a_party,
        "the applicant, the contracts office or the company",
        "Only a party to the agreement ends it early.",
    ),
    "secondment.move_pathway": SERVICE_ITSELF,
    "secondment.reopen": Rule(
        is_office, "the contracts office", "Only the contracts office reopens it."
    ),
    "secondment.start": Rule(is_the_calendar, "the calendar", "It starts by itself on its day."),
    "secondment.complete": Rule(is_the_calendar, "the calendar", "It completes by itself."),
    "secondment.lapse": Rule(is_the_calendar, "the calendar", "It lapses by itself."),
    "secondment.reassign": Rule(is_the_calendar, "the calendar", "Turns follow from roles."),
    "secondment.chase": Rule(
        is_the_calendar, "the calendar", "Reminders of late steps go out by themselves."
    ),
    "secondment.take_up": OPEN_DECISION,
    "secondment.ask_for_another": OPEN_DECISION,
    "secondment.replace_approver": Rule(
        may_replace_approver,
        "the contracts office",
        "Only the contracts office names somebody else to decide.",
    ),
    "secondment.replace_lead": Rule(
        may_replace_lead,
        "legal, compliance or the lead, at the company",
        "Only legal, compliance or the lead of the company name another lead.",
    ),
    "secondment.park": Rule(is_the_calendar, "the calendar", "Only the calendar sets it aside."),
    "secondment.remind": Rule(is_the_calendar, "the calendar", "Reminders go out by themselves."),
    "secondment.record_nda": Rule(
        is_office,
        "the contracts office",
        "Only the contracts office records that a non-disclosure agreement is signed.",
    ),
    "secondment.hold": Rule(is_the_calendar, "the calendar", "Only the calendar holds it up."),
    "secondment.remind_of_gates": Rule(
        is_the_calendar, "the calendar", "Reminders go out by themselves."
    ),
    "gate.confirm": Rule(
        may_confirm_gate,
        "whom the table of gates names; never for oneself",
        "This is not yours to confirm. The page says who does, and nobody confirms their own.",
    ),
    "gate.override": Rule(
        may_override_gate,
        "whom the table of gates names: nobody for signatures, visa, indemnity and credit",
        "This is not yours to override. The page says who may; signatures, a visa, cover for"
        " clinical work and credit are overridden by nobody.",
    ),
    "gate.give_up_credit": Rule(
        may_give_up_credit,
        "the applicant and the postgraduate dean, both",
        "Only the secondee and the postgraduate dean, together, give up the credit.",
    ),
    "gate.take_back": Rule(
        may_take_back_gate,
        "who recorded it, or who might have; giving up credit: who did",
        "Only who recorded this, or might have, takes it back.",
    ),
    "note.write": Rule(
        may_write_to,
        "everyone of the note’s audience",
        "You can write only to readers you are one of.",
    ),
    "note.withdraw": Rule(
        is_the_writer, "its writer", "Only the person who wrote a note withdraws it."
    ),
    "file.add": Rule(
        may_write_to,
        "everyone of the file’s audience",
        "You can add files only for readers you are one of.",
    ),
    "file.remove": Rule(is_the_sender, "who added it", "Only who added a file removes it."),
    "file.download": Rule(
        can_read, "everyone of the file’s audience", "This file is not yours to read."
    ),
    "file.check": SERVICE_CHECKS,
    "file.settle": SERVICE_CHECKS,
    "demo.people": Rule(is_the_calendar, "the calendar", "Demo people come with the demo."),
    "demo.move_clock": Rule(
        is_anyone, "anyone, in the demonstration only", "There is no clock to move."
    ),
    "agreement.issue": Rule(
        is_office, "the contracts office", "Only the contracts office issues the contract."
    ),
    "agreement.reissue": Rule(
        is_office, "the contracts office", "Only the contracts office takes the contract back."
    ),
    "agreement.mark": Rule(is_the_calendar, "the calendar", "Copies are marked by themselves."),
    "agreement.store": Rule(is_the_calendar, "the calendar", "Documents are made by themselves."),
    "agreement.report_problem": Rule(
        is_the_calendar, "the calendar", "Documents are made by themselves."
    ),
    "agreement.sign": Rule(
        is_this_signatory, "the person named to sign", "You are not named to sign this."
    ),
    "agreement.refuse": Rule(
        is_this_signatory, "the person named to sign", "You are not named to sign this."
    ),
    "agreement.seal": Rule(is_the_calendar, "the calendar", "Signatures are sealed by themselves."),
    "agreement.download": Rule(
        has_seen_the_agreement, "anyone who may see the case", "This document is not yours to read."
    ),
    "agreement.download_many": Rule(
        works_in_an_office,
        "the contracts office",
        "Only a contracts office downloads several agreements at once.",
    ),
    "agreement.read_unfinished": Rule(
        may_read_unfinished,
        "the contracts office and the people named to sign",
        "Only the contracts office and the people named to sign see it before it is complete.",
    ),
    "deanery.download": Rule(
        reads_for_the_deanery,
        "the applicant, the approvers of the home side and the contracts office",
        "Only the applicant, those who approve on the home side and the contracts office have the"
        " documents for the deanery.",
    ),
    "people.add_organisation": Rule(
        may_add_organisation,
        "a system administrator; for companies also the contracts office",
        "Only a system administrator adds this kind of organisation.",
    ),
    "people.add_person": RUNS_ROLES,
    "people.give_role": RUNS_ROLES,
    "people.end_role": RUNS_ROLES,
    "people.set_cover": Rule(
        may_arrange_cover,
        "the person; the contracts office of their organisation or of the case;"
        " a system administrator",
        "Only the person, their contracts office or a system administrator arranges cover.",
    ),
    "people.end_cover": Rule(
        may_end_cover,
        "the person, who covers, the contracts office, a system administrator",
        "Only those concerned and their contracts office end this cover.",
    ),
    "people.leave": Rule(
        may_let_go,
        "the contracts office of all their organisations, a system administrator; never oneself",
        "Only a system administrator, or the contracts office of every organisation where they have"
        " a role, closes this account. Nobody closes their own.",
    ),
    "rulebook.change": Rule(
        is_office_of,
        "the contracts office of that organisation or a system administrator",
        "Only the contracts office of that organisation, or a system administrator, changes its"
        " rules.",
    ),
    "people.see": Rule(
        runs_people,
        "a contracts office, a company administrator or a system administrator",
        "Only a contracts office, a company administrator or a system administrator looks after"
        " people here.",
    ),
    "rates.add": KEEPS_RATES,
    "rates.take_out": KEEPS_RATES,
    "rates.see": KEEPS_RATES,
    **ON_CLAUSES,
    **ON_ACCOUNTS,
}

# Asked by pages; no use case of their own.
ASKED_ONLY = {
    "people.see",
    "people.see_joiners",
    "privacy.copy",
    "rates.see",
    "clauses.see",
    "agreement.read_unfinished",
    "agreement.download_many",
}
