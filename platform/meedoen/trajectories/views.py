"""Pages of the caseload, one trajectory, the confirmation link and the proof."""

from flask import Blueprint

trajectories = Blueprint("trajectories", __name__)
