"""Pages for everyone, signed in or not: help, statements, contact and the health of the service."""

import tomllib
from email.utils import parseaddr
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from secondments.extensions import db

pages = Blueprint("pages", __name__)
OPEN_TO_ALL = frozenset(
    f"pages.{page}" for page in ("help", "accessibility", "privacy", "contact", "health")
)


def init_app(app: Flask) -> None:
    root = Path(app.config["ROOT"])
    app.config.setdefault("VERSION", _version(root))
    app.config.setdefault("MIGRATIONS_HEADS", _newest_migrations(root))
    app.register_blueprint(pages)


@pages.get("/help", endpoint="help")
def help_page() -> ResponseReturnValue:
    return render_template("pages/help.html")


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@pages.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@pages.get("/contact")
def contact() -> ResponseReturnValue:
    _, address = parseaddr(current_app.config["MAIL_FROM"])
    return render_template("pages/contact.html", address=address)


@pages.get("/health")
def health() -> ResponseReturnValue:
    """200 when the database answers and has every migration, else 503; no detail for strangers."""
    found = {"version": current_app.config["VERSION"], **_database_health()}
    is_well = found["database"] == "reachable" and found["migrations"] == "at head"
    return jsonify(found), 200 if is_well else 503


def _database_health() -> dict[str, str]:
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            return {"database": "reachable", "migrations": _migrations(connection)}
    except SQLAlchemyError:
        return {"database": "unreachable", "migrations": "unknown"}


def _migrations(connection: Connection) -> str:
    try:
        applied = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    except ProgrammingError:
        return "unknown"
    return "at head" if set(applied) == current_app.config["MIGRATIONS_HEADS"] else "behind"


def _newest_migrations(root: Path) -> set[str]:
    scripts = root / "migrations"
    return set(ScriptDirectory(str(scripts)).get_heads()) if scripts.is_dir() else set()


def _version(root: Path) -> str:
    return str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])
