"""Logs for machines: one JSON object a line on standard error, and nobody's data in it.

Only listed keys are written. Messages of exceptions are not: a database error quotes the row.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from datetime import date
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import msgspec
import structlog

KEYS: Final = frozenset(
    [
        *("event", "level", "timestamp", "process", "logger", "dropped", "exception"),
        *("request_id", "correlation_id", "customer_id", "actor", "command", "code"),
        *("method", "route", "status", "milliseconds", "bytes", "host", "port", "url"),
        *("position", "positions", "head", "lag", "events", "rows", "chunk", "count"),
        *("stream_id", "upload_id", "run_id", "finding_id", "finding_version", "alert_id"),
        *("rule_id", "job_id", "subject_id", "kind", "result"),
        *("projection", "version", "tag", "state", "attempts", "seconds", "signal", "pid"),
        *("name", "queue", "task", "error", "where", "exit_code"),
    ]
)
"""What may be logged: ids, counts, durations, names of things we made. Add with care."""

_TEXT_CHARACTERS_MAX: Final = 200
_FRAMES_MAX: Final = 12
_CAUSES_MAX: Final = 5
_WITHOUT_DATA: Final = {"ImproperlyConfiguredException", "MigrationChanged", "SettingsInvalid"}

Fields = MutableMapping[str, Any]


def log_as_json(process: str, level: str = "info") -> None:
    """Set up this process's logging, the libraries' included. Call once, first thing."""
    last: list[structlog.typing.Processor] = [
        _exception_without_message,
        _only_listed,
        structlog.processors.JSONRenderer(_json),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _named(process),
            *last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LibraryFormatter(process))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread


def logger() -> structlog.typing.FilteringBoundLogger:
    """Bind what is known: `logger().bind(request_id=…, customer_id=…).info("upload received")`."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger())


def _log_uncaught(_: type[BaseException], error: BaseException, __: object) -> None:
    if not isinstance(error, KeyboardInterrupt):
        logger().critical("died", exc_info=error)


def _log_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    logger().critical("thread died", exc_info=arguments.exc_value)


class _LibraryFormatter(logging.Formatter):
    """A library's record: its template without the arguments, which may hold anything."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        fields: Fields = {
            "event": str(record.msg),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": self._process,
            "exc_info": record.exc_info,
        }
        structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", fields)
        return _json(_only_listed(None, "", _exception_without_message(None, "", fields)))


def _named(process: str) -> structlog.typing.Processor:
    def add(_: object, __: str, fields: Fields) -> Fields:
        fields["process"] = process
        return fields

    return add


def _only_listed(_: object, __: str, fields: Fields) -> Fields:
    kept = {name: _plain(value) for name, value in fields.items() if name in KEYS}
    if "exception" in fields:
        kept["exception"] = fields["exception"]  # made here, and may be long
    dropped = sorted(fields.keys() - KEYS)
    return {**kept, "dropped": dropped} if dropped else kept


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | float() | UUID() | date():
            return value
        case str():
            return value[:_TEXT_CHARACTERS_MAX]
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return type(value).__name__


def _exception_without_message(_: object, __: str, fields: Fields) -> Fields:
    info = fields.pop("exc_info", None)
    fields.pop("stack_info", None)
    error = sys.exception() if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        fields["exception"] = exception_facts(error)
    return fields


def exception_facts(error: BaseException) -> list[str]:
    """Type, the database's code where there is one, and where it arose.

    The message only of faults in the program itself, which meet nobody's data.
    """
    facts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(facts) < _CAUSES_MAX:
        code = getattr(cause, "sqlstate", None)
        what = f"{type(cause).__qualname__}{f' [{code}]' if code else ''}"
        facts.append(f"{what} {_place(cause)}{f': {cause}' if _is_our_fault(cause) else ''}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return facts


def _is_our_fault(error: BaseException) -> bool:
    kinds = (ImportError, NameError, SyntaxError)
    return isinstance(error, kinds) or type(error).__name__ in _WITHOUT_DATA


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_MAX:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}:{f.name}" for f in reversed(frames))


def _json(fields: Mapping[str, Any], **_: object) -> str:
    return msgspec.json.encode(fields).decode()
