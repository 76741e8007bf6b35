"""The questions about the applicant: who they are, their training or post, their employment."""

from secondments.secondment import question
from secondments.secondment.choices import AcademicAward, OutOfProgramme, ReviewOutcome
from secondments.secondment.question import Audience, Question
from secondments.secondment.your_choices import (
    Agreed,
    CareerStage,
    ContractType,
    Funder,
    KnownOrNot,
    Profession,
    Regulator,
    Visa,
)

HOME, TRAINING, VISA = Audience.HOME, Audience.TRAINING, Audience.VISA
TEXT, DAY, YES_OR_NO = question.text, question.day, question.yes_or_no
ABOUT_YOU = (
    Question("phone", "Phone", "about", TEXT),
    Question("contact_while_out", "Email while away", "about", TEXT, HOME),
    Question("profession", "Profession", "about", question.choice(Profession)),
    Question("career_stage", "Stage", "about", question.choice(CareerStage)),
    Question("regulator", "Regulator", "about", question.choice(Regulator), HOME),
    Question("registration_number", "Registration number", "about", TEXT, HOME),
    Question("licence_held", "Licence to practise", "about", YES_OR_NO, HOME),
    Question("revalidation_on", "Next revalidation", "about", DAY, HOME, optional=True, box="-day"),
    Question("designated_body", "Designated body", "about", TEXT, HOME),
    Question("visa_sponsored", "Works on a sponsored visa", "about", YES_OR_NO, VISA),
    Question("visa_type", "Visa", "about", question.choice(Visa), VISA),
    Question("visa_expires_on", "Visa ends", "about", DAY, VISA, box="-day"),
    Question("sponsor_agrees", "Sponsor agrees", "about", question.choice(Agreed), VISA),
)
TRAINING_OR_POST = (
    Question("grade", "Grade or post, specialty", "you", TEXT, HOME),
    Question("training_number", "Training number", "you", TEXT, HOME, optional=True),
    Question("programme_start", "Programme began", "you", DAY, HOME, box="-day"),
    Question("wte_current", "Working time in training", "you", question.share, HOME),
    Question("cct_on", "CCT date", "you", DAY, HOME, box="-day"),
    Question(
        "last_arcp_outcome",
        "Outcome of the last annual review",
        "you",
        question.choice(ReviewOutcome),
        TRAINING,
    ),
    Question("next_arcp_on", "Next annual review", "you", DAY, HOME, box="-day"),
    Question("nihr_award", "Funded academic post", "you", question.choice(AcademicAward), HOME),
    Question("award_may_end", "Knows that the post may end", "you", YES_OR_NO, HOME, optional=True),
    Question("previous_oop_months", "Months of time out before", "you", TEXT, HOME),
    Question("oop_category", "Kind of time out", "you", question.choice(OutOfProgramme), HOME),
    Question("ltft_alternative", "Part-time training instead", "you", TEXT, HOME, optional=True),
    Question("claim_credit", "Counts towards training", "you", YES_OR_NO, HOME),
    Question("credit_months", "Months that count", "you", TEXT, HOME, optional=True),
    Question("college", "Royal College or faculty", "you", TEXT, HOME),
    Question(
        "site_gmc_approved",
        "Place approved for training",
        "you",
        question.choice(KnownOrNot),
        HOME,
    ),
    Question("unapproved_place", "Abroad or not approved", "you", YES_OR_NO, HOME),
    Question("supervisor_id", "Educational supervisor", "you", question.name, HOME),
    Question("line_manager_id", "Line manager", "you", question.name, HOME),
    Question("job_plan", "Change of job plan", "you", TEXT, HOME),
    Question(
        "discussed", "Discussed with supervisor and programme director", "you", YES_OR_NO, HOME
    ),
    Question("eligibility_reason", "Why it may go ahead", "you", TEXT, HOME, optional=True),
)
EMPLOYMENT = (
    Question(
        "contract_type", "Contract of employment", "employment", question.choice(ContractType), HOME
    ),
    Question(
        "contract_notice_weeks",
        "Notice in the contract",
        "employment",
        question.counted("week"),
        HOME,
    ),
    Question("backfill_needed", "Somebody has to stand in", "employment", YES_OR_NO, HOME),
    Question("backfill_cost", "What that costs", "employment", question.money, HOME),
    Question("honorary_contract_needed", "Honorary contract needed", "employment", YES_OR_NO, HOME),
    Question(
        "job_plan_pas",
        "Programmed activities a week",
        "employment",
        question.number,
        HOME,
        optional=True,
    ),
    Question(
        "sessions_released",
        "Programmed activities given up",
        "employment",
        question.number,
        HOME,
        optional=True,
    ),
    Question(
        "funders",
        "Funders whose terms apply",
        "employment",
        question.several(Funder),
        HOME,
        optional=True,
    ),
)
