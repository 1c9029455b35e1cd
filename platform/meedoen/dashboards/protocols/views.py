"""Pages on which an administrator of an agency writes data protocols down and withdraws them."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, Reason, RuleBroken
from meedoen.dashboards.protocols import actions, queries
from meedoen.dashboards.protocols.forms import ProtocolForm
from meedoen.dashboards.protocols.models import DataProtocol
from meedoen.dashboards.protocols.rules import holds
from meedoen.organisations.queries import administered_by
from meedoen.permissions import Permission
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import PressForm, show_reasons
from meedoen.web.pages import asked_page
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

protocols = Blueprint("protocols", __name__)

ON_A_PAGE = 50


@protocols.get("/regie/protocollen")
@requires(Permission.PROTOCOLS_RECORD)
def listing() -> str:
    """The protocols with the municipalities of one's agency."""
    return listing_page()


def listing_page(reasons: Sequence[Reason] = ()) -> str:
    """The list; with why a press did nothing."""
    agencies = administered_by(current_account())
    paging = asked_page(size=ON_A_PAGE, total=queries.count_protocols(db.session, agencies))
    found = queries.list_protocols(db.session, agencies, offset=paging.offset, limit=ON_A_PAGE)
    on = today()
    return render_template(
        "dashboards/protocols/listing.html",
        protocols=found,
        holding={one.id for one in found if holds(one, on=on)},
        today=on,
        paging=paging,
        address_of_page=lambda number: url_for("dashboards.protocols.listing", pagina=number),
        press=PressForm(formdata=None),
        reasons=reasons,
    )


@protocols.get("/regie/protocollen/nieuw")
@requires(Permission.PROTOCOLS_RECORD)
def new() -> str:
    """Ask for what the document says."""
    form = protocol_form(sent=False)
    form.valid_from.data = today()
    return render_template("dashboards/protocols/new.html", form=form)


@protocols.post("/regie/protocollen/nieuw")
@requires(Permission.PROTOCOLS_RECORD)
@commits
@shows_form_again
def new_sent() -> Any:
    """Write it down, once however often the form is sent."""
    form = protocol_form(sent=True)
    if form.validate_on_submit() and form.valid_from.data and form.valid_until.data:
        try:
            actions.record_protocol(
                db.session,
                nis=form.nis.data,
                reference=form.reference.data or "",
                document_number=form.document_number.data or "",
                between=form.between.data or "",
                purpose=form.purpose.data or "",
                valid_from=form.valid_from.data,
                valid_until=form.valid_until.data,
                by=current_account(),
                at=now(),
                request_key=str(form.request_key.data),
            )
            flash(_("Het protocol is opgeschreven."), "done")
            return redirect(url_for("dashboards.protocols.listing"), 303)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
    return render_template("dashboards/protocols/new.html", form=form), 422


def protocol_form(*, sent: bool) -> ProtocolForm:
    """The form with the municipalities of one's agency."""
    form = ProtocolForm() if sent else ProtocolForm(formdata=None)
    agencies = administered_by(current_account())
    form.offer_municipalities(queries.list_municipalities_of(db.session, agencies))
    return form


@protocols.post("/regie/protocollen/<int:protocol_id>/intrekken")
@requires(Permission.PROTOCOL_WITHDRAW, of=queries.find_protocol)
@commits
def withdraw(protocol: DataProtocol) -> Any:
    """From today on it holds no more."""
    if not PressForm().validate_on_submit():
        raise NotFound
    name = protocol.municipality.name_nl
    try:
        actions.withdraw_protocol(db.session, protocol, by=current_account(), at=now())
    except RuleBroken as broken:
        return listing_page(broken.reasons), 422
    flash(_("Het protocol met %(name)s geldt niet meer.", name=name), "done")
    return redirect(url_for("dashboards.protocols.listing"), 303)
