"""Runs the migrations on the database of the application; Flask-Migrate calls it."""

from alembic import context
from flask import current_app

# Every table must be known before models and database are compared.
from meedoen.accounts import models as accounts  # noqa: F401
from meedoen.core import audit  # noqa: F401
from meedoen.messages import models as messages  # noqa: F401
from meedoen.offers import models as offers  # noqa: F401
from meedoen.organisations import models as organisations  # noqa: F401
from meedoen.places import models as places  # noqa: F401
from meedoen.trajectories import models as trajectories  # noqa: F401

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        **migrate.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
