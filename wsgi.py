"""The application as a web server or the flask command loads it."""

import config
from secondments.application import create_app

app = create_app(config.load())
