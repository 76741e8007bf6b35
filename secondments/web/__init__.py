"""HTTP that belongs to no one domain: headers, refusals, templates and the pages for everyone."""

from flask import Flask

from secondments import security_log
from secondments.web import errors, headers, limits, pages, proxies, templating
from secondments.web.templating import Hooks


def init_app(app: Flask, hooks: Hooks | None = None) -> None:
    limits.init_app(app)
    proxies.init_app(app)
    security_log.init_app(app)
    headers.init_app(app)
    templating.init_app(app, hooks or Hooks())
    errors.init_app(app)
    pages.init_app(app)
