"""People of the demonstration who each need something else of their counsellor."""

from datetime import time, timedelta

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer
from meedoen.seeding.demo.caseload import ALL_MET, Case, open_case
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.people import MECHELEN
from meedoen.trajectories.activities.actions import add_activity_from_offer
from meedoen.trajectories.caseload.actions import note_absence
from meedoen.trajectories.disputing.actions import dispute_hours
from meedoen.trajectories.hours.actions import plan_hours
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.models import Activity, HoursEntry

MORNING, NOON = time(9, 30), time(11, 30)


def make_needs(workshop: Workshop, counsellor: Account, offers: list[Offer]) -> int:
    """One person for each need that the other trajectories do not show; gives how many."""
    acts = (
        ("Hassan Karimi", "fa", 70, absent_twice),
        ("Fatuma Warsame", "en", 50, without_answer),
        ("Viktor Bondar", "uk", 45, weeks_to_accept),
        ("Leyla Şahin", "tr", 9, to_judge),
        ("Tomasz Nowak", "pl", 40, appointment_passed),
        ("Nour El Din", "ar", 90, silent),
        ("Samira Alami", "fr", 60, disputes),
    )
    for name, language, days_ago, act in acts:
        case = open_case(workshop, counsellor, days_ago=days_ago, nis=MECHELEN, name=name)
        case.trajectory.newcomer.language = language
        case.trajectory.newcomer.phone = "0470 00 00 00"
        case.trajectory.newcomer.email = f"{name.split()[0].lower()}@demo.test"
        act(case, offers[0])
    return len(acts)


def planned(case: Case, activity: Activity, *, days_ago: int) -> HoursEntry:
    """An appointment that was made a week before its day."""
    return plan_hours(
        case.session,
        activity,
        when=When(on_date=case.day(days_ago), begins_at=MORNING, ends_at=NOON),
        by=case.counsellor,
        at=case.moment(days_ago + 7),
    )


def absent_twice(case: Case, offer: Offer) -> None:
    """Came once, and then did not come two times."""
    activity = case.approved(offer, days_ago=60)
    entries = [case.log(activity, days_ago=50, begin=MORNING, end=NOON)]
    case.confirm(entries)
    case.accept(entries)
    for days_ago in (22, 15):
        entry = planned(case, activity, days_ago=days_ago)
        note_absence(
            case.session, entry, by=case.counsellor, at=case.at - timedelta(days=days_ago - 1)
        )
    planned(case, activity, days_ago=-6)


def without_answer(case: Case, offer: Offer) -> None:
    """Reported hours about which the contact person says nothing."""
    activity = case.approved(offer, days_ago=40)
    for days_ago in (27, 20, 3):
        case.log(activity, days_ago=days_ago, begin=MORNING, end=NOON)


def weeks_to_accept(case: Case, offer: Offer) -> None:
    """Many confirmed hours that wait for the counsellor."""
    activity = case.approved(offer, days_ago=42)
    case.confirm(
        [
            case.log(activity, days_ago=days_ago, begin=MORNING, end=NOON)
            for days_ago in range(4, 40, 3)
        ]
    )


def to_judge(case: Case, offer: Offer) -> None:
    """An offer was added and waits for a judgement."""
    add_activity_from_offer(
        case.session,
        case.trajectory,
        offer,
        by=case.counsellor,
        at=case.moment(2),
        criteria=ALL_MET,
    )


def appointment_passed(case: Case, offer: Offer) -> None:
    """Nobody said whether last week's appointment happened."""
    activity = case.approved(offer, days_ago=30)
    entries = [case.log(activity, days_ago=16, begin=MORNING, end=NOON)]
    case.confirm(entries)
    case.accept(entries)
    planned(case, activity, days_ago=4)


def disputes(case: Case, offer: Offer) -> None:
    """Was there longer than was written down, and says so."""
    activity = case.approved(offer, days_ago=50)
    entries = [case.log(activity, days_ago=9, begin=MORNING, end=NOON)]
    case.confirm(entries)
    dispute_hours(
        case.session,
        entries[0],
        reason="Ik bleef tot 12.30 uur. We ruimden samen op.",
        by=case.trajectory.newcomer,
        at=case.moment(6),
    )


def silent(case: Case, offer: Offer) -> None:
    """No hours for more than a month."""
    activity = case.approved(offer, days_ago=80)
    entries = [case.log(activity, days_ago=60, begin=MORNING, end=NOON)]
    case.confirm(entries)
    case.accept(entries)
