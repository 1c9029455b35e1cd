"""The main pages from right to left, enlarged, in forced colours; error pages; by keyboard."""

from dataclasses import replace

from playwright.sync_api import Page, expect

from meedoen.web.addresses import in_language
from meedoen.web.audience import PAGES
from tests.browser.looking import (
    SMALL,
    WIDE,
    Demonstration,
    faults_of,
    focused,
    listening,
    look_at,
    tab_to,
)
from tests.browser.visits import NOBODY, Visit

MAIN = {
    "finding.home",
    "finding.results",
    "finding.results_map",
    "finding.showing.offer",
    "accounts.visits.sign_in",
    "dashboards.mine",
    "dashboards.board.show",
    "trajectories.caseload.listing",
    "trajectories.inbox.show",
    "trajectories.show_trajectory",
    "offers.writing.edit",
}
"""Pages that are also looked at with text twice as large."""


def main_visits(demonstration: Demonstration) -> list[Visit]:
    """One page of each main kind, for each of those who use it."""
    found = {
        (visit.who, visit.endpoint): visit
        for visit in reversed(demonstration.visits)
        if visit.endpoint in MAIN and visit.status == 200
    }
    return list(found.values())


def test_every_page_of_newcomers_can_be_read_from_right_to_left(
    demonstration: Demonstration,
) -> None:
    def arabic(page: Page) -> list[str]:
        page.emulate_media(color_scheme="light")
        found = [f"small: {fault}" for fault in faults_of(page, way="rtl", language="ar")]
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="dark")
        found += faults_of(page, way="rtl", language="ar", seen_only=True)
        return found

    visits = [
        replace(visit, path=in_language(visit.path, "ar"))
        for visit in demonstration.visits
        if visit.endpoint in PAGES and visit.who in {NOBODY, "newcomer", "newcomer2"}
    ]
    assert len({visit.endpoint for visit in visits}) > 15
    assert not look_at(demonstration, visits, arabic)


def test_main_pages_can_be_read_with_text_twice_as_large(demonstration: Demonstration) -> None:
    def enlarged(page: Page) -> list[str]:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        return faults_of(page)

    assert not look_at(demonstration, main_visits(demonstration), enlarged)


def test_main_pages_hold_in_the_colours_that_people_force_and_lie_still_when_asked(
    demonstration: Demonstration,
) -> None:
    def forced(page: Page) -> list[str]:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        found = faults_of(page, seen_only=True)
        page.keyboard.press("Tab")
        assert focused(page) == "Ga naar de inhoud"
        moving = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter((e) => {
              const own = getComputedStyle(e);
              const slow = own.transitionDuration.split(', ').some((t) => parseFloat(t) > 0);
              return slow || own.animationName !== 'none';
            }).slice(0, 3).map((e) => e.outerHTML.slice(0, 90))"""
        )
        return found + [f"moves: {part}" for part in moving]

    assert not look_at(demonstration, main_visits(demonstration), forced)


def test_every_error_page_is_sound(demonstration: Demonstration) -> None:
    context = demonstration.opened_by(NOBODY, viewport=SMALL)
    page, said = listening(context, demonstration.address)
    shown = {"html": ""}
    page.route("**/fout", lambda route: route.fulfill(body=shown["html"], content_type="text/html"))
    wrong = {}
    for code, shown["html"] in demonstration.errors.items():
        page.goto("/fout")
        wrong[code] = faults_of(page)
    context.close()
    assert not {code: found for code, found in wrong.items() if found}
    assert not said


def test_a_counsellor_logs_and_accepts_hours_by_keyboard_alone(
    demonstration: Demonstration,
) -> None:
    context = demonstration.opened_by("counsellor", viewport=WIDE)
    page = context.new_page()
    page.goto("/trajecten")
    page.keyboard.press("Tab")
    assert focused(page) == "Ga naar de inhoud"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "Amina Haddad")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Amina Haddad")

    tab_to(page, "Aanvaard wat is aangekruist")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("18 van 40 uur")

    tab_to(page, "Zonder begin en einde")
    page.keyboard.press("Enter")
    tab_to(page, "Of: hoeveel minuten")
    page.keyboard.type("90")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("3 keer gemeld, nog niet bevestigd")
    context.close()
