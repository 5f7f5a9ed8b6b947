"""For every fact of a claim: which cells it comes from, and the rule that reads them."""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol

from upstream.domain.claims import outcomes, procedures, reasons
from upstream.domain.claims.cells import (
    Memo,
    Parse,
    ReferenceMemo,
    npi_cell,
    reference_cell,
    required,
    said,
    text_cell,
    tidy,
    units_cell,
)
from upstream.domain.claims.columns import ColumnName
from upstream.domain.claims.dates import date_cell
from upstream.domain.claims.layout import Layout
from upstream.domain.claims.money import MoneyMemo
from upstream.domain.claims.personal import PseudonymMemo

PAYER_LENGTH_MAX = 200
REFERENCE_LENGTH_MAX = 80


class Reading(Protocol):
    """What cells mean, one at a time or a column at once: the values, or a `Fault` for each."""

    may_have_faults: bool

    def __getitem__(self, cell: str, /) -> object: ...
    def column(self, cells: list[str]) -> Sequence[object]: ...


class Source(NamedTuple):
    """The cell a fact is read from; where a file spreads it over columns, all of them as one."""

    indexes: tuple[int, ...]
    combine: Callable[..., str] | None = None

    def of_row(self, row: Sequence[str]) -> str:
        cells = [row[index] for index in self.indexes]
        return self.combine(*cells) if self.combine else cells[0]

    def of_columns(self, columns: Sequence[list[str]]) -> list[str]:
        cells = [columns[index] for index in self.indexes]
        return list(map(self.combine, *cells)) if self.combine else cells[0]


class Slot(NamedTuple):
    """One fact of a claim: where it stands, and what its cells mean."""

    column: ColumnName
    reading: Reading


def sources_of(layout: Layout) -> dict[ColumnName, Source]:
    """Where each column's cells are; modifiers, group and remarks join the code they belong to."""
    sources = {column.name: Source((column.index,)) for column in layout.columns}
    if modifiers := layout.indexes("modifiers"):
        sources["cpt"] = Source(layout.indexes("cpt") + modifiers, procedures.with_modifiers)
    group, remarks = layout.indexes("denial_group"), layout.indexes("remark_codes")
    if "denial_reason" in sources and (group or remarks):
        indexes = layout.indexes("denial_reason") + group + remarks
        sources["denial_reason"] = Source(indexes, _reason_of(bool(group), bool(remarks)))
    return sources


def _reason_of(has_group: bool, has_remarks: bool) -> Callable[..., str]:
    if not has_group:
        return reasons.with_remarks
    return _whole_reason if has_remarks else reasons.with_group


def _whole_reason(reason: str, group: str, remarks: str) -> str:
    return reasons.with_remarks(reasons.with_group(reason, group), remarks)


def slots_of(layout: Layout, pseudonym_key: bytes) -> dict[str, Slot]:
    """A slot for each fact of `ClaimFacts` this file speaks of, by the fact's name."""
    slots = _text_slots()
    slots["patient_pseudonym"] = Slot("patient_id", PseudonymMemo(pseudonym_key))
    for name, column in _DATES.items():
        day = date_cell(column, layout.date_style(column), today=layout.today)
        slots[name] = Slot(column, Memo(required(day, column) if name in _REQUIRED else day))
    for name, column in AMOUNT_COLUMNS.items():
        slots[name] = Slot(column, MoneyMemo(column, layout.decimal_style(column)))
    there = {column.name for column in layout.columns}
    return {name: slot for name, slot in slots.items() if slot.column in there}


_REQUIRED = frozenset({"submitted_on"})
_DATES: MappingProxyType[str, ColumnName] = MappingProxyType(
    {
        "submitted_on": "submitted_date",
        "decided_on": "decided_date",
        "paid_on": "paid_date",
        "service_on": "service_date",
    }
)
AMOUNT_COLUMNS: MappingProxyType[str, ColumnName] = MappingProxyType(
    {
        "billed_cents": "billed_amount",
        "allowed_cents": "allowed_amount",
        "paid_cents": "paid_amount",
    }
)


def _text_slots() -> dict[str, Slot]:
    payer = required(text_cell("payer", length_max=PAYER_LENGTH_MAX), "payer")
    return {
        "claim_ref": Slot("claim_id", ReferenceMemo(_reference("claim_id"))),
        "payer": Slot("payer", Memo(payer)),
        "payer_raw": Slot("payer", Memo(_payer_words)),
        "cpt": Slot("cpt", Memo(procedures.code_cell("cpt"))),
        "cpt_group": Slot("cpt", Memo(procedures.group_in)),
        "modifiers": Slot("cpt", Memo(procedures.modifiers_in)),
        "outcome": Slot("outcome", Memo(outcomes.outcome_in)),
        "stage": Slot("outcome", Memo(outcomes.stage_in)),
        "outcome_raw": Slot("outcome", Memo(outcomes.outcome_words)),
        "denial_reason": Slot("denial_reason", Memo(reasons.reason_cell("denial_reason"))),
        "denial_reason_raw": Slot("denial_reason", Memo(reasons.reason_words)),
        "remarks": Slot("denial_reason", Memo(reasons.remarks_in)),
        "place_of_service": Slot("place_of_service", Memo(_reference("place_of_service"))),
        "provider_npi": Slot("provider_npi", Memo(npi_cell("provider_npi"))),
        "facility": Slot("facility", Memo(text_cell("facility", length_max=PAYER_LENGTH_MAX))),
        "prior_authorization": Slot("prior_authorization", Memo(_reference("prior_authorization"))),
        "units": Slot("units", Memo(units_cell("units"))),
    }


def _reference(column: str) -> Parse[str | None]:
    return reference_cell(column, length_max=REFERENCE_LENGTH_MAX)


def _payer_words(cell: str) -> str | None:
    text = said(cell)
    return None if text is None or text == tidy(text) else text[:PAYER_LENGTH_MAX]
