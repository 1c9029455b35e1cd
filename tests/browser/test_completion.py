"""Completion while typing, by keyboard alone as the combobox of WAI-ARIA asks, and without it."""

from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, Route, expect
from sqlalchemy.orm import Session

from tests import examples

AXE = Axe().axe_script
LIST = "[role=listbox]:visible"
OPTIONS = f"{LIST} [role=option]"


@pytest.fixture
def searching(site: Page, session: Session) -> Page:
    """The home page, and one organisation that offers one thing."""
    host = examples.organisation(session, "Koffiehuis De Zon")
    examples.offer(session, host, "Koken en koffie", places=[examples.place()])
    session.commit()
    site.goto("/")
    return site


def box(page: Page, name: str) -> str:
    page.locator(f"[name={name}]").focus()
    return f"[name={name}]"


def test_a_word_is_chosen_by_keyboard_and_searched_for(searching: Page) -> None:
    page, what = searching, box(searching, "wat")
    expect(page.locator(what)).to_have_role("combobox")
    expect(page.locator(what)).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("kof")
    expect(page.locator(LIST)).to_be_visible()
    expect(page.locator(what)).to_have_attribute("aria-expanded", "true")
    shown = page.locator(OPTIONS).all_inner_texts()
    assert "koffie" in shown
    for _step in range(shown.index("koffie") + 1):
        page.keyboard.press("ArrowDown")
    active = page.locator(what).get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    expect(page.locator(f"#{active}")).to_have_text("koffie")
    page.keyboard.press("Enter")
    expect(page.locator(what)).to_have_value("koffie")
    expect(page.locator(what)).to_be_focused()
    expect(page.locator("[role=listbox]").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 resultaat")


def test_the_arrows_go_round_through_the_box_and_escape_closes(searching: Page) -> None:
    page, what = searching, box(searching, "wat")
    page.keyboard.type("kof")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.locator(OPTIONS).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{LIST} [aria-selected=true]")).to_have_count(0)
    assert page.locator(what).get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    expect(page.locator(what)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(what)).to_have_value("kof")


def test_an_organisation_leads_to_its_page(searching: Page) -> None:
    page = searching
    box(page, "wat")
    page.keyboard.type("zon")
    option = page.locator(OPTIONS, has_text="Koffiehuis De Zon")
    expect(option).to_contain_text("organisatie")
    option.click()
    expect(page.locator("h1")).to_have_text("Koffiehuis De Zon")


def test_a_place_is_chosen_and_understood(searching: Page) -> None:
    page, where = searching, box(searching, "waar")
    page.keyboard.type("muiz")
    expect(page.locator(OPTIONS)).to_have_count(2)
    expect(page.locator("[role=status]", has_text="2 voorstellen")).to_have_count(1)
    page.locator(OPTIONS, has_text="Muizen (Mechelen)").click()
    expect(page.locator(where)).to_have_value("Muizen (2812)")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("van Muizen (Mechelen)")


def test_the_list_moves_nothing_and_closes_when_one_goes_on(searching: Page) -> None:
    page = searching
    before = page.locator("main").bounding_box()
    box(page, "wat")
    page.keyboard.type("kof")
    expect(page.locator(LIST)).to_be_visible()
    assert page.locator("main").bounding_box() == before
    page.keyboard.press("Tab")
    expect(page.locator("[name=waar]")).to_be_focused()
    expect(page.locator("[role=listbox]").first).to_be_hidden()


def test_an_answer_that_comes_late_is_not_shown(searching: Page) -> None:
    page, held = searching, list[Route]()
    page.route("**/suggest?q=ko&*", lambda route: held.append(route))
    box(page, "wat")
    with page.expect_request("**/suggest?q=ko&*"):
        page.keyboard.type("ko")
    page.keyboard.type("ff")
    expect(page.locator(OPTIONS, has_text="koffie").first).to_be_visible()
    answer = '{"words": ["laat"], "organisations": [], "places": []}'
    with suppress(Error):
        held[0].fulfill(body=answer, content_type="application/json")
    expect(page.locator(OPTIONS, has_text="koffie").first).to_be_visible()
    assert "laat" not in page.locator(OPTIONS).all_inner_texts()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("way", ["ltr", "rtl"])
def test_axe_finds_nothing_in_an_open_list(searching: Page, width: int, way: str) -> None:
    page = searching
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("(way) => { document.documentElement.dir = way; }", way)
    box(page, "wat")
    page.keyboard.type("kof")
    expect(page.locator(LIST)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    assert not [fault["id"] for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = [item.bounding_box() for item in page.locator(OPTIONS).all()]
    assert all(item and item["height"] >= 44 for item in heights)
    expect(page.locator(f"{OPTIONS} bdi").first).to_have_attribute("lang", "nl")


def test_without_scripts_the_boxes_are_plain_boxes(
    searching: Page, browser: Browser, server: str
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    assert page.locator("[name=wat]").get_attribute("role") is None
    page.fill("[name=wat]", "koffie")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 resultaat")
    context.close()
