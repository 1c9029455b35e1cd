"""Migrations go up and down, and make the very tables that the models describe."""

from typing import Any

from apiflask import APIFlask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, delete, inspect, select, text
from sqlalchemy.schema import CreateTable

from meedoen.core.database import Base
from meedoen.offers.models import Offer, SearchChange
from meedoen.trajectories.actions import stop_trajectory
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.terms import HoursState, TrajectoryStatus
from meedoen.web.session import db
from tests import examples
from tests.trajectories import examples as trajectories


def tables(engine: Engine) -> dict[str, list[str]]:
    """Each table of the database, as a sorted list of what stands in its definition."""
    inspector = inspect(engine)
    found = {}
    for name in inspector.get_table_names():
        if name == "alembic_version":
            continue
        found[name] = sorted(
            [
                *(
                    f"column {column['name']} {column['type']} {column['nullable']} "
                    f"{column['default']}"
                    for column in inspector.get_columns(name)
                ),
                f"key {inspector.get_pk_constraint(name)}",
                *(f"foreign {key}" for key in inspector.get_foreign_keys(name)),
                *(f"unique {key}" for key in inspector.get_unique_constraints(name)),
                *(f"check {key['name']}: {key['sqltext']}" for key in checks(inspector, name)),
                *(f"index {in_words(key)}" for key in inspector.get_indexes(name)),
            ]
        )
    return found


def in_words(index: Any) -> dict[str, object]:
    """An index with the condition of a partial one as text, so that two can be compared."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return {**index, "dialect_options": options}


def checks(inspector, name: str) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    return inspector.get_check_constraints(name)  # type: ignore[no-any-return]


def drop_everything() -> None:
    Base.metadata.drop_all(db.engine)
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


def test_the_migrated_tables_are_those_of_the_models(app: APIFlask) -> None:
    with app.app_context():
        migrated = tables(db.engine)
        drop_everything()
        Base.metadata.create_all(db.engine)
        described = tables(db.engine)
    assert set(migrated) == set(described)
    for name, definition in described.items():
        assert migrated[name] == definition, name


def test_every_table_has_a_check_for_each_of_its_terms(app: APIFlask) -> None:
    with app.app_context():
        inspector = inspect(db.engine)
        for table in Base.metadata.sorted_tables:
            described = str(CreateTable(table).compile(db.engine)).count("CHECK (")
            assert len(checks(inspector, table.name)) == described, table.name


def test_migrations_go_down_to_nothing_and_up_again(app: APIFlask) -> None:
    with app.app_context():
        before = tables(db.engine)
        db.engine.dispose()
        downgrade(revision="base")
        assert not tables(db.engine)
        upgrade()
        assert tables(db.engine) == before


def test_going_down_one_and_up_again_keeps_offers_with_their_parts(app: APIFlask) -> None:
    with app.app_context():
        host = examples.organisation(db.session, "Café Ça Va?")
        offer = examples.offer(db.session, host, "Praattafel", places=[examples.place()])
        key = offer.id
        db.session.execute(delete(SearchChange))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        downgrade(revision="0001")
        upgrade()
        offer = db.session.get_one(Offer, key)
        assert (len(offer.places), len(offer.goals), offer.full) == (1, 1, False)
        assert offer.organisation.plain_name == "cafe ca va"
        assert db.session.scalars(select(SearchChange.offer_id)).all() == [key]
        db.session.rollback()
        db.session.remove()


def test_going_up_to_states_keeps_trajectories_and_tells_how_they_ended(app: APIFlask) -> None:
    with app.app_context():
        course = trajectories.trajectory(db.session)
        place = trajectories.activity(db.session, course)
        trajectories.hours(db.session, place, HoursState.ACCEPTED)
        ended = trajectories.trajectory(db.session)
        stop_trajectory(
            db.session, ended, reason="Naar Brussel", by=ended.counsellor, at=examples.NOW
        )
        running, stopped = course.id, ended.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        downgrade(revision="0004")
        upgrade()
        course, ended = (db.session.get_one(Trajectory, key) for key in (running, stopped))
        assert [entry.minutes for entry in course.hours] == [120]
        assert [one.title for one in course.activities] == ["Praattafel in de bib"]
        assert [(c.status, c.note) for c in ended.changes] == [
            (TrajectoryStatus.STOPPED, "Naar Brussel")
        ]
        assert not course.changes
        assert [one.from_on for one in course.situations] == [course.starts_on]
        assert course.rule_set.deadline_months == 24
        assert course.rule_set.reminder_days == [90, 30]
        db.session.rollback()
        db.session.remove()


def test_going_down_from_states_ends_what_was_exempted_and_lets_run_what_rests(
    app: APIFlask,
) -> None:
    with app.app_context():
        resting, exempted = (trajectories.trajectory(db.session) for _ in range(2))
        resting.status = TrajectoryStatus.SUSPENDED
        exempted.status = TrajectoryStatus.EXEMPTED
        exempted.ended_at, exempted.ended_by_id = examples.NOW, exempted.counsellor_id
        keys = resting.id, exempted.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        downgrade(revision="0004")
        upgrade()
        assert [db.session.get_one(Trajectory, key).status for key in keys] == [
            TrajectoryStatus.RUNNING,
            TrajectoryStatus.STOPPED,
        ]
        db.session.rollback()
        db.session.remove()
