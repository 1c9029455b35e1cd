"""Reads for exports: who is in a scope and what holds of them now, and what was exported before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from meedoen.accounts.models import Account
from meedoen.places.models import Municipality
from meedoen.trajectories.exporting.models import Export, ExportRow
from meedoen.trajectories.exporting.rules import Said, digest_of
from meedoen.trajectories.exporting.terms import ExportChange, ExportScope
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.moving.queries import nis_on
from meedoen.trajectories.rules import counted, local
from meedoen.trajectories.terms import (
    ActivityDecision,
    HoursState,
    ProofKind,
    TrajectoryStatus,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose trajectories: those of an agency, or of one counsellor of it."""

    kind: ExportScope
    agency_code: str
    counsellor_id: int | None = None

    def holds(self) -> ColumnElement[bool]:
        """The condition that a trajectory lies in it."""
        kept = Trajectory.erased_at.is_(None)
        if self.kind is ExportScope.CASELOAD:
            return and_(
                kept,
                Trajectory.agency_code == self.agency_code,
                Trajectory.counsellor_id == self.counsellor_id,
            )
        return and_(kept, Trajectory.agency_code == self.agency_code)


def scopes_of(account: Account) -> list[Scope]:
    """What this person may export: the agency that they administer, their own caseload."""
    found = []
    for held in account.roles:
        if held.agency_code is None:
            continue
        if held.role == "agency_administrator":
            found.append(Scope(ExportScope.AGENCY, held.agency_code))
        if held.role == "counsellor":
            found.append(Scope(ExportScope.CASELOAD, held.agency_code, account.id))
    return found


def scope_of(export: Export) -> Scope:
    """The scope that an export was made of."""
    return Scope(export.scope, export.agency_code, export.counsellor_id)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided of the activity of an entry."""

    decision: ActivityDecision
    title: str


@dataclass(frozen=True, slots=True)
class Counted:
    """An accepted entry as a plain row, as the rules of what counts take it."""

    id: int
    trajectory_id: int
    corrects_id: int | None
    on_date: date
    minutes: int
    state: HoursState
    activity: Judged
    host: str = ""
    confirmed_by_name: str | None = None
    confirmed_how: str | None = None
    accepted_at: datetime | None = None
    begins_at: time | None = None
    ends_at: time | None = None


def reference(trajectory_id: int) -> str:
    """The reference number of a trajectory, as files and pages show it."""
    return f"MD-{trajectory_id:06d}"


def present(session: Session, scope: Scope, *, on: date) -> dict[int, Said]:
    """What an export of this scope says today (`on`), by trajectory: three questions in all."""
    minutes = minutes_in(session, scope)
    codes = codes_in(session, scope)
    found = {}
    for row in session.execute(people_in(scope, on=on)):
        facts = {
            "nis": row.nis,
            "municipality": row.municipality,
            "starts_on": row.starts_on.isoformat(),
            "obligation": row.obligation.value,
            "status": row.status.value,
            "minutes": minutes.get(row.id, 0),
            "completed_on": completed_on(row.status, row.ended_at),
            "proof_code": codes.get(row.id, ""),
            "counsellor": row.counsellor,
        }
        found[row.id] = Said(facts, digest_of(row.name, facts))
    return found


def people_in(scope: Scope, *, on: date) -> Select[*tuple[Any, ...]]:
    """The question for the trajectories of a scope and where each lives, as plain rows."""
    counsellor, nis = aliased(Account), nis_on(on)
    question: Select[*tuple[Any, ...]] = (
        select(
            Trajectory.id,
            Account.name,
            Municipality.nis,
            Municipality.name_nl.label("municipality"),
            Trajectory.starts_on,
            Trajectory.obligation,
            Trajectory.status,
            Trajectory.ended_at,
            counsellor.name.label("counsellor"),
        )
        .join(Account, Trajectory.newcomer_id == Account.id)
        .join(counsellor, Trajectory.counsellor_id == counsellor.id)
        .join(Municipality, nis == Municipality.nis)
        .where(scope.holds())
        .order_by(Trajectory.id)
    )
    return question


def completed_on(status: TrajectoryStatus, ended_at: datetime | None) -> str:
    """The day on which a trajectory was completed, in Brussels; empty while it was not."""
    if status is not TrajectoryStatus.COMPLETED or ended_at is None:
        return ""
    return local(ended_at).date().isoformat()


def codes_in(session: Session, scope: Scope) -> dict[int, str]:
    """The codes of the proofs of the whole that stand."""
    found = session.execute(
        select(Proof.trajectory_id, Proof.code)
        .join(Proof.trajectory)
        .where(scope.holds(), Proof.kind == ProofKind.WHOLE, Proof.ended_at.is_(None))
    )
    return {key: value for key, value in found}  # noqa: C416


def minutes_in(session: Session, scope: Scope) -> dict[int, int]:
    """Accepted minutes that count, by trajectory, by the very rule that its page shows."""
    return {
        key: sum(entry.minutes for entry in counted(entries))
        for key, entries in by_trajectory(session, scope.holds())
    }


def by_trajectory(
    session: Session, which: ColumnElement[bool], *, until: datetime | None = None
) -> Iterator[tuple[int, list[Counted]]]:
    """The accepted entries of each of these trajectories in turn, as they come from the database.

    `until`: as it stood at that moment, for what is accepted is never changed afterwards.
    """
    question = (
        select(
            HoursEntry.id,
            HoursEntry.trajectory_id,
            HoursEntry.corrects_id,
            HoursEntry.on_date,
            HoursEntry.minutes,
            HoursEntry.state,
            HoursEntry.confirmed_by_name,
            HoursEntry.confirmed_how,
            HoursEntry.accepted_at,
            Activity.decision,
            Activity.title,
            Activity.host,
        )
        .join(HoursEntry.trajectory)
        .join(Activity, HoursEntry.activity_id == Activity.id)
        .where(which, HoursEntry.state == HoursState.ACCEPTED)
        .order_by(HoursEntry.trajectory_id, HoursEntry.on_date, HoursEntry.id)
    )
    if until is not None:
        question = question.where(HoursEntry.accepted_at <= until)
    present_id, entries = 0, list[Counted]()
    for row in session.execute(question.execution_options(yield_per=1000)):
        if row.trajectory_id != present_id and entries:
            yield present_id, entries
            entries = []
        present_id = row.trajectory_id
        entries.append(
            Counted(
                id=row.id,
                trajectory_id=row.trajectory_id,
                corrects_id=row.corrects_id,
                on_date=row.on_date,
                minutes=row.minutes,
                state=row.state,
                activity=Judged(row.decision, row.title),
                host=row.host,
                confirmed_by_name=row.confirmed_by_name,
                confirmed_how=row.confirmed_how,
                accepted_at=row.accepted_at,
            )
        )
    if entries:
        yield present_id, entries


def find_export(session: Session, export_id: int) -> Export | None:
    """One export, with who made it."""
    return session.scalar(
        select(Export).where(Export.id == export_id).options(joinedload(Export.by))
    )


def find_by_request(session: Session, request_key: str | None) -> Export | None:
    """The export that the form of this name made."""
    return session.scalar(select(Export).where(Export.request_key == request_key))


def in_scopes(scopes: list[Scope]) -> ColumnElement[bool]:
    """The condition that an export lies in one of these: an agency sees those of its caseloads."""
    return or_(
        false(),
        *(
            and_(
                Export.agency_code == scope.agency_code, Export.counsellor_id == scope.counsellor_id
            )
            if scope.kind is ExportScope.CASELOAD
            else Export.agency_code == scope.agency_code
            for scope in scopes
        ),
    )


def list_exports(
    session: Session, scopes: list[Scope], *, offset: int = 0, limit: int = 25
) -> list[Export]:
    """The exports of these scopes, the newest first."""
    return list(
        session.scalars(
            select(Export)
            .where(in_scopes(scopes))
            .options(joinedload(Export.by))
            .order_by(Export.id.desc())
            .offset(offset)
            .limit(limit)
        )
    )


def count_exports(session: Session, scopes: list[Scope]) -> int:
    """How many exports there are of these scopes."""
    return session.scalar(select(func.count()).select_from(Export).where(in_scopes(scopes))) or 0


def exported(session: Session, export: Export) -> dict[int, Said]:
    """All that was known when an export was made, also of what did not go into its file."""
    rows = session.execute(
        select(ExportRow.trajectory_id, ExportRow.facts, ExportRow.digest).where(
            ExportRow.export_id == export.id, ExportRow.change != ExportChange.GONE
        )
    )
    return {key: Said(facts, digest) for key, facts, digest in rows}


def names_of(session: Session, ids: list[int]) -> dict[int, str]:
    """The names of the people of these trajectories, as they are now."""
    found = session.execute(
        select(Trajectory.id, Account.name)
        .join(Account, Trajectory.newcomer_id == Account.id)
        .where(Trajectory.id.in_(ids))
    )
    return {key: value for key, value in found}  # noqa: C416


def rows_in_file(session: Session, export: Export) -> Iterator[tuple[int, str, ExportRow]]:
    """What stands in the file of an export: number, name as it is now, row; as they come."""
    question = (
        select(ExportRow, Account.name)
        .join(Trajectory, ExportRow.trajectory_id == Trajectory.id)
        .join(Account, Trajectory.newcomer_id == Account.id)
        .where(in_file(export))
        .order_by(ExportRow.trajectory_id)
        .execution_options(yield_per=500)
    )
    for row, name in session.execute(question):
        yield row.trajectory_id, name, row


def newcomers_in_file(session: Session, export: Export) -> list[tuple[int, int]]:
    """Who stands in the file of an export: the account and its trajectory."""
    rows = session.execute(
        select(Trajectory.newcomer_id, Trajectory.id)
        .join(ExportRow, ExportRow.trajectory_id == Trajectory.id)
        .where(in_file(export))
        .order_by(Trajectory.id)
    )
    return [(newcomer_id, trajectory_id) for newcomer_id, trajectory_id in rows]


def in_file(export: Export) -> ColumnElement[bool]:
    """The condition that a row stands in the file of an export, not only in its memory."""
    rows = and_(ExportRow.export_id == export.id)
    if export.since_id is None:
        return and_(rows, ExportRow.change != ExportChange.GONE)
    return and_(rows, ExportRow.change != ExportChange.SAME)


def hours_in_file(session: Session, export: Export) -> Iterator[Counted]:
    """The hours that counted when an export was made, of the trajectories in its file."""
    which = Trajectory.id.in_(
        select(ExportRow.trajectory_id).where(
            in_file(export), ExportRow.change != ExportChange.GONE
        )
    )
    for _, entries in by_trajectory(session, which, until=export.at):
        yield from (entry for entry in counted(entries) if entry.minutes)
