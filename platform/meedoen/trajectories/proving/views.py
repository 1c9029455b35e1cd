"""Pages of the proof: its PDF, and the page on which anyone checks a code."""

# mypy: no-warn-return-any
# (gettext of Flask-Babel is untyped.)

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for

from meedoen.core.errors import NotFound
from meedoen.permissions import Permission
from meedoen.trajectories.models import Trajectory
from meedoen.trajectories.proving.documents import PdfUnavailable, proof_facts, proof_pdf
from meedoen.trajectories.proving.queries import find_proof
from meedoen.trajectories.proving.rules import grouped, read_code
from meedoen.trajectories.queries import find_trajectory
from meedoen.web.access import public, requires
from meedoen.web.session import db

proving = Blueprint("proving", __name__)

LONGEST_CODE = 80


@proving.get("/trajecten/<int:trajectory_id>/bewijs.pdf")
@requires(Permission.TRAJECTORY_VIEW, of=find_trajectory)
def proof_file(trajectory: Trajectory) -> Any:
    """The proof as a PDF, or as a page to print where no PDF can be drawn."""
    if not trajectory.proofs:
        raise NotFound
    proof = trajectory.proofs[0]
    base_url = current_app.config["SETTINGS"].base_url
    try:
        pdf = proof_pdf(proof, base_url=base_url)
    except PdfUnavailable:
        current_app.logger.warning("no PDF can be drawn: Pango is not installed")
        return render_template(
            "trajectories/proving/print.html",
            trajectory=trajectory,
            **proof_facts(proof, base_url),
        )
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="bewijs-van-deelname.pdf"'
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


@proving.get("/bewijs/<typed>")
@public
def check(typed: str) -> Any:
    """Whether a proof is genuine, with no more than is needed to compare it with the paper."""
    proof = find_proof(db.session, typed)
    if proof is None:
        page = render_template("trajectories/proving/check.html", proof=None)
        return page, 404
    facts = proof_facts(proof, current_app.config["SETTINGS"].base_url)
    return render_template("trajectories/proving/check.html", proof=proof, facts_of=facts)
