"""XML of a workbook read as a stream of elements, with nothing in it that could grow or reach out.

The rules are those of `defusedxml`: no document type, no entities of one's own, nothing external.
"""

from collections.abc import Callable
from pyexpat import XMLParserType
from typing import Final, NoReturn
from xml.parsers import expat

Attributes = dict[str, str]

EXPAT_ERROR: Final = expat.ExpatError


class ForbiddenMarkup(ValueError):
    """A document type or an entity: no spreadsheet program writes any."""


def parser(begun: Callable[[str, Attributes], None], said: Callable[[str], None]) -> XMLParserType:
    """`begun` is called for every element, `said` for the text between two calls, in one piece."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.buffer_size = 1 << 16
    made.StartElementHandler = begun
    made.CharacterDataHandler = said
    made.StartDoctypeDeclHandler = _forbidden
    made.EntityDeclHandler = _forbidden
    made.UnparsedEntityDeclHandler = _forbidden
    made.ExternalEntityRefHandler = _forbidden
    return made


def _forbidden(*_: object) -> NoReturn:
    raise ForbiddenMarkup
