"""The operator's commands: show one secondment, export its agreement, check everything kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import create_engine

from secondments import words
from secondments.documents.desk import desk
from secondments.errors import DomainError, NotPossibleNow
from secondments.extensions import db
from secondments.register import integrity, report
from secondments.secondment import queries

secondment = AppGroup("secondment", help="Look at one secondment.")
agreement = AppGroup("agreement", help="Take a signed agreement out of the store.")
UNSIGNED = "{ref} has no agreement that everyone has signed."


@secondment.command("show")
@click.argument("ref")
def show(ref: str) -> None:
    """Print where a secondment stands, who has it, its votes, documents, letters and trail."""
    with _as_the_operator():
        s = queries.by_ref(ref.strip().upper())
        click.echo(report.of(s))
        broken = integrity.broken(s)
    raise SystemExit(1 if broken else 0)


@agreement.command("export")
@click.argument("ref")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export(ref: str, out: Path) -> None:
    """Write the signed PDF of a secondment to a file, after hashing it again."""
    with _as_the_operator():
        content, what = _signed_pdf(ref.strip().upper())
        try:
            out.write_bytes(content)
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"{what}, {words.file_size(len(content))}, is in {out}.")


def _signed_pdf(ref: str) -> tuple[bytes, str]:
    s = queries.by_ref(ref)
    signed = next((a for a in s.agreements if a.sealed_sha256), None)
    if signed is None or signed.sealed_sha256 is None:
        raise NotPossibleNow(UNSIGNED.format(ref=ref))
    what = f"{ref}, version {signed.version}, SHA-256 {signed.sealed_sha256}"
    return desk().store.read(signed.sealed_sha256), what


@click.command()
@with_appcontext
def verify() -> None:
    """Walk every chain of the trail and hash every stored document again."""
    with _as_the_operator():
        checked = integrity.check_everything()
    click.echo(
        f"Unbroken: {words.counted(checked.chains, 'chain')} of"
        f" {words.counted(checked.entries, 'entry', 'entries')}."
        f" Unaltered: {words.counted(checked.documents, 'document')}."
    )


@contextmanager
def _as_the_operator() -> Iterator[None]:
    """Read with the worker's role, which sees every row; a refusal ends in its sentence."""
    engine = create_engine(
        current_app.config["WORKER_DATABASE_URI"], **current_app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    )
    db.session.info["engine"] = engine
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        db.session.rollback()
        del db.session.info["engine"]
        engine.dispose()
