"""Pages on which an organisation registers and keeps its own data."""

from flask import Blueprint

organisations = Blueprint("organisations", __name__)
