"""The page of one's own file, and the file itself."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.engine import WRITES
from meedoen.permissions import Permission
from meedoen.trajectories.ledger.queries import one_moment
from meedoen.trajectories.looking.queries import count_looks
from meedoen.trajectories.own_file.actions import note_download
from meedoen.trajectories.own_file.documents import members_of, zipped
from meedoen.trajectories.own_file.queries import find_pdf, find_photo, read_file
from meedoen.trajectories.own_file.rules import Facts, name_of_file
from meedoen.trajectories.queries import find_trajectory_of
from meedoen.trajectories.sheets.keeping import read
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm
from meedoen.web.languages import asked_language
from meedoen.web.session import commits, db

own_file = Blueprint("own_file", __name__)


@own_file.get("/mijn-traject/dossier")
@requires(Permission.OWN_FILE)
def show() -> str:
    """What one can do with one's own file."""
    account: Account = current_account()
    return render_template(
        "trajectories/own_file/show.html",
        looks=count_looks(db.session, account.id),
        trajectory=find_trajectory_of(db.session, account.id),
        form=PressForm(formdata=None),
    )


@own_file.post("/mijn-traject/dossier")
@requires(Permission.OWN_FILE)
@commits
def download() -> Any:
    """Take the whole file. It is read as it is at one moment, and sent while it is packed."""
    if not PressForm().validate_on_submit():
        flash(_("Er is niets gedownload. Probeer het nog eens."), "error")
        return redirect(url_for("trajectories.own_file.show"), 303)
    account: Account = current_account()
    account_id, at = account.id, now()
    note_download(db.session, account, at=at)
    facts = read_at_once(account_id)
    response = Response(
        stream_with_context(zipped(members_of(facts, *readers_of(account_id)), at=at)),
        mimetype="application/zip",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name_of_file(today())}"'
    return response


def read_at_once(account_id: int) -> Facts:
    """Everything, in a session of its own beside the one that writes the trail."""
    with Session(db.engine) as session, one_moment(session):
        account = session.get_one(Account, account_id)
        return read_file(session, account, language=asked_language(), at=now())


def readers_of(account_id: int) -> tuple[Any, Any]:
    """What reads the file of a proof, and of a photo, when it is its turn to be packed."""
    engine, photos = db.engine, current_app.config["SETTINGS"].photos_dir

    def ask(question: Callable[[Session], Any]) -> Any:
        before = WRITES.set(False)
        try:
            with Session(engine) as session:
                return question(session)
        finally:
            WRITES.reset(before)

    def pdf_of(code: str) -> bytes | None:
        return ask(lambda session: find_pdf(session, account_id, code))

    def photo_of(number: int) -> bytes | None:
        name = ask(lambda session: find_photo(session, account_id, number))
        return read(photos, name) if name else None

    return pdf_of, photo_of
