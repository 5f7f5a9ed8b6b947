"""A word of an expression as the constant it stands for."""

from datetime import date
from typing import Final

from upstream.domain.quality.amounts import NotAnAmount, cents_of
from upstream.domain.quality.expression_words import Word
from upstream.domain.quality.expressions import Value
from upstream.domain.quality.fields import FieldKind

WRITTEN: Final[dict[FieldKind, str]] = {
    "text": "text in quotation marks",
    "date": "a date such as 2025-01-31, or today",
    "amount": "an amount such as 1234.50",
    "number": "a whole number",
}
"""What is expected of each kind, for whoever wrote something else."""


def constant_of(word: Word, kind: FieldKind) -> Value | None:
    """None where the word is no constant of that kind."""
    try:
        match kind, word.kind:
            case "text", "text":
                return word.text.casefold()
            case "date", "date":
                return date.fromisoformat(word.text)
            case "amount", "number":
                return cents_of(word.text)
            case "number", "number":
                return int(word.text)
            case _:
                return None
    except (ValueError, NotAnAmount):
        return None
