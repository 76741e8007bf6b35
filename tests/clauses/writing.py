"""Writing, sending and deciding on clause texts in the browser."""

import re

from tests.secondment.stage import plain

WRITER, REVIEWER = "Rosa Iglesias", "Gethin Parry"
AT = "/settings/clauses/CL25"
NEW = (
    "Within {{exit_days}} each party returns what belongs to the others.\n\nIt says so in writing."
)


def written(stage, text=NEW, *, who=WRITER, at=AT, carried=None, **more):
    given = {"title": "Leaving", "text": text, "why": "Shorter."} | more
    return stage.sends(who, f"{at}/edit", carried, **given)


def sent(stage, number=2, *, who=WRITER, at=AT):
    path = f"{at}/{number}"
    return stage.sends(who, f"{path}/submit", stage.carried(who, path))


def day(text):
    names = ("day", "month", "year")
    return {f"effective_from-{n}": t for n, t in zip(names, text.split(), strict=True)}


def decided(stage, decision="approve", *, number=2, on="1 2 2027", who=REVIEWER, at=AT, **more):
    given = {"decision": decision, **day(on), **more}
    return stage.sends(who, f"{at}/{number}/review", **given)


def approved(stage, text=NEW, *, on="1 2 2027", number=2, at=AT):
    for answer in (
        written(stage, text, at=at),
        sent(stage, number, at=at),
        decided(stage, number=number, on=on, at=at),
    ):
        assert answer.status_code == 302, plain(answer.text)


def typed(answer):
    """What stands in the box of the text."""
    return re.search(r'name="text"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)[1]
