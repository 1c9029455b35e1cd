"""Asking to join and answering: once, told to the right people, forgotten in time."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.accounts.visits.rules import LIMITS
from meedoen.accounts.visits.terms import Attempt
from meedoen.core.audit import AuditRow
from meedoen.core.errors import Conflict, RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.offers.models import Offer
from meedoen.offers.terms import Language, OfferStatus
from meedoen.organisations.models import Contact
from meedoen.participation.actions import ask_to_join, forget_interests
from meedoen.participation.answering.actions import answer_interest
from meedoen.participation.models import Interest
from meedoen.participation.queries import (
    count_interests,
    count_open,
    forgettable,
    list_interests,
)
from meedoen.participation.rules import is_forgotten
from meedoen.participation.terms import InterestStatus
from tests import examples
from tests.examples import NOW

HERE = "http://localhost"


@pytest.fixture(autouse=True)
def letters(app: APIFlask) -> Any:
    """Letters are written inside the application."""
    with app.test_request_context():
        yield


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session)
    host.contacts = [Contact(name="Rita Claes", email="rita@brug.test", phone="015 12 34 56")]
    return examples.offer(session, host, "Praattafel", contact=host.contacts[0])


@pytest.fixture
def member(session: Session, offer: Offer) -> Account:
    account = examples.person_with(
        session, Role.ORGANISATION_MEMBER, organisation_id=offer.organisation_id
    )
    account.email = "lid@brug.test"
    session.flush()
    return account


def ask(session: Session, offer: Offer, key: str = "a", **facts: Any) -> Interest:
    typed: dict[str, Any] = {
        "name": "Amina Haddad",
        "phone": "0470 12 34 56",
        "email": "amina@voorbeeld.be",
        "request_key": key * 32,
        "address": "192.0.2.1",
        "by": None,
        "on": NOW.date(),
        "at": NOW,
        "base_url": HERE,
    }
    return ask_to_join(session, offer, **(typed | facts))


def answer(session: Session, interest: Interest, status: InterestStatus, **facts: Any) -> None:
    answer_interest(session, interest, status, **({"at": NOW, "base_url": HERE} | facts))


def mails(session: Session) -> list[OutgoingMessage]:
    return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def acts(session: Session) -> list[str]:
    question = select(AuditRow.act).where(AuditRow.thing_kind == "interest")
    return list(session.scalars(question.order_by(AuditRow.id)))


def test_somebody_asks_and_the_trail_knows_no_name(session: Session, offer: Offer) -> None:
    interest = ask(
        session,
        offer,
        name="  Amina   Haddad ",
        email=" Amina@Voorbeeld.BE ",
        language=Language.ARABIC,
        message="Mag mijn kind mee?\r\n",
    )
    kept = (interest.name, interest.phone, interest.email, interest.message)
    assert kept == ("Amina Haddad", "0470 12 34 56", "amina@voorbeeld.be", "Mag mijn kind mee?")
    assert (interest.status, interest.language) == (InterestStatus.WAITING, Language.ARABIC)
    row = session.scalars(select(AuditRow).where(AuditRow.thing_kind == "interest")).one()
    assert (row.act, row.facts) == ("ask_to_join", {"offer": offer.id})


def test_a_form_sent_twice_asks_once(session: Session, offer: Offer, member: Account) -> None:
    assert ask(session, offer) is ask(session, offer)
    assert len(mails(session)) == 2
    assert acts(session) == ["ask_to_join"]


def test_the_form_of_one_offer_does_not_ask_for_another(session: Session, offer: Offer) -> None:
    ask(session, offer)
    other = examples.offer(session, offer.organisation, "Koken")
    with pytest.raises(Conflict):
        ask(session, other)


def test_the_organisation_is_told_without_how_to_reach_the_person(
    session: Session, offer: Offer, member: Account
) -> None:
    interest = ask(session, offer, message="Ik ben ziek geweest.")
    assert {mail.recipient for mail in mails(session)} == {"rita@brug.test", "lid@brug.test"}
    for mail in mails(session):
        told = mail.subject + mail.body + mail.key
        assert "Amina" in mail.body
        assert f"/beheer/organisaties/{offer.organisation_id}/interesse" in mail.body
        for secret in ("Haddad", interest.phone, interest.email, "ziek"):
            assert str(secret) not in told


def test_a_contact_person_who_is_a_member_hears_it_once(
    session: Session, offer: Offer, member: Account
) -> None:
    assert offer.contact is not None
    offer.contact.email = "lid@brug.test"
    ask(session, offer)
    assert [mail.recipient for mail in mails(session)] == ["lid@brug.test"]


def test_who_stopped_as_contact_person_hears_nothing(session: Session, offer: Offer) -> None:
    assert offer.contact is not None
    offer.contact.active = False
    ask(session, offer)
    assert not mails(session)


def test_a_full_offer_takes_people_on_its_waiting_list(session: Session, offer: Offer) -> None:
    offer.full = True
    interest = ask(session, offer)
    assert interest.for_waiting_list
    assert "wachtlijst" in mails(session)[0].body


def test_what_is_not_there_cannot_be_joined(session: Session, offer: Offer) -> None:
    offer.status = OfferStatus.PAUSED
    with pytest.raises(RuleBroken, match="offer_not_joinable"):
        ask(session, offer)
    assert not session.scalars(select(Interest)).all()


@pytest.mark.parametrize("way", ["per_account", "per_address"])
def test_asking_too_often_has_to_wait(session: Session, offer: Offer, way: str) -> None:
    most = getattr(LIMITS[Attempt.JOIN], way)

    def once(number: int, **facts: Any) -> None:
        session.flush()
        who = "0470 12 34 56" if way == "per_account" else f"0470 12 34 {number}"
        where = "192.0.2.1" if way == "per_address" else f"192.0.2.{number}"
        key = f"{number:032x}"
        ask(session, offer, request_key=key, phone=who, email=None, address=where, **facts)

    for number in range(10, 10 + most):
        once(number)
    with pytest.raises(RuleBroken, match="too_many_attempts"):
        once(60)
    once(61, at=NOW + timedelta(minutes=16))


def test_the_person_reads_what_was_answered(
    session: Session, offer: Offer, member: Account
) -> None:
    interest = ask(session, offer)
    answer(session, interest, InterestStatus.CONTACTED, by=member)
    answer(session, interest, InterestStatus.NOT_POSSIBLE, reason="De groep is vol.", by=member)
    answer(session, interest, InterestStatus.JOINS, by=member)
    told = [mail for mail in mails(session) if mail.recipient == "amina@voorbeeld.be"]
    for mail, words in zip(told, ("probeerde", "De groep is vol.", "Goed nieuws"), strict=True):
        assert words in mail.body
        assert "Rita Claes, 015 12 34 56" in mail.body
    assert interest.reason is None
    assert acts(session) == ["ask_to_join", *["answer_interest"] * 3]


def test_the_answer_comes_in_the_language_of_the_page_where_it_was_asked(
    session: Session, offer: Offer, member: Account
) -> None:
    interest = ask(session, offer, page_language="fr")
    answer(session, interest, InterestStatus.JOINS, by=member)
    (mail,) = [one for one in mails(session) if one.recipient == "amina@voorbeeld.be"]
    assert mail.language == "fr"
    assert "Bonne nouvelle" in mail.body
    assert f"/fr/aanbod/{offer.id}" in mail.body


def test_an_answer_twice_is_once_and_without_address_no_mail_leaves(
    session: Session, offer: Offer, member: Account
) -> None:
    interest = ask(session, offer, email=None)
    before = len(mails(session))
    for _press in range(2):
        answer(session, interest, InterestStatus.JOINS, by=member)
    assert acts(session) == ["ask_to_join", "answer_interest"]
    assert len(mails(session)) == before


def test_the_list_holds_the_own_offers_alone_the_longest_waiting_first(
    session: Session, offer: Offer, member: Account
) -> None:
    other = examples.offer(session, examples.organisation(session, "Anderen"), "Koken")
    ask(session, other, "b")
    young = ask(session, offer, "c", at=NOW - timedelta(days=1))
    old = ask(session, offer, "d", at=NOW - timedelta(days=3))
    joined = ask(session, offer, "e", at=NOW - timedelta(days=2))
    answer(session, joined, InterestStatus.JOINS, by=member)
    own = offer.organisation_id
    assert list(list_interests(session, own, still_open=True)) == [old, young]
    assert list(list_interests(session, own, still_open=False)) == [joined]
    assert count_interests(session, own) == {True: 2, False: 1}
    assert count_open(session, [own, other.organisation_id, 999]) == {
        own: 2,
        other.organisation_id: 1,
        999: 0,
    }


def test_what_must_be_forgotten_is_the_same_in_sql_and_in_the_rule(
    session: Session, offer: Offer, member: Account
) -> None:
    for number, (status, asked, answered) in enumerate(
        product(InterestStatus, (0, 29, 30, 31, 179, 180, 181), (0, 29, 30, 31))
    ):
        waiting = status is InterestStatus.WAITING
        session.add(
            Interest(
                offer=offer,
                name="Amina",
                phone="0470 12 34 56",
                status=status,
                reason="Vol." if status is InterestStatus.NOT_POSSIBLE else None,
                asked_at=NOW - timedelta(days=asked),
                answered_at=None if waiting else NOW - timedelta(days=answered),
                request_key=f"{number:032x}",
            )
        )
    session.flush()
    everything = session.scalars(select(Interest)).all()
    gone = set(session.scalars(select(Interest.id).where(forgettable(NOW))))
    assert gone == {
        one.id
        for one in everything
        if is_forgotten(one.status, asked_at=one.asked_at, answered_at=one.answered_at, at=NOW)
    }
    assert 0 < len(gone) < len(everything)
    assert forget_interests(session, at=NOW) == len(gone)
    assert forget_interests(session, at=NOW) == 0
