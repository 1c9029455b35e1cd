"""When somebody may ask to join, what must be said, who answers, and when it is forgotten."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from meedoen.accounts.rules import name_reasons, phone_reasons
from meedoen.core.errors import Reason
from meedoen.core.texts import is_readable
from meedoen.messages.rules import mail_address
from meedoen.offers.rules import Shown, day_of, is_findable
from meedoen.participation.terms import InterestStatus

LONGEST_MESSAGE = 500
LONGEST_REASON = 500

ANSWER_WITHIN_DAYS = 7
"""How soon an organisation is asked to answer, and after how long a question is late; ours."""

MOVES: dict[InterestStatus, frozenset[InterestStatus]] = {
    InterestStatus.WAITING: frozenset(
        {InterestStatus.CONTACTED, InterestStatus.JOINS, InterestStatus.NOT_POSSIBLE}
    ),
    InterestStatus.CONTACTED: frozenset({InterestStatus.JOINS, InterestStatus.NOT_POSSIBLE}),
    InterestStatus.JOINS: frozenset({InterestStatus.NOT_POSSIBLE}),
    InterestStatus.NOT_POSSIBLE: frozenset({InterestStatus.JOINS}),
}
"""From each status to those it may become; an answer can be changed, not taken back."""

OPEN = frozenset({InterestStatus.WAITING, InterestStatus.CONTACTED})
"""What still asks something of the organisation."""


@dataclass(frozen=True, slots=True)
class Retention:
    """From which day on, how long an interest is kept, and who says so."""

    valid_from: date
    after_answer: timedelta
    at_most: timedelta
    source: str


RETENTIONS = (
    Retention(
        valid_from=date(2026, 1, 1),
        after_answer=timedelta(days=30),
        at_most=timedelta(days=180),
        source="our assumption: long enough to come once and ask again, GDPR art. 5.1.e",
    ),
)
"""The oldest first; a new one is added below, with its source."""


def retention_on(day: date) -> Retention:
    """How long interests are kept, as it holds on a day; before the first one, as in that one."""
    holding = [one for one in RETENTIONS if one.valid_from <= day]
    return holding[-1] if holding else RETENTIONS[0]


def is_forgotten(
    status: InterestStatus, *, asked_at: datetime, answered_at: datetime | None, at: datetime
) -> bool:
    """Whether an interest must be gone at a moment: some time after its answer, or in any case.

    `queries.forgettable` is the same condition in SQL; a test proves that both agree.
    """
    kept = retention_on(day_of(at))
    if asked_at <= at - kept.at_most:
        return True
    answered = answered_at is not None and status not in OPEN
    return answered and answered_at is not None and answered_at <= at - kept.after_answer


def not_open_reasons(offer: Shown, *, on: date) -> tuple[Reason, ...]:
    """Why nobody can ask to join on a day: what cannot be found cannot be joined."""
    return () if is_findable(offer, on=on) else (Reason("offer_not_joinable"),)


def asking_reasons(
    *, name: str, phone: str | None, email: str | None, message: str
) -> tuple[Reason, ...]:
    """What stands in the way of asking: a name, one way to be reached, words that can be read."""
    found = [*name_reasons(name), *phone_reasons(phone)]
    if email and mail_address(email) is None:
        found.append(Reason("mail_address_wrong", field="email"))
    if not phone and not email:
        found.append(Reason("no_way_to_reach", field="phone"))
    if len(message) > LONGEST_MESSAGE or not is_readable(message):
        found.append(Reason("message_wrong", field="message", facts={"most": LONGEST_MESSAGE}))
    return tuple(found)


def answering_reasons(
    before: InterestStatus, after: InterestStatus, *, reason: str
) -> tuple[Reason, ...]:
    """What stands in the way of an answer: the table of moves, or a reason that is not there."""
    if after not in MOVES[before]:
        facts: dict[str, object] = {"before": before, "after": after}
        return (Reason("interest_move_impossible", facts=facts),)
    if after is not InterestStatus.NOT_POSSIBLE:
        return ()
    if not reason.strip():
        return (Reason("reason_missing", field="reason"),)
    if len(reason) > LONGEST_REASON or not is_readable(reason):
        return (Reason("reason_too_long", field="reason", facts={"most": LONGEST_REASON}),)
    return ()


def first_name(name: str) -> str:
    """The first word of a name: enough for a mail that others may read."""
    return name.split()[0] if name.split() else ""


def age_in_days(asked_at: datetime, *, on: date) -> int:
    """For how many days somebody has been waiting on a day, as people count them."""
    return max(0, (on - day_of(asked_at)).days)
