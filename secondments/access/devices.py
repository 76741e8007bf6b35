"""Which browsers a person has used before, and how to speak of one."""

import uuid
from collections.abc import Mapping
from hashlib import sha256
from ipaddress import ip_address, ip_network

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from secondments import clock
from secondments.access.models import Device
from secondments.extensions import db
from secondments.people.models import Person

# The first that fits: browsers name those that they want to be taken for.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}
NETWORK = {4: 16, 6: 48}  # bits: a phone changes its address, a hospital has many


def words_for(user_agent: str) -> str:
    """Such as “Firefox on Windows”."""
    browser = _first(BROWSERS, user_agent, otherwise="A browser")
    return f"{browser} on {_first(SYSTEMS, user_agent, otherwise='a device')}"


def _first(known: Mapping[str, str], user_agent: str, *, otherwise: str) -> str:
    return next((word for part, word in known.items() if part in user_agent), otherwise)


def is_new(person: Person, *, ip: str, user_agent: str) -> bool:
    """Whether this is another device than those before; the first of all is not. It is noted."""
    known = db.session.scalar(select(func.count()).where(Device.person_id == person.id))
    mark = sha256(f"{person.id}\0{words_for(user_agent)}\0{_network(ip)}".encode()).hexdigest()
    noted = insert(Device).values(
        id=uuid.uuid4(), person_id=person.id, mark=mark, seen_at=clock.wall()
    )
    seen = noted.on_conflict_do_update(index_elements=[Device.mark], set_={"seen_at": clock.wall()})
    before = db.session.scalar(select(Device.id).where(Device.mark == mark))
    db.session.execute(seen)
    return bool(known) and before is None


def _network(ip: str) -> str:
    try:
        found = ip_address(ip)
    except ValueError:
        return "unknown"
    return str(ip_network((found, NETWORK[found.version]), strict=False))
