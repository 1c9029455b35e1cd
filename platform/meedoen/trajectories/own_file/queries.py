"""Everything that is kept of one newcomer, as plain values; the shape is in `docs/own-file.md`.

Who adds something that is kept of a newcomer adds it here and on that page.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.accounts.models import Account, SignIn
from meedoen.core.audit import AuditRow
from meedoen.messages.models import OutgoingMessage
from meedoen.participation.models import Interest
from meedoen.trajectories.forgetting.models import ErasureRequest, LegalHold
from meedoen.trajectories.looking.queries import list_looks
from meedoen.trajectories.models import Proof, Trajectory
from meedoen.trajectories.own_file.case.queries import case_of
from meedoen.trajectories.own_file.rules import FORMAT, VERSION, Facts, told
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.queries import whole
from meedoen.trajectories.sharing.queries import list_shares
from meedoen.trajectories.sheets.models import SheetPhoto


def read_file(session: Session, account: Account, *, language: str, at: datetime) -> Facts:
    """The whole file of an account, also without a trajectory, as of `at`."""
    found = session.scalars(
        whole().where(Trajectory.newcomer_id == account.id).order_by(Trajectory.id)
    ).all()
    return {
        "format": FORMAT,
        "version": VERSION,
        **told(None, made_at=at, language=language),
        "account": told(
            account,
            "name",
            "email",
            "phone",
            "language",
            "created_at",
            roles=[role.role.value for role in account.roles],
        ),
        "trajectories": [case_of(session, one) for one in found],
        "looks": [
            told(one, "at", "by_name", "looked_as", "body", "kind")
            for one in list_looks(session, account.id)
        ],
        "shares": [
            told(
                one,
                "shared_with",
                "created_at",
                "expires_at",
                "ended_at",
                "with_activities",
                "with_phone",
                "with_email",
            )
            for one in list_shares(session, account.id)
        ],
        "interests": interests_of(session, account),
        "mails": mails_to(session, account),
        "visits": visits_of(session, account),
        "erasure": erasure_of(session, account),
        "acts": acts_of(session, account),
    }


def interests_of(session: Session, account: Account) -> list[Facts]:
    """What was asked of organisations from the address of this account, and their answers."""
    if not account.email:
        return []
    rows = session.scalars(
        select(Interest)
        .where(Interest.email == account.email)
        .options(joinedload(Interest.offer))
        .order_by(Interest.asked_at, Interest.id)
    )
    names = ("asked_at", "name", "phone", "email", "language", "message", "status", "reason")
    return [told(one, *names, "answered_at", offer=one.offer.title) for one in rows]


def mails_to(session: Session, account: Account) -> list[Facts]:
    """Mails to this address that can still be read back; not their text, which may hold a link
    that opens something."""
    rows = session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.recipient == (account.email or ""), OutgoingMessage.recipient != "")
        .order_by(OutgoingMessage.created_at, OutgoingMessage.id)
    )
    return [told(one, "created_at", "sent_at", "subject", "language") for one in rows]


def visits_of(session: Session, account: Account) -> list[Facts]:
    """When this person signed in, as far as visits are kept."""
    rows = session.scalars(
        select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.started_at, SignIn.id)
    )
    return [told(one, "started_at", "expires_at", "ended_at") for one in rows]


def acts_of(session: Session, account: Account) -> list[Facts]:
    """What this person did, as the trail keeps it."""
    rows = session.scalars(
        select(AuditRow).where(AuditRow.account_id == account.id).order_by(AuditRow.at, AuditRow.id)
    )
    return [told(one, "at", "act", "through", "thing_kind", "thing_id") for one in rows]


def erasure_of(session: Session, account: Account) -> Facts:
    """When this person was told to be erased, asked for it, or was kept from it."""
    asked = session.scalars(
        select(ErasureRequest)
        .where(ErasureRequest.account_id == account.id)
        .order_by(ErasureRequest.id)
    )
    held = session.scalars(
        select(LegalHold).where(LegalHold.account_id == account.id).order_by(LegalHold.id)
    )
    return {
        **told(account, "told_on"),
        "requests": [told(one, "asked_at", "refused_at", "reason") for one in asked],
        "holds": [told(one, "reason", "until_on", "at", "lifted_at") for one in held],
    }


def find_photo(session: Session, account_id: int, number: int) -> str | None:
    """Under which name the file of a photo of this person is kept; None where it was removed."""
    return session.scalar(
        select(SheetPhoto.file_name)
        .join(Trajectory, Trajectory.id == SheetPhoto.trajectory_id)
        .where(
            SheetPhoto.id == number,
            SheetPhoto.removed_at.is_(None),
            Trajectory.newcomer_id == account_id,
        )
    )


def find_pdf(session: Session, account_id: int, code: str) -> bytes | None:
    """The signed file of a proof of this person; None where it was not made."""
    return session.scalar(
        select(ProofDocument.pdf)
        .join(Proof, ProofDocument.proof_id == Proof.id)
        .join(Proof.trajectory)
        .where(Proof.code == code, Trajectory.newcomer_id == account_id)
    )
