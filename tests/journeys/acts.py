"""What the people of case T1 do, step by step, as they find it on the pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.journeys import filling
from tests.journeys.stage import Stage, until
from tests.journeys.visitor import Visitor

TRAINEE, SUPERVISOR, DIRECTOR = "Dr Priya Nandakumar", "Dr Helen Marsh", "Dr Tom Okafor"
DEAN, RELEASE, OFFICE = "Professor Ruth Aldous", "Sunita Bhatt", "Amara Osei"
LEAD, COMPLIANCE, LEGAL = "Dr Marc Lindqvist", "Jonah Price", "Fiona Delaney"
EMPLOYER_SIGNATORY, HOST_SIGNATORY = "Daniel Reyes", "Isobel Grant"
COMPANY = "Corvane Therapeutics Ltd"
SUMMARY = (
    "The Secondee works in the Host’s respiratory clinical development team on the design and"
    " conduct of phase 2 studies."
)
OBJECTIVES = (
    "Write and defend one study protocol as lead physician.",
    "Take part in the safety review of two running studies.",
    "Bring patient and clinic experience into the choice of outcome measures.",
    "Give four teaching sessions at Kingsmere on medicines development.",
)
BENEFITS = "Four teaching sessions, and a physician who returns with experience of development."

CAREER = "Experience of early development."


@dataclass(frozen=True)
class Plan:
    """What changes from journey to journey."""

    starts_on: date = date(2027, 8, 4)
    ends_on: date = date(2028, 8, 1)


def starts_a_proposal(trainee: Visitor) -> str:
    trainee.opens("/secondments/new")
    trainee.picks("Which of these are you?", "Doctor in training", exact=True)
    trainee.presses("Start the proposal")
    finds_the_company(trainee, "corvane therapeutics limited")
    trainee.is_at(f"Your secondment to {COMPANY}")
    return trainee.ref


def fills_in_who_she_is(trainee: Visitor) -> None:
    trainee.page.get_by_role("link", name="You", exact=True).click()
    trainee.is_at("You")
    trainee.types("Your phone number", "01632 960117")
    trainee.types("An email address that you will read", "priya.nandakumar@home.example")
    trainee.picks("Do you hold a licence to practise?", "Yes")
    trainee.types("Your designated body", "Kingsmere")
    trainee.chooses("At which stage are you?", "In a training programme")
    trainee.chooses("Who regulates you?", "General Medical Council (GMC)")
    trainee.types("Your registration number", "0000117")
    trainee.picks("Do you work in the UK on a visa", "No")
    trainee.presses("Save and continue")


def fills_in_her_employment(trainee: Visitor) -> None:
    trainee.is_at("Employment")
    trainee.picks("What kind of contract do you have?", "Fixed term")
    trainee.types("How much notice does your contract ask of you?", "13")
    trainee.picks("Does somebody have to stand in for you?", "Yes")
    trainee.types("What will that cost", "61,000")
    trainee.picks("Do you need an honorary contract", "No")
    trainee.presses("Save and continue")


def finds_the_company(trainee: Visitor, typed: str) -> None:
    """By another way of writing its name."""
    trainee.is_at("Which company do you want to work with?")
    trainee.types("Name or company number", typed)
    trainee.presses("Search")
    trainee.picks("Which company is it?", COMPANY)
    trainee.presses("Choose this company")


def fills_in_about_you(trainee: Visitor) -> None:
    trainee.is_at("You and your training")
    trainee.types("Your grade and specialty", "ST6 respiratory medicine")
    trainee.types("Training number", "LDN/007/123/N")
    trainee.dates("When did your training programme begin?", 3, 8, 2022)
    trainee.types("How much of full time do you train at?", "1")
    trainee.dates("CCT date as it stands now", 1, 8, 2029)
    trainee.chooses("What was the outcome of your last annual review", "1: satisfactory progress")
    trainee.dates("When is your next annual review", 1, 6, 2028)
    trainee.picks("Do you hold an NIHR or other funded academic post?", "None")
    trainee.types("How many months of time out have you had before?", "0")
    trainee.picks("What kind of time out is this?", "Time out for experience (OOPE)")
    trainee.picks("Is some of it to count towards your training?", "No")
    trainee.chooses("Your educational supervisor", SUPERVISOR)
    trainee.ticks("I have discussed this with my educational supervisor")
    trainee.presses("Save and continue")


def fills_in_the_company(trainee: Visitor) -> None:
    trainee.is_at("Company and role")
    trainee.chooses("Who leads this at the company?", LEAD)
    trainee.types("Your role there", "Clinical development physician, respiratory")
    trainee.types("Department", "respiratory clinical development")
    trainee.types("Where will you work?", "Ashby Wharf")
    trainee.types("How much of that time will you be on site?", "60")
    trainee.types("How much of it will you work from home or elsewhere?", "40")
    trainee.picks("In which country will you work?", "In the United Kingdom")
    trainee.picks("Is there a confidentiality agreement", "None")
    trainee.presses("Save and continue")


def fills_in_the_work(trainee: Visitor) -> None:
    trainee.is_at("The work")
    trainee.types("What will you do there?", SUMMARY)
    for number, objective in enumerate(OBJECTIVES, start=1):
        trainee.types(f"Objective {number}", objective)
    trainee.types("What will the NHS or your university gain?", BENEFITS)
    trainee.types("What will you gain for your career?", CAREER)
    trainee.ticks("Clinical development")
    trainee.picks("Will you see patients at the company?", "No")
    trainee.picks("Will you promote products", "No")
    trainee.picks("Will you work in a laboratory?", "No")
    trainee.picks("Which data of patients will you use?", "None")
    trainee.presses("Save and continue")


def fills_in_the_dates(trainee: Visitor, plan: Plan) -> None:
    trainee.is_at("Dates and time")
    first, last = plan.starts_on, plan.ends_on
    trainee.dates("First day at the company", first.day, first.month, first.year)
    trainee.dates("Last day at the company", last.day, last.month, last.year)
    trainee.types("How much of your working time?", "1")
    trainee.types("How many clinical sessions a week do you keep here?", "0")
    back = last + timedelta(days=1)
    trainee.dates("When do you return to your programme?", back.day, back.month, back.year)
    filling.saves(trainee)
    if trainee.page.get_by_text("Check this.").count():
        # Said once beside the day, of another secondment of hers at the same time.
        filling.saves(trainee)


def fills_in_the_money(trainee: Visitor) -> None:
    trainee.is_at("Pay and charges")
    trainee.picks("Who pays you?", "My employer pays me and invoices the company")
    trainee.types("Your current salary, a year", "73,992")
    trainee.types("How much of full time are you employed for?", "1")
    trainee.chooses("Which pension scheme do you belong to?", "NHS Pension Scheme")
    trainee.types("Your employer’s pension contribution", "23.78")
    trainee.types("Administration fee your employer charges", "0")
    trainee.picks("How often is the company invoiced?", "Each quarter")
    trainee.presses("Save and continue")


def fills_in_the_safeguards(trainee: Visitor) -> None:
    """The terms are left as they usually are, and evidence is left for later."""
    trainee.is_at("Terms you want to raise")
    trainee.presses("Save and continue")
    trainee.is_at("Interests and safeguards")
    trainee.picks("Do you or your family have an interest in the company?", "No")
    trainee.picks("Do you have a part in decisions to buy or recommend", "No")
    trainee.picks("Who covers the work at the company?", "None is needed")
    trainee.ticks("I know that a company of the pharmaceutical or device industry")
    trainee.presses("Save and continue")
    trainee.is_at("Evidence")
    trainee.goes_on("Back to your proposal")


def sends(trainee: Visitor, *, what_changed: str = "") -> None:
    trainee.goes_on("Check your answers and send")
    trainee.is_at("Check your answers")
    if what_changed:
        trainee.types("What have you changed?", what_changed)
    for box in trainee.group("I confirm that").get_by_role("checkbox").all():
        box.check()
    trainee.presses("Send the proposal")
    trainee.reads("Sent. We have asked whoever decides next")


def proposes(trainee: Visitor, plan: Plan | None = None) -> str:
    """The whole proposal, every section typed, and sent. Its reference."""
    ref = starts_a_proposal(trainee)
    fills_in_who_she_is(trainee)
    fills_in_about_you(trainee)
    fills_in_her_employment(trainee)
    fills_in_the_company(trainee)
    fills_in_the_work(trainee)
    fills_in_the_dates(trainee, plan or Plan())
    fills_in_the_money(trainee)
    fills_in_the_safeguards(trainee)
    trainee.is_at(f"Your secondment to {COMPANY}")
    trainee.reads("8 of 8 sections completed")
    sends(trainee)
    return ref


def changes_the_dates(trainee: Visitor, ref: str, plan: Plan) -> None:
    """Of a returned proposal, and sends it again."""
    trainee.opens(f"/secondments/{ref}/proposal")
    trainee.reads("returned it on")
    trainee.follows("Dates and time")
    fills_in_the_dates(trainee, plan)
    trainee.is_at("Pay and charges")
    trainee.opens(f"/secondments/{ref}/proposal")
    sends(trainee, what_changed="Both dates are a week later.")


def supports(approver: Visitor, ref: str, *, note: str = "") -> None:
    """On our side, with one page."""
    writes_a_decision(approver, ref, note)
    approver.presses("Give this decision")
    approver.reads("Your decision is recorded.")


def writes_a_decision(approver: Visitor, ref: str, note: str) -> None:
    """Everything but the last press."""
    approver.opens(f"/secondments/{ref}/approve")
    approver.picks("What is your decision?", "Support it")
    approver.types("Note", note)
    approver.ticks("I have read version")


def returns(approver: Visitor, ref: str, *, reason: str, message: str) -> None:
    approver.opens(f"/secondments/{ref}/approve")
    approver.picks("What is your decision?", "Return it for changes")
    approver.group("What is your decision?").get_by_label("Reason").first.select_option(
        label=reason
    )
    approver.types("What needs to change", message)
    approver.ticks("I have read version")
    approver.presses("Give this decision")
    approver.reads("Returned. The applicant is told what needs to change.")


def answers_for_the_company(lead: Visitor, ref: str) -> None:
    lead.opens(f"/secondments/{ref}/company")
    lead.chooses("Who is the host manager?", LEAD)
    lead.chooses("Who signs for the company?", HOST_SIGNATORY)
    lead.picks("Can you recover VAT?", "We recover all VAT")
    lead.picks("Which industry code applies?", "ABPI Code of Practice")
    lead.picks(
        "How do you disclose what you pay?", "Disclosed as a payment to a healthcare organisation"
    )
    lead.presses("Save and continue")
    lead.reads("Saved. You can change it until your company has agreed.")


def sees_the_cost(lead: Visitor, ref: str) -> None:
    lead.opens(f"/secondments/{ref}/costs")
    lead.reads("£102,306.06", "£20,461.21", "£122,767.27")
    expect(lead.page.get_by_text("73,992")).to_have_count(0)
    lead.ticks("We have seen this cost")
    lead.presses("We have seen this cost")
    lead.reads("Recorded: your company has seen this cost.")


def accepts_the_terms(negotiator: Visitor, ref: str, which: str) -> None:
    """Many at once: the usual positions, or what the other side says."""
    negotiator.opens(f"/secondments/{ref}/terms")
    negotiator.picks("What do you accept?", which)
    negotiator.presses("Accept these terms")
    negotiator.reads("Recorded. What the other side says as well is agreed.")


def settles_the_terms(office: Visitor, lead: Visitor, ref: str) -> None:
    """Both sides take what is usual, and the company what the proposal asks for."""
    accepts_the_terms(office, ref, "The usual positions, where")
    accepts_the_terms(lead, ref, "says, and the usual positions where it says nothing")
    lead.reads("Agreed")


def offers(negotiator: Visitor, ref: str, term: str, answer: str, why: str, firm: str = "") -> None:
    """One term, with a reason; the choice by its words, a number by its box."""
    negotiator.opens(f"/secondments/{ref}/terms/{term}")
    boxes = negotiator.page.get_by_role("radio", name=answer)
    if boxes.count():
        boxes.first.check()
    else:
        negotiator.page.locator("#value").fill(answer)
    negotiator.picks("How firm is this?", firm or "We can talk about it")
    negotiator.types("Why", why)
    negotiator.presses("Send offer")
    negotiator.reads("Your offer is with the other side.")


def accepts(negotiator: Visitor, ref: str, value: str) -> None:
    negotiator.opens(f"/secondments/{ref}/terms")
    negotiator.presses(f"Accept: {value}")
    negotiator.reads("Your side has said yes to")


def agrees(approver: Visitor, ref: str) -> None:
    """For the company: it is looked at once more."""
    approver.opens(f"/secondments/{ref}/approve")
    approver.picks("What is your decision?", f"Agree for {COMPANY}")
    approver.ticks("I have read version")
    approver.presses("Give this decision")
    approver.is_at(f"Check, then agree for {COMPANY}")
    approver.presses(f"Agree for {COMPANY}")
    approver.reads("Your decision is recorded.")


def issues(office: Visitor, ref: str, stage: Stage) -> None:
    """And waits until the document is made."""
    office.opens(f"/secondments/{ref}/issue")
    office.chooses("Who signs for the employer", f"{EMPLOYER_SIGNATORY}, Director of People")
    office.chooses("Who signs for the company", f"{HOST_SIGNATORY}, Chief Medical Officer")
    office.ticks("I have read the draft of this version")
    office.types("Your password", stage.password)
    office.presses("Issue the contract")
    office.reads("Issued. The signatories will be asked as soon as the document is ready.")
    waits_for(office, f"/secondments/{ref}/agreement", "Version 1 Out for signature")


def waits_for(reader: Visitor, path: str, text: str) -> None:
    """Reload a page until it says something."""

    def found() -> bool:
        reader.opens(path)
        return text in reader.page.get_by_role("main").inner_text()

    until(found, f"“{text}” on {path}")


def answers_to_sign(signatory: Visitor, path: str) -> None:
    """Up to the check page, where the password is asked."""
    signatory.opens(path)
    signatory.is_at("Read and sign the agreement")
    signatory.picks("What do you want to do?", "Sign this agreement")
    signatory.types("Type your full name", signatory.name)
    for box in signatory.group("By signing you say").get_by_role("checkbox").all():
        box.check()
    signatory.presses("Continue")
    signatory.is_at("Check and sign")


def signs(signatory: Visitor, ref: str, stage: Stage) -> None:
    waits_for(signatory, f"/secondments/{ref}/agreement", "Read and sign the agreement")
    signatory.goes_on("Read and sign the agreement")
    answers_to_sign(signatory, signatory.page.url.removeprefix(signatory.address))
    signatory.types("Your password", stage.password)
    signatory.presses("Sign the agreement")
    signatory.is_at("You have signed")


def downloads_the_agreement(office: Visitor, ref: str) -> bytes:
    """The signed PDF, once it is sealed."""
    path = f"/secondments/{ref}/agreement"
    waits_for(office, path, "Download the signed PDF")
    with office.page.expect_download() as download:
        office.goes_on("Download the signed PDF")
    return download.value.path().read_bytes()


def moves_the_clock(reader: Visitor, day: date) -> None:
    reader.opens("/demo/clock")
    reader.dates("Move the clock to nine in the morning of", day.day, day.month, day.year)
    reader.presses("Move the clock")
    reader.reads("The demonstration’s clock was moved.")
