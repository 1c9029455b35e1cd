"""The code of a share as a picture, and its address."""

import segno

from meedoen.trajectories.proving.rules import grouped
from meedoen.trajectories.sharing.models import Share
from meedoen.trajectories.sharing.queries import code_of


def written_code(share: Share) -> str:
    """The code in two groups of four, as one reads it aloud."""
    return grouped(code_of(share.newcomer_id, share.request_key))


def address_of(share: Share, base_url: str) -> str:
    """Where the code opens the summary."""
    return f"{base_url}/delen/{written_code(share)}"


def picture_of(address: str) -> str:
    """The address as a QR code, to show on a phone."""
    return segno.make(address, error="m", micro=False).svg_data_uri(
        dark="#1d2140", light="#ffffff", border=2, omitsize=True
    )
