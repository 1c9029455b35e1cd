"""The trajectories of the demonstration: one in every state, one complete, others."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer
from meedoen.offers.rules import day_of
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.people import GENT, MECHELEN
from meedoen.seeding.demo.sheets import draw_sheet
from meedoen.trajectories.accepting.actions import (
    accept_hours,
    send_back_hours,
    withdraw_hours,
)
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.activities.actions import (
    add_activity_from_offer,
    add_own_activity,
    approve_activity,
)
from meedoen.trajectories.activities.rules import Criteria
from meedoen.trajectories.confirming.actions import ask_confirmation, confirm_hours
from meedoen.trajectories.exporting.actions import make_export
from meedoen.trajectories.exporting.queries import scopes_of
from meedoen.trajectories.hours.actions import (
    correct_hours,
    log_hours,
    plan_hours,
)
from meedoen.trajectories.hours.rules import When
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.models import Activity, HoursEntry, Trajectory
from meedoen.trajectories.opening.actions import open_trajectory
from meedoen.trajectories.proving.issuing.actions import ask_activity_proof, withdraw_proof
from meedoen.trajectories.sheets.actions import attach_photos
from meedoen.trajectories.states.actions import suspend_trajectory
from meedoen.trajectories.states.terms import StatusReason

BONHEIDEN = "12005"
ALL_MET = Criteria(
    in_duo_or_group=True, meets_new_people=True, lasting_contact=True, spoken_in_dutch=True
)

OTHERS = (
    ("Olena Kovalenko", MECHELEN, 20, (True, False, False), 5),
    ("Mohammad Rahimi", BONHEIDEN, 35, (True, False, False), 9),
    ("Selam Tesfay", MECHELEN, 12, (True, False, False), 2),
    ("Ana Popescu", "12021", 60, (False, True, False), 14),
    ("Rana Al Khatib", "12007", 6, (True, False, False), 0),
    ("Diyar Osman", MECHELEN, 80, (True, True, False), 16),
    ("Maria Gonzalez", "12040", 25, (False, False, True), 3),
)
"""Name, municipality, days since the start, (obliged, working, studying), hours accepted."""


EXPORTED = 4
"""How many of them were there when the counsellor made an export."""


@dataclass(frozen=True, slots=True)
class Case:
    """One trajectory with its counsellor, on whose behalf hours are entered."""

    session: Session
    trajectory: Trajectory
    counsellor: Account
    at: datetime

    def day(self, days_ago: int) -> date:
        """A day before today; a negative number lies ahead."""
        return day_of(self.at) - timedelta(days=days_ago)

    def moment(self, days_ago: float) -> datetime:
        """A moment so many days before now."""
        return self.at - timedelta(days=days_ago)

    def approved(self, offer: Offer, *, days_ago: int) -> Activity:
        """An offer added and approved on the same day."""
        at = self.moment(days_ago)
        activity = add_activity_from_offer(
            self.session, self.trajectory, offer, by=self.counsellor, at=at
        )
        return approve_activity(self.session, activity, by=self.counsellor, at=at, criteria=ALL_MET)

    def log(self, activity: Activity, *, days_ago: int, begin: time, end: time) -> HoursEntry:
        """Hours of one past day, entered the day after."""
        return log_hours(
            self.session,
            activity,
            when=When(on_date=self.day(days_ago), begins_at=begin, ends_at=end),
            by=self.counsellor,
            at=self.moment(days_ago - 1),
        )

    def confirm(self, entries: list[HoursEntry]) -> None:
        """The contact person of the activity says that these hours are right."""
        activity = entries[0].activity
        confirm_hours(
            self.session,
            activity,
            [(entry, entry.version) for entry in entries],
            name=activity.contact_name,
            at=self.moment(0.5),
        )

    def accept(self, entries: list[HoursEntry]) -> None:
        """The counsellor accepts confirmed hours."""
        accept_hours(
            self.session,
            [(entry, entry.version) for entry in entries],
            by=self.counsellor,
            at=self.moment(0.3),
        )


def open_case(
    workshop: Workshop,
    counsellor: Account,
    *,
    days_ago: int,
    nis: str,
    newcomer: Account | None = None,
    name: str = "",
    facts: tuple[bool, bool, bool] = (True, False, False),
) -> Case:
    """Open a trajectory that began so many days ago."""
    at = workshop.at - timedelta(days=days_ago)
    obliged, working, studying = facts
    trajectory = open_trajectory(
        workshop.session,
        counsellor=counsellor,
        newcomer=newcomer,
        name=name,
        nis=nis,
        starts_on=day_of(workshop.at) - timedelta(days=days_ago),
        obliged=obliged,
        working=working,
        studying=studying,
        by=counsellor,
        at=at,
    )
    return Case(workshop.session, trajectory, counsellor, workshop.at)


def make_caseload(
    workshop: Workshop, people: dict[str, Account], shown: dict[str, list[Offer]]
) -> int:
    """Make all trajectories; gives how many."""
    make_running(workshop, people, shown["organisation"])
    make_complete(workshop, people, shown["organisation2"])
    for number, (name, nis, days_ago, facts, hours) in enumerate(OTHERS):
        if number == EXPORTED:
            export_caseload(workshop, people["counsellor"])
        case = open_case(
            workshop, people["counsellor"], days_ago=days_ago, nis=nis, name=name, facts=facts
        )
        offer = shown["organisation"][hours % len(shown["organisation"])]
        if hours:
            make_weeks(case, offer, hours=hours, days_ago=days_ago)
        else:
            let_rest(case)
    return len(OTHERS) + 2


def let_rest(case: Case) -> None:
    """Who has no hours yet rests since the day before yesterday, and runs again in a month."""
    suspend_trajectory(
        case.session,
        case.trajectory,
        because=StatusReason.CARE,
        from_on=case.day(2),
        until_on=case.day(-30),
        by=case.counsellor,
        at=case.at,
    )


def export_caseload(workshop: Workshop, counsellor: Account) -> None:
    """An export of the trajectories there are; those that come later are new since."""
    (scope,) = scopes_of(counsellor)
    make_export(workshop.session, scope, by=counsellor, at=workshop.at - timedelta(days=1))


def make_running(workshop: Workshop, people: dict[str, Account], offers: list[Offer]) -> None:
    """The newcomer's trajectory, with hours in every state."""
    case = open_case(
        workshop,
        people["counsellor"],
        days_ago=63,
        nis=BONHEIDEN,
        newcomer=people["newcomer"],
    )
    talking, cooking = (case.approved(offer, days_ago=60) for offer in offers[:2])
    taken = [
        case.log(talking, days_ago=days, begin=time(9, 30), end=time(11, 30))
        for days in (56, 49, 42, 35, 28)
    ]
    cooked = [
        case.log(cooking, days_ago=days, begin=time(19, 0), end=time(22, 0)) for days in (46, 39)
    ]
    for entries in (taken[:3], cooked):
        case.confirm(entries)
        case.accept(entries)
    hand_out(case, talking, cooking)
    case.confirm(taken[3:])
    case.accept(taken[3:])
    case.confirm([case.log(talking, days_ago=14, begin=time(9, 30), end=time(11, 30))])
    case.log(talking, days_ago=7, begin=time(9, 30), end=time(11, 30))
    photograph(case, cooking, workshop)
    sent_back = case.log(cooking, days_ago=11, begin=time(19, 0), end=time(23, 0))
    case.confirm([sent_back])
    send_back_hours(
        case.session,
        sent_back,
        reason="De kookavond duurt tot 22 uur. Klopt 23 uur wel?",
        by=case.counsellor,
        at=case.at,
    )
    mistake = case.log(cooking, days_ago=21, begin=time(19, 0), end=time(22, 0))
    withdraw_hours(case.session, mistake, by=case.counsellor, at=case.at)
    correct_hours(
        case.session,
        taken[-1],
        when=When(on_date=taken[-1].on_date, begins_at=time(9, 30), ends_at=time(11, 0)),
        note="Je bent vroeger vertrokken.",
        by=case.counsellor,
        at=case.at,
    )
    ask_confirmation(
        case.session, talking, by=case.counsellor, at=case.at, base_url=workshop.base_url
    )
    for days in (-5, -12):
        plan_hours(
            case.session,
            talking,
            when=When(on_date=case.day(days), begins_at=time(9, 30), ends_at=time(11, 30)),
            by=case.counsellor,
            at=case.at,
        )
    add_own_activity(
        case.session,
        case.trajectory,
        title="Schaken in het café op het plein",
        host="Schaakvrienden",
        contact_name="Jan Hermans",
        contact_email="jan.hermans@demo.test",
        criteria=ALL_MET,
        by=case.counsellor,
        at=case.at,
    )


def photograph(case: Case, activity: Activity, workshop: Workshop) -> None:
    """Hours that the newcomer reported with a photo of the signed sheet; they wait to be seen."""
    if workshop.photos is None:
        return
    newcomer, begin, end = case.trajectory.newcomer, time(19, 0), time(21, 30)
    at, days = case.moment(3), case.day(4)
    entry = log_hours(
        case.session,
        activity,
        when=When(on_date=days, begins_at=begin, ends_at=end),
        by=newcomer,
        at=at,
    )
    photo = draw_sheet(
        workshop.photos,
        name=newcomer.name,
        activity=activity.title,
        days=[(case.day(back), "19:00", "22:00") for back in (46, 39)] + [(days, "19:00", "21:30")],
    )
    attach_photos(
        case.session,
        activity,
        [entry],
        [photo],
        acted=ActedAs.NEWCOMER,
        by=newcomer,
        at=at,
        request_key="demo-photo",
    )


def hand_out(case: Case, talking: Activity, cooking: Activity) -> None:
    """Proofs of two activities: hours accepted later replace the first, the second is withdrawn."""
    at = case.moment(0.3)
    ask_activity_proof(case.session, talking, by=case.counsellor, at=at)
    wrong = ask_activity_proof(case.session, cooking, by=case.counsellor, at=at)
    withdraw_proof(
        case.session, wrong, reason="De naam was fout gespeld.", by=case.counsellor, at=at
    )
    ask_activity_proof(case.session, cooking, by=case.trajectory.newcomer, at=at)


def make_complete(workshop: Workshop, people: dict[str, Account], offers: list[Offer]) -> None:
    """The second newcomer's trajectory: forty hours accepted, proof issued."""
    case = open_case(
        workshop,
        people["counsellor2"],
        days_ago=170,
        nis=GENT,
        newcomer=people["newcomer2"],
    )
    make_weeks(case, offers[0], hours=24, days_ago=160)
    make_weeks(case, offers[1], hours=16, days_ago=66)
    complete_trajectory(case.session, case.trajectory, by=case.counsellor, at=case.at)


def make_weeks(case: Case, offer: Offer, *, hours: int, days_ago: int) -> None:
    """Accepted hours at one offer: two a week, an odd one at the end, from the start on."""
    activity = case.approved(offer, days_ago=days_ago)
    lengths = [2] * (hours // 2) + [1] * (hours % 2)
    step = max(1, min(7, (days_ago - 2) // len(lengths)))
    entries = [
        case.log(activity, days_ago=days_ago - step * week, begin=time(14), end=time(14 + length))
        for week, length in enumerate(lengths)
    ]
    case.confirm(entries)
    case.accept(entries)
