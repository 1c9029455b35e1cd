"""Reads of earlier decisions; always of one agency, without the name of anybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.trajectories.activities.precedents.rules import (
    ALIKE_FROM,
    MOST_PRECEDENTS,
    likeness,
    without_names,
)
from meedoen.trajectories.activities.rules import Criteria
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.terms import ActivityDecision

MOST_COMPARED = 2000
"""So many decisions are compared, the newest ones (ours): older ones say less."""


@dataclass(frozen=True, slots=True)
class Question:
    """An own activity that is to be judged; `id` None before it is written down."""

    title: str
    host: str
    criteria: Criteria
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier decision: about what, which one, why and when; not about whom."""

    id: int
    title: str
    host: str
    criteria: Criteria
    decision: ActivityDecision
    reason: str
    decided_at: datetime


def criteria_of(activity: Activity) -> Criteria:
    """The answers to the criteria as they stand."""
    return Criteria(
        in_duo_or_group=activity.in_duo_or_group,
        meets_new_people=activity.meets_new_people,
        lasting_contact=activity.lasting_contact,
        spoken_in_dutch=activity.spoken_in_dutch,
    )


def asked_of(activity: Activity) -> Question:
    """The question that an own activity asks."""
    return Question(activity.title, activity.host, criteria_of(activity), activity.id)


def list_decisions(session: Session, agency_code: str) -> list[Precedent]:
    """The newest decisions of an agency about own activities; names are hidden in their words."""
    rows = session.execute(
        select(Activity, Account.name)
        .join(Activity.trajectory)
        .join(Account, Account.id == Trajectory.newcomer_id)
        .where(
            Trajectory.agency_code == agency_code,
            Activity.offer_id.is_(None),
            Activity.decision != ActivityDecision.PROPOSED,
        )
        .order_by(Activity.decided_at.desc(), Activity.id.desc())
        .limit(MOST_COMPARED)
    )
    return [bare(activity, name) for activity, name in rows if activity.decided_at]


def bare(activity: Activity, newcomer: str) -> Precedent:
    """A decision without the name of the newcomer or the contact person."""
    names = (newcomer, activity.contact_name)
    return Precedent(
        id=activity.id,
        title=without_names(activity.title, names),
        host=without_names(activity.host, names),
        criteria=criteria_of(activity),
        decision=activity.decision,
        reason=without_names(activity.decision_reason, names),
        decided_at=activity.decided_at or activity.created_at,
    )


def list_precedents(
    session: Session, agency_code: str, asked: Iterable[Question]
) -> list[Sequence[Precedent]]:
    """For each of these what was decided about look-alikes, the most alike first; one question."""
    asked = list(asked)
    known = list_decisions(session, agency_code) if asked else []
    return [most_alike(one, known) for one in asked]


def most_alike(asked: Question, known: Iterable[Precedent]) -> Sequence[Precedent]:
    """Those of the decisions that are alike enough, few; of equals the newest first."""
    scored = [(likeness(asked, one), one) for one in known if one.id != asked.id]
    alike = [pair for pair in scored if pair[0] >= ALIKE_FROM]
    alike.sort(key=lambda pair: (-pair[0], -pair[1].decided_at.timestamp()))
    return [one for _, one in alike[:MOST_PRECEDENTS]]
