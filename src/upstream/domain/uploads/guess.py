"""A guess at what a column holds, offered to a person and never acted on."""

from typing import Literal

import msgspec

from upstream.domain.claims.columns import ColumnName

Because = Literal["header_and_values", "header", "values"]


class Guess(msgspec.Struct, frozen=True, array_like=True):
    """`confidence` in percent."""

    name: ColumnName
    header: str
    confidence: int
    because: Because
