"""The first page of each role, and the board: what is shown, to whom, in how many questions."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.members.actions import add_member
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality
from meedoen.trajectories.terms import ConfirmedHow, HoursState
from meedoen.web.clock import now
from tests import examples
from tests.examples import BONHEIDEN, GENT, MECHELEN, NOW
from tests.trajectories.examples import activity, hours, trajectory

SignIn = Callable[[FlaskClient, Account], None]


def test_the_newcomer_sees_hours_the_next_appointment_and_who_helps(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    own = trajectory(session)
    table = activity(session, own)
    hours(session, table, HoursState.ACCEPTED)
    hours(session, table, HoursState.PLANNED, on_date=date(2099, 1, 5))
    hours(session, table, HoursState.PLANNED, on_date=date(2098, 1, 6))
    sign_in(client, own.newcomer)
    page = client.get("/mijn").text
    assert "<strong>2</strong>" in page
    assert "maandag 6 januari" in page
    assert "Praattafel in de bib" in page
    assert "Karim Begeleider" in page
    assert f'href="/trajecten/{own.id}"' in page


def test_a_newcomer_without_trajectory_is_sent_to_the_search(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.newcomer(session))
    page = client.get("/mijn").text
    assert "Je traject is nog niet gestart" in page
    assert 'href="/aanbod"' in page


def test_a_newcomer_never_sees_the_trajectory_of_another(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    other = trajectory(session)
    sign_in(client, examples.newcomer(session, "Iemand anders"))
    assert f"/trajecten/{other.id}" not in client.get("/mijn").text


def test_a_member_sees_what_their_offers_need(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    mine, other = examples.organisation(session), examples.organisation(session, "Ander huis")
    back = examples.offer(session, mine, "Teruggestuurd aanbod", status=OfferStatus.RETURNED)
    examples.offer(session, other, "Niet van mij", status=OfferStatus.RETURNED)
    sign_in(
        client,
        examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=mine.id),
    )
    page = client.get("/mijn").text
    assert f'href="/beheer/aanbod/{back.id}"' in page
    assert "Niet van mij" not in page
    assert "Ander huis" not in page


def test_a_counsellor_sees_who_waits_and_only_their_own_people(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    own = trajectory(session, newcomer_id=examples.newcomer(session, "Mijn Mens").id)
    trajectory(session, newcomer_id=examples.newcomer(session, "Andere Mens").id)
    hours(session, activity(session, own), HoursState.CONFIRMED)
    sign_in(client, own.counsellor)
    page = client.get("/mijn").text
    assert "Je begeleidt 1 persoon." in page
    assert "1 persoon wacht op iets van jou." in page
    assert "Mijn Mens" in page
    assert "Andere Mens" not in page


def test_an_officer_sees_what_waits(client: FlaskClient, session: Session, sign_in: SignIn) -> None:
    examples.organisation(session, status=OrganisationStatus.NEW)
    examples.organisation(session, "In Gent", nis=GENT, status=OrganisationStatus.NEW)
    sign_in(client, examples.officer(session))
    assert "Dit wacht op jou: organisaties (1)." in client.get("/mijn").text


def test_a_system_administrator_sees_numbers_and_no_names(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    trajectory(session)
    sign_in(client, examples.person_with(session, Role.SYSTEM_ADMINISTRATOR))
    page = client.get("/mijn").text
    assert "Accounts per rol" in page
    assert "Amina Haddad" not in page


def test_somebody_without_any_role_reads_what_they_can_do(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    sign_in(client, examples.person(session))
    page = client.get("/mijn").text
    assert "Je account heeft nog geen taak" in page
    assert "/organisaties/registreren" in page


def test_somebody_with_more_roles_sees_each(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    own = trajectory(session)
    account = own.newcomer
    account.name = "Amina Haddad"
    organisation = examples.organisation(session, "Huis Van Amina")
    account.roles.append(
        AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=organisation.id)
    )
    account.roles.append(AccountRole(role=Role.MUNICIPALITY_OFFICER, nis=MECHELEN))
    sign_in(client, account)
    page = client.get("/mijn").text
    for words in ("Mijn uren", "Huis Van Amina", "Mijn werkgebied"):
        assert words in page


def test_an_invitation_stands_first(client: FlaskClient, session: Session, sign_in: SignIn) -> None:
    made = examples.organisation(session)
    account = examples.person(session, email="sara@elders.test")
    add_member(
        session, made, name="S", email="sara@elders.test", by=None, at=NOW, base_url="http://x"
    )
    sign_in(client, account)
    page = client.get("/mijn").text
    assert "Je bent uitgenodigd" in page
    assert "nog geen taak" not in page


@pytest.mark.parametrize(
    "role", [Role.NEWCOMER, Role.COUNSELLOR, Role.ORGANISATION_MEMBER, Role.SYSTEM_ADMINISTRATOR]
)
def test_the_board_is_for_who_looks_after_municipalities(
    client: FlaskClient, session: Session, sign_in: SignIn, role: Role
) -> None:
    scope: dict[str, Any] = {
        Role.COUNSELLOR: {"agency_code": "agii"},
        Role.ORGANISATION_MEMBER: {"organisation_id": examples.organisation(session).id},
    }.get(role, {})
    sign_in(client, examples.person_with(session, role, **scope))
    assert client.get("/regie").status_code == 403


def test_the_board_of_a_municipality(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    new = examples.organisation(session, "Nieuwe Vzw", status=OrganisationStatus.NEW)
    host = examples.organisation(session)
    wait = examples.offer(
        session,
        host,
        "Wachtend",
        status=OfferStatus.SUBMITTED,
        submitted_at=NOW,
        submitted_by_id=examples.person(session).id,
    )
    examples.offer(session, host, "Hier", places=[examples.place()])
    examples.offer(session, host, "Daar", places=[examples.place(nis=BONHEIDEN)])
    for _ in range(3):
        trajectory(session)
    sign_in(client, examples.officer(session))
    page = client.get("/regie").text
    assert "Overzicht van Mechelen" in page
    assert "Dit wacht op jou: organisaties (1) en aanbod (1)." in page
    assert "hier op 1 manier meedoen, en op 1 manier in buurgemeenten" in page
    assert f'href="/regie/aanbod/{wait.id}"' in page
    assert f'href="/regie/organisaties/{new.id}"' in page
    assert "minder dan 5" in page
    assert "Amina" not in page


def test_an_empty_board_says_so(client: FlaskClient, session: Session, sign_in: SignIn) -> None:
    sign_in(client, examples.officer(session))
    page = client.get("/regie").text
    for words in ("Er wacht niets", "Er wacht geen aanbod", "Er staat nog geen aanbod online"):
        assert words in page


def test_a_coach_looks_and_an_administrator_pages_through_all(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    examples.organisation(session, status=OrganisationStatus.NEW)
    network = session.get_one(Municipality, MECHELEN).network_code
    sign_in(client, examples.person_with(session, Role.NETWORK_COACH, network_code=network))
    assert "Dit wacht op een beslissing: organisaties (1)." in client.get("/regie").text
    sign_in(client, examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii"))
    page = client.get("/regie").text
    assert "Pagina 1 van" in page
    assert client.get("/regie?pagina=2").text != page


def test_an_agency_sees_how_much_rests_on_one_person_and_never_fewer_than_five_people(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    for number in range(6):
        own = trajectory(session)
        saw = {"confirmed_how": ConfirmedHow.PAPER, "paper_seen_by_id": own.counsellor_id}
        another = {"logged_by_id": examples.counsellor(session).id} if number > 3 else {}
        hours(
            session,
            activity(session, own),
            HoursState.ACCEPTED,
            accepted_at=now(),
            **saw,
            **another,
        )
    boards = {}
    for role, scope in (
        (Role.AGENCY_ADMINISTRATOR, {"agency_code": "agii"}),
        (Role.MUNICIPALITY_OFFICER, {"nis": MECHELEN}),
    ):
        sign_in(client, examples.person_with(session, role, **scope))
        boards[role] = client.get("/regie").text
    assert "Aanvaarde uren" not in boards[Role.MUNICIPALITY_OFFICER]
    told = re.findall(r"<dd>(.*?)</dd>", boards[Role.AGENCY_ADMINISTRATOR])
    assert told == ["12 u, van 6 mensen", "12 u, van 6 mensen", "minder dan 5 mensen"]


def test_questions_do_not_grow_with_what_there_is(
    client: FlaskClient, session: Session, sign_in: SignIn, count_queries: Callable[..., Any]
) -> None:
    account = examples.counsellor(session)
    account.roles.append(AccountRole(role=Role.AGENCY_ADMINISTRATOR, agency_code="agii"))
    account.roles.append(AccountRole(role=Role.SYSTEM_ADMINISTRATOR))

    def asked(address: str) -> int:
        with count_queries() as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    sizes = []
    for rows in (1, 6):
        for number in range(rows):
            host = examples.organisation(session, f"{rows} {number}")
            account.roles.append(
                AccountRole(role=Role.ORGANISATION_MEMBER, organisation_id=host.id)
            )
            examples.organisation(session, f"{number}", status=OrganisationStatus.NEW)
            examples.offer(session, host, "Terug", status=OfferStatus.RETURNED)
            examples.offer(
                session,
                host,
                "Wacht",
                status=OfferStatus.SUBMITTED,
                submitted_at=NOW,
                submitted_by_id=examples.person(session).id,
            )
            own = trajectory(session, counsellor_id=account.id)
            hours(session, activity(session, own), HoursState.CONFIRMED)
            hours(
                session,
                activity(session, own),
                HoursState.ACCEPTED,
                confirmed_how=ConfirmedHow.PAPER,
                paper_seen_by_id=account.id,
                accepted_at=now(),
            )
        sign_in(client, account)
        sizes.append([asked("/mijn"), asked("/regie")])
    assert sizes[0] == sizes[1]
    assert max(sizes[1]) <= 26


def test_a_newcomers_page_asks_as_much_with_many_hours_as_with_one(
    client: FlaskClient, session: Session, sign_in: SignIn, count_queries: Callable[..., Any]
) -> None:
    own = trajectory(session)
    sizes = []
    for day in (5, 6, 7, 8):
        hours(session, activity(session, own), HoursState.PLANNED, on_date=date(2099, 1, day))
        if day in {5, 8}:
            sign_in(client, own.newcomer)
            with count_queries() as statements:
                assert client.get("/mijn").status_code == 200
            sizes.append(len(statements))
    assert sizes[0] == sizes[1]
