"""What the demonstration holds, as the contract promises it; and that its words are fit to read."""

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import chain

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.finding.rules import children_of, traits_of
from meedoen.offers.finding.terms import Children, Trait
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.publication.rules import missing_before_publication
from meedoen.offers.rules import day_of
from meedoen.offers.summaries.queries import OTHERS, count_outdated, read_summaries
from meedoen.offers.summaries.rules import MOST_SIGNS
from meedoen.offers.terms import CatchmentKind, Goal, Language, OfferStatus, OfferType, Rhythm
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.seeding.demo.content import Idea, read_families, read_ideas
from meedoen.seeding.demo.content import read_summaries as read_demo_summaries
from meedoen.seeding.demo.people import ACCOUNTS, GENT, MECHELEN, PASSWORD, has_demo
from meedoen.trajectories.models import Proof, Trajectory
from meedoen.trajectories.rules import progress
from meedoen.trajectories.terms import HoursState, TrajectoryStatus

IDEAS = read_ideas()


def published(session: Session) -> list[Offer]:
    """Every published offer."""
    question = (
        select(Offer)
        .where(Offer.status == OfferStatus.PUBLISHED)
        .options(
            joinedload(Offer.organisation).selectinload(Organisation.contacts),
            selectinload(Offer.sessions),
            selectinload(Offer.places),
            selectinload(Offer.goal_rows),
            selectinload(Offer.moments),
            selectinload(Offer.language_rows),
            selectinload(Offer.catchment_regions),
            selectinload(Offer.catchment_municipalities),
        )
    )
    return list(session.scalars(question).unique())


def account(session: Session, word: str) -> Account:
    """The account before the @."""
    return session.scalars(select(Account).where(Account.email == f"{word}@demo.test")).one()


def trajectory_of(session: Session, word: str) -> Trajectory:
    """The one trajectory of a newcomer."""
    newcomer = account(session, word)
    return session.scalars(select(Trajectory).where(Trajectory.newcomer_id == newcomer.id)).one()


def test_there_are_as_many_as_promised(
    demo: Session, loaded: tuple[APIFlask, Session, object, datetime]
) -> None:
    verified = select(func.count(Organisation.id)).where(
        Organisation.status == OrganisationStatus.VERIFIED
    )
    offers = published(demo)
    organisations = demo.scalar(verified) or 0
    assert organisations >= 120
    assert len(offers) >= 400
    municipalities = select(func.count(func.distinct(OfferPlace.nis))).join(
        Offer, Offer.id == OfferPlace.offer_id
    )
    assert (demo.scalar(municipalities.where(Offer.status == OfferStatus.PUBLISHED)) or 0) > 150
    assert str(loaded[2]).startswith(f"{organisations} organisations, {len(offers)} offers")


def test_every_kind_goal_level_and_catchment_is_there(demo: Session) -> None:
    offers = published(demo)
    assert {offer.type for offer in offers} == set(OfferType)
    assert set(chain.from_iterable(offer.goals for offer in offers)) == set(Goal)
    assert {offer.level for offer in offers} == {1, 2, 3, 4}
    assert {offer.catchment for offer in offers} == set(CatchmentKind)
    assert any(offer.online for offer in offers)
    assert any(offer.comes_to_you for offer in offers)


def test_offers_differ_in_what_people_filter_by(demo: Session) -> None:
    offers = published(demo)
    spoken = Counter(chain.from_iterable(offer.host_languages for offer in offers))
    assert {Language.FRENCH, Language.ENGLISH, Language.ARABIC} <= set(dict(spoken.most_common(4)))
    assert len(spoken) > 10
    for trait in Trait:
        share = sum(trait in traits_of(offer) for offer in offers) / len(offers)
        assert 0.01 < share < 0.99, trait
    assert all(any(wish in children_of(offer) for offer in offers) for wish in Children)
    assert any(offer.full for offer in offers if offer.organisation_id == offers[0].organisation_id)


def test_no_published_offer_lacks_anything(demo: Session, at: datetime) -> None:
    for offer in published(demo):
        assert missing_before_publication(offer, on=day_of(at)) == (), offer.title


def test_sessions_lie_ahead_in_each_of_the_coming_weeks(demo: Session, at: datetime) -> None:
    ahead = demo.scalars(select(OfferSession.starts_at).where(OfferSession.starts_at > at)).all()
    weeks = Counter((moment - at) // timedelta(weeks=1) for moment in ahead)
    assert all(weeks[week] >= 100 for week in range(8)), weeks


def test_what_happens_once_has_one_session_and_ends_after_it(demo: Session) -> None:
    once = [offer for offer in published(demo) if offer.rhythm is Rhythm.ONCE]
    assert once
    for offer in once:
        (session,) = offer.sessions
        assert offer.ends_on is not None
        assert 0 <= (offer.ends_on - day_of(session.starts_at)).days < 7


def test_who_visits_people_at_home_does_so_nearby_alone(demo: Session) -> None:
    visiting = [offer for offer in published(demo) if offer.comes_to_you]
    assert visiting
    assert all(offer.catchment is not CatchmentKind.EVERYONE for offer in visiting)


def test_no_organisation_has_two_offers_with_one_title(demo: Session) -> None:
    titles: dict[int, list[str]] = defaultdict(list)
    for row in demo.execute(select(Offer.organisation_id, Offer.title)):
        titles[row.organisation_id].append(row.title.casefold())
    assert all(len(found) == len(set(found)) for found in titles.values())


def test_no_two_organisations_of_one_municipality_have_one_name(demo: Session) -> None:
    names = Counter(
        (row.nis, row.name) for row in demo.execute(select(Organisation.nis, Organisation.name))
    )
    assert max(names.values()) == 1


@pytest.mark.parametrize("known", ACCOUNTS, ids=lambda known: known.email)
def test_the_demonstration_accounts_sign_in(
    loaded: tuple[APIFlask, Session, object, datetime], known: object
) -> None:
    app, session, *_ = loaded
    session.rollback()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    email = getattr(known, "email", "")
    answer = client.post("/aanmelden", data={"email": email, "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/mijn")


def test_each_account_has_the_role_and_scope_it_says(demo: Session) -> None:
    found = {
        word: [
            (role.role, role.nis or role.agency_code or "") for role in account(demo, word).roles
        ]
        for word in ("newcomer", "newcomer2", "counsellor", "counsellor2", "agency")
    } | {
        word: [(role.role, role.nis or "") for role in account(demo, word).roles]
        for word in ("municipality", "municipality2")
    }
    assert found == {
        "newcomer": [(Role.NEWCOMER, "")],
        "newcomer2": [(Role.NEWCOMER, "")],
        "counsellor": [(Role.COUNSELLOR, "agii")],
        "counsellor2": [(Role.COUNSELLOR, "amal")],
        "agency": [(Role.AGENCY_ADMINISTRATOR, "agii")],
        "municipality": [(Role.MUNICIPALITY_OFFICER, MECHELEN)],
        "municipality2": [(Role.MUNICIPALITY_OFFICER, GENT)],
    }
    assert has_demo(demo)


def test_both_members_have_offers_in_every_state_they_can_meet(demo: Session) -> None:
    expected = {
        OfferStatus.PUBLISHED,
        OfferStatus.PAUSED,
        OfferStatus.RETURNED,
        OfferStatus.SUBMITTED,
        OfferStatus.DRAFT,
    }
    for word in ("organisation", "organisation2"):
        (role,) = account(demo, word).roles
        own = demo.scalars(select(Offer).where(Offer.organisation_id == role.organisation_id))
        assert {offer.status for offer in own} == expected


def test_the_newcomer_has_hours_in_every_state(demo: Session) -> None:
    trajectory = trajectory_of(demo, "newcomer")
    assert trajectory.status is TrajectoryStatus.RUNNING
    assert {entry.state for entry in trajectory.hours} == set(HoursState)


def test_the_second_newcomer_is_complete_with_a_proof(demo: Session) -> None:
    trajectory = trajectory_of(demo, "newcomer2")
    assert trajectory.status is TrajectoryStatus.COMPLETED
    stands = progress(trajectory.hours, trajectory.rule_set)
    assert stands.accepted >= trajectory.rule_set.target_minutes
    proofs = select(func.count(Proof.id)).where(Proof.trajectory_id == trajectory.id)
    assert demo.scalar(proofs) == 1


def test_mail_waits_in_the_outbox_for_addresses_that_nobody_has(
    loaded: tuple[APIFlask, Session, object, datetime],
) -> None:
    app, session, *_ = loaded
    mails = session.scalars(select(OutgoingMessage)).all()
    assert mails
    assert all(mail.recipient.endswith("@demo.test") for mail in mails)
    assert all(mail.sent_at is None for mail in mails)
    assert not (app.config["SETTINGS"].data_dir / "outbox").exists()
    known = session.scalars(select(Account.email).where(Account.email.is_not(None)))
    guided = ("hassan", "fatuma", "viktor", "leyla", "tomasz", "nour", "samira")
    addresses = {f"{name}@demo.test" for name in guided}
    assert set(known) == addresses | {one.email for one in ACCOUNTS}


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.key)
def test_an_idea_is_written_to_be_read(idea: Idea) -> None:
    texts = (idea.summary, idea.description, idea.information, idea.agreement, *idea.titles)
    words = {"plaats": "Mechelen", "organisatie": "De Brug"}
    for text in texts:
        said = text.format(**words)
        assert "  " not in said
        assert "!" not in said
        assert not re.search(r"\b(u|uw)\b", said), said
        for sentence in re.split(r"(?<=[.?:])\s+", said):
            assert len(sentence.split()) <= 18, sentence
    assert len(idea.summary.split()) <= 20
    assert set(idea.hosts) <= set(read_families())
    assert len(set(idea.titles)) == len(idea.titles) >= 2


def test_some_offers_are_told_in_other_languages_and_one_is_behind_its_dutch(
    demo: Session,
) -> None:
    offers = published(demo)
    found = read_summaries(demo, offers)
    assert 40 < len(found) < len(offers) / 2
    languages = Counter(chain.from_iterable(found.values()))
    assert set(languages) == set(OTHERS)
    own = [one for one in offers if one.organisation.name == "Buurthuis De Zevende Stoel"]
    assert sorted(len(found.get(offer.id, {})) for offer in own)[-1] == len(OTHERS)
    outdated = count_outdated(found)
    assert {offer.title for offer in own if offer.id in outdated}
    assert len(outdated) < len(found) / 2


def test_every_idea_that_is_told_in_other_languages_is_an_idea_and_is_short() -> None:
    summaries = read_demo_summaries()
    assert set(summaries) <= {idea.key for idea in IDEAS}
    for texts in summaries.values():
        assert set(texts) <= set(OTHERS)
        assert all(0 < len(text) <= MOST_SIGNS for text in texts.values())
