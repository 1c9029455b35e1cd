"""The form by which a newcomer reports hours: those of a counsellor, with photos of the sheet."""

from meedoen.trajectories.hours.forms import LogForm
from meedoen.trajectories.sheets.forms import PhotoField


class ReportForm(LogForm):
    """Hours at one of the approved activities, and photos of the signed sheet."""

    photos = PhotoField()
