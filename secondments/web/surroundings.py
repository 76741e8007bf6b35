"""What every page asks of the rest of the app: its frame, the acts it offers, what has changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from secondments import clock, policy
from secondments.access.signed_in import me, somebody
from secondments.people.models import Person
from secondments.secondment import queries
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.web.templating import Change, Frame, Hooks, Offer, Place, reason_for

MENU = (
    ("Your work", "dashboard.show"),
    ("Secondments", "register.show"),
    ("Calendar", "dashboard.calendar"),
    ("Help", "pages.help"),
)
SETTINGS = ("Settings", "people.settings")


@dataclass(frozen=True)
class Act:
    """Where an act is done, and the move of the lifecycle it makes."""

    endpoint: str
    move: str
    asks_first: bool = True


ACTS: Mapping[str, Act] = {
    "secondment.send": Act("secondment.check", "send"),
    "secondment.recall": Act("secondment.recall", "recall"),
    "secondment.support": Act("secondment.approve", "support"),
    "secondment.answer": Act("secondment.company", "answer"),
    "secondment.withdraw": Act("secondment.withdraw", "withdraw"),
    "secondment.end_early": Act("secondment.end_early", "end_early"),
    "secondment.reopen": Act("secondment.reopen", "reopen"),
    "agreement.issue": Act("agreements.issue", "issue"),
    "agreement.reissue": Act("agreements.take_back", "recall_contract"),
}


def frame() -> Frame:
    """Who reads, and where they can go."""
    person = somebody()
    return Frame(
        person_name=person.name if person else "",
        account_url=url_for("access.account") if person else "",
        sign_out_url=url_for("access.sign_out") if person else "",
        menu=tuple(_menu(person)),
        business_clock=clock.now() if current_app.config["DEMO"] else None,
        demo_url=url_for("demo.show") if current_app.config["DEMO"] else "",
    )


def _menu(person: Person | None) -> Iterator[Place]:
    entries = (
        [*MENU, SETTINGS] if person and not policy.why_not(person, "people.see", None) else MENU
    )
    for label, endpoint in entries if person else MENU[-1:]:
        yield Place(label, url_for(endpoint), is_current=request.endpoint == endpoint)


def offer(action: str, record: Any) -> Offer | None:
    """The act for this reader: with what is in the way, or None when it is not theirs."""
    act = ACTS[action]
    if policy.why_not(me(), action, record) or not LIFECYCLE.is_from(record, act.move):
        return None
    return Offer(
        href=url_for(act.endpoint, ref=record.ref),
        reasons=[reason_for(b, record.ref) for b in LIFECYCLE.why_not(record, act.move)],
        carries={"revision": record.revision},
        asks_first=act.asks_first,
    )


def changes(ref: str, seen: int, _newest: int) -> Sequence[Change]:
    """What happened to a secondment since the revision its reader saw."""
    return [Change(*row) for row in queries.changes_since(ref, seen, reader=me())]


HOOKS = Hooks(frame=frame, offer=offer, changes=changes)
