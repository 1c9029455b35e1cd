"""The one writer of looks, and the page on which newcomers read who looked at their file.

A page is a GET and commits nothing, but for this: who reads somebody's file leaves a trace. Views
say what they show with `shows_case`; the door tells whose it is; after the answer was made and
before it leaves, the look is written in a transaction of its own. What cannot be written is not
shown: the answer becomes the page of that error.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.visits.actions import count_miss
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.engine import WRITES
from meedoen.permissions import Permission
from meedoen.trajectories.looking.actions import keep_looks, missing_looks
from meedoen.trajectories.looking.queries import count_looks, list_looks
from meedoen.trajectories.looking.rules import SHOWING, Seen, looked_as
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.queries import find_trajectory_of
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.pages import asked_page
from meedoen.web.session import SAFE_METHODS, db

looking = Blueprint("looking", __name__)

F = TypeVar("F", bound=Callable[..., Any])

PAGE_SIZE = 25


def shows_case(kind: LookKind) -> Callable[[F], F]:
    """Declare that a view shows (part of) a newcomer's file, and which part."""

    def declare(view: F) -> F:
        view.shows_case = kind  # type: ignore[attr-defined]
        return view

    return declare


def seen_by(*looks: Seen) -> None:
    """Say who sees a file on this page, where the door cannot: by a link, a code, in a file."""
    g.setdefault("looks", []).extend(looks)


def missed(kind: Attempt, who: str) -> None:
    """Say that somebody tried in vain to open something with a code."""
    g.missed = (kind, who)


@looking.record_once
def write_down(state: BlueprintSetupState) -> None:
    """Have every look written before its answer leaves."""
    state.app.after_request(write_looks)


def write_looks(response: Response) -> Response:
    """Write who saw whose file on this page; the answer of an error where that cannot be."""
    try:
        if g.get("missed"):
            in_own_transaction(count_missed)
        if response.status_code in SHOWING and (seen := [*at_the_door(), *others()]):
            keep(seen)
    except Exception as error:
        response.close()
        answer = current_app.handle_user_exception(error)
        return current_app.make_response(answer)
    return response


def at_the_door() -> Iterator[Seen]:
    """Who was let in to see whose file; nobody where it is their own, or no file at all."""
    thing = g.get("let_in")
    if getattr(thing, "newcomer_id", None) is None:
        return
    account: Account = current_account()
    if thing.newcomer_id == account.id:
        return
    trajectory = getattr(thing, "trajectory", thing)
    view = current_app.view_functions[request.endpoint or ""]
    guides = trajectory.counsellor_id == account.id
    role = looked_as(account.roles, trajectory.agency_code, guides=guides)
    activity = getattr(thing, "activity", thing)
    yield Seen(
        newcomer_id=trajectory.newcomer_id,
        trajectory_id=trajectory.id,
        kind=getattr(view, "shows_case", LookKind.CASE),
        looked_as=role,
        by_id=account.id,
        by_name=account.name,
        body=activity.host if role is LookedAs.ORGANISATION else trajectory.agency.name,
    )


def others() -> Iterable[Seen]:
    """What a view said of who sees it, but for people who look at their own file."""
    looks: list[Seen] = g.get("looks", [])
    account: Account | None = current_account() if looks else None
    return [one for one in looks if account is None or one.newcomer_id != account.id]


def keep(seen: list[Seen]) -> None:
    """Write these looks. Where all of them were written in this hour, nobody waits for a lock."""
    if request.method not in SAFE_METHODS:
        db.session.rollback()  # What was committed stays; what was read holds no writer up.
    before = WRITES.set(False)
    try:
        with Session(db.engine) as session:
            missing = missing_looks(session, seen, at=now())
    finally:
        WRITES.reset(before)
    if missing:
        in_own_transaction(lambda session: keep_looks(session, seen, at=now()))


def in_own_transaction(write: Callable[[Session], object]) -> None:
    """Write something beside the transaction of the request, and keep it."""
    before = WRITES.set(True)
    try:
        with Session(db.engine) as session:
            write(session)
            session.commit()
    finally:
        WRITES.reset(before)


def count_missed(session: Session) -> None:
    """Write down that somebody tried a code in vain, so that nobody can try them all."""
    kind, who = g.missed
    count_miss(session, kind, who=who, address=request.remote_addr or "", at=now())


@looking.get("/mijn-traject/wie-keek")
@requires(Permission.OWN_FILE)
def own_looks() -> str:
    """Who looked at the file of whoever asks: newest first."""
    account: Account = current_account()
    paging = asked_page(size=PAGE_SIZE, total=count_looks(db.session, account.id))
    return render_template(
        "trajectories/looking/own_looks.html",
        looks=list_looks(db.session, account.id, offset=paging.offset, limit=PAGE_SIZE),
        trajectory=find_trajectory_of(db.session, account.id),
        paging=paging,
        address_of_page=lambda number: url_for("trajectories.looking.own_looks", pagina=number),
    )
