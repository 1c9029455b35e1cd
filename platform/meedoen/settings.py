"""What an operator can set, read once from the environment; no setting is read anywhere else."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class SettingsError(click.ClickException, ValueError):
    """A setting makes no sense; the message names it and says what is possible.

    A command shows it as one line and exits with status 2.
    """

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the contract, and `proxies`: how many of our own stand before the product.

    `data_dir` is the one folder that holds state. `map_tiles` is the address of tiles to draw
    beneath the map, of `map_attribution`; empty for none, and then nobody else is asked.
    `signing_file` holds the key and certificate that sign proofs, when an operator has an own one;
    else one is made in `data_dir`.
    """

    host: str
    port: int
    data_dir: Path
    database_url: str
    secret_key: str
    base_url: str
    mail_url: str
    seed: str
    development: bool
    proxies: int
    map_tiles: str = ""
    map_attribution: str = ""
    offline: bool = True
    """Whether devices may keep public pages that were seen, to be read without internet."""
    signing_file: Path | None = None
    signing_password: str = field(default="", repr=False)
    quick_passwords: bool = False
    """Hash at the least cost; for tests alone, so not read from the environment."""

    @property
    def index_dir(self) -> Path:
        """The folder of the search index."""
        return self.data_dir / "search"

    @property
    def photos_dir(self) -> Path:
        """The folder of the photos of signed sheets."""
        return self.data_dir / "uploads" / "sheets"

    @property
    def secure(self) -> bool:
        """Whether people come over TLS, so that cookies and HSTS may insist on it."""
        return self.base_url.startswith("https://")


def read_settings(root: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; `root` is the folder of the product, for the defaults.

    Raises SettingsError for a port that is no port, a seed that is unknown, an address of a
    database or of the product that makes no sense, a folder that cannot be used.
    """
    host = environment.get("HOST", "127.0.0.1")
    port = environment.get("PORT", "8000")
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingsError(f"PORT must be a number from 1 to 65535, not {port!r}")
    seed = environment.get("SEED", "demo")
    if seed not in {"demo", "reference", "none"}:
        raise SettingsError(f"SEED must be demo, reference or none, not {seed!r}")
    proxies = environment.get("PROXIES", "0")
    if not re.fullmatch(r"[0-5]", proxies):
        raise SettingsError(f"PROXIES must be a number from 0 to 5, not {proxies!r}")
    offline = environment.get("OFFLINE", "1")
    if offline not in {"0", "1"}:
        raise SettingsError(f"OFFLINE must be 0 or 1, not {offline!r}")
    map_tiles = environment.get("MAP_TILES", "").strip()
    map_attribution = environment.get("MAP_ATTRIBUTION", "").strip()
    if map_tiles and not is_tile_address(map_tiles):
        raise SettingsError(
            f"MAP_TILES must be like https://host/{{z}}/{{x}}/{{y}}.png, not {map_tiles!r}"
        )
    if map_tiles and not map_attribution:
        raise SettingsError("MAP_ATTRIBUTION must say whose tiles MAP_TILES shows")
    data_dir = Path(environment.get("DATA_DIR") or root / "instance").resolve()
    database_url = environment.get("DATABASE_URL") or f"sqlite:///{data_dir / 'meedoen.db'}"
    require_database(database_url)
    base_url = environment.get("BASE_URL", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    if not is_web_address(base_url):
        raise SettingsError(f"BASE_URL must be a whole address (https://…), not {base_url!r}")
    signing = environment.get("SIGNING_FILE", "").strip()
    if signing and not Path(signing).is_file():
        raise SettingsError(f"SIGNING_FILE must be a file that can be read, not {signing!r}")
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        secret_key = environment.get("SECRET_KEY") or kept_secret(data_dir / "secret_key")
    except OSError as error:
        raise SettingsError(f"DATA_DIR {data_dir} cannot be used: {error.strerror}") from error
    return Settings(
        host=host,
        port=int(port),
        data_dir=data_dir,
        database_url=database_url,
        secret_key=secret_key,
        base_url=base_url.rstrip("/"),
        mail_url=environment.get("MAIL_URL") or f"file://{data_dir / 'outbox'}",
        seed=seed,
        development=environment.get("DEVELOPMENT", "") == "1",
        proxies=int(proxies),
        map_tiles=map_tiles,
        offline=offline == "1",
        map_attribution=map_attribution,
        signing_file=Path(signing).resolve() if signing else None,
        signing_password=environment.get("SIGNING_PASSWORD", ""),
    )


def require_database(url: str) -> None:
    """Raises SettingsError when `url` names no database that we can use."""
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise SettingsError("DATABASE_URL must name SQLite or PostgreSQL")
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(
            "DATABASE_URL cannot be read; examples: sqlite:////folder/file.db, "
            "postgresql://user:password@host:5432/name"
        ) from error


def is_web_address(text: str) -> bool:
    """Whether `text` is an address with a host, and with a port that is one where it has any."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_tile_address(address: str) -> bool:
    """Whether this is the address of tiles: one host, then {z}, {x} and {y}, each once."""
    shape = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s{}]*(\{[zxy]\}[^\s{}]*){3})"
    parts = re.findall(r"\{[zxy]\}", address)
    return bool(re.fullmatch(shape, address)) and sorted(parts) == ["{x}", "{y}", "{z}"]


def kept_secret(path: Path) -> str:
    """The key in `path`, made once, readable by its owner alone; safe when two start at once."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
