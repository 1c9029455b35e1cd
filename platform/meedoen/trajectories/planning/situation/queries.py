"""Reads for a plan: the offers near home, and what the database holds of their sessions.

The index is asked once which offers lie near home; all else comes from the database, so that the
same can be read again while the trajectory is held.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.models import Offer, OfferSession
from meedoen.offers.places.rules import km_between
from meedoen.offers.rules import BRUSSELS, is_findable
from meedoen.offers.terms import Level, Rhythm, SessionStatus, Suitability
from meedoen.trajectories.activities.rules import (
    Criteria as Met,
)
from meedoen.trajectories.activities.rules import (
    reasons_not_suitable,
    reasons_unfit_contact,
)
from meedoen.trajectories.hours.rules import LIVE, MINUTES_OF_A_DAY, last_minute, minute_of
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.moving.queries import place_of
from meedoen.trajectories.planning.models import PlanWish
from meedoen.trajectories.planning.rules import (
    GROWN_UP,
    Busy,
    Candidate,
    Point,
    Task,
    Wishes,
    last_day_of,
)
from meedoen.trajectories.planning.weighing.rules import FURTHER_METRES
from meedoen.trajectories.rules import is_at_rest, replaced
from meedoen.trajectories.terms import ActivityDecision, HoursState

MOST_OFFERS = 200
"""So many offers are looked at, the nearest ones."""


@dataclass(frozen=True, slots=True)
class Near:
    """Offers near home, as the index told: metres and the place that counted, by offer."""

    home: tuple[Point, ...]
    metres: Mapping[int, int | None]
    place_ids: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan is made of; `lost` are planned hours whose meeting does not go on."""

    wishes: Wishes
    task: Task
    candidates: tuple[Candidate, ...]
    offers: Mapping[int, Offer]
    lost: tuple[HoursEntry, ...]

    def chosen(self, session_ids: Iterable[int]) -> tuple[Candidate, ...] | None:
        """The candidates of these sessions; None when one of them is not there."""
        there = {one.session_id: one for one in self.candidates}
        found = [there.get(number) for number in session_ids]
        return None if None in found else tuple(one for one in found if one)


def find_near(session: Session, trajectory: Trajectory, row: PlanWish, *, on: date) -> Near:
    """Ask the index what lies near home, a little wider than wished, to tell what would help.

    Raises SearchUnwell when there is no index and none can be made now.
    """
    home = place_of(session, trajectory, on=on)
    if home is None:
        return Near((), {}, {})
    criteria = Criteria(
        near=home,
        radius_km=row.radius_km + FURTHER_METRES / 1000,
        level=Level(min(row.level + 1, max(Level))),
        sort=Sort.DISTANCE,
        page_size=MOST_OFFERS,
    )
    found = search_offers(session, criteria, on=on).found
    return Near(
        home=home.points,
        metres={f.offer.id: None if f.metres is None else round(f.metres) for f in found},
        place_ids={f.offer.id: f.place.id if f.place else None for f in found},
    )


def read_situation(
    session: Session,
    trajectory: Trajectory,
    wishes: Wishes,
    near: Near,
    *,
    on: date,
    deadline: date | None = None,
) -> Situation:
    """What can be planned from tomorrow on, read anew from the database."""
    first_day = max(on + timedelta(days=1), trajectory.starts_on)
    last_day = last_day_of(first_day, deadline)
    there = [a for a in trajectory.activities if a.offer_id is not None]
    joined: dict[int | None, Activity] = {a.offer_id: a for a in there}
    offers = _offers(session, {*near.metres, *(number for number in joined if number)})
    meetings = _meetings(session, offers, first_day, last_day)
    cancelled = {
        (m.offer_id, *_clock(m)[:2]) for m in meetings if m.status is SessionStatus.CANCELLED
    }
    lost = tuple(e for e in trajectory.hours if _is_lost(e, offers, cancelled, on))
    refused = {
        (e.activity.offer_id, e.on_date, minute_of(e.begins_at))
        for e in trajectory.hours
        if e.state is HoursState.WITHDRAWN and e.begins_at is not None
    }
    whole = _whole_series(session, offers.values())
    candidates = tuple(
        _candidate(meeting, offers[meeting.offer_id], trajectory, near, joined, whole, on)
        for meeting in meetings
        if meeting.offer_id in near.metres and _takes_hours(meeting, trajectory)
    )
    task = Task(
        minutes=_minutes_left(trajectory, lost),
        first_day=first_day,
        last_day=last_day,
        day_most=trajectory.rule_set.day_minutes_max,
        busy=tuple(_busy(trajectory, lost, offers, first_day)),
        gone=frozenset(c.session_id for c in candidates if (c.offer_id, c.on, c.first) in refused),
    )
    return Situation(wishes, task, candidates, offers, lost)


def _offers(session: Session, ids: Iterable[int]) -> dict[int, Offer]:
    found = session.scalars(
        select(Offer)
        .where(Offer.id.in_(sorted(ids)))
        .options(
            joinedload(Offer.organisation),
            joinedload(Offer.contact),
            selectinload(Offer.places),
            selectinload(Offer.goal_rows),
        )
        .execution_options(populate_existing=True)
    )
    return {offer.id: offer for offer in found}


def _meetings(
    session: Session, offers: Iterable[int], first_day: date, last_day: date
) -> Sequence[OfferSession]:
    """The sessions of these offers on these days, cancelled ones too, in order."""
    begin = datetime.combine(first_day - timedelta(days=1), time(0), BRUSSELS).astimezone(UTC)
    end = datetime.combine(last_day + timedelta(days=1), time(0), BRUSSELS).astimezone(UTC)
    return session.scalars(
        select(OfferSession)
        .where(
            OfferSession.offer_id.in_(sorted(offers)),
            OfferSession.starts_at >= begin,
            OfferSession.starts_at < end,
        )
        .order_by(OfferSession.starts_at, OfferSession.id)
        .execution_options(populate_existing=True)
    ).all()


def _whole_series(session: Session, offers: Iterable[Offer]) -> dict[int, int]:
    """Of each offer that is joined at its start, how many sessions it has, also those past."""
    ids = sorted(offer.id for offer in offers if offer.rhythm is Rhythm.SERIES)
    rows = session.execute(
        select(OfferSession.offer_id, func.count().label("sessions"))
        .where(OfferSession.offer_id.in_(ids), OfferSession.status == SessionStatus.PLANNED)
        .group_by(OfferSession.offer_id)
    )
    return {row.offer_id: row.sessions for row in rows} if ids else {}


def _clock(meeting: OfferSession) -> tuple[date, int, int]:
    """Day, first and last minute on a clock in Brussels; the end may lie beyond that day."""
    begins = meeting.starts_at.astimezone(BRUSSELS)
    ends = meeting.ends_at.astimezone(BRUSSELS)
    days = (ends.date() - begins.date()).days
    last = minute_of(ends.time()) + days * MINUTES_OF_A_DAY
    return begins.date(), minute_of(begins.time()), last


def _takes_hours(meeting: OfferSession, trajectory: Trajectory) -> bool:
    """Whether its hours can be written down: one date, no day of rest, in whole steps."""
    day, first, last = _clock(meeting)
    return (
        first < last <= MINUTES_OF_A_DAY
        and (last - first) % trajectory.rule_set.rounding_minutes == 0
        and not is_at_rest(trajectory.suspensions, on=day)
    )


def _candidate(
    meeting: OfferSession,
    offer: Offer,
    trajectory: Trajectory,
    near: Near,
    joined: Mapping[int | None, Activity],
    whole: Mapping[int, int],
    on: date,
) -> Candidate:
    day, first, last = _clock(meeting)
    activity = joined.get(offer.id)
    known = activity is not None and activity.decision is ActivityDecision.APPROVED
    metres, point = _where(meeting, offer, near)
    youngest, oldest = GROWN_UP
    return Candidate(
        session_id=meeting.id,
        offer_id=offer.id,
        host_id=offer.organisation_id,
        title=offer.title,
        on=day,
        first=first,
        last=last,
        metres=metres,
        point=point,
        level=offer.level or max(Level),
        type=offer.type,
        goals=offer.goals,
        series=0 if known else whole.get(offer.id, 0),
        known=known,
        full=offer.full,
        going=meeting.status is SessionStatus.PLANNED and is_findable(offer, on=on),
        counts=_counts(offer, activity, trajectory),
        for_all_ages=(offer.min_age or 0) <= youngest and (offer.max_age or oldest) >= oldest,
        children_welcome=offer.children_welcome,
        childcare=offer.childcare,
        women_only=offer.women_only,
        accessible=offer.wheelchair_accessible,
    )


def _where(meeting: OfferSession, offer: Offer, near: Near) -> tuple[int | None, Point | None]:
    """How far from home it is, and its point; the index measured to the nearest place alone."""
    place_id = meeting.place_id or near.place_ids.get(offer.id)
    place = next((one for one in offer.places if one.id == place_id), None)
    if place is None:
        return near.metres.get(offer.id), None
    point = (place.lat, place.lon)
    if place.id == near.place_ids.get(offer.id):
        return near.metres.get(offer.id), point
    return round(1000 * min(km_between(*home, *point) for home in near.home)), point


def _counts(offer: Offer, activity: Activity | None, trajectory: Trajectory) -> bool:
    """Whether hours at this offer count, and somebody of it can say that they were."""
    if activity is not None and activity.decision is not ActivityDecision.PROPOSED:
        return activity.decision is ActivityDecision.APPROVED
    contact = offer.contact
    if contact is None or not contact.active or offer.suitability is Suitability.UNSUITABLE:
        return False
    met = Met(
        in_duo_or_group=offer.in_duo_or_group,
        meets_new_people=offer.meets_new_people,
        lasting_contact=offer.lasting_contact,
        spoken_in_dutch=offer.spoken_in_dutch,
    )
    return not reasons_not_suitable(met, trajectory.rule_set) and not reasons_unfit_contact(
        name=contact.name,
        email=contact.email,
        newcomer=trajectory.newcomer,
        counsellor=trajectory.counsellor,
        invited_email=trajectory.invited_email,
    )


def _is_lost(
    entry: HoursEntry,
    offers: Mapping[int, Offer],
    cancelled: set[tuple[int, date, int]],
    on: date,
) -> bool:
    """Whether planned hours cannot happen: the meeting was cancelled, or its offer is gone."""
    offer = offers.get(entry.activity.offer_id or 0)
    if entry.state is not HoursState.PLANNED or entry.on_date < on or offer is None:
        return False
    if not is_findable(offer, on=on):
        return True
    begin = entry.begins_at
    return begin is not None and (offer.id, entry.on_date, minute_of(begin)) in cancelled


def _counting(trajectory: Trajectory, lost: Sequence[HoursEntry]) -> list[HoursEntry]:
    """The hours that stand: live, not corrected, and no correction on its way beside them."""
    gone = replaced(trajectory.hours)
    return [
        e
        for e in trajectory.hours
        if e.state in LIVE
        and e not in lost
        and e.id not in gone
        and (e.corrects_id is None or e.state is HoursState.ACCEPTED)
    ]


def _minutes_left(trajectory: Trajectory, lost: Sequence[HoursEntry]) -> int:
    """What no hours stand for yet, of any state that can still come to count."""
    there = sum(entry.minutes for entry in _counting(trajectory, lost))
    return max(0, trajectory.rule_set.target_minutes - there)


def _busy(
    trajectory: Trajectory,
    lost: Sequence[HoursEntry],
    offers: Mapping[int, Offer],
    first_day: date,
) -> Iterable[Busy]:
    monday = first_day - timedelta(days=first_day.weekday())
    for entry in _counting(trajectory, lost):
        if entry.on_date < monday or not entry.minutes:
            continue
        offer = offers.get(entry.activity.offer_id or 0)
        place = offer.places[0] if offer and len(offer.places) == 1 else None
        yield Busy(
            on=entry.on_date,
            minutes=entry.minutes,
            first=minute_of(entry.begins_at) if entry.begins_at is not None else None,
            last=last_minute(entry.ends_at) if entry.ends_at is not None else None,
            offer_id=entry.activity.offer_id,
            point=(place.lat, place.lon) if place else None,
        )
