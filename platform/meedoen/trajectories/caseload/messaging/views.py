"""Messages to one newcomer: how each would read in their language and in Dutch, and sending one."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.messages.documents import Letter
from meedoen.offers.models import Offer
from meedoen.permissions import Permission
from meedoen.trajectories.activities.queries import find_offer
from meedoen.trajectories.caseload.messaging.actions import note_answer, send_message
from meedoen.trajectories.caseload.messaging.documents import (
    About,
    language_of,
    letter,
    sentence,
)
from meedoen.trajectories.caseload.messaging.forms import MessageForm
from meedoen.trajectories.caseload.messaging.queries import list_messages, next_appointment
from meedoen.trajectories.caseload.messaging.rules import phone_links, reasons_not_sent
from meedoen.trajectories.caseload.messaging.terms import MessageKind
from meedoen.trajectories.looking.terms import LookKind
from meedoen.trajectories.looking.views import shows_case
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import current_account, requires, safe_return_address
from meedoen.web.clock import now, today
from meedoen.web.languages import DUTCH
from meedoen.web.session import commits, db

messaging = Blueprint("messaging", __name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that could be sent: how it reads, in which ways it can go, or why it cannot."""

    kind: MessageKind
    form: MessageForm
    own: Letter
    dutch: Letter
    links: dict[str, str]
    not_sent: Sequence[Reason]


@messaging.get("/trajecten/<int:trajectory_id>/bericht")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@shows_case(LookKind.MESSAGES)
def choose(trajectory: Trajectory) -> str:
    """All messages that can be sent, each as it would read; with `aanbod` the one that proposes."""
    return messages_page(trajectory, asked_offer(request.args.get("aanbod", type=int)))


def asked_offer(offer_id: int | None) -> Offer | None:
    """The published offer of a number; None without a number. Raises NotFound."""
    if offer_id is None:
        return None
    offer = find_offer(db.session, offer_id) if 0 < offer_id < 2**31 else None
    if offer is None:
        raise NotFound
    return offer


def messages_page(
    trajectory: Trajectory, offer: Offer | None, reasons: Sequence[Reason] = ()
) -> str:
    """The page of messages to one newcomer."""
    sent = list_messages(db.session, trajectory.id)
    newcomer = trajectory.newcomer
    about = About(
        newcomer=newcomer,
        counsellor=current_account(),
        appointment=next_appointment(trajectory, on=today()),
        offer=offer,
        base_url=current_app.config["SETTINGS"].base_url,
    )
    kinds = [MessageKind.PROPOSAL] if offer else list(MessageKind)
    drafts = []
    for kind in kinds:
        why = reasons_not_sent(
            kind,
            address=newcomer.email,
            has_appointment=about.appointment is not None,
            sent=sent,
            at=now(),
            offer_id=offer.id if offer else None,
        )
        if (kind is MessageKind.REMINDER and not about.appointment) or (
            kind is MessageKind.PROPOSAL and not offer
        ):
            continue
        drafts.append(
            Draft(
                kind=kind,
                form=MessageForm(prefix=f"{kind.value}-", formdata=None),
                own=letter(kind, about, newcomer.language),
                dutch=letter(kind, about, DUTCH),
                links=phone_links(newcomer.phone, sentence(kind, about, newcomer.language)),
                not_sent=why,
            )
        )
    return render_template(
        "trajectories/caseload/messaging/choose.html",
        trajectory=trajectory,
        offer=offer,
        language=language_of(newcomer),
        drafts=drafts,
        reasons=reasons,
        next=request.values.get("next", ""),
    )


@messaging.post("/trajecten/<int:trajectory_id>/bericht/<kind>")
@requires(
    Permission.TRAJECTORY_GUIDE,
    of=lambda session, trajectory_id, kind: (
        find_trajectory(session, trajectory_id) if kind in list(MessageKind) else None
    ),
)
@commits
def send(trajectory: Trajectory) -> Any:
    """Send one of them."""
    kind = MessageKind(str((request.view_args or {})["kind"]))
    form = MessageForm(prefix=f"{kind.value}-")
    offer = asked_offer(request.form.get("aanbod", type=int))
    if not form.validate_on_submit() or (offer is None) is (kind is MessageKind.PROPOSAL):
        return messages_page(trajectory, offer), 422
    try:
        send_message(
            db.session,
            trajectory,
            kind,
            by=current_account(),
            at=now(),
            base_url=current_app.config["SETTINGS"].base_url,
            request_key=str(form.request_key.data),
            offer=offer,
        )
    except RuleBroken as broken:
        return messages_page(trajectory, offer, reasons=broken.reasons), 422
    flash(_("Het bericht aan %(name)s is verstuurd.", name=trajectory.newcomer.name), "done")
    return redirect(after(trajectory), 303)


@messaging.post("/trajecten/<int:trajectory_id>/antwoord")
@requires(Permission.TRAJECTORY_GUIDE, of=find_trajectory)
@commits
def answered(trajectory: Trajectory) -> Any:
    """The newcomer let something be heard."""
    note_answer(db.session, trajectory, by=current_account(), at=now())
    flash(_("Bewaard: er kwam antwoord."), "done")
    return redirect(after(trajectory), 303)


def after(trajectory: Trajectory) -> str:
    """Where an act goes back to: where it was begun, else the page of the trajectory."""
    own_page = url_for("trajectories.show_trajectory", trajectory_id=trajectory.id)
    return safe_return_address(request.form.get("next"), otherwise=own_page)
