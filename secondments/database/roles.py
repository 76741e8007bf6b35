"""The three roles of the database: the owner migrates, web and worker own nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import sql

from secondments.errors import CannotStart

NAME = "secondments"
OWNER, WEB, WORKER = "app_owner", "app_web", "app_worker"
GRANTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE secondments FROM PUBLIC",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT CONNECT ON DATABASE secondments TO app_web, app_worker",
    "GRANT USAGE ON SCHEMA public TO app_web, app_worker",
    "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public "
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_web, app_worker",
    "ALTER DEFAULT PRIVILEGES FOR ROLE app_owner IN SCHEMA public "
    "GRANT USAGE ON SEQUENCES TO app_web, app_worker",
)


@dataclass(frozen=True)
class Urls:
    """One database as each of its roles sees it; for SQLAlchemy, psycopg and libpq alike."""

    owner: str
    web: str
    worker: str


def bootstrap(maintenance: str, target: str, passwords: Mapping[str, str]) -> None:
    """Make roles, database and grants; safe to repeat, and sets the passwords again.

    Both addresses are a superuser's: `maintenance` names a database that exists, `target` ours.
    """
    with psycopg.connect(maintenance, autocommit=True) as server:
        for role, password in passwords.items():
            _let_in(server, role, password)
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            owned = sql.SQL("CREATE DATABASE {} OWNER {}")
            server.execute(owned.format(sql.Identifier(NAME), sql.Identifier(OWNER)))
    with psycopg.connect(target) as database:
        for statement in GRANTS:
            database.execute(statement)


def _let_in(server: psycopg.Connection, role: str, password: str) -> None:
    known = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    # Encrypted on this side: no log of the server can ever hold the password itself.
    secret = server.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    statement = sql.SQL("ALTER ROLE {} {}" if known else "CREATE ROLE {} {}")
    login = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(secret.decode()))
    server.execute(statement.format(sql.Identifier(role), login))


def reach(setting: str, url: str) -> None:
    """Raises CannotStart with the server's reason, which never contains the password."""
    if not url.startswith("postgresql://"):
        raise CannotStart(f"{setting} must look like postgresql://role:password@host/database.")
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.ProgrammingError:
        raise CannotStart(f"{setting} is not the address of a PostgreSQL database.") from None
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0].strip()
        raise CannotStart(f"The database of {setting} cannot be reached: {reason}.") from None
