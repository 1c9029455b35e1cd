"""The daily round of a counsellor by keyboard alone: few keys, under three minutes."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import WIDE, Demonstration, focused, tab_to

MOST_KEYS = 40
MOST_SECONDS = 180


class Hands:
    """Two hands on a keyboard: what they press is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other, on a page whose scripts listen."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def walk_to(self, name: str) -> None:
        """Press j until the name of this person has the focus."""
        for _step in range(60):
            self.press("j")
            if focused(self.page) == name:
                return
        raise AssertionError(f"{name} is out of reach")


def test_a_round_of_twelve_hours_three_messages_and_a_proposal_takes_few_keys(
    demonstration: Demonstration,
    capsys: pytest.CaptureFixture[str],
) -> None:
    context = demonstration.opened_by("counsellor", viewport=WIDE)
    page = context.new_page()
    page.goto("/trajecten/te-doen")
    hands, began = Hands(page), time.monotonic()

    hands.walk_to("Viktor Bondar")
    hands.press("x", "a")
    expect(page.locator("main")).to_contain_text("12 keer aanvaard, samen 24 u.")

    hands.press("t")
    for name, message in (("Hassan Karimi", "3"), ("Fatuma Warsame", "1"), ("Nour El Din", "1")):
        page.wait_for_url("**/trajecten?toon=lopend")
        hands.walk_to(name)
        hands.press("m")
        expect(page.locator("h1")).to_have_text(f"Bericht aan {name}")
        hands.press(message)
        expect(page.locator("main")).to_contain_text(f"Het bericht aan {name} is verstuurd.")

    offer = next(v for v in demonstration.visits if v.endpoint == "finding.showing.offer")
    page.goto(offer.path)
    hands.press("p")
    expect(page.locator("main")).to_contain_text("Kies aan wie je dit aanbod voorstelt.")
    hands.walk_to("Leyla Şahin")
    hands.press("Enter")
    expect(page.locator("h1")).to_have_text("Stel voor aan Leyla Şahin")
    hands.press("1")
    expect(page.locator("main")).to_contain_text("Het bericht aan Leyla Şahin is verstuurd.")

    seconds = time.monotonic() - began
    context.close()
    with capsys.disabled():
        print(f"\nthe daily round: {hands.keys} keys, {seconds:.0f} seconds")
    assert hands.keys <= MOST_KEYS
    assert seconds < MOST_SECONDS


def test_single_keys_can_be_turned_off_are_silent_in_a_box_and_are_never_needed(
    demonstration: Demonstration,
) -> None:
    context = demonstration.opened_by("counsellor", viewport=WIDE)
    page = context.new_page()
    page.goto("/trajecten?toon=lopend")
    page.locator("#zoek").focus()
    page.keyboard.type("mt?")
    expect(page.locator("#zoek")).to_have_value("mt?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Zet de sneltoetsen uit").press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("j")
    assert page.url.endswith("/trajecten?toon=lopend")
    page.keyboard.press("?")
    page.get_by_role("button", name="Zet de sneltoetsen aan").press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_url("**/te-doen")
    tab_to(page, "Aanvaard wat is aangekruist", most=200)
    context.close()
