"""What a person may say about a file that is no column: each option with the values it can have.

A new option is one line here; whoever reads the file asks `said(chosen, name)`.
"""

from types import MappingProxyType
from typing import Final, Protocol

DATE_ORDER: Final = "date_order"
DECIMAL: Final = "decimal"
GRAIN: Final = "grain"
HOLD: Final = "hold"
ENCODING: Final = "encoding"
DELIMITER: Final = "delimiter"
TEST_FILES: Final = "test_files"

OPTIONS: Final = MappingProxyType(
    {
        DATE_ORDER: ("mdy", "dmy"),
        DECIMAL: ("point", "comma"),
        # What a row tells of: a whole claim, or one service line of it.
        GRAIN: ("claim", "line"),
        ENCODING: ("utf-8", "cp1252", "latin-1", "utf-16-le", "utf-16-be"),
        DELIMITER: ("comma", "tab", "semicolon", "pipe"),
        # Look only: the file is judged and then waits for a person's word, nothing is recorded.
        HOLD: ("true", "false"),
        # An X12 interchange says itself that it is a test (ISA15); taken in only on purpose.
        TEST_FILES: ("refuse", "accept"),
    }
)
"""By name, in the order people are asked."""

FOR_THIS_TIME: Final = frozenset({HOLD, TEST_FILES})
"""Options that say nothing about the source a file comes from: they are never remembered."""


class Said(Protocol):
    """A name and what was said of it, such as a `Choice`."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...


def said(chosen: tuple[Said, ...], name: str) -> str | None:
    """What was said of this option; None where nothing was."""
    return next((one.value for one in chosen if one.name == name), None)
