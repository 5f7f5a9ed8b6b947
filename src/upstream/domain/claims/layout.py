"""How to read one file: which column means what, in which style. Fixed before the first row."""

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from upstream.domain.claims.columns import ColumnName
from upstream.domain.claims.dates import DateStyle
from upstream.domain.claims.money import DecimalStyle
from upstream.domain.personal.kinds import PersonalColumn, Screening

FileKind = Literal["table", "x12", "fhir", "excel"]
"""The formats claims come in; each has its reader."""
Packing = Literal["gzip", "zip"]
Style = DateStyle | DecimalStyle
StyleFrom = Literal["told", "proven", "assumed"]
"""By a person; by cells that can be read in no other way; or because most files are like that."""
Grain = Literal["claim", "line"]
"""What a row tells of: a whole claim, or one service line of it."""


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column that is read. `confidence` is in percent: 100 for our own name or a person's
    choice, 90 for a known synonym.
    """

    name: ColumnName
    index: int
    header: str
    confidence: int
    style: Style | None = None
    style_from: StyleFrom | None = None
    """How sure the style is; None where nothing hangs on it."""


class Shape(msgspec.Struct, frozen=True):
    """How bytes become records, whatever the records mean."""

    encoding: str
    delimiter: str
    line_end: str
    width: int
    """Fields of the header row; a data row has as many."""
    first_line: int
    """Physical line after the header, from 1."""
    first_offset: int
    """Byte at which that line begins."""


class Layout(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that reading the rest of the file depends on; stored with the accepted upload."""

    shape: Shape
    columns: tuple[Column, ...]
    today: date
    """The day the upload was validated: dates after it are refused."""
    personal: tuple[str, ...] = ()
    """Headers of columns with personal data that are not stored."""
    ignored: tuple[str, ...] = ()
    """Headers of columns that nothing is made of."""
    notes: tuple[str, ...] = ()
    """Assumptions made, for people, such as an encoding or an order of day and month."""
    headers: tuple[str, ...] = ()
    """All headers in the order of the file: what it is recognised by the next time."""
    corrects: UUID | None = None
    """The upload whose refused rows these are, put right and sent again."""
    kind: FileKind = "table"
    packing: Packing | None = None
    """What the file was packed with; places are then places of the unpacked bytes."""
    expanded_bytes: int | None = None
    """Size of what places count in, where that is not the stored file."""
    found: tuple[PersonalColumn, ...] = ()
    """Columns of personal data, and why they are held to be that."""
    screening: Screening | None = None
    """How rows are screened for personal data; None for uploads from before there was that."""
    grain: Grain = "claim"

    @property
    def width(self) -> int:
        return self.shape.width

    def indexes(self, name: ColumnName) -> tuple[int, ...]:
        return tuple(column.index for column in self.columns if column.name == name)

    def date_style(self, name: ColumnName) -> DateStyle:
        match self._style(name):
            case "day_first" | "excel" as style:
                return style
            case _:
                return "month_first"

    def decimal_style(self, name: ColumnName) -> DecimalStyle:
        return "comma" if self._style(name) == "comma" else "point"

    def _style(self, name: ColumnName) -> Style | None:
        return next((column.style for column in self.columns if column.name == name), None)
