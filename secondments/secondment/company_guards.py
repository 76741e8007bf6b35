"""What keeps a proposal from being sent because of its company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondments.errors import Blocker

if TYPE_CHECKING:
    from secondments.secondment.models import Secondment


def the_company_is_confirmed(s: Secondment) -> Blocker | None:
    """A guard of lifecycle.py: a company that the applicant added is nobody to ask yet."""
    if s.waiting_company is None:
        return None
    return Blocker(
        "company_waits",
        "The company is new here, and the contracts office has not confirmed it yet. The proposal"
        " can be written meanwhile; it is sent once that is done.",
        who="contracts office",
        fix="proposal",
    )
