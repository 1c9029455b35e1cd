"""Acts on a page that was overtaken: each is refused in words, and what was typed stays."""

import re
from datetime import date

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from meedoen.trajectories.models import Activity
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.clock import now
from tests.conftest import PageClient
from tests.trajectories.examples import activity, hours, page_of, trajectory

KEY = "0123456789abcdef0123456789abcdef"
WORDS = "Wat ik schreef over de markt"
WHEN = {"on_date": "2026-03-03", "minutes": "45", "note": WORDS}


def form_of(act: str, joined: Activity, entry_id: int) -> dict[str, str]:
    """What the page of an act sends, typed in full."""
    forms: dict[str, dict[str, str]] = {
        "situatie": {"situation-obliged": "y"},
        "voltooien": {},
        "ingelicht": {},
        "stoppen": {"stop-reason": WORDS},
        "goedkeuren": {f"judge{joined.id}-{name}": "y" for name in ("in_duo_or_group",)},
        "afkeuren": {"reason": WORDS},
        "vragen": {},
        "eigen": {
            "request_key": KEY,
            "title": WORDS,
            "host": "De Brug",
            "contact_name": "Els",
            "contact_email": "els@brug.test",
        },
        "uren": {"log-request_key": KEY, "log-activity": str(joined.id)}
        | {f"log-{name}": value for name, value in WHEN.items()},
        "aanvaarden": {"entries": f"{entry_id}:1"},
        "gebeurd": {f"change-{name}": value for name, value in WHEN.items()},
        "veranderen": {f"change-{name}": value for name, value in WHEN.items()},
        "terugsturen": {"back-reason": WORDS},
        "papier": {"paper-name": WORDS},
        "intrekken": {},
        "antwoord": {"keep-reason": WORDS},
        "klopt-niet": {"dispute-request_key": KEY, "dispute-reason": WORDS},
        "was-er": {},
        "afwezig": {},
        "melden": {"log-request_key": KEY, "log-activity": str(joined.id)}
        | {f"log-{name}": value for name, value in WHEN.items()},
        "rechtzetten": {"correct-request_key": KEY}
        | {f"correct-{name}": value for name, value in WHEN.items()},
    }
    return forms[act]


ACTS_OF_HOURS = ("gebeurd", "veranderen", "terugsturen", "papier", "intrekken", "rechtzetten")
ACTS_OF_HOURS += ("antwoord", "afwezig")
ACTS_OF_NEWCOMERS = ("uren/klopt-niet", "uren/was-er", "uren/melden")
ACTS_OF_ALL = (
    "uren",
    "situatie",
    "voltooien",
    "stoppen",
    "ingelicht",
    "uren/aanvaarden",
    "activiteiten/eigen",
)
ELSEWHERE = {
    "status/<act>": "test_state_pages",
    "activiteiten/bewijs": "test_activity_proofs",
    "bewijzen/intrekken": "test_activity_proofs",
    "antwoord": "test_messaging",
    "bericht/<kind>": "test_messaging",
    "notities": "test_notes",
    "overdragen/agentschap": "test_handover",
    "overdragen/collega": "test_handover",
    "overdragen/intrekken": "test_handover",
    "plan/kiezen": "test_planning_pages",
    "plan/niet": "test_planning_pages",
    "plan/overnemen": "test_planning_pages",
    "plan/week": "test_planning_pages",
    "activiteiten/blad": "test_sheet_pages",
    "fotos/verwijderen": "test_sheet_pages",
    "uren/aanvaard-blad": "test_sheet_pages",
    "herinnering/gezien": "test_reminding",
    "activiteiten/vergoeding": "test_allowances",
    "verhuizing": "test_moving_pages",
    "verhuizing/terugdraaien": "test_moving_pages",
    "verhuizing/melding/niet-juist": "test_moving_pages",
    "verhuizing/afspraak": "test_moving_pages",
    "ik-verhuis": "test_moving_pages",
    "ik-verhuis/intrekken": "test_moving_pages",
    "gegevens": "test_forgetting_pages",
    "wissen": "test_forgetting_pages",
    "wissen/weigeren": "test_forgetting_pages",
    "wissen/vasthouden": "test_forgetting_pages",
    "wissen/vrijgeven": "test_forgetting_pages",
    "toeleider": "test_companions",
    "toeleider/<int:companion_id>": "test_companions",
    "toeleider/annuleren": "test_companions",
    "toeleider/<any(went, absent):outcome>": "test_companions",
    "toeleider/gezien": "test_companions",
}
"""Acts with pages of their own, and which tests try those."""
ACTS_OF_ACTIVITY = ("goedkeuren", "afkeuren", "vragen")
BY_OFFER = "activiteiten/aanbod"
"""Needs an offer; its page holds its form in every state."""


def test_every_act_on_a_trajectory_is_among_those_tried(app: APIFlask) -> None:
    there = {
        re.sub(r"^/trajecten/<int:trajectory_id>/|<int:\w+>/", "", rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith("/trajecten/<int:")
    }
    tried = {f"uren/{act}" for act in ACTS_OF_HOURS} | set(ACTS_OF_ALL) | {BY_OFFER}
    tried |= set(ACTS_OF_NEWCOMERS) | set(ELSEWHERE)
    assert there == tried | {f"activiteiten/{act}" for act in ACTS_OF_ACTIVITY}


def refused_in_words(client: PageClient, address: str, form: dict[str, str]) -> bool:
    """Sends a form; whether it was refused, and then with a visible reason and what was typed."""
    answer = client.post(address, data=form)
    if answer.status_code == 303:
        return False
    assert answer.status_code == 422, address
    page = answer.get_data(as_text=True)
    alert = re.search(r'<div class="error-summary" role="alert".*?</ul>', page, re.S)
    assert alert, f"{address}: nothing says why"
    assert re.search(r"<li>.*\w{3}.*</li>", alert[0], re.S), address
    if WORDS in form.values():
        assert WORDS in page, f"{address}: what was typed is lost"
    return True


@pytest.mark.parametrize("state", HoursState)
@pytest.mark.parametrize("act", ACTS_OF_HOURS)
def test_hours_that_went_on_refuse_what_came_too_late_and_show_it(
    guided: PageClient, session: Session, joined: Activity, state: HoursState, act: str
) -> None:
    entry = hours(session, joined, state, on_date=date(2026, 2, 2))
    session.commit()
    refused_in_words(
        guided, f"{page_of(joined)}/uren/{entry.id}/{act}", form_of(act, joined, entry.id)
    )


@pytest.mark.parametrize("state", HoursState)
@pytest.mark.parametrize("act", ACTS_OF_HOURS)
def test_hours_of_a_trajectory_that_ended_refuse_every_act_and_show_it(
    guided: PageClient, session: Session, joined: Activity, state: HoursState, act: str
) -> None:
    entry = hours(session, joined, state, on_date=date(2026, 2, 2))
    end(session, joined)
    here = f"{page_of(joined)}/uren/{entry.id}/{act}"
    assert refused_in_words(guided, here, form_of(act, joined, entry.id))


@pytest.mark.parametrize("act", sorted(set(ACTS_OF_ALL) - {"voltooien"}))
def test_a_trajectory_that_ended_refuses_every_act_and_shows_it(
    guided: PageClient, session: Session, joined: Activity, act: str
) -> None:
    entry = hours(session, joined, HoursState.CONFIRMED)
    end(session, joined)
    form = form_of(act.rsplit("/", 1)[-1], joined, entry.id)
    assert refused_in_words(guided, f"{page_of(joined)}/{act}", form)


@pytest.mark.parametrize("act", ACTS_OF_ACTIVITY)
def test_an_activity_of_a_trajectory_that_ended_refuses_every_act_and_shows_it(
    guided: PageClient, session: Session, joined: Activity, act: str
) -> None:
    end(session, joined)
    here = f"{page_of(joined)}/activiteiten/{joined.id}/{act}"
    assert refused_in_words(guided, here, form_of(act, joined, 0))


def test_hours_sent_before_any_activity_counts_are_refused_and_shown(
    client: PageClient, session: Session, sign_in: object
) -> None:
    empty = trajectory(session)
    sign_in(client, empty.counsellor)  # type: ignore[operator]
    elsewhere = activity(session, trajectory(session))
    session.commit()
    assert refused_in_words(client, f"{page_of(empty)}/uren", form_of("uren", elsewhere, 0))


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("state", HoursState)
@pytest.mark.parametrize("act", ["klopt-niet", "was-er", "melden"])
def test_a_newcomer_whose_page_was_overtaken_reads_why_and_keeps_the_words(
    client: PageClient,
    session: Session,
    joined: Activity,
    sign_in: object,
    state: HoursState,
    act: str,
    ended: bool,
) -> None:
    entry = hours(session, joined, state, on_date=date(2026, 2, 2))
    if ended:
        end(session, joined)
    sign_in(client, joined.trajectory.newcomer)  # type: ignore[operator]
    here = f"{page_of(joined)}/uren/" + (act if act == "melden" else f"{entry.id}/{act}")
    refused = refused_in_words(client, here, form_of(act, joined, entry.id))
    assert refused or not ended


def end(session: Session, joined: Activity) -> None:
    joined.trajectory.status = TrajectoryStatus.COMPLETED
    joined.trajectory.ended_at = now()
    joined.trajectory.ended_by_id = joined.trajectory.counsellor_id
    session.commit()
