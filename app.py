"""Puts the source root on the import path and creates the application; nothing else lives here."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "platform"))

from meedoen.factory import create_app  # noqa: E402  (the path must be set first)

app = create_app(ROOT)
