"""The board of a municipality, network or agency."""

from collections.abc import Collection
from datetime import timedelta

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import gettext as _

from meedoen.dashboards.board import queries
from meedoen.dashboards.board.wording import (
    found_sentence,
    missing_sentence,
    share_words,
    waiting_sentence,
)
from meedoen.dashboards.ended.queries import ENDS, list_ended
from meedoen.dashboards.rules import shown_people
from meedoen.organisations.queries import decided_by, watched_by
from meedoen.permissions import Permission
from meedoen.trajectories.accepting.queries import count_accepted
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.pages import asked_page
from meedoen.web.session import db

board = Blueprint("board", __name__)

PAGE_SIZE = 40

LOOKED_BACK = timedelta(days=90)
"""How far back the board counts who looked at accepted hours."""


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
        ends=ENDS,
        ended=list_ended(db.session, scope, on=today()),
        accepted_rows=accepted_rows(scope.agencies) if scope.agencies else [],
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


def accepted_rows(agencies: Collection[str]) -> list[tuple[str, str]]:
    """What the counsellors of these agencies accepted, and how much of it one person saw alone."""
    accepted = count_accepted(db.session, agencies, since=now() - LOOKED_BACK)
    shares = {
        _("Aanvaard"): accepted.all,
        _("Daarvan op papier bevestigd"): accepted.on_paper,
        _("Daarvan alles door één persoon"): accepted.by_one,
    }
    return [
        (label, share_words(share.minutes, shown_people(share.people)))
        for label, share in shares.items()
    ]
