"""All pages about companions: those of the counsellor, and the one behind a link."""

from flask import Blueprint

from meedoen.trajectories.companions.answering.views import answering
from meedoen.trajectories.companions.asking.views import asking

companions = Blueprint("companions", __name__)
companions.register_blueprint(asking)
companions.register_blueprint(answering)
