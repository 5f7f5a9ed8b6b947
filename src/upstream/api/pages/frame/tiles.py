"""The key figures at the top of the dashboard, each with its definition."""

from typing import Literal

import msgspec
from markupsafe import Markup

Direction = Literal["better", "worse", "even"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a figure did since the moment compared with; the words carry the sign."""

    said: str
    direction: Direction


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """One figure; `exact` is the figure in full where `value` is shortened."""

    key: str
    name: str
    value: str
    definition: str
    exact: str | None = None
    note: str | None = None
    spark: Markup | None = None
    change: Change | None = None
    href: str | None = None
