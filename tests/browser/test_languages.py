"""Choosing a language by keyboard, with and without JavaScript."""

import re

from playwright.sync_api import Browser, Page, expect


def test_a_newcomer_chooses_a_language_by_keyboard_and_keeps_page_and_question(
    site: Page,
) -> None:
    site.goto("/aanbod?waar=Mechelen")
    picker = site.locator("details.site-language")
    picker.locator("summary").focus()
    site.keyboard.press("Enter")
    arabic = picker.get_by_role("button", name="العربية")
    expect(arabic).to_be_visible()
    arabic.focus()
    site.keyboard.press("Enter")
    expect(site).to_have_url(re.compile(r"/ar/aanbod\?waar=Mechelen$"))
    assert site.locator("html").get_attribute("dir") == "rtl"


def test_the_choice_works_without_javascript_and_is_offered_again(
    site: Page, server: str, browser: Browser
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/over")
    page.locator("details.site-language summary").click()
    page.locator("details.site-language").get_by_role("button", name="Українська").click()
    assert page.url == f"{server}/uk/over"
    page.goto("/")
    page.get_by_role("button", name="Читати українською").click()
    assert page.url == f"{server}/uk/"
    context.close()
