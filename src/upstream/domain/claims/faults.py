"""Why a row was not recorded, and what to do about it. A fault never holds what the cell said."""

from types import MappingProxyType

import msgspec

ADVICE = MappingProxyType(
    {
        "row.missing": "Fill in this column; a claim cannot be recorded without it.",
        "row.text_too_long": "Shorten the text; it is longer than this column allows.",
        "row.control_character": "Remove the invisible control characters from this cell.",
        "row.number_rounded": "Export the column as text: a spreadsheet has rounded this number.",
        "row.date_unreadable": "Write the date as YYYY-MM-DD.",
        "row.date_out_of_range": "Check the year; the date lies before 1990.",
        "row.date_in_future": "Check the date; it lies after the day of the upload.",
        "row.amount_unreadable": "Write the amount as a plain number such as 1234.50.",
        "row.amount_negative": "In a reversal all amounts are negative; in any other row none is.",
        "row.amount_too_large": "Check the amount; it is above one billion dollars.",
        "row.code_malformed": "Give one CPT or HCPCS code of five characters.",
        "row.npi_malformed": "Give the ten digits of the NPI, or leave the cell empty.",
        "row.units_malformed": "Give a whole number of units from 1 to 99999.",
        "row.outcome_missing": "Say how the claim was decided, or remove its decision date.",
        "row.decision_date_missing": "Give the decision date, or no outcome while it is open.",
        "row.decided_before_submitted": "Check both dates: decided before it was submitted.",
        "row.delay_impossible": "Check both dates; the decision came more than three years later.",
        "row.personal_data": "Take the name or number of a person out of this column.",
        "row.too_few_fields": "The row has fewer fields than the header; add the missing ones.",
        "row.too_many_fields": "The row has more fields than the header; quote text with commas.",
        "row.field_too_long": "A field is longer than 128 kB; shorten it.",
        "row.line_too_long": "The line is longer than 1 MB; check the line ends of the file.",
        "row.quote_unterminated": "A quotation mark opens here and does not close; close it.",
        "row.breaks_rule": "A quality rule does not hold for this row.",
        "row.quote_misplaced": "Double the quotation marks inside a quoted field.",
    }
)
"""Every code a rejected row can carry. Codes are public and stable; the words may improve."""


class Fault(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One reason against one row: the public name of the column, and the code."""

    column: str | None
    """None where the row as a whole is at fault."""
    code: str
    rule: str | None = None
    """Of `row.breaks_rule`: what should hold, in the words of the rule."""

    @property
    def advice(self) -> str:
        advice = ADVICE[self.code]
        return f"{advice.removesuffix('.')}: {self.rule}." if self.rule else advice


class RejectedRow(msgspec.Struct, frozen=True, gc=False):
    """A row that was not recorded; `line` is the physical line on which it begins, from 1."""

    line: int
    faults: tuple[Fault, ...]
