"""Every door of the product: its routes, an address for each, and what was done behind them."""

from collections.abc import Iterator

from apiflask import APIFlask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from meedoen.core.audit import AuditRow


def routes(app: APIFlask, method: str) -> Iterator[tuple[Rule, str]]:
    """Every route of ours that answers to `method`, with who may come in."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if method in (rule.methods or ()) and access:
            yield rule, access


def address_of(app: APIFlask, rule: Rule, numbers: dict[str, object]) -> str:
    """The address of a route; parts that name no thing of ours are nonsense."""
    parts = {name: numbers.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **parts)


def count_acts(session: Session) -> int:
    """How much was done so far; leaves no lock behind."""
    found = session.scalar(select(func.count()).select_from(AuditRow)) or 0
    session.rollback()
    return found
