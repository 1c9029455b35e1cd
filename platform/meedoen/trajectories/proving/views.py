"""Pages of the proof: its PDF, the page on which anyone checks a code, and the certificate."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState

from meedoen.core.errors import NotFound
from meedoen.permissions import Permission
from meedoen.settings import Settings
from meedoen.trajectories.looking.rules import Seen
from meedoen.trajectories.looking.terms import LookedAs, LookKind
from meedoen.trajectories.looking.views import seen_by, shows_case
from meedoen.trajectories.models import Proof, Trajectory
from meedoen.trajectories.proving.documents import (
    FILE_NAMES,
    PdfUnavailable,
    paper_facts,
    proof_facts,
    proof_pdf,
)
from meedoen.trajectories.proving.issuing.views import issuing
from meedoen.trajectories.proving.keeping import after_issue, said
from meedoen.trajectories.proving.queries import find_document, find_proof, find_proof_in
from meedoen.trajectories.proving.rules import grouped, read_code, standing
from meedoen.trajectories.proving.signing.keys import KeyUnusable, signing_key
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import public, requires
from meedoen.web.clock import now
from meedoen.web.session import after_commit, db

proving = Blueprint("proving", __name__)
proving.register_blueprint(issuing)

LONGEST_CODE = 80


@proving.record_once
def keep_files(state: BlueprintSetupState) -> None:
    """Have the files of proofs made after the commit that issued them."""
    after_commit(state.app, after_issue)  # type: ignore[arg-type]


@proving.get("/trajecten/<int:trajectory_id>/bewijs.pdf")
@requires(Permission.TRAJECTORY_VIEW, of=find_trajectory)
@shows_case(LookKind.PROOFS)
def proof_file(trajectory: Trajectory) -> Any:
    """The proof of the whole that stands, as a PDF."""
    proof = standing(trajectory.proofs)
    if proof is None:
        raise NotFound
    return file_of(proof)


@proving.get("/trajecten/<int:trajectory_id>/bewijzen/<int:proof_id>.pdf")
@requires(Permission.TRAJECTORY_VIEW, of=find_proof_in)
@shows_case(LookKind.PROOFS)
def one_file(proof: Proof) -> Any:
    """One proof as a PDF, also one that holds no more."""
    return file_of(proof)


def file_of(proof: Proof) -> Any:
    """The file that was signed; one made now where it was not kept yet, or a page to print."""
    settings: Settings = current_app.config["SETTINGS"]
    kept = find_document(db.session, proof.id)
    if kept is not None:
        return as_file(proof, kept.pdf)
    try:
        key = signing_key(settings, at=now())
        return as_file(proof, proof_pdf(proof, base_url=settings.base_url, key=key))
    except (PdfUnavailable, KeyUnusable) as error:
        current_app.logger.warning("no file of a proof can be made: %s", said(error))
    return render_template(
        "trajectories/proving/print.html",
        trajectory=proof.trajectory,
        signed=False,
        **paper_facts(proof, settings.base_url),
    )


def as_file(proof: Proof, pdf: bytes) -> Response:
    """A PDF to look at, under a name to keep it by."""
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{FILE_NAMES[proof.kind]}"'
    return response


@proving.get("/bewijs")
@public
def ask_code() -> Any:
    """Ask for the code of a proof."""
    typed = request.args.get("code", "")[:LONGEST_CODE].strip()
    if not typed:
        return render_template("trajectories/proving/ask_code.html", typed="", wrong=False)
    code = read_code(typed)
    if code is None:
        page = render_template("trajectories/proving/ask_code.html", typed=typed, wrong=True)
        return page, 422
    return redirect(url_for("trajectories.proving.check", typed=grouped(code)), 303)


@proving.get("/bewijs/certificaat.pem")
@public
def certificate() -> Response:
    """The certificate of the key that signs now, for who checks a signature."""
    try:
        key = signing_key(current_app.config["SETTINGS"], at=now())
    except KeyUnusable as error:
        current_app.logger.error("the key cannot be used: %s", error)
        raise NotFound from error
    response = Response(key.certificate_pem, mimetype="application/x-pem-file")
    response.headers["Content-Disposition"] = 'attachment; filename="meedoen-certificaat.pem"'
    return response


@proving.get("/bewijs/<typed>")
@public
@shows_case(LookKind.PROOF_CHECK)
def check(typed: str) -> Any:
    """Whether a proof is genuine, with no more than is needed to compare it with the paper."""
    proof = find_proof(db.session, typed)
    if proof is None:
        page = render_template("trajectories/proving/check.html", proof=None)
        return page, 404
    seen_by(
        Seen(
            newcomer_id=proof.newcomer_id,
            trajectory_id=proof.trajectory_id,
            kind=LookKind.PROOF_CHECK,
            looked_as=LookedAs.CODE_HOLDER,
            mark=str(proof.id),
        )
    )
    return render_template(
        "trajectories/proving/check.html",
        proof=proof,
        facts_of=proof_facts(proof, current_app.config["SETTINGS"].base_url),
        document=find_document(db.session, proof.id),
    )
