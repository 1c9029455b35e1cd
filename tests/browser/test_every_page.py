"""Every page that somebody can open, as a browser shows it: with axe-core, small, wide and dark."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from apiflask import APIFlask
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from meedoen.seeding.demo.people import PASSWORD
from meedoen.web.addresses import in_language
from meedoen.web.audience import PAGES
from meedoen.web.pages import error_page
from meedoen.web.session import db
from tests.browser.conftest import PATIENCE
from tests.browser.visits import NOBODY, Visit, all_visits

AXE = Axe().axe_script
SMALL, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
ERRORS = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503, 507)
NO_PAGES = {
    "static",
    "finding.carrying.agenda",
    "offline.worker",
    "openapi.spec",
    "pages.stylesheet",
    "trajectories.exporting.hours_file",
    "trajectories.exporting.trajectories_file",
    "trajectories.exporting.workbook",
    "trajectories.proving.certificate",
    "trajectories.sheets.form_file",
    "trajectories.sheets.photo_file",
    "trajectories.proving.one_file",
    "trajectories.proving.proof_file",
    "open_data.find_features",
    "open_data.find_municipalities",
    "open_data.find_offers",
    "open_data.find_places",
    "open_data.suggest",
    "open_data.get_offer",
    "finding.map.land",
    "finding.map.marks",
    "finding.map.parts",
    "finding.site.alive",
    "finding.site.ready",
    "finding.site.robots",
    "finding.site.sitemap",
}
"""Answer with a file or with data."""
SEEN = [
    "color-contrast",
    "link-in-text-block",
    "scrollable-region-focusable",
    "region",
    "label",
    "heading-order",
    "aria-hidden-focus",
    "duplicate-id-aria",
]
"""Rules of axe-core about what depends on width and colours."""
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

LOOK = """() => {
  const seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && !e.closest('.hidden-visually, .skip');
  const box = (e) => {
    const label = e.labels && [...e.labels].find(seen);
    const within = getComputedStyle(e, '::after').position === 'absolute' && e.closest('article');
    const boxes = [e, label, within].filter(Boolean).map((x) => x.getBoundingClientRect());
    return [Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height))];
  };
  const inText = (e) => getComputedStyle(e).display === 'inline' && e.closest('p, li, td, th, dd');
  const small = [...document.querySelectorAll(
      'a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter((e) => seen(e) && !inText(e))
    .filter((e) => { const [w, h] = box(e); return w < 43.5 || h < 43.5; })
    .map((e) => `${e.outerHTML.slice(0, 90)} ${box(e).map(Math.round)}`);
  const wide = document.documentElement.scrollWidth > window.innerWidth
    ? [...document.querySelectorAll('body *')]
      .filter((e) => { const b = e.getBoundingClientRect();
        return b.right > window.innerWidth + 1 || b.left < -1; })
      .slice(-3).map((e) => e.outerHTML.slice(0, 90)) : [];
  return {
    wide, small, lang: document.documentElement.lang, dir: document.documentElement.dir,
  };
}"""


@dataclass
class Demonstration:
    """The product with the demonstration in it, a browser, and all pages."""

    address: str
    visits: list[Visit]
    errors: dict[int, str]
    browser: Browser
    endpoints: set[str]
    states: dict[str, Any]

    def opened_by(self, who: str, **options: Any) -> BrowserContext:
        """A browser in which `who` has signed in; every account signs in once."""
        if who and who not in self.states:
            context = self.browser.new_context(base_url=self.address)
            page = context.new_page()
            page.goto("/aanmelden")
            page.fill("[name=email]", f"{who}@demo.test")
            page.fill("[name=password]", PASSWORD)
            page.locator("main button[type=submit]").click()
            page.wait_for_url("**/mijn")
            self.states[who] = context.storage_state()
            context.close()
        context = self.browser.new_context(
            base_url=self.address,
            storage_state=self.states.get(who),
            locale="nl-BE",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        return context


@pytest.fixture(scope="module")
def demonstration(loaded: APIFlask, server: str, browser: Browser) -> Demonstration:
    """The demonstration, loaded once for a file, served as it is to people."""
    with loaded.test_request_context(base_url=server):
        visits = list(all_visits(db.session))
        errors = {code: error_page(code) for code in ERRORS}
        db.session.commit()
        db.session.remove()
    endpoints = {
        rule.endpoint for rule in loaded.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    return Demonstration(server, visits, errors, browser, endpoints, {})


def faults_of(
    page: Page, *, way: str = "ltr", language: str = "nl", seen_only: bool = False
) -> list[str]:
    """What axe-core finds, and what it does not look for: width, targets, language.

    `seen_only` asks again what another width and other colours may change.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    choice = {"resultTypes": ["violations"]} | ({"runOnly": SEEN} if seen_only else {})
    found = page.evaluate("(choice) => axe.run(choice)", choice)["violations"]
    wrong = [
        f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"][:3]
    ]
    seen = page.evaluate(LOOK)
    wrong += [f"too wide: {part}" for part in seen["wide"]]
    wrong += [f"small target: {target}" for target in seen["small"]]
    if (seen["lang"], seen["dir"]) != (language, way):
        wrong.append(f"language {seen['lang']}, direction {seen['dir']}")
    return wrong


def listening(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A page, and what its console says and whom it asks, other than the product."""
    page, said = context.new_page(), list[str]()

    def hear(text: str) -> None:
        if not text.startswith("Failed to load resource"):
            said.append(text)

    page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((address, "data:")) else said.append(sent.url),
    )
    page.on(
        "response",
        lambda got: (
            said.append(f"{got.status} {got.url}")
            if got.status >= 400 and got.request.resource_type != "document"
            else None
        ),
    )
    return page, said


def test_every_page_that_answers_is_visited(demonstration: Demonstration) -> None:
    visited = {visit.endpoint for visit in demonstration.visits}
    assert demonstration.endpoints - NO_PAGES == visited


def look_at(
    demonstration: Demonstration, visits: Iterable[Visit], look: Callable[[Page], list[str]]
) -> dict[str, list[str]]:
    """Open pages one after the other, in one browser for each person; gives what is wrong."""
    wrong: dict[str, list[str]] = {}
    asked = list(visits)
    for who in dict.fromkeys(visit.who for visit in asked):
        context = demonstration.opened_by(who)
        page, said = listening(context, demonstration.address)
        for visit in asked:
            if visit.who != who:
                continue
            page.set_viewport_size(SMALL)
            answer = page.goto(visit.path)
            found = look(page)
            if answer is None or answer.status != visit.status:
                found.append(f"answered {answer and answer.status}")
            if found or said:
                wrong[f"{who} {visit.path}"] = found + said
            said.clear()
        context.close()
    return wrong


def small_and_wide(page: Page) -> list[str]:
    """What is wrong on a phone by day, and on a wide screen in the dark."""
    page.emulate_media(color_scheme="light")
    found = [f"small: {fault}" for fault in faults_of(page)]
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="dark")
    return found + [f"wide and dark: {fault}" for fault in faults_of(page, seen_only=True)]


def test_every_page_is_sound(demonstration: Demonstration) -> None:
    assert not look_at(demonstration, demonstration.visits, small_and_wide)


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


def focused(page: Page) -> str:
    """What has the focus, in words; fails when one could not see that it has."""
    text, outline = page.evaluate(
        """() => {
          const e = document.activeElement, own = getComputedStyle(e);
          const near = [e, e.nextElementSibling, e.closest('label')].filter(Boolean);
          const drawn = near.some((x) => [null, '::after'].some((part) => {
            const style = getComputedStyle(x, part);
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          }));
          return [(e.labels?.[0] ?? e).textContent.trim().replace(/\\s+/g, ' '), drawn];
        }"""
    )
    assert outline, f"focus is not seen on {text!r}"
    return str(text)


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus begins with `words`."""
    for _pressed in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if focused(page).startswith(words):
            return
    raise AssertionError(f"{words!r} is out of reach of the keyboard")


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
