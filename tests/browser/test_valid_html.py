"""Every page, as the Nu checker reads it: no error, in Dutch and in other languages.

Asks for Java and for the checker (vnu.jar), which VNU_JAR names; `.ci/run` fetches it.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from meedoen.seeding.demo.people import PASSWORD
from meedoen.web.addresses import in_language
from meedoen.web.audience import PAGES
from meedoen.web.session import db
from tests.browser.visits import NOBODY, Visit, all_visits

JAR = os.environ.get("VNU_JAR")
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture(scope="module")
def visits(loaded: APIFlask) -> list[Visit]:
    """All pages of the demonstration, with the tokens that forms have in use."""
    with loaded.test_request_context(base_url="http://localhost"):
        found = list(all_visits(db.session))
        db.session.commit()
        db.session.remove()
    return found


def signed_in(app: APIFlask, who: str) -> FlaskClient:
    """A client of `who`."""
    client = app.test_client()
    if who:
        token = TOKEN.search(client.get("/aanmelden").text)
        assert token
        form = {
            "csrf_token": token[1],
            "email": f"{who}@demo.test",
            "password": PASSWORD,
        }
        assert client.post("/aanmelden", data=form).location.endswith("/mijn")
    return client


def paths_of(visit: Visit) -> list[str]:
    """Where a page stands: what newcomers read in other languages too."""
    read = visit.endpoint in PAGES and visit.who in {NOBODY, "newcomer", "newcomer2"}
    return [visit.path, *(in_language(visit.path, code) for code in ("ar", "uk") if read)]


def pages_in(folder: Path, app: APIFlask, visits: list[Visit]) -> dict[str, str]:
    """Write all pages into a folder; gives file name → who and where."""
    told: dict[str, str] = {}
    for who in dict.fromkeys(visit.who for visit in visits):
        client = signed_in(app, who)
        for path in [path for one in visits if one.who == who for path in paths_of(one)]:
            answer = client.get(path)
            if answer.mimetype == "text/html":
                name = f"{len(told)}.html"
                (folder / name).write_bytes(answer.data)
                told[name] = f"{who} {path}"
    return told


@pytest.mark.skipif(JAR is None, reason="asks for Java and the Nu checker, named by VNU_JAR")
def test_every_page_is_valid_html(whole_app: APIFlask, visits: list[Visit], tmp_path: Path) -> None:
    told = pages_in(tmp_path, whole_app, visits)
    checked = subprocess.run(
        ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--exit-zero-always", tmp_path],
        capture_output=True,
        check=True,
    )
    faults = {
        f"{told[Path(fault['url']).name]}: {fault['message']} {fault.get('extract', '')[:150]}"
        for fault in json.loads(checked.stderr)["messages"]
        if fault["type"] == "error"
    }
    assert len(told) > 150
    assert not faults
