"""What a figure has to say about itself before anybody compares it."""

from typing import Literal

import msgspec

Unit = Literal["share", "days"]
Clock = Literal["submitted", "first decision", "decision", "end of range"]


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What one figure means. `proxy` says what claims data cannot tell, where that is so."""

    key: str
    name: str
    unit: Unit
    numerator: str
    denominator: str
    excluded: str
    clock: Clock
    """Which day of a claim has to lie in the range."""
    source: str
    proxy: str | None = None
    more_is: Literal["better", "worse"] = "worse"
    kpi: int | None = None
    """Its number among HFMA's six denial figures."""
