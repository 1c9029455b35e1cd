"""Takes in the photos of a form: made fit and kept, ready to be attached, or to be sent once more.

When something else in the form is wrong its photos are not lost: the page names them, signed, so
that only who sent them can attach them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app, g, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from meedoen.core.errors import Reason, RuleBroken
from meedoen.settings import Settings
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.actions import Ready
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.sheets.pictures import made_fit
from meedoen.trajectories.sheets.rules import MOST_BYTES, MOST_PHOTOS
from meedoen.web.access import current_account
from meedoen.web.session import db
from meedoen.web.uploads import MEBIBYTE

BOX = "photos"
"""The name of the boxes for files."""

KEPT = "kept"
"""The name of the ticks for photos that are kept already."""

MOST_SENT = MOST_PHOTOS * MOST_BYTES + MEBIBYTE
KEPT_SECONDS = 12 * 60 * 60
"""As long as a visit lasts, and shorter than files that belong to nothing are left."""


@dataclass(slots=True)
class Received:
    """The photos of one form, and why others were not taken."""

    ready: list[Ready] = field(default_factory=list)
    wrong: list[Reason] = field(default_factory=list)

    @property
    def tokens(self) -> list[str]:
        """Each photo as the form names it when it comes again."""
        return [str(signer().dumps([current_account().id, *ready])) for ready in self.ready]


def photos_folder() -> Path:
    """Where the files of photos lie."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.photos_dir


def signer() -> URLSafeTimedSerializer:
    """Signs which photo was kept for whom."""
    return URLSafeTimedSerializer(current_app.config["SETTINGS"].secret_key, salt="kept photo")


def receive() -> Received:
    """The photos of this request. Nothing is kept of a form without its token.

    Unpacking takes a while, so the lock of the database is let go of meanwhile: call it before
    anything was written.
    """
    sent = [file for file in request.files.getlist(BOX) if file.filename]
    if "token_refused" in g:
        return Received(wrong=[Reason("photo_again", BOX)] if sent else [])
    account_id = current_account().id
    received = Received(ready=list(kept_before(request.form.getlist(KEPT), account_id)))
    if len(received.ready) + len(sent) > MOST_PHOTOS:
        received.wrong.append(Reason("photo_too_many", BOX, {"most": MOST_PHOTOS}))
        return received
    if sent:
        db.session.rollback()
    for file in sent:
        take_in(file, received)
    return received


def take_in(file: FileStorage, received: Received) -> None:
    """Make one file a photo that is kept, or say why not, once for the same cause."""
    try:
        picture = made_fit(file.stream.read(MOST_BYTES + 1))
    except RuleBroken as broken:
        received.wrong += [why for why in broken.reasons if why not in received.wrong]
        return
    name = keeping.write(photos_folder(), picture.content)
    received.ready.append(Ready(name, picture.sha256, picture.width, picture.height))


def kept_before(tokens: Sequence[str], account_id: int) -> Iterable[Ready]:
    """The photos that an earlier form of this person left, whose files are still there."""
    for token in dict.fromkeys(tokens[:MOST_PHOTOS]):
        try:
            said: Any = signer().loads(token, max_age=KEPT_SECONDS)
        except BadData:
            continue
        whose, *facts = said
        ready = Ready(*facts)
        if whose == account_id and keeping.digest(photos_folder(), ready.file_name) == ready.sha256:
            yield ready


def drop_unused(received: Received, attached: Sequence[SheetPhoto]) -> None:
    """Remove what was kept and is not needed: the form had been taken before."""
    used = {photo.file_name for photo in attached}
    unused = [ready.file_name for ready in received.ready if ready.file_name not in used]
    keeping.remove(photos_folder(), unused)
