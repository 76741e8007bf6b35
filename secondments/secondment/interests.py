"""The interests an applicant declares: of which kind, and what; as they are kept, and in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondments.secondment.its_choices import InterestKind

MOST = 10
Interest = Mapping[str, str]  # "kind", a code or nothing; "what", in words or nothing


def in_words(interests: Sequence[Interest] | str) -> str:
    """One in a line. What was sent before they were asked one by one is in its own words."""
    if isinstance(interests, str):
        return interests
    return "\n".join(_in_words(each) for each in interests)


def _in_words(interest: Interest) -> str:
    kind = InterestKind(interest["kind"]).label if interest["kind"] else ""
    return ": ".join(filter(None, [kind, interest["what"]]))


def are_whole(interests: Sequence[Interest] | None) -> bool:
    """Whether there is one at least, and each says of which kind it is and what."""
    return bool(interests) and all(each["kind"] and each["what"] for each in interests or ())


def declared(said: Mapping[str, Any]) -> str:
    """What a proposal says of interests, in words; nothing where it says nothing."""
    has_some, interests = said.get("has_interests"), said.get("interests")
    if has_some is False:
        return "None"
    return in_words(interests) if interests else ""
