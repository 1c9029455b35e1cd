"""Pages of rule sets: all with their sources, and a new one with what it would change."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from hashlib import sha256
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _

from meedoen.core.errors import NotFound, RuleBroken
from meedoen.permissions import Permission, may
from meedoen.trajectories.rule_sets.actions import add_rule_set
from meedoen.trajectories.rule_sets.forms import RuleSetForm
from meedoen.trajectories.rule_sets.models import RuleSet
from meedoen.trajectories.rule_sets.queries import find_last, list_rule_sets, preview
from meedoen.trajectories.rule_sets.rules import VALUES, YES_OR_NO, Draft, reasons_not_added
from meedoen.trajectories.rule_sets.wording import NAMES, value_in_words
from meedoen.web.access import current_account, requires
from meedoen.web.clock import now, today
from meedoen.web.forms import show_reasons
from meedoen.web.session import commits, db
from meedoen.web.tokens import shows_form_again

rule_sets = Blueprint("rule_sets", __name__)


@rule_sets.record_once
def learn_words(state: BlueprintSetupState) -> None:
    """Teach the pages the names and units of values."""
    state.app.jinja_env.filters.update(
        rule_value=lambda name, rules: value_in_words(name, getattr(rules, name)),
        rule_name=NAMES.__getitem__,
    )


@rule_sets.get("/regels")
@requires(Permission.RULES_VIEW)
def listing() -> str:
    """All rule sets, the newest first, each value with its source and mark."""
    found = list_rule_sets(db.session)
    holds = next((one for one in found if one.valid_from <= today()), None)
    return render_template(
        "trajectories/rule_sets/listing.html",
        rule_sets=found,
        holds=holds,
        values=VALUES,
        may_add=may(current_account(), Permission.RULES_EDIT),
    )


@rule_sets.get("/regels/nieuw")
@requires(Permission.RULES_EDIT)
def new() -> str:
    """Write a new rule set, as a changed copy of the last one."""
    form = RuleSetForm(formdata=None)
    form.fill_from(last_one())
    return new_page(form)


@rule_sets.post("/regels/nieuw")
@requires(Permission.RULES_EDIT)
@commits
@shows_form_again
def new_sent() -> Any:
    """Show what it would change, or add it when that was asked."""
    form = RuleSetForm()
    if not form.validate_on_submit():
        return new_page(form), 422
    draft, account = form.draft(), current_account()
    asked = request.form.get("act") == "do"
    if asked and request.form.get("looked_at") == fingerprint(draft):
        key = str(form.request_key.data)
        try:
            add_rule_set(db.session, draft, by=account, at=now(), request_key=key)
        except RuleBroken as broken:
            show_reasons(form, broken.reasons)
            return new_page(form), 422
        flash(_("De regels zijn toegevoegd."), "done")
        return redirect(url_for("trajectories.rule_sets.listing"), 303)
    if why := reasons_not_added(draft, last_one(), on=today()):
        show_reasons(form, why)
        return new_page(form), 422
    agencies = frozenset(held.agency_code for held in account.roles if held.agency_code)
    return new_page(
        form,
        seen=preview(db.session, draft, own_agencies=agencies, on=today()),
        own_agencies=agencies,
        looked_at=fingerprint(draft),
    )


def fingerprint(draft: Draft) -> str:
    """A short name of what was typed, so that nothing is added but what was looked at."""
    return sha256(repr(draft).encode()).hexdigest()


def last_one() -> RuleSet:
    """The rule set that a new one is copied from."""
    found = find_last(db.session)
    if found is None:
        raise NotFound
    return found


def new_page(form: RuleSetForm, **seen: Any) -> str:
    """The form, with what it would change when that was asked: `seen`, and for which agencies."""
    return render_template(
        "trajectories/rule_sets/new.html",
        form=form,
        values=VALUES,
        yes_or_no=YES_OR_NO,
        **seen,
    )
