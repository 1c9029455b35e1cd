"""Makes and keeps the signed files of proofs: after the act that issued them, and every night."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from meedoen.core.engine import WRITES
from meedoen.settings import Settings
from meedoen.trajectories.models import Proof
from meedoen.trajectories.proving.actions import WAITING, keep_document
from meedoen.trajectories.proving.documents import PdfUnavailable, proof_pdf
from meedoen.trajectories.proving.queries import list_without_document
from meedoen.trajectories.proving.signing.keys import KeyUnusable, signing_key
from meedoen.web.clock import now
from meedoen.web.session import db

AT_ONCE = 20


def after_issue() -> None:
    """After a commit: make the files of what it issued; nothing is asked where it issued none."""
    if db.session.info.pop(WAITING, False):
        keep_waiting(db.session, at=now())


def keep_waiting(session: Session, *, at: datetime) -> int:
    """Make, sign and keep the files that are not there yet; gives how many. Commits by itself.

    What cannot be made (no Pango, an unusable key) waits for the next time.
    """
    settings: Settings = current_app.config["SETTINGS"]
    kept = 0
    try:
        while drawn := draw(session, settings, at=at):
            for proof, pdf, certificate in drawn:
                keep_document(session, proof, pdf, certificate_sha256=certificate, at=at)
            session.commit()
            kept += len(drawn)
    except (PdfUnavailable, KeyUnusable) as error:
        current_app.logger.warning("no file of a proof was made: %s", said(error))
    return kept


def draw(session: Session, settings: Settings, *, at: datetime) -> list[tuple[Proof, bytes, str]]:
    """Some proofs with their files and the certificate of these; nothing when none waits.

    Nobody waits for a lock meanwhile: what is read is let go of before and after.
    """
    WRITES.set(False)
    try:
        waiting = list_without_document(session, most=AT_ONCE)
        for proof in waiting:
            session.expunge(proof)
        session.rollback()
        if not waiting:
            return []
        key = signing_key(settings, at=at)
        return [
            (proof, proof_pdf(proof, base_url=settings.base_url, key=key), key.fingerprint)
            for proof in waiting
        ]
    finally:
        session.rollback()
        WRITES.set(True)


def said(error: Exception) -> str:
    """Why it could not be, in words for the log."""
    return "Pango is not installed" if isinstance(error, PdfUnavailable) else str(error)
