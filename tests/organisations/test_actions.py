"""Writes on organisations, their contact persons and members; each once, each recorded."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.messages.models import OutgoingMessage
from meedoen.organisations.actions import change_organisation, register_organisation
from meedoen.organisations.contacts.actions import add_contact, change_contact, retire_contact
from meedoen.organisations.members import actions as members
from meedoen.organisations.members.queries import find_invitation, list_invitations_by
from meedoen.organisations.models import Organisation
from meedoen.organisations.queries import list_members
from meedoen.organisations.review import actions as review
from meedoen.organisations.terms import OrganisationKind, OrganisationStatus
from tests import examples
from tests.examples import GENT, MECHELEN, NOW

NUMBER = "0403019261"
BASE = "http://localhost"


def register(session: Session, **facts: Any) -> Organisation:
    return register_organisation(
        session,
        **{
            "name": "Buurthuis De Brug",
            "kind": OrganisationKind.NON_PROFIT,
            "nis": MECHELEN,
            "by": None,
            "at": NOW,
            **facts,
        },
    )


def acts(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(AuditRow.act).where(AuditRow.thing_kind == "organisation").order_by(AuditRow.id)
        )
    )


def mails(session: Session) -> list[OutgoingMessage]:
    return list(session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)))


def codes(broken: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [reason.code for reason in broken.value.reasons]


def test_a_new_organisation_waits_with_its_number_in_ten_digits(session: Session) -> None:
    made = register(session, enterprise_number="BE 0403.019.261", website="www.debrug.be")
    assert made.status is OrganisationStatus.NEW
    assert made.enterprise_number == NUMBER
    assert made.website == "https://www.debrug.be"
    assert acts(session) == ["register_organisation"]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(session: Session) -> None:
    with pytest.raises(RuleBroken) as broken:
        register(
            session,
            name="",
            nis="99999",
            enterprise_number="0403019262",
            website="javascript:alert(1)",
            email="geen adres",
        )
    assert set(codes(broken)) == {
        "organisation_name_wrong",
        "municipality_not_served",
        "enterprise_number_wrong",
        "website_wrong",
        "mail_address_wrong",
    }
    assert session.scalars(select(Organisation)).all() == []


@pytest.mark.parametrize("nis", ["62063", "11007", "", "12025x"])
def test_an_organisation_is_at_home_where_an_agency_can_verify_it(
    session: Session, nis: str
) -> None:
    with pytest.raises(RuleBroken) as broken:
        register(session, nis=nis)
    assert codes(broken) == ["municipality_not_served"]


def test_one_number_is_one_organisation_and_the_second_hears_which(session: Session) -> None:
    register(session, enterprise_number=NUMBER)
    with pytest.raises(RuleBroken) as broken:
        register(session, name="Iemand anders", enterprise_number="BE0403019261")
    (reason,) = broken.value.reasons
    assert reason.code == "number_known"
    assert reason.facts == {"name": "Buurthuis De Brug", "municipality": "Mechelen"}


def test_a_refused_organisation_lets_its_number_go(session: Session) -> None:
    officer = examples.officer(session)
    squatter = register(session, enterprise_number=NUMBER)
    review.refuse_organisation(
        session, squatter, reason="Niet van hen.", by=officer, at=NOW, base_url=BASE
    )
    real = register(session, name="De echte", enterprise_number=NUMBER)
    assert real.enterprise_number == NUMBER
    with pytest.raises(RuleBroken) as broken:
        review.verify_organisation(session, squatter, by=officer, at=NOW, base_url=BASE)
    assert codes(broken) == ["number_known"]


def test_a_form_sent_twice_registers_once(session: Session) -> None:
    first = register(session, request_key="k", enterprise_number=NUMBER)
    second = register(session, request_key="k", enterprise_number=NUMBER)
    assert first is second
    assert acts(session) == ["register_organisation"]


def test_verifying_twice_is_once_and_tells_each_member(session: Session) -> None:
    officer = examples.officer(session)
    made = register(session)
    for number in (1, 2):
        member = examples.person(session, f"Lid {number}", email=f"lid{number}@brug.test")
        members.give_role(
            session, member, Role.ORGANISATION_MEMBER, organisation_id=made.id, by=None, at=NOW
        )
    for _ in range(2):
        review.verify_organisation(session, made, by=officer, at=NOW, base_url=BASE)
    assert (made.status, made.verified_by_id) == (OrganisationStatus.VERIFIED, officer.id)
    assert acts(session) == ["register_organisation", "verify_organisation"]
    assert [mail.recipient for mail in mails(session)] == ["lid1@brug.test", "lid2@brug.test"]
    assert f"{BASE}/beheer/organisaties/{made.id}" in mails(session)[0].body


def test_without_a_member_the_organisation_itself_is_told(session: Session) -> None:
    made = register(session, email="info@brug.test")
    review.refuse_organisation(
        session,
        made,
        reason="Dit adres bestaat niet.",
        by=examples.officer(session),
        at=NOW,
        base_url=BASE,
    )
    (mail,) = mails(session)
    assert mail.recipient == "info@brug.test"
    assert "Dit adres bestaat niet." in mail.body


def test_a_decision_that_the_status_does_not_allow_is_refused(session: Session) -> None:
    officer = examples.officer(session)
    made = register(session)
    for decide, facts in (
        (review.pause_organisation, {"reason": "x"}),
        (review.resume_organisation, {}),
    ):
        with pytest.raises(RuleBroken) as broken:
            decide(session, made, by=officer, at=NOW, base_url=BASE, **facts)  # type: ignore[operator]
        assert codes(broken) == ["organisation_step_impossible"]
    assert made.status is OrganisationStatus.NEW


def test_a_paused_organisation_is_resumed_not_verified(session: Session) -> None:
    officer = examples.officer(session)
    made = examples.organisation(session)
    review.pause_organisation(session, made, reason="Klacht.", by=officer, at=NOW, base_url=BASE)
    with pytest.raises(RuleBroken):
        review.verify_organisation(session, made, by=officer, at=NOW, base_url=BASE)
    review.resume_organisation(session, made, by=officer, at=NOW, base_url=BASE)
    assert (made.status, made.status_reason) == (OrganisationStatus.VERIFIED, None)


def test_what_is_verified_is_what_the_officer_looked_at(session: Session) -> None:
    officer = examples.officer(session)
    made = register(session)
    seen = made.version
    change_organisation(
        session,
        made,
        name="Heel iets anders",
        kind=made.kind,
        nis=made.nis,
        by=officer,
        at=NOW,
    )
    with pytest.raises(RuleBroken) as broken:
        review.verify_organisation(
            session, made, seen_version=seen, by=officer, at=NOW, base_url=BASE
        )
    assert codes(broken) == ["organisation_changed_meanwhile"]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (OrganisationStatus.VERIFIED, {"about": "Nieuw"}, OrganisationStatus.VERIFIED),
        (OrganisationStatus.VERIFIED, {"kind": OrganisationKind.COMPANY}, OrganisationStatus.NEW),
        (OrganisationStatus.VERIFIED, {"nis": GENT}, OrganisationStatus.NEW),
        (OrganisationStatus.REFUSED, {"about": "Beter"}, OrganisationStatus.NEW),
        (OrganisationStatus.PAUSED, {"kind": OrganisationKind.SCHOOL}, OrganisationStatus.PAUSED),
    ],
)
def test_a_change_asks_to_be_verified_again_where_it_must(
    session: Session,
    before: OrganisationStatus,
    change: dict[str, Any],
    after: OrganisationStatus,
) -> None:
    made = examples.organisation(session, status=before)
    by = examples.person(session)
    typed = {"name": made.name, "kind": made.kind, "nis": made.nis, **change}
    for _ in range(2):
        change_organisation(session, made, by=by, at=NOW, **typed)
    assert made.status is after
    assert acts(session) == ["change_organisation"]


def test_of_two_changes_on_the_same_version_the_second_is_refused(session: Session) -> None:
    made = examples.organisation(session)
    by = examples.person(session)
    seen = made.version
    typed: Any = {"name": made.name, "kind": made.kind, "nis": made.nis}
    change_organisation(session, made, about="Een", seen_version=seen, by=by, at=NOW, **typed)
    change_organisation(session, made, about="Een", seen_version=seen, by=by, at=NOW, **typed)
    with pytest.raises(RuleBroken) as broken:
        change_organisation(session, made, about="Twee", seen_version=seen, by=by, at=NOW, **typed)
    assert codes(broken) == ["organisation_changed_meanwhile"]
    assert made.about == "Een"


def test_a_contact_person_comes_changes_stops_and_comes_back(session: Session) -> None:
    made = examples.organisation(session)
    by = examples.person(session)
    facts: Any = {"name": "Els  Claes", "email": "Els@Brug.test", "by": by, "at": NOW}
    contact = add_contact(session, made, **facts)
    assert add_contact(session, made, **facts) is contact
    assert (contact.name, contact.email) == ("Els Claes", "els@brug.test")
    change_contact(session, contact, name="Els C.", email="els@brug.test", by=by, at=NOW)
    change_contact(session, contact, name="Els C.", email="els@brug.test", by=by, at=NOW)
    retire_contact(session, contact, by=by, at=NOW)
    retire_contact(session, contact, by=by, at=NOW)
    assert not contact.active
    assert add_contact(session, made, **facts) is contact
    assert contact.active
    assert acts(session) == ["add_contact", "change_contact", "retire_contact", "add_contact"]


def test_two_contact_persons_do_not_share_an_address(session: Session) -> None:
    made = examples.organisation(session)
    by = examples.person(session)
    add_contact(session, made, name="Els", email="els@brug.test", by=by, at=NOW)
    jan = add_contact(session, made, name="Jan", email="jan@brug.test", by=by, at=NOW)
    with pytest.raises(RuleBroken) as broken:
        add_contact(session, made, name="An", email="ELS@brug.test", by=by, at=NOW)
    assert codes(broken) == ["contact_known"]
    with pytest.raises(RuleBroken):
        change_contact(session, jan, name="Jan", email="els@brug.test", by=by, at=NOW)
    assert jan.email == "jan@brug.test"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": ""}, "name_missing"),
        ({"name": "a\nb\x00"}, "name_unreadable"),
        ({"email": "els@brug.test\nBcc: x@y.be"}, "mail_address_wrong"),
        ({"phone": "bel"}, "phone_unreadable"),
    ],
)
def test_a_contact_person_who_cannot_be_is_refused(
    session: Session, facts: dict[str, str], code: str
) -> None:
    made = examples.organisation(session)
    with pytest.raises(RuleBroken) as broken:
        add_contact(
            session,
            made,
            **{"name": "Els", "email": "els@brug.test", "by": None, "at": NOW, **facts},  # type: ignore[arg-type]
        )
    assert codes(broken) == [code]
    assert made.contacts == []


def invite(session: Session, made: Organisation, email: str, name: str = "Nieuwe Collega") -> None:
    members.add_member(
        session,
        made,
        name=name,
        email=email,
        by=examples.person(session, "Lid"),
        at=NOW,
        base_url=BASE,
    )


def test_an_invited_stranger_is_no_member_before_they_say_yes(session: Session) -> None:
    made = examples.organisation(session)
    stranger = examples.person(session, "Echte Naam", email="bekend@elders.test")
    invite(session, made, "Bekend@elders.test")
    invite(session, made, "bekend@elders.test")
    assert stranger.roles == []
    assert list_members(session, made.id) == []
    (waiting,) = list_invitations_by(session, made.id)
    assert waiting.name == "Nieuwe Collega"
    members.accept_invitation(session, waiting, by=stranger, at=NOW)
    assert [one.name for one in list_members(session, made.id)] == ["Echte Naam"]
    assert list_invitations_by(session, made.id) == []


def test_the_organisation_sees_the_same_whether_an_address_is_known_or_not(
    session: Session,
) -> None:
    made = examples.organisation(session)
    examples.person(session, "Echte Naam", email="bekend@elders.test")
    invite(session, made, "bekend@elders.test")
    invite(session, made, "nieuw@elders.test")
    seen = [(one.name, one.invited_at) for one in list_invitations_by(session, made.id)]
    assert seen[0] == seen[1]
    assert list_members(session, made.id) == []
    assert {mail.recipient for mail in mails(session)} == {
        "bekend@elders.test",
        "nieuw@elders.test",
    }


def test_somebody_without_password_also_gets_a_link_to_set_one(session: Session) -> None:
    made = examples.organisation(session)
    invite(session, made, "nieuw@elders.test")
    assert sum("/wachtwoord/" in mail.body for mail in mails(session)) >= 1
    assert len(mails(session)) == 2


def test_who_says_no_or_is_withdrawn_is_gone_from_the_list(session: Session) -> None:
    made = examples.organisation(session)
    by = examples.person(session)
    for address, end in (
        ("a@elders.test", members.decline_invitation),
        ("b@elders.test", members.withdraw_invitation),
    ):
        invite(session, made, address)
        (waiting,) = list_invitations_by(session, made.id)
        end(session, waiting, by=by, at=NOW)
        assert list_invitations_by(session, made.id) == []


def test_inviting_and_taking_back_again_and_again_mails_once_a_day(session: Session) -> None:
    made, by = examples.organisation(session), examples.person(session)
    for _ in range(5):
        invite(session, made, "slachtoffer@elders.test")
        (waiting,) = list_invitations_by(session, made.id)
        members.withdraw_invitation(session, waiting, by=by, at=NOW)
    assert len(mails(session)) == 2


def test_nobody_receives_more_than_five_open_invitations(session: Session) -> None:
    for number in range(5):
        invite(session, examples.organisation(session, f"Nr {number}"), "slachtoffer@elders.test")
    with pytest.raises(RuleBroken) as broken:
        invite(session, examples.organisation(session, "Nr 6"), "slachtoffer@elders.test")
    assert codes(broken) == ["too_many_invitations"]


def member(session: Session, made: Organisation, name: str) -> Account:
    account = examples.person(session, name)
    members.give_role(
        session, account, Role.ORGANISATION_MEMBER, organisation_id=made.id, by=None, at=NOW
    )
    return account


def test_members_leave_but_never_the_last_one(session: Session) -> None:
    made = examples.organisation(session)
    first, second = member(session, made, "Een"), member(session, made, "Twee")
    for _ in range(2):
        members.remove_member(session, made, second, by=first, at=NOW)
    assert second.roles == []
    with pytest.raises(RuleBroken) as broken:
        members.remove_member(session, made, first, by=first, at=NOW)
    assert codes(broken) == ["last_member"]
    assert [one.name for one in list_members(session, made.id)] == ["Een"]


def test_a_closed_account_does_not_keep_an_organisation_alive(session: Session) -> None:
    made = examples.organisation(session)
    first, second = member(session, made, "Een"), member(session, made, "Twee")
    second.closed_at = NOW
    session.flush()
    with pytest.raises(RuleBroken):
        members.remove_member(session, made, first, by=first, at=NOW)


def visitor(session: Session, key: str, email: str, **facts: Any) -> Organisation:
    return members.register_by_visitor(
        session,
        **{
            "member_name": "Sara",
            "member_email": email,
            "request_key": key,
            "address": "192.0.2.1",
            "at": NOW,
            "base_url": BASE,
            "name": "De Brug",
            "kind": OrganisationKind.DE_FACTO,
            "nis": MECHELEN,
            **facts,
        },
    )


def test_a_visitor_cannot_attach_an_account_by_typing_its_address(session: Session) -> None:
    known = examples.person(session, "Bekend", email="bekend@elders.test")
    made = visitor(session, "k1", "bekend@elders.test")
    assert visitor(session, "k1", "bekend@elders.test") is made
    assert known.roles == []
    assert find_invitation(session, made.id, known.id) is not None
    assert acts(session) == ["register_organisation", "invite_member"]


def test_the_form_of_a_visitor_gives_nobody_else_a_membership(session: Session) -> None:
    made = visitor(session, "k1", "eigenaar@elders.test")
    thief = examples.person(session, "Dief")
    other = members.register_by_account(
        session,
        request_key="k1",
        by=thief,
        address="192.0.2.2",
        at=NOW,
        name="Anders",
        kind=OrganisationKind.DE_FACTO,
        nis=MECHELEN,
    )
    assert other is not made
    assert list_members(session, made.id) == []


def test_one_visitor_registers_only_a_few_times_in_a_while(session: Session) -> None:
    for number in range(3):
        visitor(session, f"k{number}", "zelfde@elders.test")
    with pytest.raises(RuleBroken) as broken:
        visitor(session, "k9", "zelfde@elders.test")
    assert codes(broken) == ["too_many_attempts"]
    later = visitor(session, "k9", "zelfde@elders.test", at=NOW + timedelta(minutes=16))
    assert later.id


def test_another_spelling_of_an_address_gives_no_more_registrations(session: Session) -> None:
    for number, spelling in enumerate(("a@ELDERS.test", " A@elders.test", "a@elders.test")):
        visitor(session, f"k{number}", spelling)
    with pytest.raises(RuleBroken) as broken:
        visitor(session, "k9", "A@Elders.test ")
    assert codes(broken) == ["too_many_attempts"]


def test_somebody_signed_in_registers_only_a_few_times_in_a_while(session: Session) -> None:
    account = examples.person(session)

    def again(key: str) -> Organisation:
        return members.register_by_account(
            session,
            request_key=key,
            by=account,
            address="192.0.2.1",
            at=NOW,
            name=f"De Brug {key}",
            kind=OrganisationKind.DE_FACTO,
            nis=MECHELEN,
        )

    made = [again(f"k{number}") for number in range(3)]
    with pytest.raises(RuleBroken) as broken:
        again("k9")
    assert codes(broken) == ["too_many_attempts"]
    assert again("k0") is made[0]


def test_somebody_signed_in_is_a_member_at_once_and_once(session: Session) -> None:
    account = examples.person(session)
    for _ in range(2):
        made = members.register_by_account(
            session,
            request_key="k",
            by=account,
            address="192.0.2.1",
            at=NOW,
            name="De Brug",
            kind=OrganisationKind.DE_FACTO,
            nis=MECHELEN,
        )
    assert [role.organisation_id for role in account.roles] == [made.id]
    assert acts(session) == ["register_organisation"]
