"""Which pages there are, who may open them, and with things that are there; for browser tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.links import password_token
from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.members.actions import add_member
from meedoen.organisations.models import Contact, Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.participation.models import Interest
from meedoen.participation.terms import InterestStatus
from meedoen.seeding.demo.told import NEW_DUTCH
from meedoen.trajectories.companions.documents import link_of
from meedoen.trajectories.companions.models import Companion
from meedoen.trajectories.companions.terms import CompanionState
from meedoen.trajectories.exporting.models import Export
from meedoen.trajectories.links import make_token, sheet_token
from meedoen.trajectories.models import Activity, HoursEntry, Proof, Trajectory
from meedoen.trajectories.moving.models import Home, MoveNotice
from meedoen.trajectories.sharing.documents import written_code
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sheets.models import SheetPhoto
from meedoen.trajectories.states.terms import Act
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.clock import now

NOBODY = ""


@dataclass(frozen=True)
class Visit:
    """Who opens which page; `status` is what it answers."""

    who: str
    endpoint: str
    path: str
    status: int = 200


class Things:
    """What the pages of the demonstration are about: ids and tokens of things that are there."""

    def __init__(self, session: Session) -> None:
        self.session, at = session, now()
        running, completed = self.of_newcomer("newcomer"), self.of_newcomer("newcomer2")
        self.running, self.completed = running.id, completed.id
        completed.ended_at = at - timedelta(days=715)  # Soon to be erased, by the clock.
        self.others = session.scalars(
            select(Trajectory.id)
            .where(Trajectory.counsellor_id == running.counsellor_id, Trajectory.id != running.id)
            .order_by(Trajectory.id)
        ).all()
        self.resting = self.first(
            select(Trajectory.id).where(Trajectory.status == TrajectoryStatus.SUSPENDED)
        )
        self.moved = self.first(select(Home.trajectory_id).where(~Home.opening))
        self.told = self.first(select(MoveNotice.trajectory_id))
        self.code = self.first(select(Proof.code).where(Proof.trajectory_id == completed.id))
        self.standing = self.first(
            select(Proof.id).where(Proof.trajectory_id == running.id, Proof.ended_at.is_(None))
        )
        self.former = session.scalars(
            select(Proof.code).where(Proof.trajectory_id == running.id, Proof.ended_at.is_not(None))
        ).all()
        self.export = self.first(
            select(Export.id).where(Export.counsellor_id == running.counsellor_id)
        )
        activities = session.scalars(
            select(Activity).where(Activity.trajectory_id == running.id).order_by(Activity.id)
        ).all()
        self.proposed = activities[-1].id
        self.joined, self.joined_offer = activities[0].id, activities[0].offer_id
        self.photo = self.first(select(SheetPhoto.id).where(SheetPhoto.trajectory_id == running.id))
        self.sheet = sheet_token(activities[0].id)
        self.entries = {
            entry.state: entry.id
            for entry in session.scalars(
                select(HoursEntry).where(HoursEntry.trajectory_id == running.id)
            )
        }
        own = self.first(select(Organisation).order_by(Organisation.id))
        self.own, self.nis = own.id, own.nis
        self.new = self.first(
            select(Organisation.id).where(
                Organisation.status == OrganisationStatus.NEW, Organisation.nis == own.nis
            )
        )
        self.contact = self.first(select(Contact.id).where(Contact.organisation_id == own.id))
        self.offers = {
            offer.status: offer.id
            for offer in session.scalars(
                select(Offer).where(Offer.organisation_id == own.id).order_by(Offer.id.desc())
            )
        }
        self.full = self.first(
            select(Offer.id).where(Offer.organisation_id == own.id, Offer.full.is_(True))
        )
        self.behind = self.first(
            select(Offer.id).where(Offer.organisation_id == own.id, Offer.summary == NEW_DUTCH)
        )
        self.interest = self.first(
            select(Interest.id)
            .join(Interest.offer)
            .where(Offer.organisation_id == own.id, Interest.status == InterestStatus.WAITING)
        )
        self.role = self.first(select(AccountRole.id).where(AccountRole.role == Role.COUNSELLOR))
        self.companion = self.first(
            select(Companion).where(Companion.state == CompanionState.ACCEPTED)
        )
        self.share = self.first(select(Share).where(Share.newcomer_id == running.newcomer_id))
        self.goes = link_of(self.companion, "").removeprefix("/meegaan/")
        invited = completed.newcomer
        address = str(invited.email)
        add_member(
            session, own, name=invited.name, email=address, by=None, at=at, base_url="http://here"
        )
        self.asked = make_token(
            "confirm hours", activities[0].id, activities[0].contact_email, at=at
        )
        self.offered = make_token("link newcomer", self.others[0], address, at=at)
        self.forgot = password_token(invited, until=at + timedelta(hours=1))

    def first(self, question: Any) -> Any:
        """The first answer; there is one."""
        found = self.session.scalars(question).first()
        assert found is not None
        return found

    def of_newcomer(self, name: str) -> Trajectory:
        """The trajectory of an account of the demonstration."""
        found = self.first(
            select(Trajectory)
            .join(Account, Trajectory.newcomer_id == Account.id)
            .where(Account.email == f"{name}@demo.test")
        )
        assert isinstance(found, Trajectory)
        return found


def visit(who: str, endpoint: str, status: int = 200, **values: Any) -> Visit:
    """`who` opens the page of `endpoint` about the things of `values`."""
    return Visit(who, endpoint, url_for(endpoint, _external=False, **values), status)


def visits_of_anybody(things: Things) -> Iterator[Visit]:
    """Pages for which nobody signs in."""
    online, paused = things.offers[OfferStatus.PUBLISHED], things.offers[OfferStatus.PAUSED]
    for page in ("finding.home", "open_data.docs", "accounts.visits.sign_in"):
        yield visit(NOBODY, page)
    for page in ("about", "privacy", "accessibility", "gallery"):
        yield visit(NOBODY, f"finding.site.{page}")
    for page in ("accounts.forgotten", "accounts.link_sent", "trajectories.proving.ask_code"):
        yield visit(NOBODY, page)
    for page in ("organisations.register", "organisations.registered"):
        yield visit(NOBODY, page)
    for asked in (
        {"waar": "Mechelen"},
        {"waar": "Mechelen", "wat": "koffie", "straal": "25"},
        {"waar": "Mechelen", "wat": "ruimtevaart"},
        {"waar": "Mechelen", "straal": "25", "gratis": "1", "plaatsen": "1", "taal": ["fr", "en"]},
        {"wat": "bibliotek", "organisatie": things.own, "van": "2026-03-03", "letterlijk": "1"},
        {"waar": "Halle"},
    ):
        yield visit(NOBODY, "finding.results", **asked)
        yield visit(NOBODY, "finding.results_map", **asked)
    yield visit(NOBODY, "finding.results_map")
    yield visit(NOBODY, "finding.results_map", 422, waar="Nergenshuizen")
    yield visit(NOBODY, "finding.results", 400, van="2026-03-03", tot="2026-03-02", gratis="1")
    yield visit(NOBODY, "finding.results", 422, waar="Nergenshuizen")
    yield visit(NOBODY, "finding.showing.offer", offer_id=online)
    yield visit(NOBODY, "finding.showing.offer", offer_id=things.behind)
    yield visit(NOBODY, "finding.showing.offer", 410, offer_id=paused)
    yield visit(NOBODY, "finding.keeping.own")
    yield visit(NOBODY, "finding.level.my_level", waar="Mechelen", gratis="1")
    yield visit(NOBODY, "finding.level.my_level", 400, verstaan="ja")
    yield visit(NOBODY, "offline.no_internet")
    yield visit(NOBODY, "finding.keeping.shown", numbers=f"{online}.{paused}")
    yield visit(NOBODY, "finding.keeping.shown", 404, numbers="0")
    yield visit(NOBODY, "finding.carrying.poster", offer_id=online)
    yield visit(NOBODY, "finding.carrying.poster", 410, offer_id=paused)
    yield visit(NOBODY, "participation.ask", offer_id=online)
    yield visit(NOBODY, "participation.ask", offer_id=things.full)
    yield visit(NOBODY, "participation.ask", 410, offer_id=paused)
    yield visit(NOBODY, "participation.asked", offer_id=online)
    yield visit(NOBODY, "finding.showing.organisation", organisation_id=things.own)
    yield visit(NOBODY, "finding.showing.municipality", nis=things.nis)
    yield visit(NOBODY, "accounts.set_password", token=things.forgot)
    yield visit(NOBODY, "accounts.set_password", 410, token="oud")
    yield visit(NOBODY, "trajectories.confirming.answer", token=things.asked)
    yield visit(NOBODY, "trajectories.confirming.answer", 404, token="oud")
    yield visit(NOBODY, "trajectories.sheets.scanned", token=things.sheet)
    yield visit(NOBODY, "trajectories.sheets.scanned", 404, token="oud")
    yield visit(NOBODY, "trajectories.proving.check", typed=things.code)
    for code in things.former:
        yield visit(NOBODY, "trajectories.proving.check", typed=code)
    yield visit(NOBODY, "trajectories.proving.check", 404, typed="ABCD")


def visits_by_link(things: Things) -> Iterator[Visit]:
    """Pages that somebody opens with a link or a code that they were given."""
    yield visit(NOBODY, "trajectories.companions.answering.answer", token=things.goes)
    yield visit(NOBODY, "trajectories.companions.answering.answer", 404, token="oud")
    yield visit(NOBODY, "trajectories.sharing.ask_code")
    shared = written_code(things.share)
    yield visit(NOBODY, "trajectories.sharing.summary", typed=shared)
    yield visit(NOBODY, "trajectories.sharing.summary", 404, typed="ABCD")


def visits_of_newcomers(things: Things) -> Iterator[Visit]:
    """Pages of those who follow a trajectory, and of who is asked to work along."""
    shown = "trajectories.show_trajectory"
    for page in ("dashboards.mine", "accounts.own_account", "accounts.change_password"):
        yield visit("newcomer", page)
    yield visit("newcomer", shown, trajectory_id=things.running)
    for state in (HoursState.PLANNED, HoursState.ACCEPTED, HoursState.SENT_BACK):
        key = {"trajectory_id": things.running, "entry_id": things.entries[state]}
        yield visit("newcomer", "trajectories.hours.show", **key)
    yield visit("newcomer", "trajectories.reporting.report", trajectory_id=things.running)
    yield visit("newcomer2", "trajectories.reporting.report", trajectory_id=things.completed)
    sheet = {"trajectory_id": things.running, "activity_id": things.joined}
    yield visit("newcomer", "trajectories.sheets.show", **sheet)
    photo = {"trajectory_id": things.running, "photo_id": things.photo}
    yield visit("newcomer", "trajectories.sheets.remove", **photo)
    for page in ("show", "week"):
        yield visit("newcomer", f"trajectories.planning.{page}", trajectory_id=things.running)
    yield visit("newcomer", "trajectories.proving.issuing.listing", trajectory_id=things.running)
    yield visit("newcomer2", "trajectories.proving.issuing.listing", trajectory_id=things.completed)
    for who, key in (("newcomer", things.running), ("newcomer2", things.completed)):
        yield visit(who, "trajectories.forgetting.own", trajectory_id=key)
        yield visit(who, "trajectories.moving.telling.tell", trajectory_id=key)
    for who in ("newcomer", "newcomer2"):
        yield visit(who, "trajectories.looking.own_looks")
        yield visit(who, "trajectories.own_file.show")
        yield visit(who, "trajectories.sharing.listing")
    yield visit("newcomer", "trajectories.sharing.show", share_id=things.share.id)
    yield visit("newcomer2", "dashboards.mine")
    yield visit("newcomer2", shown, trajectory_id=things.completed)
    yield visit("newcomer2", "trajectories.opening.link", token=things.offered)
    yield visit("newcomer2", "organisations.members.invitation", organisation_id=things.own)


def visits_of_organisations(things: Things) -> Iterator[Visit]:
    """Pages of those who publish."""
    who, own = "organisation", {"organisation_id": things.own}
    draft = things.offers[OfferStatus.DRAFT]
    for page in ("dashboards.mine", "organisations.own"):
        yield visit(who, page)
    yield visit(who, "trajectories.groups.choose")
    yield visit(who, "trajectories.groups.enter", offer_id=things.joined_offer)
    for page in ("change", "members.people"):
        yield visit(who, f"organisations.{page}", **own)
    for asked in ({}, {"deel": "beantwoord"}):
        yield visit(who, "participation.answering.listing", **own, **asked)
    yield visit(who, "participation.answering.refuse", interest_id=things.interest)
    yield visit(who, "organisations.contacts.change", contact_id=things.contact, **own)
    for page in ("listing", "new"):
        yield visit(who, f"offers.writing.{page}", **own)
    for status in (OfferStatus.DRAFT, OfferStatus.PUBLISHED, OfferStatus.RETURNED):
        yield visit(who, "offers.writing.edit", offer_id=things.offers[status])
    yield visit(who, "offers.preview", offer_id=draft)
    yield visit(who, "offers.sessions.listing", offer_id=things.offers[OfferStatus.PUBLISHED])
    for key in (draft, things.behind):
        yield visit(who, "offers.summaries.edit", offer_id=key)


def visits_of_counsellors(things: Things) -> Iterator[Visit]:
    """Pages of those who guide; hours in each of their states."""
    who, running = "counsellor", {"trajectory_id": things.running}
    for page in ("dashboards.mine", "trajectories.opening.new", "trajectories.inbox.show"):
        yield visit(who, page)
    yield visit(who, "trajectories.groups.enter", offer_id=things.joined_offer)
    yield visit(who, "trajectories.sheets.show", activity_id=things.joined, **running)
    yield visit(who, "trajectories.sheets.remove", photo_id=things.photo, **running)
    for asked in ({}, {"aanbod": things.offers[OfferStatus.PUBLISHED]}):
        yield visit(who, "trajectories.messaging.choose", **running, **asked)
    for asked in ({}, {"zoek": "niemand"}, {"toon": "afgerond"}, {"taal": "nl"}):
        yield visit(who, "trajectories.caseload.listing", **asked)
    for key in (things.running, *things.others[-2:]):
        yield visit(who, "trajectories.show_trajectory", trajectory_id=key)
    proofs = "trajectories.proving.issuing"
    for key in (things.running, things.others[-1]):
        yield visit(who, f"{proofs}.listing", trajectory_id=key)
    yield visit(who, f"{proofs}.withdraw", proof_id=things.standing, **running)
    yield visit(who, "trajectories.exporting.listing")
    yield visit(who, "trajectories.exporting.show", export_id=things.export)
    yield visit(who, "trajectories.overview.listing")
    yield visit(who, "trajectories.overview.show", trajectory_id=things.others[-1])
    yield visit("counsellor2", "trajectories.overview.listing")
    yield visit("counsellor2", "trajectories.overview.show", trajectory_id=things.completed)
    for state in HoursState:
        entry = things.entries[state]
        yield visit(who, "trajectories.hours.show", entry_id=entry, **running)
    for chosen in ({}, {"aanbod": things.offers[OfferStatus.PUBLISHED]}, {"zoek": "koffie"}):
        yield visit(who, "trajectories.activities.add", **running, **chosen)
    for act in Act:
        yield visit(who, "trajectories.states.change", act=act.value, **running)
    resting = {"trajectory_id": things.resting}
    yield visit(who, "trajectories.show_trajectory", **resting)
    yield visit(who, "trajectories.states.change", act=Act.RESUME.value, **resting)
    yield visit(who, "trajectories.rule_sets.listing")
    for asked in ({}, {"rolstoel": "1"}):
        yield visit(who, "trajectories.planning.show", **running, **asked)
    yield visit(who, "trajectories.planning.week", **running)
    yield visit(who, "trajectories.planning.week", trajectory_id=things.others[-1])
    yield visit(who, "trajectories.activities.add_own", **running)
    yield visit(who, "trajectories.handover.give", **running)
    for key in (things.running, things.moved, things.told):
        yield visit(who, "trajectories.moving.show", trajectory_id=key)
    asking = "trajectories.companions.asking"
    yield visit(who, f"{asking}.ask", **running)
    goes = things.companion
    yield visit(who, f"{asking}.show", trajectory_id=goes.trajectory_id, companion_id=goes.id)
    yield visit(who, "trajectories.activities.refuse", activity_id=things.proposed, **running)
    yield visit(who, "trajectories.allowances.edit", activity_id=things.proposed, **running)


def visits_of_officers(things: Things) -> Iterator[Visit]:
    """Pages of municipality, network and agency."""
    who = "municipality"
    for page in ("dashboards.mine", "dashboards.board.show", "organisations.review.listing"):
        yield visit(who, page)
    for asked in ({}, {"deel": "online"}):
        yield visit(who, "offers.publication.queue", **asked)
    for status in (OfferStatus.SUBMITTED, OfferStatus.PUBLISHED):
        yield visit(who, "offers.publication.review", offer_id=things.offers[status])
    for key in (things.own, things.new):
        yield visit(who, "organisations.review.show", organisation_id=key)
    for somebody in ("municipality", "municipality2"):
        yield visit(somebody, "dashboards.residents.show")
    for page in ("listing", "new"):
        yield visit("agency", f"dashboards.protocols.{page}")
    yield visit("network", "dashboards.board.show")
    yield visit("agency", "dashboards.board.show")
    yield visit("agency", "trajectories.exporting.listing")
    for asked in ({}, {"traject": "MD-999999"}):
        status = 404 if asked else 200
        yield visit("agency", "trajectories.overview.listing", status, **asked)
    yield visit("agency", "trajectories.overview.show", trajectory_id=things.running)
    yield visit("agency", "accounts.colleagues.overview")
    for page in ("listing", "new"):
        yield visit("agency", f"trajectories.rule_sets.{page}")
    yield visit("agency", "trajectories.handover.offered")
    for asked in ({}, {"rol": "counsellor"}):
        yield visit("agency", "accounts.colleagues.invite", **asked)
    yield visit("agency", "accounts.colleagues.end_access", role_id=things.role)


def all_visits(session: Session) -> Iterator[Visit]:
    """Every page, as whoever may open it, with things that are there."""
    things = Things(session)
    yield from visits_of_anybody(things)
    yield from visits_by_link(things)
    yield from visits_of_newcomers(things)
    yield from visits_of_organisations(things)
    yield from visits_of_counsellors(things)
    yield from visits_of_officers(things)
