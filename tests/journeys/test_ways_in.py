"""Getting in, in the browser: an invitation, a passkey, an app without script, a lost phone.

The device is Chromium's own virtual authenticator; the app computes what a telephone would show.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.access.authenticator import shown_by
from tests.journeys import acts
from tests.journeys.conftest import Cast, Visitors
from tests.journeys.looking import problems
from tests.journeys.stage import Stage, a_stage
from tests.journeys.visitor import Visitor
from tests.postgres import a_server

NEW_LEAD, THEIR_ADDRESS = "Ida Berg", "ida.berg@corvane.example"
SECOND_NEW, SECOND_ADDRESS = "Otto Lind", "otto.lind@corvane.example"
PASSWORD = "slate kettle walks north"


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """One of its own: people sign in there in ways that the gallery's people do not have."""
    with a_server() as urls, a_stage(urls, prepare=with_a_contract) as running:
        yield running


def with_a_contract(stage: Stage) -> None:
    stage.with_people_only()
    said = stage.flask("demo", "--case", "T1", "--until", "contract_issued")
    stage.found = {"contract": re.findall(r"SEC-[0-9A-Z]{4}-[0-9A-Z]{2}", said)[-1]}


@pytest.fixture
def cast(stage: Stage, somebody: Visitors) -> Cast:
    return somebody.cast(stage)


def a_device(visitor: Visitor) -> None:
    """One that keeps passkeys, and knows its owner."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "automaticPresenceSimulation": True,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def is_fine(visitor: Visitor) -> None:
    assert problems(visitor.page) == []


def invites(office: Visitor, name: str, address: str) -> None:
    office.opens("/settings/organisations")
    office.follows(acts.COMPANY)
    office.goes_on("Add a person here")
    office.types("Full name", name)
    office.types("Email address", address)
    office.picks("Which role?", "Host manager")
    office.presses("Add this person")
    office.reads(f"{name} was added, and is invited by letter.")


def the_link(stage: Stage, name: str) -> str:
    text = stage.letter(name, "You are invited").get_content()
    return re.search(r"/invitation/\S+", text)[0]


def accepts(visitor: Visitor, path: str) -> None:
    visitor.opens(path)
    visitor.is_at("You are invited")
    is_fine(visitor)
    visitor.presses("Accept the invitation")
    visitor.is_at("Set up how you sign in")
    is_fine(visitor)


def gives_the_password(visitor: Visitor, address: str, password: str) -> None:
    visitor.types("Email address", address)
    visitor.page.get_by_role("textbox", name="Password").fill(password)
    visitor.presses("Sign in")


def signs_out(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Sign out").click()
    visitor.is_at("Sign in")


def test_an_invited_lead_gets_in_with_a_passkey_on_a_telephone(
    stage: Stage, cast: Cast, somebody: Visitors
) -> None:
    invites(cast("Rosa Iglesias"), NEW_LEAD, THEIR_ADDRESS)
    lead = somebody(stage, NEW_LEAD, signed_in=False, width=390)
    a_device(lead)
    accepts(lead, the_link(stage, NEW_LEAD))
    lead.goes_on("Create a passkey")
    is_fine(lead)
    lead.types("What to call it", "My phone")
    lead.presses("Create the passkey")
    lead.is_at("How you sign in")
    lead.reads("Your passkey is set up", "My phone")
    is_fine(lead)
    lead.opens("/")
    lead.is_at("Your work")
    signs_out(lead)
    lead.presses("Sign in with a passkey")
    lead.is_at("Your work")
    stage.letter("Rosa Iglesias", f"{NEW_LEAD}: invitation accepted")


def test_or_with_a_password_and_an_app_without_any_script(
    stage: Stage, cast: Cast, somebody: Visitors
) -> None:
    invites(cast("Rosa Iglesias"), SECOND_NEW, SECOND_ADDRESS)
    lead = somebody(stage, SECOND_NEW, signed_in=False, java_script_enabled=False)
    lead.opens(the_link(stage, SECOND_NEW))
    lead.presses("Accept the invitation")
    lead.goes_on("Choose a password")
    lead.types("New password", PASSWORD)
    lead.presses("Continue")
    lead.is_at("Set up an authenticator app")
    typed = lead.page.locator(".code").first.inner_text()
    lead.types("Code that the app shows now", shown_by(typed))
    lead.presses("Set up this app")
    lead.is_at("Keep these recovery codes")
    codes = lead.page.locator(".codes .code").all_inner_texts()
    assert len(codes) == 10
    lead.goes_on("I have kept them")
    lead.is_at("Your work")
    signs_out(lead)
    gives_the_password(lead, SECOND_ADDRESS, PASSWORD)
    lead.is_at("Confirm that it is you")
    lead.types("Code from your app", codes[0])
    lead.presses("Sign in")
    lead.is_at("Your work")
    lead.opens("/account/security")
    lead.reads("9 of 10 left")


def test_a_signature_is_confirmed_with_a_passkey_for_this_very_document(
    stage: Stage, cast: Cast
) -> None:
    signatory, ref = cast(acts.EMPLOYER_SIGNATORY), stage.found["contract"]
    a_device(signatory)
    signatory.opens("/account/security/passkey")
    signatory.types("What to call it", "Desk computer")
    signatory.types("Your password", stage.password)
    signatory.presses("Create the passkey")
    signatory.is_at("How you sign in")
    acts.waits_for(signatory, f"/secondments/{ref}/agreement", "Read and sign the agreement")
    signatory.goes_on("Read and sign the agreement")
    path = signatory.page.url.removeprefix(signatory.address)
    acts.answers_to_sign(signatory, path)
    expect(signatory.page.get_by_label("Your password")).to_have_count(0)
    is_fine(signatory)
    signatory.presses("Sign the agreement with your passkey")
    signatory.is_at("You have signed")
    signatory.opens("/account/security")
    signatory.follows("Remove Desk computer")
    is_fine(signatory)


def test_a_second_step_is_asked_after_the_password_and_axe_finds_nothing(
    stage: Stage, somebody: Visitors
) -> None:
    trainee = somebody(stage, acts.TRAINEE)
    trainee.opens("/account/security/app")
    typed = trainee.page.locator(".code").first.inner_text()
    trainee.types("Code that the app shows now", shown_by(typed))
    trainee.types("Your password", stage.password)
    trainee.presses("Set up this app")
    trainee.is_at("Keep these recovery codes")
    is_fine(trainee)
    trainee.goes_on("I have kept them")
    signs_out(trainee)
    gives_the_password(trainee, "priya.nandakumar@northmoor.example", stage.password)
    trainee.is_at("Confirm that it is you")
    is_fine(trainee)
    with trainee.expecting(400):
        trainee.types("Code from your app", "000000")
        trainee.presses("Sign in")
        trainee.reads("This is not the code that the app shows now")
    is_fine(trainee)


def test_a_trainee_makes_an_account_and_it_is_confirmed(
    stage: Stage, cast: Cast, somebody: Visitors
) -> None:
    trainee = somebody(stage, "Dr Maya Okafor", signed_in=False, width=390)
    trainee.opens("/sign-in")
    trainee.follows("make an account")
    is_fine(trainee)
    trainee.types("Full name", trainee.name)
    trainee.types("Work or university email address", "maya.okafor@northmoor.example")
    trainee.picks("What are you?", "Trainee")
    trainee.chooses("Who runs your training?", "Northmoor Deanery")
    trainee.types("By what do they know you?", "GMC 7654321")
    trainee.presses("Send the letter")
    trainee.is_at("Look at your email")
    text = stage.letter(trainee.name, "Your account for secondments").get_content()
    trainee.opens(re.search(r"/join/\S+", text)[0])
    is_fine(trainee)
    trainee.presses("Make my account")
    trainee.goes_on("Choose a password")
    trainee.page.get_by_role("textbox", name="New password").fill(PASSWORD)
    trainee.presses("Continue")
    is_fine(trainee)
    trainee.follows("Not now")
    trainee.reads("has been asked to confirm that it is you")
    is_fine(trainee)
    admin = cast("Rosa Iglesias")
    admin.opens("/settings/joining")
    admin.follows(trainee.name)
    is_fine(admin)
    admin.presses("Confirm: it is they")
    admin.reads(f"{trainee.name} is confirmed")
    trainee.opens("/")
    trainee.goes_on("Start a proposal")


def test_a_recovery_is_stopped_by_the_link_of_its_letter(
    stage: Stage, cast: Cast, somebody: Visitors
) -> None:
    admin = cast("Rosa Iglesias")
    admin.opens("/settings/people")
    admin.follows("Daniel Reyes")
    admin.goes_on("How they get in")
    is_fine(admin)
    admin.types("How do you know that it is they who ask?", "Met in the office this morning")
    admin.presses("Start the recovery")
    admin.reads("A recovery is under way")
    is_fine(admin)
    text = stage.letter("Daniel Reyes", "a recovery").get_content()
    them = somebody(stage, "Daniel Reyes", signed_in=False)
    them.opens(re.search(r"/account-recovery/\S+", text)[0])
    is_fine(them)
    them.presses("I did not ask for it: stop it")
    them.reads("stay as they are")
