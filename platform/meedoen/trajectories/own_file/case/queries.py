"""Everything that is kept of one trajectory, as plain values, in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.accounts.models import Account
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.messaging.queries import list_messages
from meedoen.trajectories.caseload.models import Absence
from meedoen.trajectories.caseload.notes.queries import list_notes
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.ledger.queries import list_lines
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.own_file.rules import Facts, file_of_photo, file_of_proof, plain, told
from meedoen.trajectories.planning.models import ChosenPlan, PlannedSession
from meedoen.trajectories.planning.queries import find_wishes
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.sheets.models import SheetPhoto

Names = dict[int, str]


def case_of(session: Session, trajectory: Trajectory) -> Facts:
    """One trajectory with everything that hangs on it; `trajectory` was read whole."""
    lines = list_lines(session, trajectory.id)
    known = names_of(session, trajectory, (line.by_id for line in lines))
    return {
        **told(
            trajectory,
            "id",
            "starts_on",
            "status",
            "obligation",
            "opened_at",
            "informed_on",
            "ended_at",
            "ended_reason",
            "invited_email",
            agency=trajectory.agency.name,
            counsellor=trajectory.counsellor.name,
            municipality=trajectory.municipality.name_nl,
            target_minutes=trajectory.rule_set.target_minutes,
        ),
        "situations": [
            told(one, "from_on", "obliged", "working", "studying", "obligation", "at")
            for one in trajectory.situations
        ],
        "changes": [
            told(one, "status", "reason", "note", "from_on", "until_on", "at", by=known[one.by_id])
            for one in trajectory.changes
        ],
        "activities": [
            told(
                one,
                "id",
                "title",
                "host",
                "contact_name",
                "contact_phone",
                "in_duo_or_group",
                "meets_new_people",
                "lasting_contact",
                "spoken_in_dutch",
                "decision",
                "decision_reason",
                "decided_at",
                "created_at",
                "allowance_day_cents",
            )
            for one in trajectory.activities
        ],
        "hours": hours_of(session, trajectory, known),
        "ledger": [
            told(
                line,
                "number",
                "entry_id",
                "act",
                "state",
                "on_date",
                "minutes",
                "acted_as",
                "through",
                "at",
                "said",
                "hash",
                by=known.get(line.by_id or 0) or line.said_name,
            )
            for line in lines
        ],
        "week": week_of(session, trajectory.id),
        "plans": plans_of(session, trajectory.id),
        "messages": [
            told(one, "at", "kind", "language", "body", "answered_at", by=one.by.name)
            for one in list_messages(session, trajectory.id)
        ],
        "notes": [
            told(one, "at", "text", by=one.by.name) for one in list_notes(session, trajectory.id)
        ],
        "homes": homes_of(trajectory),
        "moves": moves_of(trajectory),
        "photos": photos_of(session, trajectory.id),
        "reminders": reminders_of(session, trajectory.id),
        "companions": companions_of(session, trajectory.id),
        "handovers": handovers_of(session, trajectory.id),
        "proofs": proofs_of(session, trajectory),
    }


def names_of(session: Session, trajectory: Trajectory, others: Iterable[int | None]) -> Names:
    """The names of everybody who did something with a trajectory, by account."""
    ids = {*others, trajectory.counsellor_id, trajectory.newcomer_id}
    ids |= {one.by_id for one in trajectory.changes}
    ids |= {one.accepted_by_id for one in trajectory.hours}
    ids |= {one.logged_by_id for one in trajectory.hours}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(ids - {None})))
    return {key: name for key, name in rows}  # noqa: C416


def hours_of(session: Session, trajectory: Trajectory, known: Names) -> list[Facts]:
    """Every entry of hours, with its disputes and whether nobody came."""
    own = select(HoursEntry.id).where(HoursEntry.trajectory_id == trajectory.id)
    disputes: dict[int, list[Facts]] = defaultdict(list)
    for one in session.scalars(
        select(Dispute).where(Dispute.entry_id.in_(own)).order_by(Dispute.id)
    ):
        names = ("opened_at", "reason", "answer", "answer_reason", "answered_at")
        disputes[one.entry_id].append(told(one, *names))
    absent = {
        one.entry_id: one.noted_at
        for one in session.scalars(select(Absence).where(Absence.entry_id.in_(own)))
    }
    return [
        told(
            one,
            "id",
            "activity_id",
            "corrects_id",
            "on_date",
            "begins_at",
            "ends_at",
            "minutes",
            "state",
            "note",
            "logged_at",
            "confirmed_by_name",
            "confirmed_at",
            "confirmed_how",
            "accepted_at",
            "sent_back_at",
            "sent_back_reason",
            activity=one.activity.title,
            host=one.activity.host,
            logged_by=known.get(one.logged_by_id),
            accepted_by=known.get(one.accepted_by_id or 0),
            absent_noted_at=absent.get(one.id),
            disputes=disputes[one.id],
        )
        for one in trajectory.hours
    ]


def week_of(session: Session, trajectory_id: int) -> Facts | None:
    """What the newcomer's week asks for; None before anybody wrote it down."""
    found = find_wishes(session, trajectory_id)
    if found is None:
        return None
    return {
        **told(found, "level", "radius_km", "per_week", "children", "women", "updated_at"),
        "free": sorted(f"{one.day.value} {one.daypart.value}" for one in found.free),
        "goals": sorted(one.goal.value for one in found.goal_rows),
        "types": sorted(one.type.value for one in found.type_rows),
        "not_at": sorted(one.organisation.name for one in found.unwished),
    }


def plans_of(session: Session, trajectory_id: int) -> list[Facts]:
    """The plans that were chosen, with their sessions."""
    rows = session.scalars(
        select(ChosenPlan)
        .where(ChosenPlan.trajectory_id == trajectory_id)
        .options(selectinload(ChosenPlan.rows).joinedload(PlannedSession.session))
        .order_by(ChosenPlan.id)
    )
    return [
        told(
            plan,
            "status",
            "chosen_at",
            "adopted_at",
            sessions=[
                {"offer_id": row.session.offer_id, "starts_at": plain(row.session.starts_at)}
                for row in plan.rows
            ],
        )
        for plan in rows
    ]


def homes_of(trajectory: Trajectory) -> list[Facts]:
    """Where the newcomer lived from which day on, also what was undone."""
    names = ("from_on", "postcode", "opening", "at", "undone_at")
    return [told(one, *names, municipality=one.municipality.name_nl) for one in trajectory.homes]


def moves_of(trajectory: Trajectory) -> list[Facts]:
    """The moves that the newcomer told, and what became of it."""
    names = ("from_on", "postcode", "state", "told_at", "answered_at")
    return [
        told(one, *names, municipality=one.municipality.name_nl) for one in trajectory.move_notices
    ]


def photos_of(session: Session, trajectory_id: int) -> list[Facts]:
    """The photos of signed sheets; `file` is the name in the whole, where it was not removed."""
    rows = session.scalars(
        select(SheetPhoto)
        .where(SheetPhoto.trajectory_id == trajectory_id)
        .options(selectinload(SheetPhoto.entries))
        .order_by(SheetPhoto.id)
    )
    names = ("id", "activity_id", "attached_at", "acted_as", "sha256", "removed_at")
    return [
        told(
            one,
            *names,
            entries=[entry.id for entry in one.entries],
            file=file_of_photo(one.id) if one.removed_at is None else None,
        )
        for one in rows
    ]


def reminders_of(session: Session, trajectory_id: int) -> list[Facts]:
    """When the deadline was told to come near."""
    rows = session.scalars(
        select(DeadlineReminder)
        .where(DeadlineReminder.trajectory_id == trajectory_id)
        .order_by(DeadlineReminder.at)
    )
    return [told(one, "days_before", "due_on", "at", "mailed") for one in rows]


def companions_of(session: Session, trajectory_id: int) -> list[Facts]:
    """Who was asked to go along, and how it went; not how they are reached, which is theirs."""
    rows = session.scalars(
        select(Companion)
        .where(Companion.trajectory_id == trajectory_id)
        .options(joinedload(Companion.activity))
        .order_by(Companion.meets_at, Companion.id)
    )
    names = ("name", "meets_at", "meeting_point", "note", "state", "said", "asked_at")
    return [told(one, *names, activity=one.activity.title) for one in rows]


def handovers_of(session: Session, trajectory_id: int) -> list[Facts]:
    """To whom the trajectory was given on, and what was written with it."""
    rows = session.scalars(
        select(Handover)
        .where(Handover.trajectory_id == trajectory_id)
        .options(joinedload(Handover.to_agency), joinedload(Handover.giver))
        .order_by(Handover.id)
    )
    names = ("offered_at", "state", "note", "reason", "decided_at")
    return [told(one, *names, by=one.giver.name, to=one.to_agency.name) for one in rows]


def proofs_of(session: Session, trajectory: Trajectory) -> list[Facts]:
    """Every proof with what it says; `file` where its signed file was made."""
    ids = [one.id for one in trajectory.proofs]
    made = set(
        session.scalars(select(ProofDocument.proof_id).where(ProofDocument.proof_id.in_(ids)))
    )
    names = ("code", "kind", "activity_id", "issued_at", "minutes", "ended_at", "ended_how")
    return [
        told(
            one,
            *names,
            "ended_reason",
            "content",
            file=file_of_proof(one.code) if one.id in made else None,
        )
        for one in trajectory.proofs
    ]
