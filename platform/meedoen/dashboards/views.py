"""The first page of everybody who signs in, and the boards."""

from flask import Blueprint

dashboards = Blueprint("dashboards", __name__)
