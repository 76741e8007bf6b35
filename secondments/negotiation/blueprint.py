"""The blueprint of the table of terms."""

from flask import Blueprint

bp = Blueprint("negotiation", __name__, url_prefix="/secondments/<ref>/terms")
