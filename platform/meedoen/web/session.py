"""One session a request, one commit an act: the database as views see it."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from flask import Flask, Response, current_app, g, has_app_context, make_response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from meedoen.core.database import Base
from meedoen.core.engine import WRITES, prepare
from meedoen.core.errors import Conflict


class Database(SQLAlchemy):
    """The database; `session` is that of the present request, so it is typed as one session."""

    if TYPE_CHECKING:
        session: Session  # type: ignore[assignment]


db = Database(metadata=Base.metadata)

P = ParamSpec("P")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


@event.listens_for(db.session, "before_commit")
def only_with_its_token(session: Session) -> None:
    """Commit nothing for a form whose token was refused (`web.tokens`), whoever asks for it."""
    if has_app_context() and "token_refused" in g:
        raise RuntimeError("a form without its token changes nothing")


def init_session(app: Flask) -> None:
    """Bind the database to `app`, and let pages that only read take no writer's lock."""
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)

    @app.before_request
    def read_or_write() -> None:
        WRITES.set(request.method not in SAFE_METHODS)

    @app.teardown_request
    def may_write_again(error: BaseException | None) -> None:
        WRITES.set(True)


def after_commit(app: Flask, work: Callable[[], None]) -> None:
    """Let `work` run after each commit of a request, such as the draining of change notes."""
    app.extensions.setdefault("after_commit", []).append(work)


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a write; never the values that it refused."""
    said = getattr(error.orig, "diag", None)
    return said.constraint_name or "unnamed" if said else str(error.orig)


def commits(view: Callable[P, Any]) -> Callable[P, Response]:
    """Commit once when `view` answered below 400; take everything back when it did not.

    Nothing is committed for a form without its token (`web.tokens`), whatever the view did.

    Raises Conflict when somebody else changed the same thing first.
    """

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            response = make_response(view(*args, **kwargs))
            if response.status_code >= 400 or "token_refused" in g:
                db.session.rollback()
                return response
            db.session.commit()
        except StaleDataError as error:
            db.session.rollback()
            raise Conflict from error
        except IntegrityError as error:
            db.session.rollback()
            current_app.logger.warning("refused by the database: %s", broken_constraint(error))
            raise Conflict from error
        except BaseException:
            db.session.rollback()
            raise
        for work in current_app.extensions.get("after_commit", []):
            try:
                work()
            except Exception:
                # The act is kept and answered; what follows from it is tried again later.
                current_app.logger.exception("after commit: %s", work.__name__)
        return response

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper
