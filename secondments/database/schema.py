"""Which migrations there are, and at which of them a database stands.

Read as text and by one query: to import Alembic takes as long as everything else at a start.
"""

import re
from contextlib import suppress
from pathlib import Path

import psycopg

REVISION = re.compile(r"^revision\b.*=.*", re.MULTILINE)
FOLLOWED = re.compile(r"^down_revision\b.*=.*", re.MULTILINE)
QUOTED = re.compile(r"""["'](\w+)["']""")


def is_up_to_date(url: str, migrations: Path) -> bool:
    """Whether the database stands at the newest of the migrations in this folder."""
    return versions(url) == newest(migrations)


def versions(url: str) -> set[str]:
    """Empty for a new database."""
    with suppress(psycopg.errors.UndefinedTable), psycopg.connect(url) as connection:
        return {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
    return set()


TERMS_IN_USE = """
SELECT parameter, count(DISTINCT secondment_id), 0 FROM term_move GROUP BY parameter
UNION ALL
SELECT parameter, 0, count(*) FROM policy_limit WHERE ended_at IS NULL GROUP BY parameter
"""


def terms_in_use(url: str) -> list[tuple[str, int, int]]:
    """Each term that somebody moved or limited: how many secondments, how many organisations."""
    with psycopg.connect(url) as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(TERMS_IN_USE)]


def kinds_of_cases(url: str) -> list[tuple[str, str, int, int]]:
    """State, pathway, version and how many secondments, of a database that is up to date."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT state, pathway_code, pathway_version, count(*) FROM secondment"
            " GROUP BY state, pathway_code, pathway_version"
        )
        return [(row[0], row[1], row[2], row[3]) for row in found]


def newest(migrations: Path) -> set[str]:
    """Those that no other follows."""
    texts = [path.read_text("utf-8") for path in (migrations / "versions").glob("*.py")]
    return _named(REVISION, texts) - _named(FOLLOWED, texts)


def _named(statement: re.Pattern[str], texts: list[str]) -> set[str]:
    found = [line for text in texts for line in statement.findall(text)]
    return {name for line in found for name in QUOTED.findall(line)}
