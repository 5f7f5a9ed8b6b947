"""What a person said about a file: which header is which column, and what the file cannot say."""

from collections.abc import Mapping
from typing import Final, get_args

import msgspec

from upstream.domain.claims.columns import ColumnName
from upstream.domain.messages import Refusal

NONE: Final = "none"
"""As a value: this file has no such column."""
DATE_ORDER: Final = "date_order"
DATE_ORDERS: Final = ("mdy", "dmy")
_COLUMNS: Final[tuple[ColumnName, ...]] = get_args(ColumnName)


class MappingInvalid(Refusal):
    """The mapping names a column we do not know, or gives it a value it cannot have."""

    code = "upload.mapping_invalid"


class Choice(msgspec.Struct, frozen=True):
    """A column's public name with the header it goes by in this file, or `none`.

    `date_order` is the one name that is no column: `mdy` or `dmy`.
    """

    name: str
    value: str


def choices(mapping: Mapping[str, str]) -> tuple[Choice, ...]:
    """A mapping as it comes in, such as `{"payer": "Ins Carrier", "decided_date": "none"}`."""
    for name, value in mapping.items():
        if name == DATE_ORDER and value not in DATE_ORDERS:
            raise MappingInvalid("date_order is mdy or dmy", field=DATE_ORDER)
        if name != DATE_ORDER and name not in _COLUMNS:
            raise MappingInvalid(f"these can be mapped: {', '.join(_COLUMNS)}, {DATE_ORDER}")
        if not value.strip():
            raise MappingInvalid("give the header of a column, or none", field=name)
    return tuple(Choice(name, value.strip()) for name, value in sorted(mapping.items()))


def as_mapping(chosen: tuple[Choice, ...]) -> Mapping[str, str]:
    return {choice.name: choice.value for choice in chosen}
