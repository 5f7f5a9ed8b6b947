"""What a person said about a file: which header is which column, and what the file cannot say."""

from collections.abc import Mapping
from typing import Final, get_args

import msgspec

from upstream.domain.claims.columns import ColumnName
from upstream.domain.messages import Refusal
from upstream.domain.uploads.options import OPTIONS

NONE: Final = "none"
"""As a value: this file has no such column."""
_COLUMNS: Final[tuple[ColumnName, ...]] = get_args(ColumnName)


class MappingInvalid(Refusal):
    """The mapping names a column we do not know, or gives it a value it cannot have."""

    code = "upload.mapping_invalid"


class Choice(msgspec.Struct, frozen=True):
    """A column's public name with the header it goes by in this file, or `none`.

    Or an option (`options.py`) with one of its values, such as `date_order` and `mdy`.
    """

    name: str
    value: str


def choices(mapping: Mapping[str, str]) -> tuple[Choice, ...]:
    """A mapping as it comes in, such as `{"payer": "Ins Carrier", "decided_date": "none"}`."""
    for name, value in mapping.items():
        if name in OPTIONS:
            if value not in OPTIONS[name]:
                detail = f"{name} is one of: {', '.join(OPTIONS[name])}"
                raise MappingInvalid(detail, field=name)
        elif name not in _COLUMNS:
            known = ", ".join((*_COLUMNS, *OPTIONS))
            raise MappingInvalid(f"these can be mapped: {known}")
        elif not value.strip():
            raise MappingInvalid("give the header of a column, or none", field=name)
    return tuple(Choice(name, value.strip()) for name, value in sorted(mapping.items()))


def as_mapping(chosen: tuple[Choice, ...]) -> Mapping[str, str]:
    return {choice.name: choice.value for choice in chosen}
