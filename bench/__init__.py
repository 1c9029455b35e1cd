"""Benchmarks: what the product's fast parts cost beside the alternatives. Nothing imports this."""

import sys
from pathlib import Path

# The demonstration that relevance is measured on is made by the product itself.
sys.path.append(str(Path(__file__).resolve().parent.parent / "platform"))
