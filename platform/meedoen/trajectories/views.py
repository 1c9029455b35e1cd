"""Pages of the caseload, one trajectory, the confirmation link and the proof."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from meedoen.trajectories import wording

trajectories = Blueprint("trajectories", __name__)


@trajectories.record_once
def learn_words(state: BlueprintSetupState) -> None:
    """Teach the pages how to say days, times and states."""
    state.app.jinja_env.filters.update(on_day=wording.on_day, at_clock=wording.at_clock)
