"""Writes of activities: added from the catalogue or as one's own, approved or refused."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core import audit
from meedoen.core.errors import Conflict, Reason, RuleBroken
from meedoen.messages.rules import mail_address
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus, Suitability
from meedoen.trajectories.actions import LONGEST_REASON, hold, require_running
from meedoen.trajectories.activities.rules import (
    Criteria,
    reasons_not_suitable,
    reasons_unfit_contact,
)
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.rules import text_reasons
from meedoen.trajectories.terms import ActivityDecision, HoursState

LONGEST_TITLE = 120
LONGEST_PHONE = 30


def add_activity_from_offer(
    session: Session,
    trajectory: Trajectory,
    offer: Offer,
    *,
    by: Account,
    at: datetime,
    criteria: Criteria | None = None,
) -> Activity:
    """Add an offer of the catalogue as a proposed activity, with its host and contact person.

    `criteria` is what counsellor and newcomer see; without it, what the organiser says. An offer
    that is there already, and was not refused, is given back. Raises RuleBroken.
    """
    trajectory = hold(session, trajectory)
    require_running(trajectory)
    for there in trajectory.activities:
        if there.offer_id == offer.id and there.decision is not ActivityDecision.REFUSED:
            return there
    why = []
    if offer.status is not OfferStatus.PUBLISHED:
        why.append(Reason("offer_not_open", "offer"))
    if offer.suitability is Suitability.UNSUITABLE:
        why.append(Reason("offer_not_suitable", "offer"))
    contact = offer.contact
    if contact is None or not contact.active:
        why.append(Reason("offer_without_contact", "offer"))
    if why or contact is None:
        raise RuleBroken(*why)
    said = criteria or Criteria(
        in_duo_or_group=offer.in_duo_or_group,
        meets_new_people=offer.meets_new_people,
        lasting_contact=offer.lasting_contact,
        spoken_in_dutch=offer.spoken_in_dutch,
    )
    activity = Activity(
        offer_id=offer.id,
        title=offer.title,
        host=offer.organisation.name,
        contact_name=contact.name,
        contact_email=contact.email,
        contact_phone=contact.phone,
        **asdict(said),
    )
    return keep(session, trajectory, activity, by=by, at=at)


def add_own_activity(
    session: Session,
    trajectory: Trajectory,
    *,
    title: str,
    host: str,
    contact_name: str,
    contact_email: str,
    contact_phone: str | None = None,
    criteria: Criteria,
    by: Account,
    at: datetime,
    request_key: str | None = None,
) -> Activity:
    """Add an activity that the newcomer found outside the catalogue, as a proposed one.

    `request_key` names the form; the same form sent again gives what it added. Raises RuleBroken.
    """
    trajectory = hold(session, trajectory)
    if request_key and (there := find_by_request(session, trajectory, request_key)):
        return there
    require_running(trajectory)
    address = mail_address(contact_email)
    why = [
        *text_reasons("title", title, most=LONGEST_TITLE),
        *text_reasons("host", host, most=LONGEST_TITLE),
        *text_reasons("contact_name", contact_name, most=LONGEST_TITLE),
        *(
            text_reasons("contact_phone", contact_phone, most=LONGEST_PHONE)
            if contact_phone
            else ()
        ),
    ]
    if address is None:
        why.append(Reason("contact_address_unreadable", "contact_email"))
    if why or address is None:
        raise RuleBroken(*why)
    activity = Activity(
        title=" ".join(title.split()),
        host=" ".join(host.split()),
        contact_name=" ".join(contact_name.split()),
        contact_email=address,
        contact_phone=contact_phone or None,
        request_key=request_key,
        **asdict(criteria),
    )
    return keep(session, trajectory, activity, by=by, at=at)


def keep(
    session: Session, trajectory: Trajectory, activity: Activity, *, by: Account, at: datetime
) -> Activity:
    """Add a proposed activity whose contact person is neither newcomer nor counsellor."""
    why = reasons_unfit_contact(
        name=activity.contact_name,
        email=activity.contact_email,
        newcomer=trajectory.newcomer,
        counsellor=trajectory.counsellor,
        invited_email=trajectory.invited_email,
    )
    if why:
        raise RuleBroken(*why)
    activity.trajectory_id = trajectory.id
    activity.created_at = at
    activity.decision = ActivityDecision.PROPOSED
    session.add(activity)
    session.flush()
    session.expire(trajectory, ["activities"])
    note(session, "add_activity", activity, by, at, offer=activity.offer_id)
    session.flush()
    return activity


def find_by_request(session: Session, trajectory: Trajectory, request_key: str) -> Activity | None:
    """The activity that the form of this name added. Raises Conflict for a form of another's."""
    there = session.scalar(select(Activity).where(Activity.request_key == request_key))
    if there is not None and there.trajectory_id != trajectory.id:
        raise Conflict
    return there


def approve_activity(
    session: Session,
    activity: Activity,
    *,
    by: Account,
    at: datetime,
    criteria: Criteria | None = None,
    reason: str = "",
) -> Activity:
    """Say that an activity counts; `criteria` is what counsellor and newcomer found together.

    `reason` says why, where that needs words. Raises RuleBroken with each criterion that it does
    not meet. Approving again changes nothing.
    """
    trajectory = hold(session, activity.trajectory)
    require_running(trajectory)
    if activity.decision is ActivityDecision.APPROVED:
        return activity
    found = criteria or Criteria(
        in_duo_or_group=activity.in_duo_or_group,
        meets_new_people=activity.meets_new_people,
        lasting_contact=activity.lasting_contact,
        spoken_in_dutch=activity.spoken_in_dutch,
    )
    why = reasons_not_suitable(found, trajectory.rule_set)
    if reason.strip():
        why += text_reasons("reason", reason, most=LONGEST_REASON)
    if why:
        raise RuleBroken(*why)
    for name, holds in asdict(found).items():
        setattr(activity, name, holds)
    decide(activity, ActivityDecision.APPROVED, reason.strip(), by, at)
    note(session, "approve_activity", activity, by, at, **asdict(found))
    session.flush()
    return activity


def refuse_activity(
    session: Session, activity: Activity, *, reason: str, by: Account, at: datetime
) -> Activity:
    """Say that an activity does not count, and why; one with live hours cannot be refused."""
    trajectory = hold(session, activity.trajectory)
    require_running(trajectory)
    if activity.decision is ActivityDecision.REFUSED:
        return activity
    if why := text_reasons("reason", reason, most=LONGEST_REASON):
        raise RuleBroken(*why)
    if any(
        entry.activity_id == activity.id and entry.state is not HoursState.WITHDRAWN
        for entry in trajectory.hours
    ):
        raise RuleBroken(Reason("activity_has_hours", facts={"activity": activity.title}))
    decide(activity, ActivityDecision.REFUSED, reason.strip(), by, at)
    note(session, "refuse_activity", activity, by, at)
    session.flush()
    return activity


def decide(
    activity: Activity, decision: ActivityDecision, reason: str, by: Account, at: datetime
) -> None:
    """Write down what was decided, by whom, when and why."""
    activity.decision = decision
    activity.decision_reason = reason
    activity.decided_at = at
    activity.decided_by_id = by.id


def note(
    session: Session, act: str, activity: Activity, by: Account, at: datetime, **facts: Any
) -> None:
    """One audit row about an activity."""
    audit.record(
        session,
        act,
        "activity",
        activity.id,
        by=by,
        at=at,
        trajectory=activity.trajectory_id,
        **facts,
    )
