"""Our commands as an operator types them, in this process, with what they say and leave."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from click.testing import Result
from sqlalchemy import MetaData, func, select
from sqlalchemy.orm import Session

from meedoen.web.session import db
from tests.safety.product import make_product

__all__ = ["Flask", "flask", "make_product", "rows"]

Flask = Callable[..., Result]


@pytest.fixture
def flask(app: APIFlask) -> Flask:
    """`flask("search", "status")`: run a command; gives exit_code, stdout and stderr."""

    def run(*command: str) -> Result:
        with app.app_context():
            return app.test_cli_runner().invoke(args=list(command))

    return run


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    tables: MetaData = db.metadata
    counts = {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables.sorted_tables
    }
    session.rollback()
    return counts
