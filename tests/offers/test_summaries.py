"""Summaries in other languages: when they go stale, what is kept, and who writes over whom."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.offers.finding.queries import search_offers
from meedoen.offers.finding.terms import Criteria
from meedoen.offers.models import Offer
from meedoen.offers.summaries import rules
from meedoen.offers.summaries.actions import Written, write_summaries
from meedoen.offers.summaries.models import OfferSummary
from meedoen.offers.summaries.queries import OTHERS, read_summaries, summaries_of
from meedoen.offers.summaries.rules import Typed, digest_of, merged, state_of, wrong_with
from meedoen.offers.summaries.terms import SummaryState
from meedoen.offers.terms import Language, OfferStatus
from meedoen.offers.writing.actions import change_offer, copy_offer
from meedoen.offers.writing.queries import text_of
from meedoen.web.clock import today
from tests.examples import NOW
from tests.offers import written

LATER = NOW + timedelta(days=1)
ARABIC = "تحدّث مع أشخاص من الحي."


@dataclass(frozen=True)
class Dutch:
    title: str
    summary: str


DUTCH = st.builds(Dutch, st.text(), st.text())


# The rules


@given(DUTCH, DUTCH)
def test_any_change_of_the_dutch_makes_it_outdated_and_changing_back_makes_it_right_again(
    before: Dutch, after: Dutch
) -> None:
    assume(before != after)
    tells = digest_of(before)
    assert state_of(tells, digest_of(after)) is SummaryState.OUTDATED
    assert state_of(tells, digest_of(replace(before))) is SummaryState.UP_TO_DATE


def test_words_that_move_from_the_title_to_the_summary_are_a_change() -> None:
    assert digest_of(Dutch("Samen koken", "in Gent")) != digest_of(Dutch("Samen", "koken in Gent"))


def test_what_was_never_written_is_missing() -> None:
    assert state_of(None, digest_of(Dutch("Koken", ""))) is SummaryState.MISSING


def test_the_codes_of_a_summary_are_known_as_languages_of_hosts_so_that_they_have_a_name() -> None:
    assert len(OTHERS) == 12
    assert set(OTHERS) <= {language.value for language in Language}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("x" * 300, []),
        ("ሓ" * 300, []),
        ("x" * 301, ["text_too_long"]),
        ("a\ufffdb", ["text_unreadable"]),
    ],
)
def test_a_summary_is_short_and_readable(text: str, codes: list[str]) -> None:
    found = list(wrong_with({"ti": text}))
    assert [reason.code for reason in found] == codes
    assert {reason.field for reason in found} <= {"text_ti"}


def test_a_summary_stands_on_one_line_and_keeps_the_joiners_of_its_script() -> None:
    assert rules.tidy("  می\u200cخوانیم \r\n\n با\u200b هم ") == "می\u200cخوانیم با هم"
    assert rules.tidy(" \u200b\n ") == ""


def test_without_dutch_there_is_nothing_to_tell() -> None:
    assert rules.reasons_not_to_tell(Dutch("Koken", ""))[0].code == "dutch_summary_missing"
    assert rules.reasons_not_to_tell(Dutch("Koken", "We koken.")) == ()


TEXT = st.sampled_from(["", "een", "twee", "drie"])


@given(typed=TEXT, seen=TEXT, kept=TEXT)
def test_nobody_undoes_unseen_what_another_wrote(typed: str, seen: str, kept: str) -> None:
    found = merged(Typed(typed, seen), kept)
    if kept == seen:
        assert found == typed
    elif typed == seen:
        assert found == kept
    else:
        assert found == (typed if typed == kept else None)
    assert merged(Typed(typed), kept) == typed


# The acts


@pytest.fixture
def offer(session: Session) -> Offer:
    return written.published_offer(session)


@pytest.fixture
def member(session: Session, offer: Offer) -> Account:
    return written.member_of(offer.organisation, session)


def states(session: Session, offer: Offer) -> dict[str, SummaryState]:
    return {code: told.state for code, told in summaries_of(session, offer).items()}


def texts(session: Session, offer: Offer) -> dict[str, str]:
    return {code: told.text for code, told in summaries_of(session, offer).items()}


def acts(session: Session, offer: Offer) -> list[dict[str, object]]:
    question = select(AuditRow.facts).where(
        AuditRow.act == "write_summaries", AuditRow.thing_id == offer.id
    )
    return list(session.scalars(question.order_by(AuditRow.id)))


def reword(session: Session, offer: Offer, by: Account, **words: str) -> None:
    change_offer(session, offer, replace(text_of(offer), **words), by=by, at=LATER)  # type: ignore[arg-type]


def codes(error: pytest.ExceptionInfo[RuleBroken]) -> set[tuple[str, str | None]]:
    return {(reason.code, reason.field) for reason in error.value.reasons}


def test_all_languages_are_kept_in_one_act_that_leaves_one_trace(
    session: Session, offer: Offer, member: Account
) -> None:
    typed = {"ar": Typed(f" {ARABIC}\n"), "en": Typed("Talk with people."), "fr": Typed(" ")}
    changed = write_summaries(session, offer, typed, by=member, at=LATER)
    assert changed == Written(written=("ar", "en"))
    assert texts(session, offer) == {"en": "Talk with people.", "ar": ARABIC}
    assert set(states(session, offer).values()) == {SummaryState.UP_TO_DATE}
    assert acts(session, offer) == [{"written": ["ar", "en"], "removed": [], "confirmed": []}]
    assert offer.updated_at == LATER
    assert offer.status is OfferStatus.PUBLISHED


def test_the_same_again_changes_nothing(session: Session, offer: Offer, member: Account) -> None:
    for _press in range(2):
        write_summaries(
            session, offer, {"en": Typed("Talk.", ""), "fr": Typed("", "")}, by=member, at=NOW
        )
    assert len(acts(session, offer)) == 1
    version = offer.version
    assert not write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=LATER)
    session.flush()
    assert offer.version == version


@pytest.mark.parametrize("field", ["title", "summary"])
def test_it_goes_stale_by_itself_when_the_dutch_changes_and_heals_when_that_is_undone(
    session: Session, offer: Offer, member: Account, field: str
) -> None:
    write_summaries(session, offer, {"ar": Typed(ARABIC)}, by=member, at=NOW)
    before = getattr(offer, field)
    reword(session, offer, member, **{field: "Iets anders."})
    assert states(session, offer) == {"ar": SummaryState.OUTDATED}
    reword(session, offer, member, **{field: before})
    assert states(session, offer) == {"ar": SummaryState.UP_TO_DATE}


def test_a_detail_of_the_description_leaves_it_as_it_is(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"ar": Typed(ARABIC)}, by=member, at=NOW)
    reword(session, offer, member, description="We praten twee uur.", how_to_join="Bel Els.")
    assert states(session, offer) == {"ar": SummaryState.UP_TO_DATE}


def test_an_organisation_says_once_that_it_is_still_right(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"ar": Typed(ARABIC)}, by=member, at=NOW)
    reword(session, offer, member, summary="Praat met mensen uit je buurt.")
    for _press in range(2):
        right = {"ar": Typed(ARABIC, ARABIC, still_right=True)}
        write_summaries(session, offer, right, by=member, at=LATER)
    assert texts(session, offer) == {"ar": ARABIC}
    assert states(session, offer) == {"ar": SummaryState.UP_TO_DATE}
    assert [row["confirmed"] for row in acts(session, offer)] == [[], ["ar"]]


def test_sending_it_as_it_is_does_not_say_that_it_is_right(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"ar": Typed(ARABIC)}, by=member, at=NOW)
    reword(session, offer, member, title="Wandelen")
    assert not write_summaries(session, offer, {"ar": Typed(ARABIC, ARABIC)}, by=member, at=LATER)
    assert states(session, offer) == {"ar": SummaryState.OUTDATED}


def test_who_translated_dutch_that_was_overtaken_wrote_an_outdated_summary(
    session: Session, offer: Offer, member: Account
) -> None:
    seen = digest_of(offer)
    reword(session, offer, member, title="Wandelen")
    write_summaries(session, offer, {"en": Typed("Talk.", "")}, seen_dutch=seen, by=member, at=NOW)
    assert states(session, offer) == {"en": SummaryState.OUTDATED}


def test_an_old_page_does_not_make_stale_what_was_written_since(
    session: Session, offer: Offer, member: Account
) -> None:
    seen = digest_of(offer)
    write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=NOW)
    reword(session, offer, member, title="Wandelen")
    write_summaries(session, offer, {"en": Typed("Talk.", "Talk.", True)}, by=member, at=NOW)
    old = {"en": Typed("Talk.", "Talk.", still_right=True)}
    assert not write_summaries(session, offer, old, seen_dutch=seen, by=member, at=LATER)
    assert states(session, offer) == {"en": SummaryState.UP_TO_DATE}


def test_an_empty_text_takes_it_away(session: Session, offer: Offer, member: Account) -> None:
    write_summaries(session, offer, {"en": Typed("Talk."), "fr": Typed("Ici.")}, by=member, at=NOW)
    typed = {"en": Typed("", "Talk."), "fr": Typed("Ici.", "Ici.")}
    assert write_summaries(session, offer, typed, by=member, at=LATER) == Written(removed=("en",))
    assert texts(session, offer) == {"fr": "Ici."}


def test_two_members_write_in_two_languages_at_once(
    session: Session, offer: Offer, member: Account
) -> None:
    one = {"en": Typed("Talk.", ""), "ar": Typed("", "")}
    other = {"en": Typed("", ""), "ar": Typed(ARABIC, "")}
    write_summaries(session, offer, one, by=member, at=NOW)
    write_summaries(session, offer, other, by=member, at=NOW)
    assert texts(session, offer) == {"en": "Talk.", "ar": ARABIC}


def test_two_members_who_write_in_one_language_are_told_and_nothing_is_lost(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"en": Typed("Talk.", "")}, by=member, at=NOW)
    typed = {"en": Typed("Speak.", ""), "fr": Typed("Ici.", "")}
    with pytest.raises(RuleBroken) as broken:
        write_summaries(session, offer, typed, by=member, at=NOW)
    assert codes(broken) == {("summary_changed_meanwhile", "text_en")}
    assert texts(session, offer) == {"en": "Talk."}


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(
    session: Session, offer: Offer, member: Account
) -> None:
    typed = {"en": Typed("x" * 301), "fr": Typed("a\ufffdb"), "tr": Typed("Konuş.")}
    with pytest.raises(RuleBroken) as broken:
        write_summaries(session, offer, typed, by=member, at=NOW)
    assert codes(broken) == {("text_too_long", "text_en"), ("text_unreadable", "text_fr")}
    assert texts(session, offer) == {}


def test_dutch_and_what_is_no_language_of_ours_are_passed_over(
    session: Session, offer: Offer, member: Account
) -> None:
    typed = {"nl": Typed("Praten."), "xx": Typed("Iets."), "hi": Typed("बात")}
    assert not write_summaries(session, offer, typed, by=member, at=NOW)


def test_without_dutch_nothing_can_be_told_but_it_can_be_taken_away(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=NOW)
    offer.summary = ""
    with pytest.raises(RuleBroken, match="dutch_summary_missing"):
        write_summaries(session, offer, {"fr": Typed("Ici.")}, by=member, at=NOW)
    assert write_summaries(session, offer, {"en": Typed("")}, by=member, at=NOW)
    assert texts(session, offer) == {}


@pytest.mark.parametrize("status", [OfferStatus.EXPIRED, OfferStatus.ARCHIVED])
def test_what_is_over_keeps_what_it_told_and_takes_no_more(
    session: Session, offer: Offer, member: Account, status: OfferStatus
) -> None:
    write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=NOW)
    offer.status = status
    with pytest.raises(RuleBroken, match="offer_closed"):
        write_summaries(session, offer, {"en": Typed("")}, by=member, at=NOW)
    assert texts(session, offer) == {"en": "Talk."}


def test_a_copy_tells_the_same_once_and_stands_as_it_stood(
    session: Session, offer: Offer, member: Account
) -> None:
    write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=NOW)
    reword(session, offer, member, title="Wandelen")
    write_summaries(session, offer, {"fr": Typed("Ici.")}, by=member, at=NOW)
    copy = copy_offer(session, offer, request_key="a" * 32, by=member, at=NOW)
    stands = {"en": SummaryState.OUTDATED, "fr": SummaryState.UP_TO_DATE}
    assert states(session, copy) == states(session, offer) == stands
    write_summaries(session, copy, {"en": Typed("")}, by=member, at=NOW)
    again = copy_offer(session, offer, request_key="a" * 32, by=member, at=NOW)
    assert texts(session, again) == {"fr": "Ici."}
    assert texts(session, offer) == {"en": "Talk.", "fr": "Ici."}


def test_what_an_offer_told_goes_with_it(session: Session, offer: Offer, member: Account) -> None:
    write_summaries(session, offer, {"en": Typed("Talk.")}, by=member, at=NOW)
    session.commit()
    session.execute(
        delete(Offer).where(Offer.id == offer.id).execution_options(synchronize_session=False)
    )
    assert session.scalars(select(OfferSummary)).all() == []


def test_many_offers_are_read_with_one_question(
    session: Session, offer: Offer, member: Account
) -> None:
    other = written.published_offer(session, offer.organisation, title="Anders")
    write_summaries(session, offer, {"en": Typed("Talk."), "ar": Typed(ARABIC)}, by=member, at=NOW)
    write_summaries(session, other, {"ar": Typed("معًا")}, by=member, at=NOW)
    found = read_summaries(session, [offer, other], languages=("ar", "nl"))
    assert {key: list(told) for key, told in found.items()} == {offer.id: ["ar"], other.id: ["ar"]}
    assert read_summaries(session, [offer, other], languages=("nl",)) == {}


def test_words_of_a_summary_are_not_searched(
    session: Session, offer: Offer, member: Account
) -> None:
    """They would be offered to who mistypes Dutch; concepts find offers in every language."""
    write_summaries(session, offer, {"en": Typed("Zanzibar")}, by=member, at=NOW)
    session.commit()
    assert search_offers(session, Criteria(words="zanzibar"), on=today()).total == 0
