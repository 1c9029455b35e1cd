"""Puts the source root on the import path and creates the application; nothing else lives here."""

import gc
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "platform"))

from meedoen.commands.stopped import stoppable  # noqa: E402  (the path must be set first)

gc.disable()  # What is loaded stays: to look for garbage among it takes a fifth of the time.
with stoppable():  # Loading takes a second, in which somebody may press Ctrl-C.
    from meedoen.settings import read_settings

    settings = read_settings(ROOT)  # A wrong one is told before all else is loaded.
    from meedoen.factory import create_app

    app = create_app(ROOT, settings)
gc.freeze()
gc.enable()
