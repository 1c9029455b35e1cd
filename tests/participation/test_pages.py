"""The pages of who wants to join: anybody asks, the organisation answers, others see nothing."""

import re
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer
from meedoen.offers.terms import OfferStatus
from meedoen.organisations.models import Contact
from meedoen.participation.models import Interest
from meedoen.participation.terms import InterestStatus
from tests import examples
from tests.conftest import PageClient
from tests.examples import NOW
from tests.organisations.test_races import at_once

SignIn = Callable[[FlaskClient, Account], None]
FORM = {
    "name": "Amina Haddad",
    "phone": "0470 12 34 56",
    "email": "",
    "language": "ar",
    "message": "Mag mijn kind mee?",
    "request_key": "a" * 32,
}


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session)
    host.contacts = [Contact(name="Rita Claes", email="rita@brug.test", phone="015 12 34 56")]
    made = examples.offer(session, host, "Praattafel", contact=host.contacts[0])
    session.commit()
    return made


def member_of(session: Session, organisation_id: int) -> Account:
    return examples.person_with(session, Role.ORGANISATION_MEMBER, organisation_id=organisation_id)


def interest_in(session: Session, offer: Offer, **facts: object) -> Interest:
    made = Interest(
        offer=offer,
        **{
            "name": "Amina Haddad",
            "phone": "0470 12 34 56",
            "asked_at": NOW,
            "request_key": "b" * 32,
            **facts,
        },
    )
    session.add(made)
    session.commit()
    return made


def how_many(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Interest)) or 0


def text_of(client: FlaskClient, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_anybody_asks_and_reads_what_happens_next(
    client: PageClient, session: Session, offer: Offer, csrf: None
) -> None:
    address = f"/aanbod/{offer.id}/meedoen"
    page = text_of(client, address)
    hidden = dict(re.findall(r'name="(csrf_token|request_key)"[^>]*value="([^"]+)"', page))
    answer = client.post(address, data=FORM | hidden)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}/verstuurd")
    page = text_of(client, answer.headers["Location"])
    assert "binnen 7 dagen" in page
    assert "Rita Claes" in page
    assert "Amina" not in page
    assert how_many(session) == 1


def test_the_same_form_sent_again_leads_to_the_same_page(
    client: PageClient, session: Session, offer: Offer
) -> None:
    address = f"/aanbod/{offer.id}/meedoen"
    assert [client.post(address, data=FORM).status_code for _ in range(3)] == [303] * 3
    assert how_many(session) == 1


def test_a_form_sent_twice_at_once_asks_once(
    app: APIFlask, client: PageClient, session: Session, offer: Offer
) -> None:
    address = f"/aanbod/{offer.id}/meedoen"
    codes = at_once(*[lambda: app.test_client().post(address, data=FORM).status_code] * 2)
    assert codes == [303, 303]
    assert how_many(session) == 1


def test_a_full_offer_says_that_one_comes_on_the_waiting_list(
    client: PageClient, session: Session, offer: Offer
) -> None:
    offer.full = True
    session.commit()
    assert "Zet mij op de wachtlijst" in text_of(client, f"/aanbod/{offer.id}/praattafel")
    page = text_of(client, f"/aanbod/{offer.id}/meedoen")
    assert "Volzet: we zetten je op de wachtlijst." in page
    client.post(f"/aanbod/{offer.id}/meedoen", data=FORM)
    assert "wachtlijst" in text_of(client, f"/aanbod/{offer.id}/meedoen/verstuurd")


def test_a_newcomer_who_is_signed_in_finds_their_name(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    address = f"/aanbod/{offer.id}/meedoen"
    sign_in(client, examples.newcomer(session, "Olena Kovalenko"))
    assert 'value="Olena Kovalenko"' in text_of(client, address)
    sign_in(client, member_of(session, offer.organisation_id))
    assert "Sara Peeters" not in text_of(client, address)


HOSTILE: list[tuple[dict[str, str], int]] = [
    ({"name": ""}, 422),
    ({"name": "A" * 100_000}, 422),
    ({"name": "Amina\x00"}, 422),
    ({"phone": ""}, 422),
    ({"phone": "javascript:alert(1)"}, 422),
    ({"phone": "", "email": "amina@voorbeeld.be\r\nBcc: x@y.be"}, 422),
    ({"language": "klingon"}, 422),
    ({"message": "a" * 501}, 422),
    ({"message": "a" * 2_000_000}, 413),
    ({"request_key": ""}, 422),
    ({"request_key": "../../etc"}, 422),
]


@pytest.mark.parametrize(("typed", "status"), HOSTILE, ids=lambda value: str(value)[:30])
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_kept(
    client: PageClient, session: Session, offer: Offer, typed: dict[str, str], status: int
) -> None:
    answer = client.post(f"/aanbod/{offer.id}/meedoen", data=FORM | typed)
    assert answer.status_code == status
    assert how_many(session) == 0
    if status == 422:
        assert "Er klopt nog iets niet" in answer.get_data(as_text=True)


def test_what_was_typed_comes_back_and_is_no_markup(
    client: PageClient, session: Session, offer: Offer
) -> None:
    typed = {"phone": "", "message": "<script>alert(1)</script>"}
    page = client.post(f"/aanbod/{offer.id}/meedoen", data=FORM | typed).get_data(as_text=True)
    assert 'value="Amina Haddad"' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_the_form_of_another_offer_is_refused(
    client: PageClient, session: Session, offer: Offer
) -> None:
    other = examples.offer(session, offer.organisation, "Koken")
    session.commit()
    client.post(f"/aanbod/{offer.id}/meedoen", data=FORM)
    assert client.post(f"/aanbod/{other.id}/meedoen", data=FORM).status_code == 409
    assert how_many(session) == 1


def test_too_many_questions_from_one_address_have_to_wait(
    client: PageClient, session: Session, offer: Offer
) -> None:
    address = f"/aanbod/{offer.id}/meedoen"
    codes = [
        client.post(address, data=FORM | {"request_key": f"{number:032x}"}).status_code
        for number in range(7)
    ]
    assert codes == [303] * 6 + [422]


@pytest.mark.parametrize(
    ("status", "code"), [(OfferStatus.PAUSED, 410), (OfferStatus.EXPIRED, 410)]
)
def test_what_is_gone_cannot_be_asked_for(
    client: PageClient, session: Session, offer: Offer, status: OfferStatus, code: int
) -> None:
    offer.status = status
    session.commit()
    text_of(client, f"/aanbod/{offer.id}/meedoen", status=code)
    answer = client.post(f"/aanbod/{offer.id}/meedoen", data=FORM)
    assert answer.status_code == 422
    assert "Hier kan je nu niet meer meedoen." in answer.get_data(as_text=True)
    assert how_many(session) == 0


def test_what_never_was_public_is_not_there(client: PageClient, session: Session) -> None:
    draft = examples.offer(
        session,
        examples.organisation(session),
        "Concept",
        status=OfferStatus.DRAFT,
        published_at=None,
    )
    session.commit()
    for address in (f"/aanbod/{draft.id}/meedoen", f"/aanbod/{draft.id}/meedoen/verstuurd"):
        text_of(client, address, status=404)
    assert client.post(f"/aanbod/{draft.id}/meedoen", data=FORM).status_code == 404


def test_the_organisation_sees_who_waits_and_for_how_long(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    interest = interest_in(session, offer, email="amina@voorbeeld.be", message="<b>Dag</b>")
    sign_in(client, member_of(session, offer.organisation_id))
    listing = f"/beheer/organisaties/{offer.organisation_id}/interesse"
    page = text_of(client, listing)
    for told in ("Amina Haddad", "tel:0470123456", "mailto:amina@voorbeeld.be", "dagen geleden"):
        assert told in page
    assert "&lt;b&gt;Dag" in page
    assert "Bekijk wie" in text_of(client, "/mijn")
    answer = client.post(f"/beheer/interesse/{interest.id}/gecontacteerd")
    assert (answer.status_code, answer.headers["Location"]) == (303, listing)
    assert "Gecontacteerd" in text_of(client, listing)
    client.post(f"/beheer/interesse/{interest.id}/doet-mee")
    assert "Niemand wacht op jou" in text_of(client, listing)
    assert "Doet mee" in text_of(client, f"{listing}?deel=beantwoord")


def test_a_no_needs_a_reason(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    interest = interest_in(session, offer)
    sign_in(client, member_of(session, offer.organisation_id))
    address = f"/beheer/interesse/{interest.id}/lukt-niet"
    text_of(client, address)
    assert client.post(address, data={"reason": "  "}).status_code == 422
    assert client.post(address, data={"reason": "De groep is vol."}).status_code == 303
    session.refresh(interest)
    assert (interest.status, interest.reason) == (
        InterestStatus.NOT_POSSIBLE,
        "De groep is vol.",
    )
    client.post(f"/beheer/interesse/{interest.id}/gecontacteerd")
    session.refresh(interest)
    assert interest.status is InterestStatus.NOT_POSSIBLE


def test_two_members_who_answer_at_once_leave_one_whole_answer(
    app: APIFlask, client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    interest = interest_in(session, offer)
    browsers = [app.test_client() for _ in range(2)]
    for browser in browsers:
        sign_in(browser, member_of(session, offer.organisation_id))
    one = f"/beheer/interesse/{interest.id}"
    codes = at_once(
        lambda: browsers[0].post(f"{one}/doet-mee").status_code,
        lambda: browsers[1].post(f"{one}/lukt-niet", data={"reason": "Vol."}).status_code,
    )
    assert set(codes) <= {303, 409}
    session.refresh(interest)
    refused = interest.status is InterestStatus.NOT_POSSIBLE
    assert (interest.reason == "Vol.") is refused


def strangers(session: Session, offer: Offer) -> list[Account]:
    """Everybody but the members of the organisation."""
    other = examples.organisation(session, "Anderen")
    return [
        member_of(session, other.id),
        examples.officer(session),
        examples.counsellor(session),
        examples.newcomer(session),
        examples.person_with(session, Role.NETWORK_COACH, network_code="rivierenland"),
        examples.person_with(session, Role.AGENCY_ADMINISTRATOR, agency_code="agii"),
        examples.person_with(session, Role.SYSTEM_ADMINISTRATOR),
    ]


def test_nobody_else_sees_or_answers(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    interest = interest_in(session, offer)
    listing = f"/beheer/organisaties/{offer.organisation_id}/interesse"
    one = f"/beheer/interesse/{interest.id}"
    assert client.get(listing).status_code == 303
    assert client.post(f"{one}/doet-mee").status_code == 303
    for somebody in strangers(session, offer):
        sign_in(client, somebody)
        for address in (listing, f"{one}/lukt-niet"):
            assert client.get(address).status_code == 404, somebody.roles
        for act in ("gecontacteerd", "doet-mee", "lukt-niet"):
            answer = client.post(f"{one}/{act}", data={"reason": "x"})
            assert answer.status_code == 404, somebody.roles
    session.refresh(interest)
    assert interest.status is InterestStatus.WAITING


def test_a_long_list_is_paged_and_costs_a_handful_of_questions(
    client: PageClient,
    session: Session,
    offer: Offer,
    sign_in: SignIn,
    count_queries: Callable[[], object],
) -> None:
    for number in range(60):
        interest_in(session, offer, name=f"Persoon {number}", request_key=f"{number:032x}")
    sign_in(client, member_of(session, offer.organisation_id))
    listing = f"/beheer/organisaties/{offer.organisation_id}/interesse"
    with count_queries() as asked:  # type: ignore[attr-defined]
        page = text_of(client, listing)
    assert len(asked) <= 10
    assert page.count('class="inbox-row"') == 25
    assert text_of(client, f"{listing}?pagina=3").count('class="inbox-row"') == 10
    text_of(client, f"{listing}?pagina=4", status=404)
    text_of(client, f"{listing}?pagina=nul", status=400)
