"""The page on which an organisation tells its offer in other languages."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from meedoen.core.errors import RuleBroken
from meedoen.offers.models import Offer
from meedoen.offers.queries import get_offer
from meedoen.offers.rules import CLOSED
from meedoen.offers.summaries.actions import write_summaries
from meedoen.offers.summaries.forms import SummariesForm
from meedoen.offers.summaries.queries import OTHERS, Told, summaries_of
from meedoen.offers.summaries.rules import box_of, digest_of
from meedoen.offers.summaries.terms import SummaryState
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now
from meedoen.web.forms import show_reasons
from meedoen.web.languages import LANGUAGES
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

summaries = Blueprint("summaries", __name__)

ALL = "/beheer/aanbod/<int:offer_id>/talen"


@summaries.get(ALL)
@requires(Permission.OFFER_EDIT, of=get_offer)
def edit(offer: Offer) -> str:
    """Every language with what is told in it, beside the Dutch."""
    form = SummariesForm(formdata=None)
    told = summaries_of(db.session, offer)
    form.fill_from(told, dutch=digest_of(offer))
    return languages_page(offer, form, told)


@summaries.post(ALL)
@requires(Permission.OFFER_EDIT, of=get_offer)
@commits
@shows_form_again
def edit_sent(offer: Offer) -> Response | tuple[str, int]:
    """Keep all languages at once."""
    form = SummariesForm()
    if not form.validate_on_submit():
        return languages_page(offer, form, summaries_of(db.session, offer)), 422
    seen_dutch = form.seen_dutch.data or None
    try:
        changed = write_summaries(
            db.session,
            offer,
            form.typed(),
            seen_dutch=seen_dutch,
            by=current_account(),
            at=now(),
        )
    except RuleBroken as broken:
        show_reasons(form, broken.reasons)
        told = summaries_of(db.session, offer)
        clashing = [
            str(one.field) for one in broken.reasons if one.code == "summary_changed_meanwhile"
        ]
        if clashing:
            form.look_again(told, dutch=digest_of(offer))
        page = languages_page(offer, form, told, clashing=clashing)
        return page, 409 if clashing else 422
    flash(_("Bewaard."), "done")
    if (changed.written or changed.confirmed) and seen_dutch not in {None, digest_of(offer)}:
        flash(_("Het Nederlands veranderde terwijl je schreef. Kijk je talen nog eens na."), "info")
    return redirect(url_for("offers.summaries.edit", offer_id=offer.id), 303)


def languages_page(
    offer: Offer, form: SummariesForm, told: dict[str, Told], *, clashing: Sequence[str] = ()
) -> str:
    """The page, with a form that is new or was refused; `clashing` are the boxes in whose language
    somebody else wrote something else meanwhile."""
    rows = [row_of(form, code, told.get(code), clashing) for code in OTHERS]
    return render_template(
        "offers/summaries.html",
        offer=offer,
        form=form,
        rows=rows,
        counts=[
            (state, sum(row["state"] is state for row in rows)) for state in reversed(SummaryState)
        ],
        outdated=sum(row["state"] is SummaryState.OUTDATED for row in rows),
        closed=offer.status in CLOSED,
        clash=bool(clashing),
    )


def row_of(
    form: SummariesForm, code: str, told: Told | None, clashing: Sequence[str]
) -> dict[str, Any]:
    """One language: how it stands, and its boxes; open where there is something to see or mend."""
    text = form[box_of(code)]
    return {
        "language": LANGUAGES[code],
        "in_dutch": text.label.text,
        "text": text,
        "seen": form[f"seen_{code}"],
        "right": form[f"right_{code}"],
        "kept": told.text if told else "",
        "state": told.state if told else SummaryState.MISSING,
        "clash": text.name in clashing,
        "open": bool(told or text.data or text.errors),
    }
