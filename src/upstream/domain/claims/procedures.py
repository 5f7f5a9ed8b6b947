"""Procedure codes: what a cell names, and the family it belongs to.

Ranges are public knowledge (research notes of the project); names are our own, because the
descriptors of CPT are licensed by the American Medical Association and are not shipped.
"""

import re
from bisect import bisect_right
from types import MappingProxyType

from upstream.domain.claims.cells import Parse, said
from upstream.domain.claims.faults import Fault

_CODE = re.compile(
    r"(?:(?:HC|CPT|HCPCS)[: ]\s*)?"
    r"(?P<code>\d{5}|\d{4}[A-Z]|[A-V]\d{4})(?:\.0+)?"
    r"(?P<modifiers>(?:[-:, ]+[A-Z0-9]{2})*)[-:, ]*"
)
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_BETWEEN = "-"

_SECTIONS = (
    (100, 1_999, "Anesthesia"),
    (10_004, 19_999, "Surgery: skin and breast"),
    (20_000, 29_999, "Surgery: bones and muscles"),
    (30_000, 39_999, "Surgery: heart, lungs and blood"),
    (40_000, 49_999, "Surgery: digestive"),
    (50_000, 59_999, "Surgery: urinary and maternity"),
    (60_000, 69_990, "Surgery: nerves, eyes and ears"),
    (70_010, 79_999, "Radiology"),
    (80_047, 89_398, "Laboratory"),
    (90_281, 99_199, "Medicine"),
    (99_202, 99_499, "Evaluation and management"),
    (99_500, 99_607, "Medicine"),
)
_FIRSTS = tuple(first for first, _, _ in _SECTIONS)
_LAST_LETTERS = MappingProxyType(
    {
        "F": "Performance measures",
        "T": "Emerging technology",
        "U": "Laboratory: proprietary",
        "M": "Laboratory: multianalyte",
    }
)
_FIRST_LETTERS = MappingProxyType(
    {
        "A": "Transport and supplies",
        "B": "Nutrition",
        "C": "Hospital outpatient",
        "D": "Dental",
        "E": "Equipment",
        "G": "Medicare procedures",
        "H": "Behavioral health",
        "J": "Drugs",
        "K": "Equipment",
        "L": "Orthotics and prosthetics",
        "M": "Medical services",
        "P": "Laboratory",
        "Q": "Temporary codes",
        "R": "Radiology",
        "S": "Private payer codes",
        "T": "Medicaid codes",
        "V": "Vision and hearing",
    }
)
UNGROUPED = "Other"


def with_modifiers(code: str, *modifiers: str) -> str:
    """One cell out of several, for files that give the modifiers in columns of their own."""
    return _BETWEEN.join([code.strip(), *filter(None, map(said, modifiers))])


def _found(cell: str) -> re.Match[str] | None:
    return _CODE.fullmatch((said(cell) or "").upper())


def code_cell(column: str) -> Parse[str]:
    """The bare code of `99213`, `99213-25`, `HC:99213:25` or `99213.0`."""

    def parse(cell: str) -> str | Fault:
        if said(cell) is None:
            return Fault(column, "row.missing")
        found = _found(cell)
        return found["code"] if found else Fault(column, "row.code_malformed")

    return parse


def modifiers_in(cell: str) -> tuple[str, ...]:
    """The modifiers written with the code, in their order; () where the cell is no code."""
    found = _found(cell)
    return tuple(_MODIFIER.findall(found["modifiers"])) if found else ()


def group_in(cell: str) -> str:
    found = _found(cell)
    return cpt_group(found["code"]) if found else UNGROUPED


def cpt_group(code: str) -> str:
    """The family of a well-formed CPT or HCPCS code, by its number or its letter."""
    if code[0].isalpha():
        return _FIRST_LETTERS.get(code[0], UNGROUPED)
    if code[-1].isalpha():
        return _LAST_LETTERS.get(code[-1], UNGROUPED)
    section = bisect_right(_FIRSTS, int(code)) - 1
    if section < 0:
        return UNGROUPED
    _, last, name = _SECTIONS[section]
    return name if int(code) <= last else UNGROUPED
