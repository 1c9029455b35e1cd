"""Photos are looked at by content, made fit to keep, and kept whole or not at all."""

import warnings
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from meedoen.core.errors import RuleBroken
from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.pictures import made_fit
from meedoen.trajectories.sheets.rules import LONGEST_SIDE, MOST_BYTES

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def sent(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    """A picture as a phone would send it: the left half red, the right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    stream = BytesIO()
    image.save(stream, kind, **how)  # type: ignore[arg-type]
    return stream.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def refused(content: bytes) -> str:
    with pytest.raises(RuleBroken) as broken:
        made_fit(content)
    return broken.value.reasons[0].code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_of_each_kind_is_kept_as_a_jpeg_of_its_own(kind: str) -> None:
    picture = made_fit(sent(kind))
    assert opened(picture.content).format == "JPEG"
    assert (picture.width, picture.height) == (60, 40)


def test_position_and_camera_are_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "A telling phone"
    exif.get_ifd(GPS)[1] = "N"
    content = sent(exif=exif, comment=b"geheim")
    assert b"A telling phone" in content
    picture = made_fit(content)
    assert (picture.width, picture.height) == (40, 60)
    kept = opened(picture.content)
    assert not kept.getexif()
    assert "comment" not in kept.info
    assert b"A telling phone" not in picture.content
    assert b"geheim" not in picture.content


def test_a_large_photo_becomes_smaller_and_a_small_one_stays() -> None:
    large = made_fit(sent(size=(4000, 1000)))
    assert (large.width, large.height) == (LONGEST_SIDE, 500)
    assert made_fit(sent(size=(30, 20))).width == 30


def test_what_is_transparent_is_white_paper() -> None:
    stream = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(stream, "PNG")
    assert opened(made_fit(stream.getvalue()).content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_empty"),
        (b"%PDF-1.7 and more", "photo_of_no_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_of_no_kind"),
        (b"<html><script>alert(1)</script>", "photo_of_no_kind"),
        (b"GIF89a" + b"x" * 50, "photo_of_no_kind"),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 50, "photo_is_heic"),
        (b"\xff\xd8\xff" + b"x" * (MOST_BYTES + 1), "photo_too_large"),
        (b"\xff\xd8\xff" + b"no picture at all", "photo_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"no picture at all", "photo_broken"),
        (b"RIFF\x00\x00\x00\x00WEBP" + b"x" * 40, "photo_broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photo_is_refused_by_its_content(content: bytes, code: str) -> None:
    assert refused(content) == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_half_a_photo_is_refused_also_where_others_read_half_pictures(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # As WeasyPrint does.
    whole = sent(kind, (400, 400))
    assert refused(whole[: len(whole) // 2]) == "photo_broken"


def test_a_picture_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    stream = BytesIO()
    Image.new("1", (20_000, 20_000)).save(stream, "PNG")
    assert len(stream.getvalue()) < 100_000
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert refused(stream.getvalue()) in {"photo_too_many_pixels", "photo_broken"}


@given(
    st.binary(max_size=400),
    st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP"]),
)
def test_whatever_bytes_follow_a_good_beginning_nothing_but_a_reason_comes_back(
    rest: bytes, begin: bytes
) -> None:
    assert refused(begin + rest).startswith("photo_")


def test_a_file_is_kept_under_a_name_that_nobody_can_guess_and_is_read_back(
    tmp_path: Path,
) -> None:
    names = {keeping.write(tmp_path, b"one") for _ in range(20)}
    assert len(names) == 20
    name = names.pop()
    assert keeping.read(tmp_path, name) == b"one"
    assert keeping.place_of(tmp_path, name).stat().st_mode & 0o777 == 0o600
    keeping.remove(tmp_path, [name, name])
    assert keeping.read(tmp_path, name) is None
    assert keeping.digest(tmp_path, name) is None


@pytest.mark.parametrize("name", ["../../secret_key", "a" * 32, "/etc/passwd", f"{'a' * 32}.jpg\n"])
def test_no_other_name_reaches_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a photo"):
        keeping.place_of(tmp_path, name)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keeping.write(tmp_path, b"x" * 1000)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
