"""Runs the migrations on the database of the application; Flask-Migrate calls it."""

from alembic import context
from flask import current_app

# Every table must be known before models and database are compared.
from meedoen.accounts import models as accounts  # noqa: F401
from meedoen.commands.stopped import keep
from meedoen.core import audit  # noqa: F401
from meedoen.dashboards.protocols import models as protocols  # noqa: F401
from meedoen.messages import models as messages  # noqa: F401
from meedoen.offers import models as offers  # noqa: F401
from meedoen.offers.summaries import models as summaries  # noqa: F401
from meedoen.organisations import models as organisations  # noqa: F401
from meedoen.places import models as places  # noqa: F401
from meedoen.trajectories import models as trajectories  # noqa: F401
from meedoen.trajectories.disputing import models as disputes  # noqa: F401
from meedoen.trajectories.groups import models as groups  # noqa: F401
from meedoen.trajectories.ledger import models as ledger  # noqa: F401
from meedoen.trajectories.reminding import models as reminding  # noqa: F401
from meedoen.trajectories.sheets import models as sheets  # noqa: F401

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine

with engine.connect() as connection:
    # One transaction for all of them, so that who stops halfway has changed nothing; Alembic would
    # commit each apart with SQLite, and leaves a transaction that is there already alone.
    connection.begin()
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        **migrate.configure_args,
    )
    context.run_migrations()
    keep(connection.commit, "the tables are changed as was asked.")
