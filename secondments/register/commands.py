"""The operator's commands: show one secondment, export its agreement, check everything kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import create_engine

from secondments import words
from secondments.documents.desk import desk
from secondments.errors import CannotStart, DomainError, NotPossibleNow
from secondments.extensions import db
from secondments.register import integrity, report
from secondments.secondment import queries, renewal, versions
from secondments.secondment.pathways import Step

secondment = AppGroup("secondment", help="Look at one secondment.")
agreement = AppGroup("agreement", help="Take a signed agreement out of the store.")


def check_versions() -> None:
    """Raises ClickException with the sentence that says why the service cannot start."""
    try:
        versions.check(queries.versions(), queries.terms_in_use())
    except CannotStart as problem:
        raise click.ClickException(str(problem)) from problem


class Version(click.ParamType[tuple[str, int]]):
    """The code and the version of a pathway, as code:1."""

    name = "code:version"

    def convert(self, value: str, param: Any, ctx: Any) -> tuple[str, int]:
        code, _, number = value.partition(":")
        if not (code and number.isdecimal()):
            self.fail("Write it as code:version, for example nmahp:1.", param, ctx)
        return code, int(number)


VERSION = Version()
UNSIGNED = "{ref} has no agreement that everyone has signed."


@secondment.command("show")
@click.argument("ref")
def show(ref: str) -> None:
    """Print where a secondment stands, who has it, its votes, documents, letters and trail."""
    with as_the_operator():
        s = queries.by_ref(ref.strip().upper())
        click.echo(report.of(s))
        broken = integrity.broken(s)
    raise SystemExit(1 if broken else 0)


@secondment.command("check")
def check() -> None:
    """Refuse, in a sentence, when a case needs a pathway, state or term that this version lacks."""
    with as_the_operator():
        check_versions()


@secondment.command("move-pathway")
@click.option("--from", "source", required=True, type=VERSION, help="Such as nmahp:1.")
@click.option("--to", "target", required=True, type=VERSION, help="Such as nmahp:2.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def move_pathway(source: tuple[str, int], target: tuple[str, int], *, dry_run: bool) -> None:
    """Take the cases that are not over from one version of a pathway to another."""
    with as_the_operator():
        declared = renewal.declared(source, target)
        for plan in renewal.plans(declared):
            kept, void = (_steps(votes) for votes in (plan.kept, plan.void))
            cases = words.counted(plan.cases, "case")
            said = f"{plan.state.label}: {cases}; votes kept: {kept}; void: {void}"
            click.echo("; ".join(filter(None, [said, plan.stays])))
        found = [] if dry_run else queries.in_hand_on(*source)
        ids = [s.id for s in found if renewal.fits(s, declared)]
        for secondment_id in ids:
            case = queries.by_id(secondment_id)
            renewal.move_pathway(case, by=queries.calendar(), renewal=declared)
    click.echo("Nothing was changed." if dry_run else f"Moved: {words.counted(len(ids), 'case')}.")


def _steps(votes: Mapping[str, int]) -> str:
    return words.listed(f"{votes[step]} at {step}" for step in Step if votes.get(step)) or "none"


@agreement.command("export")
@click.argument("ref")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def export(ref: str, out: Path) -> None:
    """Write the signed PDF of a secondment to a file, after hashing it again."""
    with as_the_operator():
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
    with as_the_operator():
        checked = integrity.check_everything()
    click.echo(
        f"Unbroken: {words.counted(checked.chains, 'chain')} of"
        f" {words.counted(checked.entries, 'entry', 'entries')}."
        f" Unaltered: {words.counted(checked.documents, 'document')}."
    )


@contextmanager
def as_the_operator() -> Iterator[None]:
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
