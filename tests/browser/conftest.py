"""Fixtures of the browser tests: the product on a port of its own, and Debian's Chromium."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page, expect
from waitress.server import create_server

from meedoen.commands.seed import load_demonstration
from meedoen.web.pages import error_page
from meedoen.web.session import db
from tests.browser.looking import PATIENCE, Demonstration
from tests.browser.visits import all_visits
from tests.databases import Databases

CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
]

# A slow machine is no defect: what is expected has time to come.
expect.set_options(timeout=20_000)

ERRORS = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503, 507)
FEW = 12
"""Municipalities with organisations: enough for a page of each kind."""

REFUSED = ("status of 422", "status of 400", "status of 401")
"""Chromium calls a form that was refused, in words, an error; it is none."""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which may reach nothing but this machine; the one without windows, where
    it is there, takes half the time."""
    own = os.environ.get("CHROMIUM")
    path = own or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is missing; scripts/system-packages.sh test installs it")
    return {"executable_path": path, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def server(whole_app: APIFlask) -> Iterator[str]:
    """The address at which the product is served, as `make run` serves it."""
    serving = create_server(whole_app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.effective_port}"
    serving.close()
    thread.join(timeout=5)


@pytest.fixture(scope="module")
def loaded(whole_app: APIFlask, databases: Databases, written: set[str]) -> Iterator[APIFlask]:
    """The application with a small demonstration in it, and with the check of form tokens on."""
    with whole_app.app_context():
        db.session.remove()
        db.engine.dispose()
        databases.restore()
        load_demonstration(FEW)
        db.session.remove()
    before = whole_app.config.get("WTF_CSRF_ENABLED")
    whole_app.config["WTF_CSRF_ENABLED"] = True
    yield whole_app
    whole_app.config["WTF_CSRF_ENABLED"] = before


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


@pytest.fixture
def site(app: APIFlask, server: str, page: Page) -> Iterator[Page]:
    """A browser page on a fresh database; errors and requests to others fail the test."""

    def far(address: str) -> bool:
        return not address.startswith((server, "data:"))

    app.config["WTF_CSRF_ENABLED"] = True
    page.set_default_timeout(PATIENCE)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if far(request.url) else 0)
    page.goto(server)
    yield page
    app.config["WTF_CSRF_ENABLED"] = False
    assert not [text for text in said if not any(code in text for code in REFUSED)]


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    """Addresses in browser tests may be paths."""
    return server


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """No worker keeps pages from one test to the next; `test_offline` lets one."""
    return {**browser_context_args, "service_workers": "block"}
