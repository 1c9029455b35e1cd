"""The results with JavaScript: choices show at once, the back button is right, and 'bij mij'."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from meedoen.offers.terms import Goal
from tests import examples


@pytest.fixture
def results(site: Page, session: Session) -> Page:
    """Two offers in Mechelen, one of them free, and the page that shows both."""
    host = examples.organisation(session, "Koffiehuis De Zon")
    examples.offer(session, host, "Samen koken", places=[examples.place()], cost_cents=200)
    examples.offer(
        session, host, "Samen praten", places=[examples.place()], goals=[Goal.DUTCH, Goal.MEET]
    )
    session.commit()
    site.goto("/aanbod?waar=Mechelen")
    return site


def choose(page: Page, label: str) -> None:
    """Tick a box of the filter, which is a sheet on a phone and a column here."""
    page.locator("form[data-filter]").get_by_label(label, exact=False).first.check()


def test_a_choice_shows_its_offers_at_once_and_keeps_the_focus(results: Page) -> None:
    page = results
    choose(page, "Gratis")
    expect(page.locator("#results")).to_contain_text("1 resultaat")
    expect(page.locator("#results")).not_to_contain_text("Samen koken")
    assert "gratis=1" in page.url
    assert page.evaluate("document.activeElement.name") == "gratis"
    expect(page.locator("#found")).to_contain_text("1 resultaat")
    expect(page.locator(".removable-chip, .chip").first).to_contain_text("Gratis")


def test_the_back_button_brings_the_choices_of_before(results: Page) -> None:
    page = results
    choose(page, "Gratis")
    expect(page.locator("#results")).to_contain_text("1 resultaat")
    page.go_back()
    expect(page.locator("#results")).to_contain_text("2 resultaten")
    expect(page.locator("form[data-filter] [name=gratis]")).not_to_be_checked()


def test_a_choice_that_is_not_answered_as_it_should_is_asked_as_a_page(results: Page) -> None:
    page = results
    page.route(
        "**/aanbod?*",
        lambda route: (
            route.fulfill(body="<p>Niets van ons</p>", content_type="text/html")
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    )
    with page.expect_navigation(url=re.compile("gratis=1")):
        choose(page, "Gratis")
    expect(page.locator("#results")).to_contain_text("1 resultaat")


def test_near_me_is_asked_on_a_tap_rounded_and_searched_for(results: Page) -> None:
    page = results
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 51.0259123, "longitude": 4.4776456})
    with page.expect_navigation():
        page.get_by_role("button", name="Bij mij in de buurt").click()
    assert "waar=51.026%2C4.478" in page.url
    expect(page.locator("#results")).to_contain_text("van deze plek")


def test_near_me_that_is_refused_says_what_to_do(results: Page) -> None:
    page = results
    page.context.clear_permissions()
    page.get_by_role("button", name="Bij mij in de buurt").click()
    expect(page.locator("[data-near-me-said]")).to_have_text(
        "We weten niet waar je bent. Schrijf je gemeente."
    )
