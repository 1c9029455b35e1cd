"""`flask accounts …`: the first accounts of an installation."""

import click
from flask import current_app

from meedoen.accounts.actions import create_account, invite
from meedoen.accounts.roles.actions import give_role
from meedoen.accounts.terms import Role
from meedoen.commands.refused import PlainGroup, Refused
from meedoen.core.errors import RuleBroken
from meedoen.organisations.models import Organisation
from meedoen.web.clock import now
from meedoen.web.session import db

accounts = PlainGroup("accounts", help="Accounts of people.")


@accounts.command("create")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--email", required=True, help="Gets a link to set a password.")
@click.option("--name", default="", help="Name on screen; the address when not given.")
@click.option("--municipality", "nis", help="NIS code, for a municipality officer.")
@click.option("--network", "network_code", help="Code, for a network coach.")
@click.option("--agency", "agency_code", help="agii, atlas or amal, for its people.")
@click.option("--organisation", "organisation_id", type=int, help="Id, for its member.")
def create(
    role: str,
    email: str,
    name: str,
    nis: str | None,
    network_code: str | None,
    agency_code: str | None,
    organisation_id: int | None,
) -> None:
    """Make an account with one role, and mail its owner a link to set a password."""
    at = now()
    if organisation_id is not None and db.session.get(Organisation, organisation_id) is None:
        raise Refused(f"There is no organisation {organisation_id}.")
    try:
        account = create_account(
            db.session, name=name or email.split("@")[0], email=email, by=None, at=at
        )
        give_role(
            db.session,
            account,
            Role(role),
            nis=nis,
            network_code=network_code,
            agency_code=agency_code,
            organisation_id=organisation_id,
            by=None,
            at=at,
        )
        invite(
            db.session, account, by=None, at=at, base_url=current_app.config["SETTINGS"].base_url
        )
    except RuleBroken as refusal:
        db.session.rollback()
        dictionary = current_app.extensions["dictionary"]
        raise Refused(" ".join(dictionary.explain(why) for why in refusal.reasons)) from refusal
    db.session.commit()
    sent = current_app.extensions["delivery"].deliver()
    click.echo(f"{email} is {role}; a link to set a password {'left' if sent else 'waits'}.")
