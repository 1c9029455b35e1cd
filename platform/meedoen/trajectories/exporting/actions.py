"""The writes of exports: make one, with all that it says; forget those of long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.engine import hold_form
from meedoen.trajectories.exporting.models import Export, ExportRow
from meedoen.trajectories.exporting.queries import (
    Scope,
    exported,
    find_by_request,
    present,
    scope_of,
)
from meedoen.trajectories.exporting.rules import Said, change_of
from meedoen.trajectories.exporting.terms import ExportChange
from meedoen.trajectories.rules import local

AT_ONCE = 1000

KEPT = timedelta(days=400)
"""So long an export can be compared with; longer than a year, since a register is closed yearly."""


def make_export(
    session: Session,
    scope: Scope,
    *,
    by: Account,
    at: datetime,
    since: Export | None = None,
    request_key: str | None = None,
) -> Export:
    """Make an export of a scope, or of what changed in it since another one of the same scope.

    It remembers all rows, so that the next comparison needs this one alone. The same form sent
    again gives the same export. One audit row tells that personal data left, and how much.
    """
    hold_form(session, request_key)
    there = find_by_request(session, request_key) if request_key else None
    if there is not None and there.by_id == by.id:
        return there
    before = exported(session, since) if since is not None else {}
    now = present(session, scope, on=local(at).date())
    rows = [
        row_of(key, before.get(key), now.get(key), compared=since is not None)
        for key in sorted({*before, *now})
    ]
    whole = since is None
    made = Export(
        at=at,
        by_id=by.id,
        scope=scope.kind,
        agency_code=scope.agency_code,
        counsellor_id=scope.counsellor_id,
        since_id=since.id if since else None,
        rows=len(now),
        included=sum(1 for row in rows if whole or row["change"] is not ExportChange.SAME),
        request_key=request_key,
    )
    session.add(made)
    session.flush()
    for start in range(0, len(rows), AT_ONCE):
        part = [{**row, "export_id": made.id} for row in rows[start : start + AT_ONCE]]
        session.execute(insert(ExportRow), part)
    audit.record(
        session,
        "make_export",
        "export",
        made.id,
        by=by,
        at=at,
        scope=made.scope,
        agency=made.agency_code,
        since=made.since_id,
        trajectories=made.included,
    )
    return made


def row_of(key: int, before: Said | None, now: Said | None, *, compared: bool) -> dict[str, object]:
    """What an export keeps of one trajectory; one that has gone keeps what was said last."""
    said = now or before
    assert said is not None
    change = change_of(before, now) if compared else ExportChange.NEW
    return {"trajectory_id": key, "change": change, "digest": said.digest, "facts": said.facts}


def make_changes(
    session: Session, since: Export, *, by: Account, at: datetime, request_key: str | None = None
) -> Export:
    """Make an export of only what changed since another one."""
    return make_export(session, scope_of(since), by=by, at=at, since=since, request_key=request_key)


def forget_exports(session: Session, *, at: datetime) -> int:
    """Forget exports of long ago with all their rows; gives how many. The trail keeps them."""
    gone = session.execute(delete(Export).where(Export.at < at - KEPT))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]
