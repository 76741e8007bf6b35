"""The operator's commands; each domain brings its own group."""

from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from secondments import jobs, policy
from secondments.access.commands import access
from secondments.demo.commands import demo
from secondments.register.commands import (
    agreement,
    as_the_operator,
    check_versions,
    secondment,
    verify,
)
from secondments.secondment.lifecycle import LIFECYCLE


def init_app(app: Flask) -> None:
    for command in (access, agreement, secondment, verify, worker, diagrams):
        app.cli.add_command(command)
    if app.config["DEMO"]:
        app.cli.add_command(demo)


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Jobs at the same time.")
@with_appcontext
def worker(concurrency: int) -> None:
    """Run jobs until told to stop: letters, documents, seals, the calendar."""
    with as_the_operator():
        check_versions()
    app: Any = current_app
    raise SystemExit(jobs.run_worker(app._get_current_object(), concurrency=concurrency))


@click.command()
def diagrams() -> None:
    """Print the state diagram and the permission table that the README holds."""
    click.echo(f"```mermaid\n{LIFECYCLE.diagram()}\n```\n")
    click.echo(policy.table())
