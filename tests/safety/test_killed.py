"""kill -9 at any moment: what was answered stays, nothing is half, the index heals itself."""

from collections.abc import Callable

from sqlalchemy import func, select

from meedoen.accounts.models import Account
from meedoen.offers.models import Offer
from meedoen.places.models import Municipality
from meedoen.seeding.demo.people import ACCOUNTS, PASSWORD
from tests.safety.product import Browser, Product, end, wait_for
from tests.safety.writing import check_whole, work_at

ROUNDS = (17, 46, 40)
"""Answers before each kill; a hundred and more in all."""


def status_of(product: Product) -> int:
    """The exit status of `search status`."""
    return product.run("search", "status").returncode


def test_a_hundred_answered_writes_outlive_three_kills(product: Product) -> None:
    work = work_at(product)
    product.start()
    work.sign_in()
    for writes in ROUNDS:
        work.until_killed(writes)
        check_whole(work)
        product.start()
        assert product.index_is_equal()
        work.catch_up()
    assert status_of(product) == 0
    assert len(work.answered_days) + work.turned >= 100


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_the_next_one_succeeds(
    product: Product,
) -> None:
    assert product.run("search", "rebuild").returncode == 0
    assert product.index_is_equal()
    rebuilding = product.begin("search", "rebuild")
    wait_for(rebuilding, "Index")
    assert end(rebuilding) == -9
    assert product.index_is_equal()
    assert product.run("search", "rebuild").returncode == 0
    assert status_of(product) == 0


def test_a_demonstration_that_is_killed_leaves_nothing_and_the_next_start_makes_it_whole(
    make_product: Callable[..., Product],
) -> None:
    product = make_product("demo", empty=True, seed="demo")
    begun = product.begin("start")
    wait_for(begun, "40 of")
    assert end(begun) == -9
    with product.session() as session:
        for kind in (Municipality, Account, Offer):
            assert session.scalar(select(func.count()).select_from(kind)) == 0
    product.start()
    Browser(product).sign_in(ACCOUNTS[0].email, PASSWORD)
    with product.session() as session:
        assert (session.scalar(select(func.count(Offer.id))) or 0) >= 400
    assert product.index_is_equal()


def test_a_backup_that_is_killed_never_bears_the_final_name(product: Product) -> None:
    file = product.folder / "kept.backup"
    for moment in ("Copying", "Packing"):
        keeping = product.begin("backup", "create", str(file))
        wait_for(keeping, moment)
        assert end(keeping) == -9
        assert not file.exists()
    assert product.run("backup", "create", str(file)).returncode == 0
    assert file.exists()
