"""Lists of several pages answer every number of a page alike, whoever reads them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from meedoen.accounts.models import Account
from meedoen.accounts.terms import Role
from tests import examples

SignIn = Callable[[FlaskClient, Account], None]

READERS: dict[str, Callable[[Session], Account]] = {
    "/trajecten": examples.counsellor,
    "/regie": examples.officer,
    "/regie/aanbod": examples.officer,
    "/regie/organisaties": examples.officer,
    "/regie/medewerkers": lambda session: examples.person_with(
        session, Role.AGENCY_ADMINISTRATOR, agency_code="agii"
    ),
    "/aanbod": examples.officer,
}
ANSWERS = {
    "": 200,
    "1": 200,
    "0": 400,
    "-1": 400,
    "x": 400,
    "1e9": 400,
    "٣": 400,
    "²": 400,
    "99999": 404,
    "1000000000": 400,
    "9" * 3000: 400,
}


@pytest.mark.parametrize("asked", ANSWERS, ids=lambda asked: asked[:12] or "none")
@pytest.mark.parametrize("address", READERS)
def test_what_is_no_page_is_refused_and_what_is_beyond_the_last_is_not_there(
    client: FlaskClient, session: Session, sign_in: SignIn, address: str, asked: str
) -> None:
    sign_in(client, READERS[address](session))
    assert client.get(address, query_string={"pagina": asked}).status_code == ANSWERS[asked]
