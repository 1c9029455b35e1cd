"""Every page that somebody can open, as a browser shows it: with axe-core, small, wide and dark."""

from playwright.sync_api import Page

from tests.browser.looking import WIDE, Demonstration, faults_of, look_at

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


def test_every_page_that_answers_is_visited(demonstration: Demonstration) -> None:
    visited = {visit.endpoint for visit in demonstration.visits}
    assert demonstration.endpoints - NO_PAGES == visited


def small_and_wide(page: Page) -> list[str]:
    """What is wrong on a phone by day, and on a wide screen in the dark."""
    page.emulate_media(color_scheme="light")
    found = [f"small: {fault}" for fault in faults_of(page)]
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="dark")
    return found + [f"wide and dark: {fault}" for fault in faults_of(page, seen_only=True)]


def test_every_page_is_sound(demonstration: Demonstration) -> None:
    assert not look_at(demonstration, demonstration.visits, small_and_wide)
