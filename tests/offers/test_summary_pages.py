"""The page of other languages: what an organisation sees, keeps, and never loses."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer
from meedoen.offers.summaries.actions import write_summaries
from meedoen.offers.summaries.queries import OTHERS, summaries_of
from meedoen.offers.summaries.rules import Typed
from meedoen.offers.summaries.terms import SummaryState
from meedoen.offers.terms import OfferStatus
from meedoen.offers.writing.actions import change_offer
from meedoen.offers.writing.queries import text_of
from meedoen.web.languages import LANGUAGES
from tests import examples
from tests.boxes import boxes
from tests.conftest import PageClient
from tests.examples import NOW
from tests.offers import written

SignIn = Callable[[FlaskClient, Account], None]


@pytest.fixture
def offer(session: Session) -> Offer:
    return written.published_offer(session)


@pytest.fixture
def member(session: Session, offer: Offer, client: PageClient, sign_in: SignIn) -> Account:
    """A member of its organisation, signed in."""
    account = written.member_of(offer.organisation, session)
    sign_in(client, account)
    return account


def address(offer: Offer) -> str:
    return f"/beheer/aanbod/{offer.id}/talen"


def form_of(client: PageClient, offer: Offer) -> dict[str, str]:
    return boxes(client.get(address(offer)).text, address(offer)).to_dict()


def send(client: PageClient, offer: Offer, form: dict[str, str]) -> TestResponse:
    return client.post(address(offer), data=form)


def kept(session: Session, offer: Offer) -> dict[str, tuple[str, SummaryState]]:
    session.rollback()
    session.expire_all()
    found = {code: (one.text, one.state) for code, one in summaries_of(session, offer).items()}
    session.commit()
    return found


def tell(session: Session, offer: Offer, by: Account, **texts: str) -> None:
    typed = {code: Typed(text) for code, text in texts.items()}
    write_summaries(session, offer, typed, by=by, at=NOW)
    session.commit()


def reword(session: Session, offer: Offer, by: Account, **words: str) -> None:
    change_offer(session, offer, replace(text_of(offer), **words), by=by, at=NOW)  # type: ignore[arg-type]
    session.commit()


def test_every_language_has_its_own_name_and_a_box_in_its_direction(
    client: PageClient, offer: Offer, member: Account
) -> None:
    page = client.get(address(offer)).text
    for code in OTHERS:
        language = LANGUAGES[code]
        shown = f'<bdi lang="{code}" dir="{language.direction}">{language.name}</bdi>'
        assert shown in page
        box = re.search(rf'<textarea[^>]*id="text_{code}"[^>]*>', page)
        assert box is not None
        assert f'lang="{code}"' in box[0]
        assert f'dir="{language.direction}"' in box[0]
    assert page.count("Nog niets") >= 12
    assert offer.title in page
    assert offer.summary in page


def test_what_is_typed_in_several_languages_is_kept_at_once(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    form = form_of(client, offer) | {"text_ar": "تعال", "text_uk": "Приходь\r\nдо нас"}
    answer = send(client, offer, form)
    assert (answer.status_code, answer.location) == (303, address(offer))
    assert kept(session, offer) == {
        "ar": ("تعال", SummaryState.UP_TO_DATE),
        "uk": ("Приходь до нас", SummaryState.UP_TO_DATE),
    }
    assert send(client, offer, form).status_code == 303
    assert len(kept(session, offer)) == 2


def test_a_text_that_is_too_long_is_said_beside_its_box_and_nothing_typed_is_lost(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    form = form_of(client, offer) | {"text_fr": "é" * 301, "text_tr": "Gel."}
    answer = send(client, offer, form)
    assert answer.status_code == 422
    words = "Dit is te lang: hoogstens 300 tekens."
    assert f'<a href="#text_fr">Frans: {words}</a>' in answer.text
    assert answer.text.count(words) == 2
    again = boxes(answer.text, address(offer))
    assert again["text_fr"] == "é" * 301
    assert again["text_tr"] == "Gel."
    assert kept(session, offer) == {}


def test_a_sign_that_was_lost_is_said_beside_its_box(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    answer = send(client, offer, form_of(client, offer) | {"text_pl": "za\ufffd"})
    assert answer.status_code == 422
    assert "Pools: Hier staan tekens in die we niet kunnen lezen." in answer.text
    assert kept(session, offer) == {}


def test_dutch_that_changed_makes_it_outdated_and_a_tick_makes_it_right(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    tell(session, offer, member, ar="تعال", fr="Viens.")
    reword(session, offer, member, title="Wandelen")
    page = client.get(address(offer)).text
    assert page.count("Deze tekst klopt nog") == 2
    send(client, offer, form_of(client, offer) | {"right_ar": "y"})
    assert kept(session, offer) == {
        "fr": ("Viens.", SummaryState.OUTDATED),
        "ar": ("تعال", SummaryState.UP_TO_DATE),
    }


def test_one_tick_says_that_all_that_was_left_as_it_was_is_still_right(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    tell(session, offer, member, ar="تعال", fr="Viens.")
    assert "Alle verouderde teksten" not in client.get(address(offer)).text
    reword(session, offer, member, title="Wandelen")
    form = form_of(client, offer) | {"right_all": "y", "text_fr": ""}
    send(client, offer, form)
    assert kept(session, offer) == {"ar": ("تعال", SummaryState.UP_TO_DATE)}


def test_who_wrote_while_the_dutch_changed_is_told(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    form = form_of(client, offer) | {"text_en": "Come."}
    reword(session, offer, member, summary="We wandelen.")
    answer = client.post(address(offer), data=form, follow_redirects=True)
    assert "Het Nederlands veranderde terwijl je schreef." in answer.text
    assert kept(session, offer) == {"en": ("Come.", SummaryState.OUTDATED)}


def test_who_wrote_the_same_language_as_a_colleague_sees_both_and_decides(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    tell(session, offer, member, ar="قديم")
    form = form_of(client, offer) | {"text_en": "Mine."}
    tell(session, offer, member, en="Theirs.", ar="جديد")
    answer = send(client, offer, form)
    assert answer.status_code == 409
    assert "Dit staat er nu:" in answer.text
    assert "Theirs." in answer.text
    assert kept(session, offer)["en"][0] == "Theirs."
    again = boxes(answer.text, address(offer)).to_dict()
    assert (again["text_en"], again["text_ar"]) == ("Mine.", "جديد")
    assert send(client, offer, again).status_code == 303
    assert {code: text for code, (text, _) in kept(session, offer).items()} == {
        "en": "Mine.",
        "ar": "جديد",
    }


def test_a_page_with_a_wrong_digest_can_be_sent_again(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    form = form_of(client, offer) | {"text_en": "Come.", "seen_dutch": "x"}
    answer = send(client, offer, form)
    assert answer.status_code == 422
    assert send(client, offer, boxes(answer.text, address(offer)).to_dict()).status_code == 303
    assert kept(session, offer) == {"en": ("Come.", SummaryState.UP_TO_DATE)}


def test_a_form_without_its_token_comes_again_with_what_was_typed(
    client: PageClient, session: Session, offer: Offer, member: Account, csrf: None
) -> None:
    answer = send(client, offer, {"text_en": "Come.", "seen_en": ""})
    assert answer.status_code == 400
    assert boxes(answer.text, address(offer))["text_en"] == "Come."
    assert kept(session, offer) == {}


def test_somebody_elses_offer_is_not_there(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    tell(session, offer, written.member_of(offer.organisation, session), en="Ours.")
    stranger = written.member_of(written.host(session, "Een ander huis"), session)
    for account in (stranger, examples.officer(session), examples.newcomer(session)):
        sign_in(client, account)
        assert client.get(address(offer)).status_code == 404
        assert send(client, offer, {"text_en": "Theirs."}).status_code == 404
    assert kept(session, offer) == {"en": ("Ours.", SummaryState.UP_TO_DATE)}


def test_what_is_over_can_be_read_and_not_changed(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    tell(session, offer, member, ti="ንዑ")
    offer.status = OfferStatus.ARCHIVED
    session.commit()
    page = client.get(address(offer)).text
    assert "ንዑ" in page
    assert "<textarea" not in page
    answer = send(client, offer, {"text_ti": ""})
    assert answer.status_code == 422
    assert "Dit aanbod is voorbij" in answer.text
    assert "ti" in kept(session, offer)


def test_a_draft_without_dutch_says_what_comes_first(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    offer.summary = ""
    session.commit()
    assert "Schrijf eerst in het Nederlands" in client.get(address(offer)).text
    answer = send(client, offer, {"text_en": "Come."})
    assert answer.status_code == 422
    assert "Schrijf eerst in het Nederlands" in answer.text


def test_the_list_and_the_offer_say_in_how_many_languages_it_is_behind(
    client: PageClient, session: Session, offer: Offer, member: Account
) -> None:
    own = f"/beheer/organisaties/{offer.organisation_id}/aanbod"
    tell(session, offer, member, ar="تعال", fr="Viens.", uk="Приходь.")
    assert "verouderd" not in client.get(own).text
    edit = client.get(f"/beheer/aanbod/{offer.id}").text
    assert "Andere talen (3)" in edit
    assert "verouderd" not in edit
    reword(session, offer, member, title="Wandelen")
    for page in (own, f"/beheer/aanbod/{offer.id}"):
        text = client.get(page).text
        assert "3 talen verouderd" in text
        assert f'href="{address(offer)}"' in text


def test_the_list_asks_as_much_however_many_offers_tell_something(
    client: PageClient,
    session: Session,
    offer: Offer,
    member: Account,
    count_queries: Callable[[], Any],
) -> None:
    own = f"/beheer/organisaties/{offer.organisation_id}/aanbod"
    tell(session, offer, member, ar="تعال")
    client.get(own)
    with count_queries() as few:
        client.get(own)
    for number in range(8):
        more = written.published_offer(session, offer.organisation, title=f"Aanbod {number}")
        tell(session, more, member, ar="تعال", fr="Viens.")
    with count_queries() as lots:
        client.get(own)
    assert len(lots) <= len(few)


def test_who_reviews_an_offer_reads_what_it_tells_in_other_languages(
    client: PageClient, session: Session, offer: Offer, sign_in: SignIn
) -> None:
    tell(session, offer, written.member_of(offer.organisation, session), ar="تعال")
    sign_in(client, examples.officer(session))
    page = client.get(f"/regie/aanbod/{offer.id}").text
    assert '<p lang="ar" dir="rtl">تعال</p>' in page
