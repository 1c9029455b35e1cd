"""Pages to sign in and out, set a password, and invite colleagues."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
