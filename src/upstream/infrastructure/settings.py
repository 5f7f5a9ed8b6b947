"""What an installation is told from outside: the environment, read once into one frozen struct."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from upstream.infrastructure.file_limits import FILE_BYTES_MAX, LIMITS, MEGABYTE, Limits
from upstream.infrastructure.outbound_settings import OUTBOUND_VARIABLES, Outbound, read_outbound
from upstream.infrastructure.whole_numbers import NUMBERS, QUARANTINE_DAYS, whole_number

RUNTIME_FILE: Final = "runtime.json"
"""In the data folder, 0600, while `upstream up` runs: the variables other commands need."""

KEY_FILE: Final = "secret_key"
SECRET_KEY_CHARACTERS_MIN: Final = 32

VARIABLES: Final = {
    "UPSTREAM_DATABASE_URL": "PostgreSQL 18 the services log in to; without it `up` brings its own",
    "UPSTREAM_MIGRATOR_URL": "the same database as the owner of its tables; default: the above",
    "UPSTREAM_REDIS_URL": "Valkey or Redis, a wake-up only; without it `up` brings its own",
    "UPSTREAM_DATA": "folder for received files and embedded servers; default: .upstream",
    "UPSTREAM_HOST": "address the API listens on; default: 127.0.0.1",
    "UPSTREAM_PORT": "port the API listens on; default: 8000",
    "UPSTREAM_SECRET_KEY": "at least 32 characters; signs tokens and keys pseudonyms",
    "UPSTREAM_DEMO_PASSWORD": "password of the demo logins; default: a random one, printed",
    "UPSTREAM_LOG_LEVEL": "debug, info, warning or error; default: info",
    "UPSTREAM_FILE_MB_MAX": "largest file that is taken in, in megabytes; default: 2048",
    "UPSTREAM_EXPANDED_MB_MAX": "largest that it may be unpacked, in megabytes; default: 4096",
    "UPSTREAM_EXPANSION_RATIO_MAX": "bytes unpacked for each byte packed; default: 200",
    "UPSTREAM_QUARANTINE_DAYS": "after how many days a file held back is destroyed; default: 7",
    "UPSTREAM_METRICS_TOKEN": "bearer token that opens /metrics; default: this machine alone",
    **OUTBOUND_VARIABLES,
}

LogLevel = Literal["debug", "info", "warning", "error"]


class SettingsInvalid(Exception):
    """The environment cannot be used as it is; the text names every variable and what is wrong."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the processes need to know. The URLs and the key are secrets: never log them."""

    database_url: str
    migrator_url: str
    redis_url: str
    secret_key: str
    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    demo_password: str | None = None
    log_level: LogLevel = "info"
    outbound: Outbound = Outbound()
    file_bytes_max: int = FILE_BYTES_MAX
    limits: Limits = LIMITS
    quarantine_days: int = QUARANTINE_DAYS
    metrics_token: str | None = None

    @property
    def files(self) -> Path:
        """Where received files are kept."""
        return self.data / "files"

    @property
    def service_login(self) -> str | None:
        """The services' login role when it is another one than the migrator's."""
        login, migrator = urlsplit(self.database_url).username, urlsplit(self.migrator_url).username
        return None if login == migrator else login

    def __repr__(self) -> str:
        return f"Settings(data={str(self.data)!r}, host={self.host!r}, port={self.port})"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings of a service or a command; SettingsInvalid names all that is missing or wrong.

    What the environment leaves open is taken from the installation that runs on the data folder.
    """
    data = data_folder(environment)
    told = _files_read({**_running(data), **environment})
    addresses = ("UPSTREAM_DATABASE_URL", "UPSTREAM_REDIS_URL")
    missing = [name for name in addresses if not told.get(name)]
    if len(missing) == len(addresses):
        raise SettingsInvalid(
            f"nothing runs on {data}: `upstream up` starts it, UPSTREAM_DATA names it"
        )
    problems = [f"{name} is not set: {VARIABLES[name]}" for name in missing]
    problems += _wrong_schemes(told)
    secret_key = told.get("UPSTREAM_SECRET_KEY") or _kept_secret_key(data)
    if len(secret_key) < SECRET_KEY_CHARACTERS_MIN:
        problems.append(f"UPSTREAM_SECRET_KEY: {VARIABLES['UPSTREAM_SECRET_KEY']}")
    log_level = _log_level(told.get("UPSTREAM_LOG_LEVEL") or "info", problems)
    port, file_mb, expanded_mb, ratio, days = (
        whole_number(told, name, problems) for name in NUMBERS
    )
    outbound = read_outbound(told, problems)
    if problems:
        raise SettingsInvalid("\n".join(problems))
    return Settings(
        database_url=told["UPSTREAM_DATABASE_URL"],
        migrator_url=told.get("UPSTREAM_MIGRATOR_URL") or told["UPSTREAM_DATABASE_URL"],
        redis_url=told["UPSTREAM_REDIS_URL"],
        secret_key=secret_key,
        data=data,
        host=told.get("UPSTREAM_HOST") or "127.0.0.1",
        port=port,
        demo_password=told.get("UPSTREAM_DEMO_PASSWORD") or None,
        log_level=log_level,
        outbound=outbound,
        file_bytes_max=file_mb * MEGABYTE,
        limits=Limits(expanded_mb * MEGABYTE, ratio),
        quarantine_days=days,
        metrics_token=told.get("UPSTREAM_METRICS_TOKEN") or None,
    )


def is_told(environment: Mapping[str, str], name: str) -> bool:
    """Whether the environment gives the variable itself or the file it stands in."""
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """UPSTREAM_DATA, else `.upstream` in the checkout this code runs from, or right here."""
    checkout = Path(__file__).parents[3]
    here = checkout if (checkout / "run.py").is_file() else Path.cwd()
    return Path(environment.get("UPSTREAM_DATA") or here / ".upstream").absolute()


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """UPSTREAM_* names nobody reads: most likely typing mistakes."""
    known = VARIABLES.keys() | {f"{name}_FILE" for name in VARIABLES}
    return sorted(n for n in environment if n.startswith("UPSTREAM_") and n not in known)


def _running(data: Path) -> dict[str, str]:
    try:
        return msgspec.convert(json.loads((data / RUNTIME_FILE).read_bytes()), dict[str, str])
    except FileNotFoundError:
        return {}
    except PermissionError as refused:
        raise SettingsInvalid(f"{data}: the installation belongs to another account") from refused
    except (ValueError, msgspec.ValidationError):
        return {}  # half-written by a killed `up`, which writes it anew


def _files_read(told: Mapping[str, str]) -> dict[str, str]:
    """`NAME_FILE` gives NAME's value as the content of a file: how containers hand over secrets."""
    values = dict(told)
    for name in VARIABLES:
        path = told.get(f"{name}_FILE")
        if not path:
            continue
        try:
            values[name] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as failure:
            raise SettingsInvalid(f"{name}_FILE: cannot be read: {failure.strerror}") from failure
    return values


def _wrong_schemes(told: Mapping[str, str]) -> list[str]:
    schemes = {
        "UPSTREAM_DATABASE_URL": ("postgresql", "postgres"),
        "UPSTREAM_MIGRATOR_URL": ("postgresql", "postgres"),
        "UPSTREAM_REDIS_URL": ("redis", "rediss", "valkey", "unix"),
    }
    return [
        f"{name}: must begin with {allowed[0]}://"
        for name, allowed in schemes.items()
        if told.get(name) and urlsplit(told[name]).scheme not in allowed
    ]


def _kept_secret_key(data: Path) -> str:
    try:
        return (data / KEY_FILE).read_text(encoding="ascii").strip()
    except (FileNotFoundError, PermissionError):
        return ""


def _log_level(text: str, problems: list[str]) -> LogLevel:
    levels: tuple[LogLevel, ...] = get_args(LogLevel)
    for level in levels:
        if level == text:
            return level
    problems.append(f"UPSTREAM_LOG_LEVEL: must be one of {', '.join(levels)}")
    return "info"
