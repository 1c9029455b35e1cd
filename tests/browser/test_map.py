"""The map as people use it: by key, mouse, wheel and fingers, beside a list that says the same."""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from apiflask import APIFlask
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from meedoen.places.boundaries.rules import on_map
from tests import examples

AXE = Axe().axe_script
LAND, VIEW = ".map-land", ".map-view"
TOGETHER = (51.0259, 4.4776)
SPOTS = [TOGETHER, TOGETHER, TOGETHER, (51.03, 4.49), (51.05, 4.44), (51.08, 4.52), (51.0, 4.4)]


@pytest.fixture
def offers(site: Page, session: Session) -> list[str]:
    """Seven offers near Mechelen, three of them in one house; and one without a place."""
    host = examples.organisation(session)
    for number, (lat, lon) in enumerate(SPOTS):
        where = examples.place(lat=lat, lon=lon)
        examples.offer(session, host, f"Koken {number}", places=[where])
    examples.offer(session, host, "Van thuis uit")
    session.commit()
    return [f"Koken {number}" for number in range(len(SPOTS))]


@pytest.fixture
def live(site: Page, offers: list[str]) -> Page:
    """The map near Mechelen, brought to life."""
    site.goto("/aanbod/kaart?waar=Mechelen&straal=5")
    return come_to_life(site)


def come_to_life(page: Page) -> Page:
    expect(page.locator(".map-tools")).to_be_visible()
    expect(page.locator("[data-map-count]")).to_contain_text("In beeld")
    return page


def seen(page: Page) -> tuple[float, float, float]:
    """The middle of what is seen, and how wide it is, in units of the map."""
    x, y, width, height = map(float, str(page.locator(LAND).get_attribute("viewBox")).split())
    return x + width / 2, y + height / 2, width


def until(page: Page, holds: Callable[[tuple[float, float, float]], bool]) -> None:
    """Wait until what is seen is so."""
    for _frame in range(200):
        if holds(seen(page)):
            return
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(seen(page))


def still(page: Page) -> Page:
    """Wait until nothing has moved for ten frames."""
    frames, before = 0, seen(page)
    for _frame in range(300):
        page.evaluate("() => new Promise(requestAnimationFrame)")
        frames, before = (frames + 1 if seen(page) == before else 0), seen(page)
        if frames == 10:
            return page
    raise AssertionError("it never comes to rest")


def numbers(page: Page) -> int:
    """How many offers all marks stand for."""
    together = page.locator(".map-many text").all_text_contents()
    return sum(map(int, together)) + page.locator("g.map-one").count()


def point_of(page: Page, lat: float, lon: float) -> dict[str, float]:
    """Where a point lies on the map, in pixels from its corner."""
    x, y, wide = seen(still(page))
    box = page.locator(VIEW).bounding_box()
    assert box
    across, down = on_map(lat, lon)
    scale = box["width"] / wide
    left, top = (across - x) * scale + box["width"] / 2, (down - y) * scale + box["height"] / 2
    return {"x": left, "y": top}


def test_marks_and_list_and_page_say_the_same(live: Page, offers: list[str]) -> None:
    page = live
    expect(page.locator(".summary-line")).to_contain_text("8 resultaten")
    expect(page.locator("[data-map-count]")).to_have_text("In beeld: 7 van 7.")
    assert numbers(page) == 7
    assert sorted(page.locator("[data-map-list] a").all_inner_texts()) == offers
    expect(page.locator("main")).to_contain_text("1 resultaat heeft geen vaste plaats")


def test_it_moves_and_grows_by_keyboard(live: Page) -> None:
    page = live
    expect(page.locator(".map-help")).to_be_visible()
    expect(page.locator(VIEW)).to_have_role("application")
    page.locator(VIEW).focus()
    x, y, wide = seen(page)
    page.keyboard.press("ArrowRight")
    until(page, lambda now: now[0] > x and now[1] == pytest.approx(y))
    page.keyboard.press("ArrowUp")
    until(page, lambda now: now[1] < y)
    page.keyboard.press("+")
    until(page, lambda now: now[2] == pytest.approx(wide / 2))
    page.keyboard.press("-")
    until(page, lambda now: now[2] == pytest.approx(wide))
    page.keyboard.press("0")
    until(page, lambda now: now == pytest.approx((x, y, wide)))


def test_buttons_do_what_they_say(live: Page) -> None:
    page = live
    wide = seen(page)[2]
    page.get_by_role("button", name="Zoom in").click()
    until(page, lambda now: now[2] == pytest.approx(wide / 2))
    page.get_by_role("button", name="Zoom uit").click()
    until(page, lambda now: now[2] == pytest.approx(wide))
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Toon alles").click()
    until(page, lambda now: now[2] == pytest.approx(wide))


def test_a_mouse_drags_it_and_the_wheel_asks_for_the_focus_first(live: Page) -> None:
    page = live
    page.locator(VIEW).scroll_into_view_if_needed()
    box = page.locator(VIEW).bounding_box()
    assert box
    x, _y, wide = seen(page)
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.mouse.move(*middle)
    page.mouse.wheel(0, -100)
    assert seen(page)[2] == pytest.approx(wide)
    page.mouse.down()
    page.mouse.move(middle[0] - 100, middle[1], steps=4)
    page.mouse.up()
    until(page, lambda now: now[0] > x + 90 * wide / box["width"])
    page.mouse.wheel(0, -100)
    until(page, lambda now: now[2] < wide * 0.9)


def test_two_fingers_make_it_larger_around_what_lies_between_them(live: Page) -> None:
    page = live
    page.locator(VIEW).scroll_into_view_if_needed()
    box = page.locator(VIEW).bounding_box()
    assert box
    _x, _y, wide = seen(page)
    devices = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def fingers(kind: str, *apart: float) -> None:
        points = [{"x": x + far * way, "y": y, "id": way} for far in apart for way in (-1, 1)]
        devices.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 40)
    for far in (50, 60, 70, 80):
        fingers("touchMove", far)
    fingers("touchEnd")
    until(page, lambda now: now[2] == pytest.approx(wide / 2, rel=0.1))


def test_a_tap_beside_all_marks_brings_that_spot_to_the_middle(live: Page) -> None:
    page = live
    page.locator(VIEW).scroll_into_view_if_needed()
    page.locator(VIEW).click(position=point_of(page, 51.06, 4.5))
    until(page, lambda now: now[:2] == pytest.approx(on_map(51.06, 4.5), abs=2))


def test_a_number_leads_nearer_and_then_to_the_offers(live: Page) -> None:
    page = live
    for _step in range(8):
        if page.locator(".map-panel").is_visible():
            break
        wide = seen(page)[2]
        page.locator(VIEW).click(position=point_of(page, *TOGETHER))
        if page.locator(".map-panel").is_hidden():
            until(page, lambda now, wide=wide: now[2] < wide)  # type: ignore[misc]
    panel = page.locator(".map-panel")
    expect(panel.locator("a")).to_have_text(["Koken 0", "Koken 1", "Koken 2"])
    for number in range(3):
        expect(page.locator("[data-map-list] a", has_text=f"Koken {number}")).to_be_visible()
    panel.locator("button").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(VIEW)).to_be_focused()
    page.locator(VIEW).click(position=point_of(page, *TOGETHER))
    panel.locator("a").first.click()
    expect(page.locator("h1")).to_have_text("Koken 0")
    expect(page).to_have_url(re.compile(r"\?waar=Mechelen"))


def test_the_list_lights_what_it_means(live: Page) -> None:
    page = live
    page.locator("[data-map-list] a", has_text="Koken 5").focus()
    expect(page.locator(".map-lit")).to_have_count(1)
    page.locator(".map-tool").first.focus()
    expect(page.locator(".map-lit")).to_have_count(0)


def test_what_is_out_of_sight_leaves_the_list(live: Page) -> None:
    page = live
    page.locator(VIEW).focus()
    for _step in range(14):
        page.keyboard.press("ArrowUp")
    expect(page.locator("[data-map-count]")).to_have_text("In beeld: 0 van 7.")
    expect(page.locator("[data-map-list] a")).to_have_count(0)
    page.keyboard.press("0")
    expect(page.locator("[data-map-list] a")).to_have_count(7)


def test_who_wants_no_motion_gets_none(live: Page) -> None:
    page = live
    page.emulate_media(reduced_motion="reduce")
    wide = seen(page)[2]
    page.locator(VIEW).focus()
    page.keyboard.press("+")
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert seen(page)[2] == pytest.approx(wide / 2)


def test_the_list_stays_when_the_data_does_not_come(site: Page, offers: list[str]) -> None:
    site.route("**/land.json*", lambda route: route.fulfill(body="no JSON"))
    site.goto("/aanbod/kaart?waar=Mechelen&straal=5")
    expect(site.locator(".map-note")).to_contain_text("De lijst zegt hetzelfde")
    expect(site.locator("[data-map-list] a")).to_have_count(8)
    expect(site.locator(".map-tools")).to_be_hidden()


def test_without_scripts_there_is_a_picture_and_a_list(
    browser: Browser, server: str, offers: list[str]
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    page.goto("/aanbod/kaart?waar=Mechelen&straal=5")
    shown = page.locator(".map-many text").all_text_contents()
    assert sum(map(int, shown)) + page.locator(".map-one").count() == 7
    expect(page.locator("[data-map-list] a")).to_have_count(8)
    expect(page.locator(".map-tools")).to_be_hidden()
    expect(page.locator("[data-map-more]")).to_be_hidden()
    expect(page.locator(".map-help")).to_be_hidden()
    expect(page.locator(VIEW)).to_have_role("img")
    page.locator("[data-map-list] a").first.click()
    expect(page.locator("h1")).to_contain_text("Koken")
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("way", ["ltr", "rtl"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_live_map(live: Page, width: int, way: str, scheme: Any) -> None:
    page = live
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("(way) => { document.documentElement.dir = way; }", way)
    page.locator(VIEW).click(position=point_of(page, *SPOTS[6]))
    expect(page.locator(".map-panel")).to_be_visible()
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    assert not [fault["id"] for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = [tool.bounding_box() for tool in page.locator(".map-tool:visible").all()]
    assert len(sizes) == 4
    assert all(size and min(size["width"], size["height"]) >= 44 for size in sizes)


def test_tiles_of_an_operator_lie_where_they_belong(
    site: Page, app: APIFlask, server: str, offers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{server}/tegels/{{z}}/{{x}}/{{y}}.svg"
    changed = replace(app.config["SETTINGS"], map_tiles=address, map_attribution="© Iemand")
    monkeypatch.setitem(app.config, "SETTINGS", changed)
    asked: list[str] = []
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
    site.route(
        "**/tegels/**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(body=drawing, content_type="image/svg+xml"),
        ),
    )
    with site.expect_request("**/tegels/**"):
        site.goto("/aanbod/kaart?waar=Mechelen&straal=5")
    expect(site.locator("figcaption")).to_contain_text("© Iemand")
    tiles = site.locator(".map-tiles image")
    expect(tiles.first).to_be_attached()
    lat, lon = TOGETHER
    found = [re.findall(r"/tegels/(\d+)/(\d+)/(\d+)", url)[0] for url in asked]
    zoom = int(found[0][0])
    column = int((lon + 180) / 360 * 2**zoom)
    row = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)
    assert (str(zoom), str(column), str(row)) in found
    assert len(found) <= 36
    here = tiles.locator(f"xpath=self::*[@href='{server}/tegels/{zoom}/{column}/{row}.svg']")
    x, y, side = (float(here.get_attribute(name) or "") for name in ("x", "y", "width"))
    across, down = on_map(lat, lon)
    assert x <= across <= x + side
    assert y <= down <= y + side
