"""A real OpenID provider in the browser: linked once, then the way in, by buttons and redirects."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.access.oidc.lying import CLIENT, SECRET
from tests.access.oidc.real import RealProvider, a_real_provider
from tests.journeys import acts
from tests.journeys.conftest import Visitors
from tests.journeys.looking import problems
from tests.journeys.stage import Stage, a_stage
from tests.journeys.visitor import Visitor
from tests.postgres import a_server

LABEL = "Northmoor NHS Trust"
LINKED, WITH = f"Link the sign-in of {LABEL}", f"Sign in with {LABEL}"


@pytest.fixture(scope="module")
def providers() -> list[RealProvider]:
    return []


@pytest.fixture(scope="module")
def stage(providers: list[RealProvider]) -> Iterator[Stage]:
    """One of its own, whose people may sign in with their trust."""
    with ExitStack() as stack:

        def prepare(stage: Stage) -> None:
            stage.with_people_only()
            back = f"{stage.settings['BASE_URL']}/sign-in/with/northmoor/back"
            providers.append(stack.enter_context(a_real_provider(back)))
            row = {"code": "northmoor", "label": LABEL, "issuer": providers[0].issuer}
            row |= {"client_id": CLIENT, "client_secret_file": "northmoor.secret"}
            more = {"two_factors": ["two"], "acr_values": "two"}
            (stage.home / "northmoor.secret").write_text(SECRET)
            (stage.home / "providers.json").write_text(json.dumps([row | more]))
            stage.settings["OIDC_PROVIDERS"] = str(stage.home / "providers.json")

        urls = stack.enter_context(a_server())
        yield stack.enter_context(a_stage(urls, prepare=prepare))


def may_go_to(visitor: Visitor, provider: RealProvider) -> Visitor:
    """Anywhere else is still trouble."""
    visitor.addresses = [*visitor.addresses, provider.issuer]
    return visitor


def at_the_provider(visitor: Visitor, provider: RealProvider, name: str) -> None:
    visitor.page.wait_for_url(f"{provider.issuer}/**")
    visitor.types("Name", name)
    visitor.page.get_by_label("A second factor").check()
    visitor.presses("Sign in")


def test_linked_once_it_is_the_way_in(
    stage: Stage, somebody: Visitors, providers: list[RealProvider]
) -> None:
    provider = providers[0]
    office = may_go_to(somebody(stage, acts.OFFICE), provider)
    office.opens("/account/security")
    office.follows(LINKED)
    office.is_at(LINKED)
    assert problems(office.page) == []
    office.types("Your password", stage.password)
    office.presses(f"Go to {LABEL}")
    at_the_provider(office, provider, "amara")
    office.is_at("How you sign in")
    office.reads(LABEL, "Unlink")
    assert problems(office.page) == []

    again = may_go_to(somebody(stage, acts.OFFICE, signed_in=False), provider)
    again.opens("/sign-in")
    assert problems(again.page) == []
    again.presses(WITH)
    at_the_provider(again, provider, "amara")
    again.is_at("Your work")

    again.opens("/account/security")
    again.follows(f"Unlink {LABEL}")
    again.is_at(f"Unlink the sign-in of {LABEL}")
    assert problems(again.page) == []
    again.presses(f"Confirm with {LABEL}")
    at_the_provider(again, provider, "amara")
    again.reads("has confirmed that it is you")
    assert problems(again.page) == []

    stranger = may_go_to(somebody(stage, acts.OFFICE, signed_in=False), provider)
    stranger.opens("/sign-in")
    stranger.presses(WITH)
    with stranger.expecting(400):
        at_the_provider(stranger, provider, "stranger")
        stranger.reads("not linked to an account here")
    assert problems(stranger.page) == []


def test_enter_in_the_box_of_a_proof_sends_the_form_and_not_to_the_provider(
    stage: Stage, somebody: Visitors, providers: list[RealProvider]
) -> None:
    provider = providers[0]
    office = may_go_to(somebody(stage, acts.LEAD), provider)
    office.opens("/account/security")
    office.follows(LINKED)
    office.types("Your password", stage.password)
    office.presses(f"Go to {LABEL}")
    at_the_provider(office, provider, "lead")
    office.follows(f"Unlink {LABEL}")
    office.types("Your password", stage.password)
    with office.expecting(409), office.page.expect_navigation():
        office.page.keyboard.press("Enter")
    assert office.page.url.startswith(stage.address)
