"""What a first visit costs on prepaid data: the page and all it loads, as they are sent."""

import re

import brotli
import pytest
from sqlalchemy.orm import Session

from tests import examples
from tests.conftest import PageClient

LOADED = re.compile(
    r'(?:<script[^>]*\ssrc|<link rel="(?:stylesheet|icon|manifest)"[^>]*\shref)="([^"]+)"'
)
IMPORTED = re.compile(r'(?:from|import)\s*"(\./[^"]+)"')
WHOLE, PAGE = 60_000, 15_000
"""Bytes: of a first visit in all, and of its HTML."""


def wire(content: bytes) -> int:
    """Bytes of it when it is sent, compressed as the product does at least."""
    return min(len(content), len(brotli.compress(content, quality=4)))


@pytest.mark.parametrize("address", ["/", "/aanbod?waar=Mechelen", "/ar/aanbod?waar=Mechelen"])
def test_a_first_visit_is_light(client: PageClient, session: Session, address: str) -> None:
    host = examples.organisation(session, "Koffiehuis De Zon")
    for number in range(25):
        examples.offer(
            session, host, f"Samen praten bij de koffie {number}", places=[examples.place()]
        )
    session.commit()
    page = client.get(address).get_data()
    assert wire(page) <= PAGE
    files = set(LOADED.findall(page.decode()))
    assert any(file.startswith("/assets/app.css") for file in files)
    cost = wire(page)
    for file in files:
        with client.get(file) as answer:
            content = answer.get_data()
        assert answer.status_code == 200, file
        assert not IMPORTED.findall(content.decode("utf-8", "replace")), f"{file} loads more"
        assert answer.cache_control.max_age == 31_536_000, file
        cost += wire(content)
    assert cost <= WHOLE
