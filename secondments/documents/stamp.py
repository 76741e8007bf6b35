"""What is printed in a signature box: who, as what, when, how known, and which document."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from secondments.documents.values import Act, SignerIdentity

UK = ZoneInfo("Europe/London")
FACE = Markup(
    "<style>"
    "html, body {{ margin: 0; }}"
    "body {{ font-family: 'Source Sans 3', sans-serif; line-height: 1.2; color: #1b2529; }}"
    "p {{ margin: 0; overflow-wrap: anywhere; }}"
    "b {{ font-size: 1.5em; font-weight: 600; }}"
    "</style>"
    "<p><b>{name}</b></p><p>{capacity}</p>"
    "<p>Signed {acted}</p><p>Identity: {identified_by}</p>"
    "<p>Sealed {sealed}</p><p>Document SHA-256 {digest}</p>{notice}"
)


def html(signer: SignerIdentity, act: Act, *, sealed_at: datetime, notice: str) -> str:
    """The box as HTML. `sealed_at` is the real moment of the signature, `act` the business one."""
    face = FACE.format(
        name=signer.name,
        capacity=_capacity(signer),
        acted=moment(act.acted_at),
        identified_by=act.identified_by,
        sealed=moment(sealed_at),
        digest=short(act.digest),
        notice=Markup("<p>{}</p>").format(notice) if notice else "",
    )
    return str(face)  # a Markup would escape whatever it is joined to


def moment(at: datetime) -> str:
    """In UTC and in UK time, both named: 1 June 2027, 08:30:00 UTC (09:30:00 UK time)."""
    here = at.astimezone(UK)
    at = at.astimezone(UTC)
    day = "" if here.date() == at.date() else f"{_day(here)}, "
    return f"{_day(at)}, {at:%H:%M:%S} UTC ({day}{here:%H:%M:%S} UK time)"


def short(digest: str) -> str:
    """The first and last eight digits, in fours: 7c1e 09ab … 5d40 f3b2."""
    first, last = digest[:8], digest[-8:]
    return f"{first[:4]} {first[4:]} … {last[:4]} {last[4:]}"


def _capacity(signer: SignerIdentity) -> str:
    return (
        f"{signer.capacity}, for {signer.organisation}" if signer.organisation else signer.capacity
    )


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
