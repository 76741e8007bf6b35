"""The private PostgreSQL of a machine without DATABASE_URL, and the three roles of every one."""

from secondments.database.roles import Urls, bootstrap, reach
from secondments.database.schema import is_up_to_date, kinds_of_cases, terms_in_use
from secondments.database.server import ENVIRONMENT, Server, prepare

__all__ = [
    "ENVIRONMENT",
    "Server",
    "Urls",
    "bootstrap",
    "is_up_to_date",
    "kinds_of_cases",
    "prepare",
    "reach",
    "terms_in_use",
]
