"""What the operator does at a terminal: the first administrator, a lost password."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from secondments.access import queries, recoveries, service
from secondments.access.factors import service as factors
from secondments.errors import DomainError
from secondments.people import queries as people

access = AppGroup("access", help="Who gets in: the first administrator, lost passwords.")


@access.command("first-admin")
@click.argument("email")
@click.argument("name")
def first_admin(email: str, name: str) -> None:
    """Make the first system administrator: post a letter with a link, and print the link."""
    with _in_a_sentence():
        link = service.appoint_first_administrator(
            None, by=people.calendar(), name=name, email=email
        )
    click.echo(f"{name} is the first administrator. A letter is on its way to {email}; its link:")
    click.echo(link)


@access.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Post a letter with a link to choose a new password."""
    person = queries.account_of(email)
    if person is None:
        raise click.ClickException(f"Nobody who may sign in has the address {email}.")
    with _in_a_sentence():
        service.send_link(person, by=people.calendar())
    click.echo(f"A letter with a link to choose a new password is on its way to {email}.")


@access.command("recover")
@click.argument("email")
@click.argument("reason")
def recover(email: str, reason: str) -> None:
    """Tell somebody who has lost every factor; a day later they get a link to set up new ones."""
    person = queries.account_of(email)
    if person is None:
        raise click.ClickException(f"Nobody who may sign in has the address {email}.")
    with _in_a_sentence():
        recoveries.ask(person, by=people.calendar(), reason=reason)
    click.echo(f"{email} has been told. It goes on in 24 hours, unless it is stopped.")


@access.command("reseal")
def reseal() -> None:
    """Seal what was sealed under a former SECRET_KEY with the newest; then the former can go."""
    click.echo(f"{factors.seal_anew(None, by=people.calendar())} sealed anew.")


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    """A refusal ends the command with its sentence, not with a traceback."""
    try:
        yield
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
