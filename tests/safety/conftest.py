"""A product on which writes can be sent: accounts, organisations, offers, one trajectory."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from apiflask import APIFlask

from meedoen.seeding.demo.caseload import open_case
from meedoen.seeding.demo.catalogue import Workshop
from meedoen.seeding.demo.own_work import make_own_work
from meedoen.seeding.demo.people import MECHELEN, make_accounts, make_reviewers
from meedoen.seeding.synthetic import seed_synthetic
from meedoen.web.clock import now
from tests.databases import Databases
from tests.safety.product import Product, own_database

DAYS = 170
"""How long the trajectory runs already: a day for each write of hours."""


@pytest.fixture
def make_product(
    whole_app: APIFlask, databases: Databases, tmp_path: Path
) -> Iterator[Callable[..., Product]]:
    """`make_product("name")`: a folder and database of its own; what runs is ended after."""
    made: list[Product] = []
    with ExitStack() as stack:

        def make(name: str, *, empty: bool = False, seed: str = "reference") -> Product:
            folder = tmp_path / name
            folder.mkdir()
            url = stack.enter_context(own_database(databases, folder, empty=empty))
            made.append(Product(folder, url, seed))
            return made[-1]

        yield make
        for product in made:
            if product.process:
                product.kill()


@pytest.fixture
def product(whole_app: APIFlask, make_product: Callable[..., Product]) -> Product:
    """Two organisations with offers, a trajectory, and a crowd of other offers; not started."""
    product = make_product("product")
    with whole_app.app_context(), product.session() as session:
        at = now()
        people = make_accounts(session, at=at)
        workshop = Workshop(session, at, "http://localhost", make_reviewers(session, at=at))
        shown = make_own_work(workshop, people)
        case = open_case(
            workshop,
            people["counsellor"],
            days_ago=DAYS,
            nis=MECHELEN,
            newcomer=people["newcomer"],
        )
        case.approved(shown["organisation"][0], days_ago=DAYS - 1)
        seed_synthetic(session, offers=300, seed=1, at=at, progress=lambda number: None)
        session.commit()
    return product
