"""Makes a photo fit to keep: read with care, turned upright, smaller, without what a phone hides in
it. The one file that knows Pillow."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageFile, ImageOps

from meedoen.core.errors import Reason, RuleBroken
from meedoen.trajectories.sheets.rules import (
    LONGEST_SIDE,
    kind_of,
    reasons_not_readable,
    reasons_not_unpacked,
)

AT_ONCE = BoundedSemaphore(2)
"""So many pictures are unpacked at the same moment, whoever sends them: each asks for memory."""

QUALITY = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: a JPEG of its own, with nothing in it but what is seen."""

    content: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The digest that stands in the ledger."""
        return hashlib.sha256(self.content).hexdigest()


def made_fit(sent: bytes) -> Picture:
    """The picture of what was sent. Raises RuleBroken with why it is none, in words.

    Looked at by content, never by name or by what the browser says. Position, camera and time are
    gone, since only the pixels go on.
    """
    if why := reasons_not_readable(sent[:16], len(sent)):
        raise RuleBroken(*why)
    kind = kind_of(sent[:16]) or ""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half pictures in, for everybody.
    try:
        with AT_ONCE, Image.open(BytesIO(sent), formats=[kind.upper()]) as opened:
            if why := reasons_not_unpacked(kind, *opened.size):
                raise RuleBroken(*why)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return kept_as_jpeg(on_white(ImageOps.exif_transpose(opened)))
    except RuleBroken:
        raise
    except Exception as error:
        # Whatever a broken or hostile file makes the library say: it is no photo.
        raise RuleBroken(Reason("photo_broken", "photos")) from error


def on_white(image: Image.Image) -> Image.Image:
    """The pixels alone, at the size to keep; what is transparent is paper."""
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    seen = image.convert("RGBA") if image.has_transparency_data else image.convert("RGB")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    return paper


def kept_as_jpeg(image: Image.Image) -> Picture:
    """A picture as the bytes of a JPEG."""
    stream = BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(stream.getvalue(), *image.size)
