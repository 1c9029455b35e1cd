"""From draft to archive: who may decide what, once, in what order, and who hears of it."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.indexing import findable
from meedoen.offers.models import Offer, OfferReview
from meedoen.offers.publication.actions import (
    archive_offer,
    confirm_suitability,
    expire_offers,
    pause_offer,
    publish_offer,
    resume_offer,
    return_offer,
    submit_offer,
)
from meedoen.offers.publication.queries import list_waiting
from meedoen.offers.rules import is_findable, may_become
from meedoen.offers.terms import Decision, Insurance, OfferStatus, Suitability
from meedoen.offers.writing.actions import change_offer
from meedoen.offers.writing.queries import text_of
from meedoen.organisations.queries import decided_by, watched_by
from meedoen.organisations.terms import OrganisationStatus
from meedoen.permissions import Permission, may
from tests import examples
from tests.examples import BONHEIDEN, GENT, NOW
from tests.offers import written

SITE = "https://meedoen.test"


@pytest.fixture
def offer(session: Session) -> Offer:
    """A whole draft in Mechelen."""
    return written.whole_offer(session)


@pytest.fixture
def member(session: Session, offer: Offer) -> Account:
    """A member of its organisation."""
    return written.member_of(offer.organisation, session)


@pytest.fixture
def reviewer(session: Session) -> Account:
    """An officer of Mechelen."""
    return examples.officer(session)


def codes(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in error.value.reasons]


def mails(session: Session) -> list[OutgoingMessage]:
    return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def count_acts(session: Session, act: str) -> int:
    return session.scalar(select(func.count()).where(AuditRow.act == act)) or 0


def test_a_whole_offer_is_submitted_once(session: Session, offer: Offer, member: Account) -> None:
    for _ in range(2):
        submit_offer(session, offer, by=member, at=NOW)
    assert (offer.status, offer.submitted_by_id) == (OfferStatus.SUBMITTED, member.id)
    assert count_acts(session, "submit_offer") == 1


def test_an_offer_that_lacks_something_is_not_submitted(
    session: Session, offer: Offer, member: Account
) -> None:
    offer.level, offer.summary = None, ""
    with pytest.raises(RuleBroken) as error:
        submit_offer(session, offer, by=member, at=NOW)
    assert codes(error) == ["summary_missing", "level_missing"]
    assert offer.status is OfferStatus.DRAFT


def test_publishing_is_once_and_every_member_hears_of_it(
    session: Session, offer: Offer, member: Account, reviewer: Account
) -> None:
    submit_offer(session, offer, by=member, at=NOW)
    for _ in range(2):
        publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE)
    assert (offer.status, offer.published_at) == (OfferStatus.PUBLISHED, NOW)
    assert [review.decision for review in offer.reviews] == [Decision.APPROVED]
    assert count_acts(session, "publish_offer") == 1
    sent = mails(session)
    assert len(sent) == 2  # the writer of the example, and this member
    assert member.email in {mail.recipient for mail in sent}
    assert f"{SITE}/beheer/aanbod/{offer.id}" in sent[0].body
    assert "Praattafel" in sent[0].subject


def test_what_was_never_submitted_cannot_be_published(
    session: Session, offer: Offer, reviewer: Account
) -> None:
    with pytest.raises(RuleBroken) as error:
        publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE)
    assert codes(error) == ["offer_move_impossible"]


def test_nobody_publishes_the_offer_of_their_own_organisation(
    session: Session, offer: Offer, member: Account, reviewer: Account
) -> None:
    submit_offer(session, offer, by=member, at=NOW)
    role = AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=offer.organisation_id)
    reviewer.roles.append(role)
    session.flush()
    for act in (
        lambda: publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE),
        lambda: return_offer(session, offer, reasons="x", by=reviewer, at=NOW, base_url=SITE),
        lambda: confirm_suitability(
            session, offer, suitable=False, by=reviewer, at=NOW, base_url=SITE
        ),
    ):
        with pytest.raises(RuleBroken) as error:
            act()
        assert codes(error) == ["reviewer_is_member"]


def test_who_submitted_does_not_publish_even_after_leaving(
    session: Session, offer: Offer, reviewer: Account
) -> None:
    submit_offer(session, offer, by=reviewer, at=NOW)
    with pytest.raises(RuleBroken) as error:
        publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE)
    assert codes(error) == ["reviewer_submitted_it"]


def test_what_changed_since_the_reviewer_looked_is_not_published(
    session: Session, offer: Offer, member: Account, reviewer: Account
) -> None:
    submit_offer(session, offer, by=member, at=NOW)
    seen = offer.version
    from dataclasses import replace

    change_offer(session, offer, replace(text_of(offer), title="Iets anders"), by=member, at=NOW)
    with pytest.raises(RuleBroken) as error:
        publish_offer(session, offer, seen_version=seen, by=reviewer, at=NOW, base_url=SITE)
    assert codes(error) == ["offer_changed_meanwhile"]


def test_an_offer_goes_back_with_reasons_and_comes_again(
    session: Session, offer: Offer, member: Account, reviewer: Account
) -> None:
    submit_offer(session, offer, by=member, at=NOW)
    with pytest.raises(RuleBroken) as error:
        return_offer(session, offer, reasons=" ", by=reviewer, at=NOW, base_url=SITE)
    assert codes(error) == ["return_reasons_missing"]
    for _ in range(2):
        return_offer(session, offer, reasons="Waar is het?", by=reviewer, at=NOW, base_url=SITE)
    assert [review.reasons for review in offer.reviews] == ["Waar is het?"]
    assert all("Waar is het?" in mail.body for mail in mails(session))
    assert len(mails(session)) == 2
    submit_offer(session, offer, by=member, at=NOW)
    publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE)
    assert offer.status is OfferStatus.PUBLISHED


def test_a_reviewer_takes_a_published_offer_down(session: Session, reviewer: Account) -> None:
    offer = written.published_offer(session)
    return_offer(session, offer, reasons="Reclame", by=reviewer, at=NOW, base_url=SITE)
    assert offer.status is OfferStatus.RETURNED
    assert not is_findable(offer, on=NOW.date())


def test_a_paused_offer_comes_back_only_while_it_is_whole(
    session: Session, member: Account
) -> None:
    offer = written.published_offer(session)
    pause_offer(session, offer, by=member, at=NOW)
    offer.ends_on = NOW.date() - timedelta(days=1)
    with pytest.raises(RuleBroken) as error:
        resume_offer(session, offer, by=member, at=NOW)
    assert codes(error) == ["end_past"]
    offer.ends_on = None
    resume_offer(session, offer, by=member, at=NOW)
    assert offer.status is OfferStatus.PUBLISHED


def test_a_submitted_offer_is_not_shown_by_resuming_it(
    session: Session, offer: Offer, member: Account
) -> None:
    submit_offer(session, offer, by=member, at=NOW)
    with pytest.raises(RuleBroken):
        resume_offer(session, offer, by=member, at=NOW)
    assert offer.status is OfferStatus.SUBMITTED


def test_offers_expire_after_their_last_day_once(session: Session) -> None:
    last = date(2026, 6, 30)
    shown = written.published_offer(session, ends_on=last)
    paused = written.published_offer(session, ends_on=last, status=OfferStatus.PAUSED)
    later = written.published_offer(session, ends_on=last + timedelta(days=1))
    draft = written.whole_offer(session, ends_on=last)
    assert expire_offers(session, on=last, at=NOW) == 0
    assert expire_offers(session, on=last + timedelta(days=1), at=NOW) == 2
    assert expire_offers(session, on=last + timedelta(days=1), at=NOW) == 0
    assert [one.status.value for one in (shown, paused, later, draft)] == [
        "expired",
        "expired",
        "published",
        "draft",
    ]


def test_suitability_is_confirmed_once_and_only_by_the_criteria(
    session: Session, reviewer: Account
) -> None:
    offer = written.published_offer(session)
    with pytest.raises(RuleBroken) as error:
        confirm_suitability(session, offer, suitable=True, by=reviewer, at=NOW, base_url=SITE)
    assert len(codes(error)) == 4
    offer.in_duo_or_group = offer.meets_new_people = True
    offer.lasting_contact = offer.spoken_in_dutch = True
    for _ in range(2):
        confirm_suitability(session, offer, suitable=True, by=reviewer, at=NOW, base_url=SITE)
    assert offer.suitability is Suitability.CONFIRMED
    assert count_acts(session, "confirm_suitability") == 1
    assert len(mails(session)) == 1
    confirm_suitability(session, offer, suitable=False, by=reviewer, at=NOW, base_url=SITE)
    assert "telt niet mee" in mails(session)[-1].body


def test_a_draft_is_not_judged(session: Session, offer: Offer, reviewer: Account) -> None:
    with pytest.raises(RuleBroken) as error:
        confirm_suitability(session, offer, suitable=False, by=reviewer, at=NOW, base_url=SITE)
    assert codes(error) == ["offer_not_up_for_review"]


ACTS = ("submit", "publish", "return", "pause", "resume", "archive", "expire", "change", "insure")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(ACTS), min_size=1, max_size=12))
def test_no_row_of_acts_leaves_the_table_of_moves(session: Session, steps: list[str]) -> None:
    from dataclasses import replace

    with session.begin_nested() as point:
        offer = written.whole_offer(session, ends_on=NOW.date())
        member = written.member_of(offer.organisation, session)
        reviewer = examples.officer(session)
        turns = iter(range(100))

        def insure() -> None:
            kinds = [Insurance.ORGANISATION, Insurance.MUNICIPALITY]
            text = replace(text_of(offer), insurance=kinds[next(turns) % 2])
            change_offer(session, offer, text, by=member, at=NOW)

        def change() -> None:
            text = replace(text_of(offer), seats=next(turns) + 1)
            change_offer(session, offer, text, by=member, at=NOW)

        acts: dict[str, Callable[[], object]] = {
            "submit": lambda: submit_offer(session, offer, by=member, at=NOW),
            "publish": lambda: publish_offer(session, offer, by=reviewer, at=NOW, base_url=SITE),
            "return": lambda: return_offer(
                session, offer, reasons="Nee", by=reviewer, at=NOW, base_url=SITE
            ),
            "pause": lambda: pause_offer(session, offer, by=member, at=NOW),
            "resume": lambda: resume_offer(session, offer, by=member, at=NOW),
            "archive": lambda: archive_offer(session, offer, by=member, at=NOW),
            "expire": lambda: expire_offers(session, on=NOW.date() + timedelta(days=1), at=NOW),
            "change": change,
            "insure": insure,
        }
        for step in steps:
            before, version = offer.status, offer.version
            try:
                acts[step]()
            except RuleBroken:
                assert offer.version == version
                assert offer.status is before
            assert offer.status is before or may_become(before, offer.status)
            if offer.status is OfferStatus.PUBLISHED and before is not OfferStatus.PUBLISHED:
                assert step in {"publish", "resume"}
        point.rollback()


@pytest.mark.parametrize("host", OrganisationStatus)
def test_the_condition_in_sql_and_the_rule_agree(
    session: Session, host: OrganisationStatus
) -> None:
    organisation = written.host(session, status=host)
    today = NOW.date()
    offers = []
    for status in OfferStatus:
        for ends_on in (None, today, today - timedelta(days=1), today + timedelta(days=1)):
            offers.append(examples.offer(session, organisation, "Aanbod", status=status))
            offers[-1].ends_on = ends_on
    session.flush()
    found = set(session.scalars(select(Offer.id).where(findable(today))))
    assert found == {offer.id for offer in offers if is_findable(offer, on=today)}
    assert bool(found) is (host is OrganisationStatus.VERIFIED)


def test_the_queue_and_the_permission_agree(session: Session) -> None:
    offers = []
    for nis in ("12025", BONHEIDEN, GENT):
        offer = written.whole_offer(session, written.host(session, nis=nis))
        offer.status = OfferStatus.SUBMITTED
        offers.append(offer)
    offers.append(written.whole_offer(session))
    home = offers[0].home
    people = [
        examples.officer(session),
        examples.officer(session, GENT),
        examples.person_with(session, Role.NETWORK_COACH, network_code=home.network_code),
        examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii"),
        examples.counsellor(session),
        examples.newcomer(session),
    ]
    sizes = []
    for person in people:
        seen = list_waiting(session, watched_by(person))
        decided = list_waiting(session, decided_by(person))
        waiting = [offer for offer in offers if offer.status is OfferStatus.SUBMITTED]
        assert set(seen) == {o for o in waiting if may(person, Permission.OFFER_VIEW, o)}
        assert set(decided) == {o for o in waiting if may(person, Permission.OFFER_PUBLISH, o)}
        sizes.append(len(seen))
    assert sizes == [1, 1, 2, 2, 0, 0]


SignIn = Callable[[FlaskClient, Account], None]


@pytest.fixture
def waiting(session: Session, offer: Offer, member: Account) -> Offer:
    """The offer, submitted and kept."""
    submit_offer(session, offer, by=member, at=NOW)
    session.commit()
    return offer


def status_of(session: Session, offer: Offer) -> OfferStatus:
    session.expire_all()
    found = session.scalar(select(Offer.status).where(Offer.id == offer.id))
    session.commit()
    assert found
    return found


def test_a_reviewer_finds_looks_and_publishes(
    session: Session, client: FlaskClient, sign_in: SignIn, waiting: Offer, reviewer: Account
) -> None:
    sign_in(client, reviewer)
    page = client.get("/regie/aanbod").text
    assert f"/regie/aanbod/{waiting.id}" in page
    page = client.get(f"/regie/aanbod/{waiting.id}").text
    assert "Zet online" in page
    data = {"seen_version": waiting.version}
    for _ in range(2):
        answer = client.post(f"/regie/aanbod/{waiting.id}/publiceren", data=data)
        assert answer.status_code == 303
    assert status_of(session, waiting) is OfferStatus.PUBLISHED
    assert session.scalar(select(func.count(OfferReview.id))) == 1
    session.commit()
    assert client.get("/regie/aanbod?deel=online").text.count("Praattafel") >= 1
    assert "Niets wacht op jou" in client.get("/regie/aanbod").text


def test_a_stale_look_does_not_publish_and_says_so(
    session: Session, client: FlaskClient, sign_in: SignIn, waiting: Offer, reviewer: Account
) -> None:
    sign_in(client, reviewer)
    data = {"seen_version": waiting.version - 1}
    answer = client.post(f"/regie/aanbod/{waiting.id}/publiceren", data=data)
    assert answer.status_code == 409
    assert "Iemand anders heeft dit aanbod intussen veranderd" in answer.text
    assert status_of(session, waiting) is OfferStatus.SUBMITTED


def test_sending_back_needs_a_reason_and_keeps_it_when_too_long(
    session: Session, client: FlaskClient, sign_in: SignIn, waiting: Offer, reviewer: Account
) -> None:
    sign_in(client, reviewer)
    path = f"/regie/aanbod/{waiting.id}/terugsturen"
    assert client.post(path, data={"reasons": ""}).status_code == 422
    assert "lang" * 600 in client.post(path, data={"reasons": "lang" * 600}).text
    assert client.post(path, data={"reasons": "Waar is het?"}).status_code == 303
    assert status_of(session, waiting) is OfferStatus.RETURNED
    assert "Waar is het?" in client.get(f"/regie/aanbod/{waiting.id}").text


@pytest.mark.parametrize(
    "data", [{}, {"suitable": "maybe"}, {"suitable": "yes"}, {"suitable": ["no", "yes"]}]
)
def test_a_judgement_that_cannot_be_changes_nothing(
    session: Session,
    client: FlaskClient,
    sign_in: SignIn,
    waiting: Offer,
    reviewer: Account,
    data: dict[str, object],
) -> None:
    sign_in(client, reviewer)
    answer = client.post(f"/regie/aanbod/{waiting.id}/geschikt", data=data)
    assert answer.status_code in {303, 422}
    session.expire_all()
    assert session.get_one(Offer, waiting.id).suitability in {
        Suitability.UNKNOWN,
        Suitability.UNSUITABLE,
    }


def test_who_may_not_decide_finds_nothing(
    session: Session, client: FlaskClient, sign_in: SignIn, waiting: Offer, member: Account
) -> None:
    strangers = [examples.officer(session, GENT), examples.newcomer(session)]
    coach = examples.person_with(
        session, Role.NETWORK_COACH, network_code=waiting.home.network_code
    )
    session.commit()
    for person in (*strangers, member, coach):
        sign_in(client, person)
        for path in ("publiceren", "terugsturen", "geschikt"):
            data = {"reasons": "x", "suitable": "no"}
            answer = client.post(f"/regie/aanbod/{waiting.id}/{path}", data=data)
            assert answer.status_code == 404
    sign_in(client, coach)
    page = client.get(f"/regie/aanbod/{waiting.id}")
    assert page.status_code == 200
    assert "De gemeente of het agentschap beslist." in page.text
    sign_in(client, strangers[1])
    assert client.get("/regie/aanbod").status_code == 403
    assert status_of(session, waiting) is OfferStatus.SUBMITTED


def test_two_people_who_decide_at_once_make_one_decision(
    session: Session, app: APIFlask, sign_in: SignIn, waiting: Offer, reviewer: Account
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    others = [reviewer, examples.officer(session), examples.officer(session)]
    clients = [app.test_client() for _ in others]
    for client, person in zip(clients, others, strict=True):
        sign_in(client, person)
    start, answers = Barrier(len(clients)), []

    def decide(client: FlaskClient) -> None:
        start.wait()
        data = {"seen_version": waiting.version}
        answer = client.post(f"/regie/aanbod/{waiting.id}/publiceren", data=data)
        answers.append(answer.status_code)

    threads = [Thread(target=decide, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 303 in answers
    assert set(answers) <= {303, 409}
    assert session.scalar(select(func.count(OfferReview.id))) == 1
    assert count_acts(session, "publish_offer") == 1


def test_the_queue_asks_as_many_questions_for_many_as_for_one(
    session: Session,
    client: FlaskClient,
    sign_in: SignIn,
    waiting: Offer,
    reviewer: Account,
    count_queries,
) -> None:  # type: ignore[no-untyped-def]
    sign_in(client, reviewer)
    with count_queries() as one:
        client.get("/regie/aanbod")
    for _ in range(5):
        written.whole_offer(session, written.host(session)).status = OfferStatus.SUBMITTED
    session.commit()
    with count_queries() as many:
        client.get("/regie/aanbod")
    assert len(many) == len(one) <= 6
