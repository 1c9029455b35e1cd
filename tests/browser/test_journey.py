"""The whole mission once, in a real browser: from an offer over a border to the proof as a PDF."""

import email
import io
import re
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from apiflask import APIFlask
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy.orm import Session

from meedoen.accounts.actions import create_account, set_password
from meedoen.accounts.models import Account
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.organisations.actions import register_organisation
from meedoen.organisations.contacts.actions import add_contact
from meedoen.organisations.review.actions import verify_organisation
from meedoen.organisations.terms import OrganisationKind
from meedoen.web.clock import now, today

PASSWORD = "samen aan tafel"
WOMMELGEM, ANTWERPEN = "11052", "11002"
FORMER = "Borsbeek"
"""A municipality until 2025, now part of Antwerpen; it borders on Wommelgem."""


def test_from_an_offer_across_the_border_to_the_proof(
    site: Page, session: Session, app: APIFlask
) -> None:
    make_people(session)
    publish_an_offer(site)
    offer = find_it_by_the_former_name(site)
    open_a_trajectory(site)
    add_the_activity(site, offer)
    days = log_forty_hours(site)
    confirm_by_link(site, app.config["SETTINGS"].data_dir / "outbox")
    accept_and_complete(site)
    read_the_proof(site, days)


def make_people(session: Session) -> None:
    """A verified organisation with its member, an officer who reviews, a counsellor."""
    at = now()

    def person(name: str, role: Role | None = None, **scope: str) -> Account:
        account = create_account(
            session, name=name.title(), email=f"{name}@proef.test", by=None, at=at
        )
        set_password(session, account, PASSWORD, by=None, at=at)
        if role:
            give_role(session, account, role, by=None, at=at, **scope)  # type: ignore[arg-type]
        return account

    member = person("lid")
    officer = person("ambtenaar", Role.MUNICIPALITY_OFFICER, nis=WOMMELGEM)
    person("begeleider", Role.COUNSELLOR, agency_code="atlas")
    organisation = register_organisation(
        session,
        name="Buurthuis De Populier",
        kind=OrganisationKind.NON_PROFIT,
        nis=WOMMELGEM,
        by=member,
        at=at,
    )
    give_role(
        session,
        member,
        Role.ORGANISATION_MEMBER,
        organisation_id=organisation.id,
        by=None,
        at=at,
    )
    add_contact(session, organisation, name="Rita Claes", email="rita@proef.test", by=member, at=at)
    verify_organisation(session, organisation, by=officer, at=at, base_url="http://localhost")
    session.commit()


def sign_in(site: Page, name: str) -> None:
    """Become somebody else, as people do: sign out, sign in."""
    site.context.clear_cookies()
    site.goto("/aanmelden")
    site.fill("[name=email]", f"{name}@proef.test")
    site.fill("[name=password]", PASSWORD)
    site.locator("main button[type=submit]").click()
    expect(site).to_have_url(re.compile("/mijn$"))


def tick(site: Page, name: str, value: str = "y") -> None:
    """Choose one box; the drawn one lies over the real one."""
    site.locator(f"[name={name}][value='{value}']").check(force=True)


def publish_an_offer(site: Page) -> None:
    """The member drafts, fills and submits; the officer of the municipality puts it online."""
    sign_in(site, "lid")
    site.goto("/beheer")
    site.locator("main a[href$='/aanbod']").first.click()
    site.locator("main a[href$='/aanbod/nieuw']").first.click()
    site.fill("[name=title]", "Praattafel aan de populier")
    tick(site, "type", "language_practice")
    site.get_by_role("button", name="Ga verder").click()

    site.fill("[name=summary]", "We praten samen Nederlands bij koffie.")
    site.fill("[name=description]", "Elke week een ander onderwerp. Fouten maken mag.")
    tick(site, "goals", "dutch")
    tick(site, "level", "2")
    site.fill("[name=places-0-postcode]", "2160")
    site.fill("[name=places-0-street]", "Dorp 1")
    tick(site, "moments", "tue-morning")
    site.fill("[name=minutes_per_meeting]", "120")
    site.fill("[name=how_to_join]", "Bel of mail Rita.")
    tick(site, "insurance", "organisation")
    for criterion in (
        "claims_suitable",
        "in_duo_or_group",
        "meets_new_people",
        "lasting_contact",
        "spoken_in_dutch",
    ):
        tick(site, criterion)
    site.get_by_role("button", name="Bewaar en dien in").click()
    expect(site.locator("main")).to_contain_text("Je krijgt een mail")

    sign_in(site, "ambtenaar")
    site.goto("/regie/aanbod")
    site.get_by_role("link", name="Kijk na").click()
    site.get_by_role("button", name="Zet online").click()


def find_it_by_the_former_name(site: Page) -> str:
    """A newcomer types the name of before the merger and finds what lies over the border."""
    site.context.clear_cookies()
    site.goto("/")
    site.fill("[name=wat]", "praten")
    site.fill("[name=waar]", FORMER)
    site.locator("main form[role=search] button, main form button").first.click()
    card = site.locator("main").get_by_role("link", name="Praattafel aan de populier")
    expect(card).to_be_visible()
    expect(site.locator("main")).to_contain_text("Borsbeek (Antwerpen)")
    expect(site.locator("main")).to_contain_text(re.compile(r"\d,\d km"))
    card.click()
    expect(site.locator("h1")).to_have_text("Praattafel aan de populier")
    expect(site.locator("main")).to_contain_text("Rita Claes")
    return urlsplit(site.url).path.split("/")[2]


def open_a_trajectory(site: Page) -> None:
    """The counsellor opens the trajectory; the rules say that it is required."""
    sign_in(site, "begeleider")
    site.goto("/trajecten/nieuw")
    site.fill("[name=name]", "Amina Haddad")
    site.select_option("[name=nis]", ANTWERPEN)
    site.fill("[name=starts_on]", (today() - timedelta(days=20)).isoformat())
    tick(site, "obliged")
    site.get_by_role("button", name="Open het traject").click()
    expect(site.locator("h1")).to_have_text("Amina Haddad")
    expect(site.locator("main")).to_contain_text("Het traject is verplicht")


def add_the_activity(site: Page, offer: str) -> None:
    """The counsellor adds the offer to the trajectory, and finds that it meets the criteria."""
    path = urlsplit(site.url).path
    site.goto(f"{path}/activiteiten/nieuw?aanbod={offer}")
    for criterion in ("in_duo_or_group", "meets_new_people", "lasting_contact", "spoken_in_dutch"):
        tick(site, f"offer-{criterion}")
    site.get_by_role("button", name="Voeg toe en keur goed").click()
    expect(site.locator("main")).to_contain_text("goedgekeurd")


def log_forty_hours(site: Page) -> list[date]:
    """Four long days, and one that was a mistake; what cannot be is refused with the reason."""
    days = [today() - timedelta(days=ago) for ago in (15, 12, 9, 6)]
    for day in days:
        log(site, day, "10:00", "20:00")
    expect(site.locator("main")).to_contain_text("4 keer gemeld, nog niet bevestigd")
    log(site, days[0], "19:00", "20:30")
    expect(site.locator("main")).to_contain_text("Dat valt op hetzelfde moment")
    site.goto(site.url.removesuffix("/uren"))
    site.get_by_role("button", name="Vraag om te bevestigen").click()
    return days


def log(site: Page, day: date, begin: str, end: str) -> None:
    """Fill in the form on the trajectory's page."""
    form = site.locator("form[action$='/uren']")
    form.locator("[name$=on_date]").fill(day.isoformat())
    form.locator("[name$=begins_at]").fill(begin)
    form.locator("[name$=ends_at]").fill(end)
    form.get_by_role("button", name="Meld deze uren").click()
    site.wait_for_load_state()


def confirm_by_link(site: Page, outbox: Path) -> None:
    """The contact person, who has no account, follows the link of the mail and confirms."""
    here = site.url
    cookies = site.context.cookies()
    site.context.clear_cookies()
    site.goto(link_in_mail(outbox, to="rita@proef.test", about="/bevestigen/"))
    expect(site.locator("main")).to_contain_text("Amina H.")
    expect(site.locator("main")).not_to_contain_text("Haddad")
    site.fill("[name=name]", "Rita Claes")
    site.get_by_role("button", name="Ja, dit klopt").click()
    expect(site.locator("main")).to_contain_text("Dit is bevestigd")
    site.context.add_cookies(cookies)  # type: ignore[arg-type]
    site.goto(here)


def link_in_mail(outbox: Path, *, to: str, about: str) -> str:
    """The path of a link in a mail of the outbox."""
    for file in outbox.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        assert body is not None
        found = re.search(rf"https?://\S*({about}\S+)", body.get_content())
        if message["To"] and to in str(message["To"]) and found:
            return found[1]
    raise AssertionError(f"no mail to {to} about {about}")


def accept_and_complete(site: Page) -> None:
    """Only what the counsellor accepts counts; at forty hours the trajectory is completed."""
    expect(site.locator("main")).to_contain_text("0 van 40 uur")
    site.get_by_role("button", name="Aanvaard wat is aangekruist").click()
    expect(site.locator("main")).to_contain_text("40 van 40 uur")
    site.get_by_role("button", name="Voltooi het traject").click()
    expect(site.get_by_role("link", name="Bewijs van deelname (PDF)").first).to_be_visible()


def read_the_proof(site: Page, days: list[date]) -> None:
    """The PDF says who did what for how long; its code can be checked by anybody."""
    href = site.get_by_role("link", name="Bewijs van deelname (PDF)").first.get_attribute("href")
    answer = site.request.get(str(href))
    assert answer.headers["content-type"] == "application/pdf"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert "Amina Haddad" in text
    assert "Praattafel aan de populier" in text
    assert "Buurthuis De Populier" in text
    assert re.search(r"40\s*(u\b|uur)", text)
    code = re.search(r"/bewijs/((?:[A-Z0-9]{4}-){3}[A-Z0-9]{4})", text.replace("\n", ""))
    assert code is not None
    site.context.clear_cookies()
    site.goto(f"/bewijs/{code[1]}")
    main = site.locator("main")
    expect(main).to_contain_text("40")
    expect(main).to_contain_text("A.H.")
    expect(main).not_to_contain_text("Haddad")
