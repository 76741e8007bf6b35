"""create_app(): the table of contents; it wires and decides nothing."""

from flask import Flask
from werkzeug.datastructures import ImmutableDict

from secondments import cli, web
from secondments.access import factor_views as factors
from secondments.access import help_views as help_in
from secondments.access import invitation_views as invitations
from secondments.access import joining_views as joining
from secondments.access import provider_views as providers
from secondments.access import tasks as access_jobs
from secondments.access import views as access
from secondments.access.providers import configured
from secondments.agreements import tasks as agreement_jobs
from secondments.agreements import views as agreements
from secondments.clauses import views as clauses
from secondments.dashboard import views as dashboard
from secondments.deanery import tasks as deanery_jobs
from secondments.deanery import views as deanery
from secondments.demo import views as demo
from secondments.documents.desk import Desk, furnish
from secondments.documents.scanner import scanner_at
from secondments.extensions import csrf, db, login, migrate
from secondments.letters import mail_server
from secondments.negotiation import limit_views as limits
from secondments.negotiation import views as negotiation
from secondments.people import join_views as joiners
from secondments.people import views as people
from secondments.privacy import views as privacy
from secondments.register import views as register
from secondments.rulebooks import views as rulebooks
from secondments.secondment import company_check_views as companies
from secondments.secondment import cover_views as cover
from secondments.secondment import file_tasks as file_jobs
from secondments.secondment import pathway_views as pathways
from secondments.secondment import tasks as calendar_jobs
from secondments.secondment import views as secondment
from secondments.signing import tasks as sealing_jobs
from secondments.signing import views as signing
from secondments.terms import rate_views as rates
from secondments.terms import tasks as rate_jobs
from secondments.terms import views as terms
from secondments.web import doors
from secondments.web.surroundings import HOOKS

DOMAINS = (
    access,
    factors,
    invitations,
    joining,
    help_in,
    providers,
    people,
    joiners,
    rulebooks,
    cover,
    dashboard,
    privacy,
    register,
    secondment,
    pathways,
    companies,
    terms,
    rates,
    agreements,
    negotiation,
    limits,
    clauses,
    deanery,
    signing,
)
JOBS = (
    access_jobs,
    agreement_jobs,
    calendar_jobs,
    deanery_jobs,
    rate_jobs,
    file_jobs,
    sealing_jobs,
)  # importing them registers them


class Application(Flask):
    """Routes answer the methods they name. Said here: the route of static files is made first."""

    default_config = ImmutableDict({**Flask.default_config, "PROVIDE_AUTOMATIC_OPTIONS": False})


def create_app(config: object) -> Flask:
    """Build the application. Read top to bottom, this is the table of contents."""
    app = Application(__name__, static_folder="static")
    app.config.from_object(config)
    app.template_folder = app.config["TEMPLATES"]

    for extension in (db, csrf, login):
        extension.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["ROOT"] / "migrations"))
    furnish(_desk(app))
    scanner_at(app.config["CLAMD_URL"])  # a sentence now, not a file that waits for ever
    mail_server(app.config)  # a sentence now, not a failed letter later
    configured.init_app(app)  # the same for an OpenID provider
    for domain in DOMAINS:
        app.register_blueprint(domain.bp)
    if app.config["DEMO"]:
        demo.init_app(app)
    web.init_app(app, HOOKS)
    doors.init_app(app)
    cli.init_app(app)
    return app


def _desk(app: Flask) -> Desk:
    return Desk(
        folder=app.config["DATA_FOLDER"],
        production=not app.config["DEMO"],
        seconds=app.config["PDF_SECONDS"],
        memory_mb=app.config["PDF_MEMORY_MB"],
        owner=app.config["SERVICE_OWNER"],
        scanner_url=app.config["CLAMD_URL"],
        verify_at=f"{app.config['BASE_URL'].split('://', 1)[-1]}/verify",
    )
