"""In which order a worklist is told."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import RowMapping

from upstream.domain.worklist.recovery import Outlook

Order = Literal["expected", "due", "dollars", "severity"]


class Ranked(msgspec.Struct, frozen=True):
    """An alert's row and what can be expected of it."""

    row: RowMapping
    looks: Outlook


def _by_expected(one: Ranked) -> tuple[Any, ...]:
    return (-one.looks.expected_cents, *_by_due(one))


def _by_due(one: Ranked) -> tuple[Any, ...]:
    left = one.looks.days_left
    late = left is None or left < 0
    return (late, left if left is not None else 0, *_by_severity(one))


def _by_dollars(one: Ranked) -> tuple[Any, ...]:
    return (-one.looks.open_cents, *_by_due(one))


def _by_severity(one: Ranked) -> tuple[Any, ...]:
    return (-one.row["severity_bps"], one.row["alert_id"])


KEYS: Final[Mapping[Order, Callable[[Ranked], tuple[Any, ...]]]] = {
    "expected": _by_expected,
    "due": _by_due,
    "dollars": _by_dollars,
    "severity": _by_severity,
}
