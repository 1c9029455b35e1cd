"""With the network gone, pages that were seen can be read; not those of who is signed in."""

from collections.abc import Iterator

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from meedoen.organisations.models import Organisation
from tests import examples


@pytest.fixture
def host(session: Session) -> Organisation:
    return examples.organisation(session)


@pytest.fixture
def phone(app: APIFlask, server: str, browser: Browser) -> Iterator[Page]:
    """A phone on which the worker is at work."""
    context = browser.new_context(base_url=server, service_workers="allow")
    page = context.new_page()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    yield page
    context.close()


def lose_network(page: Page) -> None:
    """Wait until what was seen is kept, and take the network away."""
    page.wait_for_function(
        "async () => Boolean(await (await caches.open('pages-1')).match(location.href))"
    )
    page.context.set_offline(True)


def test_what_was_seen_can_be_read_again(phone: Page, session: Session, host: Organisation) -> None:
    examples.offer(session, host, "Samen koken", places=[examples.place()])
    session.commit()
    phone.goto("/aanbod?waar=Mechelen")
    expect(phone.locator("#results")).to_contain_text("Samen koken")
    lose_network(phone)
    phone.goto("/mijn-lijst")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Geen internet")
    phone.goto("/aanbod?waar=Mechelen")
    expect(phone.locator("#results")).to_contain_text("Samen koken")


def test_the_words_without_internet_are_in_the_language_of_the_page(phone: Page) -> None:
    phone.goto("/fr/aanbod")
    phone.wait_for_function(
        "async () => Boolean(await (await caches.open('pages-1')).match('/fr/geen-internet'))"
    )
    phone.context.set_offline(True)
    phone.goto("/fr/mijn-lijst")
    assert phone.evaluate("document.documentElement.lang") == "fr"
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
