"""How strongly each way in proves who somebody is, and how strongly each action asks it."""

import pytest

from secondments import policy
from secondments.access.service import AAL
from secondments.errors import NotStrongEnough
from secondments.extensions import db
from secondments.people import queries as people_queries
from secondments.people import service as people
from secondments.people.models import Kind
from secondments.policy.strength import WITH_A_LINK, WITH_ONE_FACTOR
from secondments.web.guards import ACTS, PAGES
from tests.builders import a_world

# Written by hand (security.md row 38); a new way in has to be added here.
WAYS = {"invitation": 0, "password": 1, "totp": 2, "recovery_code": 2, "passkey": 2, "demo": 2}
# What nobody ever does with less than two factors, whatever becomes of the lists.
NEVER = (
    *("agreement.sign", "agreement.refuse", "agreement.issue", "agreement.reissue"),
    *("secondment.support", "secondment.decline", "secondment.return", "secondment.answer"),
    *("note.write", "terms.move", "special.clear", "gate.confirm", "gate.override"),
    *("people.give_role", "people.add_person", "people.import", "access.recover"),
    *("rates.add", "clauses.approve", "rulebook.change", "limits.change", "company.confirm"),
)


def test_every_way_in_is_of_the_strength_that_is_written_down():
    assert {way: AAL[way] for way in WAYS} == WAYS
    assert {way for way in AAL if not way.startswith("oidc")} == set(WAYS)


def test_the_lists_name_actions_that_there_are(the_app):
    assert set(policy.RULES) >= WITH_A_LINK | WITH_ONE_FACTOR
    assert not WITH_A_LINK & WITH_ONE_FACTOR


def test_by_a_link_alone_one_sets_up_how_to_sign_in_and_nothing_else(the_app):
    by_a_link = {x for x in policy.RULES if policy.needed_for(x) == policy.LINK_ONLY}
    # The last two are the service's own: a provider that says who has signed out there.
    assert by_a_link == {
        *("access.sign_in", "access.sign_out", "access.begin_second_step"),
        *("access.finish_second_step", "access.renew_session", "access.keep_typed"),
        *("access.choose_password", "access.first_password", "access.add_app"),
        *("access.add_passkey", "access.link", "access.accept_invitation"),
        *("access.decline_invitation", "access.stop_recovery"),
        *("access.end_by_provider", "access.note_unlinked"),
    }


@pytest.mark.parametrize("action", NEVER)
def test_what_binds_needs_two(the_app, action):
    assert action in policy.RULES
    assert policy.needed_for(action) == policy.TWO_FACTORS


@pytest.mark.parametrize("action", sorted({*ACTS.values(), *PAGES.values()}))
def test_with_less_it_is_refused_and_with_nothing_at_work_it_is_not_asked(the_app, action):
    if action not in policy.RULES:
        return
    needed = policy.needed_for(action)
    policy.require_strength(action, None)
    policy.require_strength(action, needed)
    if needed:
        with pytest.raises(NotStrongEnough):
            policy.require_strength(action, needed - 1)


class TestTheUseCase:
    """It asks by itself, whatever page or program calls it."""

    @pytest.fixture
    def office(self, app):
        with app.app_context():
            yield a_world().office

    def test_with_one_factor_nothing_that_binds_is_done(self, office):
        db.session.info["aal"] = 1
        with pytest.raises(NotStrongEnough):
            people.add_organisation(Kind.COMPANY, by=office, name="Zephyrin Biologics")
        assert people_queries.organisation_called("Zephyrin Biologics") is None

    def test_with_two_it_is(self, office):
        db.session.info["aal"] = 2
        people.add_organisation(Kind.COMPANY, by=office, name="Zephyrin Biologics")
        assert people_queries.organisation_called("Zephyrin Biologics") is not None
