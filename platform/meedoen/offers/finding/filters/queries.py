"""Reads of the names behind codes: municipalities, reference regions, organisations."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from meedoen.offers.finding.filters.rules import worth_naming
from meedoen.offers.finding.filters.terms import NAMED
from meedoen.offers.finding.rules import choices_of
from meedoen.offers.finding.terms import Criteria
from meedoen.organisations.models import Organisation
from meedoen.organisations.terms import OrganisationStatus
from meedoen.places.models import Municipality, Region

QUESTIONS: dict[str, tuple[Select[Any, str], InstrumentedAttribute[Any]]] = {
    "municipality": (
        select(Municipality.nis, Municipality.name_nl).where(Municipality.valid_to.is_(None)),
        Municipality.nis,
    ),
    "region": (select(Region.code, Region.name), Region.code),
    "organisation": (
        select(Organisation.id, Organisation.name).where(
            Organisation.status == OrganisationStatus.VERIFIED
        ),
        Organisation.id,
    ),
}
"""Per facet: codes and names of what newcomers may see, and the column of its code."""


def names_for_filter(
    session: Session,
    criteria: Criteria,
    facets: Mapping[str, Mapping[str, int]],
    *,
    french: bool = False,
) -> dict[str, dict[str, str]]:
    """The names, by facet and code, of what was chosen and of what gives the most offers.

    Municipalities in Dutch, or in French as far as they have a French name.
    """
    chosen = choices_of(criteria)
    wanted = {facet: worth_naming(facets.get(facet, {}), chosen.get(facet, ())) for facet in NAMED}
    return read_names(session, wanted, french=french)


def read_names(
    session: Session, wanted: Mapping[str, Collection[str]], *, french: bool = False
) -> dict[str, dict[str, str]]:
    """The names of these codes by facet; a code that is none of today has no name.

    `wanted` may name the facets of NAMED; each with codes is one question to the database.
    """
    found: dict[str, dict[str, str]] = {facet: {} for facet in wanted}
    for facet, codes in wanted.items():
        if codes:
            question, key = QUESTIONS[facet]
            if french and facet == "municipality":
                question = question.with_only_columns(Municipality.nis, Municipality.name_fr)
            keys = [key.type.python_type(code) for code in codes]
            rows = session.execute(question.where(key.in_(keys)))
            found[facet] = {str(code): name for code, name in rows}
    return found
