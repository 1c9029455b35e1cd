"""The first page of everybody who signs in; the boards are in `board`."""

from typing import Any

from flask import Blueprint, current_app, render_template

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.dashboards import queries
from meedoen.dashboards.board.views import board
from meedoen.dashboards.board.wording import waiting_sentence
from meedoen.dashboards.protocols.views import protocols
from meedoen.dashboards.residents.views import residents
from meedoen.dashboards.wording import NEWCOMER_STEPS
from meedoen.offers.publication.queries import count_in_scope
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.members.queries import list_invitations_for
from meedoen.organisations.queries import (
    count_organisations,
    decided_by,
    list_organisations_of,
    watched_by,
)
from meedoen.organisations.terms import OrganisationStatus
from meedoen.participation.queries import count_open
from meedoen.permissions import Permission, has_role, may
from meedoen.web.access import current_account, signed_in
from meedoen.web.addresses import to_dutch
from meedoen.web.clock import now, today
from meedoen.web.languages import DUTCH, asked_language
from meedoen.web.session import db

dashboards = Blueprint("dashboards", __name__)
for part in (board, protocols, residents):
    dashboards.register_blueprint(part)


@dashboards.get("/mijn")
@signed_in
def mine() -> Any:
    """One's own work, first things first; a part for each role one has.

    Who works here does so in Dutch; a newcomer reads this in their own language.
    """
    account: Account = current_account()
    if asked_language() != DUTCH and any(one.role is not Role.NEWCOMER for one in account.roles):
        return to_dutch()
    return render_template(
        "dashboards/mine.html",
        account=account,
        invitations=list_invitations_for(db.session, account),
        **newcomer_part(account),
        **organisation_part(account),
        **counsellor_part(account),
        **board_part(account),
        **system_part(account),
    )


def newcomer_part(account: Account) -> dict[str, Any]:
    """A newcomer's own trajectory."""
    if not has_role(account, Role.NEWCOMER):
        return {}
    own = queries.find_own_trajectory(db.session, account.id, at=now())
    return {
        "is_newcomer": True,
        "own": own,
        "step": NEWCOMER_STEPS[own.case.need] if own else None,
    }


def organisation_part(account: Account) -> dict[str, Any]:
    """A member's organisations, and the offers for which they can do something."""
    if not has_role(account, Role.ORGANISATION_MEMBER):
        return {}
    organisations = list_organisations_of(db.session, account)
    ids = [organisation.id for organisation in organisations]
    return {
        "organisations": organisations,
        "want_to_join": count_open(db.session, ids),
        "offers_in_need": queries.list_offers_in_need(db.session, ids, on=today()),
    }


def counsellor_part(account: Account) -> dict[str, Any]:
    """A counsellor's caseload in short."""
    if not has_role(account, Role.COUNSELLOR):
        return {}
    return {"caseload": queries.get_caseload(db.session, account, at=now())}


def board_part(account: Account) -> dict[str, Any]:
    """What waits in the municipalities that somebody looks after."""
    if not may(account, Permission.BOARD_VIEW):
        return {}
    scope = watched_by(account)
    organisations = count_organisations(db.session, scope)[OrganisationStatus.NEW]
    offers = count_in_scope(db.session, scope)[OfferStatus.SUBMITTED]
    return {
        "waiting_organisations": organisations,
        "waiting_offers": offers,
        "waiting": waiting_sentence(
            organisations, offers, may_decide=not decided_by(account).is_empty
        ),
    }


def system_part(account: Account) -> dict[str, Any]:
    """How the product itself is doing."""
    if not has_role(account, Role.SYSTEM_ADMINISTRATOR):
        return {}
    say = current_app.extensions["dictionary"].say
    system = queries.get_system_state(db.session)
    rows = [(say(role), number) for role, number in system.roles.items()]
    return {"system": system, "system_rows": rows}
