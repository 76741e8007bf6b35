"""The browser's side of a round trip to a provider: a token in its session, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from flask import flash, session

from secondments.access import return_to, sessions, throttles
from secondments.access.factors import queries as factors
from secondments.access.factors import service as factor_service
from secondments.access.factors.forms import CAME_BACK
from secondments.access.models import AuthSession
from secondments.access.providers import configured, proofs, queries, refusals, service, trips
from secondments.access.providers.configured import Provider
from secondments.access.providers.identities import TWO_FACTORS, Identity
from secondments.access.providers.models import LinkedIdentity
from secondments.access.providers.refusals import NotConfirmed
from secondments.access.providers.trips import LINK, PROVE, SIGN_IN, Arrival, Trip
from secondments.access.service import Way
from secondments.access.signed_in import me, signed_in_session, somebody
from secondments.errors import NotPossibleNow
from secondments.people import queries as people
from secondments.people.models import Person

ON_ITS_WAY = "oidc"


class Offered(NamedTuple):
    """The reader's links with their providers' names, and the providers they can still link."""

    links: Sequence[tuple[LinkedIdentity, str]]
    can_be_linked: Sequence[Provider]


def linked_and_open(person: Person) -> Offered:
    links = queries.links_of(person)
    return Offered(
        links=[(link, label_of(link)) for link in links],
        can_be_linked=[
            each for each in configured.every() if factor_service.why_not_link(person, each) is None
        ],
    )


def label_of(link: LinkedIdentity) -> str:
    """Its code, for one that was taken out of the configuration."""
    provider = configured.find(link.provider)
    return provider.label if provider else link.provider


def start_sign_in(provider: Provider, *, wanted: str) -> str:
    """The address to send this browser to. Raises ProviderDown or TooMany."""
    place = throttles.place_of(sessions.this_browser().ip)
    throttles.take(throttles.CHALLENGES_FROM_ONE_PLACE, place)
    return _start(provider, Trip(SIGN_IN, wanted), None)


def start_link(provider: Provider, *, wanted: str) -> str:
    """For somebody who has just proved who they are here. Raises as above, or NotPossibleNow."""
    here = signed_in_session()
    if reason := factor_service.why_not_link(me(), provider):
        raise NotPossibleNow(reason)
    return _start(provider, Trip(LINK, wanted, session=str(here.id)), here)


def start_proof(
    provider: Provider, *, back: str, about: str, pairs: Sequence[tuple[str, str]]
) -> str:
    """Where to go next: to the provider; or, when it is down, back to the form as it was typed."""
    here = signed_in_session()
    kept = proofs.keep(here, about=about, pairs=pairs)
    trip = Trip(PROVE, back, kept, session=str(here.id))
    return _unless_refused(lambda: _start(provider, trip, here), otherwise=_back_to(back, kept))


def arrive(provider: Provider, given: Mapping[str, str]) -> str:
    """Where to go next. Raises NotConfirmed, and NotPossibleNow for a link that is not possible."""
    here = signed_in_session() if somebody() else None
    began = session.pop(ON_ITS_WAY, "")
    waits = trips.waits_for(began)
    if waits is None:
        return _arrived(trips.end(provider, began, given, session=here))
    return _unless_refused(
        lambda: _arrived(trips.end(provider, began, given, session=here)),
        otherwise=_back_to(waits.wanted, waits.kept),
    )


def _arrived(arrival: Arrival) -> str:
    return FOLLOWS[arrival.trip.why](arrival)


def _sign_in(arrival: Arrival) -> str:
    identity, wanted = arrival.identity, arrival.trip.wanted
    person = queries.person_with(identity)
    if person is None:
        service.note_unlinked(identity, by=people.calendar())
        raise refusals.refused(identity.provider.label, "not linked", refusals.NOT_LINKED)
    sessions.open_or_begin(person, way_of(identity))
    return sessions.further(wanted)


def _link(arrival: Arrival) -> str:
    identity, here = arrival.identity, signed_in_session()
    factor_service.link(me(), by=me(), identity=identity, here=here)
    sessions.renew(way_of(identity))
    flash(f"The sign-in of {identity.provider.label} is linked. You can sign in with it.")
    return arrival.trip.wanted


def _prove(arrival: Arrival) -> str:
    """Only by the very identity that is linked, and no weaker than what is set up here."""
    identity, trip = arrival.identity, arrival.trip
    label, owner = identity.provider.label, queries.person_with(identity)
    if owner is None or owner.id != me().id:
        raise refusals.refused(label, "another identity", refusals.SOMEBODY_ELSE)
    if identity.aal < TWO_FACTORS and factors.has_any(me()):
        raise refusals.refused(label, "one factor only", refusals.ONE_FACTOR_ONLY)
    proofs.confirm(trip.kept, signed_in_session(), method=identity.provider.method)
    return _back_to(trip.wanted, trip.kept)


FOLLOWS: Mapping[str, Callable[[Arrival], str]] = {SIGN_IN: _sign_in, LINK: _link, PROVE: _prove}


def way_of(identity: Identity) -> Way:
    return Way((identity.provider.method,), identity.aal)


def _start(provider: Provider, trip: Trip, here: AuthSession | None) -> str:
    before = session.get(ON_ITS_WAY, "")
    address, session[ON_ITS_WAY] = trips.begin(provider, trip, session=here, instead_of=before)
    return address


def _unless_refused(go_on: Callable[[], str], *, otherwise: str) -> str:
    """The reason is shown on the page that somebody comes back to, with what they typed."""
    try:
        return go_on()
    except NotConfirmed as refusal:
        flash(str(refusal))
        return otherwise


def _back_to(page: str, kept: str) -> str:
    page = return_to.safe(page)
    return f"{page}{'&' if '?' in page else '?'}{urlencode({CAME_BACK: kept})}"
