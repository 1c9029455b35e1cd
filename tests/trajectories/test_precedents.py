"""Earlier decisions about look-alikes: what is alike, who sees it, and what it fills in."""

import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from meedoen.trajectories.activities.precedents.queries import (
    Precedent,
    Question,
    list_precedents,
)
from meedoen.trajectories.activities.precedents.rules import (
    ALIKE_FROM,
    MOST_PRECEDENTS,
    likeness,
    text_likeness,
    without_names,
    words_of,
)
from meedoen.trajectories.activities.rules import Criteria
from meedoen.trajectories.models import Activity, Trajectory
from meedoen.trajectories.terms import ActivityDecision
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import activity, page_of, trajectory

ALL = Criteria(
    in_duo_or_group=True, meets_new_people=True, lasting_contact=True, spoken_in_dutch=True
)
NONE = Criteria(
    in_duo_or_group=False, meets_new_people=False, lasting_contact=False, spoken_in_dutch=False
)


@dataclass(frozen=True)
class Own:
    title: str = "Schaken in het café op het plein"
    host: str = "Schaakvrienden"
    criteria: Criteria = ALL


TEXTS = st.text(max_size=40) | st.lists(
    st.sampled_from(["schaken", "schaakclub", "koffie", "buurvrouw", "café", "Été", "bij", "de"])
).map(" ".join)
ANSWERS = st.builds(Criteria, **dict.fromkeys(Criteria.__slots__, st.booleans()))
OWNS = st.builds(Own, TEXTS, TEXTS, ANSWERS)


@given(OWNS, OWNS)
def test_it_is_the_same_both_ways_round_and_between_nothing_and_all(one: Own, other: Own) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(OWNS)
def test_the_same_is_all_and_what_says_nothing_is_nothing(own: Own) -> None:
    if words_of(own.title):
        assert likeness(own, own) == pytest.approx(1.0)
    assert likeness(own, Own("", "", own.criteria)) == 0
    assert likeness(Own("", ""), Own("", "")) == 0


@given(OWNS, OWNS)
def test_the_same_answers_never_weigh_less(one: Own, other: Own) -> None:
    equal = replace(other, criteria=one.criteria)
    assert likeness(one, equal) >= likeness(one, other)


@pytest.mark.parametrize(
    ("title", "host", "alike"),
    [
        ("Schaken in het cafe op het plein", "schaakvrienden", True),
        ("SCHAKEN op zondag", "Schaakclub De Toren", True),
        ("Schaakclub", "Schaakvrienden vzw", True),
        ("Voetbal met de ploeg", "KV Zuid", False),
        ("Met de buren", "Bij mij", False),
        ("", "", False),
    ],
)
def test_what_looks_alike(title: str, host: str, alike: bool) -> None:
    assert (likeness(Own(), Own(title, host)) >= ALIKE_FROM) is alike


def test_accents_and_empty_words_do_not_matter() -> None:
    assert text_likeness("Een café bij de buren", "cafe buren") == 1


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("Koffie bij Fatima thuis", ["Fatima Yılmaz"], "Koffie bij … thuis"),
        ("amina's koffie met HADDAD", ["Amina Haddad"], "… koffie met …"),
        ("Schaken", ["Amina Haddad"], "Schaken"),
        ("Zoe en Zoë", ["Zoë Janssens"], "… en …"),
        ("Jean-Pierre speelt mee", ["Jean-Pierre Wouters"], "… speelt mee"),
        ("", ["Amina"], ""),
        ("De El is kort", ["De El"], "De El is kort"),
    ],
)
def test_no_word_of_a_name_is_shown(text: str, names: list[str], said: str) -> None:
    assert without_names(text, names) == said


def own(session: Session, of: Trajectory, title: str, **changes: object) -> Activity:
    return activity(session, of, title=title, host="Schaakvrienden", **changes)


def found(session: Session, title: str = "Schaken op zondag") -> list[Precedent]:
    (alike,) = list_precedents(session, "agii", [Question(title, "Schaakvrienden", ALL)])
    return list(alike)


def test_decisions_of_the_own_agency_alone_about_own_activities_alone(session: Session) -> None:
    mine = trajectory(session)
    own(session, mine, "Schaken in het café")
    own(session, trajectory(session, agency_code="amal"), "Schaken in Gent")
    offer = examples.offer(session, examples.organisation(session), "Schaken")
    own(session, mine, "Schaken uit het aanbod", offer_id=offer.id)
    waiting = {"decision": ActivityDecision.PROPOSED, "decided_at": None, "decided_by_id": None}
    own(session, mine, "Schaken dat wacht", **waiting)
    assert [one.title for one in found(session)] == ["Schaken in het café"]


def test_few_are_shown_and_none_names_newcomer_or_contact_person(session: Session) -> None:
    for number in range(MOST_PRECEDENTS + 2):
        course = trajectory(session, newcomer_id=examples.newcomer(session, "Bilal Rahimi").id)
        own(
            session,
            course,
            f"Schaken met Bilal {number}",
            contact_name="Fien Maes",
            decision=ActivityDecision.REFUSED,
            decision_reason="Bilal en Fien zijn familie.",
        )
    alike = found(session)
    assert len(alike) == MOST_PRECEDENTS
    said = str(alike)
    for name in ("Bilal", "Rahimi", "Fien", "Maes"):
        assert name not in said
    assert alike[0].reason == "… en … zijn familie."


@pytest.fixture
def proposed(session: Session, joined: Activity) -> Activity:
    """An own activity that the counsellor of `joined` is to judge."""
    waiting = {"decision": ActivityDecision.PROPOSED, "decided_at": None, "decided_by_id": None}
    return own(session, joined.trajectory, "Schaken op zondag", **waiting)


def decided(session: Session, **changes: object) -> Activity:
    course = trajectory(session, newcomer_id=examples.newcomer(session, "Bilal Rahimi").id)
    return own(session, course, "Schaken in het café", **changes)


def test_the_same_is_approved_with_its_reason_in_one_click(
    guided: PageClient, session: Session, proposed: Activity
) -> None:
    before = decided(session, decision_reason="Elke week dezelfde mensen.")
    session.commit()
    number, like = proposed.id, before.id
    page = guided.get(page_of(proposed)).text
    assert "Eerder beslist over iets gelijkaardigs" in page
    assert "Bilal" not in page
    filled = guided.get(f"{page_of(proposed)}?voor={number}&zoals={like}").text
    assert re.search(r"<textarea[^>]*>\s*Elke week dezelfde mensen\.</textarea>", filled)
    data = {f"judge{number}-{name}": "y" for name in Criteria.__slots__}
    data[f"judge{number}-reason"] = "Elke week dezelfde mensen."
    answer = guided.post(f"{page_of(proposed)}/activiteiten/{number}/goedkeuren", data=data)
    assert answer.status_code == 303
    session.refresh(proposed)
    assert proposed.decision_reason == "Elke week dezelfde mensen."


def test_the_same_is_refused_with_its_reason_in_one_click(
    guided: PageClient, session: Session, proposed: Activity
) -> None:
    before = decided(
        session, decision=ActivityDecision.REFUSED, decision_reason="Het is online en alleen."
    )
    secret = own(
        session,
        trajectory(session, agency_code="amal"),
        "Schaken",
        decision=ActivityDecision.REFUSED,
        decision_reason="Geheim van een ander.",
    )
    session.commit()
    refuse = f"{page_of(proposed)}/activiteiten/{proposed.id}/afkeuren"
    assert f"afkeuren?zoals={before.id}" in guided.get(page_of(proposed)).text
    assert "Het is online en alleen." in guided.get(f"{refuse}?zoals={before.id}").text
    for other in (secret.id, 999999, "x", -1):
        assert "Geheim" not in guided.get(f"{refuse}?zoals={other}").text
        assert (
            "Geheim" not in guided.get(f"{page_of(proposed)}?voor={proposed.id}&zoals={other}").text
        )


def test_before_it_is_added_earlier_decisions_can_be_looked_at(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    decided(session, decision_reason="Elke week dezelfde mensen.")
    session.commit()
    data = {
        "title": "Schaken op zondag",
        "host": "Schaakvrienden",
        "contact_name": "Jan Hermans",
        "contact_email": "jan@schaak.test",
        "request_key": "a" * 32,
        "act": "look",
    }
    answer = guided.post(f"{page_of(joined)}/activiteiten/eigen", data=data)
    assert answer.status_code == 200
    assert "Elke week dezelfde mensen." in answer.text
    assert 'value="Schaken op zondag"' in answer.text
    session.refresh(joined.trajectory)
    assert len(joined.trajectory.activities) == 1
    session.commit()
    other = guided.post(
        f"{page_of(joined)}/activiteiten/eigen", data=data | {"title": "Koken", "host": "Thuis"}
    )
    assert "nog niets beslist" in other.text


def test_a_newcomer_sees_nothing_of_others(
    client: PageClient, session: Session, proposed: Activity, sign_in: SignIn
) -> None:
    before = decided(session, decision_reason="Elke week dezelfde mensen.")
    session.commit()
    sign_in(client, proposed.trajectory.newcomer)
    page = client.get(f"{page_of(proposed)}?voor={proposed.id}&zoals={before.id}").text
    assert "Schaken op zondag" in page
    assert "Elke week dezelfde mensen." not in page
    assert "Schaken in het café" not in page
