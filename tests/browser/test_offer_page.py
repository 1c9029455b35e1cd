"""What the page of an offer does with a script: read aloud, share, print, keep; and without one."""

import io
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meedoen.offers.models import Offer
from meedoen.offers.summaries.models import OfferSummary
from meedoen.offers.summaries.rules import digest_of
from meedoen.organisations.models import Contact
from tests import examples

VOICES = """(() => {
  const said = (window.said = []);
  let present = null;
  class Utterance { constructor(text) { this.text = text; } }
  const speech = new EventTarget();
  Object.assign(speech, {
    voices: [{lang: 'en-GB'}, {lang: 'nl-NL'}, {lang: 'nl-BE'}],
    getVoices() { return this.voices; },
    speak(utterance) { present = utterance; said.push([utterance.text, utterance.voice.lang]); },
    cancel() { const was = present; present = null; was?.onerror?.({error: 'canceled'}); },
  });
  window.next = () => { const was = present; present = null; was?.onend?.(); };
  Object.defineProperty(window, 'speechSynthesis', {value: speech});
  window.SpeechSynthesisUtterance = Utterance;
})()"""
"""Voices that a test makes speak sentence by sentence: headless Chromium has none."""


@pytest.fixture
def offer(session: Session) -> Offer:
    host = examples.organisation(session)
    host.contacts = [Contact(name="Rita Claes", email="rita@brug.test", phone="015 12 34 56")]
    made = examples.offer(
        session,
        host,
        "Praattafel",
        places=[examples.place()],
        contact=host.contacts[0],
        description="Eerst koffie. Dan praten!\nFouten maken mag.",
    )
    session.commit()
    return made


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def heard(page: Page) -> list[str]:
    return [text for text, _voice in page.evaluate("window.said")]


def test_the_page_is_read_in_dutch_and_can_wait_and_stop(site: Page, offer: Offer) -> None:
    site.add_init_script(VOICES)
    site.goto(f"/aanbod/{offer.id}")
    button(site, "Lees voor").focus()
    site.keyboard.press("Enter")
    assert site.evaluate("window.said") == [["Praattafel", "nl-BE"]]
    expect(button(site, "Wacht even")).to_be_focused()
    for _sentence in range(3):
        site.evaluate("window.next()")
    assert heard(site)[1] == "Praat een uur Nederlands met mensen uit de buurt."
    expect(site.locator(".being-read")).to_have_count(1)

    site.keyboard.press("Enter")
    expect(button(site, "Lees verder")).to_be_focused()
    before = heard(site)
    site.evaluate("window.next()")
    assert heard(site) == before
    site.keyboard.press("Enter")
    assert heard(site) == [*before, before[-1]]

    button(site, "Stop").click()
    expect(button(site, "Lees voor")).to_be_visible()
    expect(button(site, "Stop")).to_be_hidden()
    expect(site.locator(".being-read")).to_have_count(0)
    expect(site.locator("[data-read-aloud] [role=status]")).to_have_text("Het voorlezen is klaar.")


def test_all_of_it_is_read_once_and_nothing_that_is_not_seen(site: Page, offer: Offer) -> None:
    site.add_init_script(VOICES)
    site.goto(f"/aanbod/{offer.id}")
    button(site, "Lees voor").click()
    for _sentence in range(200):
        site.evaluate("window.next()")
    expect(button(site, "Lees voor")).to_be_visible()
    said = heard(site)
    for sentence in ("Eerst koffie.", "Dan praten!", "Fouten maken mag.", "Rita Claes"):
        assert said.count(sentence) == 1, said
    assert "Ook in de buurt" not in said


def test_a_dutch_voice_reads_the_dutch_of_a_page_in_another_language_and_nothing_else(
    site: Page, session: Session, offer: Offer
) -> None:
    arabic = "تحدّث ساعة بالهولندية."
    tells = digest_of(offer)
    session.add(OfferSummary(offer_id=offer.id, language="ar", text=arabic, tells=tells))
    session.commit()
    site.add_init_script(VOICES)
    site.goto(f"/ar/aanbod/{offer.id}")
    expect(site.get_by_text(arabic)).to_be_visible()
    site.locator("[data-read-start]").click()
    for _sentence in range(200):
        site.evaluate("window.next()")
    said = heard(site)
    assert said[:2] == ["Praattafel", "Praat een uur Nederlands met mensen uit de buurt."]
    assert "Dan praten!" in said
    assert not [text for text in said if re.search("[\u0600-\u06ff]", text)]


def test_the_page_stays_where_it_is_for_who_wants_no_motion(site: Page, offer: Offer) -> None:
    site.emulate_media(reduced_motion="reduce")
    site.add_init_script(VOICES)
    site.goto(f"/aanbod/{offer.id}")
    button(site, "Lees voor").click()
    for _sentence in range(25):
        site.evaluate("window.next()")
    assert site.evaluate("window.scrollY") == 0


@pytest.mark.parametrize("voices", ["[]", "[{lang: 'en-GB'}, {lang: 'fr-BE'}]"])
def test_without_a_dutch_voice_there_is_no_button(site: Page, offer: Offer, voices: str) -> None:
    site.add_init_script(VOICES)
    site.add_init_script(f"speechSynthesis.voices = {voices}")
    site.goto(f"/aanbod/{offer.id}")
    expect(site.locator("h1")).to_have_text("Praattafel")
    expect(button(site, "Lees voor")).to_be_hidden()
    site.evaluate(
        "speechSynthesis.voices = [{lang: 'nl-NL'}];"
        "speechSynthesis.dispatchEvent(new Event('voiceschanged'))"
    )
    expect(button(site, "Lees voor")).to_be_visible()


def test_the_link_is_copied_and_shared_by_what_the_device_has(site: Page, offer: Offer) -> None:
    site.add_init_script(
        """window.given = [];
        Object.defineProperty(navigator, 'clipboard',
          {value: {writeText: async (text) => { window.given.push(text); }}});
        Object.defineProperty(navigator, 'share',
          {value: async (what) => { window.given.push(what.url); throw new Error('closed'); }});"""
    )
    site.goto(f"/aanbod/{offer.id}?waar=Mechelen")
    button(site, "Kopieer de link").click()
    expect(site.locator(".share-said")).to_have_text("De link is gekopieerd.")
    button(site, "Anders delen").click()
    shared = f"http://localhost/aanbod/{offer.id}/praattafel"
    assert site.evaluate("window.given") == [shared, shared]


def test_a_copy_that_fails_says_what_to_do(site: Page, offer: Offer) -> None:
    site.add_init_script(
        "const writeText = () => Promise.reject();"
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText}})"
    )
    site.goto(f"/aanbod/{offer.id}")
    button(site, "Kopieer de link").click()
    expect(site.locator(".share-said")).to_contain_text("Kopiëren lukt hier niet.")


def test_without_scripts_no_button_stands_there_that_does_nothing(
    site: Page, browser: Browser, server: str, offer: Offer
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/aanbod/{offer.id}")
    for name in ("Lees voor", "Bewaar", "Kopieer de link", "Anders delen"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.get_by_role("link", name="WhatsApp")).to_be_visible()
    page.goto(f"/aanbod/{offer.id}/affiche")
    expect(page.get_by_role("button", name="Druk de affiche af")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("het menu van je browser")
    context.close()


def test_the_longest_poster_is_one_page(site: Page, session: Session, offer: Offer) -> None:
    offer.title = ("Wekelijkse ontmoetingsnamiddag voor nieuwkomers en buurtbewoners " * 2)[:120]
    offer.summary = ("Samen aan tafel met mensen die hier al lang wonen. " * 7)[:300]
    session.commit()
    site.goto(f"/aanbod/{offer.id}/affiche")
    pages = PdfReader(io.BytesIO(site.pdf(prefer_css_page_size=True))).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]


def test_somebody_joins_with_a_name_and_a_telephone(site: Page, offer: Offer) -> None:
    site.set_viewport_size({"width": 360, "height": 740})
    site.goto(f"/aanbod/{offer.id}")
    site.locator(".action-bar").get_by_role("link", name="Ik doe mee").click()
    site.get_by_label("Je naam").fill("Amina Haddad")
    button(site, "Stuur mijn vraag").click()
    expect(site.locator(".error-summary")).to_contain_text("Schrijf je telefoon of je e-mailadres.")
    expect(site.get_by_label("Je naam")).to_have_value("Amina Haddad")
    site.get_by_label("Je telefoon").fill("0470 12 34 56")
    button(site, "Stuur mijn vraag").click()
    expect(site.locator("h1")).to_have_text("We hebben je vraag verstuurd")
    expect(site.locator("main")).to_contain_text("binnen 7 dagen")
    assert site.url.endswith(f"/aanbod/{offer.id}/meedoen/verstuurd")
    site.reload()
    expect(site.locator("main")).to_contain_text("Rita Claes")


def keep(page: Page, offer: Offer) -> None:
    page.goto(f"/aanbod/{offer.id}")
    button(page, "Bewaar").click()
    expect(button(page, "Haal van mijn lijst")).to_be_focused()


def test_what_is_kept_stands_on_the_list_and_can_be_shown_and_taken_off(
    site: Page, session: Session, offer: Offer
) -> None:
    other = examples.offer(session, offer.organisation, "Samen koken")
    session.commit()
    site.goto("/mijn-lijst")
    expect(site.get_by_text("Je lijst is nog leeg")).to_be_visible()
    expect(site.get_by_text("Je lijst werkt met JavaScript.")).to_be_hidden()
    keep(site, offer)
    keep(site, other)
    site.reload()
    expect(button(site, "Haal van mijn lijst")).to_be_visible()
    site.get_by_role("link", name="Bekijk mijn lijst").click()
    expect(site.locator("[data-kept] h2")).to_have_text(["Samen koken", "Praattafel"])
    expect(site.locator("header").get_by_role("link", name="Mijn lijst")).to_be_visible()
    expect(button(site, "Druk deze lijst af")).to_be_visible()
    shown = f"http://localhost/lijst/{other.id}.{offer.id}"
    expect(site.locator(".list-address")).to_have_text(shown)

    site.locator("[data-kept]").first.get_by_role("button").click()
    expect(site.locator("[data-kept] h2")).to_have_text(["Praattafel"])
    site.reload()
    expect(site.locator("[data-kept] h2")).to_have_text(["Praattafel"])
    site.goto(f"/lijst/{other.id}.{offer.id}")
    expect(site.locator("[data-kept] h2")).to_have_text(["Samen koken", "Praattafel"])
    expect(button(site, "Haal van mijn lijst")).to_have_count(0)


def test_a_list_that_cannot_be_fetched_says_so_and_stays(site: Page, offer: Offer) -> None:
    keep(site, offer)
    site.route("**/lijst/*", lambda route: route.fulfill(status=200, body="<p>nothing</p>"))
    site.goto("/mijn-lijst")
    expect(site.get_by_text("Je lijst komt nu niet.")).to_be_visible()
    site.unroute("**/lijst/*")
    site.reload()
    expect(site.locator("[data-kept] h2")).to_have_text(["Praattafel"])


@pytest.mark.parametrize(
    "stored", ["{", '"a"', "null", '[1.5, "7", -1, null, {}]', "[99999999999]"]
)
def test_a_list_that_something_else_wrote_harms_nothing(
    site: Page, offer: Offer, stored: str
) -> None:
    site.evaluate("(text) => localStorage.setItem('meedoen-list', text)", stored)
    site.goto("/mijn-lijst")
    expect(site.get_by_text("Je lijst is nog leeg")).to_be_visible()
    keep(site, offer)


def test_a_device_that_keeps_nothing_has_no_button(site: Page, offer: Offer) -> None:
    site.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    )
    site.goto(f"/aanbod/{offer.id}")
    expect(site.locator("h1")).to_have_text("Praattafel")
    expect(button(site, "Bewaar")).to_be_hidden()
    site.goto("/mijn-lijst")
    expect(site.get_by_text("Je lijst werkt met JavaScript.")).to_be_visible()


def test_a_full_list_says_so(site: Page, offer: Offer) -> None:
    site.evaluate(
        "const many = [...Array(50).keys()].map((n) => n + 100);"
        "localStorage.setItem('meedoen-list', JSON.stringify(many))"
    )
    site.goto(f"/aanbod/{offer.id}")
    button(site, "Bewaar").click()
    expect(site.locator(".keep-said")).to_have_text("Je lijst is vol. Haal er eerst iets af.")
    expect(button(site, "Bewaar")).to_be_visible()
