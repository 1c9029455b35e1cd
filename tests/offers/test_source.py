"""Who brought an offer in, as a table of cases."""

from types import SimpleNamespace

import pytest

from meedoen.offers.terms import Source
from meedoen.offers.writing.rules import source_of


@pytest.mark.parametrize(
    ("role", "nis", "source"),
    [
        ("municipality_officer", "12025", Source.MUNICIPALITY),
        ("municipality_officer", "44021", Source.OWN),
        ("organisation_member", None, Source.OWN),
    ],
)
def test_a_member_who_serves_the_home_municipality_brings_it_in_for_the_municipality(
    role: str, nis: str | None, source: Source
) -> None:
    member = SimpleNamespace(id=1, roles=[SimpleNamespace(role=role, nis=nis)])
    assert source_of("12025", member) is source
