"""People who want to join the offers of the two demonstration members, in every state."""

from datetime import timedelta

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer
from meedoen.offers.seats.actions import mark_full
from meedoen.offers.terms import Language
from meedoen.participation.actions import ask_to_join
from meedoen.participation.answering.actions import answer_interest
from meedoen.participation.models import Interest
from meedoen.participation.terms import InterestStatus
from meedoen.seeding.demo.catalogue import Workshop

ASKED = (
    ("Yusuf Demir", Language.TURKISH, 12, InterestStatus.CONTACTED, "Ik werk tot 17 uur."),
    ("Olena Kovalenko", Language.UKRAINIAN, 9, None, "Mag mijn dochter van 4 jaar mee?"),
    ("Selam Tesfay", Language.TIGRINYA, 3, None, ""),
    ("Rania Haddad", Language.ARABIC, 6, InterestStatus.JOINS, "Ik kom graag."),
    ("Carlos Pérez", Language.SPANISH, 5, InterestStatus.NOT_POSSIBLE, ""),
    ("Maria Silva", None, 1, None, "Bel mij in de namiddag, dank u."),
)
"""Name, language, asked how many days ago, what was answered, what was written."""

REASON = "De groep is vol op donderdag. Op dinsdag is er nog plaats: bel ons gerust."


def make_interests(
    workshop: Workshop, people: dict[str, Account], shown: dict[str, list[Offer]]
) -> None:
    """Let people ask, and the members answer some of them; one offer of each is full."""
    made = 0
    for word, offers in shown.items():
        for number, (name, language, days, status, message) in enumerate(ASKED):
            offer = offers[number % len(offers)]
            interest = ask(workshop, offer, made, name, language, days, message)
            if status:
                answer_interest(
                    workshop.session,
                    interest,
                    status,
                    reason=REASON if status is InterestStatus.NOT_POSSIBLE else "",
                    by=people[word],
                    at=workshop.at - timedelta(days=days - 1),
                    base_url=workshop.base_url,
                )
            made += 1
        mark_full(workshop.session, offers[-1], by=people[word], at=workshop.at)


def ask(
    workshop: Workshop,
    offer: Offer,
    number: int,
    name: str,
    language: Language | None,
    days: int,
    message: str,
) -> Interest:
    """One question of some days ago; every second person leaves an address too."""
    at = workshop.at - timedelta(days=days)
    return ask_to_join(
        workshop.session,
        offer,
        name=name,
        phone=f"0470 00 00 {number:02}",
        email=f"vraag{number}@demo.test" if number % 2 else None,
        language=language,
        message=message,
        request_key=f"{number:032x}",
        address="127.0.0.1",
        by=None,
        on=workshop.at.date(),
        at=at,
        base_url=workshop.base_url,
    )
