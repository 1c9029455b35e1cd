"""The organisations of the two demonstration members, and what waits for review."""

from datetime import timedelta

from meedoen.accounts.models import Account
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.offers.models import Offer
from meedoen.offers.publication.actions import pause_offer, return_offer, submit_offer
from meedoen.organisations.actions import register_organisation
from meedoen.organisations.contacts.actions import add_contact
from meedoen.organisations.models import Organisation
from meedoen.organisations.review.actions import verify_organisation
from meedoen.organisations.terms import OrganisationKind
from meedoen.places.queries import get_municipality
from meedoen.seeding.demo.catalogue import Workshop, draft, publish
from meedoen.seeding.demo.content import read_summaries
from meedoen.seeding.demo.people import GENT, MECHELEN
from meedoen.seeding.demo.told import fall_behind, tell

PUBLISHED = ("praattafel", "koken", "soep", "buurtcafe", "buddy")
RETURNED_BECAUSE = "Schrijf er nog bij of kinderen mee mogen, en waar je je fiets kan zetten."


def make_own_work(workshop: Workshop, people: dict[str, Account]) -> dict[str, list[Offer]]:
    """Give both members an organisation; gives the published offers by the member's word."""
    found = {}
    for word, nis, name, officer in (
        ("organisation", MECHELEN, "Buurthuis De Zevende Stoel", "municipality"),
        ("organisation2", GENT, "Ontmoetingshuis De Lieve", "municipality2"),
    ):
        organisation = make_house(workshop, people[word], people[officer], nis, name)
        found[word] = make_states(workshop, organisation, people[word], people[officer])
    for nis, name in ((MECHELEN, "Naaigroep De Vingerhoed"), (GENT, "Loopclub De Kuip")):
        register_organisation(
            workshop.session,
            name=name,
            kind=OrganisationKind.DE_FACTO,
            nis=nis,
            about="We zijn pas begonnen en zoeken mensen die meedoen.",
            by=None,
            at=workshop.at - timedelta(days=2),
        )
    return found


def make_house(
    workshop: Workshop, member: Account, officer: Account, nis: str, name: str
) -> Organisation:
    """A verified neighbourhood house with one member and one contact person."""
    session, at = workshop.session, workshop.at - timedelta(days=120)
    organisation = register_organisation(
        session,
        name=name,
        kind=OrganisationKind.NON_PROFIT,
        nis=get_municipality(session, nis).nis,
        about="Een huis voor de hele buurt. Iedereen mag binnenkomen, ook zonder afspraak.",
        by=member,
        at=at,
    )
    give_role(
        session, member, Role.ORGANISATION_MEMBER, organisation_id=organisation.id, by=None, at=at
    )
    add_contact(
        session,
        organisation,
        name=workshop.person_name(),
        email=f"contact-{member.id}@demo.test",
        phone="015 00 00 00",
        by=member,
        at=at,
    )
    verify_organisation(session, organisation, by=officer, at=at, base_url=workshop.base_url)
    return organisation


def make_states(
    workshop: Workshop, organisation: Organisation, member: Account, officer: Account
) -> list[Offer]:
    """Offers in every state that a member meets: published, paused, returned, waiting, draft."""
    ideas = {idea.key: idea for idea in workshop.ideas}
    session, at = workshop.session, workshop.at
    shown = [publish(workshop, organisation, member, ideas[key]) for key in PUBLISHED]
    for key, offer in zip(PUBLISHED, shown, strict=True):
        tell(session, offer, read_summaries().get(key, {}), by=member, at=at - timedelta(days=2))
    fall_behind(session, shown[PUBLISHED.index("buurtcafe")], by=member, at=at - timedelta(days=1))
    paused = publish(workshop, organisation, member, ideas["rijbewijs"])
    pause_offer(session, paused, by=member, at=at - timedelta(days=1))
    returned = draft(workshop, organisation, member, ideas["spelletjes"])
    submit_offer(session, returned, by=member, at=at - timedelta(days=6))
    return_offer(
        session,
        returned,
        reasons=RETURNED_BECAUSE,
        by=officer,
        at=at - timedelta(days=4),
        base_url=workshop.base_url,
    )
    waiting = draft(workshop, organisation, member, ideas["naaien"])
    submit_offer(session, waiting, by=member, at=at - timedelta(days=3))
    draft(workshop, organisation, member, ideas["moestuin"])
    return shown
