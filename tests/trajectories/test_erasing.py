"""Erasing a person: gone from every table, also from later ones; the ledger stays whole."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apiflask import APIFlask
from sqlalchemy import Column, Enum, String, Table, Update, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account, AccountRole
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.core.database import Base
from meedoen.core.errors import RuleBroken
from meedoen.trajectories.caseload.models import SavedView
from meedoen.trajectories.exporting.queries import present, scopes_of
from meedoen.trajectories.forgetting.actions import erase_person
from meedoen.trajectories.forgetting.counting.models import TrajectoryCount
from meedoen.trajectories.forgetting.counting.terms import Lasted
from meedoen.trajectories.forgetting.models import Erasure, LegalHold
from meedoen.trajectories.forgetting.terms import Because
from meedoen.trajectories.ledger.queries import check_ledgers, count_lines, list_lines
from meedoen.trajectories.ledger.terms import Act, ActedAs
from meedoen.trajectories.links import TAKE_TRAJECTORY, make_token
from meedoen.trajectories.models import HoursEntry, Proof, Trajectory
from meedoen.trajectories.proving.models import ProofDocument
from meedoen.trajectories.proving.queries import list_without_document
from meedoen.trajectories.terms import TrajectoryStatus
from meedoen.web.clock import now
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.examples import trajectory
from tests.trajectories.lives import EMAIL, NAME, PHONE, ended, person, whole_life

AT = datetime(2028, 3, 3, 2, 0, tzinfo=UTC)
CANARY = "kanarie-7f3a"
WRITTEN_ONCE = {"ledger_lines"}
"""The database itself refuses to change a line; its words are put there as it is written."""
SAME_FOR_EVER = {
    ("proofs", "code"),
    ("proof_documents", "sha256"),
    ("proof_documents", "certificate_sha256"),
    ("trajectories", "ledger_hash"),
    ("sheet_photos", "sha256"),
}
"""Digests and random codes, which say nothing of anybody."""


def texts(table: Table) -> list[Column[Any]]:
    """The columns that may hold words: text, JSON, bytes; not those of a fixed list of codes."""
    return [
        column
        for column in table.columns
        if not isinstance(column.type, Enum)
        and (column.type.python_type in {str, bytes, dict, list} if known(column) else True)
    ]


def known(column: Column[Any]) -> bool:
    try:
        return column.type.python_type is not None
    except NotImplementedError:
        return False


def found(session: Session, *words: str) -> list[str]:
    """Every place in the database where one of these words stands, whatever its case."""
    places = []
    for table in Base.metadata.sorted_tables:
        for column in texts(table):
            for value in session.scalars(select(column).where(column.is_not(None))):
                said = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
                said = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
                if any(word.casefold() in said.casefold() for word in words):
                    places.append(f"{table.name}.{column.name}: {said[:60]}")
    return places


def tables_of_a_person() -> set[str]:
    """Tables whose rows hang from a trajectory or from the account of its person, however far."""
    hanging = {"trajectories"}
    for _step in Base.metadata.tables:
        hanging |= {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in hanging
            or (key.column.table.name == "accounts" and key.parent.name == "account_id")
        }
    return hanging | {"accounts"}


def free_texts(name: str) -> Iterator[Column[Any]]:
    """The columns of a table in which somebody could write anything."""
    table = Base.metadata.tables[name]
    unique = {
        c.name
        for key in table.constraints
        for c in getattr(key, "columns", [])
        if type(key).__name__ in {"UniqueConstraint", "PrimaryKeyConstraint"}
    }
    for column in table.columns:
        named = column.foreign_keys or column.name in unique or column.unique
        if isinstance(column.type, String) and not isinstance(column.type, Enum) and not named:
            yield column


def erase(session: Session, made: Trajectory, because: Because = Because.ASKED) -> Erasure | None:
    """Erase the person of a trajectory, as its counsellor decided."""
    return erase_person(session, made.newcomer_id, because=because, by=made.counsellor, at=AT)


def test_a_whole_life_has_a_row_in_every_table_of_a_person(session: Session) -> None:
    whole_life(session)
    session.flush()
    empty = {
        name
        for name in tables_of_a_person()
        if not session.scalar(select(func.count()).select_from(Base.metadata.tables[name]))
    }
    assert empty == set(), "a new table: give whole_life a row in it, and erase it"


def test_nothing_of_the_person_is_left_in_any_column_of_any_table(session: Session) -> None:
    made = whole_life(session)
    assert len({place.split(":")[0] for place in found(session, NAME, EMAIL, PHONE)}) > 20
    erase(session, made)
    assert found(session, NAME, "zarifa", EMAIL, PHONE, "0499/12.34.56") == []


def plant(session: Session, change: Update, column: Column[Any]) -> None:
    """Write the canary in every row; where the database refuses that, in those that hold words."""
    values = {column.name: CANARY[: getattr(column.type, "length", None) or 100]}
    try:
        with session.begin_nested():
            session.execute(change.values(values))
    except IntegrityError:
        session.execute(change.where(column.is_not(None)).values(values))


def test_what_is_written_in_any_free_column_goes_too(session: Session) -> None:
    made = whole_life(session)
    session.flush()
    planted = []
    for name in sorted(tables_of_a_person() - WRITTEN_ONCE):
        table = Base.metadata.tables[name]
        for column in free_texts(name):
            if (name, column.name) in SAME_FOR_EVER or name == "exports":
                continue
            change = update(table)
            owner = table.c.id if name == "accounts" else table.c.get("account_id")
            if owner is not None:
                change = change.where(owner == made.newcomer_id)
            plant(session, change, column)
            planted.append(f"{name}.{column.name}")
    session.expire_all()
    assert len(planted) > 25
    erase(session, session.get_one(Trajectory, made.id))
    assert found(session, CANARY, CANARY[:8]) == []


def test_the_ledger_is_whole_afterwards_line_by_line(session: Session) -> None:
    made = whole_life(session)
    lines = count_lines(session)
    hashes = [line.hash for line in list_lines(session, made.id)]
    erase(session, made)
    checked = list(check_ledgers(session))
    assert [one.faults for one in checked] == [[]] * len(checked)
    assert count_lines(session) == lines + 1
    *after, gone = list_lines(session, made.id)
    assert [line.hash for line in after] == hashes
    assert (gone.act, gone.acted_as) == (Act.REMOVE_PHOTO, ActedAs.SYSTEM)
    assert not any(line.said or line.said_name or line.salt for line in after)
    assert checked[0].accepted_minutes == 120


def test_it_is_done_once_and_says_so_without_words(session: Session) -> None:
    made = whole_life(session)
    account_id, by = made.newcomer_id, made.counsellor_id
    first = erase(session, made)
    assert first is not None
    assert (first.because, first.trajectory_id, first.by_id) == (Because.ASKED, made.id, by)
    again = erase_person(session, account_id, because=Because.ASKED, by=None, at=AT)
    assert again is None
    assert session.scalar(select(func.count()).select_from(TrajectoryCount)) == 1
    rows = session.scalars(select(AuditRow).where(AuditRow.act == "erase_person")).all()
    assert [(row.thing_id, row.facts["because"]) for row in rows] == [(account_id, "asked")]


def test_nobody_opens_it_any_more(client: PageClient, session: Session, sign_in: Any) -> None:
    made = whole_life(session)
    newcomer, counsellor = made.newcomer, made.counsellor
    erase(session, made)
    session.commit()
    sign_in(client, counsellor)
    assert client.get(f"/trajecten/{made.id}").status_code == 404
    assert client.get(f"/trajecten/{made.id}/wissen").status_code == 404
    assert NAME not in client.get("/trajecten?toon=afgerond").get_data(as_text=True)
    sign_in(client, newcomer)
    assert client.get(f"/trajecten/{made.id}").status_code == 303
    assert newcomer.roles == [] or session.get_one(Account, newcomer.id).erased_at


def test_an_export_of_before_and_one_of_now_are_without_them(session: Session) -> None:
    made = whole_life(session)
    scope = scopes_of(made.counsellor)[0]
    assert made.id in present(session, scope, on=examples.NOW.date())
    erase(session, made)
    assert present(session, scope, on=examples.NOW.date()) == {}


def test_a_proof_stays_genuine_and_names_nobody(client: PageClient, session: Session) -> None:
    made = whole_life(session)
    proof = session.scalars(
        select(Proof).join(ProofDocument, ProofDocument.proof_id == Proof.id)
    ).one()
    certificate = session.get_one(ProofDocument, proof.id).certificate_sha256
    code = proof.code
    erase(session, made)
    session.commit()
    page = client.get(f"/bewijs/{code}").get_data(as_text=True)
    assert "Dit bewijs is echt" in page
    assert "gegevens van deze persoon zijn gewist" in page
    assert "Voorletters" not in page
    assert certificate in page
    assert list_without_document(session, most=9) == []


def test_statistics_keep_a_row_that_names_nobody(session: Session) -> None:
    made = whole_life(session)
    erase(session, made)
    row = session.scalars(select(TrajectoryCount)).one()
    assert (row.nis, row.agency_code, row.status) == (
        examples.MECHELEN,
        "agii",
        TrajectoryStatus.STOPPED,
    )
    assert (row.began_month.isoformat(), row.ended_month.isoformat()) == (
        "2026-01-01",
        "2026-03-01",
    )
    assert (row.minutes, row.lasted, row.language_practice_activities) == (120, Lasted.UP_TO_13, 1)
    numbers = {str(made.id), str(made.newcomer_id)}
    assert len(row.pseudonym) == 32
    assert not numbers & {row.pseudonym}
    assert found(session, row.pseudonym) == [f"trajectory_counts.pseudonym: {row.pseudonym}"]


def test_whoever_works_here_too_keeps_their_account_and_loses_the_newcomer(
    session: Session,
) -> None:
    made = whole_life(session)
    account = made.newcomer
    account.roles.append(AccountRole(role=Role.MUNICIPALITY_OFFICER, nis=examples.MECHELEN))
    session.flush()
    erase(session, made)
    session.refresh(account)
    assert (account.name, account.email, account.erased_at) == (NAME, EMAIL, None)
    assert [held.role for held in account.roles] == [Role.MUNICIPALITY_OFFICER]
    session.refresh(made)
    assert made.newcomer_id != account.id
    assert made.newcomer.erased_at is not None
    assert not session.scalars(
        select(HoursEntry).where(HoursEntry.logged_by_id == account.id)
    ).all()
    assert {place.split(":")[0] for place in found(session, NAME)} == {
        "accounts.name",
        "organisation_invitations.name",
    }


def test_all_trajectories_of_a_person_go_together(session: Session) -> None:
    one = person(session)
    first, second = ended(session, one), ended(session, one)
    other = ended(session)
    done = erase(session, second)
    assert done is not None
    assert done.trajectories == 2
    for made in (first, second, other):
        session.refresh(made)
    assert first.erased_at == second.erased_at == AT
    assert other.erased_at is None
    assert session.scalar(select(func.count()).select_from(TrajectoryCount)) == 2


def test_nobody_else_loses_anything(session: Session) -> None:
    made, other = whole_life(session), ended(session)
    other_name = other.newcomer.name
    session.add(
        SavedView(
            account_id=other.counsellor_id, name="Amina", question="", created_at=examples.NOW
        )
    )
    erase(session, made)
    session.refresh(other)
    assert other.newcomer.name == other_name
    assert [one.title for one in other.activities] == ["Praattafel in de bib"]
    assert [entry.confirmed_by_name for entry in other.hours] == ["Els Wouters"]
    assert session.scalars(select(SavedView.name)).all() == ["Amina"]


def refused(session: Session, made: Trajectory) -> list[str]:
    with pytest.raises(RuleBroken) as broken:
        erase(session, made)
    return [reason.code for reason in broken.value.reasons]


def test_an_open_trajectory_keeps_all_of_a_person(session: Session) -> None:
    one = person(session)
    made = ended(session, one)
    trajectory(session, newcomer_id=one.id)
    assert refused(session, made) == ["still_open"]


def test_a_dispute_without_answer_keeps_a_person(session: Session) -> None:
    made = ended(session)
    made.hours[0].disputed_at = AT - timedelta(days=900)
    session.flush()
    assert refused(session, made) == ["dispute_stands"]
    assert session.scalars(select(Erasure)).all() == []


def test_a_legal_hold_keeps_a_person_until_its_last_day_is_over(session: Session) -> None:
    made = ended(session)
    session.add(
        LegalHold(
            account_id=made.newcomer_id,
            reason="Klacht",
            until_on=AT.date(),
            by_id=made.counsellor_id,
            at=examples.NOW,
            request_key="k" * 32,
        )
    )
    assert refused(session, made) == ["held"]
    tomorrow = AT + timedelta(days=1)
    done = erase_person(
        session, made.newcomer_id, because=Because.ORDERED, by=made.counsellor, at=tomorrow
    )
    assert done is not None


def test_a_link_to_take_a_trajectory_dies_with_it(
    app: APIFlask, client: PageClient, session: Session, sign_in: Any
) -> None:
    made, owner = ended(session), person(session, "Ander Mens", "ander@post.test")
    with app.app_context():
        token = make_token(TAKE_TRAJECTORY, made.id, "ander@post.test", at=now())
    erase(session, made)
    sign_in(client, owner)
    assert client.get(f"/trajecten/koppelen/{token}").status_code == 404
    assert client.post(f"/trajecten/koppelen/{token}").status_code == 404
