"""The addresses of the public API."""

from apiflask import APIBlueprint

open_data = APIBlueprint("open_data", __name__, url_prefix="/api")
