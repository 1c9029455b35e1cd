"""`flask documents …`: the key that signs proofs, and the files of proofs that wait."""

from datetime import datetime

import click
from flask import current_app

from meedoen.commands.refused import PlainGroup, Refused
from meedoen.settings import Settings
from meedoen.trajectories.proving.keeping import keep_waiting
from meedoen.trajectories.proving.signing.keys import (
    KeyUnusable,
    SigningKey,
    renew,
    signing_key,
)
from meedoen.web.clock import now
from meedoen.web.session import db

documents = PlainGroup("documents", help="The signed files of proofs, and the key that signs them.")
key = PlainGroup("key", help="The key that signs proofs.")
documents.add_command(key)


@key.command("show")
def show() -> None:
    """Tell which key signs, until when, and the fingerprint; makes a first one."""
    at = now()
    say(usable(at), at)


@key.command("renew")
@click.option("--yes", is_flag=True, help="Do not ask.")
def renew_key(yes: bool) -> None:
    """Make another key; proofs that were signed before stay as they are."""
    settings: Settings = current_app.config["SETTINGS"]
    if not yes:
        click.confirm("Sign with another key from now on?", abort=True)
    at = now()
    try:
        say(renew(settings, at=at), at)
    except KeyUnusable as error:
        raise Refused(f"Nothing was renewed: {error}.") from error


@key.command("certificate")
def certificate() -> None:
    """Print the certificate (PEM), for who checks signatures."""
    click.echo(usable(now()).certificate_pem.decode(), nl=False)


@documents.command("make")
def make() -> None:
    """Make, sign and keep the files of proofs that are not there yet; housekeeping does so too."""
    click.echo(f"files of proofs made: {keep_waiting(db.session, at=now())}")


def usable(at: datetime) -> SigningKey:
    """The key of this installation. Raises Refused, with why it cannot be used."""
    try:
        return signing_key(current_app.config["SETTINGS"], at=at)
    except KeyUnusable as error:
        raise Refused(f"Nothing can be signed: {error}.") from error


def say(found: SigningKey, at: datetime) -> None:
    """The certificate of a key, in lines."""
    of = found.certificate
    own = "signed by itself" if of.issuer == of.subject else f"by {of.issuer.rfc4514_string()}"
    click.echo(f"certificate: {of.subject.rfc4514_string()}, {own}")
    late = " (EXPIRED)" if of.not_valid_after_utc < at else ""
    click.echo(f"valid until: {of.not_valid_after_utc.date().isoformat()}{late}")
    click.echo(f"SHA-256: {found.fingerprint}")
