"""`flask accounts …`: the first accounts of an installation."""

from typing import TypedDict, Unpack

import click
from flask import current_app
from sqlalchemy import select

from meedoen.accounts.actions import create_account, invite
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.rules import scope_reasons
from meedoen.accounts.terms import Role
from meedoen.commands.refused import PlainGroup, Refused
from meedoen.commands.stopped import keep
from meedoen.core.errors import Reason, RuleBroken
from meedoen.messages.rules import mail_address
from meedoen.organisations.models import Organisation
from meedoen.places.models import Agency, Network
from meedoen.web.clock import now
from meedoen.web.session import db

OPTIONS = {
    "nis": ("--municipality", "12025 (the NIS code of Mechelen)"),
    "network_code": ("--network", "rivierenland"),
    "agency_code": ("--agency", "agii"),
    "organisation_id": ("--organisation", "7 (the number in its address, /organisaties/7/…)"),
}
"""By scope of a role: the option that gives it, and an example of what to type."""

LARGEST_ID = 2**31 - 1


class Scope(TypedDict):
    """What a role is for, as the options gave it; a role needs one of them or none."""

    nis: str | None
    network_code: str | None
    agency_code: str | None
    organisation_id: int | None


accounts = PlainGroup("accounts", help="Accounts of people.")


@accounts.command("create")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--email", required=True, help="Gets a link to set a password.")
@click.option("--name", default="", help="Name on screen; the address when not given.")
@click.option("--municipality", "nis", help="NIS code, for a municipality officer.")
@click.option("--network", "network_code", help="Code, for a network coach.")
@click.option("--agency", "agency_code", help="agii, atlas or amal, for its people.")
@click.option(
    "--organisation",
    "organisation_id",
    type=click.IntRange(1, LARGEST_ID),
    help="Id, for its member.",
)
def create(role: str, email: str, name: str, **scope: Unpack[Scope]) -> None:
    """Make an account with one role, and mail its owner a link to set a password."""
    try:
        make_account(Role(role), email, name, scope)
    except RuleBroken as refusal:
        db.session.rollback()
        raise Refused(" ".join(sentence(why, role) for why in refusal.reasons)) from refusal
    made = f"{email} is {role}; a link to set a password"
    keep(db.session.commit, f"{made} leaves with the next mail.")
    sent = current_app.extensions["delivery"].deliver()
    click.echo(f"{made} {'left' if sent else 'waits'}.")


def make_account(role: Role, email: str, name: str, scope: Scope) -> None:
    """Make it, with its invitation; whoever calls commits. Raises RuleBroken."""
    at, base_url = now(), current_app.config["SETTINGS"].base_url
    if why := scope_reasons(role, **scope):
        raise RuleBroken(*why)
    host = scope["organisation_id"]
    if host is not None and db.session.get(Organisation, host) is None:
        raise RuleBroken(Reason("scope_unknown", field="organisation_id"))
    if mail_address(email) is None:
        raise RuleBroken(Reason("bad_address"))
    account = create_account(
        db.session, name=name or email.split("@")[0], email=email, by=None, at=at
    )
    give_role(db.session, account, role, **scope, by=None, at=at)
    invite(db.session, account, by=None, at=at, base_url=base_url)


def sentence(reason: Reason, role: str) -> str:
    """Why it was refused and what to type instead."""
    option, example = OPTIONS.get(reason.field or "", ("", ""))
    if reason.code == "scope_missing":
        return f"The role {role} needs {option}, for example {option} {example}."
    if reason.code == "scope_not_of_role":
        return f"{option} does not go with the role {role}; leave it out."
    if reason.code == "scope_unknown":
        return (
            f"{option} names nothing that is there; {what_is_there(reason.field or '', example)}."
        )
    if reason.code == "email_taken":
        forgotten = f"{current_app.config['SETTINGS'].base_url}/wachtwoord/vergeten"
        return f"This address has an account already; take another, or go to {forgotten}."
    explained: str = current_app.extensions["dictionary"].explain(reason)
    return explained


def what_is_there(field: str, example: str) -> str:
    """What could have been typed: all of it where that is little, else an example."""
    tables = {"agency_code": Agency.code, "network_code": Network.code}
    if field not in tables:
        return f"an example: {example}"
    codes = db.session.scalars(select(tables[field]).order_by(tables[field])).all()
    return f"choose from {', '.join(codes)}" if codes else "first: flask --app app seed reference"
