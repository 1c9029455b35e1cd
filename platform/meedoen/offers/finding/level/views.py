"""The page that asks about one's Dutch, and leads back to the search."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request

from meedoen.offers.finding.forms import LONGEST_QUESTION, SearchForm, spelt
from meedoen.offers.finding.level.forms import LevelForm
from meedoen.offers.finding.level.rules import level_of
from meedoen.web.access import public

level = Blueprint("level", __name__)


@level.get("/mijn-nederlands")
@public
def my_level() -> Any:
    """Ask three questions; whoever has answered them goes on searching with their level."""
    if len(request.query_string) > LONGEST_QUESTION:
        abort(414)
    search, form = SearchForm(request.args), LevelForm(request.args)
    if not search.validate():
        abort(400)
    asked = any(field.data for field in form)
    if asked and form.answered():
        return redirect(search.address(niveau=level_of(form.can).value))
    page = render_template("finding/my_level.html", form=form, search=search, spelt=spelt)
    return page, 400 if asked else 200
