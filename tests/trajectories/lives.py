"""Somebody with a row in every table that tells of a newcomer, for tests that erase them."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, SignIn
from meedoen.core.audit import record
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.models import OfferSession
from meedoen.offers.terms import Day, Daypart, Goal, OfferType
from meedoen.organisations.models import Invitation
from meedoen.participation.models import Interest
from meedoen.trajectories.actions import remember_situation, stop_trajectory
from meedoen.trajectories.caseload.handover.models import Handover
from meedoen.trajectories.caseload.handover.terms import HandoverState
from meedoen.trajectories.caseload.messaging.models import CaseMessage
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.caseload.models import Absence, SavedView
from meedoen.trajectories.caseload.notes.models import CaseNote
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.disputing.models import Dispute
from meedoen.trajectories.disputing.terms import Answer
from meedoen.trajectories.exporting.actions import make_export
from meedoen.trajectories.exporting.queries import scopes_of
from meedoen.trajectories.forgetting.models import ErasureRequest, LegalHold
from meedoen.trajectories.ledger.actions import append
from meedoen.trajectories.ledger.terms import ActedAs
from meedoen.trajectories.looking.models import Look
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.models import HoursEntry, Trajectory
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.moving.terms import NoticeState
from meedoen.trajectories.planning.models import (
    Availability,
    ChosenPlan,
    PlannedSession,
    PlanWish,
    UnwishedOrganisation,
    WishedGoal,
    WishedType,
)
from meedoen.trajectories.planning.terms import ChildrenNeed, PlanStatus, WomenOnly
from meedoen.trajectories.proving.actions import issue_activity_proof, issue_proof, keep_document
from meedoen.trajectories.reminding.models import DeadlineReminder
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.terms import HoursState
from tests import examples
from tests.examples import GENT, NOW
from tests.trajectories.examples import activity, hours, trajectory

NAME, EMAIL, PHONE = "Zarifa Qandil-Östlund", "zarifa.qandil@post.test", "0499 12 34 56"

ENDED = NOW
"""When the trajectory was stopped: 3 March 2026, so that it is due on 3 March 2028."""
DUE = date(2028, 3, 3)
PHOTO, PHOTO_FILE = "d" * 64, f"{'f' * 32}.jpg"


def person(session: Session, name: str = NAME, email: str | None = EMAIL) -> Account:
    """A newcomer whom one can reach."""
    account = examples.newcomer(session, name)
    account.email, account.phone, account.language = email, PHONE, "ar"
    account.password_hash = "a hash"
    session.flush()
    return account


def ended(session: Session, account: Account | None = None, **changes: object) -> Trajectory:
    """A trajectory that was stopped at `ENDED`, with two accepted hours."""
    made = trajectory(session, newcomer_id=account.id if account else None, **changes)
    hours(session, activity(session, made), HoursState.ACCEPTED)
    remember_situation(session, made, from_on=made.starts_on, by=None, at=NOW)
    stop_trajectory(session, made, reason=f"{NAME} verhuist.", by=made.counsellor, at=ENDED)
    session.flush()
    return made


def whole_life(session: Session) -> Trajectory:
    """The ended trajectory of somebody who left something in every table, by their name."""
    account = person(session)
    made = trajectory(session, newcomer_id=account.id, invited_email=EMAIL, request_key="t" * 32)
    host = examples.organisation(session, "Speelplein")
    offer = examples.offer(session, host, "Praten")
    place = activity(
        session,
        made,
        title=f"Koken met {NAME}",
        contact_phone=PHONE,
        offer_id=offer.id,
        decision_reason=f"Goed voor {NAME}",
    )
    entry = hours(
        session, place, HoursState.ACCEPTED, note=f"{NAME} kookte", logged_by_id=account.id
    )
    sent_back = hours(
        session,
        place,
        HoursState.SENT_BACK,
        on_date=date(2026, 2, 2),
        sent_back_reason=f"Was {NAME} er?",
        sent_back_by_name=NAME,
    )
    append(session, "dispute_hours", entry, account, NOW, through="page", name=NAME, said=EMAIL)
    append(session, "answer_dispute", entry, made.counsellor, NOW, through="page", said=PHONE)
    photographed(session, made, entry)
    moved(session, made)
    seen_and_shared(session, made)
    planned(session, made, host.id, offer.id)
    told(session, made, account, offer.id)
    session.add(
        Dispute(
            entry_id=entry.id,
            reason=f"{NAME} zegt nee",
            opened_at=NOW,
            opened_by_id=account.id,
            answer=Answer.KEPT,
            answer_reason=f"Dag {NAME}",
            answered_at=NOW,
            answered_by_id=made.counsellor_id,
        )
    )
    session.add(Absence(entry_id=sent_back.id, noted_by_id=made.counsellor_id, noted_at=NOW))
    session.flush()
    proof = issue_activity_proof(session, place, by=made.counsellor, at=NOW)
    keep_document(session, proof, f"%PDF {NAME}".encode(), certificate_sha256="c" * 64, at=NOW)
    issue_proof(session, made, by=made.counsellor, at=NOW)
    remember_situation(session, made, from_on=made.starts_on, by=None, at=NOW)
    make_export(session, scopes_of(made.counsellor)[0], by=made.counsellor, at=NOW)
    stop_trajectory(session, made, reason=f"{NAME} verhuist.", by=made.counsellor, at=ENDED)
    elsewhere(session, made, account, host.id, offer.id)
    session.flush()
    return made


def photographed(session: Session, made: Trajectory, entry: HoursEntry) -> None:
    """A photo of the signed sheet, and a reminder of the deadline."""
    append(session, "attach_photo", entry, made.newcomer, NOW, through="page", photo=PHOTO)
    session.add(
        SheetPhoto(
            trajectory_id=made.id,
            activity_id=entry.activity_id,
            file_name=PHOTO_FILE,
            sha256=PHOTO,
            width=60,
            height=40,
            attached_at=NOW,
            attached_by_id=made.newcomer_id,
            acted_as=ActedAs.NEWCOMER,
            request_key="s" * 32,
            position=0,
            entries=[entry],
        )
    )
    session.add(
        DeadlineReminder(trajectory_id=made.id, days_before=30, due_on=DUE, at=NOW, mailed=True)
    )
    session.flush()


def moved(session: Session, made: Trajectory) -> None:
    """A move that the newcomer told, and the home that came of it."""
    facts = {"trajectory_id": made.id, "nis": GENT, "postcode": "9000", "from_on": NOW.date()}
    home = Home(opening=False, by_id=made.counsellor_id, at=NOW, request_key="o" * 32, **facts)
    session.add(home)
    session.flush()
    session.add(
        MoveNotice(
            state=NoticeState.RECORDED,
            told_at=NOW,
            told_by_id=made.newcomer_id,
            answered_at=NOW,
            answered_by_id=made.counsellor_id,
            home_id=home.id,
            request_key="v" * 32,
            **facts,
        )
    )
    session.flush()


def seen_and_shared(session: Session, made: Trajectory) -> None:
    """A look, a shared summary, and a companion for a first visit."""
    session.add(
        Look(
            newcomer_id=made.newcomer_id,
            trajectory_id=made.id,
            kind=LookKind.CASE,
            looked_as=LookedAs.COUNSELLOR,
            by_id=made.counsellor_id,
            by_name=f"Vriend van {NAME}",
            body=f"Voor {NAME}",
            at=NOW,
            once="once",
        )
    )
    session.add(
        Share(
            newcomer_id=made.newcomer_id,
            trajectory_id=made.id,
            shared_with=f"Club van {NAME}",
            code_hash="e" * 64,
            with_activities=True,
            with_phone=True,
            with_email=True,
            created_at=NOW,
            expires_at=NOW,
            request_key="w" * 32,
        )
    )
    session.add(
        Companion(
            trajectory_id=made.id,
            activity_id=made.activities[0].id,
            name=f"Tante van {NAME}",
            email="tante@post.test",
            meets_at=NOW,
            meeting_point=f"Bij {NAME} thuis",
            note=f"{NAME} is verlegen",
            state=CompanionState.DECLINED,
            asked_at=NOW,
            asked_by_id=made.counsellor_id,
            answered_at=NOW,
            said=f"Ik ken {NAME} niet",
            request_key="y" * 32,
        )
    )
    session.flush()


def planned(session: Session, made: Trajectory, host_id: int, offer_id: int) -> None:
    """A week, and a plan that was chosen."""
    meeting = OfferSession(offer_id=offer_id, starts_at=NOW, ends_at=NOW + timedelta(hours=2))
    session.add(meeting)
    session.add(
        PlanWish(
            trajectory_id=made.id,
            level=1,
            radius_km=5,
            per_week=2,
            children=ChildrenNeed.NONE,
            women=WomenOnly.NO,
            updated_at=NOW,
            updated_by_id=made.newcomer_id,
            free=[Availability(day=Day.MON, daypart=Daypart.MORNING)],
            goal_rows=[WishedGoal(goal=Goal.DUTCH)],
            type_rows=[WishedType(type=OfferType.BUDDY)],
            unwished=[UnwishedOrganisation(organisation_id=host_id)],
        )
    )
    session.flush()
    session.add(
        ChosenPlan(
            trajectory_id=made.id,
            status=PlanStatus.CHOSEN,
            chosen_at=NOW,
            chosen_by_id=made.newcomer_id,
            request_key="p" * 32,
            rows=[PlannedSession(session_id=meeting.id)],
        )
    )


def told(session: Session, made: Trajectory, account: Account, offer_id: int) -> None:
    """Notes, messages, a hand-over, what an administrator wrote, a request."""
    facts = {"trajectory_id": made.id, "by_id": made.counsellor_id, "at": NOW}
    session.add(CaseNote(text=f"{NAME} belt {PHONE}", request_key="n" * 32, **facts))
    session.add(
        CaseMessage(
            kind=MessageKind.PROPOSAL,
            offer_id=offer_id,
            language="ar",
            body=f"Dag {NAME}",
            request_key="m" * 32,
            **facts,
        )
    )
    session.add(
        Handover(
            trajectory_id=made.id,
            from_id=made.counsellor_id,
            to_id=made.counsellor_id,
            to_agency_code="amal",
            note=f"Zorg voor {NAME}",
            state=HandoverState.ACCEPTED,
            offered_at=NOW,
            decided_at=NOW,
            decided_by_id=made.counsellor_id,
            reason=f"Dag {NAME}",
            request_key="h" * 32,
        )
    )
    session.add(
        LegalHold(
            account_id=account.id,
            reason=f"Klacht van {NAME}",
            until_on=date(2026, 4, 1),
            by_id=made.counsellor_id,
            at=NOW,
            lifted_at=NOW,
            lifted_by_id=made.counsellor_id,
            request_key="l" * 32,
        )
    )
    session.add(
        ErasureRequest(
            account_id=account.id,
            asked_at=NOW,
            refused_at=NOW,
            refused_by_id=made.counsellor_id,
            reason=f"Nog niet, {NAME}",
        )
    )


def elsewhere(
    session: Session, made: Trajectory, account: Account, host_id: int, offer_id: int
) -> None:
    """What lies with others: visits, invitations, questions, views, mails, a stand-in."""
    stand_in = examples.person(session, NAME)
    stand_in.phone, stand_in.closed_at = PHONE, NOW
    record(
        session, "link_newcomer", "trajectory", made.id, by=account, at=NOW, stand_in=stand_in.id
    )
    session.add(SignIn(account_id=account.id, token_hash="z" * 64, started_at=NOW, expires_at=NOW))
    session.add(
        Invitation(
            organisation_id=host_id, account_id=account.id, name=NAME, email=EMAIL, invited_at=NOW
        )
    )
    for number, facts in enumerate(({"email": EMAIL}, {"phone": "0499/12.34.56"})):
        session.add(
            Interest(
                offer_id=offer_id,
                name=NAME,
                message=f"Ik ben {NAME}",
                asked_at=NOW,
                request_key=f"{number}" * 32,
                **facts,
            )
        )
    session.add(
        SavedView(
            account_id=made.counsellor_id,
            name="Volg ik op",
            question="zoek=zarifa+qandil&status=alle",
            created_at=NOW,
        )
    )
    mails = (
        ("sent", EMAIL, NOW, f"Dag {NAME}, bel {PHONE}."),
        ("waits", EMAIL, None, "Dag."),
        ("told/1", "els@bib.test", NOW, f"Was {NAME} er?"),
        (f"hours-confirm/{made.activities[0].id}/2026-03-03/x", "els@bib.test", None, "Zarifa Q."),
    )
    for key, recipient, sent_at, body in mails:
        session.add(
            OutgoingMessage(
                key=key,
                recipient=recipient,
                subject=f"Over {NAME}",
                body=body,
                language="nl",
                created_at=NOW,
                next_try_at=NOW,
                sent_at=sent_at,
            )
        )


__all__ = ["DUE", "EMAIL", "ENDED", "NAME", "PHONE", "PHOTO_FILE", "ended", "person", "whole_life"]
