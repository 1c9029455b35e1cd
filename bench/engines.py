"""Which engines there are, and where; each is loaded only when it is asked for."""

from importlib import import_module
from importlib.util import find_spec

from bench.answers import Engine
from bench.rivals import postgres_server

_WHERE = {
    "ours": "ours:Ours",
    "floor": "floor:Floor",
    "SQLite": "sqlite:Sqlite",
    "tantivy": "tantivy_numpy:Tantivy",
    "PostgreSQL": "postgres:Postgres",
    "Whoosh": "whoosh_plain:WhooshPlain",
}
NAMES = tuple(_WHERE)
RIVALS = ("SQLite", "tantivy", "PostgreSQL")
"""Those whose best is the measure; Whoosh as it comes is shown for what it is."""
_NEEDS = {"floor": "numba", "tantivy": "tantivy", "PostgreSQL": "psycopg"}


def engine_named(name: str) -> type[Engine]:
    """The class of an engine; ImportError when its library is missing."""
    module, _, attribute = _WHERE[name].partition(":")
    found: type[Engine] = getattr(import_module(f"bench.rivals.{module}"), attribute)
    return found


def missing(name: str) -> str | None:
    """Why an engine cannot take part, None when it can."""
    library = _NEEDS.get(name)
    if library and find_spec(library) is None:
        return f"{library} is not installed (make .venv/bench)"
    return postgres_server.missing() if name == "PostgreSQL" else None
