"""A form that was left open too long, in a real browser: nothing is lost, one press mends it."""

from apiflask import APIFlask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from meedoen.accounts.actions import set_password
from meedoen.accounts.models import Account
from meedoen.trajectories.terms import HoursState
from meedoen.web.clock import now
from tests.offers import written
from tests.trajectories.examples import activity, hours, link_to, trajectory

PASSWORD = "samen aan tafel"
TITLE = "Samen koken – met ‘vrienden’ uit Мехелен"


def member_with_a_draft(session: Session) -> tuple[Account, str]:
    """Somebody with a password, and the page of their draft."""
    offer = written.whole_offer(session)
    member = written.member_of(offer.organisation, session)
    member.email = "lid@proef.test"
    set_password(session, member, PASSWORD, by=None, at=now())
    session.commit()
    return member, f"/beheer/aanbod/{offer.id}"


def enter(page: Page) -> None:
    page.fill("[name=email]", "lid@proef.test")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()


def test_who_signed_in_again_in_another_window_presses_once_more(
    site: Page, session: Session
) -> None:
    _, address = member_with_a_draft(session)
    site.goto(f"/aanmelden?volgende={address}")
    enter(site)
    site.fill("[name=title]", TITLE)
    other = site.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="Afmelden").click()
    enter(other)
    site.get_by_role("button", name="Bewaar", exact=True).click()
    expect(site.get_by_role("alert")).to_contain_text("Dit formulier is te oud.")
    expect(site.locator("[name=title]")).to_have_value(TITLE)
    site.get_by_role("button", name="Bewaar", exact=True).click()
    expect(site.locator("h1")).to_have_text(TITLE)


def test_who_lost_all_cookies_signs_in_and_sends_it_then(site: Page, session: Session) -> None:
    _, address = member_with_a_draft(session)
    site.goto(f"/aanmelden?volgende={address}")
    enter(site)
    site.fill("[name=title]", TITLE)
    site.context.clear_cookies()
    site.get_by_role("button", name="Bewaar", exact=True).click()
    expect(site.locator("main")).to_contain_text("Wat je schreef, is bewaard.")
    enter(site)
    site.get_by_role("button", name="Stuur het nu").click()
    expect(site.locator("h1")).to_have_text(TITLE)


def test_a_contact_person_whose_browser_forgot_the_cookie_confirms_with_one_more_press(
    site: Page, session: Session, app: APIFlask
) -> None:
    joined = activity(session, trajectory(session))
    hours(session, joined, HoursState.REPORTED)
    session.commit()
    site.goto(link_to(app, joined))
    site.fill("[name=name]", "Els Wouters-De Smet")
    site.context.clear_cookies()
    site.get_by_role("button", name="Ja, dit klopt").click()
    expect(site.get_by_role("alert")).to_contain_text("Laat dan cookies toe voor Meedoen.")
    expect(site.locator("[name=name]")).to_have_value("Els Wouters-De Smet")
    site.get_by_role("button", name="Ja, dit klopt").click()
    expect(site.locator("main")).to_contain_text("Dank je. De uren zijn bevestigd.")
