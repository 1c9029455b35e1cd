"""The public pages: home, results, offer, organisation, municipality."""

from flask import Blueprint

finding = Blueprint("finding", __name__)
