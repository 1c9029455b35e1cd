"""A backup made while people write, brought back by one command in an empty folder."""

import gzip
import io
import json
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from meedoen.commands.backup import unpack
from meedoen.commands.refused import Refused
from meedoen.offers.models import Offer
from meedoen.places.boundaries.queries import KEPT, SEED_DATA
from tests.safety.product import Browser, Product
from tests.safety.writing import check_hours, count_turns, work_at


def test_a_backup_made_while_people_write_is_brought_back_by_one_command(
    product: Product, make_product: Callable[..., Product]
) -> None:
    work = work_at(product)
    product.start()
    work.sign_in()
    (product.folder / "outbox").mkdir(exist_ok=True)
    (product.folder / "outbox" / "mail.eml").write_text("Dag")
    boundaries = (SEED_DATA / KEPT).read_text()
    (product.folder / KEPT).write_text(boundaries)
    work.write(5)
    kept = set(work.answered_days)
    done = threading.Event()
    writer = threading.Thread(target=work.write_until, args=(done,))
    writer.start()
    file = product.folder / "kept.backup"
    made = product.run("backup", "create", str(file))
    done.set()
    writer.join()
    assert (made.returncode, made.stderr) == (0, "")
    assert len(work.answered_days) > len(kept), "nobody wrote meanwhile"
    assert file.stat().st_mode & 0o777 == 0o600

    restored = make_product("restored", empty=True)
    again = restored.run("backup", "restore", str(file))
    assert (again.returncode, again.stderr) == (0, "")
    assert restored.run("search", "status").returncode == 0
    work.product, work.answered_days = restored, sorted(kept)
    check_hours(work)
    with restored.session() as session:
        offer = session.get_one(Offer, work.offer_id)
        assert count_turns(session, work) == offer.version - work.first_version
    assert (restored.folder / "outbox" / "mail.eml").read_text() == "Dag"
    assert (restored.folder / KEPT).read_text() == boundaries
    secret = "secret_key"
    assert (restored.folder / secret).read_text() == (product.folder / secret).read_text()
    restored.start()
    Browser(restored).get("/aanbod")
    assert restored.run("backup", "restore", str(file)).returncode == 2


def damaged(whole: bytes) -> bytes:
    """One bit flipped in the middle."""
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


def foreign(content: dict[str, bytes]) -> bytes:
    """A compressed archive with other things in it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for name, data in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


ABOUT = json.dumps({"format": 1, "database": "sqlite", "at": "2026-03-03T09:00:00"}).encode()
NOISE = bytes(range(256)) * 400

UNFIT = {
    "empty": b"",
    "a text": b"Geachte, in bijlage",
    "no archive": gzip.compress(b"no archive"),
    "another archive": foreign({"holiday.jpg": NOISE}),
    "no database": foreign({"about.json": ABOUT}),
    "no list": foreign({"about.json": b"[]", "database": NOISE}),
    "no words": foreign({"about.json": b"\xff{", "database": NOISE}),
    "half": foreign({"about.json": ABOUT, "database": NOISE})[:-40],
    "damaged": damaged(foreign({"about.json": ABOUT, "database": NOISE})),
    "climbing out": foreign({"../about.json": ABOUT, "database": NOISE}),
    "with a stranger": foreign({"about.json": ABOUT, "database": NOISE, "app.py": NOISE}),
    "climbing within": foreign({"about.json": ABOUT, "uploads/../../x": NOISE}),
    "twice the same": foreign({"about.json": ABOUT, "./about.json": ABOUT, "database": NOISE}),
}


@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT)
def test_a_file_that_is_no_whole_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_bytes(content)
    folder.mkdir()
    with pytest.raises(Refused, match="no whole backup"):
        unpack(file, folder)


def test_a_half_backup_leaves_the_folder_empty(
    product: Product, make_product: Callable[..., Product]
) -> None:
    file = product.folder / "kept.backup"
    assert product.run("backup", "create", str(file)).returncode == 0
    half = product.folder / "half.backup"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    fresh = make_product("fresh", empty=True)
    refused = fresh.run("backup", "restore", str(half))
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    # The key is made by every start of the product.
    assert {file.name for file in fresh.folder.iterdir()} <= {"secret_key"}
    assert fresh.run("backup", "restore", str(file)).returncode == 0


def test_a_backup_never_overwrites_another(product: Product) -> None:
    file = product.folder / "kept.backup"
    file.write_text("precious")
    refused = product.run("backup", "create", str(file))
    assert refused.returncode == 2
    assert "never overwrites" in refused.stderr
    assert file.read_text() == "precious"


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    make_product: Callable[..., Product],
) -> None:
    earlier = make_product("earlier")
    assert earlier.run("db", "downgrade", "0001").returncode == 0
    file = earlier.folder / "kept.backup"
    assert earlier.run("backup", "create", str(file)).returncode == 0
    fresh = make_product("later", empty=True)
    restored = fresh.run("backup", "restore", str(file))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert fresh.run("search", "status").returncode == 0
