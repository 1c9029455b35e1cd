"""Notes: written once, seen by who guides the trajectory, and by nobody else."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from meedoen.trajectories.caseload.notes.models import CaseNote
from meedoen.trajectories.caseload.notes.queries import list_notes
from meedoen.trajectories.models import Activity
from tests import examples
from tests.conftest import PageClient
from tests.trajectories.conftest import SignIn
from tests.trajectories.examples import page_of, trajectory

NOTE = {"note-request_key": "a" * 32, "note-text": "Belt liever in de avond.\nWerkt overdag."}


def test_a_note_is_written_once_and_shown_with_who_wrote_it(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    for _again in range(2):
        assert guided.post(f"{page_of(joined)}/notities", data=NOTE).status_code == 303
    assert len(list_notes(session, joined.trajectory_id)) == 1
    session.commit()
    page = guided.get(page_of(joined)).get_data(as_text=True)
    assert "Belt liever in de avond." in page
    assert "Schrijf alsof de persoon meeleest" in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001])
def test_a_note_that_cannot_be_is_shown_again(
    guided: PageClient, session: Session, joined: Activity, text: str
) -> None:
    refused = guided.post(f"{page_of(joined)}/notities", data=NOTE | {"note-text": text})
    assert refused.status_code == 422
    assert not session.scalars(select(CaseNote)).all()


def test_who_takes_over_reads_them_and_newcomer_and_former_counsellor_do_not(
    guided: PageClient, session: Session, joined: Activity, sign_in: SignIn
) -> None:
    guided.post(f"{page_of(joined)}/notities", data=NOTE)
    session.refresh(joined.trajectory)
    former, heir = joined.trajectory.counsellor, examples.counsellor(session)
    joined.trajectory.counsellor_id = heir.id
    session.commit()
    sign_in(guided, heir)
    assert "Belt liever" in guided.get(page_of(joined)).get_data(as_text=True)
    sign_in(guided, former)
    assert guided.get(page_of(joined)).status_code == 404
    assert guided.post(f"{page_of(joined)}/notities", data=NOTE).status_code == 404
    sign_in(guided, joined.trajectory.newcomer)
    assert "Belt liever" not in guided.get(page_of(joined)).get_data(as_text=True)
    assert guided.post(f"{page_of(joined)}/notities", data=NOTE).status_code == 404


def test_a_form_of_another_trajectory_is_refused(
    guided: PageClient, session: Session, joined: Activity
) -> None:
    other = trajectory(session, counsellor_id=joined.trajectory.counsellor_id)
    session.commit()
    guided.post(f"{page_of(joined)}/notities", data=NOTE)
    assert guided.post(f"/trajecten/{other.id}/notities", data=NOTE).status_code == 409
