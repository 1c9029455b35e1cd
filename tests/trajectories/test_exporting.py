"""Exports: what is in the files, what changed since, who may, and at what cost."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

from apiflask import APIFlask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from meedoen.core.audit import AuditRow
from meedoen.permissions import Permission, may
from meedoen.trajectories.accepting.actions import accept_hours
from meedoen.trajectories.actions import complete_trajectory
from meedoen.trajectories.exporting import documents, wording
from meedoen.trajectories.exporting.actions import (
    KEPT,
    forget_exports,
    make_changes,
    make_export,
)
from meedoen.trajectories.exporting.documents import COLUMNS, HOURS_COLUMNS
from meedoen.trajectories.exporting.models import Export, ExportRow
from meedoen.trajectories.exporting.queries import (
    Scope,
    exported,
    list_exports,
    present,
    scopes_of,
)
from meedoen.trajectories.exporting.terms import ExportChange, ExportScope
from meedoen.trajectories.models import Activity
from meedoen.trajectories.queries import progress_of
from meedoen.trajectories.terms import (
    ConfirmedHow,
    HoursState,
    Obligation,
    TrajectoryStatus,
)
from tests.conftest import PageClient
from tests.examples import NOW, counsellor, newcomer, person_with
from tests.trajectories.examples import activity, hours, trajectory

SignIn = Callable[[PageClient, Account], None]

AGENCY = Scope(ExportScope.AGENCY, "agii")


def own(joined: Activity) -> Scope:
    owner = joined.trajectory
    return Scope(ExportScope.CASELOAD, owner.agency_code, owner.counsellor_id)


def made(session: Session, joined: Activity, **more: Any) -> Export:
    return make_export(session, own(joined), by=joined.trajectory.counsellor, at=NOW, **more)


def administrator(session: Session, agency: str = "agii") -> Account:
    return person_with(session, Role.AGENCY_ADMINISTRATOR, name="An Beheer", agency_code=agency)


def read_csv(client: PageClient, export: Export, part: str = "trajecten") -> list[dict[str, str]]:
    answer = client.get(f"/uitvoer/{export.id}/{part}.csv")
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def test_a_trajectory_is_one_row_with_what_the_register_asks(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    hours(session, joined, HoursState.ACCEPTED, minutes=95)
    hours(session, joined, HoursState.CONFIRMED, on_date=date(2026, 3, 3))
    export = made(session, joined)
    session.commit()
    (row,) = read_csv(guided, export)
    assert tuple(row) == COLUMNS
    assert row == {
        "referentie": f"MD-{joined.trajectory_id:06d}",
        "wijziging": "",
        "naam": "Amina Haddad",
        "gemeente_nis": "12025",
        "gemeente": "Mechelen",
        "begin": "2026-01-12",
        "verplichting": "verplicht",
        "status": "lopend",
        "aanvaarde_minuten": "95",
        "aanvaarde_uren": "1,5833",
        "voltooid_op": "",
        "bewijscode": "",
        "begeleider": "Karim Begeleider",
    }
    (entry,) = read_csv(guided, export, "uren")
    assert tuple(entry) == HOURS_COLUMNS
    assert (entry["datum"], entry["minuten"], entry["bevestigd_hoe"]) == (
        "2026-03-02",
        "95",
        "link",
    )


def test_every_status_and_obligation_has_a_code_and_words() -> None:
    for term in (*TrajectoryStatus, *Obligation, *ConfirmedHow):
        assert documents.CODES[term]
    assert all(term in wording.CODES for term in (*TrajectoryStatus, *Obligation))


def test_a_workbook_has_days_as_days_and_nothing_that_calculates(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    joined.trajectory.newcomer.name = "=HYPERLINK(A1)"
    joined.title = "＝1+1"
    for day in range(1, 5):
        hours(session, joined, HoursState.ACCEPTED, minutes=600, on_date=date(2026, 2, day))
    complete_trajectory(session, joined.trajectory, by=joined.trajectory.counsellor, at=NOW)
    export = made(session, joined)
    session.commit()
    answer = guided.get(f"/uitvoer/{export.id}/uitvoer.xlsx")
    book = load_workbook(BytesIO(answer.data))
    answer.close()
    people, worked = book["Trajecten"], book["Uren"]
    assert [cell.value for cell in people[1]] == list(COLUMNS)
    row = dict(zip(COLUMNS, people[2], strict=True))
    assert row["naam"].value == "'=HYPERLINK(A1)"
    assert row["begin"].is_date
    assert row["voltooid_op"].value.date() == NOW.date()
    assert (row["aanvaarde_minuten"].value, row["aanvaarde_uren"].value) == (2400, 40)
    assert len(str(row["bewijscode"].value)) == 16
    assert not people.sheet_view.rightToLeft
    assert worked.max_row == 5
    for sheet in (people, worked):
        assert all(cell.data_type != "f" for line in sheet for cell in line)
    assert worked["E2"].value == "'＝1+1"


def test_minutes_are_those_that_the_page_of_the_trajectory_shows(
    session: Session, joined: Activity
) -> None:
    first = hours(session, joined, HoursState.ACCEPTED)
    hours(session, joined, HoursState.ACCEPTED, corrects_id=first.id, minutes=45)
    hours(session, joined, HoursState.REPORTED, on_date=date(2026, 3, 4))
    said = present(session, own(joined), on=NOW.date())[joined.trajectory_id]
    assert said.facts["minutes"] == progress_of(joined.trajectory).accepted == 45


def test_what_changed_since_is_told_value_by_value(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    export = made(session, joined)
    session.commit()
    page = guided.get(f"/uitvoer/{export.id}").text
    assert "Er is niets veranderd sinds deze uitvoer" in page
    entry = hours(session, joined, HoursState.CONFIRMED, minutes=90)
    by = joined.trajectory.counsellor
    accept_hours(session, [(entry, entry.version)], by=by, at=NOW)
    other = trajectory(
        session, counsellor_id=by.id, newcomer_id=newcomer(session, "Zahra Ahmadi").id
    )
    session.commit()
    page = guided.get(f"/uitvoer/{export.id}").text
    assert "Aanvaarde minuten: was 0, is nu 90" in page
    assert "Zahra Ahmadi" in page
    other.counsellor_id = counsellor(session).id
    joined.trajectory.newcomer.name = "Amina El Haddad"
    session.commit()
    page = guided.get(f"/uitvoer/{export.id}").text
    assert "Zahra Ahmadi" not in page
    assert "Aanvaarde minuten: was 0, is nu 90" in page


def test_only_the_changes_go_in_a_file_of_changes_and_the_next_compares_with_all(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    by = joined.trajectory.counsellor
    same = trajectory(session, counsellor_id=by.id, newcomer_id=newcomer(session, "Rana Aziz").id)
    leaves = trajectory(session, counsellor_id=by.id, newcomer_id=newcomer(session, "Li Wei").id)
    first = made(session, joined)
    hours(session, joined, HoursState.ACCEPTED)
    leaves.counsellor_id = counsellor(session).id
    fresh = trajectory(session, counsellor_id=by.id, newcomer_id=newcomer(session, "Ola Nowak").id)
    session.commit()
    assert guided.post(f"/uitvoer/{first.id}/wijzigingen", data=pressed()).status_code == 303
    second = session.scalars(select(Export).where(Export.since_id == first.id)).one()
    session.commit()
    found = {row["naam"]: row["wijziging"] for row in read_csv(guided, second)}
    assert found == {"Amina Haddad": "gewijzigd", "Li Wei": "verdwenen", "Ola Nowak": "nieuw"}
    assert (second.rows, second.included) == (3, 3)
    assert {row["referentie"] for row in read_csv(guided, second, "uren")} == {
        f"MD-{joined.trajectory_id:06d}"
    }
    assert set(exported(session, second)) == {joined.trajectory_id, same.id, fresh.id}
    third = make_changes(session, second, by=by, at=NOW)
    assert third.included == 0
    changes = select(ExportRow.change).where(ExportRow.export_id == third.id)
    assert set(session.scalars(changes)) == {ExportChange.SAME}


def pressed(key: str = "a" * 32) -> dict[str, str]:
    return {"request_key": key}


def test_hours_accepted_after_the_export_are_not_in_its_files(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    first = hours(session, joined, HoursState.ACCEPTED)
    export = made(session, joined)
    later = NOW + timedelta(days=1)
    hours(session, joined, HoursState.ACCEPTED, on_date=date(2026, 3, 5), accepted_at=later)
    hours(session, joined, HoursState.ACCEPTED, corrects_id=first.id, minutes=30, accepted_at=later)
    session.commit()
    assert [row["minuten"] for row in read_csv(guided, export, "uren")] == ["120"]
    assert [row["aanvaarde_minuten"] for row in read_csv(guided, export)] == ["120"]


def test_a_button_pressed_twice_makes_one_export_and_one_line_in_the_trail(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    for _ in range(2):
        answer = guided.post("/uitvoer/caseload", data=pressed())
        assert answer.status_code == 303
    assert session.scalar(select(func.count()).select_from(Export)) == 1
    rows = session.scalars(select(AuditRow).where(AuditRow.act == "make_export")).all()
    assert [row.facts["trajectories"] for row in rows] == [1]
    assert "Haddad" not in str([row.facts for row in rows])
    session.commit()
    assert guided.post("/uitvoer/caseload").status_code == 303
    assert session.scalar(select(func.count()).select_from(Export)) == 1


def test_each_exports_what_is_theirs(
    client: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    export = made(session, joined)
    whole = make_export(session, AGENCY, by=administrator(session), at=NOW)
    address = f"/uitvoer/{export.id}"
    sign_in(client, joined.trajectory.counsellor)
    assert client.get(address).status_code == 200
    assert client.get(f"/uitvoer/{whole.id}").status_code == 404
    assert client.post("/uitvoer/agency", data=pressed()).status_code == 404
    sign_in(client, administrator(session))
    assert client.get(f"/uitvoer/{whole.id}").status_code == 200
    assert client.get(address).status_code == 200
    assert client.post("/uitvoer/caseload", data=pressed()).status_code == 404
    assert client.post("/uitvoer/agency", data=pressed()).status_code == 303
    for stranger in (counsellor(session), administrator(session, "amal")):
        sign_in(client, stranger)
        assert client.get("/uitvoer").status_code == 200
        assert "An Beheer" not in client.get("/uitvoer").get_data(as_text=True).split("<main")[1]
        for part in ("", "/trajecten.csv", "/uren.csv", "/uitvoer.xlsx"):
            assert client.get(address + part).status_code == 404
        assert client.post(f"{address}/wijzigingen", data=pressed("b" * 32)).status_code == 404
    sign_in(client, joined.trajectory.newcomer)
    assert client.get("/uitvoer").status_code == 403
    assert client.get(address).status_code == 404


def test_the_list_holds_what_one_may_see_and_no_more(session: Session, joined: Activity) -> None:
    other = activity(
        session,
        trajectory(
            session,
            counsellor_id=counsellor(session, "amal").id,
            agency_code="amal",
            newcomer_id=newcomer(session, "Li").id,
        ),
    )
    exports = [
        made(session, joined),
        made(session, other),
        make_export(session, AGENCY, by=administrator(session), at=NOW),
        make_export(
            session, Scope(ExportScope.AGENCY, "amal"), by=administrator(session, "amal"), at=NOW
        ),
    ]
    people = [
        joined.trajectory.counsellor,
        other.trajectory.counsellor,
        administrator(session),
        administrator(session, "amal"),
    ]
    for account in people:
        listed = {one.id for one in list_exports(session, scopes_of(account))}
        assert listed == {one.id for one in exports if may(account, Permission.EXPORT_VIEW, one)}
        assert listed


def test_an_export_takes_a_handful_of_questions_whatever_its_length(
    guided: PageClient,
    session: Session,
    joined: Activity,
    count_queries: Callable[[], Any],
) -> None:
    by = joined.trajectory.counsellor

    def cost() -> list[int]:
        found = []
        with count_queries() as asked:
            assert (
                guided.post("/uitvoer/caseload", data=pressed(f"{len(keys):032x}")).status_code
                == 303
            )
        keys.append("")
        found.append(len(asked))
        export = session.scalars(select(Export).order_by(Export.id.desc())).first()
        session.commit()
        assert export is not None
        for part in ("", "/trajecten.csv", "/uren.csv", "/uitvoer.xlsx"):
            with count_queries() as asked:
                answer = guided.get(f"/uitvoer/{export.id}{part}")
                assert len(answer.data) > 30
                answer.close()
            found.append(len(asked))
        return found

    keys: list[str] = []
    few = cost()
    for number in range(12):
        one = trajectory(
            session, counsellor_id=by.id, newcomer_id=newcomer(session, f"Persoon {number}").id
        )
        hours(session, activity(session, one), HoursState.ACCEPTED)
    session.commit()
    assert cost() == few
    assert max(few) < 20


def test_exports_of_long_ago_are_forgotten_with_their_rows(
    session: Session, joined: Activity
) -> None:
    made(session, joined)
    newer = make_export(
        session,
        own(joined),
        by=joined.trajectory.counsellor,
        at=NOW + timedelta(days=10),
        since=session.scalars(select(Export)).one(),
    )
    assert forget_exports(session, at=NOW + KEPT) == 0
    assert forget_exports(session, at=NOW + KEPT + timedelta(days=1)) == 1
    session.expire_all()
    assert session.scalars(select(Export.id)).all() == [newer.id]
    assert newer.since_id is None
    assert session.scalar(select(func.count()).select_from(ExportRow)) == 1


def test_an_empty_caseload_gives_an_empty_file(
    client: PageClient, session: Session, sign_in: SignIn, app: APIFlask
) -> None:
    sign_in(client, counsellor(session))
    assert "Nog niets uitgevoerd" in client.get("/uitvoer").text
    answer = client.post("/uitvoer/caseload", data=pressed())
    address = answer.headers["Location"]
    assert "Er is niets veranderd" in client.get(address).text
    lines = client.get(f"{address}/trajecten.csv").data.decode("utf-8-sig").splitlines()
    assert lines == [";".join(COLUMNS)]
