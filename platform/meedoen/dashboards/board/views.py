"""The board of a municipality, network or agency."""

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import gettext as _

from meedoen.dashboards.board import queries
from meedoen.dashboards.board.wording import found_sentence, missing_sentence, waiting_sentence
from meedoen.organisations.queries import decided_by, watched_by
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import today
from meedoen.web.pages import asked_page
from meedoen.web.session import db

board = Blueprint("board", __name__)

PAGE_SIZE = 40


@board.get("/regie")
@requires(Permission.BOARD_VIEW)
def show() -> str:
    """What matters now in one's municipalities, what waits, and what there is."""
    account = current_account()
    say = current_app.extensions["dictionary"].say
    scope = watched_by(account)
    seen = queries.get_board(db.session, scope, on=today())
    paging = asked_page(size=PAGE_SIZE, total=queries.count_municipalities(db.session, scope))
    rows = queries.list_municipality_rows(
        db.session, scope, on=today(), offset=paging.offset, limit=PAGE_SIZE
    )
    return render_template(
        "dashboards/board.html",
        board=seen,
        paging=paging,
        address_of_page=lambda number: url_for("dashboards.board.show", pagina=number),
        sentences=[
            waiting_sentence(
                seen.waiting_organisations,
                seen.waiting_offers,
                may_decide=not decided_by(account).is_empty,
            ),
            found_sentence(seen.here, seen.nearby),
            missing_sentence([say(kind) for kind in seen.missing]),
        ],
        type_rows=[(say(one.type), one.here, one.nearby) for one in seen.types],
        municipality_rows=[
            (
                row.municipality.name_nl,
                row.offers,
                row.organisations,
                _("minder dan 5") if row.people is None else row.people,
            )
            for row in rows
        ],
    )
