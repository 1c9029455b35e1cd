"""A product on which writes can be sent: accounts, organisations, offers, one trajectory."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.accounts.terms import Role
from meedoen.organisations.models import Contact
from meedoen.seeding.demo.caseload import open_case
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.own_work import make_own_work
from meedoen.seeding.demo.people import MECHELEN, make_accounts, make_reviewers
from meedoen.seeding.synthetic import seed_synthetic
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.models import Activity
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests import examples
from tests.examples import NOW
from tests.safety.product import Product, make_product
from tests.safety.writing import DAYS
from tests.trajectories.examples import activity, hours, trajectory

__all__ = ["make_product", "product"]


@pytest.fixture
def product(whole_app: APIFlask, make_product: Callable[..., Product]) -> Product:
    """Two organisations with offers, a trajectory, and a crowd of other offers; not started."""
    product = make_product("product")
    with whole_app.app_context(), product.session() as session:
        at = now()
        people = make_accounts(session, at=at)
        workshop = Workshop(session, at, "http://localhost", make_reviewers(session, at=at))
        shown = make_own_work(workshop, people)
        case = open_case(
            workshop,
            people["counsellor"],
            days_ago=DAYS,
            nis=MECHELEN,
            newcomer=people["newcomer"],
        )
        case.approved(shown["organisation"][0], days_ago=DAYS - 1)
        seed_synthetic(session, offers=300, seed=1, at=at, progress=lambda number: None)
        session.commit()
    return product


@pytest.fixture
def joined(session: Session) -> Activity:
    """An approved activity in a running trajectory, with an offer and its organisation beside."""
    made = activity(session, trajectory(session))
    hours(session, made, HoursState.REPORTED)
    return made


@pytest.fixture
def numbers(session: Session, joined: Activity) -> dict[str, object]:
    """What stands in the parts of an address: things that are there, of a Mechelen organisation."""
    host = examples.organisation(session)
    offer = examples.offer(session, host, "Koffie en praten")
    contact = Contact(organisation=host, name="Els", email="els@brug.test")
    session.add(contact)
    companion = Companion(
        trajectory_id=joined.trajectory_id,
        activity_id=joined.id,
        name="Wim",
        phone="0470",
        meets_at=NOW,
        meeting_point="Station",
        asked_at=NOW,
        asked_by_id=joined.trajectory.counsellor_id,
        request_key="c" * 32,
    )
    share = Share(
        newcomer_id=joined.newcomer_id,
        trajectory_id=joined.trajectory_id,
        shared_with="De Brug",
        code_hash="h",
        with_activities=False,
        with_phone=False,
        with_email=False,
        created_at=NOW,
        expires_at=NOW,
        request_key="s" * 32,
    )
    session.add_all((companion, share))
    colleague = examples.person_with(session, Role.MUNICIPALITY_OFFICER, nis=MECHELEN)
    session.commit()
    return {
        "organisation_id": host.id,
        "offer_id": offer.id,
        "contact_id": contact.id,
        "role_id": colleague.roles[0].id,
        "trajectory_id": joined.trajectory_id,
        "activity_id": joined.id,
        "entry_id": joined.trajectory.hours[0].id,
        "companion_id": companion.id,
        "share_id": share.id,
        "kind": "caseload",
        "outcome": "went",
    }
