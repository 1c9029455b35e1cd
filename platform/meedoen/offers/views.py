"""Pages on which an organisation writes offers and a reviewer publishes them."""

from flask import Blueprint

offers = Blueprint("offers", __name__)
