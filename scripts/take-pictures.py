"""Takes the pictures of the README from a running demonstration: `make run`, then this script."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SITE = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
PASSWORD = "meedoen-demo"

PICTURES = (
    ("home", "", "/", 1200, 900),
    ("results", "", "/aanbod?wat=praten&waar=Bonheiden&straal=10", 1200, 900),
    ("map", "", "/aanbod/kaart?waar=Mechelen", 1200, 900),
    ("offer", "", "/aanbod/1", 420, 860),
    ("arabic", "", "/ar/aanbod?waar=Mechelen", 420, 860),
    ("newcomer", "newcomer", "/mijn", 420, 860),
    ("counsellor", "counsellor", "/trajecten/1", 1200, 900),
)
"""Name, whose page (nobody's when empty), address, width and height in pixels."""


def take(browser: Browser, name: str, person: str, address: str, width: int, height: int) -> None:
    """Take one picture of what is seen without scrolling."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        locale="nl-BE",
        base_url=SITE,
        reduced_motion="reduce",
    )
    if person:
        page.goto("/aanmelden")
        page.fill("[name=email]", f"{person}@demo.test")
        page.fill("[name=password]", PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/mijn")
    page.goto(address)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


def main() -> None:
    """Take all pictures."""
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    chromium = found or sys.exit("Chromium is missing")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--headless=new", "--no-sandbox", "--disable-gpu"]
        )
        for picture in PICTURES:
            take(browser, *picture)
        browser.close()


if __name__ == "__main__":
    main()
