"""`flask demo`: load the demonstration, list its people, play a worked case."""

from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from secondments import clock, words
from secondments.demo import loading, worked, world
from secondments.errors import NotPossibleNow


@click.group(invoke_without_command=True)
@click.option("--case", type=click.Choice(sorted(worked.CASES)), help="The worked case to play.")
@click.option("--until", type=click.Choice(worked.states()), help="Else to its end.")
@click.pass_context
@with_appcontext
def demo(context: click.Context, case: str | None, until: str | None) -> None:
    """The demonstration: invented people and worked cases, on a clock that can be moved."""
    if context.invoked_subcommand is not None:
        return
    if case is None:
        click.echo(context.get_help())
        return
    started = clock.wall()
    try:
        ref, at = loading.play(_app(), case, until=until)
    except NotPossibleNow as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(ref)
    click.echo(f"Business clock when it stopped: {words.moment(at)}", err=True)
    click.echo(f"Real time, as in its certificates: {words.moment(started)}", err=True)


@demo.command()
@with_appcontext
def load() -> None:
    """Fill an empty database with the demo people and their cases."""
    done = loading.load(_app())
    click.echo("The demo data is loaded." if done else "The demo data is there already.")


@demo.command()
@with_appcontext
def people() -> None:
    """Print who can be signed in as."""
    for line in world.lines():
        click.echo(line)
    click.echo(f"Their password: {loading.password_of(_app())}")


def _app() -> Flask:
    app: Any = current_app
    found: Flask = app._get_current_object()
    return found
