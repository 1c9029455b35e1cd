"""How the documents of the API are made from what was found; their shapes stand in `terms`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from meedoen.offers.finding.filters.rules import worth_naming
from meedoen.offers.finding.queries import FoundOffer
from meedoen.offers.finding.rules import FACETS, choices_of, week_of
from meedoen.offers.finding.showing.documents import catchment_words
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.indexing import Geography, catchment_of
from meedoen.offers.models import Offer, OfferPlace, OfferSession
from meedoen.offers.summaries.queries import Told
from meedoen.offers.summaries.terms import SummaryState
from meedoen.offers.terms import CatchmentKind, Day, Daypart, Goal, Language
from meedoen.open_data.terms import (
    AddressAnswer,
    CatchmentAnswer,
    ContactAnswer,
    FeatureAnswer,
    GeometryAnswer,
    HostAnswer,
    MomentAnswer,
    MunicipalityAnswer,
    NearAnswer,
    OfferAnswer,
    OfferPageAnswer,
    OrganisationAnswer,
    PlaceAnswer,
    SessionAnswer,
    SpotAnswer,
    SummaryAnswer,
)
from meedoen.organisations.rules import may_host_volunteers
from meedoen.places.models import Municipality
from meedoen.places.terms import Found, Place

MOST_ORGANISATIONS = 50
"""There can be thousands, which no filter shows."""


def facets_answer(
    facets: Mapping[str, Mapping[str, int]], criteria: Criteria
) -> dict[str, dict[str, int]]:
    """The counts of every facet; of the organisations those with the most, and the chosen ones."""
    told = {name: dict(facets.get(name, {})) for name in FACETS}
    counts, chosen = told["organisation"], choices_of(criteria).get("organisation", ())
    shown = worth_naming(counts, chosen, most=MOST_ORGANISATIONS)
    return told | {"organisation": {code: counts.get(code, 0) for code in shown}}


def near_answer(asked: Found) -> NearAnswer | None:
    """The place of the question, None where it names none."""
    place = asked.place
    if place is None:
        return None
    return NearAnswer(
        label=place.label,
        nis=next(iter(place.nis)) if len(place.nis) == 1 else None,
        lat=place.lat,
        lon=place.lon,
        alternatives=[place_answer(other) for other in asked.alternatives],
    )


def place_answer(place: Place) -> PlaceAnswer:
    """A place to choose."""
    return PlaceAnswer(
        label=place.label,
        query=place.query,
        kind=place.kind,
        nis=sorted(place.nis),
        lat=place.lat,
        lon=place.lon,
    )


def spot_of(place: OfferPlace) -> dict[str, Any]:
    """What is told of every place of an offer."""
    return {
        "nis": place.nis,
        "municipality": place.municipality.name_nl,
        "postcode": place.postcode,
        "lat": place.lat,
        "lon": place.lon,
    }


def catchment_answer(offer: Offer, geography: Geography) -> CatchmentAnswer:
    """Who may join; a region is told as all its municipalities."""
    codes = catchment_of(offer, geography)
    everyone = offer.catchment is CatchmentKind.EVERYONE
    return CatchmentAnswer(
        kind=offer.catchment,
        label=_("Iedereen") if everyone else catchment_words(offer, geography),
        municipalities=None if codes is None else sorted(codes),
    )


def summaries_answer(told: Mapping[str, Told]) -> dict[str, SummaryAnswer]:
    """What is told in other languages, by their code."""
    return {
        code: SummaryAnswer(
            text=one.text,
            state=SummaryState.OUTDATED if one.outdated else SummaryState.UP_TO_DATE,
        )
        for code, one in told.items()
    }


def summary_of(
    row: FoundOffer,
    geography: Geography,
    *,
    url: str,
    dates: Mapping[int, datetime],
    told: Mapping[int, Mapping[str, Told]],
) -> dict[str, Any]:
    """What every document tells of an offer."""
    offer = row.offer
    return {
        "id": offer.id,
        "url": url,
        "title": offer.title,
        "summary": offer.summary,
        "summaries": summaries_answer(told.get(offer.id, {})),
        "type": offer.type,
        "goals": [goal for goal in Goal if goal in offer.goals],
        "level": offer.level,
        "organisation": OrganisationAnswer(id=offer.organisation.id, name=offer.organisation.name),
        "place": SpotAnswer(**spot_of(row.place)) if row.place else None,
        "catchment": catchment_answer(offer, geography),
        "distance_m": None if row.metres is None else round(row.metres, 3),
        "next_session": dates.get(offer.id),
        "full": offer.full,
        "updated_at": offer.updated_at,
    }


def page_of(offer: Offer, coming: Sequence[OfferSession]) -> dict[str, Any]:
    """What the document of one offer tells beside its summary, and more of who offers it."""
    alike = set(OfferPageAnswer.model_fields) - set(OfferAnswer.model_fields)
    alike -= {"contact", "places", "moments", "sessions", "host_languages"}
    host = offer.organisation
    who = offer.contact if offer.contact and offer.contact.active else None
    return {name: getattr(offer, name) for name in alike} | {
        "organisation": HostAnswer(
            id=host.id,
            name=host.name,
            kind=host.kind,
            non_profit=may_host_volunteers(host.kind),
        ),
        "contact": who
        and ContactAnswer(name=who.name, phone=who.phone, whatsapp=who.whatsapp, email=who.email),
        "host_languages": [one for one in Language if one in offer.host_languages],
        "places": [
            AddressAnswer(**spot_of(place), name=place.name, street=place.street)
            for place in offer.places
        ],
        "moments": [
            MomentAnswer(day=day, daypart=part)
            for day in Day
            for part in Daypart
            if (day, part) in week_of(offer.moments, offer.sessions)
        ],
        "sessions": [
            SessionAnswer(
                starts_at=one.starts_at, ends_at=one.ends_at, status=one.status, note=one.note
            )
            for one in coming
        ],
    }


def feature_of(answer: OfferAnswer, offer: Offer) -> FeatureAnswer:
    """An offer on the map, at all its places."""
    points = [[place.lon, place.lat] for place in offer.places]
    geometry = None
    if len(points) == 1:
        geometry = GeometryAnswer(type="Point", coordinates=points[0])
    elif points:
        geometry = GeometryAnswer(type="MultiPoint", coordinates=points)
    return FeatureAnswer(id=offer.id, geometry=geometry, properties=answer)


def municipality_answer(row: Municipality, *, url: str) -> MunicipalityAnswer:
    """One municipality."""
    return MunicipalityAnswer(
        nis=row.nis,
        name=row.name_nl,
        name_fr=row.name_fr,
        url=url,
        gewest=row.gewest,
        province_nis=row.province_nis,
        region=row.region_code,
        network=row.network_code,
        agency=row.agency_code,
        lat=row.lat,
        lon=row.lon,
    )
