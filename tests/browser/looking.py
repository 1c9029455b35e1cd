"""Pages as a browser shows them: what axe-core and our own rules find wrong, and the focus."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from meedoen.seeding.demo.people import PASSWORD
from tests.browser.visits import Visit

AXE = Axe().axe_script
PATIENCE = 30_000
"""Milliseconds that a click or an address has: a slow machine is no defect."""
SMALL, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
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
