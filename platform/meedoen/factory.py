"""Puts the product together: settings, database, doors, words, pages, commands."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Response, g, request, session
from flask_compress import Compress
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from meedoen.accounts import wording as account_words
from meedoen.accounts.languages.views import choose as choose_language
from meedoen.accounts.queries import find_visit
from meedoen.accounts.views import accounts as account_pages
from meedoen.accounts.visits.views import ask_to_sign_in_again
from meedoen.commands.accounts import accounts as account_commands
from meedoen.commands.backup import backup
from meedoen.commands.documents import documents
from meedoen.commands.migrations import migrations
from meedoen.commands.places import places as place_commands
from meedoen.commands.search import search
from meedoen.commands.seed import seed
from meedoen.commands.start import start
from meedoen.commands.trajectories import trajectories as trajectory_commands
from meedoen.commands.upkeep import housekeeping
from meedoen.core.engine import engine_options
from meedoen.dashboards.protocols import wording as protocol_words
from meedoen.dashboards.views import dashboards as dashboard_pages
from meedoen.messages.delivery import init_delivery
from meedoen.offers import wording as offer_words
from meedoen.offers.finding.views import finding as finding_pages
from meedoen.offers.finding.views import init_search
from meedoen.offers.views import offers as offer_pages
from meedoen.offers.writing import wording as maker_words
from meedoen.open_data.views import open_data
from meedoen.organisations import wording as organisation_words
from meedoen.organisations.views import organisations as organisation_pages
from meedoen.participation import wording as participation_words
from meedoen.participation.views import participation as participation_pages
from meedoen.seeding.demo.people import has_demo
from meedoen.settings import Settings, read_settings
from meedoen.trajectories import wording as trajectory_words
from meedoen.trajectories.allowances import wording as allowance_words
from meedoen.trajectories.caseload import wording as caseload_words
from meedoen.trajectories.companions import wording as companion_words
from meedoen.trajectories.companions.asking import wording as asking_words
from meedoen.trajectories.disputing import wording as dispute_words
from meedoen.trajectories.explaining import wording as why_words
from meedoen.trajectories.exporting import wording as export_words
from meedoen.trajectories.forgetting import wording as forgetting_words
from meedoen.trajectories.forgetting.overview import wording as erasure_words
from meedoen.trajectories.groups import wording as group_words
from meedoen.trajectories.ledger import wording as ledger_words
from meedoen.trajectories.looking import wording as look_words
from meedoen.trajectories.moving import wording as moving_words
from meedoen.trajectories.page import wording as counsellor_words
from meedoen.trajectories.planning import wording as plan_words
from meedoen.trajectories.planning.adopting import wording as adopting_words
from meedoen.trajectories.proving import wording as proof_words
from meedoen.trajectories.rule_sets import wording as rule_set_words
from meedoen.trajectories.sharing import wording as share_words
from meedoen.trajectories.sheets import wording as sheet_words
from meedoen.trajectories.states import wording as state_words
from meedoen.trajectories.views import trajectories as trajectory_pages
from meedoen.web.access import Visit
from meedoen.web.addresses import init_addresses
from meedoen.web.clock import now
from meedoen.web.headers import init_headers
from meedoen.web.languages import init_languages
from meedoen.web.navigation import init_navigation
from meedoen.web.offline import init_offline
from meedoen.web.pages import init_pages
from meedoen.web.reading import init_reading
from meedoen.web.session import db, init_session
from meedoen.web.tokens import init_tokens
from meedoen.web.uploads import init_uploads
from meedoen.web.wording import init_wording

COMMANDS = (
    start,
    seed,
    search,
    account_commands,
    place_commands,
    trajectory_commands,
    backup,
    documents,
    housekeeping,
    migrations,
)
WORDINGS = (
    account_words,
    organisation_words,
    offer_words,
    maker_words,
    participation_words,
    trajectory_words,
    ledger_words,
    dispute_words,
    moving_words,
    counsellor_words,
    rule_set_words,
    state_words,
    why_words,
    caseload_words,
    plan_words,
    adopting_words,
    proof_words,
    export_words,
    forgetting_words,
    erasure_words,
    sheet_words,
    group_words,
    allowance_words,
    protocol_words,
    look_words,
    share_words,
    companion_words,
    asking_words,
)
MEBIBYTE = 1024 * 1024


class Id(IntegerConverter):
    """A number in an address; what no row can have as its id is simply not found."""

    def __init__(self, url_map: Any) -> None:
        super().__init__(url_map, max=2**31 - 1)


def create_app(root: Path, settings: Settings | None = None) -> APIFlask:
    """Make the application. `root` is the folder of the product."""
    settings = settings or read_settings(root)
    app = APIFlask(
        "meedoen",
        title="Meedoen",
        root_path=str(root / "platform" / "meedoen"),
        template_folder=str(root / "templates"),
        static_folder=str(root / "static"),
        instance_path=str(settings.data_dir),
        json_errors=False,
        docs_path=None,
        spec_path="/api/v1/openapi.json",
    )
    configure(app, settings)
    trust_proxies(app, settings.proxies)
    init_session(app)
    init_reading(app)
    init_uploads(app)
    Migrate(app, db, directory=str(root / "platform" / "migrations"), render_as_batch=True)
    csrf = init_tokens(app, ask_to_sign_in_again)
    csrf.exempt(choose_language)
    Compress(app)
    init_addresses(app)
    init_languages(app, root / "platform" / "translations")
    init_wording(app, *WORDINGS)
    init_headers(app, secure=settings.secure)
    init_pages(app)
    init_offline(app)
    init_navigation(app)
    init_sign_in(app)
    init_delivery(app, settings)
    for blueprint in (
        account_pages,
        organisation_pages,
        offer_pages,
        finding_pages,
        participation_pages,
        trajectory_pages,
        dashboard_pages,
        open_data,
    ):
        app.register_blueprint(blueprint)
    init_search(app)
    init_demo_banner(app)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def configure(app: APIFlask, settings: Settings) -> None:
    """Translate our settings to those of Flask and its extensions."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        # A browser takes a cookie of such a name over TLS alone, and from no other host.
        SESSION_COOKIE_NAME="__Host-meedoen" if settings.secure else "meedoen",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=MEBIBYTE,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        WTF_CSRF_TIME_LIMIT=None,
        COMPRESS_ALGORITHM=["br", "gzip"],
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.url_map.converters["int"] = Id
    app.url_map.merge_slashes = False  # The redirect would repeat whatever host was asked for.
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def trust_proxies(app: APIFlask, count: int) -> None:
    """Believe what `count` proxies say of the visitor's address; without any, believe nobody."""
    if count:
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
        app.wsgi_app = fixed  # type: ignore[method-assign]


def init_sign_in(app: APIFlask) -> None:
    """Bind Flask-Login; the cookie names a visit, which the database may have ended."""
    login = LoginManager(app)
    login.session_protection = None
    # Longer than a visit, so that a form that comes too late is known by its cookie.
    app.permanent_session_lifetime = timedelta(days=7)

    @login.user_loader  # type: ignore[untyped-decorator]
    def visit_of(token: object) -> Visit | None:
        if "database_unwell" in g:  # The error page asks nothing more; it knows nobody.
            return None
        found = find_visit(db.session, str(token), now())
        return Visit(found.account, str(token)) if found else None

    @app.before_request
    def visit_is_over() -> Response | None:
        view = app.view_functions.get(request.endpoint or "")
        guarded = getattr(view, "access", "public") != "public"
        over = "_user_id" in session and not current_user.is_authenticated
        return ask_to_sign_in_again() if request.method == "POST" and guarded and over else None


def init_demo_banner(app: APIFlask) -> None:
    """Say on every page that people and offers are invented, where the demonstration was loaded.

    Looked up until it is found, then remembered: a demonstration does not go away.
    """
    known: set[bool] = set()

    @app.context_processor
    def demo_banner() -> dict[str, bool]:
        if "database_unwell" not in g and not known and has_demo(db.session):
            known.add(True)
        return {"demo_banner": True in known}
