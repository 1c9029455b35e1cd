"""Builders of trajectories, activities and hours; people and offers come from `tests.examples`."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.trajectories.ledger.actions import append
from meedoen.trajectories.links import make_token
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.models import Home
from meedoen.trajectories.queries import rule_set_on
from meedoen.trajectories.rule_sets.actions import load_rule_sets
from meedoen.trajectories.terms import ActivityDecision, ConfirmedHow, HoursState, Obligation
from meedoen.web.clock import now
from tests.examples import MECHELEN, NOW, counsellor, newcomer

RULES = Path(__file__).resolve().parents[2] / "seed_data" / "rules"


def trajectory(session: Session, **changes: object) -> Trajectory:
    """A running trajectory from 12 January 2026, with its own counsellor and newcomer."""
    load_rule_sets(session, RULES)
    rules = rule_set_on(session, date(2026, 1, 12))
    assert rules is not None
    facts: dict[str, Any] = {
        "newcomer_id": None,
        "counsellor_id": None,
        "agency_code": "agii",
        "nis": MECHELEN,
        "rule_set_id": rules.id,
        "starts_on": date(2026, 1, 12),
        "obliged": True,
        "working": False,
        "studying": False,
        "obligation": Obligation.REQUIRED,
        "opened_at": NOW,
    } | changes
    facts["newcomer_id"] = facts["newcomer_id"] or newcomer(session).id
    facts["counsellor_id"] = facts["counsellor_id"] or counsellor(session).id
    made = Trajectory(**facts)
    session.add(made)
    session.flush()
    home = {"nis": made.nis, "from_on": made.starts_on, "at": made.opened_at}
    session.add(Home(trajectory_id=made.id, opening=True, **home))
    session.flush()
    return made


def activity(session: Session, of: Trajectory, **changes: object) -> Activity:
    """An approved activity with a contact person."""
    facts: dict[str, Any] = {
        "title": "Praattafel in de bib",
        "host": "Bibliotheek Mechelen",
        "contact_name": "Els Wouters",
        "contact_email": "els@bib.test",
        "in_duo_or_group": True,
        "meets_new_people": True,
        "lasting_contact": True,
        "spoken_in_dutch": True,
        "decision": ActivityDecision.APPROVED,
        "decided_at": NOW,
        "decided_by_id": of.counsellor_id,
        "created_at": NOW,
    } | changes
    made = Activity(trajectory_id=of.id, **facts)
    session.add(made)
    session.flush()
    session.expire(of, ["activities"])
    return made


def hours(
    session: Session, at_activity: Activity, state: HoursState, **changes: object
) -> HoursEntry:
    """Two hours on Monday 2 March 2026 in a state, with what that state asks for."""
    facts: dict[str, Any] = {"on_date": date(2026, 3, 2), "minutes": 120, "state": state}
    if state in {HoursState.CONFIRMED, HoursState.ACCEPTED}:
        facts |= {
            "confirmed_by_name": "Els Wouters",
            "confirmed_at": NOW,
            "confirmed_how": ConfirmedHow.LINK,
        }
    owner = at_activity.trajectory
    session.refresh(owner)  # What a page did meanwhile moved its ledger on.
    if state is HoursState.ACCEPTED:
        facts |= {"accepted_by_id": owner.counsellor_id, "accepted_at": NOW}
    if state is HoursState.SENT_BACK:
        facts |= {"sent_back_at": NOW, "sent_back_reason": "Klopt de datum?"}
    facts |= {"logged_by_id": owner.counsellor_id, "logged_at": NOW}
    made = HoursEntry(trajectory_id=owner.id, activity_id=at_activity.id, **(facts | changes))
    session.add(made)
    session.flush()
    session.expire(owner, ["hours"])
    append(session, "carried_over", made, None, NOW, through="command")
    session.flush()
    return made


def page_of(thing: Activity | Trajectory) -> str:
    """The address of its trajectory."""
    number = thing.trajectory_id if isinstance(thing, Activity) else thing.id
    return f"/trajecten/{number}"


def link_to(
    app: APIFlask, of: Activity, *, at: datetime | None = None, purpose: str = "confirm hours"
) -> str:
    """The address that a mail to the contact person holds."""
    with app.app_context():
        return f"/bevestigen/{make_token(purpose, of.id, of.contact_email, at=at or now())}"
