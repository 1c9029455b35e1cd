"""A proof of one activity: what it says, when it is replaced or withdrawn, who sees what."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.core.audit import AuditRow
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.models import Activity, HoursEntry, Proof
from meedoen.trajectories.proving.actions import issue_activity_proof
from meedoen.trajectories.proving.issuing.actions import ask_activity_proof, withdraw_proof
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.proving.rules import grouped, hours_of, says_the_same, standing
from meedoen.trajectories.terms import ConfirmedHow, HoursState, ProofEnd, ProofKind
from meedoen.web.clock import now
from tests.conftest import PageClient
from tests.examples import NOW, newcomer
from tests.trajectories.examples import activity, hours, page_of

SignIn = Callable[[PageClient, Account], None]


def proofs_of(session: Session, joined: Activity) -> list[Proof]:
    return list(
        session.scalars(select(Proof).where(Proof.activity_id == joined.id).order_by(Proof.id))
    )


def asked(session: Session, joined: Activity) -> Proof:
    return ask_activity_proof(session, joined, by=joined.trajectory.counsellor, at=NOW)


def accept(session: Session, *entries: HoursEntry) -> None:
    counsellor = entries[0].trajectory.counsellor
    accept_hours(session, [(entry, entry.version) for entry in entries], by=counsellor, at=NOW)


def test_it_says_who_where_when_and_who_stands_for_it(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 2, 3), minutes=90)
    hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 2, 3), minutes=30)
    hours(
        session,
        joined,
        HoursState.ACCEPTED,
        on_date=date(2026, 2, 10),
        confirmed_by_name="Ahmed Benali",
        confirmed_how=ConfirmedHow.PAPER,
        paper_seen_by_id=joined.trajectory.counsellor_id,
    )
    hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 2, 17))
    proof = asked(session, joined)
    assert (proof.kind, proof.activity_id, proof.minutes) == (ProofKind.ACTIVITY, joined.id, 240)
    said: dict[str, Any] = proof.content
    assert said["days"] == [
        {"on": "2026-02-03", "minutes": 120},
        {"on": "2026-02-10", "minutes": 120},
    ]
    assert (said["title"], said["host"]) == ("Praattafel in de bib", "Bibliotheek Mechelen")
    assert (said["first_on"], said["last_on"]) == ("2026-02-03", "2026-02-10")
    assert said["confirmed_by"] == ["Els Wouters", "Ahmed Benali"]
    assert said["accepted_by"] == [joined.trajectory.counsellor.name]
    assert said["paper_minutes"] == 120


def test_without_accepted_hours_there_is_no_proof(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.CONFIRMED)
    with pytest.raises(RuleBroken):
        asked(session, joined)
    other = activity(session, joined.trajectory, title="Koken")
    hours(session, other, HoursState.ACCEPTED)
    assert [one.activity_id for one in hours_of(joined.trajectory.hours, joined.id)] == []
    with pytest.raises(RuleBroken):
        asked(session, joined)


def test_asked_twice_it_is_the_same_proof(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    assert asked(session, joined) is asked(session, joined)
    assert len(proofs_of(session, joined)) == 1


def test_hours_that_are_accepted_later_replace_it(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    first = asked(session, joined)
    accept(session, hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 9)))
    session.refresh(first)
    (_, second) = proofs_of(session, joined)
    assert (first.ended_how, first.minutes) == (ProofEnd.REPLACED, 120)
    assert (second.ended_how, second.minutes) == (None, 240)
    assert first.code != second.code


def test_a_correction_replaces_it_and_one_to_nothing_withdraws_it(
    session: Session, joined: Activity
) -> None:
    entry = hours(session, joined, HoursState.ACCEPTED)
    asked(session, joined)
    shorter = hours(
        session, joined, HoursState.CONFIRMED, corrects_id=entry.id, minutes=60, begins_at=None
    )
    accept(session, shorter)
    first, second = proofs_of(session, joined)
    assert (first.ended_how, second.minutes) == (ProofEnd.REPLACED, 60)
    nothing = hours(session, joined, HoursState.REPORTED, corrects_id=shorter.id, minutes=0)
    accept(session, nothing)
    session.refresh(second)
    assert second.ended_how is ProofEnd.WITHDRAWN
    assert standing(proofs_of(session, joined), joined.id) is None


def test_hours_of_another_activity_leave_it_alone(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    proof = asked(session, joined)
    other = activity(session, joined.trajectory, title="Koken")
    accept(session, hours(session, other, HoursState.CONFIRMED, on_date=date(2026, 3, 9)))
    session.refresh(proof)
    assert proof.ended_how is None


def test_a_new_title_replaces_nothing() -> None:
    said = {"minutes": 60, "days": [], "confirmed_by": ["A"], "accepted_by": ["B"], "title": "x"}
    assert says_the_same(said, {**said, "title": "y"})
    assert not says_the_same(said, {**said, "minutes": 61})


def test_it_is_withdrawn_with_a_reason_once(session: Session, joined: Activity) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    proof = asked(session, joined)
    by = joined.trajectory.counsellor
    with pytest.raises(RuleBroken):
        withdraw_proof(session, proof, reason=" ", by=by, at=NOW)
    for reason in ("Verkeerde naam.", "Nog eens."):
        withdraw_proof(session, proof, reason=reason, by=by, at=NOW)
    assert (proof.ended_how, proof.ended_reason) == (ProofEnd.WITHDRAWN, "Verkeerde naam.")
    rows = session.scalars(select(AuditRow.act).where(AuditRow.thing_kind == "proof")).all()
    assert rows == ["issue_proof", "end_proof"]
    assert asked(session, joined).id != proof.id


def test_the_proof_of_the_whole_stays(session: Session, joined: Activity) -> None:
    for day in range(2, 7):
        hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 3, day), minutes=480)
    by = joined.trajectory.counsellor
    complete_trajectory(session, joined.trajectory, by=by, at=NOW)
    whole = standing(joined.trajectory.proofs)
    assert whole is not None
    with pytest.raises(RuleBroken) as broken:
        withdraw_proof(session, whole, reason="Toch niet.", by=by, at=NOW)
    assert [reason.code for reason in broken.value.reasons] == ["proof_of_whole_stays"]
    assert whole.ended_at is None


def test_newcomer_and_counsellor_hand_it_out_and_read_the_same_file(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    hours(session, joined, HoursState.ACCEPTED, begins_at=time(9), ends_at=time(11))
    sign_in(client, joined.trajectory.newcomer)
    page = client.get(f"{page_of(joined)}/bewijzen").get_data(as_text=True)
    assert "Maak het bewijs" in page
    assert client.post(f"{page_of(joined)}/activiteiten/{joined.id}/bewijs").status_code == 303
    (proof,) = proofs_of(session, joined)
    address = f"{page_of(joined)}/bewijzen/{proof.id}.pdf"
    first = client.get(address)
    assert first.mimetype == "application/pdf"
    assert first.data == client.get(address).data
    kept = session.scalars(select(ProofDocument.pdf)).all()
    assert kept == [first.data]
    sign_in(client, joined.trajectory.counsellor)
    assert client.get(address).data == first.data
    assert "Reik het bewijs uit" not in client.get(f"{page_of(joined)}/bewijzen").text


def test_where_a_file_was_not_kept_it_is_made_when_asked(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    proof = issue_activity_proof(session, joined, by=joined.trajectory.counsellor, at=now())
    session.commit()
    answer = guided.get(f"{page_of(joined)}/bewijzen/{proof.id}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert session.get(ProofDocument, proof.id) is None


def test_others_find_nothing(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    proof = asked(session, joined)
    stranger = newcomer(session, "Iemand Anders")
    sign_in(client, stranger)
    for path in ("bewijzen", f"bewijzen/{proof.id}.pdf", f"bewijzen/{proof.id}/intrekken"):
        assert client.get(f"{page_of(joined)}/{path}").status_code == 404
    for path in (f"activiteiten/{joined.id}/bewijs", f"bewijzen/{proof.id}/intrekken"):
        assert client.post(f"{page_of(joined)}/{path}").status_code == 404
    sign_in(client, joined.trajectory.newcomer)
    withdrawing = f"{page_of(joined)}/bewijzen/{proof.id}/intrekken"
    assert client.get(withdrawing).status_code == client.post(withdrawing).status_code == 404
    assert client.get(f"/trajecten/999999/bewijzen/{proof.id}.pdf").status_code == 404


def test_without_hours_the_act_says_why(guided: PageClient, joined: Activity) -> None:
    answer = guided.post(
        f"{page_of(joined)}/activiteiten/{joined.id}/bewijs", follow_redirects=True
    )
    assert "Voor deze activiteit zijn nog geen uren aanvaard" in answer.text
    assert "Nog geen bewijs" in answer.text


def test_the_public_page_tells_what_a_code_is_worth(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED)
    session.commit()
    act = f"{page_of(joined)}/activiteiten/{joined.id}/bewijs"
    guided.post(act)
    (first,) = proofs_of(session, joined)
    session.commit()
    page = guided.get(f"/bewijs/{first.code}").text
    for words in ("Dit bewijs is echt", "bewijs per activiteit", "A.H.", "2 u", "SHA-256"):
        assert words in page
    for secret in ("Haddad", "Praattafel", "Bibliotheek", "Els Wouters"):
        assert secret not in page
    accept(session, hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 9)))
    session.commit()
    page = guided.get(f"/bewijs/{first.code}").text
    assert "Dit bewijs is vervangen" in page
    second = proofs_of(session, joined)[-1]
    session.commit()
    assert second.code not in page
    assert grouped(second.code) not in page
    form = f"{page_of(joined)}/bewijzen/{second.id}/intrekken"
    assert "Waarom?" in guided.get(form).text
    assert guided.post(form, data={"reason": ""}).status_code == 422
    assert guided.post(form, data={"reason": "Geheime reden."}).status_code == 303
    page = guided.get(f"/bewijs/{second.code}").text
    assert "Dit bewijs is ingetrokken" in page
    assert "Geheime reden" not in page
    assert "Geheime reden" in guided.get(f"{page_of(joined)}/bewijzen").text
    assert guided.get(form).status_code == 303


def test_the_certificate_is_there_for_everybody(client: PageClient) -> None:
    answer = client.get("/bewijs/certificaat.pem")
    assert answer.data.startswith(b"-----BEGIN CERTIFICATE-----")
    assert b"PRIVATE" not in answer.data
